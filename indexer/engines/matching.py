"""Query trees over posting lists, a whole list at a time.

Knows sets, scores and BM25; must not know in which format postings are kept.

For engines whose library gives posting lists but walks a query one entry at a time in Python: facets and the exact total need every match
anyway. What matches is settled first, with Python's sets, and only that is scored: a set takes a list several times as fast as scores are
made, and of many words asked for few entries have enough. Scores are always added up in the order of the query, so that they do not depend
on the way. With lists that are read whole this made a question of forty words over 50,000 entries ten times as fast (docs/benchmarks.md).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from dataclasses import replace
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING
from typing import TypeAlias

from indexer.engines import bm25
from indexer.engines.columns import Columns
from indexer.engines.postings import GAP
from indexer.engines.postings import PROBED
from indexer.engines.postings import Postings
from indexer.engines.postings import Stands
from indexer.engines.postings import continued
from indexer.engines.postings import held
from indexer.engines.shelf import Shelf
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
    from collections.abc import Iterable
    from collections.abc import Sequence

    from indexer.model.entry import Schema
    from indexer.model.query import Query


Matches: TypeAlias = dict[int, float]
"""The entries found, by `ord`, with their scores."""

MOST_KEPT = 500_000
"""Entries of phrases that are kept ready for who turns the page or chooses a filter: 4 MB."""


class Weighing:
    """What a match counts in each text field of a generation, where each entry's text begins, and where phrases were found last.

    Made once, shared by all searches.
    """

    def __init__(self, schema: Schema, columns: Columns) -> None:
        self.entries = columns.entries
        self.phrases: Shelf[Stands] = Shelf(MOST_KEPT)
        self.weights = {text.name: text.weight for text in schema.texts}
        self.drags = {name: self._drags(columns.lengths[name]) for name in self.weights}
        self.starts = {
            text.name: list(accumulate((length + GAP for length in columns.lengths[text.name]), initial=0))
            for text in schema.texts
            if text.positions
        }

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

    def matches(self, query: Query) -> Matches:
        """The entries in the set that `query` denotes."""
        return self._scores(query, None) if self.scored else dict.fromkeys(self._which(query, None), 0.0)

    def _which(self, query: Query, among: set[int] | None) -> set[int]:
        """The entries in the set that `query` denotes, without scores; of those `among`, when given."""
        match query:
            case Term():
                return held(self.postings.stands(query.field, query.text).ords, among)
            case Phrase():
                return held(self._phrase(query).ords, among)
            case Prefix():
                texts = self.postings.beginning(query.field, query.text)
                return set().union(*(held(self.postings.stands(query.field, text).ords, among) for text in texts))
            case In():
                return set(self.columns.having(self._all(among), query.facet, query.values))
            case Range():
                return set(self.columns.between(self._all(among), query.number, query.low, query.high))
            case All():
                return self._all(among)
            case Nothing():
                return set()
            case Not():
                return self._all(among) - self._which(query.part, among)
            case And():
                return self._in_every(query.parts, among)
            case Or():
                return self._in_some(query.parts, query.least, among)

    def _all(self, among: set[int] | None) -> set[int]:
        return set(range(self.columns.entries)) if among is None else among

    def _in_every(self, parts: Iterable[Query], among: set[int] | None) -> set[int]:
        # The rarest first: what comes after is asked about those few alone, and not at all when there are none.
        for part in sorted(parts, key=self._most):
            among = self._which(part, among)
            if not among:
                break
        return self._all(among)

    def _in_some(self, parts: Sequence[Query], least: int, among: set[int] | None) -> set[int]:
        if least > 1:
            return self._in_several(parts, least, among)
        if any(isinstance(part, All) for part in parts):
            return self._all(among)
        if among is None:
            return set[int]().union(*(self._ords(part) for part in parts))
        return set[int]().union(*(self._which(part, among) for part in parts))

    def _ords(self, query: Query) -> Iterable[int]:
        """The entries in the set that `query` denotes, in any form: a list that is put together with others need not be a set first."""
        return self.postings.stands(query.field, query.text).ords if isinstance(query, Term) else self._which(query, None)

    def _in_several(self, parts: Sequence[Query], least: int, among: set[int] | None) -> set[int]:
        held: Counter[int] = Counter()
        # Who has none of the rarest has too few of them all, and the others, whose lists are long, are asked about the rest alone.
        for left, part in zip(range(len(parts), 0, -1), sorted(parts, key=self._most), strict=True):
            if left < least:
                among = {ord_ for ord_ in (held if left == least - 1 or among is None else among) if held[ord_] + left >= least}
            held.update(self._which(part, among))
        return {ord_ for ord_, count in held.items() if count >= least}

    def _scores(self, query: Query, among: set[int] | None) -> Matches:
        """The entries in the set that `query` denotes, with their scores; of those `among`, when given."""
        match query:
            case Term():
                return self._leaf(query, self.postings.stands(query.field, query.text), among)
            case Phrase():
                return self._leaf(query, self._phrase(query), among)
            case Prefix():
                return self._leaf(query, self._prefix(query), among)
            case Range():
                return dict.fromkeys(self._which(query, among), query.boost)
            case And() if query.parts:
                return self._every(query, among)
            case Or():
                return self._some(query, among)
            case _:
                return dict.fromkeys(self._which(query, among), 0.0)

    def _leaf(self, leaf: Term | Phrase | Prefix, stands: Stands, among: set[int] | None) -> Matches:
        factor = self.weighing.weights[leaf.field] * leaf.boost * bm25.rarity(self.columns.entries, len(stands))
        # bm25.worth, written out: it runs once for each entry of each list.
        factor, drags = factor * (bm25.SATURATION + 1), self.weighing.drags[leaf.field]
        ords, times = stands.ords, stands.times
        if among is None:
            return {ord_: factor * count / (count + drags[ord_]) for ord_, count in zip(ords, times, strict=True)}
        if len(among) * PROBED < len(ords):
            last = len(ords) - 1
            places = [(ord_, at) for ord_ in among if ords[at := bisect_left(ords, ord_, 0, last)] == ord_]
            return {ord_: factor * times[at] / (times[at] + drags[ord_]) for ord_, at in places}
        return {ord_: factor * count / (count + drags[ord_]) for ord_, count in zip(ords, times, strict=True) if ord_ in among}

    def _every(self, query: And, among: set[int] | None) -> Matches:
        among = self._which(query, among)
        found: Matches = {}
        for part in sorted(query.parts, key=self._most) if among else ():
            # All of them have enough of its parts, which need not be counted again.
            scores = self._scores(replace(part, least=1) if isinstance(part, Or) else part, among)
            found = {ord_: found[ord_] + score for ord_, score in scores.items()} if found else scores
        return found

    def _some(self, query: Or, among: set[int] | None) -> Matches:
        if query.least > 1:
            among = self._in_several(query.parts, query.least, among)
        found: Matches = {}
        for part in query.parts if among is None or among else ():
            scores = self._scores(part, among)
            if not found:
                found = scores
                continue
            for ord_, score in scores.items():
                found[ord_] = found.get(ord_, 0.0) + score
        return found

    def _phrase(self, phrase: Phrase) -> Stands:
        """Where the phrase stands as if it were one term."""
        return self.weighing.phrases.get((phrase.field, phrase.texts), lambda: self._run(phrase))

    def _run(self, phrase: Phrase) -> Stands:
        # The rarest text first: its few places are then looked for in the others.
        lists = sorted(
            ((shift, text, self.postings.places(phrase.field, text)) for shift, text in enumerate(phrase.texts)),
            key=lambda item: len(item[2]),
        )
        begun: Sequence[int] = [place - shift for shift, _, places in lists[:1] for place in places if place >= shift]
        for shift, text, places in lists[1:]:
            begun = continued(begun, shift, places, self.postings.marks(phrase.field, text))
        after = partial(bisect_right, self.weighing.starts[phrase.field])
        counted = Counter(map(after, begun))
        return Stands(array("I", (ord_ - 1 for ord_ in counted)), array("I", counted.values()))

    def _prefix(self, prefix: Prefix) -> Stands:
        """Where the terms stand as if they were one."""
        found: dict[int, int] = {}
        for text in self.postings.beginning(prefix.field, prefix.text):
            stands = self.postings.stands(prefix.field, text)
            for ord_, count in zip(stands.ords, stands.times, strict=True):
                found[ord_] = found.get(ord_, 0) + count
        ords = sorted(found)
        return Stands(array("I", ords), array("I", map(found.__getitem__, ords)))

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
