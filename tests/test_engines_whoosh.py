"""What indexer/engines/whoosh/ promises beyond the contract: long lists, little memory, scores, nothing left lying about."""

from __future__ import annotations

import gc
import multiprocessing
import random
import sqlite3
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.engines.generations import Generations
from indexer.engines.packing import ENTRIES
from indexer.engines.packing import MARKS
from indexer.engines.packing import PLACES
from indexer.engines.whoosh.library import WhooshLibrary
from indexer.errors import DiskFullError
from indexer.errors import IndexDamagedError
from indexer.model.query import All
from indexer.model.query import And
from indexer.model.query import In
from indexer.model.query import Not
from indexer.model.query import Or
from indexer.model.query import Phrase
from indexer.model.query import Prefix
from indexer.model.query import Term
from tests.engine_builders import SCHEMA
from tests.engine_builders import ask
from tests.engine_builders import documents
from tests.engine_builders import engine
from tests.engine_builders import entry
from tests.engine_builders import ords
from tests.engine_builders import stamp
from tests.engine_builders import write


if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.engines.base import Document
    from indexer.engines.base import Searcher
    from indexer.model.entry import Entry
    from indexer.model.query import Query


WORDS = [f"w{number}" for number in range(40)]


def _many(count: int) -> list[Entry]:
    chance = random.Random(7)
    weights = [1 / (number + 1) for number in range(len(WORDS))]
    return [
        entry(
            " ".join(chance.choices(WORDS, weights, k=chance.randrange(30))),
            terms=" ".join(chance.choices(WORDS, weights, k=chance.randrange(30))),
            party=chance.choice("ABC"),
            date=chance.choice([None, 20180101, 20190101]),
        )
        for _ in range(count)
    ]


def _query(chance: random.Random, depth: int = 2) -> Query:
    word, other = chance.sample(WORDS[:25], 2)
    boost = chance.choice([0.5, 1.0, 2.0])
    leaves = Term("words", word, boost), Term("terms", word), Phrase("words", (word, other), boost), Prefix("terms", word, boost)
    if depth == 0:
        return chance.choice((*leaves, In("party", ("A", "B")), All()))
    parts = tuple(_query(chance, depth - 1) for _ in range(chance.randrange(1, 4)))
    return chance.choice((And(parts), Or(parts), Or(parts, least=2), And((*parts, Not(_query(chance, depth - 1)))), chance.choice(leaves)))


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Searcher, Searcher]]:
    """The same 700 entries, in Whoosh and in the reference: lists of several blocks."""
    folder = tmp_path_factory.mktemp("pair")
    entries = _many(700)
    for name in ("whoosh", "memory"):
        write(engine(folder, name), *entries)
    searchers = engine(folder, "whoosh").open(), engine(folder, "memory").open()
    yield searchers
    for searcher in searchers:
        searcher.close()


@pytest.mark.parametrize("seed", range(25))
def test_long_lists_score_like_the_reference(pair: tuple[Searcher, Searcher], seed: int) -> None:
    """Over lists of several blocks the same entries are found, with the reference's scores but for the last bits."""
    query = _query(random.Random(seed))
    tried, reference = (ask(searcher, query, sort="relevance", facets=("party",)) for searcher in pair)
    assert (tried.total, tried.facets) == (reference.total, reference.facets)
    assert {hit.ord: hit.score for hit in tried.hits} == pytest.approx({hit.ord: hit.score for hit in reference.hits})
    assert ords(ask(pair[0], query)) == ords(ask(pair[1], query))


def _values(searcher: Searcher) -> dict[tuple[str, str], tuple[int, list[bytes]]]:
    """What is kept of each term: how many entries hold it, and its values."""
    packs = searcher._postings._packs  # type: ignore[attr-defined]
    terms = [(text.name, term) for text in SCHEMA.texts for term in packs.beginning(text.name, "")]
    return {term: (packs.count(*term), [packs.value(*term, number) for number in (ENTRIES, PLACES, MARKS)]) for term in terms}


