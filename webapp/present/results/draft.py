"""The questions of a draft and passages like another -> what their pages say.

Knows what a share is called in Danish; must not know Flask, HTML, how a question is found or what is alike. The draft itself is never in
a link.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.inquiry import CHARACTERS
from indexer.inquiry import MOST_QUESTIONS
from indexer.model.results import Excerpt
from webapp.present.results.cards import Card
from webapp.present.results.cards import Likeness
from webapp.present.results.cards import card
from webapp.present.results.cards import place
from webapp.present.wording.danish import count
from webapp.present.wording.danish import number
from webapp.present.wording.text import plain
from webapp.present.wording.text import shortened
from webapp.present.wording.text import wording


if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.model.letter import StoredPassage
    from indexer.model.results import Answered
    from indexer.model.results import Asked
    from indexer.model.results import Found
    from webapp.links import Links


VERY_ALIKE = 0.6
ALIKE = 0.4
"""From these shares on, an earlier answer is called very like or like what is asked; see indexer.likeness for what they are worth."""

QUESTION_LENGTH = 400
CONTENTS_LENGTH = 90
NOT_MUCH = "Intet tidligere svar ligner meget."
NONE = "Intet tidligere svar ligner."
EMPTY = "Skriv eller indsæt en tekst først."
NOTHING_ASKED = "Der er ingen ord at slå op i teksten."


@dataclass(frozen=True, slots=True)
class AskedView:
    """One question of a draft: its id on the page, its text with what is shared marked, and the earlier answers.

    `contents` is what the list of questions calls it, `best` how like the best of its answers is, `verdict` a sentence ("" when there
    is one that is like it).
    """

    anchor: str
    question: Excerpt
    contents: str
    best: Likeness
    verdict: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class DraftPage:
    """Everything the page of a draft says of it; `count` is "" before there is one."""

    draft: str = ""
    count: str = ""
    notices: tuple[str, ...] = ()
    asked: tuple[AskedView, ...] = ()


@dataclass(frozen=True, slots=True)
class SimilarPage:
    """A passage, and the cards of passages like it."""

    place: str
    title: str
    question: Excerpt
    back: str
    cards: tuple[Card, ...]


def draft_page(draft: str, answered: Answered | None, *, links: Links) -> DraftPage:
    """What the page of a draft says; `answered` is None when there was nothing to look up."""
    if answered is None:
        return DraftPage(draft, notices=(EMPTY,))
    asked = tuple(_asked(each, place, links) for place, each in enumerate(answered.asked, 1))
    return DraftPage(
        draft,
        count=f"{count(len(asked), 'spørgsmål', 'spørgsmål') if asked else 'Ingen spørgsmål'} i teksten",
        notices=tuple(dict.fromkeys((*_limits(draft, len(asked)), *answered.ignored, *([] if asked else [NOTHING_ASKED])))),
        asked=asked,
    )


def similar_page(stored: StoredPassage, found: tuple[Found, ...], *, links: Links) -> SimilarPage:
    """What the page of passages like `stored` says."""
    passage = stored.passage
    question = shortened(plain(passage.question or passage.heading or passage.answer), QUESTION_LENGTH)
    return SimilarPage(
        place=place(stored),
        title=wording(shortened(question, CONTENTS_LENGTH)),
        question=question,
        back=links.letter(stored.letter, anchor=passage.anchor),
        cards=tuple(card(hit, url=_url(hit, links), level=3) for hit in found),
    )


def likeness(share: float) -> Likeness:
    """What a share, from 0 to 1, is called."""
    if share >= VERY_ALIKE:
        return Likeness("Ligner meget")
    return Likeness("Ligner") if share >= ALIKE else Likeness("Ligner lidt", is_quiet=True)


def _asked(asked: Asked, place: int, links: Links) -> AskedView:
    best = max((earlier.share for earlier in asked.earlier), default=None)
    return AskedView(
        anchor=f"spoergsmaal-{place}",
        question=shortened(asked.question, QUESTION_LENGTH),
        contents=wording(shortened(plain(wording(asked.question)), CONTENTS_LENGTH)),
        best=Likeness("Intet ligner", is_quiet=True) if best is None else likeness(best),
        verdict=NONE if best is None else "" if best >= ALIKE else NOT_MUCH,
        cards=tuple(card(each.found, url=_url(each.found, links), level=3, likeness=likeness(each.share)) for each in asked.earlier),
    )


def _limits(draft: str, questions: int) -> Iterator[str]:
    if len(draft) > CHARACTERS:
        yield f"Teksten er lang; kun de første {number(CHARACTERS)} tegn er brugt."
    if questions >= MOST_QUESTIONS:
        yield f"Der slås højst {MOST_QUESTIONS} spørgsmål op ad gangen."


def _url(hit: Found, links: Links) -> str:
    return links.letter(hit.stored.letter, anchor=hit.stored.passage.anchor)
