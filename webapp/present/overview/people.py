"""Counts -> the page of the people and parties of the collection, each with its course over the years.

Knows which of them there are and their order; must not know Flask, HTML or how anything is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from webapp.params import FILTERS
from webapp.params import SearchRequest
from webapp.present.overview.courses import Axis
from webapp.present.overview.courses import Course
from webapp.present.overview.courses import axis
from webapp.present.wording.danish import alphabetical
from webapp.present.wording.danish import count
from webapp.present.wording.danish import number


if TYPE_CHECKING:
    from webapp.counting import Counted
    from webapp.links import Links


GROUPS = {
    "director": ("direktoerer", "Direktører", "Har skrevet under"),
    "asker": ("spoergere", "Spørgere", "Har spurgt"),
    "addressee": ("modtagere", "Modtagere", "Har fået svar"),
    "party": ("partier", "Partier", "Spørgerens eller modtagerens"),
}
"""The facets of people: their id on the page, heading, and what they did."""

BOTH = ("modtagere", "Spørgere og modtagere", "Har spurgt og fået svar")
"""What is said once where askers and addressees have the same names and counts."""

OUTRIGHT = 25
"""So many of a group stand outright."""
FOLDED = 50
"""So many more are folded; where there are still more, a page of their own has them all."""


@dataclass(frozen=True, slots=True)
class Row:
    """A person or party: the search it leads to, its answers as written, and its course; None where the page has no axis."""

    name: str
    url: str
    answers: str
    course: Course | None


@dataclass(frozen=True, slots=True)
class Onward:
    """A text that leads to the page of all values of a group."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of people, those with most answers first; `every` leads to those that have no room (None if all have).

    `missing` says how many answers name nobody ("" if none).
    """

    anchor: str
    title: str
    role: str
    rows: tuple[Row, ...]
    more: tuple[Row, ...]
    every: Onward | None
    missing: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The groups of people that the collection has any of, the axis their courses share, and how these are to be read ("" without)."""

    groups: tuple[Group, ...]
    axis: Axis | None
    reading: str


def people_page(counted: Counted, *, links: Links) -> PeoplePage:
    """The page of the people counted."""
    whole = counted.whole.answers
    shown = dict(GROUPS)
    if whole["asker"] == whole["addressee"]:
        del shown["asker"]
        shown["addressee"] = BOTH
    years = axis(counted.years)
    groups = (_group(facet, counted, called=called, years=years, links=links) for facet, called in shown.items())
    return PeoplePage(tuple(group for group in groups if group.rows), years, _reading(years, counted))


def _group(facet: str, counted: Counted, *, called: tuple[str, str, str], years: Axis | None, links: Links) -> Group:
    anchor, title, role = called
    held = counted.whole.answers[facet]
    ordered = sorted(held.values, key=lambda each: (-each.entries, alphabetical(each.value)))
    # One more than allowed is shown as well: folding it, or leading to it, would take the same room.
    outright = OUTRIGHT + 1 if len(ordered) == OUTRIGHT + 1 else OUTRIGHT
    room = OUTRIGHT + FOLDED + 1 if len(ordered) == OUTRIGHT + FOLDED + 1 else OUTRIGHT + FOLDED
    by_year = _by_year(facet, counted) if years else {}
    rows = tuple(
        Row(
            each.value,
            links.search(SearchRequest(filters={facet: (each.value,)})),
            number(each.entries),
            years.course(by_year.get(each.value, {})) if years else None,
        )
        for each in ordered[:room]
    )
    parameter = next(name for name, each in FILTERS.items() if each == facet)
    return Group(
        anchor,
        title,
        role,
        rows=rows[:outright],
        more=rows[outright:],
        every=Onward(f"Vis alle {number(len(ordered))} {title.lower()}", links.choose(parameter)) if len(ordered) > room else None,
        missing=f"Ikke angivet: {count(held.missing, 'svar', 'svar')}" if held.missing else "",
    )


def _by_year(facet: str, counted: Counted) -> dict[str, dict[str, int]]:
    """The answers of each value of a facet in each year that it has any."""
    answers: dict[str, dict[str, int]] = {}
    for year, tally in counted.years.items():
        for value, entries in tally.answers[facet].values:
            answers.setdefault(value, {})[year] = entries
    return answers


def _reading(years: Axis | None, counted: Counted) -> str:
    if years is None:
        return ""
    held = counted.whole.answers["year"]
    told = f"Søjlerne viser svar pr. år fra {years.first} til {years.last}. "
    told += "Hver række har sit eget mål: den højeste søjle er navnets travleste år."
    undated = held.missing
    older = sum(each.entries for each in held.values if each.value not in counted.years)
    if older:
        return f"{told} {count(undated + older, 'svar', 'svar')} fra tidligere år eller uden år står kun i tallet."
    return f"{told} {count(undated, 'svar', 'svar')} uden år står kun i tallet." if undated else told
