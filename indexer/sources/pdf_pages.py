"""Drawn pages as lines of the model: upright, spaced, styled.

Knows the canvas and the geometry of words; must not know files, pdfminer or what a line says.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING
from typing import NamedTuple

from indexer.model.source import Box
from indexer.model.source import Line
from indexer.model.source import Page
from indexer.model.source import Word
from indexer.sources.characters import plain_bullet
from indexer.sources.characters import superscript
from indexer.sources.pdf_lines import fragments
from indexer.sources.pdf_spacing import Placed
from indexer.sources.pdf_spacing import spacings
from indexer.sources.pdf_turns import frame_size
from indexer.sources.pdf_turns import turned
from indexer.sources.pdf_turns import turned_back


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.sources.pdf_canvas import Canvas
    from indexer.sources.pdf_lines import Fragment
    from indexer.sources.pdf_words import Drawn


# Words drawn askew and this much larger than the rest are a watermark.
_WATERMARK = 1.5
# Words nearer than this, in ems, are parts of one: of different size, or a mark at its end.
_TOUCHING = 0.16
_MARK = 0.8
_RISE = 0.15


class Written(NamedTuple):
    """A line on its page before its spacing is known."""

    line: Line
    placed: Placed


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page and the lines on it, top to bottom and left to right."""

    page: Page
    written: tuple[Written, ...]


def sheet_of(canvas: Canvas, *, number: int, damaged: bool) -> Sheet:
    """The page on the canvas, turned so that most of its text is level; text in other directions keeps lines of its own.

    Words outside the page, which nobody sees, and large words drawn askew, which are watermarks, are left out.
    """
    size = (canvas.width, canvas.height)
    main = max(range(4), key=lambda turn: (sum(len(word.text) for word in canvas.words[turn]), -turn))
    written: list[Written] = []
    for turn in range(4):
        wide, high = frame_size(*size, turn=turn)
        words = [word for word in canvas.words[turn] if 0 <= word.x0 + word.x1 <= 2 * wide and 0 <= word.base <= high + word.size]
        if turn == main:
            words += _without_watermarks(canvas.tilted, words)
        rules = [turned(rule, width=size[0], height=size[1], turn=turn) for rule in canvas.rules] if words else []
        made = [_written(fragment, page=number) for fragment in fragments(words, rules)]
        written += made if turn == main else [_seen_from(one, size, (turn, main)) for one in made]
    if any(canvas.words[turn] for turn in range(4) if turn != main):
        written.sort(key=lambda one: (one.placed.box.bottom, one.placed.box.x0))
    return Sheet(_page(canvas, number=number, main=main, damaged=damaged), tuple(written))


def lines_of(sheets: Sequence[Sheet]) -> tuple[Line, ...]:
    """The lines of all pages, with their gaps and indents."""
    written = [one for sheet in sheets for one in sheet.written]
    return tuple(_spaced(written))


def _spaced(written: Sequence[Written]) -> Iterator[Line]:
    for (line, placed), (gap, indent) in zip(written, spacings([one.placed for one in written]), strict=True):
        per_character = (placed.box.x1 - placed.box.x0) / max(1, len(line.text))
        shift = round(indent / per_character, 1) if per_character > 0 else 0.0
        yield Line(line.text, line.page, gap, shift, (), 0, line.bold, line.italic, line.box, line.size, line.words)


def _page(canvas: Canvas, *, number: int, main: int, damaged: bool) -> Page:
    width, height = canvas.width, canvas.height
    rules = tuple(turned(rule, width=width, height=height, turn=main) for rule in canvas.rules)
    wide, high = frame_size(width, height, turn=main)
    covered = sum(
        max(0.0, min(box.x1, width) - max(box.x0, 0.0)) * max(0.0, min(box.bottom, height) - max(box.top, 0.0)) for box in canvas.pictures
    )
    return Page(number, wide, high, rules, min(1.0, round(covered / (width * height), 3)) if width * height else 0.0, damaged)


def _without_watermarks(tilted: list[Drawn], words: list[Drawn]) -> list[Drawn]:
    usual = median(word.size for word in words) if words else 0.0
    return [word for word in tilted if word.size < _WATERMARK * usual]


def _written(fragment: Fragment, *, page: int) -> Written:
    sizes: Counter[float] = Counter()
    for word in fragment.words:
        sizes[round(word.size, 1)] += len(word.text)
    size = max(sizes, key=lambda one: (sizes[one], one))
    words = [_word(word, fragment.base, size) for word in fragment.words]
    words[0] = words[0]._replace(text=plain_bullet(words[0].text))
    box = Box(
        min(word.box.x0 for word in words),
        min(word.box.top for word in words),
        max(word.box.x1 for word in words),
        max(word.box.bottom for word in words),
    )
    readable = [word for word in words if any(map(str.isalnum, word.text))]
    line = Line(
        _text(fragment.words, words),
        page,
        bold=bool(readable) and all(word.bold for word in readable),
        italic=bool(readable) and all(word.italic for word in readable),
        box=box,
        size=size,
        words=tuple(words),
    )
    return Written(line, Placed(page, box, fragment.base, size))


def _word(drawn: Drawn, base: float, size: float) -> Word:
    """The word; digits set small and high are written as raised ones, so that they are not read as part of a number."""
    bottom = drawn.base + drawn.descent * drawn.size
    is_mark = drawn.size <= _MARK * size and base - drawn.base > _RISE * size
    text = superscript(drawn.text) if is_mark else drawn.text
    return Word(text, Box(drawn.x0, bottom - drawn.size, drawn.x1, bottom), round(drawn.size, 2), drawn.bold, drawn.italic)


def _text(drawn: Sequence[Drawn], words: Sequence[Word]) -> str:
    """The words with one space between them, none where they touch."""
    text = words[0].text
    for left, right, word in zip(drawn, drawn[1:], words[1:], strict=False):
        touching = not right.spaced and right.x0 - left.x1 < _TOUCHING * max(left.size, right.size)
        text += word.text if touching else f" {word.text}"
    return text


def _seen_from(one: Written, size: tuple[float, float], turns: tuple[int, int]) -> Written:
    """A line of one frame, measured in another."""
    width, height = size

    def seen(box: Box) -> Box:
        return turned(turned_back(box, width=width, height=height, turn=turns[0]), width=width, height=height, turn=turns[1])

    line = one.line
    box = seen(one.placed.box)
    words = tuple(word._replace(box=seen(word.box)) for word in line.words)
    line = Line(line.text, line.page, bold=line.bold, italic=line.italic, box=box, size=line.size, words=words)
    return Written(line, one.placed._replace(box=box, base=box.bottom))
