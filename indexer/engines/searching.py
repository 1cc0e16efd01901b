"""A searcher over posting lists: pages, orders and facets of what was matched.

Knows requests; must not know in which format postings are kept.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from heapq import nlargest
from math import inf
from typing import TYPE_CHECKING

from indexer.engines.base import refuse
from indexer.engines.matching import Matching
from indexer.engines.matching import Weighing
from indexer.engines.postings import UnreadableError
from indexer.errors import IndexDamagedError
from indexer.model.results import Hit
from indexer.model.results import Hits


if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.engines.generations import Generation
    from indexer.engines.matching import Matches
    from indexer.engines.postings import Postings
    from indexer.model.entry import Stamp
    from indexer.model.query import Request
    from indexer.model.results import FacetCounts


class PostingsSearcher:
    """A fixed view of one generation; as `Searcher`. Closes itself when nobody holds it any longer."""

    def __init__(self, generation: Generation, postings: Postings) -> None:
        self._held = generation
        self._postings = postings
        self._closed = False
        self._weighing = Weighing(generation.schema, generation.columns)

    @property
    def generation(self) -> str:
        """The name of the generation."""
        return self._held.name

    @property
    def stamp(self) -> Stamp:
        """What the generation was made from and by."""
        return self._held.stamp

    def search(self, request: Request) -> Hits:
        """The entries that match; as `Searcher.search`."""
        refuse(request, self._held.schema)
        with self._readable():
            matching = Matching(self._postings, self._held.columns, self._weighing, scored=request.sort == "relevance")
            found = matching.matches(request.query)
            shown = self._held.columns.passing(found, request.filters)
            return Hits(len(shown), tuple(self._hits(request, found, shown)), dict(self._facets(request, found, shown)))

    def letter(self, letter: str) -> bytes | None:
        """The stored bytes of the letter with this id, or None."""
        with self._readable():
            return self._held.store.letter(letter)

    def close(self) -> None:
        """Give files and memory back."""
        if not self._closed:
            self._closed = True
            self._postings.close()
            self._held.store.close()

    def __del__(self) -> None:
        self.close()

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except (UnreadableError, LookupError, sqlite3.Error) as error:
            raise IndexDamagedError(f"{self.generation} kan ikke læses: {error}") from error

    def _hits(self, request: Request, found: Matches, shown: list[int]) -> Iterator[Hit]:
        for ord_ in self._page(request, found, shown):
            key, stored = self._held.store.passage(ord_)
            yield Hit(key, ord_, found[ord_] if request.sort == "relevance" else 0.0, stored)

    def _page(self, request: Request, found: Matches, shown: list[int]) -> list[int]:
        end = request.offset + request.limit
        match request.sort:
            case "newest":
                ranked = sorted(shown)
            case "oldest":
                ranked = self._held.columns.oldest_first(shown)
            case "relevance":
                ranked = sorted(_best(end, found, shown), key=lambda ord_: (-found[ord_], ord_))
        return ranked[request.offset : end]

    def _facets(self, request: Request, found: Matches, shown: list[int]) -> Iterator[tuple[str, FacetCounts]]:
        columns = self._held.columns
        for facet in request.facets:
            others = {other: values for other, values in request.filters.items() if other != facet}
            ords = shown if len(others) == len(request.filters) else columns.passing(found, others)
            yield facet, columns.counts(ords, facet, most=request.most_values.get(facet), chosen=request.filters.get(facet, ()))


def _best(wanted: int, found: Matches, shown: list[int]) -> list[int]:
    """Those of `shown` that can be among the `wanted` best: sorting a few, and those that tie with the last of them, is cheap."""
    if wanted >= len(shown):
        return shown
    floor = min(nlargest(wanted, map(found.__getitem__, shown)), default=inf)
    return [ord_ for ord_ in shown if found[ord_] >= floor]
