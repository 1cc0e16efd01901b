"""A letter drawn for a terminal: its own text in reading order, and beside each piece what it was taken for.

Knows how a page of text looks; must not know where the letter came from, nor how it is understood.
"""

from __future__ import annotations

import os
import re
import sys
from itertools import groupby
from typing import TYPE_CHECKING
from typing import NamedTuple

from rich.console import Console
from rich.console import Group
from rich.panel import Panel
from rich.rule import Rule
from rich.segment import Segment
from rich.table import Table as Grid
from rich.text import Text

from indexer.cli.kinds import LOOKS
from indexer.cli.kinds import RULES
from indexer.cli.kinds import VALUES
from indexer.cli.kinds import WARNING
from indexer.cli.kinds import certainty
from indexer.cli.kinds import name_of
from indexer.cli.streams import plain
from indexer.cli.stretches import stretches
from indexer.cli.stretches import text_of


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from rich.console import ConsoleOptions
    from rich.console import RenderableType
    from rich.console import RenderResult

    from indexer.cli.stretches import Stretch
    from indexer.model.letter import Letter
    from indexer.model.letter import Passage
    from indexer.model.letter import Person
    from indexer.model.letter import PlaceKind
    from indexer.model.letter import Remark
    from indexer.model.letter import Signer
    from indexer.model.letter import Table
    from indexer.model.source import Line
    from indexer.model.source import Source

_NAMES = 20
_NARROWEST = 60
_WIDEST = 132
_AWAY_FROM_TERMINALS = 120

_TYPES = {"letter": "Brev", "budget_note": "Budgetnotat"}
_PARAGRAPH = 0.5
"""The space above a line, in lines, that shows as a blank line."""

_ASIDE = frozenset({"letterhead", "furniture", "label", "footnote"})
"""Kinds whose blank lines say nothing."""


class Block(NamedTuple):
    """Stretches that are drawn as one: of one kind and passage, with the labels right before them."""

    kind: PlaceKind | None
    passage: Passage | None
    stretches: list[Stretch]


def draw(letter: Letter, source: Source) -> str:
    """The letter as text for stdout: in colour and as wide as the terminal if that is one."""
    console = Console(file=sys.stdout, highlight=False)
    known = console.is_terminal or "COLUMNS" in os.environ
    console.width = max(_NARROWEST, min(console.width, _WIDEST)) if known else _AWAY_FROM_TERMINALS
    with console.capture() as capture:
        for part in _parts(letter, source):
            console.print(part)
    return "\n".join(line.rstrip() for line in capture.get().split("\n"))


def blocks(letter: Letter, source: Source) -> list[Block]:
    """The stretches of a letter in blocks, in reading order, none on two pages; a label is in the block of its passage that follows."""
    passages = {passage.anchor: passage for passage in letter.passages}
    made: list[Block] = []
    for (kind, anchor, *_), group in groupby(
        stretches(letter, source), key=lambda one: (one.kind, one.passage, one.table, source.lines[one.span.line].page)
    ):
        block = Block(kind, passages.get(anchor or ""), list(group))
        before = made[-1] if made else None
        if before and before.kind == "label" and before.passage and before.passage is block.passage and kind != "table":
            made[-1] = Block(kind, block.passage, before.stretches + block.stretches)
        else:
            made.append(block)
    return made


class _Beside:
    """Something drawn with names and a bar to its left."""

    def __init__(self, body: RenderableType, names: Sequence[str], style: str, *, heavy: bool = False) -> None:
        self.body, self.names, self.style, self.heavy = body, names, style, heavy

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        style = console.get_style(self.style)
        bar = "|" if options.ascii_only else "┃" if self.heavy else "│"
        inner = options.update(width=options.max_width - _NAMES - 3)
        lines = console.render_lines(self.body, inner, pad=False)
        for number in range(max(len(lines), len(self.names))):
            name = self.names[number] if number < len(self.names) else ""
            yield Segment(f"{name[:_NAMES]:>{_NAMES}} {bar} ", style)
            yield from lines[number] if number < len(lines) else ()
            yield Segment.line()


def _parts(letter: Letter, source: Source) -> Iterator[RenderableType]:
    yield Panel(_metadata(letter, paged=bool(source.pages)), title=_text(letter.file, "bold"), title_align="left")
    anchors = {passage.anchor for passage in letter.passages}
    by_page = [remark for remark in letter.remarks if remark.passage not in anchors and remark.page and source.pages]
    yield from (_remark(remark) for remark in letter.remarks if remark.passage not in anchors and remark not in by_page)
    page, drawn = 0, set[tuple[str, int]]()
    for block in blocks(letter, source):
        if source.pages and (now := source.lines[block.stretches[0].span.line].page) > page:
            yield from (part for number in range(page + 1, now + 1) for part in _page_head(number, by_page))
            page = now
        anchor, table = block.passage.anchor if block.passage else "", block.stretches[-1].table
        if table >= 0 and (anchor, table) in drawn:
            continue  # a table that goes on, on the next page or behind a margin: it was drawn whole
        yield ""
        if anchor not in {known for known, _ in drawn}:
            yield from (_remark(remark) for remark in letter.remarks if remark.passage == anchor)
        drawn.add((anchor, table))
        yield _block(block, letter, source)
    yield from (part for number in range(page + 1, len(source.pages) + 1) for part in _page_head(number, by_page))


