"""How each engine writes a generation: checked before it is served, wholly or not at all, by one writer, a document at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from indexer.engines.base import Document
from indexer.errors import RebuildError
from indexer.errors import RebuildRunningError
from indexer.model.query import All
from indexer.model.query import Term
from tests import engine_fixtures
from tests.engine_builders import SCHEMA
from tests.engine_builders import TEXTS
from tests.engine_builders import RefusedError
from tests.engine_builders import ask
from tests.engine_builders import documents
from tests.engine_builders import engine
from tests.engine_builders import entry
from tests.engine_builders import stamp
from tests.engine_builders import write
from tests.engine_fixtures import OTHERS


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from indexer.engines.base import Engine
    from indexer.engines.base import Searcher


served = engine_fixtures.each_engine


def test_the_check_sees_the_new_generation_before_anyone(served: Engine) -> None:
    """The check is given a searcher of what was just written, while the old one is still served."""
    old = write(served, entry("a"))
    seen = []

    def check(searcher: Searcher) -> None:
        seen.extend([ask(searcher, Term("words", "b")).total, served.current() == old, searcher.generation != old])

    written = documents(entry("b"), entry("b"))
    served.write(written, schema=SCHEMA, stamp=stamp(written), check=check)
    assert seen == [2, True, True]


def _failing(written: list[Document], after: int) -> Iterator[Document]:
    yield from written[:after]
    raise RefusedError


def _renumbered(written: list[Document], ord_: int) -> list[Document]:
    return [written[0], replace(written[1], entries=(replace(written[1].entries[0], ord=ord_),)), *written[2:]]


def _named(written: list[Document], **changes: object) -> list[Document]:
    return [replace(written[0], entries=(replace(written[0].entries[0], **changes),)), *written[1:]]


def _refusing(searcher: Searcher) -> None:
    assert ask(searcher, All()).total == 3
    raise RefusedError


FAILURES = {
    "documents that fail at once": (lambda: _failing(TEXTS, 0), None, RefusedError),
    "documents that fail half way": (lambda: _failing(TEXTS, 2), None, RefusedError),
    "documents that fail at the end": (lambda: _failing(TEXTS, 3), None, RefusedError),
    "a check that fails": (lambda: TEXTS, _refusing, RefusedError),
    "too few letters": (lambda: TEXTS[:2], None, RebuildError),
    "too many letters": (lambda: [*TEXTS, Document("more", b"", ())], None, RebuildError),
    "a letter twice": (lambda: [*TEXTS[:2], replace(TEXTS[2], letter=TEXTS[0].letter)], None, ValueError),
    "an ord twice": (lambda: _renumbered(TEXTS, 0), None, ValueError),
    "an ord too far": (lambda: _renumbered(TEXTS, 2), None, ValueError),
    "an unknown field": (lambda: _named(TEXTS, terms={"title": ("a",)}), None, ValueError),
    "an unknown facet": (lambda: _named(TEXTS, facets={"colour": ("a",)}), None, ValueError),
    "an unknown number": (lambda: _named(TEXTS, numbers={"price": 1}), None, ValueError),
}


@pytest.mark.parametrize("first", [True, False], ids=["first", "later"])
def test_a_failed_write_changes_nothing(served: Engine, first: bool) -> None:
    """Whatever fails while writing comes out as it is, what was served still is, and the next write succeeds."""
    old = None if first else write(served, entry("old"))
    for failure, (made, check, error) in FAILURES.items():
        with pytest.raises(error):
            served.write(made(), schema=SCHEMA, stamp=stamp(TEXTS), check=check)
        assert (served.current(), served.generations()) == (old, (old,) if old else ()), failure
    if old:
        searcher = served.open()
        assert ask(searcher, Term("words", "old")).total == 1
        searcher.close()
    assert write(served, entry("new")) == served.current()


def test_one_writer_at_a_time(served: Engine) -> None:
    """A second writer is turned away at once and says so; the first one finishes undisturbed."""
    written = documents(entry("first"))

    def during() -> Iterator[Document]:
        with ThreadPoolExecutor(1) as other, pytest.raises(RebuildRunningError, match="er i gang"):
            other.submit(write, served, entry("second")).result()
        yield from written

    served.write(during(), schema=SCHEMA, stamp=stamp(written))
    searcher = served.open()
    assert ask(searcher, Term("words", "first")).total == 1
    searcher.close()


@pytest.mark.usefixtures("in_the_cluster")
@pytest.mark.parametrize("name", OTHERS)
def test_documents_are_taken_one_by_one(tmp_path: Path, name: str) -> None:
    """An engine on disk lets a document go before it asks for the next but one."""
    import gc
    import weakref

    class Traced(Document):
        __slots__ = ("__weakref__",)

    alive: list[weakref.ref[Traced]] = []
    most = 0

    def made() -> Iterator[Document]:
        nonlocal most
        for document in documents(*(entry("a") for _ in range(20))):
            traced = Traced(document.letter, document.stored, document.entries)
            alive.append(weakref.ref(traced))
            yield traced
            del traced
            gc.collect()
            most = max(most, sum(ref() is not None for ref in alive))

    engine(tmp_path, name).write(made(), schema=SCHEMA, stamp=stamp(documents(*(entry() for _ in range(20)))))
    assert most <= 2
