"""A letter -> what its page says.

Knows titles, metadata and passages in Danish; must not know Flask, HTML or how words are matched: marking is handed in.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING
from typing import TypeAlias

from indexer.model.results import Excerpt
from indexer.personal import mask_name
from webapp.present.letter.editions import EditionView
from webapp.present.letter.editions import earlier_editions
from webapp.present.letter.metadata import Datum
from webapp.present.letter.metadata import metadata_facts
from webapp.present.letter.metadata import signature
from webapp.present.letter.provenance import Provenance
from webapp.present.letter.provenance import has_pages
from webapp.present.letter.provenance import is_unsure
from webapp.present.letter.provenance import provenance
from webapp.present.letter.tables import TableView
from webapp.present.letter.tables import table_view
from webapp.present.results.facets import KIND_NAMES
from webapp.present.wording.danish import capitalised
from webapp.present.wording.text import Block
from webapp.present.wording.text import blocks
from webapp.present.wording.text import plain
from webapp.present.wording.text import shortened
from webapp.present.wording.text import wording


if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.model.letter import Letter
    from indexer.model.letter import Passage
    from indexer.model.letter import Remark
    from indexer.model.letter import Table


Marking: TypeAlias = Callable[[str], Excerpt]
"""Gives a text with its matched words marked."""

Marker: TypeAlias = Callable[[Iterable[str]], Marking]
"""Gives the marking for the texts of one passage; what they hold together decides what is marked in each."""

TITLE_LENGTH = 120
CONTENTS_LENGTH = 80


@dataclass(frozen=True, slots=True)
class RemarkView:
    """What was remarked of the reading, the page it is about (0 if of none that the file shows) and the passage ("" if of none)."""

    text: str
    page: int
    anchor: str


@dataclass(frozen=True, slots=True)
class PassageView:
    """One passage as set; `page` is where it begins, `remarks` are those on it.

    `name` is what its heading says where it has none of its own, `called` what it is called within a sentence, as "spørgsmål 1".
    """

    anchor: str
    name: str
    called: str
    contents: str
    heading: Excerpt
    question: tuple[Block, ...]
    answer: tuple[Block, ...]
    tables: tuple[TableView, ...]
    page: int
    remarks: tuple[RemarkView, ...]
    is_unsure: bool


@dataclass(frozen=True, slots=True)
class LetterPage:
    """Everything the page of a letter says; `has_pages` is true where its file is shown page by page."""

    kind: str
    title: str
    facts: tuple[Datum, ...]
    editions: tuple[EditionView, ...]
    preamble: tuple[Block, ...]
    passages: tuple[PassageView, ...]
    closing: tuple[Block, ...]
    signatures: tuple[str, ...]
    appendix: tuple[Block, ...]
    remarks: tuple[RemarkView, ...]
    provenance: Provenance
    has_pages: bool
    needs_ocr: bool


def unmarked(_texts: Iterable[str]) -> Marking:
    """Marks nothing."""
    return plain


def letter_page(letter: Letter, *, marker: Marker = unmarked) -> LetterPage:
    """What the page of this letter says, its words marked by `marker`."""
    # A compound whose parts merely stand here and there in the preamble is no match when the word itself stands in an answer.
    mark = marker((letter.preamble, letter.appendix, *(text for passage in letter.passages for text in _texts(passage))))
    numbers = count(1)
    remarks = tuple(_remark(remark, letter.file) for remark in letter.remarks)
    return LetterPage(
        kind=KIND_NAMES.get(letter.metadata.kind, letter.metadata.kind),
        title=letter_title(letter),
        facts=tuple(metadata_facts(letter.metadata)),
        editions=earlier_editions(letter),
        preamble=blocks(mark(letter.preamble)),
        passages=tuple(_passage(passage, marker(_texts(passage)), numbers, remarks) for passage in letter.passages),
        closing=blocks(plain(letter.closing)),
        signatures=tuple(signature(signer) for signer in letter.metadata.signers if signer.name not in letter.closing),
        appendix=blocks(mark(letter.appendix)),
        remarks=remarks,
        provenance=provenance(letter, [(passage, _stands_as(passage) or passage_name(passage)) for passage in letter.passages]),
        has_pages=has_pages(letter.file),
        needs_ocr=letter.needs_ocr,
    )


def letter_title(letter: Letter) -> str:
    """What a letter is called: its subject, else its first question or heading, else its file."""
    first = next((passage.question or passage.heading for passage in letter.passages if passage.question or passage.heading), None)
    return wording(shortened(plain(capitalised(letter.metadata.subject or first or mask_name(letter.file))), TITLE_LENGTH))


def letter_table(letter: Letter, number: str) -> Table | None:
    """The table that the page of this letter gives this number, written without leading zeros; None if there is none."""
    tables = (table for passage in letter.passages for table in passage.tables)
    return next((table for place, table in enumerate(tables, 1) if str(place) == number), None)


def _passage(passage: Passage, mark: Marking, numbers: Iterator[int], remarks: Iterable[RemarkView]) -> PassageView:
    name = passage_name(passage)
    about = passage.question or passage.heading or passage.answer
    return PassageView(
        anchor=passage.anchor,
        name=name,
        called=_called(passage),
        contents=wording(shortened(plain(about), CONTENTS_LENGTH)),
        heading=mark(passage.heading or ""),
        question=blocks(mark(passage.question or "")),
        answer=blocks(mark(passage.answer)),
        tables=tuple(table_view(table, number=next(numbers), mark=mark) for table in passage.tables),
        page=passage.page,
        remarks=tuple(remark for remark in remarks if remark.anchor == passage.anchor),
        is_unsure=is_unsure(passage),
    )


def _stands_as(passage: Passage) -> str:
    """The heading of its own that a passage stands under, on one line; "" where a question stands there, or nothing."""
    return "" if passage.question else wording(shortened(plain(passage.heading or ""), CONTENTS_LENGTH))


def _called(passage: Passage) -> str:
    heading, name = _stands_as(passage), passage_name(passage)
    return f"afsnittet ”{heading}”" if heading else name[:1].lower() + name[1:]


def _texts(passage: Passage) -> Iterator[str]:
    yield from (passage.heading or "", passage.question or "", passage.answer)
    for table in passage.tables:
        yield from (table.caption or "", *table.footnotes, *(cell for row in table.rows for cell in row))


def passage_name(passage: Passage) -> str:
    """What a passage is called within its letter."""
    if passage.kind == "question_answer":
        return f"Spørgsmål {passage.label}" if passage.label else "Spørgsmål"
    return "Afsnit" if passage.kind == "section" else "Øvrig tekst"


def _remark(remark: Remark, file: str) -> RemarkView:
    return RemarkView(remark.message, remark.page or 0 if has_pages(file) else 0, remark.passage or "")
