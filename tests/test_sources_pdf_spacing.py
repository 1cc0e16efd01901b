"""Spacing: gaps counted in lines, indents from the edge of the column."""

from __future__ import annotations

from indexer.model.source import Box
from indexer.sources.pdf_spacing import Placed
from indexer.sources.pdf_spacing import spacings


def placed(x0: float, base: float, *, x1: float = 300.0, size: float = 10.0, page: int = 1) -> Placed:
    """A line."""
    return Placed(page, Box(x0, base - 8, x1, base + 2), base, size)


def gaps(*lines: Placed) -> list[float]:
    """The gap of each line."""
    return [spacing.gap for spacing in spacings(lines)]


def indents(*lines: Placed) -> list[float]:
    """The indent of each line, in points."""
    return [spacing.indent for spacing in spacings(lines)]


def test_gaps() -> None:
    """The usual distance of the file is no gap, twice that is a blank line; a new page begins with none."""
    lines = [placed(70, 100 + 15 * row) for row in (0, 1, 2, 4, 5, 6)]
    assert gaps(*lines, placed(70, 400, page=2)) == [0, 0, 0, 1, 0, 0, 0]


def test_gap_where_paragraphs_are_short() -> None:
    """The usual distance is that inside paragraphs, also where most lines begin one."""
    bases = [100, 112, 124, 145, 166, 187, 208, 229]
    assert gaps(*(placed(70, base) for base in bases)) == [0, 0, 0, 0.75, 0.75, 0.75, 0.75, 0.75]


def test_gap_of_rare_sizes() -> None:
    """A few lines tell no usual distance; what word processors do is taken instead."""
    assert gaps(placed(70, 100), placed(70, 111.7), placed(70, 135.1)) == [0, 0, 1]


def test_gap_in_its_column() -> None:
    """Lines are measured from those above them, not from those beside them or apart from them."""
    body = [placed(70, 100 + 12 * row) for row in range(6)]
    margin = [placed(350, 106, x1=400, size=8), placed(350, 125, x1=400, size=8)]
    both = sorted([*body, *margin], key=lambda line: line.base)
    found = dict(zip(both, gaps(*both), strict=True))
    assert [found[line] for line in body] == [0] * 6
    assert found[margin[0]] == 0
    assert found[margin[1]] == 1.03


def test_indents() -> None:
    """A line that begins to the right of where the others begin is indented; a single line out to the left makes no edge."""
    lines = [placed(x, 100 + 12 * row) for row, x in enumerate([50, 70, 70, 90, 70])]
    assert indents(*lines) == [0, 0, 0, 20, 0]


def test_indents_beside_a_column() -> None:
    """A column has an edge of its own, also where nothing stands beside it."""
    left = [placed(70, 100 + 12 * row, x1=200) for row in range(4)]
    right = [placed(x, 104 + 12 * row, x1=400) for row, x in enumerate([220, 220, 240, 220, 220, 220])]
    lines = sorted([placed(70, 80, x1=400), *left, *right], key=lambda line: line.base)
    found = dict(zip(lines, indents(*lines), strict=True))
    assert [found[line] for line in right] == [0, 0, 20, 0, 0, 0]
    assert [found[line] for line in left] == [0] * 4


def test_indents_above_a_column() -> None:
    """A column that reaches higher than the one to its left has the same edge there."""
    left = [placed(70, 100 + 12 * row, x1=200) for row in range(3, 7)]
    right = [placed(220, 104 + 12 * row, x1=400) for row in range(6)]
    lines = sorted([*left, *right], key=lambda line: line.base)
    assert indents(*lines) == [0] * 10


def test_indents_on_each_page() -> None:
    """What stands on another page bounds no column."""
    assert indents(placed(70, 100, x1=100), placed(120, 100, page=2), *(placed(90, 112 + 12 * row, page=2) for row in range(3)))[1] == 30


def test_a_place_of_its_own() -> None:
    """A line to the right of every edge on its page is measured from itself."""
    assert indents(placed(70, 100, x1=200), placed(70, 112, x1=200), placed(70, 124, x1=200), placed(400, 112, x1=450)) == [0, 0, 0, 0]


def test_nothing() -> None:
    """No lines have no spacing."""
    assert spacings([]) == []
