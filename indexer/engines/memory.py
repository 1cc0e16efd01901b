"""The reference: every promise of base.py in the plainest Python there is.

Knows the meaning of a query, one entry at a time; must not be clever: the tests hold the other engines against it. Nothing outlives the
process.
"""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from math import fsum
from math import inf
from typing import TYPE_CHECKING

from indexer.engines import bm25
from indexer.engines.base import Document
from indexer.engines.base import counted
from indexer.engines.base import refuse
from indexer.engines.base import refuse_other
from indexer.errors import IndexMissingError
from indexer.errors import RebuildRunningError
from indexer.errors import RollbackError
from indexer.model.entry import Schema
from indexer.model.entry import Stamp
from indexer.model.query import All
from indexer.model.query import And
from indexer.model.query import In
from indexer.model.query import Not
from indexer.model.query import Nothing
from indexer.model.query import Or
from indexer.model.query import Phrase
from indexer.model.query import Prefix
from indexer.model.query import Range
from indexer.model.query import Term
from indexer.model.results import Count
from indexer.model.results import FacetCounts
from indexer.model.results import Hit
from indexer.model.results import Hits


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from pathlib import Path

    from indexer.config import Settings
    from indexer.engines.base import Searcher
    from indexer.model.entry import Entry
    from indexer.model.query import Query
    from indexer.model.query import Request


Leaf = Term | Phrase | Prefix


def open_engine(settings: Settings) -> MemoryEngine:
    """The engine for the index folder of `settings`: within this process all for one folder share what is in it."""
    return MemoryEngine(settings.index_path, keep=settings.index.keep, place=_place(settings.index_path))


class Place:
    """What the engines of one place share: whose turn it is to write, how many were written, those kept, and the one served."""

    def __init__(self) -> None:
        self.writing = threading.Lock()
        self.written = 0
        self.kept: dict[str, MemorySearcher] = {}
        self.current: MemorySearcher | None = None


@cache
def _place(_where: Path) -> Place:
    return Place()


class MemoryEngine:
    """Generations in memory, so many of which are kept. `where` is a name, and nothing is written there; `place` shares what is in it."""

    def __init__(self, where: Path, *, keep: int = 2, place: Place | None = None) -> None:
        self._where = where
        self._keep = keep
        self._place = place or Place()

    def write(self, documents: Iterable[Document], *, schema: Schema, stamp: Stamp, check: Callable[[Searcher], None] | None = None) -> str:
        """The name of the new generation; as `Engine.write`."""
        place = self._place
        with self._alone():
            searcher = MemorySearcher(str(place.written + 1), stamp, schema, tuple(counted(documents, schema, stamp)))
            if check is not None:
                check(searcher)
            before = self.current()
            place.written += 1
            place.current = searcher
            older = sorted(place.kept.values(), key=lambda held: (held.generation == before, int(held.generation)), reverse=True)
            place.kept = {held.generation: held for held in (searcher, *older[: self._keep - 1])}
            return searcher.generation

    def current(self) -> str | None:
        """The name of the served generation, or None."""
        searcher = self._place.current
        return searcher.generation if searcher else None

    def generations(self) -> tuple[str, ...]:
        """The names of the generations that can be served, newest first."""
        return tuple(sorted(self._place.kept, key=int, reverse=True))

    def serve(self, name: str, *, versions: dict[str, str] | None = None) -> None:
        """Put a generation in place that is kept; as `Engine.serve`."""
        with self._alone():
            searcher = self._place.kept.get(name)
            if searcher is None:
                raise RollbackError(f"Indekset {name} findes ikke længere.")
            if versions is not None:
                refuse_other(searcher.stamp.versions, versions)
            self._place.current = searcher

    def open(self, *, versions: dict[str, str] | None = None) -> Searcher:
        """A searcher of the served generation; as `Engine.open`."""
        searcher = self._place.current
        if searcher is None:
            raise IndexMissingError(self._where)
        if versions is not None:
            refuse_other(searcher.stamp.versions, versions)
        return searcher

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._place.writing.acquire(blocking=False):
            raise RebuildRunningError(self._where)
        try:
            yield
        finally:
            self._place.writing.release()


