"""Facets: how many of the entries found have each value, exactly.

Knows tantivy's aggregations and what they leave out; must not know what is searched, or how a page of it is put in order.

All facets are counted in one answer. To name a value costs ten times what counting it does, and cases have thousands: so where only
the most frequent are wanted, tantivy names no others. Which of equally frequent ones it then names is chance, so those that tie for the
last places are asked for in another way.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING
from typing import Any

from tantivy import Occur
from tantivy import Query as Asked

from indexer.engines.tantivy import layout
from indexer.model.results import Count
from indexer.model.results import FacetCounts


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence

    from indexer.engines.tantivy.leaves import Leaves


MOST_VALUES = 65_000
"""Values of facets that tantivy counts in one answer; where there are more, they are counted by so many."""
_TOO_MANY = "bucket limit was exceeded"

_BESIDES = 2
"""So many more values are asked for than are wanted: one stands for those that are missing, by one it is seen whether others tie."""
_WIDER = 8
"""So many times more are asked for where that was not enough."""
_MANY = 1_000
"""Where so many are wanted, all are counted."""

_BY_VALUE = {"_key": "asc"}
_COUNTED = itemgetter("key", "doc_count")
_COUNT: Any = partial(tuple.__new__, Count)  # by Count's own way, half of the time that counts take would go into making them
_ENTRIES = itemgetter(1)


class Counting:
    """Counts facets among what tantivy's `searcher` finds; safe to share between threads. `long` has the values with a stand-in."""

    def __init__(self, leaves: Leaves, searcher: Any, *, long: Mapping[str, str]) -> None:
        self._leaves = leaves
        self._searcher = searcher
        self._long = long

    def counts(self, asked: Asked | None, facets: Sequence[str], most: Mapping[str, int]) -> dict[str, FacetCounts]:
        """The counts of the values of each of the facets; of those in `most` so many, the most frequent."""
        if asked is None or not facets:
            return dict.fromkeys(facets, FacetCounts(()))
        # What a stand-in stands for has another place among its equals.
        few = {facet: most[facet] + _BESIDES for facet in facets if not self._long and most.get(facet, _MANY) < _MANY}
        answered, counted = self._asked(asked, few, [facet for facet in facets if facet not in few])
        counted |= {facet: self._most(asked, facet, most[facet], answered[facet]) for facet in few}
        return {facet: counted[facet].first(most.get(facet)) for facet in facets}

    def holding(self, asked: Asked | None, facet: str, values: Sequence[str]) -> Iterator[Count]:
        """The count of each of the values that any entry has."""
        for value in values:
            entries = self._held(asked, facet, value)
            if entries:
                yield Count(value, entries)

    def _held(self, asked: Asked | None, facet: str, *values: str) -> int:
        having = self._leaves.having(facet, values) if values else self._leaves.lacking(facet)
        if asked is None or having is None:
            return 0
        both = Asked.boolean_query([(Occur.Must, asked), (Occur.Must, having)])
        return int(self._searcher.search(both, limit=1, order_by_field=layout.ORD).count)

    def _asked(self, asked: Asked, few: Mapping[str, int], whole: Sequence[str]) -> tuple[Any, dict[str, FacetCounts]]:
        """What tantivy says of so many values of the facets in `few`, and the counts of all values of the facets `whole`."""
        frequent = {facet: _frequent(facet, size) for facet, size in few.items()}
        try:
            answered = self._searcher.aggregate(asked, frequent | {facet: _by_value(facet, MOST_VALUES + 1) for facet in whole})
        except ValueError as error:
            if _TOO_MANY not in str(error):
                raise
            answered = self._searcher.aggregate(asked, frequent) if frequent else {}
            return answered, {facet: self._shaped([*self._by_parts(asked, facet)]) for facet in whole}
        return answered, {facet: self._shaped(_listed(answered[facet])) for facet in whole}

    def _by_parts(self, asked: Asked, facet: str) -> Iterator[Count]:
        """Value and number of entries, by value, of a facet that has more of them than tantivy gives at a time."""
        part: dict[str, Any] = {"size": MOST_VALUES, "sources": [{"value": {"terms": {"field": layout.facet(facet)}}}]}
        while part:
            answered = self._searcher.aggregate(asked, {"part": {"composite": part}})["part"]
            yield from (Count(bucket["key"]["value"], bucket["doc_count"]) for bucket in answered["buckets"])
            part = part | {"after": answered["after_key"]} if len(answered["buckets"]) == MOST_VALUES else {}

    def _most(self, asked: Asked, facet: str, most: int, answered: Any) -> FacetCounts:
        """The counts of the `most` frequent values, of which `answered` has as many as were asked for, and those that follow."""
        named = _listed(answered)
        if not answered["sum_other_doc_count"]:
            return self._shaped(sorted(named)).first(most)
        least = named[-1].entries
        more = [count for count in named if count.entries > least]
        few = sum(count.value != layout.MISSING for count in more) < most
        wider = _WIDER * len(named) if few and least > 1 else 0
        unsure = self._searcher.num_segments > 1 and answered["doc_count_error_upper_bound"]  # each segment leaves out its own
        if unsure or wider > MOST_VALUES:
            return self._asked(asked, {}, [facet])[1][facet].first(most)
        if wider:
            return self._most(asked, facet, most, self._searcher.aggregate(asked, {facet: _frequent(facet, wider)})[facet])
        if few:
            # Each value found is there at least once, so the first by value are the first of those that are there once.
            first = self._searcher.aggregate(asked, {facet: _by_value(facet, len(named))})[facet]
            more += [count for count in _listed(first) if count.entries == 1]
        shaped = self._shaped(sorted(more)).first(most)
        missing = shaped.missing or self._held(asked, facet)
        return FacetCounts(shaped.values, missing, more=True)

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


def _by_value(facet: str, size: int) -> dict[str, Any]:
    """The aggregation that counts the first so many values by their spelling."""
    return {"terms": {"field": layout.facet(facet), "size": size, "segment_size": size, "order": _BY_VALUE}}


def _frequent(facet: str, size: int) -> dict[str, Any]:
    """The aggregation that counts so many of the values that most entries have."""
    return {"terms": {"field": layout.facet(facet), "size": size, "segment_size": size}}


def _listed(answered: Any) -> list[Count]:
    return [*map(_COUNT, map(_COUNTED, answered["buckets"]))]
