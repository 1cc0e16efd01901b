"""Counts -> the page of the people and parties of the collection.

Knows which of them there are and their order; must not know Flask, HTML or how anything is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from webapp.params import SearchRequest
from webapp.present.danish import alphabetical
from webapp.present.danish import count
from webapp.present.danish import number


if TYPE_CHECKING:
    from collections.abc import Mapping

    from indexer.model.results import FacetCounts
    from webapp.params import Links


GROUPS = {
    "director": ("direktoerer", "Direktører", "Har skrevet under"),
    "asker": ("spoergere", "Spørgere", "Har spurgt"),
    "addressee": ("modtagere", "Modtagere", "Er skrevet til"),
    "party": ("partier", "Partier", "Spørgerens eller modtagerens"),
}
"""The facets of people: their id on the page, heading, and what they did."""

BOTH = ("modtagere", "Spørgere og modtagere", "Har spurgt og fået svar")
"""What is said once where askers and addressees have the same names and counts."""

OUTRIGHT = 25
"""So many of a group stand outright, the rest folded."""

FULL = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A person or party: the search it leads to, its answers as written, and how long its bar is, from 1 to 100."""

    name: str
    url: str
    answers: str
    bar: int


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of people, those with most answers first; `missing` says how many answers name nobody ("" if none)."""

    anchor: str
    title: str
    role: str
    rows: tuple[Row, ...]
    more: tuple[Row, ...]
    missing: str


def people_page(counted: Mapping[str, FacetCounts], *, links: Links) -> tuple[Group, ...]:
    """The groups of people that the collection has any of."""
    shown = {facet: GROUPS[facet] for facet in GROUPS if facet in counted}
    if counted.get("asker") == counted.get("addressee"):
        shown |= {"addressee": BOTH}
        shown.pop("asker", None)
    groups = (_group(facet, counted[facet], called, links) for facet, called in shown.items() if facet in counted)
    return tuple(group for group in groups if group.rows)


def bar(entries: int, most: int) -> int:
    """How long the bar of a count is beside that of the greatest, from 1 to 100."""
    return max(1, round(FULL * entries / most))


def _group(facet: str, counted: FacetCounts, called: tuple[str, str, str], links: Links) -> Group:
    anchor, title, role = called
    ordered = sorted(counted.values, key=lambda each: (-each.entries, alphabetical(each.value)))
    most = max((each.entries for each in ordered), default=1)
    rows = tuple(
        Row(each.value, links.search(SearchRequest(filters={facet: (each.value,)})), number(each.entries), bar(each.entries, most))
        for each in ordered
    )
    # One more than allowed is shown as well: folding it would take the same room.
    outright = OUTRIGHT + 1 if len(rows) == OUTRIGHT + 1 else OUTRIGHT
    missing = f"Ikke angivet: {count(counted.missing, 'svar', 'svar')}" if counted.missing else ""
    return Group(anchor, title, role, rows[:outright], rows[outright:], missing)
