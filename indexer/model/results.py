"""What an engine answers, and what a search as a whole answers.

Knows counts, hits and marked text; must not know HTML or any engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING
from typing import NamedTuple

from indexer.model.letter import StoredPassage
from indexer.model.reasons import Reason


if TYPE_CHECKING:
    from collections.abc import Collection


class Count(NamedTuple):
    """A value of a facet and how many entries have it."""

    value: str
    entries: int


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """The values of one facet, most frequent first and then by value, and how many entries have none.

    `more`: there are others besides those wanted, even if some of them follow for having been chosen.
    """

    values: tuple[Count, ...]
    missing: int = 0
    more: bool = False

    def first(self, most: int | None, chosen: Collection[str] = ()) -> FacetCounts:
        """The `most` frequent of the values, and those `chosen`; all of them where no number is given."""
        if most is None or len(self.values) <= most:
            return self
        also = (count for count in self.values[most:] if count.value in chosen) if chosen else ()
        return FacetCounts((*self.values[:most], *also), self.missing, more=True)


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry found; `score` is 0 unless sorted by relevance."""

    key: str
    ord: int
    score: float
    stored: bytes


@dataclass(frozen=True, slots=True)
class Hits:
    """The page of entries asked for, the exact number of all, and the counts of the facets asked for."""

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, FacetCounts] = field(default_factory=dict)


class Mark(NamedTuple):
    """A piece of text, and whether it matched."""

    text: str
    marked: bool


Excerpt = tuple[Mark, ...]
"""Text cut into pieces, matched and not; joined they are the text again. A cut at either end is shown by "…"."""


@dataclass(frozen=True, slots=True)
class Found:
    """One passage found: what to show of it, and if asked for, why it was found and which words it lacks."""

    stored: StoredPassage
    score: float
    question: Excerpt
    snippet: Excerpt
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()


class Earlier(NamedTuple):
    """An earlier answer to what is asked now, and how much of what is asked it shares (0 to 1)."""

    found: Found
    share: float


class Asked(NamedTuple):
    """One question of a draft, with what the earlier answers share of it marked; the most alike first."""

    question: Excerpt
    earlier: tuple[Earlier, ...]


class Answered(NamedTuple):
    """Whether the questions of a draft have been answered before; `ignored` says in Danish what of it was not read."""

    asked: tuple[Asked, ...]
    ignored: tuple[str, ...] = ()


class Change(NamedTuple):
    """One word, or several that belong together, as typed and as it may be meant."""

    typed: str
    meant: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How a reader's words were understood.

    `text` is the query written back in the query language. `ignored` names in Danish what could not be understood and was searched
    as words. `relaxed` is True when no passage had all the words and those with most of them are shown instead.
    `changes` are the words that no passage has, each with the one it was taken for; `proposal` is another spelling that finds more, or "".
    """

    text: str
    ignored: tuple[str, ...] = ()
    relaxed: bool = False
    changes: tuple[Change, ...] = ()
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a search: one page of passages, the exact total, facet counts, and how the words were read.

    `nearly` are passages that have only most of what was asked for; they are not among the total. There are some where one page holds all.
    """

    total: int
    found: tuple[Found, ...]
    facets: dict[str, FacetCounts]
    reading: Reading
    nearly: tuple[Found, ...] = ()