@dataclass(frozen=True, slots=True)
class MemorySearcher:
    """One generation, searched by looking at every entry."""

    generation: str
    stamp: Stamp
    schema: Schema
    documents: tuple[Document, ...]

    def search(self, request: Request) -> Hits:
        """The entries that match; as `Searcher.search`."""
        refuse(request, self.schema)
        entries = [entry for document in self.documents for entry in document.entries]
        scoring = _Scoring(entries, self.schema)
        scores = {entry.ord: score for entry in entries if (score := scoring.score(request.query, entry)) is not None}
        found = [entry for entry in entries if entry.ord in scores]
        shown = [entry for entry in found if _passes(entry, request.filters)]
        match request.sort:
            case "newest":
                shown.sort(key=lambda entry: entry.ord)
            case "oldest":
                shown.sort(key=lambda entry: (entry.numbers.get("date", inf), entry.ord))
            case "relevance":
                shown.sort(key=lambda entry: (-scores[entry.ord], entry.ord))
        ranked = request.sort == "relevance"
        return Hits(
            total=len(shown),
            hits=tuple(
                Hit(entry.key, entry.ord, scores[entry.ord] if ranked else 0.0, entry.stored)
                for entry in shown[request.offset : request.offset + request.limit]
            ),
            facets={facet: _count(found, facet, request) for facet in request.facets},
        )

    def letter(self, letter: str) -> bytes | None:
        """The stored bytes of the letter with this id, or None."""
        return next((document.stored for document in self.documents if document.letter == letter), None)

    def close(self) -> None:
        """Nothing to give back: others may hold the same."""


def _passes(entry: Entry, filters: Mapping[str, tuple[str, ...]]) -> bool:
    return all(not values or set(values) & set(entry.facets.get(facet, ())) for facet, values in filters.items())


def _count(found: Iterable[Entry], facet: str, request: Request) -> FacetCounts:
    others = {other: values for other, values in request.filters.items() if other != facet}
    held = [set(entry.facets.get(facet, ())) for entry in found if _passes(entry, others)]
    counts = Counter(value for values in held for value in values)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    counted = FacetCounts(tuple(Count(*item) for item in ranked), missing=sum(not values for values in held))
    return counted.first(request.most_values.get(facet), request.filters.get(facet, ()))


class _Scoring:
    """BM25 over all entries. A phrase or a prefix counts as if it were one term of its own."""

    def __init__(self, entries: list[Entry], schema: Schema) -> None:
        self._entries = entries
        self._weights = {text.name: text.weight for text in schema.texts}
        self._rarity: dict[Leaf, float] = {}
        self._average = {name: sum(len(entry.terms.get(name, ())) for entry in entries) / (len(entries) or 1) for name in self._weights}

    def score(self, query: Query, entry: Entry) -> float | None:
        """What the match counts, or None when `entry` does not match."""
        match query:
            case Term() | Phrase() | Prefix():
                times = _times(query, entry)
                return self._leaf(query, times, entry) if times else None
            case In():
                return _nothing_if(bool(set(query.values) & set(entry.facets.get(query.facet, ()))))
            case Range():
                number = entry.numbers.get(query.number)
                low, high = (-inf if query.low is None else query.low), (inf if query.high is None else query.high)
                return query.boost if number is not None and low <= number <= high else None
            case All():
                return 0.0
            case Nothing():
                return None
            case Not():
                return _nothing_if(self.score(query.part, entry) is None)
            case And():
                scores = [score for part in query.parts if (score := self.score(part, entry)) is not None]
                return fsum(scores) if len(scores) == len(query.parts) else None
            case Or():
                scores = [score for part in query.parts if (score := self.score(part, entry)) is not None]
                return fsum(scores) if len(scores) >= query.least else None

    def _leaf(self, leaf: Leaf, times: int, entry: Entry) -> float:
        if leaf not in self._rarity:
            holding = sum(_times(leaf, other) > 0 for other in self._entries)
            self._rarity[leaf] = bm25.rarity(len(self._entries), holding)
        drag = bm25.drag(len(entry.terms[leaf.field]), self._average[leaf.field])
        return self._weights[leaf.field] * leaf.boost * self._rarity[leaf] * bm25.worth(times, drag)


def _nothing_if(matches: bool) -> float | None:  # noqa: FBT001
    return 0.0 if matches else None


def _times(leaf: Leaf, entry: Entry) -> int:
    terms = entry.terms.get(leaf.field, ())
    match leaf:
        case Term():
            return terms.count(leaf.text)
        case Prefix():
            return sum(term.startswith(leaf.text) for term in terms)
        case Phrase():
            size = len(leaf.texts)
            return sum(terms[start : start + size] == leaf.texts for start in range(len(terms))) if size else 0
