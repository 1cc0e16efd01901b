"""Level and upright rules in a picture, such as those around the cells of a table.

Knows ink; must not know text. A rule is longer than letters are high, and thin; what is dark and thick is a logo or a filled cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

from indexer.model.source import Box


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence


# In inches. A rule fills at least one whole stretch of the grid that is laid over the picture: longer than words have level ink, and higher
# than letters. It goes on over gaps as short as a speck.
_LEVEL_STRETCH = 0.5
_UPRIGHT_STRETCH = 0.2
_THICKEST = 0.035
_SPECK = 0.01
# How near above an underline there is ink, and over what share of it.
_NEAR = 0.025
_UNDERLINED = 0.25
# The share of a stretch that must be ink, of 255: paper has specks.
_FULL = 240
# Dots by which the edge of a rule wavers.
_WAVER = 4


@dataclass(slots=True)
class _Rule:
    """A rule while it is traced: rows `top` to `bottom` and columns `x0` to `x1`, ends not included."""

    x0: int
    x1: int
    top: int
    bottom: int


def rules_of(ink: Image.Image, *, dpi: float) -> list[Box]:
    """The rules in a level picture whose ink is white (255) on black, in pixels from the top left corner."""
    level = [Box(rule.x0, rule.top, rule.x1, rule.bottom) for rule in _level_rules(ink, _LEVEL_STRETCH * dpi, dpi)]
    on_its_side = ink.transpose(Image.Transpose.TRANSPOSE)
    return level + [Box(rule.top, rule.x0, rule.bottom, rule.x1) for rule in _level_rules(on_its_side, _UPRIGHT_STRETCH * dpi, dpi)]


def underlines(rule: Box, ink: Image.Image, *, dpi: float) -> bool:
    """Whether letters stand right on a level rule, nearer than on the lower border of a cell."""
    if rule.bottom - rule.top > rule.x1 - rule.x0:
        return False
    above = ink.crop((round(rule.x0), round(rule.top - _NEAR * dpi), round(rule.x1), round(rule.top) - _WAVER // 2))
    columns = above.resize((above.width, 1), Image.Resampling.BOX).tobytes() if min(above.size) > 0 else b""
    return sum(map(bool, columns)) > _UNDERLINED * len(columns)


def without(image: Image.Image, rules: Sequence[Box]) -> Image.Image:
    """The picture with its rules painted over, in the shade of its paper."""
    histogram = image.histogram()
    paper = max(range(256), key=lambda shade: histogram[shade])
    left = image.copy()
    for rule in rules:
        left.paste(paper, (round(rule.x0) - _WAVER, round(rule.top) - _WAVER, round(rule.x1) + _WAVER, round(rule.bottom) + _WAVER))
    return left


def _level_rules(ink: Image.Image, stretch: float, dpi: float) -> list[_Rule]:
    found: list[_Rule] = []
    for row, first, last in _full_stretches(ink, max(1, round(stretch))):
        above = next((rule for rule in reversed(found[-40:]) if row - rule.bottom <= 1 and first <= rule.x1 and rule.x0 <= last), None)
        if above is None:
            found.append(_Rule(first, last, row, row + 1))
        else:
            above.x0, above.x1, above.bottom = min(above.x0, first), max(above.x1, last), row + 1
    thin = [rule for rule in found if rule.bottom - rule.top <= max(2, _THICKEST * dpi)]
    whole = [_to_its_ends(rule, ink, max(1, round(_SPECK * dpi))) for rule in thin]
    return [rule for rule in whole if not any(_is_part(rule, other) for other in whole)]


def _is_part(rule: _Rule, other: _Rule) -> bool:
    """Whether a rule is a stretch of another, whose edge wavers."""
    inside = other.x0 <= rule.x0 and rule.x1 <= other.x1 and other.top <= rule.top and rule.bottom <= other.bottom
    return inside and rule != other


def _full_stretches(ink: Image.Image, stretch: int) -> Iterator[tuple[int, int, int]]:
    """Row, first and last column of each run of grid stretches that are full of ink, row by row."""
    columns = ink.width // stretch
    if not columns or not ink.height:
        return
    shares = ink.crop((0, 0, columns * stretch, ink.height)).resize((columns, ink.height), Image.Resampling.BOX)
    full = shares.point([255 if share >= _FULL else 0 for share in range(256)]).tobytes()
    at = full.find(b"\xff")
    while at >= 0:
        row, column = divmod(at, columns)
        end = _end_of_run(full, at, (row + 1) * columns)
        yield row, column * stretch, (column + end - at) * stretch
        at = full.find(b"\xff", end)


def _end_of_run(full: bytes, start: int, limit: int) -> int:
    end = full.find(b"\0", start, limit)
    return limit if end < 0 else end


def _to_its_ends(rule: _Rule, ink: Image.Image, speck: int) -> _Rule:
    """The rule, traced from the grid's stretches to where its ink ends."""
    row = ink.crop((0, rule.top, ink.width, rule.bottom)).resize((ink.width, 1), Image.Resampling.BOX).tobytes()
    return _Rule(len(row) - _ink_ends(row[::-1], len(row) - rule.x0, speck), _ink_ends(row, rule.x1, speck), rule.top, rule.bottom)


def _ink_ends(row: Sequence[int], start: int, speck: int) -> int:
    """Where the ink that runs on from `start` ends."""
    end = at = start
    while at < len(row) and at - end <= speck:
        if row[at]:
            end = at + 1
        at += 1
    return end
