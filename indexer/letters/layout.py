"""The rows of a PDF in reading order, told apart by where they stand on the page.

Knows geometry; must not look at what a line says.
Inside the body, drawn tables are lifted out first; then prose in two columns is read one column after the other, and whatever else stands
side by side is one row with several cells. Margin, head, foot and what lies behind the text (indexer.letters.zones) follow page by page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.letters.rows import Row
from indexer.letters.ruled import find_ruled
from indexer.letters.text import join
from indexer.letters.text import line_text
from indexer.letters.zones import Column
from indexer.letters.zones import Placed
from indexer.letters.zones import columns_of
from indexer.letters.zones import find_watermarks
from indexer.letters.zones import running_lines
from indexer.letters.zones import take_cells_back
from indexer.letters.zones import zone_of
from indexer.model.source import Box


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

    from indexer.letters.rows import Zone
    from indexer.letters.ruled import Ruled
    from indexer.model.source import Source


SMALL = 0.92
"""Text set smaller than this share of the usual size is a note."""

LARGE = 1.1
"""Text set larger than this share of the usual size is a heading."""

NOTE_SIGN = re.compile(r"(?:[⁰¹²³⁴-⁹]+|\d{1,2}[.)]?|\*+)\s?(?=[A-ZÆØÅ§])")
"""What a footnote begins with: its number, raised or not, or stars."""

PROSE_CHARACTERS = 28
"""A column of prose has lines of at least so many characters; the cells of a table and the lines of a letterhead are shorter."""


def rows_of_pdf(source: Source) -> list[Row]:
    """The rows of a PDF: page by page the body from top to bottom, then what stands in the margin, at the head and at the foot."""
    placed = [Placed(number, line, line.box) for number, line in enumerate(source.lines) if line.box and line.text.strip()]
    pages = {page.number: page for page in source.pages}
    running = running_lines(placed, pages)
    drawn = {page.number: find_ruled(page.rules) for page in source.pages}
    inside = {item.number: table for item in placed for table in drawn[item.line.page] if table.cell(item.box)}
    usual = _usual_size([item for item in placed if item.number not in inside])
    watermarks = find_watermarks(placed, usual)
    columns = columns_of([item for item in placed if item.number not in running | watermarks], pages)
    by_page: dict[int, list[Placed]] = defaultdict(list)
    for item in placed:
        by_page[item.line.page].append(item)
    rows: list[Row] = []
    gutter: float | None = None
    for number, on_page in sorted(by_page.items()):
        page = pages[number]
        column = columns[page.width, page.height]
        tables = drawn[number]
        zones: dict[Zone, list[Placed]] = defaultdict(list)
        for item in on_page:
            in_table = item.number not in running and item.number in inside
            in_text = "body" if in_table else zone_of(item, column, running, page.height)
            zones["behind" if item.number in watermarks else in_text].append(item)
        if number > 1:
            take_cells_back(zones, column)
        free = [item for item in zones["body"] if item.number not in inside]
        own, gutter = _gutter(free, column), _same_gutter(free, gutter)
        prose_on = 2 if own else 0
        gutter = own or gutter
        body = [
            row for stretch, edges in _stretches(free, column, gutter, prose_on=prose_on) for row in _stacked(_side_by_side(stretch), edges)
        ]
        for table in tables:
            body = _with_table(body, _table_row(table, [item for item in zones["body"] if inside.get(item.number) is table], column))
        body = [row.opening_page() if rows and not n else row for n, row in enumerate(body)]
        rows += _with_notes(_with_headings(body, usual), usual)
        for zone in ("margin", "head", "foot", "behind"):
            rows += [_row([item], column, zone=zone) for item in sorted(zones[zone], key=lambda item: (item.box.top, item.box.x0))]
    return rows


def _with_table(rows: list[Row], table: Row | None) -> list[Row]:
    """The rows of a page with a drawn table put where it stands: before the first row below its upper edge."""
    if table is None or table.box is None:
        return rows
    top = table.box.top
    at = next((n for n, row in enumerate(rows) if row.box and row.box.top > top), len(rows))
    return [*rows[:at], table, *rows[at:]]


def _usual_size(placed: Sequence[Placed]) -> float:
    """The size, in points, that most characters are set in."""
    sizes: Counter[float] = Counter()
    for item in placed:
        sizes[item.line.size or 0.0] += len(item.line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _with_notes(rows: list[Row], usual: float) -> list[Row]:
    """The rows of a page, those at its end marked as footnotes that are set small and begin with a footnote's sign."""
    small = len(rows)
    while small and (rows[small - 1].size or usual) < SMALL * usual and not rows[small - 1].cells:
        small -= 1
    first = next((at for at in range(small, len(rows)) if NOTE_SIGN.match(rows[at].string)), len(rows))
    return [*rows[:first], *(replace(row, zone="note") for row in rows[first:])]


