"""Answers by year -> a chart of columns, each leading to a search.

Knows how the years are drawn; must not know Flask, HTML or where a year leads: that is handed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import NamedTuple

from webapp.present.wording.danish import count
from webapp.present.wording.danish import number


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Collection
    from collections.abc import Iterable
    from collections.abc import Sequence

    from indexer.model.results import Count


COLUMN = 28
"""How wide a year is drawn."""

SPACE = 3
"""What is left free on either side of a bar."""

LEAST = 2
"""How high the bar of a year with answers is at least."""

MOST_COLUMNS = 60
"""Years between without answers are drawn as gaps, up to so many years in all."""


class Year(NamedTuple):
    """A year: where it leads, how many answers it has, and where and how high its bar is drawn.

    `reach` is where its column begins, which leads there as a whole.
    """

    year: str
    url: str
    answers: str
    label: str
    reach: int
    left: int
    top: int
    height: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """The answers by year, oldest first: a drawing this wide and high, its columns and bars so wide, and what it shows in a sentence."""

    years: tuple[Year, ...]
    width: int
    height: int
    first: str
    last: str
    caption: str
    column: int = COLUMN
    bar: int = COLUMN - 2 * SPACE


def chart(counted: Iterable[Count], *, url: Callable[[str], str], height: int, chosen: Collection[str] = ()) -> Chart | None:
    """The chart of these years, each leading to its `url`; None where there are none."""
    held = sorted(counted)
    if not held:
        return None
    placed = places([int(each.value) for each in held])
    most = max(held, key=lambda each: (each.entries, each.value))
    drawn = (
        _year(each, url(each.value), part=each.entries / max(1, most.entries), height=height, reach=COLUMN * placed[int(each.value)])
        for each in held
    )
    years = tuple(year._replace(chosen=year.year in chosen) for year in drawn)
    first, last = years[0].year, years[-1].year
    span = first if first == last else f"{first}–{last}"
    caption = f"Svar pr. år, {span}. Flest er der fra {most.value}: {number(most.entries)}."
    return Chart(years, width=COLUMN * (max(placed.values()) + 1), height=height, first=first, last=last, caption=caption)


def places(years: Sequence[int]) -> dict[int, int]:
    """The column of each of these ascending years, from 0; those between keep theirs free, unless there would be too many columns."""
    if years[-1] - years[0] < MOST_COLUMNS:
        return {year: year - years[0] for year in years}
    return {year: place for place, year in enumerate(years)}


def _year(counted: Count, url: str, *, part: float, height: int, reach: int) -> Year:
    drawn = max(LEAST, round(height * part)) if counted.entries else 0
    return Year(
        counted.value,
        url,
        answers=number(counted.entries),
        label=f"{counted.value}: {count(counted.entries, 'svar', 'svar')}",
        reach=reach,
        left=reach + SPACE,
        top=height - drawn,
        height=drawn,
    )
