"""A searcher over tantivy: pages, orders, facets.

Knows requests; must not know how an entry lies in tantivy's fields, or how a tree is translated.

A search asks tantivy twice: for the page with the exact total, and for all facets at once, without scores. A facet in which something is
chosen is counted by itself. tantivy holds Python's lock only between calls, so threads search together.

Scores are 32-bit floats, added up in an order that is tantivy's own: of two entries that say the same one may come out a last bit above the
other. They do so in every search of the generation.
"""

from __future__ import annotations

from bisect import bisect_left
from contextlib import contextmanager
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING
from typing import Any

from tantivy import Order

from indexer.engines.base import refuse
from indexer.engines.tantivy import layout
from indexer.engines.tantivy.failures import is_damage
from indexer.engines.tantivy.leaves import Leaves
from indexer.engines.tantivy.trees import Trees
from indexer.errors import IndexDamagedError
from indexer.model.results import Count
from indexer.model.results import FacetCounts
from indexer.model.results import Hit
from indexer.model.results import Hits


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence

    from tantivy import Query as Asked
    from tantivy import Schema as Fields

    from indexer.engines.generations import Generation
    from indexer.model.entry import Stamp
    from indexer.model.query import Request


MOST_VALUES = 65_000
"""Values of facets that tantivy counts in one answer; where there are more, they are counted by so many."""
_TOO_MANY = "bucket limit was exceeded"

_TIES = 50
"""So many more hits are looked at where several segments may tie."""

_COUNTED = itemgetter("key", "doc_count")
_COUNT: Any = partial(tuple.__new__, Count)  # by Count's own way, half of the time that counts take would go into making them
_ENTRIES = itemgetter(1)


class TantivySearcher:
    """A fixed view of one generation; as `Searcher`. Closes itself when nobody holds it any longer.

    `searcher` and `fields` are tantivy's; `long` has the values that have a stand-in (layout.py).
    """

    def __init__(self, generation: Generation, searcher: Any, fields: Fields, *, long: Mapping[str, str]) -> None:
        self._held = generation
        self._searcher = searcher
        self._long = long
        self._closed = False
        self._entries: int = searcher.num_docs
        leaves = Leaves(generation.schema, fields, searcher)
        self._scored, self._plain = Trees(leaves, scored=True), Trees(leaves, scored=False)
        self._terms = {facet: _terms_of(facet) for facet in generation.schema.facets}
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
        one = self._searcher.num_segments < 2
        total, ranked = self._ranked(asked, field, end if one else end + _TIES)
        while not one and len(ranked) > end > 0 and ranked[-1][0] == ranked[end - 1][0] and len(ranked) < total:
            # Those that tie with the last come as their segments do, and not by `ord`: all of them are needed to tell which come first.
            total, ranked = self._ranked(asked, field, 4 * len(ranked))
        if one:
            ranked = ranked[request.offset : end]
        ords = self._searcher.fast_field_values(layout.ORD, [address for _, address in ranked])
        page = list(zip((key for key, _ in ranked), ords, strict=True))
        if not one:
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
        counted = self._counts(plain, [facet for facet in request.facets if facet not in chosen])
        for facet in chosen:
            others = {other: values for other, values in request.filters.items() if other != facet}
            counted |= self._counts(self._plain.asked(request.query, others), [facet])
        return {facet: counted[facet] for facet in request.facets}

    def _counts(self, asked: Asked | None, facets: Sequence[str]) -> dict[str, FacetCounts]:
        if asked is None or not facets:
            return dict.fromkeys(facets, FacetCounts(()))
        try:
            answered = self._searcher.aggregate(asked, {facet: self._terms[facet] for facet in facets})
        except ValueError as error:
            if _TOO_MANY not in str(error):
                raise
            return {facet: self._shaped([*self._by_parts(asked, facet)]) for facet in facets}
        return {facet: self._shaped([*map(_COUNT, map(_COUNTED, answered[facet]["buckets"]))]) for facet in facets}

    def _by_parts(self, asked: Asked, facet: str) -> Iterator[Count]:
        """Value and number of entries, by value, of a facet that has more of them than tantivy gives at a time."""
        part: dict[str, Any] = {"size": MOST_VALUES, "sources": [{"value": {"terms": {"field": layout.facet(facet)}}}]}
        while part:
            answered = self._searcher.aggregate(asked, {"part": {"composite": part}})["part"]
            yield from (Count(bucket["key"]["value"], bucket["doc_count"]) for bucket in answered["buckets"])
            part = part | {"after": answered["after_key"]} if len(answered["buckets"]) == MOST_VALUES else {}

    def _shaped(self, counted: list[Count]) -> FacetCounts:
        """The counts of values that come by their spelling; those that are spelled otherwise than they are, are among the first."""
        odd = bisect_left(counted, ("\1",))
        missing = 0
        if odd:
            spelled = counted[:odd]
            missing = sum(entries for spelling, entries in spelled if spelling == layout.MISSING)
            counted[:odd] = [Count(self._meant(spelling), entries) for spelling, entries in spelled if spelling != layout.MISSING]
            if odd > 1:
                counted.sort()
        counted.sort(key=_ENTRIES, reverse=True)  # keeps the order of those with the same count
        return FacetCounts(tuple(counted), missing)

    def _meant(self, spelling: str) -> str:
        return self._long[spelling] if layout.is_stand_in(spelling) else layout.unspelled(spelling)


def _terms_of(facet: str) -> dict[str, Any]:
    """The aggregation that counts a facet: all values, by their spelling."""
    return {"terms": {"field": layout.facet(facet), "size": MOST_VALUES + 1, "order": {"_key": "asc"}}}


def _best_first(found: tuple[float, int]) -> tuple[float, int]:
    return -found[0], found[1]


def _first(found: tuple[int | None, int]) -> tuple[bool, int, int]:
    return found[0] is None, found[0] or 0, found[1]
