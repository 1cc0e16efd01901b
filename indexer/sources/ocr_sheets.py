"""Lines read in a picture as a sheet like those of any PDF: words in points, with base, size and type.

Knows what tesseract measures well and what it does not; must not know pictures but for their ink, nor what a line says.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from indexer.model.source import Box
from indexer.sources.characters import clean
from indexer.sources.ocr_type import Strip
from indexer.sources.ocr_type import types_of
from indexer.sources.pdf_canvas import Canvas
from indexer.sources.pdf_pages import sheet_of
from indexer.sources.pdf_turns import turned
from indexer.sources.pdf_words import Drawn
from indexer.sources.pictures import POINTS_PER_INCH


if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

    from indexer.sources.ocr_tesseract import TextLine
    from indexer.sources.ocr_tesseract import Word
    from indexer.sources.ocr_type import Type
    from indexer.sources.pdf_pages import Sheet


# How high above the base, in ems, letters with ascenders reach. Rings, accents and brackets go higher, digits in some faces less high.
_ASCENT = 0.72
_TALL = frozenset("bdfhklABCDEFGHIJKLMNOPQRSTUVWXYZÆ")
_TALLER = frozenset("åÅäÄöÖüÜéÉØ§|/()[]{}")
# How high above the base, in ems, dashes and bullets stand, and how far the descenders of their type reach below it.
_MARK_RISE = 0.28
_MARK_DESCENT = 0.21
# Lines whose bases differ by less than this, in ems, stand at one height.
_SAME_ROW = 0.3
# Sizes nearer to each other than this share are one, measured differently.
_SAME_SIZE = 0.1


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page as recognised: its size, its words by the direction they are turned to, as on a Canvas, and its rules, all in points.

    `confidence` is how sure the words are (0 to 1), 0 without any.
    """

    number: int
    width: float
    height: float
    words: tuple[tuple[Drawn, ...], ...]
    rules: tuple[Box, ...]
    confidence: float


def leaf_of(lines: Sequence[TextLine], rules: Sequence[Box], ink: Image, *, number: int, dpi: float) -> Leaf:
    """The page that lines and rules, both in pixels of its picture, make up; `ink` is that of the picture, with `dpi` dots an inch."""
    scale = dpi / POINTS_PER_INCH
    width, height = ink.size
    types = types_of(ink, [_strip(line) for line in lines])
    usual = median(map(_size, lines)) if lines else 0.0
    words: tuple[list[Drawn], ...] = ([], [], [], [])
    order = 0
    for line, style in _by_rows(list(zip(lines, types, strict=True))):
        line = line if _says_something(line) else _as_mark(line, usual)
        for word in line.words:
            words[line.turn].append(_drawn(word, line, style, page=(width, height), scale=scale)._replace(order=order))
            order += 1
    sure = [word.confidence for line in lines for word in line.words for _ in word.text]
    return Leaf(
        number,
        width / scale,
        height / scale,
        tuple(map(tuple, words)),
        tuple(Box(*(edge / scale for edge in rule)) for rule in rules),
        round(sum(sure) / len(sure), 3) if sure else 0.0,
    )


def sheets_of(leaves: Sequence[Leaf]) -> list[Sheet]:
    """The sheets of all pages of a letter: what is set in one size has one size on all of them."""
    sizes = _steady([word for leaf in leaves for words in leaf.words for word in words])
    return [_sheet(leaf, sizes) for leaf in leaves]


def _sheet(leaf: Leaf, sizes: dict[float, float]) -> Sheet:
    canvas = Canvas(None)
    canvas.width, canvas.height = leaf.width, leaf.height
    canvas.words = tuple([word._replace(size=sizes[word.size]) for word in words] for words in leaf.words)
    canvas.rules = list(leaf.rules)
    return sheet_of(canvas, number=leaf.number, damaged=False)


def _steady(words: Sequence[Drawn]) -> dict[float, float]:
    """For each type size the one it stands for: measured sizes waver, so that rare ones are taken for a frequent one near them."""
    letters: dict[float, int] = {}
    for word in words:
        letters[word.size] = letters.get(word.size, 0) + len(word.text)
    steady: dict[float, float] = {}
    kept: list[float] = []
    for size in sorted(letters, key=lambda size: (-letters[size], size)):
        near = [other for other in kept if abs(other - size) <= _SAME_SIZE * other]
        steady[size] = min(near, key=lambda other: abs(other - size)) if near else size
        if not near:
            kept.append(size)
    return steady


def _by_rows(lines: Sequence[tuple[TextLine, Type]]) -> list[tuple[TextLine, Type]]:
    """The lines from top to bottom, those at one height from left to right: what tesseract took apart may still be one line."""
    rows: list[list[tuple[TextLine, Type]]] = []
    for one in sorted(lines, key=lambda one: one[0].base_at(one[0].words[0].x0)):
        base, above = (line.base_at(line.words[0].x0) for line, _ in (one, rows[-1][0] if rows else one))
        if rows and base - above < _SAME_ROW * one[0].size:
            rows[-1].append(one)
        else:
            rows.append([one])
    return [one for row in rows for one in sorted(row, key=lambda one: one[0].words[0].x0)]


def _says_something(line: TextLine) -> bool:
    return any(map(str.isalnum, "".join(word.text for word in line.words)))


def _as_mark(line: TextLine, size: float) -> TextLine:
    """A dash or a bullet of type of this size: from its own ink tesseract cannot tell how large the type is, or where its base lies."""
    middle = median((word.top + word.bottom) / 2 for word in line.words)
    return replace(line, base=middle + _MARK_RISE * size, slope=0.0, size=size, descent=_MARK_DESCENT * size)


def _strip(line: TextLine) -> Strip:
    """Where the ink of the line lies, if it is level; nowhere, if it is turned."""
    left, right = line.words[0].x0, max(word.x1 for word in line.words)
    bottom = line.base_at((left + right) / 2) + line.descent
    return Strip(0, 0, 0, 0, line.size) if line.turn else Strip(left, bottom - line.size, right, bottom, line.size)


def _drawn(word: Word, line: TextLine, style: Type, *, page: tuple[int, int], scale: float) -> Drawn:
    """The word in points, seen from the direction its line is turned to; numbers slant too little to tell."""
    x0, x1, base = word.x0, word.x1, line.base_at((word.x0 + word.x1) / 2)
    if line.turn:
        x0, _, x1, bottom = turned(Box(*word[1:5]), width=page[0], height=page[1], turn=line.turn)
        base = bottom - line.descent
    italic = style.italic and any(character.isalpha() for other in line.words for character in other.text)
    size, descent = _size(line) / scale, min(0.5, line.descent / line.size)
    return Drawn(clean(word.text), x0 / scale, x1 / scale, base / scale, size, descent, style.bold, italic, spaced=True, order=0)


def _size(line: TextLine) -> float:
    """The type size of a line in pixels, by its words with ascenders: they tell it better than tesseract does for a short line."""
    heights = [
        line.base_at((word.x0 + word.x1) / 2) - word.top
        for word in line.words
        if not line.turn and not _TALL.isdisjoint(word.text) and _TALLER.isdisjoint(word.text)
    ]
    return median(heights) / _ASCENT if heights and min(heights) > 0 else line.size