def _with_headings(rows: list[Row], usual: float) -> list[Row]:
    """The rows, those set larger than running text as headings."""
    return [replace(row, heading=1) if row.size and row.size > LARGE * usual and not row.grid else row for row in rows]


def _stretches(items: Sequence[Placed], column: Column, gutter: float | None, *, prose_on: int) -> list[tuple[list[Placed], Column]]:
    """The lines of a page in stretches to be read one after the other, each with its edges: two columns of prose are two stretches.

    What stands on both sides of the gutter is columns when at least `prose_on` sides are prose, else rows of several cells.
    """
    if gutter is None:
        return [(list(items), column)]
    stretches: list[tuple[list[Placed], Column]] = []
    above: list[Placed] = []
    left: list[Placed] = []
    right: list[Placed] = []
    for item in sorted(items, key=lambda item: item.box.top):
        if item.box.x0 < gutter < item.box.x1:
            stretches += _paired(above, left, right, column, prose_on=prose_on)
            above, left, right = [item], [], []
        else:
            (left if item.box.x1 <= gutter else right).append(item)
    return [*stretches, *_paired(above, left, right, column, prose_on=prose_on)]


def _paired(
    above: list[Placed], left: list[Placed], right: list[Placed], column: Column, *, prose_on: int
) -> list[tuple[list[Placed], Column]]:
    """A line of full width and what stands below it: one stretch, or three where prose stands on both sides of the gutter."""
    if _is_prose(left) + _is_prose(right) < prose_on:
        return [([*above, *left, *right], column)] if above or left or right else []
    stretches = [(above, column)] if above else []
    if left:
        stretches.append((left, Column(column.x0, max(item.box.x1 for item in left))))
    if right:
        stretches.append((right, Column(min(item.box.x0 for item in right), column.x1)))
    return stretches


def _gutter(items: Sequence[Placed], column: Column) -> float | None:
    """Where a page is divided into two columns of prose: the middle of the widest empty strip near the middle that few lines cross."""
    width = column.x1 - column.x0
    starts = sorted({item.box.x0 for item in items if 0.35 < (item.box.x0 - column.x0) / max(1.0, width) < 0.65})
    for start in starts:
        at = start - 1.0
        left = [item for item in items if item.box.x1 < at]
        right = [item for item in items if item.box.x0 >= at and abs(item.box.x0 - start) < 0.15 * width]
        crossing = len(items) - len([item for item in items if item.box.x1 < at or item.box.x0 >= at])
        if _is_prose(left) and _is_prose(right) and crossing < min(len(left), len(right)):
            return at
    return None


def _same_gutter(items: Sequence[Placed], gutter: float | None) -> float | None:
    """The gutter of the page before, where it also divides this one: a last page may have too little text to show its own."""
    if gutter is None or any(item.box.x0 < gutter < item.box.x1 for item in items):
        return None
    return gutter if any(item.box.x0 >= gutter for item in items) and any(item.box.x1 < gutter for item in items) else None


def _is_prose(items: Sequence[Placed]) -> bool:
    """Whether lines are those of a column of prose: three of them or more are long, and those hold most of the text."""
    lengths = [len(item.line.text) for item in items]
    long = [length for length in lengths if length >= PROSE_CHARACTERS]
    return len(long) > 2 and 2 * sum(long) > sum(lengths)


