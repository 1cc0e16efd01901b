"""Text recognition: pages that only a picture tells, drawn, read by tesseract and put together to lines as those of any PDF.

Knows the steps from page to lines; must not know which letters need them, or what a line says.
"""

from __future__ import annotations

import io
import re
import time
from dataclasses import dataclass
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from indexer.sources.ocr_labels import with_labels
from indexer.sources.ocr_rules import rules_of
from indexer.sources.ocr_rules import underlines
from indexer.sources.ocr_rules import without
from indexer.sources.ocr_sheets import leaf_of
from indexer.sources.ocr_sheets import sheets_of
from indexer.sources.ocr_tesseract import GaveUpError
from indexer.sources.ocr_tesseract import Tesseract
from indexer.sources.ocr_type import ink_of
from indexer.sources.ocr_upright import leveled
from indexer.sources.pdf_pages import lines_of
from indexer.sources.pictures import NoPictureError
from indexer.sources.pictures import draw_page


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Iterator
    from collections.abc import Sequence

    from PIL.Image import Image

    from indexer.model.source import Box
    from indexer.model.source import Source
    from indexer.sources.ocr_sheets import Leaf
    from indexer.sources.ocr_tesseract import TextLine
    from indexer.sources.ocr_tesseract import Word
    from indexer.sources.pictures import Picture


# Less sure lines are specks and scribbles; logos and signatures are large as well, and surer.
_LEAST_SURE = 0.4
_LEAST_SURE_LARGE = 0.7
_LARGE = 1.6
# What the letter I is often taken for where it stands alone, and the space behind the dash of a list.
_STROKES = frozenset("|!")
_DASHES = frozenset("-–—")
_LEADER = re.compile(r"(?<=^[-–—•*])[.…]+$")
_SQUARE = 1.5
# Rules are thin, and come out paler than letters.
_PALE = 0.8


def recognise(source: Source, data: bytes, tesseract: Tesseract, *, pages: Collection[int], dpi: int) -> Source:
    """The source with the text of `pages` (by number) as recognised in pictures of them; `data` are the bytes of the PDF it was read from.

    Nothing remains of what those pages said before. One that cannot be drawn or took too long has no lines, and its Page no `ocr`; when
    that is all of them, the source comes back as it was.
    """
    leaves = {number: leaf for number in sorted(pages) if (leaf := _leaf(data, tesseract, number=number, dpi=dpi))}
    if not leaves:
        return source
    sheets = {sheet.page.number: sheet for sheet in sheets_of(list(leaves.values()))}
    lines = [*(line for line in source.lines if line.page not in pages), *lines_of(list(sheets.values()))]
    read = [
        replace(sheets[page.number].page, pictures=page.pictures, damaged=page.damaged, ocr=leaves[page.number].confidence)
        if page.number in leaves
        else page
        for page in source.pages
    ]
    return replace(source, lines=tuple(sorted(lines, key=lambda line: line.page)), pages=tuple(read))


def _leaf(data: bytes, tesseract: Tesseract, *, number: int, dpi: int) -> Leaf | None:
    try:
        picture = draw_page(data, number=number, dpi=dpi, grey=True)
        return _Reading(tesseract, time.monotonic() + tesseract.seconds).leaf(picture, number=number)
    except (NoPictureError, GaveUpError):
        return None


@dataclass(frozen=True, slots=True)
class _Reading:
    """The reading of one page, which must be done by `deadline` (of time.monotonic)."""

    tesseract: Tesseract
    deadline: float

    def leaf(self, picture: Picture, *, number: int) -> Leaf:
        """What the page with this picture holds. Raises GaveUpError."""
        picture, rules = _prepared(picture)
        lines = self.lines(picture)
        if turn := _turn(lines):
            picture, rules = _prepared(replace(picture, image=picture.image.rotate(-90 * turn, expand=True)))
            lines = self.lines(picture)
        ink = ink_of(picture.image)
        lines = with_labels(lines, picture.image, without(ink, rules), lambda image: self.labels(replace(picture, image=image)))
        return leaf_of(lines, rules, ink, number=number, dpi=picture.dpi)

    def lines(self, picture: Picture, *, is_block: bool = False) -> list[TextLine]:
        """The lines in the picture, without what is not writing. Raises GaveUpError."""
        plain = io.BytesIO()
        picture.image.save(plain, "PPM")
        seconds = max(0.0, self.deadline - time.monotonic())
        lines = self.tesseract.read(plain.getvalue(), dpi=round(picture.dpi), seconds=seconds, is_block=is_block)
        usual = median([line.size for line in lines for _ in line.words] or [1.0])
        tidied = [replace(line, words=tuple(_tidied(line.words))) for line in lines if _is_writing(line, usual)]
        return [line for line in tidied if line.words]

    def labels(self, picture: Picture) -> list[TextLine]:
        """The lines in a picture of labels: better none than nothing of the page."""
        try:
            return self.lines(picture, is_block=True)
        except GaveUpError:
            return []


def _prepared(picture: Picture) -> tuple[Picture, list[Box]]:
    """The picture put level, its rules, which tesseract takes for parts of letters, painted over; and the rules, in pixels."""
    image: Image = leveled(picture.image)
    ink = ink_of(image, dark=_PALE)
    rules = rules_of(ink, dpi=picture.dpi)
    # Painting over an underline would take the descenders with it.
    free = [rule for rule in rules if not underlines(rule, ink, dpi=picture.dpi)]
    return replace(picture, image=without(image, free)), rules


def _turn(lines: Sequence[TextLine]) -> int:
    """By how many quarters against the clock most words are turned."""
    turns = [line.turn for line in lines for _ in line.words]
    return max(range(4), key=lambda turn: (turns.count(turn), -turn))


def _is_writing(line: TextLine, usual: float) -> bool:
    """Whether the line is text and not a logo, a signature or a speck; numbers count even when unsure, since a table may hold them."""
    text = "".join(word.text for word in line.words)
    if not any(map(str.isalpha, text)):
        return bool(text)
    sure = sum(word.confidence * len(word.text) for word in line.words) / len(text)
    height = line.size if line.turn else max(line.size, median(word.bottom - word.top for word in line.words))
    return sure >= (_LEAST_SURE_LARGE if height > _LARGE * usual else _LEAST_SURE)


def _tidied(words: Sequence[Word]) -> Iterator[Word]:
    """The words without unsure punctuation marks.

    A stroke before a word is the letter I, which Danish sentences often begin with; a dash as high as wide is a dot between words.
    """
    for number, word in enumerate(words, start=1):
        text = _LEADER.sub("", word.text)
        if text in _STROKES:
            text = "I" if number < len(words) else ""
        elif text in _DASHES and word.x1 - word.x0 <= _SQUARE * (word.bottom - word.top):
            text = "·"
        if any(map(str.isalnum, text)) or (text and word.confidence >= _LEAST_SURE):
            yield word._replace(text=text)
