"""What an engine is given: a passage as terms, facets and numbers.

Knows the names and kinds of the indexed fields; must not know Danish or any engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING
from typing import NamedTuple
from typing import overload


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator


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


class Terms(Sequence[str]):
    """Terms in order, held as one `text` with a blank between two, and divided only when somebody asks for one of them.

    Most of what a rebuild does with terms is to hand them on, and millions of small strings would have to be made for that.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __len__(self) -> int:
        return self.text.count(" ") + 1 if self.text else 0

    def __iter__(self) -> Iterator[str]:
        return iter(self._divided())

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        return self._divided()[place]

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Sequence) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Terms({self.text!r})"

    def _divided(self) -> list[str]:
        return self.text.split(" ") if self.text else []


def spaced(terms: Iterable[str]) -> str:
    """The terms as one text with a blank between two; no term has a blank."""
    return terms.text if isinstance(terms, Terms) else " ".join(terms)


@dataclass(frozen=True, slots=True)
class Entry:
    """One passage, ready to be written.

    `key` is its identity (`letter id#anchor`). `ord` is its place in the canonical order (0, 1, 2 ...: newest letter first, undated
    last, then letter id, then place in the letter); entries are written in that order and ties are broken by it.
    `terms` maps a text field to its terms in order: NFC, lower case, no white space, 1 to 200 characters each, one per position; `spaced`
    gives them as one text.
    `facets` maps a facet to its distinct values; a facet without a value is left out. `numbers` likewise.
    `stored` is given back untouched.
    """

    key: str
    ord: int
    letter: str
    terms: Mapping[str, Sequence[str]]
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
