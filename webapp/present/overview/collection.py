"""Counts, stamp and report -> the page about the collection: how much there is, how new, of which years, how well read, and what is absent.

Knows what of them is told; must not know Flask, HTML or how anything is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import NamedTuple

from webapp.params import SearchRequest
from webapp.present.chart import Chart
from webapp.present.chart import chart
from webapp.present.overview.absent import Absent
from webapp.present.overview.absent import absent
from webapp.present.overview.absent import took
from webapp.present.wording.danish import count
from webapp.present.wording.danish import day
from webapp.present.wording.danish import local_day
from webapp.present.wording.danish import number
from webapp.present.wording.remarks import remark_name


if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.model.entry import Stamp
    from indexer.model.letter import Metadata
    from indexer.report import Report
    from webapp.counting import Counted
    from webapp.links import Links


HEIGHT = 120
"""How high the chart is drawn."""


class Known(NamedTuple):
    """One line of what is known about the collection."""

    label: str
    value: str


class YearRow(NamedTuple):
    """A year: the search it leads to, its answers and its letters as written ("" where these were not counted)."""

    year: str
    url: str
    answers: str
    letters: str


class RemarkRow(NamedTuple):
    """A remark: the search it leads to, and how many answers have it, as written."""

    name: str
    url: str
    answers: str


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """Everything the page says of the collection; no chart where nothing is dated, `read` is "" where there is nothing to read."""

    known: tuple[Known, ...]
    chart: Chart | None
    years: tuple[YearRow, ...]
    undated: str
    read: str
    remarks: tuple[RemarkRow, ...]
    absent: Absent


def collection_page(stamp: Stamp, counted: Counted, *, newest: Metadata | None, report: Report | None, links: Links) -> CollectionPage:
    """What the page says of the index with this stamp; `newest` are the metadata of its newest letter."""
    years = counted.whole.answers["year"]
    return CollectionPage(
        known=tuple(_known(stamp, newest, report)),
        chart=chart(years.values, url=lambda year: _leading("year", year, links), height=HEIGHT),
        years=tuple(_year_row(*each, counted, links) for each in sorted(years.values, reverse=True)),
        undated=f"Uden år: {count(years.missing, 'svar', 'svar')}." if years.missing else "",
        read=_read(stamp.passages, unremarked=counted.whole.answers["remark"].missing),
        remarks=tuple(
            RemarkRow(remark_name(each.value), _leading("remark", each.value, links), number(each.entries))
            for each in counted.whole.answers["remark"].values
        ),
        absent=absent(report, textless=max(0, stamp.letters - counted.whole.letters)),
    )


def _known(stamp: Stamp, newest: Metadata | None, report: Report | None) -> Iterator[Known]:
    yield Known("Breve og notater", number(stamp.letters))
    yield Known("Svar", number(stamp.passages))
    if newest and newest.day:
        yield Known("Nyeste" if newest.own_date else "Nyeste henvendelse", day(newest.day))
    yield Known("Opdateret", local_day(stamp.built))
    if report:
        yield from (Known(*each) for each in took(report))


def _year_row(year: str, answers: int, counted: Counted, links: Links) -> YearRow:
    tally = counted.years.get(year)
    return YearRow(year, _leading("year", year, links), number(answers), number(tally.letters) if tally else "")


def _read(passages: int, *, unremarked: int) -> str:
    """How many answers were read without a remark."""
    if not passages:
        return ""
    if unremarked == passages:
        return f"{_all(passages)} er læst uden bemærkninger."
    # Rounded down: 99.9 % is not all of them.
    share = f" ({100 * unremarked // passages} %)" if unremarked else ""
    return f"{number(unremarked) if unremarked else 'Ingen'} af {number(passages)} svar{share} er læst uden bemærkninger."


def _all(passages: int) -> str:
    return "Det ene svar" if passages == 1 else f"Alle {number(passages)} svar"


def _leading(facet: str, value: str, links: Links) -> str:
    return links.search(SearchRequest(filters={facet: (value,)}))
