"""Searches while the index changes under them: each sees one whole generation, nobody waits for the next, and damage is told."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer.config import Settings
from indexer.engines.memory import MemoryEngine
from indexer.errors import IndexDamagedError
from indexer.errors import IndexMissingError
from indexer.errors import IndexOutdatedError
from indexer.search import Index
from indexer.versions import current_versions
from tests.search_builders import NEW
from tests.search_builders import OLD
from tests.search_builders import TINY
from tests.search_builders import index_of
from tests.search_builders import write


if TYPE_CHECKING:
    from indexer.engines.base import Searcher
    from indexer.model.query import Request
    from indexer.model.results import Hits


class Spoiled:
    """A searcher that gives bytes of something else."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self.generation = searcher.generation

    def search(self, request: Request) -> Hits:
        """The hits, their bytes spoiled."""
        hits = self._searcher.search(request)
        return replace(hits, hits=tuple(replace(hit, stored=b"[]") for hit in hits.hits))

    def letter(self, _letter: str) -> bytes | None:
        """No letter."""
        return b"[]"


class Watched:
    """A searcher that waits in a search until it is told to go on, and remembers being closed and what it was asked after that."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self.stamp = searcher.stamp
        self.generation = searcher.generation
        self.begun = threading.Event()
        self.go_on = threading.Event()
        self.closed = 0

    def search(self, request: Request) -> Hits:
        """The hits, when told to go on."""
        self.begun.set()
        assert self.go_on.wait(10)
        assert not self.closed
        return self._searcher.search(request)

    def close(self) -> None:
        """Remember it."""
        self.closed += 1


class WatchedEngine(MemoryEngine):
    """An engine whose searchers are watched."""

    def __init__(self, *, waiting: bool = False) -> None:
        super().__init__(Path("index"))
        self.waiting = waiting
        self.opened: list[Watched] = []
        self._another = threading.Condition()

    def latest(self, number: int) -> Watched:
        """The searcher that is opened as the `number`th, once it is."""
        with self._another:
            assert self._another.wait_for(lambda: len(self.opened) >= number, timeout=10)
            return self.opened[number - 1]

    def open(self, *, versions: dict[str, str] | None = None) -> Searcher:
        """A watched searcher."""
        watched = Watched(super().open(versions=versions))
        if not self.waiting:
            watched.go_on.set()
        with self._another:
            self.opened.append(watched)
            self._another.notify_all()
        return watched  # type: ignore[return-value]


def test_a_newer_generation_is_opened_by_itself() -> None:
    """The search after a rebuild answers from the new index."""
    engine = MemoryEngine(Path("index"))
    index = Index(Settings(folder=Path()), engine=engine, analyzer=TINY)
    with pytest.raises(IndexMissingError):
        index.search("tog")
    first = write(engine, OLD)
    assert (index.generation, index.stamp.letters, index.search("tog").total) == (first, 1, 1)
    second = write(engine, OLD, NEW)
    assert (index.search("tog").total, index.generation, index.stamp.letters) == (2, second, 2)
    index.close()
    assert index.search("tog").total == 2


def test_an_index_of_another_version_is_not_searched() -> None:
    """A stamp that does not fit is an error that names the difference, never a wrong hit."""
    engine = MemoryEngine(Path("index"))
    write(engine, OLD, versions={**current_versions(), "entries": "0"})
    with pytest.raises(IndexOutdatedError, match="entries"):
        Index(Settings(folder=Path()), engine=engine, analyzer=TINY).search("tog")


def test_what_cannot_be_decoded_is_damage() -> None:
    """Stored bytes that hold no passage or letter are a damaged index, not a crash."""
    index = index_of(OLD)
    with index._served() as view:
        searcher = view.searcher
        view.searcher = Spoiled(searcher)  # type: ignore[assignment]
        for ask in (lambda: index.search("tog"), lambda: index.letter("old")):
            with pytest.raises(IndexDamagedError):
                ask()


def test_a_search_under_way_ends_on_its_own_generation() -> None:
    """The old generation is closed once, when the last search on it has ended, and not before."""
    engine = WatchedEngine(waiting=True)
    write(engine, OLD)
    index = Index(Settings(folder=Path()), engine=engine, analyzer=TINY)
    totals: list[int] = []
    searching = threading.Thread(target=lambda: totals.append(index.search("tog").total))
    assert index.generation == "1"
    old = engine.opened[0]
    searching.start()
    assert old.begun.wait(10)
    engine.waiting = False
    write(engine, OLD, NEW)
    assert index.generation == "2"
    assert not old.closed
    old.go_on.set()
    searching.join(10)
    assert totals == [1]
    assert old.closed == 1
    index.close()
    assert engine.opened[1].closed == 1


def test_nobody_else_waits_while_a_newer_generation_is_made_ready() -> None:
    """Whoever finds a newer generation makes it ready, words and names and all; meanwhile the others are answered from the one before."""
    engine = WatchedEngine()
    write(engine, OLD)
    index = Index(Settings(folder=Path()), engine=engine, analyzer=TINY)
    assert index.search("tog").total == 1
    engine.waiting = True
    write(engine, OLD, NEW)
    totals: list[int] = []
    first = threading.Thread(target=lambda: totals.append(index.search("tog").total))
    first.start()
    newer = engine.latest(2)
    assert newer.begun.wait(10)
    assert (index.search("tog").total, index.generation) == (1, "1")
    newer.go_on.set()
    first.join(10)
    assert (totals, index.search("tog").total) == ([2], 2)
    with index._served() as view:
        assert {"vocabulary", "speller", "suggester"} <= view._prepared.keys()
    index.close()


def test_many_threads_search_while_generations_change() -> None:
    """Every search of many threads succeeds and sees one whole generation, however often the index changes; each is closed once."""
    engine = WatchedEngine()
    write(engine, OLD)
    index = Index(Settings(folder=Path()), engine=engine, analyzer=TINY)
    seen: list[tuple[int, int]] = []
    done = threading.Event()

    def search() -> None:
        last = False
        while not last:
            last = done.is_set()
            results = index.search("", facets=["letter"])
            seen.append((results.total, sum(count.entries for count in results.facets["letter"].values)))

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(10):
        write(engine, OLD, *([NEW] if number % 2 else []))
    done.set()
    for thread in threads:
        thread.join(10)
    assert set(seen) <= {(2, 2), (5, 5)}
    assert len(seen) >= len(threads)
    index.close()
    assert [watched.closed for watched in engine.opened] == [1] * len(engine.opened)
