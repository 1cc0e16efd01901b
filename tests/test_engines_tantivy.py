"""What indexer/engines/tantivy/ promises beyond the contract: damage, many values, several segments, a folder it may only read."""

from __future__ import annotations

import errno
import gc
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.config import Index
from indexer.config import Settings
from indexer.engines import disk
from indexer.engines import open_engine
from indexer.engines.tantivy import layout
from indexer.engines.tantivy import library
from indexer.engines.tantivy import segments
from indexer.engines.tantivy.failures import unwritable
from indexer.errors import ConfigError
from indexer.errors import IndexDamagedError
from indexer.model.query import All
from indexer.model.query import And
from indexer.model.query import In
from indexer.model.query import Not
from indexer.model.query import Or
from indexer.model.query import Phrase
from indexer.model.query import Prefix
from indexer.model.query import Range
from indexer.model.query import Request
from indexer.model.query import Term
from indexer.model.results import Count
from tests.engine_builders import SCHEMA
from tests.engine_builders import ask
from tests.engine_builders import engine
from tests.engine_builders import entry
from tests.engine_builders import ords
from tests.engine_builders import write


if TYPE_CHECKING:
    from indexer.engines.base import Engine
    from indexer.model.entry import Entry


ROOT = Path(__file__).parent.parent


@pytest.fixture
def served(tmp_path: Path) -> Engine:
    """The engine, with nothing written."""
    return engine(tmp_path, "tantivy")


def _valued(*values: str) -> Entry:
    return replace(entry("a"), facets={"party": values})


