"""What an engine is asked: a tree over terms, with nothing left to analyse.

Knows sets of passages and how much each match counts; must not know words, Danish or any engine.

A tree denotes a set of entries; engines agree on the set. `boost` multiplies the score of a leaf's matches (of a Range it is the score)
and never changes the set.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from typing import Literal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Term:
    """Entries whose text field `field` holds `text`."""

    field: str
    text: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Entries whose text field holds `texts` next to each other in this order; of none: no entry. The field must keep positions."""

    field: str
    texts: tuple[str, ...]
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Prefix:
    """Entries whose text field holds a term that begins with `text`."""

    field: str
    text: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class In:
    """Entries whose facet `facet` has one of `values`. Adds nothing to the score."""

    facet: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """Entries whose number `number` lies in `low`..`high`, both included; an entry without it never does. Adds `boost` to the score."""

    number: str
    low: int | None = None
    high: int | None = None
    boost: float = 0.0


@dataclass(frozen=True, slots=True)
class All:
    """Every entry. Adds nothing to the score."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No entry."""


@dataclass(frozen=True, slots=True)
class And:
    """Entries in every one of `parts`; of none: every entry."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Entries in at least `least` of `parts` (normally one); of none: no entry. The score is the sum of those that match."""

    parts: tuple[Query, ...]
    least: int = 1


@dataclass(frozen=True, slots=True)
class Not:
    """Entries not in `part`. Adds nothing to the score."""

    part: Query


Query: TypeAlias = Term | Phrase | Prefix | In | Range | All | Nothing | And | Or | Not


@dataclass(frozen=True, slots=True)
class Sought:
    """One thing a reader asked for. A passage shows it by the first of `readings` that it holds: there the marks go.

    A reading is a leaf, an And of leaves (all must be there) or an Or of leaves (any that are there). `typed` is how it was asked for.
    """

    readings: tuple[Query, ...]
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One question to an engine.

    `filters` maps a facet to the values chosen in it: or within a facet, and across; where none is chosen nothing is filtered.
    `facets` names those to be counted.
    The counts of a facet take the query and every filter but its own. `most_values` maps a facet to how many of its values come
    besides those chosen in it; of others all do. `sort` "newest" is the canonical order; "oldest" is by number
    `date` ascending, undated last; ties in the canonical order. `offset` and `limit` are counted in entries.
    """

    query: Query
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    sort: Literal["relevance", "newest", "oldest"] = "relevance"
    offset: int = 0
    limit: int = 10
    most_values: dict[str, int] = field(default_factory=dict)
