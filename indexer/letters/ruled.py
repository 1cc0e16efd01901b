"""Tables drawn with rules: where they lie on a page and which line stands in which cell.

Knows lines of ink and boxes; must not look at what a line says.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.model.source import Box


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

NEAR = 3.0
"""Rules closer than this (points) are one rule: borders of neighbouring cells are often drawn twice."""

SMALLEST = 12.0
"""A table is at least this wide and high (points); less is an underline or a box around a word."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """The lattice of a drawn table: the edges of its columns from left to right and of its rows from top to bottom."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]

    @property
    def box(self) -> Box:
        """The rectangle the table fills."""
        return Box(self.columns[0], self.rows[0], self.columns[-1], self.rows[-1])

    def cell(self, box: Box) -> tuple[int, int] | None:
        """Row and column (from 0) of the cell in which the middle of `box` begins, or None when it lies outside."""
        x, y = box.x0 + min(2.0, (box.x1 - box.x0) / 2), (box.top + box.bottom) / 2
        row, column = _slot(self.rows, y), _slot(self.columns, x)
        return None if row is None or column is None else (row, column)


def _slot(edges: Sequence[float], at: float) -> int | None:
    if not edges[0] - NEAR <= at <= edges[-1] + NEAR:
        return None
    return min(max(bisect_right(edges, at) - 1, 0), len(edges) - 2)


def find_ruled(rules: Iterable[Box]) -> list[Ruled]:
    """The drawn tables of a page, from top to bottom: groups of touching rules with at least two columns or two rows."""
    tables: list[Ruled] = []
    for group in _touching(list(rules)):
        columns = _edges([edge for rule in group for edge in (rule.x0, rule.x1) if _upright(rule)] or _ends(group))
        rows = _edges([edge for rule in group for edge in (rule.top, rule.bottom) if not _upright(rule)])
        if len(columns) > 1 and len(rows) > 1 and len(columns) + len(rows) > 4 and columns[-1] - columns[0] > SMALLEST:
            tables.append(Ruled(tuple(columns), tuple(rows)))
    return sorted(tables, key=lambda table: table.rows[0])


def _upright(rule: Box) -> bool:
    return rule.bottom - rule.top > rule.x1 - rule.x0


def _ends(group: Sequence[Box]) -> list[float]:
    """The two sides of a table that has no upright rules."""
    return [min(rule.x0 for rule in group), max(rule.x1 for rule in group)]


def _edges(values: Iterable[float]) -> list[float]:
    """The values in order, those that are near each other as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > NEAR:
            edges.append(value)
    return edges


def _touching(rules: list[Box]) -> list[list[Box]]:
    """The rules in groups that hang together."""
    groups: list[tuple[Box, list[Box]]] = []
    for rule in sorted(rules, key=lambda rule: (rule.top, rule.x0)):
        joined, box = [rule], rule
        apart: list[tuple[Box, list[Box]]] = []
        for other, members in groups:
            if _meet(other, box):
                joined, box = [*members, *joined], _around(other, box)
            else:
                apart.append((other, members))
        groups = [*apart, (box, joined)]
    return [members for _, members in groups]


def _meet(a: Box, b: Box) -> bool:
    return a.x0 - NEAR <= b.x1 and b.x0 - NEAR <= a.x1 and a.top - NEAR <= b.bottom and b.top - NEAR <= a.bottom


def _around(a: Box, b: Box) -> Box:
    return Box(min(a.x0, b.x0), min(a.top, b.top), max(a.x1, b.x1), max(a.bottom, b.bottom))
