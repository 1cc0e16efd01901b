"""A passage found -> the card that shows it, on whichever page.

Knows places, titles and short facts in Danish; must not know Flask, HTML or how a passage was found: its link is handed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING
from typing import NamedTuple

from indexer.model.results import Excerpt
from webapp.present.results.facets import KIND_NAMES
from webapp.present.results.reasons import NO_REASONS
from webapp.present.results.reasons import Why
from webapp.present.results.reasons import why
from webapp.present.wording.danish import capitalised
from webapp.present.wording.danish import day
from webapp.present.wording.text import plain
from webapp.present.wording.text import shortened
from webapp.present.wording.text import wording


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from indexer.model.letter import Metadata
    from indexer.model.letter import StoredPassage
    from indexer.model.results import Found


TITLE_LENGTH = 180


class Fact(NamedTuple):
    """A short fact about a letter; `iso` is its day, if it is one."""

    text: str
    iso: str = ""


class Likeness(NamedTuple):
    """A word for how much of what is asked a passage shares; `is_quiet` where it is little."""

    text: str
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One passage found: where it stands, title (a heading of this `level`) and snippet with marks, the facts of the quiet line below.

    `letter` is the id of its letter, `within` where it stands in that. `why` says why it was found, where that was asked for; `likeness`
    how like it is to a question asked now, where there is one.
    """

    place: str
    title: Excerpt
    url: str
    snippet: Excerpt
    facts: tuple[Fact, ...]
    letter: str
    within: str
    level: int = 2
    why: Why = NO_REASONS
    likeness: Likeness | None = None


class Group(NamedTuple):
    """Cards of one letter that follow each other: the first says what is known of the letter, the others only where they stand in it."""

    first: Card
    others: tuple[Card, ...] = ()


def grouped(cards: Iterable[Card]) -> tuple[Group, ...]:
    """The cards in their order, those of one letter that follow each other put together."""
    letters = (tuple(of_letter) for _, of_letter in groupby(cards, key=lambda card: card.letter))
    return tuple(Group(first, tuple(map(_other, others))) for first, *others in letters)


def _other(card: Card) -> Card:
    return replace(card, place=card.within, level=card.level + 1)


def card(hit: Found, *, url: str, level: int = 2, likeness: Likeness | None = None) -> Card:
    """The card of a passage found, which leads to `url`."""
    stored = hit.stored
    named = stored.passage.heading or capitalised(stored.metadata.subject or "Uden overskrift")
    title = hit.question if wording(hit.question) else plain(named)
    return Card(
        place=place(stored),
        title=shortened(title, TITLE_LENGTH),
        url=url,
        snippet=hit.snippet,
        facts=tuple(facts(stored.metadata)),
        letter=stored.letter,
        within=_within(stored) or KIND_NAMES.get(stored.metadata.kind, stored.metadata.kind),
        level=level,
        why=why(hit),
        likeness=likeness,
    )


def place(stored: StoredPassage) -> str:
    """Where a passage stands, as "Spørgsmål 2 · Mælk i skolerne"."""
    metadata = stored.metadata
    parts = [text for text in (_within(stored), capitalised(metadata.subject or "")) if text]
    return " · ".join(parts or [KIND_NAMES.get(metadata.kind, metadata.kind)])


def _within(stored: StoredPassage) -> str:
    passage = stored.passage
    if passage.kind == "question_answer":
        return f"Spørgsmål {passage.label}" if passage.label else ""
    return stored.metadata.reference or ("" if passage.kind == "section" else "Øvrig tekst")


def facts(metadata: Metadata) -> Iterator[Fact]:
    """The facts by which a letter is told from others: its day, who wrote it and to whom, its numbers."""
    yield dated(metadata)
    if metadata.signers:
        yield Fact("fra " + " og ".join(signer.name for signer in metadata.signers))
    if metadata.addressee:
        yield Fact(f"til {metadata.addressee.name}")
    if metadata.case_number:
        yield Fact(f"sag {metadata.case_number}")
    if metadata.document_number:
        yield Fact(f"dok. {metadata.document_number}")


def known_line(metadata: Metadata) -> str:
    """The same facts on one line."""
    return " ".join(" · ".join(fact.text for fact in facts(metadata)).split())


def dated(metadata: Metadata) -> Fact:
    """The day of a letter, or of the inquiry it answers, said so."""
    if metadata.day is None:
        return Fact("uden dato")
    written = day(metadata.day)
    return Fact(written if metadata.own_date else f"henvendelse {written}", metadata.day)
