"""A second look at what stands before lines: numbers and bullets of lists, which tesseract takes for specks when they stand alone.

Knows where ink is left that nobody read; must not know what a list is. The ink is moved close to the words it stands before, all such lines
of a page are put below each other in one small picture, and that is read as one block of text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import replace
from typing import TYPE_CHECKING

from PIL import Image

from indexer.sources.characters import BULLET
from indexer.sources.ocr_tesseract import TextLine


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Sequence

    from indexer.sources.ocr_tesseract import Word


# In ems of the line: how far before it is looked, how near to it, how high and how wide a label is, and what is less is a speck.
_REACH = 4.5
_NEAR = 0.15
_ABOVE = 0.95
_BELOW = 0.25
_SPECK = 0.12
_WIDEST = 2.5
# How much of the line is shown with it, and how far from it.
_SHOWN = 6.0
_APART = 0.35
_LONGEST_LABEL = 4
_FEWEST_LETTERS = 3
_WHITE = 255
# What a bullet is often taken for.
_LIKE_BULLETS = frozenset("eo0°*+\"”“»«¢®©.·'")


@dataclass(frozen=True, slots=True)
class _Row:
    """A line to be looked at again: unread ink in `label`, the line's beginning in `start` (both boxes in the picture), and the short line
    that the ink may have been read as.
    """

    line: TextLine
    label: tuple[int, int, int, int]
    start: tuple[int, int, int, int]
    instead_of: TextLine | None


def with_labels(
    lines: Sequence[TextLine], image: Image.Image, ink: Image.Image, read: Callable[[Image.Image], Sequence[TextLine]]
) -> list[TextLine]:
    """The lines, with the labels that a second look found before them.

    `ink` is that of the picture which may be writing; `read` reads a picture as one block of text.
    """
    unread = _unread(lines, ink)
    rows = [row for line in lines if (row := _row(line, lines, unread))]
    if not rows:
        return list(lines)
    tops, sheet = _sheet(rows, image)
    found = read(sheet)
    labeled = {id(row.line): label for row, top in zip(rows, tops, strict=True) if (label := _label(row, top, found))}
    replaced = {id(row.instead_of) for row in rows if id(row.line) in labeled}
    kept = [line for line in lines if id(line) not in replaced]
    return [replace(line, words=(labeled[id(line)], *line.words)) if id(line) in labeled else _with_bullet(line) for line in kept]


def _with_bullet(line: TextLine) -> TextLine:
    """The line, a sign that stands apart at its beginning read as the bullet it is."""
    first, *others = line.words
    if others and first.text in _LIKE_BULLETS and others[0].x0 - first.x1 > _APART * line.size:
        return replace(line, words=(first._replace(text=BULLET), *others))
    return line


def _unread(lines: Sequence[TextLine], ink: Image.Image) -> Image.Image:
    """The ink outside all words but those that may be misread labels."""
    left = ink.copy()
    for line in lines:
        if not _is_short(line):
            for word in line.words:
                left.paste(0, _whole(word.x0 - 2, word.top - 2, word.x1 + 2, word.bottom + 2))
    return left


def _is_short(line: TextLine) -> bool:
    return len(line.words) == 1 and len(line.words[0].text) <= _LONGEST_LABEL and line.words[0].x1 - line.words[0].x0 <= _WIDEST * line.size


def _row(line: TextLine, lines: Sequence[TextLine], unread: Image.Image) -> _Row | None:
    first = line.words[0]
    if line.turn or _is_short(line) or (sum(map(str.isalpha, first.text)) < _FEWEST_LETTERS and len(line.words) == 1):
        return None
    em, base = line.size, line.base_at(first.x0)
    band = (base - _ABOVE * em, base + _BELOW * em)
    x1 = first.x0 - _NEAR * em
    x0 = max([0.0, first.x0 - _REACH * em, *(word.x1 + _NEAR * em for word in _before(line, lines, band))])
    if x1 - x0 < _SPECK * em:
        return None
    zone = _whole(x0, band[0], x1, band[1])
    box = unread.crop(zone).getbbox()
    if box is None or max(box[2] - box[0], box[3] - box[1]) < _SPECK * em or box[2] - box[0] > _WIDEST * em:
        return None
    label = (zone[0] + box[0], zone[1], zone[0] + box[2], zone[3])
    end = max(word.x1 for word in line.words if word.x0 <= first.x0 + _SHOWN * em)
    short = next((other for other in lines if _is_short(other) and _is_inside(other.words[0], zone)), None)
    return _Row(line, label, _whole(first.x0 - 1, band[0], end + 1, band[1]), short)


def _before(line: TextLine, lines: Sequence[TextLine], band: tuple[float, float]) -> list[Word]:
    """The words of other lines that stand before this one at its height, but for those that may be misread labels."""
    return [
        word
        for other in lines
        if other is not line and not _is_short(other)
        for word in other.words
        if word.x1 <= line.words[0].x0 and word.top < band[1] and word.bottom > band[0]
    ]


def _is_inside(word: Word, zone: tuple[int, int, int, int]) -> bool:
    return zone[0] <= (word.x0 + word.x1) / 2 <= zone[2] and zone[1] <= (word.top + word.bottom) / 2 <= zone[3]


def _sheet(rows: Sequence[_Row], image: Image.Image) -> tuple[list[int], Image.Image]:
    """Where each row begins from the top, and a picture of them all."""
    em = round(max(row.line.size for row in rows))
    width = max(_shift(row) + row.start[2] - row.start[0] for row in rows)
    heights = [row.label[3] - row.label[1] + em for row in rows]
    sheet = Image.new("L", (width + 2 * em, sum(heights) + em), _WHITE)
    tops: list[int] = []
    top = em
    for row, height in zip(rows, heights, strict=True):
        tops.append(top)
        sheet.paste(image.crop(row.label), (em, top))
        sheet.paste(image.crop(row.start), (em + _shift(row), top))
        top += height
    return tops, sheet


def _shift(row: _Row) -> int:
    """How far from the beginning of the label the line begins in the sheet."""
    return row.label[2] - row.label[0] + round(_APART * row.line.size)


def _label(row: _Row, top: int, found: Sequence[TextLine]) -> Word | None:
    """The label that was read, where it stands in the picture."""
    x0, above, x1, below = row.label
    words = [word for line in found for word in line.words if top <= (word.top + word.bottom) / 2 <= top + below - above]
    margin = min((word.x0 for word in words), default=0.0)
    before = sorted((word for word in words if word.x0 - margin < _shift(row) - _APART * row.line.size / 2), key=lambda word: word.x0)
    # The smallest of all signs is the least sure; no label ends in a comma.
    text = re.sub(r",$", ".", "".join(word.text for word in before))
    if not text or len(text) > _LONGEST_LABEL:
        return None
    text = BULLET if text in _LIKE_BULLETS else text
    return before[0]._replace(text=text, x0=float(x0), x1=float(x1), top=float(above), bottom=float(below))


def _whole(x0: float, top: float, x1: float, bottom: float) -> tuple[int, int, int, int]:
    return round(x0), round(top), round(x1), round(bottom)
