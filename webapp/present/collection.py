"""Counts and stamp -> the page about the collection: how much there is, how new, and of which years.

Knows what of the counts is told; must not know Flask, HTML or how anything is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import NamedTuple

from webapp.params import SearchRequest
from webapp.present.chart import Chart
from webapp.present.chart import chart
from webapp.present.danish import count
from webapp.present.danish import day
from webapp.present.danish import local_day
from webapp.present.danish import number


if TYPE_CHECKING:
    from indexer.model.entry import Stamp
    from indexer.model.letter import Metadata
    from indexer.model.results import FacetCounts
    from webapp.params import Links


HEIGHT = 120
"""How high the chart is drawn."""


class Known(NamedTuple):
    """One line of what is known about the collection."""

    label: str
    value: str


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
        chart=chart(years.values, url=lambda year: links.search(SearchRequest(filters={"year": (year,)})), height=HEIGHT),
        undated=f"Uden dato: {count(years.missing, 'svar', 'svar')}." if years.missing else "",
    )
