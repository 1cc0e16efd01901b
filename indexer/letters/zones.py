"""Which zone of its page each line of a PDF lies in: body, margin, head, foot, or behind the text.

Knows geometry; looks at what a line says only at the edges of a page, to tell running heads and addresses from text.
Body: between the edges that the widest lines share. Margin: what stands wholly beside it, unless it is the last columns of a table.
Head and foot: what recurs at the edges of the pages. Behind: a watermark.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING
from typing import NamedTuple

from indexer.letters.furniture import is_contact


if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.letters.rows import Zone
    from indexer.model.source import Box
    from indexer.model.source import Line
    from indexer.model.source import Page


class Placed(NamedTuple):
    """A line with its number in the source and its box."""

    number: int
    line: Line
    box: Box


class Column(NamedTuple):
    """Left and right edge of running text, in points."""

    x0: float
    x1: float


PAGE_NUMBER = re.compile(r"[-–]?\s*(?:side|s\.)?\s*0(?:\s*(?:af|/|-)\s*0)?\s*[-–]?", re.IGNORECASE)
"""A page number, with every run of digits written as 0."""

EDGE = 0.1
"""The share of the page's height at top and bottom in which running heads and footers are looked for."""

LETTERHEAD = 0.2
"""The share of the first page's height that a letterhead fills; what stands there may return at the head of the other pages."""

LEVEL = 0.6
"""Lines stand at the same height when they share so much of the lower one's."""

ALIKE = 0.05
"""Type of one table differs by no more than this share of its size."""

CELL_CHARACTERS = 28
"""A cell is shorter than this, or far from the cell beside it; a line of prose is neither."""

FAR = 6.0
"""In ems, the space between cells that no line of prose leaves before a margin, unless it is the last of its paragraph."""

HUGE = 2.0
"""A watermark is at least so many times as large as the text it lies behind."""


def columns_of(placed: Sequence[Placed], pages: dict[int, Page]) -> dict[tuple[float, float], Column]:
    """The body's edges for each size of page: those of the lines at least 0.6 as wide as the widest."""
    lines: dict[tuple[float, float], list[Box]] = defaultdict(list)
    for item in placed:
        page = pages[item.line.page]
        lines[page.width, page.height].append(item.box)
    columns: dict[tuple[float, float], Column] = defaultdict(lambda: Column(0.0, 0.0))
    for size, boxes in lines.items():
        widths = sorted(box.x1 - box.x0 for box in boxes)
        wide = [box for box in boxes if box.x1 - box.x0 >= 0.6 * widths[-1 - len(widths) // 50]]
        columns[size] = Column(min(box.x0 for box in wide), max(box.x1 for box in wide))
    return columns


def zone_of(item: Placed, column: Column, running: set[int], height: float) -> Zone:
    """The zone of a line by its place alone: beside the column, or in it; a `running` one at the head or the foot."""
    if item.number in running:
        return "head" if item.box.top < height / 2 else "foot"
    slack = 0.02 * (column.x1 - column.x0)
    return "margin" if item.box.x0 >= column.x1 - slack or item.box.x1 <= column.x0 + slack else "body"


def running_lines(placed: Sequence[Placed], pages: dict[int, Page]) -> set[int]:
    """Lines at the head or foot that say the same on several pages but for digits, page numbers, and the sender's address."""
    at_edge: dict[tuple[bool, str], list[Placed]] = defaultdict(list)
    letterhead = {item.line.text for item in placed if item.line.page == 1 and item.box.bottom < LETTERHEAD * pages[1].height}
    for item in placed:
        height = pages[item.line.page].height
        if item.box.bottom < EDGE * height or item.box.top > (1 - EDGE) * height:
            at_edge[item.box.top < height / 2, re.sub(r"\d+", "0", item.line.text)].append(item)
    return {
        item.number
        for (_, text), items in at_edge.items()
        for item in items
        if len({other.line.page for other in items}) > 1
        or PAGE_NUMBER.fullmatch(text.strip())
        or is_contact(item.line.text)
        or (item.line.page > 1 and item.line.text in letterhead)
    }


def take_cells_back(zones: dict[Zone, list[Placed]], column: Column) -> None:
    """Move the last columns of a table wider than the text from the margin to the body, on a page where no margin is expected any more."""
    outside = [item for item in zones["margin"] if item.box.x0 > column.x0]
    if _are_cells(outside, zones["body"]):
        zones["margin"] = [item for item in zones["margin"] if item not in outside]
        zones["body"] = sorted((*zones["body"], *outside), key=lambda item: item.number)


def _are_cells(outside: Sequence[Placed], body: Sequence[Placed]) -> bool:
    """Whether lines to the right of the body are cells of its rows: most of them are level with a cell that is set alike."""
    beside = sum(_stands_in_row(item, body) for item in outside)
    return len(outside) > 1 and beside * 3 >= len(outside) * 2


def _stands_in_row(item: Placed, body: Sequence[Placed]) -> bool:
    level = [other for other in body if _shared_height(item, other) > LEVEL and other.box.x1 <= item.box.x0]
    if not level:
        return False
    nearest = max(level, key=lambda other: other.box.x1)
    size, other_size = item.line.size or 0.0, nearest.line.size or 0.0
    short = len(nearest.line.text) < CELL_CHARACTERS or item.box.x0 - nearest.box.x1 > FAR * size
    return short and abs(size - other_size) <= ALIKE * size


def _shared_height(item: Placed, other: Placed) -> float:
    low = min(item.box.bottom - item.box.top, other.box.bottom - other.box.top)
    return (min(item.box.bottom, other.box.bottom) - max(item.box.top, other.box.top)) / max(0.1, low)


def find_watermarks(items: Sequence[Placed], usual: float) -> set[int]:
    """The numbers of the lines that lie behind others, much larger than the `usual` size of the text: watermarks that run level."""
    huge = [item for item in items if (item.line.size or 0.0) >= HUGE * usual > 0]
    return {item.number for item in huge if any(_is_over(other, item) for other in items if other.line.page == item.line.page)}


def _is_over(item: Placed, huge: Placed) -> bool:
    """Whether the middle of a smaller line lies inside the box of a huge one."""
    x, y = (item.box.x0 + item.box.x1) / 2, (item.box.top + item.box.bottom) / 2
    inside = huge.box.x0 < x < huge.box.x1 and huge.box.top < y < huge.box.bottom
    return inside and (item.line.size or 0.0) * HUGE <= (huge.line.size or 0.0)
