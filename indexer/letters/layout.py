"""The rows of a PDF in reading order, told apart by where they stand on the page.

Knows geometry alone; must not look at what a line says (but for digits, when it compares running heads).
Body: the column that holds most of the text. Margin: narrow lines beside it. Head and foot: what recurs at the edges of the pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections import defaultdict
from typing import TYPE_CHECKING
from typing import NamedTuple

from indexer.letters.rows import Row
from indexer.letters.text import join
from indexer.letters.text import line_text
from indexer.model.source import Box


if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.letters.rows import Zone
    from indexer.model.source import Line
    from indexer.model.source import Source


class Placed(NamedTuple):
    """A line with its number in the source and its box."""

    number: int
    line: Line
    box: Box


PAGE_NUMBER = re.compile(r"(?:side|s\.)?\s*0(?:\s*(?:af|/|-)\s*0)?", re.IGNORECASE)
"""A page number, with every run of digits written as 0."""

EDGE = 0.1
"""The share of the page's height at top and bottom in which running heads and footers are looked for."""


def rows_of_pdf(source: Source) -> list[Row]:
    """The rows of a PDF: page by page the body from top to bottom, then what stands in the margin, at the head and at the foot."""
    placed = [Placed(number, line, line.box) for number, line in enumerate(source.lines) if line.box and line.text.strip()]
    heights = {page.number: page.height for page in source.pages}
    column = body_column(placed)
    running = _running_lines(placed, heights)
    rows: list[Row] = []
    for page in sorted({item.line.page for item in placed}):
        on_page = [item for item in placed if item.line.page == page]
        zones: dict[Zone, list[Placed]] = defaultdict(list)
        for item in on_page:
            zones[_zone(item, column, running, heights.get(page, 0.0))].append(item)
        rows += _body_rows(zones["body"], column, first=not rows)
        for zone in ("margin", "head", "foot"):
            rows += [_row([item], column, zone=zone) for item in sorted(zones[zone], key=lambda item: (item.box.top, item.box.x0))]
    return rows


def body_column(placed: list[Placed]) -> tuple[float, float]:
    """Left and right edge of the column of running text, in points.

    Edges are those that most characters share: the left edge by the text that begins there, the right by where long lines end.
    """
    left: Counter[int] = Counter()
    for item in placed:
        left[round(item.box.x0 / 3)] += len(item.line.text)
    if not left:
        return 0.0, 0.0
    x0 = left.most_common(1)[0][0] * 3.0
    ends = sorted(item.box.x1 for item in placed if abs(item.box.x0 - x0) < 40 and len(item.line.text) > 20) or [
        item.box.x1 for item in placed
    ]
    return x0, ends[-1 - len(ends) // 20]


def _zone(item: Placed, column: tuple[float, float], running: set[int], height: float) -> Zone:
    if item.number in running:
        return "head" if item.box.top < height / 2 else "foot"
    x0, x1 = column
    width = x1 - x0
    beside = item.box.x0 >= x1 - 0.02 * width or item.box.x1 <= x0 - 2
    return "margin" if beside else "body"


def _running_lines(placed: list[Placed], heights: dict[int, float]) -> set[int]:
    """Lines at the head or foot that say the same on several pages but for digits, and page numbers."""
    at_edge: dict[tuple[bool, str], list[Placed]] = defaultdict(list)
    for item in placed:
        height = heights.get(item.line.page, 0.0)
        if item.box.bottom < EDGE * height or item.box.top > (1 - EDGE) * height:
            at_edge[item.box.top < height / 2, re.sub(r"\d+", "0", item.line.text)].append(item)
    return {
        item.number
        for (_, text), items in at_edge.items()
        for item in items
        if len({other.line.page for other in items}) > 1
        or re.fullmatch(r"(?:side|s\.)?\s*0(?:\s*(?:af|/|-)\s*0)?", text.strip(), re.IGNORECASE)
    }


def _body_rows(items: list[Placed], column: tuple[float, float], *, first: bool) -> list[Row]:
    rows: list[Row] = []
    bottom: float | None = None
    for group in _side_by_side(items):
        top = min(item.box.top for item in group)
        pitch = max(item.box.bottom - item.box.top for item in group) * 1.2
        gap = 0.0 if bottom is None else max(0.0, (top - bottom) / pitch)
        rows.append(_row(group, column, gap=max(gap, min(item.line.gap for item in group)), opens_page=bottom is None and not first))
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


def _row(items: list[Placed], column: tuple[float, float], *, gap: float = 0.0, opens_page: bool = False, zone: Zone = "body") -> Row:
    first, last = items[0], items[-1]
    cells = tuple(line_text(item.number, item.line.text) for item in items)
    characters = sum(len(cell) for cell in cells)
    width = sum(item.box.x1 - item.box.x0 for item in items) / max(1, characters)
    return Row(
        text=join(cells, " "),
        page=first.line.page,
        gap=gap,
        indent=(first.box.x0 - column[0]) / max(1.0, width),
        room=(column[1] - last.box.x1) / max(1.0, width),
        cells=cells if len(cells) > 1 else (),
        edges=tuple(edge for item in items for edge in (item.box.x0, item.box.x1)) if len(cells) > 1 else (first.box.x0, first.box.x1),
        heading=first.line.heading,
        bold=all(item.line.bold for item in items),
        italic=all(item.line.italic for item in items),
        size=first.line.size,
        box=Box(first.box.x0, min(i.box.top for i in items), last.box.x1, max(i.box.bottom for i in items)),
        zone=zone,
        opens_page=opens_page,
    )