def _page_head(number: int, remarks: Sequence[Remark]) -> Iterator[RenderableType]:
    yield from ("", Rule(f"side {number}", style="dim", align="left", characters="─"))
    yield from (_remark(remark) for remark in remarks if remark.page == number)


def _remark(remark: Remark) -> RenderableType:
    where = f" (side {remark.page})" if remark.page else ""
    return _Beside(_text(f"{remark.message}{where} [{remark.code}]"), ["bemærkning"], WARNING)


def _block(block: Block, letter: Letter, source: Source) -> RenderableType:
    doubt = certainty(block.passage) if block.passage and block.kind in ("question", "answer") else ""
    names = [name_of(block.kind, block.passage), *filter(None, [doubt])]
    table = block.stretches[-1].table
    body: RenderableType = _prose(block, letter, source)
    if block.kind == "table" and block.passage and table >= 0:
        body = _table(block.passage.tables[table])
    return _Beside(body, names, LOOKS[block.kind].style, heavy=block.passage is not None)


def _prose(block: Block, letter: Letter, source: Source) -> Text:
    """The lines of a block as they stand in the file; what a metadata value was read from is underlined."""
    found = [span for origin in letter.origins.values() for span in origin.spans]
    text = Text()
    before: Stretch | None = None
    for stretch in block.stretches:
        if before is not None:
            text.append(_between(before, stretch, source))
        at = len(text)
        text.append(plain(text_of(stretch, source)), LOOKS[stretch.kind].style)
        for span in found:
            if span.line == stretch.span.line and span.start < stretch.span.end and stretch.span.start < span.end:
                start = max(span.start, stretch.span.start) - stretch.span.start
                text.stylize("underline", at + start, at + min(span.end, stretch.span.end) - stretch.span.start)
        before = stretch
    return text


def _between(before: Stretch, stretch: Stretch, source: Source) -> str:
    if before.span.line == stretch.span.line:
        return " "
    line: Line = source.lines[stretch.span.line]
    apart = stretch.kind not in _ASIDE and line.gap >= _PARAGRAPH and stretch.span.line > before.span.line
    return "\n\n" if apart else "\n"


def _table(table: Table) -> RenderableType:
    grid = Grid(title=_text(table.caption or "", "bold"), title_justify="left", show_header=False, border_style="dim")
    for column in zip(*table.rows, strict=True):
        grid.add_column(justify="right" if _are_numbers(column[1:]) else "left")
    for row in table.rows:
        grid.add_row(*map(_text, row))
    return Group(grid, *(_text(note, "dim") for note in table.footnotes))


def _are_numbers(cells: Sequence[str]) -> bool:
    """Whether most cells of a column have figures and no word."""
    return sum(any(map(str.isdigit, cell)) and not re.search(r"[^\W\d_]{3}", cell) for cell in cells) > len(cells) / 2


def _metadata(letter: Letter, *, paged: bool) -> Grid:
    grid = Grid.grid(padding=(0, 2))
    for name, value in _values(letter):
        origin = letter.origins.get(name)
        rule = RULES.get(origin.rule, origin.rule) if origin and value else ""
        where = f"side {origin.page}, {rule}" if origin and origin.spans and rule and paged else rule
        grid.add_row(_text(VALUES[name], "dim"), _text(value or "-", "" if value else "dim"), _text(where, "dim"))
    return grid


def _values(letter: Letter) -> Iterator[tuple[str, str | None]]:
    metadata = letter.metadata
    stands_in = " (henvendelsens)" if metadata.date_source == "inquiry" else ""
    yield "kind", _TYPES[metadata.kind]
    yield "authority", metadata.authority
    yield "administration", metadata.administration
    yield "addressee", _person(metadata.addressee)
    yield "addressee_party", metadata.addressee.party if metadata.addressee else None
    yield "asker", _person(metadata.asker)
    yield "date", metadata.date and metadata.date + stands_in
    yield "inquiry_date", metadata.inquiry_date
    yield "case_number", metadata.case_number
    yield "document_number", metadata.document_number
    yield "reference", metadata.reference
    yield "subject", metadata.subject
    yield "signer", "; ".join(map(_signer, metadata.signers)) or None


def _person(person: Person | None) -> str:
    return ", ".join(filter(None, (person.name, person.title, person.email))) if person else ""


def _signer(signer: Signer) -> str:
    return ", ".join(filter(None, (signer.name, signer.title)))


def _text(value: str, style: str = "") -> Text:
    return Text(plain(value), style)
