"""A letter drawn for a terminal.

Knows Danish headings and how a page of text looks; must not know where the letter came from.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.console import Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table as Grid
from rich.text import Text

from indexer.cli.streams import plain


if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from indexer.model.letter import Letter
    from indexer.model.letter import Metadata
    from indexer.model.letter import Passage
    from indexer.model.letter import Person
    from indexer.model.letter import Signer
    from indexer.model.letter import Table

_KINDS = {"letter": "Brev", "budget_note": "Budgetnotat"}
_DATE_SOURCES = {"letter": "", "inquiry": " (henvendelsens)"}


def draw(letter: Letter) -> str:
    """The letter as text for stdout: in colour and as wide as the terminal if that is one."""
    console = Console(file=sys.stdout, highlight=False)
    with console.capture() as capture:
        console.print(Panel(_metadata(letter), title=_text(letter.file, "bold"), title_align="left"))
        for part in _parts(letter):
            console.print(part)
    return "\n".join(line.rstrip() for line in capture.get().split("\n"))


def _parts(letter: Letter) -> Iterator[RenderableType]:
    if letter.preamble:
        yield from ("", _text("Indledning", "bold"), Padding(_text(letter.preamble), (0, 2)))
    for passage in letter.passages:
        yield from ("", _text(_title(passage), "bold"), Padding(Group(*_passage(passage)), (0, 2)))
    if letter.remarks:
        yield from ("", _text("Bemærkninger", "bold"))
        yield from (Padding(_text(f"{remark.message} [{remark.code}]"), (0, 2)) for remark in letter.remarks)
    if letter.needs_ocr:
        yield _text("Filen har ingen tekst, kun billeder, og skal igennem tekstgenkendelse.", "bold")


def _metadata(letter: Letter) -> Grid:
    grid = Grid.grid(padding=(0, 2))
    for name, value in _values(letter.metadata):
        grid.add_row(_text(name, "dim"), _text(value or "-"))
    return grid


def _values(metadata: Metadata) -> Iterator[tuple[str, str | None]]:
    yield "Type", _KINDS[metadata.kind]
    yield "Myndighed", metadata.authority
    yield "Forvaltning", metadata.administration
    yield "Modtager", _person(metadata.addressee)
    yield "Spørger", _person(metadata.asker)
    yield "Dato", metadata.date and metadata.date + _DATE_SOURCES[metadata.date_source or "letter"]
    yield "Henvendelse", metadata.inquiry_date
    yield "Sagsnummer", metadata.case_number
    yield "Dokumentnummer", metadata.document_number
    yield "Reference", metadata.reference
    yield "Emne", metadata.subject
    yield "Underskriver", "; ".join(map(_signer, metadata.signers))


def _person(person: Person | None) -> str | None:
    if person is None:
        return None
    return person.name + (f" ({person.party})" if person.party and person.party != person.name else "")


def _signer(signer: Signer) -> str:
    return ", ".join(filter(None, (signer.name, signer.title)))


def _title(passage: Passage) -> str:
    name = {"question_answer": "Spørgsmål", "section": "Afsnit", "remainder": "Øvrig tekst"}[passage.kind]
    sure = "" if passage.confidence == 1 else f", {passage.confidence:.0%} sikkert"
    return f"{name} {passage.label or ''}".rstrip() + f" (side {passage.page}{sure})"


def _passage(passage: Passage) -> Iterator[RenderableType]:
    if passage.heading:
        yield _text(passage.heading, "bold")
    if passage.question:
        yield from (_text(passage.question, "italic"), "")
    yield _text(passage.answer)
    for table in passage.tables:
        yield from ("", _table(table))


def _table(table: Table) -> RenderableType:
    grid = Grid(title=_text(table.caption or ""), title_justify="left", show_header=False, show_lines=True)
    for row in table.rows:
        grid.add_row(*map(_text, row))
    return Group(grid, *map(_text, table.footnotes))


def _text(value: str, style: str = "") -> Text:
    return Text(plain(value), style)
