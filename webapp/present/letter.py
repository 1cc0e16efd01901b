"""A letter -> what its page says.

Knows titles, metadata and passages in Danish; must not know Flask, HTML or how words are matched: marking is handed in.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING
from typing import TypeAlias

from indexer.model.results import Excerpt
from webapp.present.danish import capitalised
from webapp.present.danish import day
from webapp.present.editions import EditionView
from webapp.present.editions import earlier_editions
from webapp.present.facets import KIND_NAMES
from webapp.present.tables import TableView
from webapp.present.tables import table_view
from webapp.present.text import Block
from webapp.present.text import blocks
from webapp.present.text import plain
from webapp.present.text import shortened
from webapp.present.text import wording


if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.model.letter import Letter
    from indexer.model.letter import Metadata
    from indexer.model.letter import Passage
    from indexer.model.letter import Person
    from indexer.model.letter import Signer
    from indexer.model.letter import Table


Marking: TypeAlias = Callable[[str], Excerpt]
"""Gives a text with its matched words marked."""

Marker: TypeAlias = Callable[[Iterable[str]], Marking]
"""Gives the marking for the texts of one passage; what they hold together decides what is marked in each."""

TITLE_LENGTH = 120
CONTENTS_LENGTH = 80
SURE = 0.6
"""Below this confidence the page says that question and answer may not belong together."""


@dataclass(frozen=True, slots=True)
class Datum:
    """One line of the metadata; `is_missing` when the letter does not say it, `case` the case whose page it leads to."""

    label: str
    value: str
    is_missing: bool = False
    case: str = ""


@dataclass(frozen=True, slots=True)
class PassageView:
    """One passage as set; `name` is what the list of contents and the heading call it."""

    anchor: str
    name: str
    contents: str
    heading: Excerpt
    question: tuple[Block, ...]
    answer: tuple[Block, ...]
    tables: tuple[TableView, ...]
    is_unsure: bool


@dataclass(frozen=True, slots=True)
class LetterPage:
    """Everything the page of a letter says."""

    kind: str
    title: str
    facts: tuple[Datum, ...]
    editions: tuple[EditionView, ...]
    preamble: tuple[Block, ...]
    passages: tuple[PassageView, ...]
    closing: tuple[Block, ...]
    signatures: tuple[str, ...]
    appendix: tuple[Block, ...]
    remarks: tuple[str, ...]
    needs_ocr: bool


def unmarked(_texts: Iterable[str]) -> Marking:
    """Marks nothing."""
    return plain


def letter_page(letter: Letter, *, marker: Marker = unmarked) -> LetterPage:
    """What the page of this letter says, its words marked by `marker`."""
    # A compound whose parts merely stand here and there in the preamble is no match when the word itself stands in an answer.
    mark = marker((letter.preamble, letter.appendix, *(text for passage in letter.passages for text in _texts(passage))))
    numbers = count(1)
    return LetterPage(
        kind=KIND_NAMES.get(letter.metadata.kind, letter.metadata.kind),
        title=letter_title(letter),
        facts=tuple(_facts(letter.metadata)),
        editions=earlier_editions(letter),
        preamble=blocks(mark(letter.preamble)),
        passages=tuple(_passage(passage, marker(_texts(passage)), numbers) for passage in letter.passages),
        closing=blocks(plain(letter.closing)),
        signatures=tuple(_signature(signer) for signer in letter.metadata.signers if signer.name not in letter.closing),
        appendix=blocks(mark(letter.appendix)),
        remarks=tuple(_remark(remark.message, remark.page) for remark in letter.remarks),
        needs_ocr=letter.needs_ocr,
    )


def letter_title(letter: Letter) -> str:
    """What a letter is called: its subject, else its first question or heading, else its file."""
    first = next((passage.question or passage.heading for passage in letter.passages if passage.question or passage.heading), None)
    return wording(shortened(plain(capitalised(letter.metadata.subject or first or letter.file)), TITLE_LENGTH))


def letter_table(letter: Letter, number: str) -> Table | None:
    """The table that the page of this letter gives this number, written without leading zeros; None if there is none."""
    tables = (table for passage in letter.passages for table in passage.tables)
    return next((table for place, table in enumerate(tables, 1) if str(place) == number), None)


def _facts(metadata: Metadata) -> Iterator[Datum]:
    note = "ikke angivet i notatet" if metadata.kind == "budget_note" else "ikke angivet i brevet"

    def datum(label: str, value: str | None) -> Datum:
        return Datum(label, value or note, is_missing=not value)

    yield datum("Dato", day(metadata.own_date) if metadata.own_date else None)
    if metadata.inquiry_date:
        yield datum("Henvendelse", day(metadata.inquiry_date))
    yield datum("Til", _person(metadata.addressee) if metadata.addressee else None)
    if metadata.asker and metadata.asker != metadata.addressee:
        yield datum("Spurgt af", _person(metadata.asker))
    yield datum("Fra", "; ".join(_signature(signer) for signer in metadata.signers))
    yield replace(datum("Sagsnummer", metadata.case_number), case=" ".join((metadata.case_number or "").split()))
    yield datum("Dokumentnummer", metadata.document_number)
    if metadata.reference:
        yield datum("Reference", metadata.reference)
    yield datum("Forvaltning", metadata.administration)
    if metadata.authority:
        yield datum("Myndighed", metadata.authority)


def _person(person: Person) -> str:
    party = person.party if person.party != person.name else None
    return ", ".join(part for part in (person.name, person.title, party) if part)


def _signature(signer: Signer) -> str:
    return f"{signer.name}, {signer.title}" if signer.title else signer.name


def _passage(passage: Passage, mark: Marking, numbers: Iterator[int]) -> PassageView:
    name = passage_name(passage)
    about = passage.question or passage.heading or passage.answer
    return PassageView(
        anchor=passage.anchor,
        name=name,
        contents=wording(shortened(plain(about), CONTENTS_LENGTH)),
        heading=mark(passage.heading or ""),
        question=blocks(mark(passage.question or "")),
        answer=blocks(mark(passage.answer)),
        tables=tuple(table_view(table, number=next(numbers), mark=mark) for table in passage.tables),
        is_unsure=passage.confidence < SURE,
    )


def _texts(passage: Passage) -> Iterator[str]:
    yield from (passage.heading or "", passage.question or "", passage.answer)
    for table in passage.tables:
        yield from (table.caption or "", *table.footnotes, *(cell for row in table.rows for cell in row))


def passage_name(passage: Passage) -> str:
    """What a passage is called within its letter."""
    if passage.kind == "question_answer":
        return f"Spørgsmål {passage.label}" if passage.label else "Spørgsmål"
    return "Afsnit" if passage.kind == "section" else "Øvrig tekst"


def _remark(message: str, page: int | None) -> str:
    return f"Side {page}: {message}" if page else message