def test_a_file_that_goes_while_it_is_opened_is_missed(served: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A generation that is cleared away in the middle of being opened is damaged at once, not when a phrase is first asked for."""
    write(served, entry("rød bil"))
    (places,) = (tmp_path / "index").rglob("*.pos")

    class Index:
        @staticmethod
        def open(path: str) -> object:
            places.unlink()
            return opened(path)

    opened = library.tantivy.Index.open
    monkeypatch.setattr(library.tantivy, "Index", Index)
    with pytest.raises(IndexDamagedError, match="No such file"):
        served.open()


# The package.


def test_without_its_package_one_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where tantivy is not installed, the settings that ask for it are at fault, and the sentence says what to install or choose."""
    for name in [name for name in sys.modules if name.startswith("indexer.engines.tantivy.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "tantivy", None)
    with pytest.raises(
        ConfigError, match=r'config\.toml kan ikke bruges:\n.*kræver pakken tantivy. Kør `make engines`, eller vælg "whoosh"\.'
    ):
        open_engine(Settings(folder=tmp_path, index=Index(engine="tantivy")))


def test_tantivy_is_imported_only_when_asked_for() -> None:
    """The room of the engines, and the others, load nothing of tantivy."""
    code = "import sys, indexer.engines, indexer.engines.whoosh, indexer.engines.tantivy; print('tantivy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout == "False\n"


# Values.


def test_a_facet_may_have_more_values_than_are_counted_at_a_time(served: Engine) -> None:
    """Every value is counted, with those that have none, however many there are."""
    held = [tuple(f"{number}-{value:03}" for value in range(1000)) for number in range(70)]
    write(served, *(_valued(*values) for values in held), _valued("0-000"), entry("a"))
    searcher = served.open()
    counted = ask(searcher, All(), facets=("party", "signer"), limit=0).facets
    assert counted["party"].values[:2] == (Count("0-000", 2), Count("0-001", 1))
    assert [count.value for count in counted["party"].values] == ["0-000", *sorted({*sum(held, ())} - {"0-000"})]
    assert (counted["party"].missing, counted["signer"].missing) == (1, 72)
    searcher.close()


@pytest.mark.parametrize("value", ["", "\0", "\0\0", "\0#", "x" * 70_000, "ø" * 16_001, "\U0001f600" * 16_000])
def test_no_value_is_too_odd_or_too_long(served: Engine, value: str) -> None:
    """Values are counted and chosen as they are, also those that begin like the marks of our own or are longer than tantivy keeps."""
    write(served, _valued("A", value), _valued(value), _valued("Å"), entry("a"))
    searcher = served.open()
    counted = ask(searcher, All(), facets=("party",)).facets["party"]
    assert counted.values == (Count(value, 2), Count("A", 1), Count("Å", 1))
    assert counted.missing == 1
    assert ords(ask(searcher, In("party", (value,)))) == [0, 1]
    assert ords(ask(searcher, All(), filters={"party": (value, "Å")})) == [0, 1, 2]
    searcher.close()


# Segments and files.


def test_several_segments_keep_every_order(served: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a corpus takes several segments, by threads that share it, ties go by `ord` in every order and on every page, as in one."""
    entries = _alike(600)
    write(engine(tmp_path / "one", "tantivy"), *entries)
    monkeypatch.setattr(library, "HEAP", 30_000_000)
    monkeypatch.setattr(library, "THREADS", 2)
    write(served, *entries)
    assert _segments(served) > 1
    _answer_alike(served, engine(tmp_path / "one", "tantivy"))


@pytest.mark.parametrize("entries", [40, 601])
def test_a_corpus_too_large_for_a_segment_is_merged_into_one(
    served: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entries: int
) -> None:
    """Written in several steps it comes out as one segment in order, with nothing beside it, and answers as if written at once."""
    name = write(engine(tmp_path / "one", "tantivy"), *_alike(entries))
    monkeypatch.setattr(segments, "LARGEST", entries // 8 + 1)
    merged = write(served, *_alike(entries))
    folders = (tmp_path / made / "terms" for made in (f"one/index/generations/{name}", f"index/generations/{merged}"))
    once, steps = ({path.suffix for path in folder.iterdir()} for folder in folders)
    assert (_segments(served), steps) == (1, once)
    with closing(served.open()) as searcher:
        assert searcher._in_order  # type: ignore[attr-defined]
    _answer_alike(served, engine(tmp_path / "one", "tantivy"))


def test_a_segment_that_was_merged_in_another_order_is_found_out(served: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should tantivy put together what it merges in another order than it was written, answers are still those of one written at once."""
    write(engine(tmp_path / "one", "tantivy"), *_alike(600))
    # Each is larger than the one before, and the largest comes first.
    monkeypatch.setattr(segments, "steps", lambda _: dict.fromkeys((40, 90, 150, 220, 300, 390, 490), False))
    write(served, *_alike(600))
    with closing(served.open()) as searcher:
        assert (_segments(served), searcher._in_order) == (1, False)  # type: ignore[attr-defined]
    _answer_alike(served, engine(tmp_path / "one", "tantivy"))


def test_the_largest_corpora_are_one_segment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where what was merged is merged once more, one segment in order comes of it: here of 20,000 entries each, eight times."""
    monkeypatch.setattr(segments, "LARGEST", 2_500)
    entries = 8 * 8 * 2_500
    made = entry("same")
    library.TantivyLibrary().fill(tmp_path, (replace(made, ord=ord_) for ord_ in range(entries)), schema=SCHEMA, expected=entries)
    searcher = library.tantivy.Index.open(str(tmp_path)).searcher()
    assert (searcher.num_segments, searcher.num_docs) == (1, entries)
    places = [*range(0, entries, 97)]
    assert searcher.fast_field_values(layout.ORD, [library.tantivy.DocAddress(0, place) for place in places]) == places


def _alike(number: int) -> list[Entry]:
    """So many entries that say the same, of long texts, among few parties."""
    texts = (f"same {' '.join(f'{place}x{word}' for word in range(400))}" for place in range(number))
    dates = None, 20180101, 20190101
    return [
        entry(text, terms="a", date=dates[place % 3], party=f"{'AB'[place % 2]} {place % 97 % 41:02}") for place, text in enumerate(texts)
    ]


def _segments(engine: Engine) -> int:
    with closing(engine.open()) as searcher:
        return searcher._searcher.num_segments  # type: ignore[attr-defined, no-any-return]


def _answer_alike(*engines: Engine) -> None:
    first, second = (each.open() for each in engines)
    with closing(first), closing(second):
        for sort in ("relevance", "newest", "oldest"):
            for offset in (0, 7, 305, 590):
                asked = {"sort": sort, "offset": offset, "limit": 10, "facets": ("party",)}
                found, expected = (ask(each, Term("words", "same"), **asked) for each in (first, second))
                assert (ords(found), found.total, found.facets) == (ords(expected), expected.total, expected.facets)
        for most in (1, 5, 30):
            wanted = Request(Term("words", "same"), facets=("party",), most_values={"party": most})
            assert first.search(wanted).facets == second.search(wanted).facets


SEARCHING = """
import sys
from pathlib import Path
from indexer.model.query import All
from tests.engine_builders import *

assert ask(engine(Path(sys.argv[1]), "tantivy").open(), All()).total == 1
"""


def test_the_index_need_only_be_read(served: Engine, tmp_path: Path) -> None:
    """Opening leaves no file in the index and none elsewhere; all of it may be read by who may read the rest, and none is empty."""
    folder = tmp_path / "index" / "generations" / write(served, entry("a")) / "terms"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    before = {path.name: path.stat() for path in folder.iterdir()}
    environment = os.environ | {"TMPDIR": str(elsewhere)}
    subprocess.run([sys.executable, "-c", SEARCHING, str(tmp_path)], cwd=ROOT, env=environment, check=True)
    assert {path.name for path in folder.iterdir()} == before.keys()
    assert not list(elsewhere.iterdir())
    assert {held.st_mode for held in before.values()} == {(tmp_path / "index" / "current").stat().st_mode}
    assert all(held.st_size for held in before.values())


def test_on_windows_the_index_is_opened_where_it_is(served: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where links may not be made, tantivy opens the folder itself."""
    write(served, entry("a"))
    monkeypatch.setattr(disk, "WINDOWS", True)
    monkeypatch.delattr(Path, "symlink_to")
    searcher = served.open()
    assert ask(searcher, All()).total == 1
    searcher.close()


def test_what_kept_tantivy_from_writing_is_found_out(tmp_path: Path) -> None:
    """The number in its sentence says what it was, else trying to write does; where that works, it is an error of the device."""
    told = ValueError("An IO error occurred: 'No space left on device (os error 28)'")
    assert unwritable(tmp_path, told).errno == errno.ENOSPC
    assert unwritable(tmp_path, ValueError("An index writer was killed.")).errno == errno.EIO
    assert not list(tmp_path.iterdir())


def test_a_searcher_nobody_holds_closes_itself(served: Engine) -> None:
    """Letting go of a searcher gives its files back."""
    write(served, entry("a"))
    searcher = served.open()
    store = searcher._held.store  # type: ignore[attr-defined]
    del searcher
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        store.letter("letter-0")


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[Path, bytes]]:
    """The folder of an index, and what the files of its terms held before anyone spoiled them."""
    folder = tmp_path_factory.mktemp("damaged")
    texts = (" ".join(f"w{number * word % 23}" for word in range(number % 30)) for number in range(200))
    write(engine(folder, "tantivy"), *(entry(text, party="ABC"[len(text) % 3], date=20180101 + len(text)) for text in texts))
    return folder, {path: path.read_bytes() for path in (folder / "index").rglob("terms/*")}


@settings(max_examples=60, deadline=None)
@given(which=st.integers(0, 100), at=st.floats(0, 1, exclude_max=True), to=st.integers(0, 255))
def test_a_spoiled_byte_is_damage_or_nothing(damaged: tuple[Path, dict[Path, bytes]], which: int, at: float, to: int) -> None:
    """Whatever byte of the terms is spoiled, searching answers or raises IndexDamagedError, also where tantivy panics."""
    folder, whole = damaged
    path = sorted(whole)[which % len(whole)]
    spoiled = bytearray(whole[path])
    spoiled[int(at * len(spoiled))] = to
    path.unlink()  # who still has it open must not see it change
    path.write_bytes(spoiled)
    asked = (
        Prefix("words", ""),
        Phrase("words", ("w0", "w2")),
        And((Range("date", 20180102), Not(Or((Term("terms", "w1"), In("party", ("A",))))))),
    )
    with suppress(IndexDamagedError):
        searcher = engine(folder, "tantivy").open()
        for query in asked:
            ask(searcher, query, sort="relevance", facets=("party", "signer"))
            ask(searcher, query, sort="oldest")
    path.unlink()
    path.write_bytes(whole[path])
