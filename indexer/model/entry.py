"""What an engine is given: a passage as terms, facets and numbers.

Knows the names and kinds of the indexed fields; must not know Danish or any engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class TextField:
    """A field of terms. `positions`: the order matters, phrases can be asked for. `weight`: its share in the score."""

    name: str
    positions: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Schema:
    """The fields of an index: terms to match, facets to filter and count by (many values each), integers for ranges."""

    texts: tuple[TextField, ...]
    facets: tuple[str, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One passage, ready to be written.

    `key` is its identity (`letter id#anchor`). `ord` is its place in the canonical order (0, 1, 2 ...: newest letter first, undated
    last, then letter id, then place in the letter); entries are written in that order and ties are broken by it.
    `terms` maps a text field to its terms in order: NFC, lower case, no white space, 1 to 200 characters each, one per position.
    `facets` maps a facet to its distinct values; a facet without a value is left out. `numbers` likewise.
    `stored` is given back untouched.
    """

    key: str
    ord: int
    letter: str
    terms: dict[str, tuple[str, ...]]
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    stored: bytes = b""


class Size(NamedTuple):
    """How much there is of something."""

    letters: int
    passages: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an index was made from and by. An index whose `versions` differ from the program's is never searched.

    `versions` names schema, analysis, parser and every language resource; `corpus` is a fingerprint over all letters;
    `built` the moment in UTC (ISO 8601, seconds); `passages` and `letters` what it must hold;
    `labels` how much of that is restricted, by label (indexer.restricted).
    """

    versions: dict[str, str]
    corpus: str
    built: str
    letters: int
    passages: int
    labels: dict[str, Size] = field(default_factory=dict)
