"""A generation as one audience sees it: what is hidden from it is neither found, counted, weighed nor given back.

Knows the facet that says whose an entry is, and takes any searcher; must not know letters, groups or who asks. The same entries are found
as if the hidden ones were not there, and every count is over them alone. How rare a term is, and so what a match is worth, is reckoned anew
over what is visible: else a score, or the order of two passages, would tell that a word stands in hidden entries. Only the average length
of a text, one number for each field, stays that of the whole generation: it is the same for every term, and tells of none. But who knows
the lengths of what is visible can tell it from scores, and so that there is something hidden: indexer.search tells the order alone. A
letter whose id says that it is hidden is not looked up, but one that nobody has: what is hidden is as much work as what is not there.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING
from typing import TypeAlias

from indexer.engines.bm25 import rarity
from indexer.model.fields import ACCESS
from indexer.model.query import All
from indexer.model.query import And
from indexer.model.query import In
from indexer.model.query import Not
from indexer.model.query import Or
from indexer.model.query import Phrase
from indexer.model.query import Prefix
from indexer.model.query import Request
from indexer.model.query import Term


if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer.engines.base import Searcher
    from indexer.model.entry import Stamp
    from indexer.model.query import Query
    from indexer.model.results import Hits


Leaf: TypeAlias = Term | Phrase | Prefix

NOBODYS = "~"
"""An id that no letter has."""

REMEMBERED = 20_000
"""Terms for which it is remembered how rare they are: to count them takes two searches."""


class Audience:
    """A searcher without the entries and letters that have one of the labels `hidden`; as `Searcher`.

    `label` tells the label of a letter by its stored bytes: a letter without entries is hidden too. `marked` tells whether an id is one
    that a letter with these labels has. Closing it closes the other.
    """

    def __init__(
        self,
        searcher: Searcher,
        hidden: frozenset[str],
        *,
        label: Callable[[bytes], str],
        marked: Callable[[str, frozenset[str]], bool] = lambda _letter, _labels: False,
    ) -> None:
        self._searcher = searcher
        self._labels = hidden
        self._label = label
        self._marked = marked
        self._hidden = In(ACCESS, tuple(sorted(hidden)))
        self._stamp = _without(searcher.stamp, hidden)
        self._rarer: dict[Leaf, float] = {}

    @property
    def generation(self) -> str:
        """The name of the generation."""
        return self._searcher.generation

    @property
    def stamp(self) -> Stamp:
        """What the generation was made from and by, with the counts of what is visible of it."""
        return self._stamp

    def search(self, request: Request) -> Hits:
        """The visible entries that match; as `Searcher.search`."""
        scored = request.sort == "relevance" and request.limit
        query = self._weighed(request.query) if scored else request.query
        return self._searcher.search(replace(request, query=And((query, Not(self._hidden)))))

    def letter(self, letter: str) -> bytes | None:
        """The stored bytes of the visible letter with this id, or None."""
        stored = self._searcher.letter(NOBODYS if self._marked(letter, self._labels) else letter)
        return None if stored is None or self._label(stored) in self._labels else stored

    def close(self) -> None:
        """Give back files and memory."""
        self._searcher.close()

    def _weighed(self, query: Query) -> Query:
        """The same set, each match counting what it would if there were no hidden entries."""
        match query:
            case Term() | Phrase() | Prefix() if query.boost:
                return replace(query, boost=query.boost * self._rareness(replace(query, boost=1.0)))
            case And() | Or():
                return replace(query, parts=tuple(map(self._weighed, query.parts)))
        return query

    def _rareness(self, leaf: Leaf) -> float:
        """How many times as rare a term is among what is visible as among all; the engine reckons with the latter."""
        factor = self._rarer.get(leaf)
        if factor is None:
            holding = self._count(leaf)
            visible = holding - self._count(And((leaf, self._hidden)))
            factor = rarity(self._sizes[1], visible) / rarity(self._sizes[0], holding) if visible else 1.0
            if len(self._rarer) >= REMEMBERED:
                self._rarer.clear()
            self._rarer[leaf] = factor
        return factor

    @cached_property
    def _sizes(self) -> tuple[int, int]:
        """How many entries there are, and how many of them are visible."""
        entries = self._count(All())
        return entries, entries - self._count(self._hidden)

    def _count(self, query: Query) -> int:
        return self._searcher.search(Request(query, sort="newest", limit=0)).total


def labels_of(searcher: Searcher) -> frozenset[str]:
    """Every label there is in a generation: those its stamp names, and those its entries have."""
    counted = searcher.search(Request(All(), facets=(ACCESS,), limit=0)).facets[ACCESS].values
    return frozenset(searcher.stamp.labels) | {count.value for count in counted}


def _without(stamp: Stamp, hidden: frozenset[str]) -> Stamp:
    gone = [size for label, size in stamp.labels.items() if label in hidden]
    return replace(
        stamp,
        letters=stamp.letters - sum(size.letters for size in gone),
        passages=stamp.passages - sum(size.passages for size in gone),
        labels={label: size for label, size in stamp.labels.items() if label not in hidden},
    )
