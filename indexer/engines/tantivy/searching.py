"""A searcher over tantivy: pages, orders, facets.

Knows requests; must not know how an entry lies in tantivy's fields, or how a tree is translated.

A search asks tantivy twice: for the page with the exact total, and for all facets at once (counting.py), without scores. A facet in which
something is chosen is counted by itself. tantivy holds Python's lock only between calls, so threads search together.

Scores are 32-bit floats, added up in an order that is tantivy's own: of two entries that say the same one may come out a last bit above the
other. They do so in every search of the generation.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING
from typing import Any

from tantivy import DocAddress
from tantivy import Order

from indexer.engines.base import refuse
from indexer.engines.tantivy import layout
from indexer.engines.tantivy.counting import Counting
from indexer.engines.tantivy.failures import is_damage
from indexer.engines.tantivy.leaves import Leaves
from indexer.engines.tantivy.trees import Trees
from indexer.errors import IndexDamagedError
from indexer.model.results import Hit
from indexer.model.results import Hits


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping

    from tantivy import Query as Asked
    from tantivy import Schema as Fields

    from indexer.engines.generations import Generation
    from indexer.model.entry import Stamp
    from indexer.model.query import Request
    from indexer.model.results import FacetCounts


_TIES = 50
"""So many more hits are looked at where those that tie need not come by `ord`."""

_LOOKED_AT = 1_000
"""About so many entries are looked up to see whether all are in order."""


class TantivySearcher:
    """A fixed view of one generation; as `Searcher`. Closes itself when nobody holds it any longer.

    `searcher` and `fields` are tantivy's; `long` has the values that have a stand-in (layout.py).
    """

    def __init__(self, generation: Generation, searcher: Any, fields: Fields, *, long: Mapping[str, str]) -> None:
        self._held = generation
        self._searcher = searcher
        self._closed = False
        self._entries: int = searcher.num_docs
        self._in_order = _is_in_order(searcher)
        leaves = Leaves(generation.schema, fields, searcher)
        self._scored, self._plain = Trees(leaves, scored=True), Trees(leaves, scored=False)
        self._counting = Counting(leaves, searcher, long=long)
        self._oldest = layout.number("date") if "date" in generation.schema.numbers else layout.ORD

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
        scored = request.sort == "relevance" and request.limit > 0
        with self._readable():
            plain = self._plain.asked(request.query, request.filters) if request.facets or not scored else None
            asked = self._scored.asked(request.query, request.filters) if scored else plain
            total, page = self._page(request, asked, scored=scored) if asked else (0, [])
            stored = self._held.store.several([ord_ for _, ord_ in page])
            hits = tuple(Hit(stored[ord_][0], ord_, score, stored[ord_][1]) for score, ord_ in page)
            return Hits(total, hits, self._facets(request, plain if total else None))

    def letter(self, letter: str) -> bytes | None:
        """The stored bytes of the letter with this id, or None."""
        with self._readable():
            return self._held.store.letter(letter)

    def close(self) -> None:
        """Give files and memory back."""
        if not self._closed:
            self._closed = True
            self._searcher = None
            self._held.store.close()

    def __del__(self) -> None:
        self.close()

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            if is_damage(error):
                raise IndexDamagedError(f"{self.generation} kan ikke læses: {error}") from error
            raise

    def _page(self, request: Request, asked: Asked, *, scored: bool) -> tuple[int, list[tuple[float, int]]]:
        """How many entries match, and score and `ord` of those on the page."""
        field = None if scored else self._oldest if request.sort == "oldest" else layout.ORD
        end = min(request.offset + request.limit, self._entries)
        in_order = self._in_order
        total, ranked = self._ranked(asked, field, end if in_order else end + _TIES)
        while not in_order and len(ranked) > end > 0 and ranked[-1][0] == ranked[end - 1][0] and len(ranked) < total:
            # Those that tie with the last come as their segments do, and not by `ord`: all of them are needed to tell which come first.
            total, ranked = self._ranked(asked, field, 4 * len(ranked))
        if in_order:
            ranked = ranked[request.offset : end]
        ords = self._searcher.fast_field_values(layout.ORD, [address for _, address in ranked])
        page = list(zip((key for key, _ in ranked), ords, strict=True))
        if not in_order:
            page.sort(key=_best_first if scored else _first)
            page = page[request.offset : end]
        return total, page if scored else [(0.0, ord_) for _, ord_ in page]

    def _ranked(self, asked: Asked, field: str | None, wanted: int) -> tuple[int, list[tuple[Any, Any]]]:
        """How many entries match, and the keys and addresses of the first; by `field` ascending, by score where there is none."""
        found = self._searcher.search(
            asked, limit=max(1, min(wanted, self._entries)), order_by_field=field, order=Order.Asc if field else Order.Desc
        )
        return found.count, found.hits[:wanted]

    def _facets(self, request: Request, plain: Asked | None) -> dict[str, FacetCounts]:
        chosen = [facet for facet in request.facets if request.filters.get(facet)]
        counted = self._counting.counts(plain, [facet for facet in request.facets if facet not in chosen], request.most_values)
        for facet in chosen:
            others = {other: values for other, values in request.filters.items() if other != facet}
            counted |= self._chosen(self._plain.asked(request.query, others), facet, request)
        return {facet: counted[facet] for facet in request.facets}

    def _chosen(self, plain: Asked | None, facet: str, request: Request) -> dict[str, FacetCounts]:
        """The counts of a facet in which something is chosen: what is chosen is always among them."""
        counted = self._counting.counts(plain, [facet], request.most_values)[facet]
        if not counted.more:
            return {facet: counted}
        held = {count.value for count in counted.values}
        others = [value for value in dict.fromkeys(request.filters[facet]) if value not in held]
        also = sorted(self._counting.holding(plain, facet, others), key=lambda count: (-count.entries, count.value))
        return {facet: replace(counted, values=(*counted.values, *also))}


def _is_in_order(searcher: Any) -> bool:
    """Whether tantivy has the entries in one segment, as they were written: then those that tie come by `ord` without more ado.

    If segments were merged in another order, whole stretches stand elsewhere, each a good part of them all: some places tell.
    """
    entries: int = searcher.num_docs
    if searcher.num_segments != 1:
        return not entries
    places = [*range(0, entries, max(1, entries // _LOOKED_AT))]
    written: list[int] = searcher.fast_field_values(layout.ORD, [DocAddress(0, place) for place in places])
    return written == places


def _best_first(found: tuple[float, int]) -> tuple[float, int]:
    return -found[0], found[1]


def _first(found: tuple[int | None, int]) -> tuple[bool, int, int]:
    return found[0] is None, found[0] or 0, found[1]
