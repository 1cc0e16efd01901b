"""How far lines stand from those above them, and how far they begin to the right; pure geometry.

Knows pitch, columns and edges; must not know PDF or what a line says.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections import defaultdict
from statistics import quantiles
from typing import TYPE_CHECKING
from typing import NamedTuple


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.model.source import Box


class Placed(NamedTuple):
    """A line on a page: its box, base and type size."""

    page: int
    box: Box
    base: float
    size: float


class Spacing(NamedTuple):
    """Extra space above a line, counted in lines, and what it is indented by, in points."""

    gap: float
    indent: float


# The pitch of type set solid by a word processor, in ems, for sizes too rare to tell their own.
_USUAL_PITCH = 1.17
_WIDEST_PITCH = 2.4
_FEWEST_PITCHES = 4
_FEWEST_AT_EDGE = 3
_LOOK_BACK = 60
_AROUND = 8
_SAME_HEIGHT = 0.3
_OPEN = float("-inf")


def spacings(lines: Sequence[Placed]) -> list[Spacing]:
    """The spacing of each line; the lines are those of a whole file in the order of `fragments`."""
    above = [_above(lines, number) for number in range(len(lines))]
    pitches = _pitches(lines, above)
    indents = _indents(lines, above)
    return [
        Spacing(0.0 if over is None else _gap(line, lines[over], pitches), indent)
        for line, over, indent in zip(lines, above, indents, strict=True)
    ]


def _above(lines: Sequence[Placed], number: int) -> int | None:
    """The nearest line above in the same column: the last before it on the page that lies over it."""
    line = lines[number]
    for other in range(number - 1, max(-1, number - _LOOK_BACK), -1):
        over = lines[other]
        if over.page != line.page:
            return None
        if over.base < line.base - 0.5 * min(line.size, over.size) and over.box.x0 < line.box.x1 and line.box.x0 < over.box.x1:
            return other
    return None


def _pitches(lines: Sequence[Placed], above: list[int | None]) -> dict[float, float]:
    """The normal distance of bases for each type size: the lower quartile of those seen, since paragraphs only widen them."""
    seen: dict[float, list[float]] = defaultdict(list)
    for line, over in zip(lines, above, strict=True):
        if over is not None and abs(lines[over].size - line.size) <= 0.05 * line.size:
            distance = line.base - lines[over].base
            if distance <= _WIDEST_PITCH * line.size:
                seen[_class(line.size)].append(distance)
    return {size: quantiles(found, n=4)[0] for size, found in seen.items() if len(found) >= _FEWEST_PITCHES}


def _class(size: float) -> float:
    return round(size * 2) / 2


def _gap(line: Placed, over: Placed, pitches: dict[float, float]) -> float:
    pitch = (_pitch(line.size, pitches) + _pitch(over.size, pitches)) / 2
    return round(max(0.0, (line.base - over.base - pitch) / pitch), 2)


def _pitch(size: float, pitches: dict[float, float]) -> float:
    return pitches.get(_class(size), _USUAL_PITCH * size)


def _indents(lines: Sequence[Placed], above: list[int | None]) -> list[float]:
    """How far each line begins from the left edge of its column.

    The column is bounded by what stands to the left of its lines (its wall); its edge is the leftmost place beyond the wall at which
    several lines begin.
    """
    walls = _walls(lines, above)
    everywhere = Counter(edge for line in lines for edge in _near(line.box.x0))
    result: list[float] = []
    for numbers in _pages(lines):
        edges = sorted({lines[number].box.x0 for number in numbers})
        common = [edge for edge in edges if everywhere[round(edge)] >= min(_FEWEST_AT_EDGE, len(numbers))]
        for number in numbers:
            place = bisect_left(common, walls[number] - 1)
            edge = common[place] if place < len(common) else lines[number].box.x0
            result.append(max(0.0, lines[number].box.x0 - edge))
    return result


def _near(x: float) -> tuple[int, ...]:
    """The whole points within a point or so of `x`."""
    return (round(x) - 1, round(x), round(x) + 1)


def _pages(lines: Sequence[Placed]) -> Iterator[list[int]]:
    by_page: dict[int, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        by_page[line.page].append(number)
    yield from by_page.values()


def _walls(lines: Sequence[Placed], above: list[int | None]) -> list[float]:
    """The right edge of what stands to the left of each line's column: the furthest beside the line and those above and below it."""
    walls = [_beside(lines, number) for number in range(len(lines))]
    for number, over in enumerate(above):
        if over is not None and walls[over] <= lines[number].box.x0:
            walls[number] = max(walls[number], walls[over])
    for number, over in reversed(list(enumerate(above))):
        if over is not None and walls[number] <= lines[over].box.x0:
            walls[over] = max(walls[over], walls[number])
    return walls


def _beside(lines: Sequence[Placed], number: int) -> float:
    """The right edge of what stands left of a line at its height."""
    line = lines[number]
    wall = _OPEN
    for other in lines[max(0, number - _AROUND) : number + _AROUND + 1]:
        low = min(line.box.bottom, other.box.bottom) - max(line.box.top, other.box.top)
        if other.page == line.page and other.box.x1 <= line.box.x0 and low > _SAME_HEIGHT * min(line.size, other.size):
            wall = max(wall, other.box.x1)
    return wall
