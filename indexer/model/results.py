"""What an engine answers, and what a search as a whole answers.

Knows counts, hits and marked text; must not know HTML or any engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from typing import NamedTuple

from indexer.model.letter import StoredPassage


class Count(NamedTuple):
    """A value of a facet and how many entries have it."""

    value: str
    entries: int


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """The values of one facet, most frequent first and then by value, and how many entries have none."""

    values: tuple[Count, ...]
    missing: int = 0


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
    """One passage found: what to show of it."""

    stored: StoredPassage
    score: float
    question: Excerpt
    snippet: Excerpt


@dataclass(frozen=True, slots=True)
class Reading:
    """How a reader's words were understood.

    `text` is the query written back in the query language. `ignored` names in Danish what could not be understood and was searched
    as words. `relaxed` is True when no passage had all the words and those with most of them are shown instead.
    """

    text: str
    ignored: tuple[str, ...] = ()
    relaxed: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a search: one page of passages, the exact total, facet counts, and how the words were read."""

    total: int
    found: tuple[Found, ...]
    facets: dict[str, FacetCounts]
    reading: Reading
