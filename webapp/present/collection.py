"""Counts and stamp -> the page about the collection: how much there is, how new, and of which years.

Knows how the years are drawn; must not know Flask, HTML or how anything is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import NamedTuple

from webapp.params import SearchRequest
from webapp.present.danish import count
from webapp.present.danish import day
from webapp.present.danish import local_day
from webapp.present.danish import number


if TYPE_CHECKING:
    from indexer.model.entry import Stamp
    from indexer.model.letter import Metadata
    from indexer.model.results import Count
    from indexer.model.results import FacetCounts
    from webapp.params import Links


COLUMN = 28
"""How wide a year is drawn."""

SPACE = 3
"""What is left free on either side of a bar."""

HEIGHT = 120
MOST_COLUMNS = 60
"""Years between without answers are drawn as gaps, up to so many years in all."""


class Known(NamedTuple):
    """One line of what is known about the collection."""

    label: str
    value: str


class Year(NamedTuple):
    """A year that has answers: the search it leads to, how many, and where and how high its bar is drawn.

    `reach` is where its column begins, which leads to the search as a whole.
    """

    year: str
    url: str
    answers: str
    label: str
    reach: int
    left: int
    top: int
    height: int


@dataclass(frozen=True, slots=True)
class Chart:
    """The answers by year, oldest first: a drawing this wide and high, its columns and bars so wide, and what it shows in a sentence."""

    years: tuple[Year, ...]
    width: int
    first: str
    last: str
    caption: str
    height: int = HEIGHT
    column: int = COLUMN
    bar: int = COLUMN - 2 * SPACE


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """Everything the page says of the collection; no chart where nothing is dated."""

    known: tuple[Known, ...]
    chart: Chart | None
    undated: str


def collection_page(stamp: Stamp, years: FacetCounts, *, newest: Metadata | None, links: Links) -> CollectionPage:
    """What the page says of the index with this stamp; `newest` are the metadata of its newest letter."""
    known = [Known("Breve og notater", number(stamp.letters)), Known("Svar", number(stamp.passages))]
    if newest and newest.day:
        known.append(Known("Nyeste" if newest.own_date else "Nyeste henvendelse", day(newest.day)))
    known.append(Known("Indekset er fra", local_day(stamp.built)))
    return CollectionPage(
        known=tuple(known),
        chart=_chart(years, links) if years.values else None,
        undated=f"Uden dato: {count(years.missing, 'svar', 'svar')}." if years.missing else "",
    )


def _chart(counted: FacetCounts, links: Links) -> Chart:
    held = sorted(counted.values)
    places = _places([int(each.value) for each in held])
    most = max(counted.values, key=lambda each: (each.entries, each.value))
    years = tuple(_year(each, most.entries, COLUMN * places[int(each.value)], links) for each in held)
    first, last = years[0].year, years[-1].year
    span = first if first == last else f"{first}–{last}"
    caption = f"Svar pr. år, {span}. Flest er der fra {most.value}: {number(most.entries)}."
    return Chart(years, width=COLUMN * (max(places.values()) + 1), first=first, last=last, caption=caption)


def _year(counted: Count, most: int, reach: int, links: Links) -> Year:
    year, entries = counted
    height = max(2, round(HEIGHT * entries / most))
    return Year(
        year,
        url=links.search(SearchRequest(filters={"year": (year,)})),
        answers=number(entries),
        label=f"{year}: {count(entries, 'svar', 'svar')}",
        reach=reach,
        left=reach + SPACE,
        top=HEIGHT - height,
        height=height,
    )


def _places(years: list[int]) -> dict[int, int]:
    """The column of each year, from 0; years without answers keep theirs free, unless there would be too many columns."""
    if years[-1] - years[0] < MOST_COLUMNS:
        return {year: year - years[0] for year in years}
    return {year: place for place, year in enumerate(years)}
