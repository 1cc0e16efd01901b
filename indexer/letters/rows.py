"""The lines of a source in reading order, each with what it holds and which zone of the page it lies in.

Knows lines and cells; must not know what a letter says.
A row is what a reader sees as one line: in a PDF the cells of a table row are lines of their own that stand side by side.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from dataclasses import replace
from typing import TYPE_CHECKING
from typing import Literal

from indexer.letters.text import Text
from indexer.letters.text import join
from indexer.letters.text import line_text
from indexer.model.source import Box


if TYPE_CHECKING:
    from indexer.model.source import Line
    from indexer.model.source import Source

Zone = Literal["body", "margin", "head", "foot", "note", "behind"]

WIDE_GAP = re.compile(r"\S(?: {3,}|\t+)(?=\S)")
"""Three spaces or a tab inside a line: a column begins, where prose has one space and careless prose two."""

TERMINAL = tuple(".?!:;…")
CLOSING_MARKS = '"”’»)]* '


# Not `frozen`, for the reason that stands at Text.
@dataclass(slots=True, unsafe_hash=True)
class Row:
    """One row as read: its text, its cells when it has several, and how it is set.

    `room` is the empty space to its right, in characters: whether the next word would still have fitted.
    `edges` are the left and right edges of its cells, in points. `opens_page` marks the first row of a page's body.
    A drawn table is one row: `grid` holds the rows of each cell of each of its rows.
    """

    text: Text
    page: int
    gap: float
    indent: float
    room: float
    cells: tuple[Text, ...] = ()
    edges: tuple[float, ...] = ()
    heading: int = 0
    bold: bool = False
    italic: bool = False
    size: float | None = None
    box: Box | None = None
    zone: Zone = "body"
    opens_page: bool = False
    grid: tuple[tuple[tuple[Row, ...], ...], ...] = ()

    def opening_page(self) -> Row:
        """The same row as the first of its page."""
        return replace(self, opens_page=True)

    def with_grid(self, grid: tuple[tuple[tuple[Row, ...], ...], ...], box: Box) -> Row:
        """The row as a drawn table with these cells."""
        return replace(self, grid=grid, box=box, cells=(), edges=())

    @property
    def string(self) -> str:
        """The row's text without its places."""
        return self.text.text

    @property
    def ends_sentence(self) -> bool:
        """Whether the row ends as a sentence does."""
        return self.string.rstrip(CLOSING_MARKS).endswith(TERMINAL)

    def leaves_room_for(self, following: Row) -> bool:
        """Whether the first word of the next row would have fitted here: the break was the writer's, not the margin's."""
        return self.room > len(following.string.split(None, 1)[0]) + 1


def rows_of_text(source: Source) -> list[Row]:
    """The rows of a plain text or Markdown source."""
    width = _wrap_width([line.text for line in source.lines])
    rows: list[Row] = []
    for number, line in enumerate(source.lines):
        text = line_text(number, line.text)
        if not text:
            continue
        opens_page = bool(rows) and line.page != rows[-1].page
        rows.append(
            Row(
                text=text,
                page=line.page,
                gap=line.gap,
                indent=line.indent,
                room=width - len(line.text.rstrip()),
                cells=_cells(number, line),
                heading=line.heading,
                bold=line.bold,
                italic=line.italic,
                opens_page=opens_page,
            )
        )
    return rows


def _wrap_width(lines: list[str]) -> int:
    """The length at which lines were broken: that of the longest but for a few outliers."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    return lengths[-1 - len(lengths) // 50] if lengths else 0


def _cells(number: int, line: Line) -> tuple[Text, ...]:
    if line.cells:
        cells: list[Text] = []
        at = 0
        for cell in line.cells:
            at = line.text.index(cell, at)
            cells.append(line_text(number, line.text, at, at + len(cell)))
            at += len(cell)
        return tuple(cells)
    cuts = [match.end() for match in WIDE_GAP.finditer(line.text)]
    if not cuts:
        return ()
    bounds = [0, *cuts, len(line.text)]
    return tuple(line_text(number, line.text, start, end) for start, end in itertools.pairwise(bounds))


def undrawn(row: Row) -> list[Row]:
    """The rows of a drawn table as if nothing were drawn: lines at the same height are cells of one row. Any other row is itself."""
    lines = [line for cells in row.grid for cell in cells for line in cell]
    if not lines:
        return [row]
    level: list[list[Row]] = []
    for line in sorted(lines, key=lambda line: (line.box or Box(0, 0, 0, 0)).top):
        beside = level and level[-1][0].box and line.box and line.box.top < (level[-1][0].box.top + level[-1][0].box.bottom) / 2
        if beside:
            level[-1].append(line)
        else:
            level.append([line])
    return [_beside_each_other(sorted(lines, key=lambda line: (line.box or Box(0, 0, 0, 0)).x0)) for lines in level]


def _beside_each_other(lines: list[Row]) -> Row:
    cells = tuple(cell for line in lines for cell in line.cells or (line.text,))
    edges = tuple(edge for line in lines for edge in line.edges)
    return replace(lines[0], text=join(cells, " "), cells=cells if len(cells) > 1 else (), edges=edges, room=lines[-1].room)


def whole(rows: list[Row], separator: str = "\n") -> Text:
    """The texts of the rows, one after the other."""
    return join((row.text for row in rows), separator)
