"""What indexer/engines/store.py promises of names, of passages that are not there, and of who reads any; more is in the contract suite."""

from __future__ import annotations

from contextlib import closing
from pathlib import PurePosixPath
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

import pytest

from indexer.engines.store import Store
from indexer.engines.store import immutable
from indexer.engines.store import writing
from indexer.model.query import Term
from tests import engine_fixtures
from tests.engine_builders import ask
from tests.engine_builders import documents
from tests.engine_builders import entry
from tests.engine_builders import ords
from tests.engine_builders import write


if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from indexer.engines.generations import Generations


served = engine_fixtures.each_embedded_engine


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/srv/index/letters.sqlite"), "file:///srv/index/letters.sqlite?mode=ro&immutable=1"),
        (PurePosixPath("/srv/På 100 %?#&"), "file:///srv/P%C3%A5%20100%20%25%3F%23%26?mode=ro&immutable=1"),
        (PureWindowsPath(r"C:\Svarsøg\letters.sqlite"), "file:///C:/Svars%C3%B8g/letters.sqlite?mode=ro&immutable=1"),
        (PureWindowsPath(r"\\server\share\letters.sqlite"), "file:////server/share/letters.sqlite?mode=ro&immutable=1"),
    ],
)
def test_immutable_names_a_file_for_sqlite(path: PurePosixPath | PureWindowsPath, uri: str) -> None:
    """Paths of every system become the URI that SQLite's documentation asks for: drives, shares, blanks and all."""
    assert immutable(path) == uri


def test_a_passage_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """Letters and passages are counted and given back; an `ord` beyond them is a LookupError."""
    with writing(tmp_path / "letters.sqlite") as letters:
        for document in documents(entry("a"), entry("b")):
            letters.add(document)
    with closing(Store(tmp_path / "letters.sqlite")) as store:
        assert (store.letters, store.passages) == (2, 2)
        assert store.passage(1) == ("letter-1#svar-1", b"stored 1")
        with pytest.raises(LookupError, match="no passage 2"):
            store.passage(2)


def test_several_passages_are_given_at_once(tmp_path: Path) -> None:
    """Passages are given by their `ord`, however many are asked for, and one that is not there is missed."""
    with writing(tmp_path / "letters.sqlite") as letters:
        for document in documents(*(entry() for _ in range(1200))):
            letters.add(document)
    with closing(Store(tmp_path / "letters.sqlite")) as store:
        assert store.several([]) == {}
        assert store.several([7, 3]) == {7: ("letter-7#svar-1", b"stored 7"), 3: ("letter-3#svar-1", b"stored 3")}
        assert list(store.several(range(1200))) == list(range(1200))
        with pytest.raises(LookupError, match="1 passages are missing"):
            store.several([3, 1200])


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_only_passages_of_the_page_are_read(served: Generations, monkeypatch: pytest.MonkeyPatch, sort: str) -> None:
    """To find, count facets, filter and sort, an engine reads no passage: only those that it gives back."""
    write(served, *(entry("same", party="AB"[number % 2], date=20180101 + number) for number in range(40)))
    asked: list[int] = []
    several, passage = Store.several, Store.passage

    def noted(store: Store, wanted: Sequence[int]) -> dict[int, tuple[str, bytes]]:
        asked.extend(wanted)
        return several(store, wanted)

    def noted_one(store: Store, wanted: int) -> tuple[str, bytes]:
        asked.append(wanted)
        return passage(store, wanted)

    monkeypatch.setattr(Store, "several", noted)
    monkeypatch.setattr(Store, "passage", noted_one)
    with closing(served.open()) as searcher:
        hits = ask(searcher, Term("words", "same"), filters={"party": ("A",)}, facets=("party",), sort=sort, offset=5, limit=3)
        assert (hits.total, len(hits.hits), len(hits.facets["party"].values)) == (20, 3, 2)
        assert asked == ords(hits)
