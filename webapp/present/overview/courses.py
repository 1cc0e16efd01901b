"""The answers of one of many, year by year -> a small drawing whose columns stand above those of the next.

Knows how the years are drawn and what is read aloud instead; must not know Flask, HTML or whose answers they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import NamedTuple

from webapp.present.chart import places
from webapp.present.wording.danish import number


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Mapping


COLUMN = 2
"""How wide a year is drawn; the drawing is stretched to the room it has. Small numbers keep a page of many courses small."""

HEIGHT = 20
LEAST = 2
"""How high the column of a year with answers is at least."""

FEWEST = 2
"""A course has so many years at least; a single one says no more than the total."""

FEW = 6
"""Up to so many years have less room, so that their columns stay slim."""


class Course(NamedTuple):
    """The answers of each year that has any, in words, and the same as lines to be drawn from the ground up."""

    text: str
    lines: str


@dataclass(frozen=True, slots=True)
class Axis:
    """The years all courses of a page share, oldest first, and the room they take."""

    years: tuple[str, ...]
    width: int
    height: int = HEIGHT

    @property
    def first(self) -> str:
        """The oldest year."""
        return self.years[0]

    @property
    def last(self) -> str:
        """The latest year."""
        return self.years[-1]

    @property
    def is_short(self) -> bool:
        """True where the years are few."""
        return len(self.years) <= FEW

    def course(self, answers: Mapping[str, int]) -> Course:
        """The course of these answers by year; the highest column is that of the year with most of them."""
        placed = places([int(year) for year in self.years])
        most = max(answers.values(), default=1)
        held = [(year, answers[year]) for year in self.years if answers.get(year)]
        return Course(
            ", ".join(f"{year}: {number(entries)}" for year, entries in held) or "Uden år",
            "".join(_line(placed[int(year)], part=entries / most) for year, entries in held),
        )


def axis(years: Collection[str]) -> Axis | None:
    """The axis of these years; None where they are too few to show a course."""
    if len(years) < FEWEST:
        return None
    ordered = tuple(sorted(years))
    columns = places([int(year) for year in ordered])
    return Axis(ordered, width=COLUMN * (columns[int(ordered[-1])] + 1))


def _line(place: int, *, part: float) -> str:
    return f"M{COLUMN * place + COLUMN // 2} {HEIGHT}V{HEIGHT - max(LEAST, round(HEIGHT * part))}"
