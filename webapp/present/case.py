"""The passages of a case -> what its page says, letter by letter; and what helps where there is no such case.

Knows how passages are put together to letters again; must not know Flask, HTML or how anything is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING
from typing import NamedTuple

from indexer.model.letter import Letter
from webapp.params import SearchRequest
from webapp.present.cards import Fact
from webapp.present.cards import facts
from webapp.present.danish import count
from webapp.present.danish import listed
from webapp.present.facets import KIND_NAMES
from webapp.present.letter import letter_title
from webapp.present.letter import passage_name
from webapp.present.text import plain
from webapp.present.text import shortened
from webapp.present.text import wording


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from indexer.model.letter import Passage
    from indexer.model.results import Count
    from indexer.model.results import Results
    from webapp.params import Links


MOST_PASSAGES = 500
"""So many passages of a case stand on its page; the rest are a search away."""

MOST_ALIKE = 10
QUESTION_LENGTH = 240
NUMBER_LENGTH = 80


class Link(NamedTuple):
    """A text that leads somewhere, and what stands before it."""

    text: str
    url: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class LetterInCase:
    """One letter of a case: its kind and title, its facts but the case, a link to each of its questions or sections."""

    kind: str
    title: str
    url: str
    facts: tuple[Fact, ...]
    passages: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything the page of a case says; `search` leads to its passages as a search, `notice` says what is left out ("" if nothing)."""

    title: str
    url: str
    count: str
    letters: tuple[LetterInCase, ...]
    search: str
    notice: str


@dataclass(frozen=True, slots=True)
class UnknownCase:
    """What is said where no letter has this case number: a search for it, and cases whose numbers begin alike."""

    number: str
    search: str
    alike: tuple[Link, ...]


def case_page(number: str, results: Results, *, links: Links) -> CasePage:
    """What the page of a case says; `results` are its passages, newest letter first."""
    letters = _letters(results)
    missing = results.total - len(results.found)
    held = count(results.total, "svar", "svar")
    return CasePage(
        title=f"Sag {number}",
        url=links.case(number),
        count=held if missing else f"{listed(tuple(_kinds(letters)))} med {held}",
        letters=tuple(_letter(letter, links) for letter in letters),
        search=links.search(SearchRequest(filters={"case": (number,)})),
        notice=f"Sagen er stor; her er de nyeste {len(results.found)} svar." if missing else "",
    )


def unknown_case(number: str, cases: Iterable[Count], *, links: Links) -> UnknownCase:
    """What helps one who asked for a case that is not among `cases`."""
    # A document's number begins with its case's, and a number that was cut off begins the whole one.
    alike = sorted((each.value for each in cases if each.value.startswith(number) or number.startswith(each.value)), reverse=True)
    return UnknownCase(
        number=wording(shortened(plain(number), NUMBER_LENGTH)),
        search=links.search(SearchRequest(words=number)),
        alike=tuple(Link(f"Sag {each}", links.case(each)) for each in alike[:MOST_ALIKE]),
    )


def _letters(results: Results) -> list[Letter]:
    """The letters, in the order of the results, each with the passages found of it."""
    by_letter = groupby((hit.stored for hit in results.found), key=lambda stored: stored.letter)
    groups = [tuple(stored) for _, stored in by_letter]
    return [Letter(each[0].letter, each[0].file, "", each[0].metadata, tuple(stored.passage for stored in each)) for each in groups]


def _kinds(letters: list[Letter]) -> Iterator[str]:
    notes = sum(letter.metadata.kind == "budget_note" for letter in letters)
    if notes < len(letters):
        yield count(len(letters) - notes, "brev", "breve")
    if notes:
        yield count(notes, "notat", "notater")


def _letter(letter: Letter, links: Links) -> LetterInCase:
    return LetterInCase(
        kind=KIND_NAMES.get(letter.metadata.kind, letter.metadata.kind),
        title=letter_title(letter),
        url=links.letter(letter.id),
        facts=tuple(facts(replace(letter.metadata, case_number=None))),
        passages=tuple(_passage(passage, links.letter(letter.id, anchor=passage.anchor)) for passage in letter.passages),
    )


def _passage(passage: Passage, url: str) -> Link:
    about = passage.question or passage.heading or passage.answer
    return Link(wording(shortened(plain(" ".join(about.split())), QUESTION_LENGTH)), url, lead=passage_name(passage))