@pytest.mark.parametrize("processes", [1, 2])
def test_small_shares_and_several_processes_write_the_same(tmp_path: Path, processes: int) -> None:
    """A writer that may hold almost nothing, alone or with others, writes what one writes that holds all, and leaves no other file."""
    entries = _many(120)
    write(engine(tmp_path / "whole", "whoosh"), *entries)
    library = WhooshLibrary(processes=processes, most=500, alone=0)
    divided = Generations(tmp_path / "divided" / "index", keep=2, library=library)
    write(divided, *entries)
    whole, found = engine(tmp_path / "whole", "whoosh").open(), divided.open()
    assert _values(whole) == _values(found)
    for seed in range(20):
        query = _query(random.Random(seed))
        assert ask(whole, query, sort="relevance") == ask(found, query, sort="relevance")
    whole.close()
    found.close()
    left = [path.suffix for path in (tmp_path / "divided" / "index").rglob("terms/*")]
    assert sorted(left) == [".seg", ".toc"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_disk_that_is_full_for_another_process_is_a_full_disk(tmp_path: Path) -> None:
    """What a process of the writer's meets comes out as if the writer had met it; no process and nothing that was begun is left."""
    served = Generations(tmp_path / "index", keep=2, library=WhooshLibrary(processes=2, alone=0))
    old = write(served, entry("old"))
    written = documents(entry("a"), entry("b"))

    def filling() -> Iterator[Document]:
        yield from written
        for texts in (tmp_path / "index").rglob("*.texts"):
            texts.with_suffix(".lists").symlink_to("/dev/full")

    with pytest.raises(DiskFullError):
        served.write(filling(), schema=SCHEMA, stamp=stamp(written))
    assert multiprocessing.active_children() == []
    assert [path.name for path in (tmp_path / "index" / "generations").iterdir()] == [old]


def test_an_index_names_no_code_of_ours(tmp_path: Path) -> None:
    """The table of contents, a pickle, is made of Whoosh's own parts alone, so that ours may be moved and changed."""
    write(engine(tmp_path, "whoosh"), entry("a b a"), entry("a"))
    table = next((tmp_path / "index").rglob("*.toc")).read_bytes()
    assert b"W3Codec" in table
    assert b"indexer" not in table


def test_whoosh_is_imported_only_when_asked_for() -> None:
    """The room of the engines, and the reference, load no engine's library."""
    code = "import sys, indexer.engines.memory; print(sorted(name for name in sys.modules if name.split('.')[0] == 'whoosh'))"
    root = Path(__file__).parent.parent
    assert subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_searcher_nobody_holds_closes_itself(tmp_path: Path) -> None:
    """Letting go of a searcher gives its files back."""
    served = engine(tmp_path, "whoosh")
    write(served, entry("a"))
    searcher = served.open()
    store = searcher._held.store  # type: ignore[attr-defined]
    del searcher
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        store.letter("letter-0")


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """The folder of an index, and what its file of terms held before anyone spoiled it."""
    folder = tmp_path_factory.mktemp("damaged")
    write(engine(folder, "whoosh"), *_many(60))
    path = next((folder / "index").rglob("*.seg"))
    return folder, path.read_bytes()


@settings(max_examples=60, deadline=None)
@given(at=st.floats(0, 1, exclude_max=True), to=st.integers(0, 255))
def test_a_spoiled_byte_is_damage_or_nothing(damaged: tuple[Path, bytes], at: float, to: int) -> None:
    """Whatever byte of the terms is spoiled, searching answers or raises IndexDamagedError; no other error comes out."""
    folder, content = damaged
    spoiled = bytearray(content)
    spoiled[int(at * len(content))] = to
    next((folder / "index").rglob("*.seg")).write_bytes(spoiled)
    with suppress(IndexDamagedError):
        searcher = engine(folder, "whoosh").open()
        try:
            for query in (Prefix("words", ""), Prefix("terms", ""), Phrase("words", ("w0", "w1"))):
                ask(searcher, query, sort="relevance")
        finally:
            searcher.close()