def _table_row(table: Ruled, items: list[Placed], column: Column) -> Row | None:
    """A drawn table as one row whose grid holds the rows of each cell."""
    if not items:
        return None
    cells: dict[tuple[int, int], list[Placed]] = defaultdict(list)
    for item in items:
        cells[table.cell(item.box) or (0, 0)].append(item)
    grid = [
        tuple(
            tuple(_stacked(_side_by_side(cells[row, at]), Column(table.columns[at], table.columns[at + 1])))
            for at in range(len(table.columns) - 1)
        )
        for row in range(len(table.rows) - 1)
    ]
    filled = tuple(row for row in grid if any(row))
    whole = _row(sorted(items, key=lambda item: (item.box.top, item.box.x0)), column, gap=1.0)
    return whole.with_grid(filled, table.box)


def _stacked(groups: Sequence[list[Placed]], column: Column) -> list[Row]:
    """Groups of lines side by side as rows from top to bottom, with the space between them."""
    rows: list[Row] = []
    bottom: float | None = None
    for group in groups:
        top = min(item.box.top for item in group)
        pitch = max(item.box.bottom - item.box.top for item in group) * 1.2
        gap = 0.0 if bottom is None else max(0.0, (top - bottom) / pitch)
        rows.append(_row(group, column, gap=gap))
        bottom = max(item.box.bottom for item in group)
    return rows


def _side_by_side(items: Iterable[Placed]) -> list[list[Placed]]:
    """Lines that stand at the same height, from left to right."""
    groups: list[list[Placed]] = []
    for item in sorted(items, key=lambda item: (item.box.top, item.box.x0)):
        if groups and _overlap(groups[-1][-1].box, item.box) > 0.6:
            groups[-1].append(item)
        else:
            groups.append([item])
    return [sorted(group, key=lambda item: item.box.x0) for group in groups]


def _overlap(a: Box, b: Box) -> float:
    """The share of the lower of two boxes' heights that they have in common."""
    return (min(a.bottom, b.bottom) - max(a.top, b.top)) / max(0.1, min(a.bottom - a.top, b.bottom - b.top))


def _row(items: list[Placed], column: Column, *, gap: float = 0.0, zone: Zone = "body") -> Row:
    if len(items) == 1:
        return _row_of_one(items[0], column, gap, zone)
    first, last = items[0], items[-1]
    cells = tuple(line_text(item.number, item.line.text) for item in items)
    characters = sum(len(cell) for cell in cells)
    width = sum(item.box.x1 - item.box.x0 for item in items) / max(1, characters)
    return Row(
        text=join(cells, " "),
        page=first.line.page,
        gap=gap,
        indent=(first.box.x0 - column.x0) / max(1.0, width),
        room=(column.x1 - last.box.x1) / max(1.0, width),
        cells=cells,
        edges=tuple(edge for item in items for edge in (item.box.x0, item.box.x1)),
        heading=first.line.heading,
        bold=all(item.line.bold for item in items),
        italic=all(item.line.italic for item in items),
        size=first.line.size,
        box=Box(first.box.x0, min(i.box.top for i in items), last.box.x1, max(i.box.bottom for i in items)),
        zone=zone,
    )


def _row_of_one(item: Placed, column: Column, gap: float, zone: Zone) -> Row:
    """As `_row`, of a line that stands alone: most do, and this way takes a third of the time."""
    number, line, box = item
    text = line_text(number, line.text)
    width = max(1.0, (box.x1 - box.x0) / max(1, len(text.text)))
    return Row(
        text=text,
        page=line.page,
        gap=gap,
        indent=(box.x0 - column.x0) / width,
        room=(column.x1 - box.x1) / width,
        edges=(box.x0, box.x1),
        heading=line.heading,
        bold=line.bold,
        italic=line.italic,
        size=line.size,
        box=box,
        zone=zone,
    )
