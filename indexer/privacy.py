"""A letter without the e-mail addresses, telephone numbers and CPR numbers in it, and where in its file they stand.

Knows which texts of a letter people write, and how the lines of a source follow one another; must not know how a number is told (that is
indexer.personal), files, engines or the web. All that is indexed, kept and shown is made from a letter that was masked here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING
from typing import NamedTuple

from indexer.digits import announces
from indexer.letters.legibility import STAMP
from indexer.letters.legibility import unread_pages
from indexer.model.letter import Person
from indexer.model.letter import Span
from indexer.personal import find
from indexer.personal import mask


if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.config import Privacy
    from indexer.model.letter import Letter
    from indexer.model.letter import Metadata
    from indexer.model.letter import Passage
    from indexer.model.letter import Signer
    from indexer.model.letter import Table
    from indexer.model.source import Line
    from indexer.model.source import Source
    from indexer.personal import Kind


VERSION = "2"
"""Raised whenever the same letter would be masked otherwise, so that an index made before is rebuilt."""

_BLOCK = "█"
_APART = 0.5
"""So much empty space between two lines, in lines, begins a paragraph."""

_SHORT = 20
"""A line of fewer characters is not run on into the next: cells, and the lines of an address block, stand by themselves."""


_PICTURE = 0.1
"""A page that hardly says anything itself, and of which pictures cover this share, may say more in them."""


class Hidden(NamedTuple):
    """One address or number in a source: what it is, its text without white space, and where it stands."""

    kind: Kind
    text: str
    spans: tuple[Span, ...]


def version(privacy: Privacy) -> str:
    """What of these settings and this program decides what a letter shows: changes when an index must be rebuilt."""
    return f"{VERSION} masked" if privacy.mask else "off"


def masked(letter: Letter) -> Letter:
    """The letter, all its texts masked; it is the same, but for the addresses and numbers in them.

    Numbers of case and document stay: they are no person's, and the letter is called after one of them.
    """
    return replace(
        letter,
        metadata=_metadata(letter.metadata),
        passages=tuple(map(_passage, letter.passages)),
        preamble=mask(letter.preamble),
        closing=mask(letter.closing),
        appendix=mask(letter.appendix),
        remarks=tuple(replace(remark, message=mask(remark.message)) for remark in letter.remarks),
    )


def hidden_in(source: Source) -> tuple[Hidden, ...]:
    """The addresses and numbers in a file as read, those broken at the end of a line included, in order."""
    text, starts = _running(source)
    found: list[Hidden] = []
    for start, end, kind in find(text):
        # A line's own text ends before the character that joins it to the next.
        spans = (
            Span(number, max(start, at) - at, min(end, at + len(line.text)) - at)
            for number, (line, at) in enumerate(zip(source.lines, starts, strict=True))
            if start < at + len(line.text) and at < end
        )
        found.append(Hidden(kind, _bare(text[start:end]), tuple(spans)))
    return tuple(found)


def unseen_pages(source: Source) -> tuple[int, ...]:
    """The numbers of the pages of a PDF on which somebody may see what was not read: nobody can tell whether it is personal.

    That is more than what has to be recognised (`unread_pages`): also a page that broke off, which a browser may show further, and a
    picture that fills but a part of its page.
    """
    said: Counter[int] = Counter()
    for line in source.lines:
        said[line.page] += len(line.text)
    unread = unread_pages(source)
    return tuple(
        page.number
        for page in source.pages
        if page.number in unread or (page.ocr is None and (page.damaged or (page.pictures >= _PICTURE and said[page.number] < STAMP)))
    )


def covered(source: Source) -> Source:
    """The source with blocks for the characters that are hidden in it, so that every other one keeps its place in its line."""
    lines = [line.text for line in source.lines]
    for piece in hidden_in(source):
        for number, start, end in piece.spans:
            lines[number] = lines[number][:start] + _BLOCK * (end - start) + lines[number][end:]
    told = (
        replace(line, text=text, cells=tuple(text.split("\t")) if line.cells else (), words=()) if text != line.text else line
        for line, text in zip(source.lines, lines, strict=True)
    )
    return replace(source, lines=tuple(told))


def hidden_texts(letter: Letter) -> frozenset[str]:
    """The addresses and numbers in the texts of a letter, without white space: what `hidden_in` its source should find as well."""
    found = ((text, find(text, label=label, tabular=tabular)) for text, label, tabular in _texts(letter))
    return frozenset(_bare(text[start:end]) for text, pieces in found for start, end, _ in pieces)


def _bare(text: str) -> str:
    """An address or number as it is compared, however its file sets and breaks it."""
    return "".join(character for character in text.casefold() if character.isalnum())


def _running(source: Source) -> tuple[str, list[int]]:
    """All lines as one text, and where in it each begins."""
    parts: list[str] = []
    starts: list[int] = []
    at = 0
    before: Line | None = None
    for line in source.lines:
        if before is not None:
            parts.append(" " if _runs_on(before, line) else "\n")
            at += 1
        starts.append(at)
        parts.append(line.text)
        at += len(line.text)
        before = line
    return "".join(parts), starts


def _runs_on(before: Line, line: Line) -> bool:
    """Whether a line may go on in the next: neither is a row of cells, it is no short one, and the next stands below it."""
    return not before.cells and not line.cells and len(before.text) >= _SHORT and line.gap < _APART and not _is_beside(before, line)


def _is_beside(before: Line, line: Line) -> bool:
    """Whether two lines of a page stand in different columns of it, as a body and its margin do."""
    if before.box is None or line.box is None or before.page != line.page:
        return False
    return line.box.top < before.box.bottom - 1 or line.box.x0 > before.box.x1 or line.box.x1 < before.box.x0


def _metadata(metadata: Metadata) -> Metadata:
    return replace(
        metadata,
        authority=_mask(metadata.authority),
        administration=_mask(metadata.administration),
        addressee=_person(metadata.addressee),
        asker=_person(metadata.asker),
        reference=_mask(metadata.reference),
        subject=_mask(metadata.subject),
        signers=tuple(map(_signer, metadata.signers)),
    )


def _person(person: Person | None) -> Person | None:
    if person is None:
        return None
    return Person(mask(person.name), title=_mask(person.title), party=_mask(person.party))


def _signer(signer: Signer) -> Signer:
    return replace(signer, name=mask(signer.name), title=_mask(signer.title), role=_mask(signer.role))


def _passage(passage: Passage) -> Passage:
    return replace(
        passage,
        question=_mask(passage.question),
        heading=_mask(passage.heading),
        answer=mask(passage.answer),
        tables=tuple(map(_table, passage.tables)),
        footnotes=tuple(map(mask, passage.footnotes)),
    )


def _table(table: Table) -> Table:
    rows = tuple(
        tuple(mask(cell, label=_label(table, row, column), tabular=True) for column, cell in enumerate(cells))
        for row, cells in enumerate(table.rows)
    )
    return replace(table, rows=rows, caption=_mask(table.caption), footnotes=tuple(map(mask, table.footnotes)))


def _label(table: Table, row: int, column: int) -> str:
    """What calls a cell a number to ring or of a person: the cell before it, or its column's heading; "" where neither does."""
    beside = table.rows[row][column - 1] if column else ""
    return next(filter(announces, (beside, table.rows[0][column] if row else "")), "")


def _mask(text: str | None) -> str | None:
    return None if text is None else mask(text)


def _texts(letter: Letter) -> Iterator[tuple[str, str, bool]]:
    """The texts that are masked, each with its label and whether it is a cell."""
    metadata = letter.metadata
    people = [person for person in (metadata.addressee, metadata.asker) if person]
    tables = [table for passage in letter.passages for table in passage.tables]
    plain = chain(
        (metadata.authority, metadata.administration, metadata.reference, metadata.subject),
        (text for person in people for text in (person.name, person.title, person.party, person.email)),
        (text for signer in metadata.signers for text in (signer.name, signer.title)),
        (text for passage in letter.passages for text in (passage.question, passage.heading, passage.answer, *passage.footnotes)),
        (text for table in tables for text in (table.caption, *table.footnotes)),
        (letter.preamble, letter.closing, letter.appendix),
    )
    yield from ((text, "", False) for text in plain if text)
    for table in tables:
        for row, cells in enumerate(table.rows):
            yield from ((cell, _label(table, row, column), True) for column, cell in enumerate(cells))
