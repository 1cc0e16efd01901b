"""Counts -> facets that can be chosen and given up.

Knows labels, order and what stays visible; must not know Flask, HTML or how anything is counted.

The order of values never depends on the counts, so that nothing jumps while choosing: newest year and case first, names by the alphabet.
A facet that cannot narrow anything is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from typing import NamedTuple
from urllib.parse import quote_plus

from indexer.model.results import Count
from indexer.model.results import FacetCounts
from webapp.params import FACETS
from webapp.params import FILTERS
from webapp.params import search_pairs
from webapp.params import written
from webapp.present.chart import Chart
from webapp.present.chart import chart
from webapp.present.wording.danish import alphabetical
from webapp.present.wording.danish import count
from webapp.present.wording.danish import number
from webapp.present.wording.remarks import remark_name
from webapp.years import periods


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Collection
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence

    from webapp.links import Links
    from webapp.params import Pairs
    from webapp.params import SearchRequest


LABELS = {
    "year": "År",
    "director": "Direktør",
    "addressee": "Modtager",
    "party": "Parti",
    "case": "Sag",
    "kind": "Type",
    "administration": "Forvaltning",
    "remark": "Bemærkning",
    "asker": "Spørger",
}
KIND_NAMES = {"letter": "Brev", "budget_note": "Budgetnotat"}

CHART_HEIGHT = 48
_ANY = "\0"
"""Stands for any value in a link; no search holds it."""
MOST_FOLDED = 20
"""So many values may be folded away; the others are on a page of their own, where they can be searched."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value that can be chosen or, if chosen, given up by following `url`; `passages` is its count as written.

    `value` is what the index calls it, `sent` what a URL does, `text` what the page does.
    """

    value: str
    sent: str
    text: str
    passages: str
    url: str
    chosen: bool


class Ends(NamedTuple):
    """The years a period can begin and end with, oldest first, the ends chosen now, and what a form sends besides them."""

    years: tuple[str, ...]
    first: str
    last: str
    kept: Pairs


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet: the values shown, the less frequent ones apart, and what is said of those that have none ("" if all have one).

    `every` leads to all values, `total` of them ("" if they were not all counted), where they are too many to be listed here. Years come as
    a `chart` with `ends`, too.
    """

    name: str
    label: str
    values: tuple[FacetValue, ...]
    more: tuple[FacetValue, ...] = ()
    missing: str = ""
    every: str = ""
    total: str = ""
    chart: Chart | None = None
    ends: Ends | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen value, or years in a row, and the search without."""

    text: str
    url: str


def values_wanted(shown: int) -> dict[str, int]:
    """How many values of each facet have to be counted for a page on which `shown` of them stand outright; the years all stand there."""
    return {facet: shown + MOST_FOLDED + 1 for facet in FACETS.values() if facet != "year"}


def value_name(facet: str, value: str) -> str:
    """What a value of a facet is called on the page."""
    if facet == "remark":
        return remark_name(value)
    return KIND_NAMES.get(value, value) if facet == "kind" else value


def chosen_values(request: SearchRequest) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """All that is chosen, facet by facet: the facet, what it is called, the values it is; years in a row are one."""
    for facet in FILTERS.values():
        values = request.filters.get(facet, ())
        for chosen in periods(values) if facet == "year" else ((value,) for value in values):
            first, last = value_name(facet, chosen[0]), value_name(facet, chosen[-1])
            yield facet, first if first == last else f"{first}–{last}", chosen


def chips(request: SearchRequest, *, links: Links) -> tuple[Chip, ...]:
    """A chip for all that is chosen, facet by facet."""
    chosen = chosen_values(request)
    return tuple(Chip(f"{LABELS[facet]}: {text}", links.search(request.without(facet, values))) for facet, text, values in chosen)


def facets(counted: Mapping[str, FacetCounts], *, request: SearchRequest, links: Links, shown: int) -> tuple[Facet, ...]:
    """The facets of a page of results; `shown` values of each and every chosen one stand outright.

    A chosen value stays, with a count of 0 if need be.
    """
    given = ((name, facet, counted.get(facet, FacetCounts(()))) for name, facet in FACETS.items())
    return tuple(
        _facet(name, counts, request=request, links=links, shown=shown) for name, facet, counts in given if _narrows(facet, counts, request)
    )


def facet_values(facet: str, counted: FacetCounts, *, request: SearchRequest, links: Links) -> tuple[FacetValue, ...]:
    """All values of a facet in their order, those chosen among them."""
    ordered = _ordered(facet, counted.values, request.filters.get(facet, ()))
    url = _toggling(facet, request, links)
    return tuple(_value(facet, each, request=request, url=url) for each in ordered)


def _narrows(facet: str, counted: FacetCounts, request: SearchRequest) -> bool:
    return bool(request.filters.get(facet) or len(counted.values) > 1 or (counted.values and counted.missing))


def _facet(name: str, counted: FacetCounts, *, request: SearchRequest, links: Links, shown: int) -> Facet:
    facet = FACETS[name]
    chosen = request.filters.get(facet, ())
    known = len(counted.values)
    outright = _first(counted, chosen, most=shown)
    listed = _first(counted, chosen, most=shown + MOST_FOLDED)
    # Of thousands only those that stand on the page are put in order; the years all do, in the chart.
    ordered = _ordered(facet, [each for each in counted.values if facet == "year" or each.value in listed], chosen)
    folded = [each for each in ordered if each.value in listed - outright]
    url = _toggling(facet, request, links)
    return Facet(
        name=name,
        label=LABELS[facet],
        values=tuple(_value(facet, each, request=request, url=url) for each in ordered if each.value in outright),
        more=tuple(_value(facet, each, request=request, url=url) for each in folded),
        missing=_missing(facet, counted.missing),
        every=links.choose(name, request.at(1)) if known > len(listed) else "",
        total="" if counted.more else number(known),
        chart=_chart(ordered, request, url) if facet == "year" else None,
        ends=_ends(ordered, request) if facet == "year" else None,
    )


def _first(counted: FacetCounts, chosen: Iterable[str], *, most: int) -> set[str]:
    """The most frequent values and the chosen ones."""
    # One value more than allowed is shown as well: hiding it behind "vis flere" would take the same room.
    room = most + 1 if len(counted.values) == most + 1 and not counted.more else most
    return {each.value for each in counted.values[:room]} | set(chosen)


def _missing(facet: str, entries: int) -> str:
    without = "Uden bemærkninger" if facet == "remark" else "Ikke angivet"
    return f"{without}: {count(entries, 'svar', 'svar')}" if entries else ""


def _chart(years: Iterable[Count], request: SearchRequest, url: Callable[[str], str]) -> Chart | None:
    return chart(years, url=url, height=CHART_HEIGHT, chosen=request.filters.get("year", ()))


def _ends(years: Iterable[Count], request: SearchRequest) -> Ends:
    held = sorted(each.value for each in years)
    chosen = request.filters.get("year") or held
    return Ends(tuple(held), first=chosen[0], last=chosen[-1], kept=search_pairs(request.without("year")))


def _ordered(facet: str, counted: Sequence[Count], chosen: Collection[str]) -> list[Count]:
    known = {each.value for each in counted}
    values = [*counted, *(Count(value, 0) for value in chosen if value not in known)]
    if facet in ("year", "case"):
        return sorted(values, key=lambda each: each.value, reverse=True)
    return sorted(values, key=lambda each: alphabetical(value_name(facet, each.value)))


def _toggling(facet: str, request: SearchRequest, links: Links) -> Callable[[str], str]:
    """For each value of a facet the search with it chosen, or no longer.

    Where none is chosen these links differ in one place alone: a page has a hundred, and to write each anew took a tenth of its time.
    """
    if request.filters.get(facet):
        return cache(lambda value: links.search(request.toggled(facet, value)))
    before, _, after = links.search(request.toggled(facet, _ANY)).partition(quote_plus(_ANY))
    return lambda value: f"{before}{quote_plus(written(facet, value))}{after}"


def _value(facet: str, counted: Count, *, request: SearchRequest, url: Callable[[str], str]) -> FacetValue:
    return FacetValue(
        value=counted.value,
        sent=written(facet, counted.value),
        text=value_name(facet, counted.value),
        passages=number(counted.entries),
        url=url(counted.value),
        chosen=counted.value in request.filters.get(facet, ()),
    )
