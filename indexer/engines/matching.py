"""Query trees over posting lists, a whole list at a time.

Knows sets, scores and BM25; must not know in which format postings are kept.

For engines whose library gives posting lists but walks a query one entry at a time in Python: facets and the exact total need every match
anyway, and reading a list whole costs a quarter of walking it (engines/whoosh.py has the figures).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Protocol
from typing import TypeAlias

from indexer.engines import bm25
from indexer.engines.columns import Columns
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


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Iterable
    from collections.abc import Sequence

    from indexer.model.entry import Schema
    from indexer.model.query import Query


Matches: TypeAlias = dict[int, float]
"""The entries found, by `ord`, with their scores."""


class UnreadableError(Exception):
    """The files that hold the postings are damaged."""


class Postings(Protocol):
    """Where each term stands; a term that no entry holds stands nowhere. Each method raises UnreadableError."""

    def holding(self, field: str, text: str) -> int:
        """How many entries hold the term."""
        ...

    def times(self, field: str, text: str) -> Matches:
        """The entries that hold the term, and how often."""
        ...

    def positions(self, field: str, text: str, among: Sequence[int] | None = None) -> dict[int, list[int]]:
        """The entries that hold the term, of those `among` (ascending) when given, and its places in the text, counted from 0."""
        ...

    def beginning(self, field: str, prefix: str) -> list[str]:
        """The terms of the field that begin with `prefix`."""
        ...

    def close(self) -> None:
        """Give the files back."""
        ...


class Weighing:
    """What a match counts in each text field of a generation; made once, shared by all searches."""

    def __init__(self, schema: Schema, columns: Columns) -> None:
        self.entries = columns.entries
        self.weights = {text.name: text.weight for text in schema.texts}
        self.drags = {name: self._drags(columns.lengths[name]) for name in self.weights}

    def _drags(self, lengths: Sequence[int]) -> list[float]:
        average = sum(lengths) / (self.entries or 1)
        known = {length: bm25.drag(length, average) for length in set(lengths)}
        return [known[length] for length in lengths]


@dataclass(frozen=True, slots=True)
class Matching:
    """One search. `scored` False finds the same entries without asking what they count: all scores are 0."""

    postings: Postings
    columns: Columns
    weighing: Weighing
    scored: bool

    def matches(self, query: Query, among: Matches | None = None) -> Matches:
        """The entries in the set that `query` denotes; of those `among`, when given."""
        match query:
            case Term():
                return self._leaf(query, self.postings.times(query.field, query.text), among)
            case Phrase():
                return self._leaf(query, self._phrase(query), among)
            case Prefix():
                return self._leaf(query, self._prefix(query), among)
            case In():
                return dict.fromkeys(self.columns.having(self._all(among), query.facet, query.values), 0.0)
            case Range():
                return dict.fromkeys(
                    self.columns.between(self._all(among), query.number, query.low, query.high), query.boost if self.scored else 0.0
                )
            case All():
                return dict.fromkeys(self._all(among), 0.0)
            case Nothing():
                return {}
            case Not():
                without = self.matches(query.part, among)
                return {ord_: 0.0 for ord_ in self._all(among) if ord_ not in without}
            case And():
                return self._every(query.parts, among)
            case Or():
                return self._some(query.parts, query.least, among)

    def _all(self, among: Matches | None) -> Collection[int]:
        return range(self.columns.entries) if among is None else among

    def _leaf(self, leaf: Term | Phrase | Prefix, times: Matches, among: Matches | None) -> Matches:
        if not self.scored:
            return times if among is None else {ord_: 0.0 for ord_ in times if ord_ in among}
        factor = self.weighing.weights[leaf.field] * leaf.boost * bm25.rarity(self.columns.entries, len(times))
        # bm25.worth, written out: it runs once for each entry of each list.
        factor, drags = factor * (bm25.SATURATION + 1), self.weighing.drags[leaf.field]
        if among is None:
            return {ord_: factor * count / (count + drags[ord_]) for ord_, count in times.items()}
        return {ord_: factor * count / (count + drags[ord_]) for ord_, count in times.items() if ord_ in among}

    def _every(self, parts: Iterable[Query], among: Matches | None) -> Matches:
        found = None
        # The rarest first: what comes after is asked about those few alone.
        for part in sorted(parts, key=self._most):
            scores = self.matches(part, among if found is None else found)
            found = scores if found is None else {ord_: found[ord_] + score for ord_, score in scores.items()}
        return dict.fromkeys(self._all(among), 0.0) if found is None else found

    def _some(self, parts: Sequence[Query], least: int, among: Matches | None) -> Matches:
        found: Matches = {}
        parts_held: Counter[int] = Counter()
        for part in parts:
            scores = self.matches(part, among)
            if least > 1:
                parts_held.update(scores.keys())
            for ord_, score in scores.items():
                found[ord_] = found.get(ord_, 0.0) + score
        return found if least == 1 else {ord_: score for ord_, score in found.items() if parts_held[ord_] >= least}

    def _phrase(self, phrase: Phrase) -> Matches:
        # The rarest text first: the lists of the others are skipped through.
        shifted = sorted(enumerate(phrase.texts), key=lambda item: self.postings.holding(phrase.field, item[1]))
        starts: dict[int, set[int]] | None = None
        for shift, text in shifted:
            places = self.postings.positions(phrase.field, text, None if starts is None else list(starts))
            begun = {ord_: {place - shift for place in stands} for ord_, stands in places.items()}
            starts = begun if starts is None else {ord_: both for ord_, there in begun.items() if (both := there & starts[ord_])}
        return {ord_: float(len(begun)) for ord_, begun in (starts or {}).items()}

    def _prefix(self, prefix: Prefix) -> Matches:
        found: Matches = {}
        for text in self.postings.beginning(prefix.field, prefix.text):
            for ord_, count in self.postings.times(prefix.field, text).items():
                found[ord_] = found.get(ord_, 0.0) + count
        return found

    def _most(self, query: Query) -> int:
        """At most how many entries match, as far as can be told without reading a list."""
        match query:
            case Term():
                return self.postings.holding(query.field, query.text)
            case Phrase():
                return min((self.postings.holding(query.field, text) for text in query.texts), default=0)
            case Nothing():
                return 0
            case And() if query.parts:
                return min(map(self._most, query.parts))
            case Or():
                return min(self.columns.entries, sum(map(self._most, query.parts)))
            case _:
                return self.columns.entries
