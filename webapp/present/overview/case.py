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
from webapp.present.letter.page import letter_title
from webapp.present.letter.page import passage_name
from webapp.present.results.cards import Fact
from webapp.present.results.cards import dated
from webapp.present.results.cards import facts
from webapp.present.results.facets import KIND_NAMES
from webapp.present.wording.danish import count
from webapp.present.wording.danish import listed
from webapp.present.wording.text import plain
from webapp.present.wording.text import shortened
from webapp.present.wording.text import wording


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from indexer.model.letter import Passage
    from indexer.model.results import Count
    from indexer.model.results import Results
    from webapp.links import Links


MOST_PASSAGES = 500
"""So many passages of a case stand on its page; the rest are a search away."""

MOST_ALIKE = 10
MOST_OTHERS = 5
"""So many letters of its case stand on the page of a letter."""
PASSAGES_OF_OTHERS = 50
"""So many passages of a case are looked through for them."""

MOST_NAMED = 6
"""So many people of a case are named at its head."""

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
    """Everything the page of a case says; `search` leads to its passages as a search, `notice` says what is left out ("" if nothing).

    `people` are those of several letters put together, each kind a line.
    """

    title: str
    url: str
    count: str
    people: tuple[str, ...]
    letters: tuple[LetterInCase, ...]
    search: str
    notice: str


@dataclass(frozen=True, slots=True)
class OtherLetters:
    """The letters of a case besides one of them, newest first, each led by its day; `more` leads to the rest ("" if there is none)."""

    letters: tuple[Link, ...]
    more: str


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
        count=held if missing else f"{listed(tuple(_kinds(letters)))} med {held}{_span(letters)}",
        people=() if missing or len(letters) == 1 else tuple(_people(letters)),
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


def other_letters(letter: Letter, results: Results, *, links: Links) -> OtherLetters | None:
    """The letters of the case of this one besides it, None if there are none; `results` are the passages of the case, newest first."""
    others = [each for each in _letters(results) if each.id != letter.id]
    is_more = len(others) > MOST_OTHERS or results.total > len(results.found)
    if not (others or is_more):
        return None
    number = " ".join((letter.metadata.case_number or "").split())
    return OtherLetters(
        letters=tuple(Link(letter_title(each), links.letter(each.id), lead=dated(each.metadata).text) for each in others[:MOST_OTHERS]),
        more=links.case(number) if is_more else "",
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


def _span(letters: list[Letter]) -> str:
    """The years the letters are from, to be added to their number; "" where none is dated."""
    years = sorted(letter.metadata.day[:4] for letter in letters if letter.metadata.day)
    if not years:
        return ""
    return f" fra {years[0]}" if years[0] == years[-1] else f" fra {years[0]} til {years[-1]}"


def _people(letters: list[Letter]) -> Iterator[str]:
    """Who signed and who was written to, each once, those of the oldest letter first."""
    oldest = list(reversed(letters))
    signed = dict.fromkeys(signer.name for letter in oldest for signer in letter.metadata.signers)
    written_to = dict.fromkeys(letter.metadata.addressee.name for letter in oldest if letter.metadata.addressee)
    for word, names in (("Fra", tuple(signed)), ("Til", tuple(written_to))):
        if names:
            rest = len(names) - MOST_NAMED
            # One more than allowed is named as well: "1 anden" would take the same room.
            yield f"{word} {listed(names if rest <= 1 else (*names[:MOST_NAMED], f'{rest} andre'))}"


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
