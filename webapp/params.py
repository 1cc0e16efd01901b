"""A search, and the parameters of a URL that ask for it.

Knows each parameter by its Danish name; must not know Flask or what a search answers. They are read in webapp.parsing.

    q            the words, as typed
    aar          a year of four digits, or a period as 2017..2019
    direktoer    the name of who signed
    modtager     who is written to
    parti        the party of who asked or is written to
    sag          a case number
    type         brev or notat
    forvaltning  the administration that answers
    bemaerkning  the code of a remark on how the letter was read
    spoerger     who asked
    sorter       relevans (if left out), nyeste or aeldste
    side         the page of results, from 1 (if left out)
    original     the page, from 1, at which a letter's file is shown beside it; known on the page of a letter alone

Those from `aar` to `spoerger` may stand several times: any of the values. A form that asks for a period sends its ends as `fra` and `til`,
which are read but never written. Written in that order, values of a facet sorted, whatever equals the default left out: one search has one
URL.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from typing import TYPE_CHECKING
from typing import Literal
from typing import TypeAlias

from webapp.years import periods
from webapp.years import write_period


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Iterator


Sort: TypeAlias = Literal["relevance", "newest", "oldest"]
Pairs: TypeAlias = tuple[tuple[str, str], ...]

FACETS = {
    "aar": "year",
    "direktoer": "director",
    "modtager": "addressee",
    "parti": "party",
    "sag": "case",
    "type": "kind",
    "forvaltning": "administration",
    "bemaerkning": "remark",
}
"""The facets that can be chosen in a URL: parameter -> facet of the index, in the order they are shown."""

FILTERS = {**FACETS, "spoerger": "asker"}
"""All that can be chosen in a URL; those that are no facets of the search page are linked from other pages."""

KINDS = {"brev": "letter", "notat": "budget_note"}
SORTS: dict[str, Sort] = {"relevans": "relevance", "nyeste": "newest", "aeldste": "oldest"}


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is searched: the words, the values chosen of each facet (sorted, by the index's names), the order, the page from 1."""

    words: str = ""
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "relevance"
    page: int = 1

    @property
    def is_empty(self) -> bool:
        """True when nothing is asked for."""
        return not self.words and not self.filters

    def toggled(self, facet: str, value: str) -> SearchRequest:
        """The same search with `value` of `facet` chosen, or no longer chosen; from the first page."""
        chosen = set(self.filters.get(facet, ())) ^ {value}
        filters = {name: values for name, values in self.filters.items() if name != facet}
        if chosen:
            filters[facet] = tuple(sorted(chosen))
        return replace(self, filters=filters, page=1)

    def without(self, facet: str, values: Collection[str] = ()) -> SearchRequest:
        """The same search without these values of `facet`, or without any of it; from the first page."""
        kept = tuple(value for value in self.filters.get(facet, ()) if values and value not in values)
        filters = {name: chosen for name, chosen in self.filters.items() if name != facet}
        return replace(self, filters={**filters, facet: kept} if kept else filters, page=1)

    def worded(self, words: str) -> SearchRequest:
        """Other words with the same filters and order, from the first page."""
        return replace(self, words=words, page=1)

    def without_filters(self) -> SearchRequest:
        """The same words among all passages, from the first page."""
        return replace(self, filters={}, page=1)

    def sorted_by(self, sort: Sort) -> SearchRequest:
        """The same search in another order, from the first page."""
        return replace(self, sort=sort, page=1)

    def at(self, page: int) -> SearchRequest:
        """The same search at another page."""
        return replace(self, page=page)


def search_pairs(request: SearchRequest) -> Pairs:
    """The parameters of a search in canonical order, defaults left out."""
    pairs = [("q", request.words)] if request.words else []
    if request.filters:
        pairs += [(name, value) for name, facet in FILTERS.items() for value in _written(facet, request.filters.get(facet, ()))]
    pairs += [("sorter", name) for name, sort in SORTS.items() if sort == request.sort != "relevance"]
    if request.page != 1:
        pairs.append(("side", str(request.page)))
    return tuple(pairs)


def written(facet: str, value: str) -> str:
    """What a URL calls this value of a facet."""
    return next((word for word, kind in KINDS.items() if kind == value), value) if facet == "kind" else value


def _written(facet: str, values: tuple[str, ...]) -> Iterator[str]:
    if facet == "year":
        yield from map(write_period, periods(values))
    else:
        yield from (written(facet, value) for value in values)
