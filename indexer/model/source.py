"""What a file says, before anybody asks what it means: pages and lines.

Knows text, place and type; must not know questions, answers or metadata.
Boxes are in PDF points (1/72 inch) from the top left corner of the upright page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle on a page, in points; `top` < `bottom`, both measured downwards."""

    x0: float
    top: float
    x1: float
    bottom: float


class Word(NamedTuple):
    """A run of characters without a space, where it stands and how it is set."""

    text: str
    box: Box
    size: float
    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file, without the marks that only styled it.

    `gap` is the empty space above it, counted in lines (0 follows directly, 1 is a blank line); a line that opens a page has 0.
    `indent` is where it begins, counted in characters from the left edge of its text block.
    `cells` is filled when the source itself separates the line into columns (tabs); `text` then joins them by tabs.
    `heading` is a level the source states itself (Markdown's `##` is 2), 0 when it states none.
    `box`, `size` and `words` are known for PDF alone.
    """

    text: str
    page: int = 1
    gap: float = 0.0
    indent: float = 0.0
    cells: tuple[str, ...] = ()
    heading: int = 0
    bold: bool = False
    italic: bool = False
    box: Box | None = None
    size: float | None = None
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a PDF: its size in points, drawn rules that may border tables, and the share that pictures cover (0 to 1).

    `damaged` tells that the page, or the file behind it, broke off and that text may be missing. `ocr` is how sure its text is (0 to 1, 0
    where there is none) when it was recognised in a picture of the page, and None when the file itself says it.
    """

    number: int
    width: float
    height: float
    rules: tuple[Box, ...] = ()
    pictures: float = 0.0
    damaged: bool = False
    ocr: float | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: every line once, page by page, top to bottom, left to right.

    `file` is its path inside the corpus with forward slashes; `fingerprint` the SHA-256 of its bytes in hex.
    Lines of different columns are different lines. `pages` is empty for plain text.
    """

    file: str
    fingerprint: str
    format: Literal["text", "pdf"]
    lines: tuple[Line, ...]
    pages: tuple[Page, ...] = ()

    @property
    def ocr(self) -> bool:
        """Whether text of it was recognised in pictures, and may hold mistakes."""
        return any(page.ocr is not None for page in self.pages)
