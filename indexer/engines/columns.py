"""What is known of each entry by its `ord`: facet values, numbers, lengths of texts.

Knows how to filter, count and sort entries that were found; must not know terms, queries or how anything is found.

A generation's columns are one file, read once when it is opened. Entries with the same values of a facet share one row, so that counting
a facet is counting small integers: 12,770 matches take 0.9 ms, 3.5 ms when they have 4,920 different values.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from functools import cached_property
from heapq import nlargest
from heapq import nsmallest
from math import inf
from typing import TYPE_CHECKING

import msgspec

from indexer.model.entry import Schema
from indexer.model.results import Count
from indexer.model.results import FacetCounts


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Iterable
    from collections.abc import Sequence
    from collections.abc import Sized

    from indexer.model.entry import Entry


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet. `rows` are the combinations of values that occur, `of` gives for each `ord` which it has."""

    rows: list[tuple[str, ...]]
    of: list[int]


@dataclass(frozen=True, slots=True)
class Stored:
    """The file: each list has one item for each entry, in the order of `ord`."""

    entries: int
    facets: dict[str, Facet]
    numbers: dict[str, list[int | None]]
    lengths: dict[str, list[int]]


@dataclass(slots=True)
class ColumnsBuilder:
    """Columns in the making: entries are added in the order of `ord`."""

    schema: Schema
    entries: int = 0
    _rows: dict[str, dict[tuple[str, ...], int]] = field(default_factory=lambda: defaultdict(dict))
    _of: dict[str, array[int]] = field(default_factory=lambda: defaultdict(lambda: array("I")))
    _lengths: dict[str, array[int]] = field(default_factory=lambda: defaultdict(lambda: array("I")))
    _numbers: dict[str, list[int | None]] = field(default_factory=lambda: defaultdict(list))
    _before: Mapping[str, tuple[str, ...]] | None = None
    _places: list[tuple[array[int], int]] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        """Take the next entry."""
        self.entries += 1
        # Mostly the passages of a letter have the very same facets.
        if entry.facets is not self._before:
            self._before = entry.facets
            self._places = [(self._of[facet], self._row(facet, entry)) for facet in self.schema.facets]
        for of, row in self._places:
            of.append(row)
        for number in self.schema.numbers:
            self._numbers[number].append(entry.numbers.get(number))
        for text in self.schema.texts:
            self._lengths[text.name].append(len(entry.terms.get(text.name, ())))

    def _row(self, facet: str, entry: Entry) -> int:
        rows = self._rows[facet]
        return rows.setdefault(tuple(dict.fromkeys(entry.facets.get(facet, ()))), len(rows))

    def encoded(self) -> bytes:
        """The file's content."""
        return msgspec.msgpack.encode(
            Stored(
                entries=self.entries,
                facets={facet: Facet(list(self._rows[facet]), self._of[facet].tolist()) for facet in self.schema.facets},
                numbers={number: self._numbers[number] for number in self.schema.numbers},
                lengths={text.name: self._lengths[text.name].tolist() for text in self.schema.texts},
            )
        )


class Columns:
    """The columns of a generation, from the file's content; they never change. Raises ValueError when `content` is not such a file."""

    def __init__(self, content: bytes) -> None:
        stored = msgspec.msgpack.decode(content, type=Stored)
        self.entries = stored.entries
        self.lengths = stored.lengths
        self._numbers = stored.numbers
        self._rows = {name: facet.rows for name, facet in stored.facets.items()}
        self._of = {name: array("I", facet.of) for name, facet in stored.facets.items()}
        self._refuse_torn(stored)

    def passing(self, ords: Iterable[int], filters: Mapping[str, Sequence[str]]) -> list[int]:
        """Those of `ords` that have, in each facet filtered by, one of the values chosen; in the order they come."""
        for facet, values in filters.items():
            if values:
                ords = self.having(ords, facet, values)
        return list(ords)

    def having(self, ords: Iterable[int], facet: str, values: Iterable[str]) -> list[int]:
        """Those of `ords` whose `facet` has one of `values`."""
        chosen = set(values)
        rows = {number for number, row in enumerate(self._rows[facet]) if not chosen.isdisjoint(row)}
        of = self._of[facet]
        return [ord_ for ord_ in ords if of[ord_] in rows]

    def between(self, ords: Iterable[int], number: str, low: int | None, high: int | None) -> list[int]:
        """Those of `ords` whose `number` is known and lies in `low`..`high`, both included."""
        of = self._numbers[number]
        least, most = (-inf if low is None else low), (inf if high is None else high)
        return [ord_ for ord_ in ords if (value := of[ord_]) is not None and least <= value <= most]

    def counts(self, ords: Iterable[int], facet: str, *, most: int | None = None, chosen: Collection[str] = ()) -> FacetCounts:
        """How many of `ords` have each value of `facet`; as `FacetCounts.first`."""
        rows = self._rows[facet]
        counted: dict[str, int] = {}
        missing = 0
        for number, entries in Counter(map(self._of[facet].__getitem__, ords)).items():
            for value in rows[number]:
                counted[value] = counted.get(value, 0) + entries
            missing += 0 if rows[number] else entries
        values = sorted(_first(counted, most, chosen))
        values.sort(key=counted.__getitem__, reverse=True)  # keeps the order of those with the same count
        few_of_many = most is not None and most < len(counted)
        return FacetCounts(tuple(map(Count, values, map(counted.__getitem__, values))), missing, more=few_of_many)

    def oldest_first(self, ords: Iterable[int]) -> list[int]:
        """`ords` by the number `date`, those without one last, ties by `ord`."""
        return sorted(ords, key=self._age.__getitem__)

    @cached_property
    def _age(self) -> array[int]:
        """The place of each entry in the order by date."""
        dates = self._numbers.get("date") or [None] * self.entries
        ages = array("I", bytes(4 * self.entries))
        for age, ord_ in enumerate(sorted(range(self.entries), key=lambda ord_: inf if (date := dates[ord_]) is None else date)):
            ages[ord_] = age
        return ages

    def _refuse_torn(self, stored: Stored) -> None:
        columns: list[Sized] = [*self._of.values(), *self._numbers.values(), *self.lengths.values()]
        rows = [max(of, default=-1) < len(self._rows[name]) for name, of in self._of.items()]
        if not all(rows) or any(len(column) != stored.entries for column in columns):
            raise ValueError("the columns are not equally long")


def _first(counted: Mapping[str, int], most: int | None, chosen: Collection[str]) -> Collection[str]:
    """The `most` frequent values and those `chosen`: numbers are put in order, and of texts only as many as stay."""
    if most is None or len(counted) <= most:
        return counted.keys()
    least = nlargest(most, counted.values())[-1] if most else inf
    more = [value for value, entries in counted.items() if entries > least]
    as_many = nsmallest(most - len(more), (value for value, entries in counted.items() if entries == least))
    return {*more, *as_many, *(value for value in chosen if value in counted)}
