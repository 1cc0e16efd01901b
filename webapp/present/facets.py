"""Counts -> facets that can be chosen and given up.

Knows labels, order and what stays visible; must not know Flask, HTML or how anything is counted.

The order of values never depends on the counts, so that nothing jumps while choosing: newest year and case first, names by the alphabet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.model.results import Count
from indexer.model.results import FacetCounts
from webapp.params import FACETS
from webapp.params import FILTERS
from webapp.present.danish import alphabetical
from webapp.present.danish import count
from webapp.present.danish import number


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Iterable
    from collections.abc import Mapping

    from webapp.params import Links
    from webapp.params import SearchRequest


LABELS = {
    "year": "År",
    "director": "Direktør",
    "addressee": "Modtager",
    "case": "Sag",
    "kind": "Type",
    "asker": "Spørger",
    "party": "Parti",
}
KIND_NAMES = {"letter": "Brev", "budget_note": "Budgetnotat"}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value that can be chosen or, if chosen, given up by following `url`; `passages` is its count as written."""

    text: str
    passages: str
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet: the values shown, the less frequent ones apart, and how many passages have none ("" if all have one)."""

    name: str
    label: str
    values: tuple[FacetValue, ...]
    more: tuple[FacetValue, ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen value, and the search without it."""

    text: str
    url: str


def value_name(facet: str, value: str) -> str:
    """What a value of a facet is called on the page."""
    return KIND_NAMES.get(value, value) if facet == "kind" else value


def chips(request: SearchRequest, *, links: Links) -> tuple[Chip, ...]:
    """A chip for every chosen value, facet by facet."""
    return tuple(
        Chip(f"{LABELS[facet]}: {value_name(facet, value)}", links.search(request.toggled(facet, value)))
        for facet in FILTERS.values()
        for value in request.filters.get(facet, ())
    )


def facets(counted: Mapping[str, FacetCounts], *, request: SearchRequest, links: Links, shown: int) -> tuple[Facet, ...]:
    """The facets of a page of results; `shown` values of each and every chosen one stand outright.

    A chosen value stays, with a count of 0 if need be; a facet without any value is left out.
    """
    found = (_facet(name, counted.get(facet, FacetCounts(())), request=request, links=links, shown=shown) for name, facet in FACETS.items())
    return tuple(facet for facet in found if facet.values)


def _facet(name: str, counted: FacetCounts, *, request: SearchRequest, links: Links, shown: int) -> Facet:
    facet = FACETS[name]
    chosen = request.filters.get(facet, ())
    outright = _outright(counted, chosen, shown=shown)
    values = [(each.value in outright, _value(facet, each, request=request, links=links)) for each in _ordered(facet, counted, chosen)]
    return Facet(
        name=name,
        label=LABELS[facet],
        values=tuple(value for is_outright, value in values if is_outright),
        more=tuple(value for is_outright, value in values if not is_outright),
        missing=count(counted.missing, "svar", "svar") if counted.missing else "",
    )


def _outright(counted: FacetCounts, chosen: Iterable[str], *, shown: int) -> set[str]:
    # One value more than allowed is shown as well: hiding it behind "vis flere" would take the same room.
    room = shown + 1 if len(counted.values) == shown + 1 else shown
    return {each.value for each in counted.values[:room]} | set(chosen)


def _ordered(facet: str, counted: FacetCounts, chosen: Collection[str]) -> list[Count]:
    known = {each.value for each in counted.values}
    values = [*counted.values, *(Count(value, 0) for value in chosen if value not in known)]
    if facet in ("year", "case"):
        return sorted(values, key=lambda each: each.value, reverse=True)
    return sorted(values, key=lambda each: alphabetical(value_name(facet, each.value)))


def _value(facet: str, counted: Count, *, request: SearchRequest, links: Links) -> FacetValue:
    return FacetValue(
        text=value_name(facet, counted.value),
        passages=number(counted.entries),
        url=links.search(request.toggled(facet, counted.value)),
        chosen=counted.value in request.filters.get(facet, ()),
    )
