"""All values of one facet -> the page they are found and chosen on, where they are too many to stand beside the results.

Knows which values are listed and what the form keeps; must not know Flask, HTML or how anything is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.model.results import FacetCounts
from webapp.params import FILTERS
from webapp.params import Pairs
from webapp.params import search_pairs
from webapp.present.results.facets import LABELS
from webapp.present.results.facets import FacetValue
from webapp.present.results.facets import facet_values
from webapp.present.results.facets import value_name
from webapp.present.wording.danish import count
from webapp.present.wording.text import plain
from webapp.present.wording.text import shortened
from webapp.present.wording.text import wording


if TYPE_CHECKING:
    from webapp.links import Links
    from webapp.params import SearchRequest


MOST_LISTED = 100
"""So many values are listed; of more, the most frequent."""

PLURALS = {
    "year": ("år", "år"),
    "director": ("direktør", "direktører"),
    "addressee": ("modtager", "modtagere"),
    "party": ("parti", "partier"),
    "case": ("sag", "sager"),
    "kind": ("type", "typer"),
    "administration": ("forvaltning", "forvaltninger"),
    "remark": ("bemærkning", "bemærkninger"),
    "asker": ("spørger", "spørgere"),
}
WORDS_LENGTH = 60


@dataclass(frozen=True, slots=True)
class ChoicePage:
    """Everything the page says.

    `name` is the parameter of the values, which the form sends for each that is ticked; `kept` what it sends besides them, chosen values
    that do not stand there among it. `listed` says how many of the values do, `within` among what they are counted ("" of everything);
    `asked` is the search for the form that finds values, `back` leads to it.
    """

    name: str
    title: str
    label: str
    within: str
    find: str
    listed: str
    values: tuple[FacetValue, ...]
    kept: Pairs
    asked: Pairs
    action: str
    back: str


def choice_page(name: str, counted: FacetCounts, *, find: str, request: SearchRequest, links: Links) -> ChoicePage:
    """The page of the facet with this parameter, counted among what the request finds; of the values that have what `find` says."""
    facet = FILTERS[name]
    one, many = PLURALS[facet]
    found = [each for each in counted.values if _has(value_name(facet, each.value), find)]
    listed = FacetCounts(tuple(found[:MOST_LISTED]))
    # Nothing is added to what is listed for having been chosen: what does not stand there is kept by the form.
    stand = {each.value for each in listed.values}
    chosen = tuple(value for value in request.filters.get(facet, ()) if value not in stand)
    return ChoicePage(
        name=name,
        title=f"Vælg {many if len(counted.values) != 1 else one}",
        label=LABELS[facet],
        within=_within(request),
        find=find,
        listed=_listed(len(found), len(counted.values), one=one, many=many),
        values=tuple(value for value in facet_values(facet, listed, request=request, links=links) if value.value in stand),
        kept=search_pairs(replace(request.without(facet), filters={**request.without(facet).filters, facet: chosen})),
        asked=search_pairs(request.at(1)),
        action=links.choose(name),
        back=links.search(request),
    )


def _has(text: str, find: str) -> bool:
    lower = text.casefold()
    return all(part in lower for part in find.casefold().split())


def _within(request: SearchRequest) -> str:
    words = f"svarene på ”{wording(shortened(plain(request.words), WORDS_LENGTH))}”" if request.words else ""
    return words or ("de valgte svar" if request.filters else "")


def _listed(found: int, known: int, *, one: str, many: str) -> str:
    if not found:
        return f"Ingen af {count(known, one, many)} har det i sig." if known else f"Der er ingen {many} at vælge."
    if found > MOST_LISTED:
        return f"De {MOST_LISTED} med flest svar, af {count(found, one, many)}. Skriv en del af det, du leder efter, for at se andre."
    return count(found, one, many)
