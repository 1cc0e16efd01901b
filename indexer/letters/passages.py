"""Drafts made into a letter: passages with labels and anchors, remarks, and a place for every character.

Knows what a finished letter holds; must not read rows or labels itself.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from typing import Literal

from indexer.letters.anatomy import dissect
from indexer.letters.blocks import build_blocks
from indexer.letters.dialogue import Reader
from indexer.letters.drafts import Draft
from indexer.letters.drafts import Reading
from indexer.letters.forms import sections
from indexer.letters.forms import set_pairs
from indexer.letters.header import read_metadata
from indexer.letters.legibility import has_text
from indexer.letters.legibility import is_legible
from indexer.letters.legibility import unread_pages
from indexer.letters.notes import assign
from indexer.letters.notes import find_notes
from indexer.letters.rows import whole
from indexer.letters.text import join
from indexer.letters.text import line_text
from indexer.model.letter import Letter
from indexer.model.letter import Metadata
from indexer.model.letter import Passage
from indexer.model.letter import Place
from indexer.model.letter import Remark
from indexer.model.letter import Table
from indexer.personal import mask_name


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from collections.abc import Sequence

    from indexer.letters.anatomy import Anatomy
    from indexer.letters.blocks import Block
    from indexer.letters.drafts import DraftTable
    from indexer.letters.rows import Row
    from indexer.letters.text import Text
    from indexer.model.letter import PlaceKind
    from indexer.model.letter import Span
    from indexer.model.source import Source

PARAGRAPH = "\n\n"


def parse_letter(source: Source, *, parties: Mapping[str, str], members: Mapping[str, str]) -> Letter:
    """The letter that the lines of `source` make up; what is missing or doubtful becomes a remark.

    `parties` maps the names of parties to their letters, `members` the names of members to their party's name.
    """
    if not has_text(source) or not is_legible(source):
        return _unread(source)
    anatomy = dissect(source)
    blocks = build_blocks(anatomy.body)
    reading, kind = _read_body(blocks, noted=not anatomy.salutation)
    questions = "\n".join(text.text for draft in reading.drafts for text in draft.question)
    asked = "\n".join([questions, *(text.text for text in reading.opening)])
    opening = reading.opening or [block.text for block in blocks[:1]]
    metadata, origins, taken = read_metadata(anatomy, opening, asked, parties=parties, members=members)
    metadata = replace(metadata, kind="budget_note" if kind == "section" and not anatomy.salutation else "letter")
    if source.format == "text" and not metadata.date and metadata.inquiry_date:
        # Text often lost its letterhead on the way from the letter; a PDF shows all there is.
        metadata = replace(metadata, date=metadata.inquiry_date, date_source="inquiry")
    notes = find_notes(anatomy.notes)
    passages, places = _passages(reading, kind, notes, source)
    remarks = _remarks(source, metadata, reading, passages)
    signature, appendix = anatomy.after[:taken], anatomy.after[taken:]
    return Letter(
        id=letter_id(metadata, source.file),
        file=source.file,
        fingerprint=source.fingerprint,
        metadata=metadata,
        passages=tuple(passages),
        preamble=join(reading.opening, PARAGRAPH).text,
        closing=whole([*anatomy.closing, *signature]).text,
        appendix=whole(list(appendix)).text,
        remarks=tuple(remarks),
        origins=origins,
        places=(*_page_places(anatomy, signature, appendix), *_text_places("preamble", reading.opening), *places),
    )


def _unread(source: Source) -> Letter:
    """The letter in a file whose text cannot be read: nothing but a remark that says what to do."""
    if source.ocr:
        remark = Remark("no_text", "Filen har ingen tekst, og i billederne af dens sider blev der heller ingen genkendt.")
    elif has_text(source):
        remark = Remark("unreadable_text", "Filens skrifttyper kan ikke omsættes til bogstaver; brevet kræver tekstgenkendelse.")
    else:
        remark = Remark("no_text", "Filen har ingen tekst; den er formentlig scannet og kræver tekstgenkendelse.")
    lines = [line_text(number, line.text) for number, line in enumerate(source.lines)]
    return Letter(
        id=letter_id(Metadata(), source.file),
        file=source.file,
        fingerprint=source.fingerprint,
        metadata=Metadata(),
        passages=(),
        remarks=(remark,),
        places=tuple(_text_places("unreadable", lines)),
        needs_ocr=not source.ocr,
    )


def letter_id(metadata: Metadata, file: str) -> str:
    """What a letter is called in its URL: its document number, else the name of its file, in letters that need no escaping.

    What is personal in that name is not in the URL, whatever is hidden in letters: addresses stand in logs and histories.
    """
    name = metadata.document_number or mask_name(re.sub(r"\.[^./]*$", "", file))
    return re.sub(r"[^\w.-]+", "-", name.casefold()).strip("-.") or "brev"


def _read_body(blocks: Sequence[Block], *, noted: bool) -> tuple[Reading, Literal["question_answer", "section", "remainder"]]:
    """The reading of the body and the kind of its passages: questions and answers, else headed sections, else all as one."""
    reading = Reader(blocks).reading
    if any(draft.question or draft.numbers for draft in reading.drafts):
        return reading, "question_answer"
    by_type = set_pairs(blocks)
    if by_type.drafts:
        return by_type, "question_answer"
    by_heading = sections(blocks)
    if by_heading.drafts and (noted or len(by_heading.drafts) > 1):
        return by_heading, "section"
    rest = Draft(guessed=True)
    rest.answer = [block.text for block in blocks]
    return Reading(drafts=[rest] if rest.answer else []), "remainder"


def _passages(
    reading: Reading, kind: Literal["question_answer", "section", "remainder"], notes: Sequence[tuple[int, Text]], source: Source
) -> tuple[list[Passage], list[Place]]:
    passages: list[Passage] = []
    places = _text_places("label", reading.heads)
    anchors: set[str] = set()
    stands = [tuple(span for text in (*draft.question, *draft.answer) for span in text.spans) for draft in reading.drafts]
    footnotes = assign(notes, stands, source)
    places += _text_places("footnote", (note for _, note in notes))
    for position, (draft, spans, own_notes) in enumerate(zip(reading.drafts, stands, footnotes, strict=True), 1):
        label = _label(draft.numbers)
        anchor = _anchor(str(position) if kind == "section" else label or str(position), anchors)
        first = spans or tuple(span for table in draft.tables for span in table.block.text.spans) or draft.heading.spans
        passages.append(
            Passage(
                label=label,
                anchor=anchor,
                kind=kind,
                answer=join(draft.answer, PARAGRAPH).text,
                question=join(draft.question, PARAGRAPH).text or None,
                heading=draft.heading.text or None,
                tables=tuple(_table(table) for table in draft.tables),
                footnotes=tuple(note.text for note in own_notes),
                page=source.lines[first[0].line].page if first else 1,
                confidence=_confidence(draft, kind),
                spans=spans,
            )
        )
        places += _draft_places(draft, anchor)
    return passages, places


def _label(numbers: Sequence[str]) -> str | None:
    """The numbers of a passage as people name them: "2", "2 og 3", "1, 2 og 3"."""
    return " og ".join([", ".join(numbers[:-1]), numbers[-1]]) if len(numbers) > 1 else "".join(numbers) or None


def _anchor(label: str, taken: set[str]) -> str:
    """A name for the passage that no other of its letter has: "svar-1", "svar-2-og-3", and "svar-1-2" for a second "1"."""
    base = "svar-" + re.sub(r"[^\w]+", "-", label)
    anchor = next(name for n in range(1, len(taken) + 2) if (name := base if n == 1 else f"{base}-{n}") not in taken)
    taken.add(anchor)
    return anchor


def _confidence(draft: Draft, kind: str) -> float:
    """How sure it is that this answer belongs to this question, by what says so: a number (1), a place (0.6), nothing (0.3)."""
    if kind == "section":
        return 1.0
    if kind == "remainder" or not draft.question or not draft.answered:
        return 0.3
    return 0.6 if draft.guessed else 1.0


def _table(table: DraftTable) -> Table:
    return Table(
        rows=tuple(tuple(cell.text for cell in row) for row in table.grid.rows),
        caption=table.caption.text or None,
        footnotes=tuple(note.text for note in table.footnotes),
        page=table.block.page,
    )


def _draft_places(draft: Draft, anchor: str) -> list[Place]:
    return [
        *_text_places("label", draft.dropped, anchor),
        *_text_places("heading", [draft.heading], anchor),
        *_text_places("question", draft.question, anchor),
        *_text_places("answer", draft.answer, anchor),
        *_text_places("table", (text for table in draft.tables for text in (table.caption, table.block.text, *table.footnotes)), anchor),
    ]


def _page_places(anatomy: Anatomy, signature: Sequence[Row], appendix: Sequence[Row]) -> list[Place]:
    parts: list[tuple[PlaceKind, Sequence[Row]]] = [
        ("letterhead", anatomy.letterhead),
        ("furniture", anatomy.furniture),
        ("salutation", anatomy.salutation),
        ("closing", (*anatomy.closing, *signature)),
        ("appendix", appendix),
    ]
    return [place for kind, rows in parts for place in _text_places(kind, (row.text for row in rows))]


def _text_places(kind: PlaceKind, texts: Iterable[Text], passage: str | None = None) -> list[Place]:
    spans: list[Span] = [span for text in texts for span in text.spans]
    return [Place(kind, tuple(spans), passage)] if spans else []


MISSING = {
    "date": "Brevet har ingen dato.",
    "case_number": "Brevet har intet sagsnummer.",
    "document_number": "Brevet har intet dokumentnummer.",
    "addressee": "Modtageren fremgår ikke.",
    "signers": "Underskriveren fremgår ikke.",
}


def missing(metadata: Metadata) -> list[Remark]:
    """A remark for each value that a letter ought to have and that is not there."""
    remarks = [Remark(f"missing_{name}", message) for name, message in MISSING.items() if not getattr(metadata, name)]
    if metadata.day and not metadata.own_date:
        undated = Remark("missing_date", "Brevet har ingen dato; henvendelsens dato bruges til sortering.")
        remarks = [undated, *(remark for remark in remarks if remark.code != "missing_date")]
    return remarks


def _remarks(source: Source, metadata: Metadata, reading: Reading, passages: Sequence[Passage]) -> list[Remark]:
    remarks = missing(metadata)
    remarks += [
        Remark("damaged", f"Side {page.number} er beskadiget og kun læst til dels.", page.number) for page in source.pages if page.damaged
    ]
    remarks += _recognised(source)
    for draft, passage in zip(reading.drafts, passages, strict=True):
        remarks += [replace(doubt, passage=passage.anchor) for doubt in _doubts(draft)]
    if not reading.drafts:
        remarks.append(Remark("no_passages", "Brevet har ingen brødtekst, der kan deles i spørgsmål og svar."))
    return remarks


UNSURE = 0.8
"""Recognised text less sure than this holds a mistake in every other line."""


def _recognised(source: Source) -> list[Remark]:
    """What is to be said of pages that are pictures: that their text was recognised, or was not."""
    recognised = [page for page in source.pages if page.ocr is not None]
    remarks = [
        Remark("ocr", f"Side {page.number} var svær at læse; genkendelsen er usikker.", page.number)
        for page in recognised
        if page.ocr and page.ocr < UNSURE
    ]
    if recognised:
        where = "" if len(recognised) == len(source.pages) else f" på side {_label([str(page.number) for page in recognised])}"
        remarks.insert(0, Remark("ocr", f"Teksten{where} er genkendt i billeder af siderne og kan indeholde fejl; originalen gælder."))
    return remarks + [
        Remark("no_text", f"Side {number} er et billede, hvis tekst ikke er læst; den kræver tekstgenkendelse.", number)
        for number in unread_pages(source)
    ]


def _doubts(draft: Draft) -> list[Remark]:
    label = _label(draft.numbers)
    name = f"Spørgsmål {label}" if label else "Et spørgsmål"
    doubts: list[Remark] = []
    if not draft.heading and not draft.question and draft.numbers:
        doubts.append(Remark("no_question", f"Svaret under {label} hører ikke til noget spørgsmål i brevet."))
    elif not draft.heading and not draft.question:
        doubts.append(Remark("no_structure", "Teksten er ikke delt i spørgsmål og svar; den er søgbar som ét stykke."))
    elif not draft.heading and not draft.answered:
        doubts.append(Remark("no_answer", f"{name} har intet svar i brevet."))
    elif draft.guessed:
        doubts.append(Remark("guessed_answer", f"{name} er parret med sit svar efter rækkefølgen alene."))
    for table in draft.tables:
        if not table.grid.sure:
            caption = f"”{table.caption}”" if table.caption else "uden overskrift"
            doubts.append(
                Remark("unsure_table", f"Tabellen {caption} har mistet sine kolonner; cellernes plads er usikker.", table.block.page)
            )
    return doubts
