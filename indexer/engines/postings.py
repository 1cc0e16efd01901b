"""Posting lists: where a term stands, as numbers, and how one list is looked up in another.

Knows ascending lists of numbers; must not know queries, scores, or in which format lists are kept.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Protocol


if TYPE_CHECKING:
    from collections.abc import Sequence


class UnreadableError(Exception):
    """The files that hold the postings are damaged."""


GAP = 1
"""Places left free after the text of an entry, so that no phrase runs into the next."""


PROBED = 8
"""A list so many times as long as what is looked for in it is probed, not gone through."""


@dataclass(frozen=True, slots=True)
class Stands:
    """The entries that hold a term, ascending, and how often each does."""

    ords: array[int]
    times: array[int]

    def __len__(self) -> int:
        return len(self.ords)


class Postings(Protocol):
    """Where each term stands; a term that no entry holds stands nowhere. Each method raises UnreadableError."""

    def holding(self, field: str, text: str) -> int:
        """How many entries hold the term."""
        ...

    def stands(self, field: str, text: str) -> Stands:
        """The entries that hold the term, and how often."""
        ...

    def places(self, field: str, text: str) -> array[int]:
        """The places of the term, ascending. They are counted through the texts of all entries, with a `GAP` after each."""
        ...

    def marks(self, field: str, text: str) -> bytes:
        """A bit for each place of the texts, set where the term stands; nothing for a term that stands in few of them."""
        ...

    def beginning(self, field: str, prefix: str) -> list[str]:
        """The terms of the field that begin with `prefix`."""
        ...

    def close(self) -> None:
        """Give the files back."""
        ...


def held(numbers: array[int], among: set[int] | None) -> set[int]:
    """The numbers of an ascending list, of those `among` when given."""
    if among is None:
        return set(numbers)
    if len(among) * PROBED < len(numbers):
        last = len(numbers) - 1
        return {number for number in among if numbers[bisect_left(numbers, number, 0, last)] == number}
    return among.intersection(numbers)


def continued(begun: Sequence[int], shift: int, places: array[int], marks: bytes) -> list[int]:
    """Those of the ascending `begun` that a term follows, `shift` places on: it stands at `places`, and if `marks` are given, there."""
    if marks:
        # The commonest words: a bit is looked up in a fifth of the time that finding a place in a long list takes.
        known = begun[: bisect_left(begun, 8 * len(marks) - shift)]
        return [start for start in known if marks[(place := start + shift) >> 3] >> (place & 7) & 1]
    if len(begun) * PROBED < len(places):
        last = len(places) - 1
        return [start for start in begun if places[bisect_left(places, place := start + shift, 0, last)] == place]
    followed = {start + shift for start in begun}.intersection(places)
    return [place - shift for place in sorted(followed)]
