"""Which generation each engine serves, now, earlier and again, and what a searcher of it may be relied on for."""

from __future__ import annotations

import itertools
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import pytest

from indexer.errors import IndexMissingError
from indexer.errors import IndexOutdatedError
from indexer.errors import RebuildRunningError
from indexer.errors import RollbackError
from indexer.model.query import Or
from indexer.model.query import Phrase
from indexer.model.query import Prefix
from indexer.model.query import Term
from tests import engine_fixtures
from tests.engine_builders import SCHEMA
from tests.engine_builders import TEXTS
from tests.engine_builders import VERSIONS
from tests.engine_builders import RefusedError
from tests.engine_builders import ask
from tests.engine_builders import documents
from tests.engine_builders import engine
from tests.engine_builders import entry
from tests.engine_builders import holding
from tests.engine_builders import stamp
from tests.engine_builders import write


if TYPE_CHECKING:
    from pathlib import Path

    from indexer.engines.base import Engine
    from indexer.engines.base import Searcher
    from indexer.model.query import Query


served = engine_fixtures.each_engine


# Generations.


def test_nothing_written_is_a_missing_index(served: Engine, tmp_path: Path) -> None:
    """Before the first write there is no generation, and opening says which command makes one."""
    assert served.current() is None
    with pytest.raises(IndexMissingError, match=r"indexer rebuild"):
        served.open()


def test_write_puts_a_generation_in_place(served: Engine) -> None:
    """What `write` gives is what is served from then on, with its stamp."""
    written = documents(entry("a"))
    name = served.write(written, schema=SCHEMA, stamp=stamp(written))
    searcher = served.open(versions=VERSIONS)
    assert served.current() == name == searcher.generation
    assert searcher.stamp == stamp(written)
    searcher.close()


def test_one_folder_is_one_index(served: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """What one engine wrote for a folder another one opened for the same folder serves."""
    name = write(served, entry("a"))
    assert engine(tmp_path, request.node.callspec.params["served"]).current() == name
    assert engine(tmp_path / "other", request.node.callspec.params["served"]).current() is None


def test_generations_have_names_of_their_own(served: Engine) -> None:
    """No two generations share a name, even when they hold the same."""
    assert len({write(served, entry("a")) for _ in range(3)}) == 3


def test_an_earlier_generation_is_served_again(served: Engine) -> None:
    """What was served before is among the generations, newest first, and is put in place by its name; and so back again."""
    first, second = write(served, entry("a")), write(served, entry("b"))
    before = served.open()
    assert served.generations()[:2] == (second, first)
    served.serve(first, versions=VERSIONS)
    assert served.current() == first
    searcher = served.open()
    assert (searcher.generation, ask(searcher, Term("words", "a")).total) == (first, 1)
    assert ask(before, Term("words", "b")).total == 1
    assert served.generations()[:2] == (second, first)
    served.serve(second)
    assert served.current() == second
    searcher.close()
    before.close()


def test_the_next_write_keeps_what_was_served_before_it(served: Engine) -> None:
    """After an earlier generation was put in place, it is the one that stays beside the next, not the one that was put away."""
    good = write(served, entry("a"))
    write(served, entry("b"))
    served.serve(good)
    newest = write(served, entry("c"))
    assert {newest, good} <= set(served.generations())
    served.serve(good)
    searcher = served.open()
    assert ask(searcher, Term("words", "a")).total == 1
    searcher.close()


def test_what_cannot_be_served_changes_nothing(served: Engine) -> None:
    """A generation that is not kept, or is of other versions, is refused, and so is any while somebody writes."""
    old, served_now = write(served, entry("a")), write(served, entry("b"))
    with pytest.raises(RollbackError):
        served.serve("20200101-000000-000000-0000")
    with pytest.raises(IndexOutdatedError, match="analysis"):
        served.serve(old, versions={"schema": "1", "analysis": "2"})

    def check(_: Searcher) -> None:
        with pytest.raises(RebuildRunningError):
            served.serve(old)
        raise RefusedError

    with pytest.raises(RefusedError):
        served.write(TEXTS, schema=SCHEMA, stamp=stamp(TEXTS), check=check)
    assert served.current() == served_now


def test_an_index_of_other_versions_is_outdated(served: Engine) -> None:
    """Versions that differ are named, with what the index has and what the program has; those that agree are not."""
    write(served, entry("a"))
    with pytest.raises(IndexOutdatedError) as caught:
        served.open(versions={"schema": "1", "analysis": "2", "words": "3"})
    assert "analysis: indekset har 1, programmet 2; words: indekset har ingen, programmet 3" in str(caught.value)
    assert "schema" not in str(caught.value)
    with pytest.raises(IndexOutdatedError, match="analysis: indekset har 1, programmet ingen"):
        served.open(versions={"schema": "1"})


# Searchers.


def test_a_searcher_stays_with_its_generation(served: Engine) -> None:
    """A searcher opened before a write answers as before, also when its generation has been cleared away since."""
    before = holding(served, entry("a"), entry("a"))
    for _ in range(4):
        write(served, entry("b"))
    after = served.open()
    assert [ask(before, Term("words", "a"), facets=("party",)).total, ask(after, Term("words", "a")).total] == [2, 0]
    assert before.letter("letter-1") == b"letter-1"
    before.close()
    after.close()


def test_a_searcher_is_shared_between_threads(served: Engine, request: pytest.FixtureRequest) -> None:
    """Many threads get from one searcher what one thread gets, however often they take turns."""
    request.addfinalizer(partial(sys.setswitchinterval, sys.getswitchinterval()))
    sys.setswitchinterval(1e-6)
    words = [f"w{number}" for number in range(12)]
    searcher = holding(
        served, *(entry(" ".join(words[number % 12 :] + words[: number % 7]), party="AB"[number % 2]) for number in range(300))
    )
    queries: list[Query] = [Phrase("words", (one, two)) for one, two in itertools.pairwise(words)]
    queries += [Or((Term("words", one), Prefix("terms", two))) for one, two in itertools.pairwise(words)]
    expected = [ask(searcher, query, facets=("party",), sort="relevance") for query in queries]
    together = threading.Barrier(4)

    def all_of(start: int) -> list[object]:
        together.wait()
        turned = queries[start:] + queries[:start]
        answers = [ask(searcher, query, facets=("party",), sort="relevance") for query in turned * 3]
        assert searcher.letter("letter-1") == b"letter-1"
        return answers[len(queries) - start : 2 * len(queries) - start]

    with ThreadPoolExecutor(4) as pool:
        assert all(answers == expected for answers in pool.map(all_of, (0, 5, 10, 15)))
    searcher.close()


def test_closing_twice_is_closing_once(served: Engine) -> None:
    """A searcher may be closed by everyone who thinks it should be."""
    searcher = holding(served, entry("a"))
    searcher.close()
    searcher.close()
