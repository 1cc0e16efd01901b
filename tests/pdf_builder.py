"""A small typesetter of letters as PDF, so that tests need no files from outside.

Knows paper, type and the two designs letters come in; must not know how letters are read.
The same call gives the same bytes. Sizes are points; places on the paper are measured from its top left corner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from indexer.sources import read_source


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator


_FONTS = {(False, False): "Times-Roman", (True, False): "Times-Bold", (False, True): "Times-Italic", (True, True): "Times-BoldItalic"}
_VOWELS = frozenset("aeiouyæøå")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text set from the left edge; a line break in it stays one. `gap` is the space above, in lines."""

    text: str
    bold: bool = False
    italic: bool = False
    gap: float = 1.0
    label: str = ""
    indent: float = 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; numbers are set to the right edge of their column, which `ruled` draws lines around."""

    rows: Sequence[Sequence[str]]
    ruled: bool = True
    gap: float = 0.5


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Design:
    """Where the text of a page stands, how large it is and how it is set."""

    left: float = 68.0
    right: float = 528.0
    top: float = 60.0
    bottom: float = 770.0
    size: float = 10.5
    leading: float = 1.25
    justified: bool = False
    hyphenated: bool = False

    @property
    def pitch(self) -> float:
        """The distance of two lines."""
        return self.size * self.leading


PLAIN = Design()
WITH_MARGIN = Design(left=62.5, right=415.0)
_MARGIN_LEFT = 433.7
_MARGIN_TOP = 242.0
_MARGIN_BOTTOM = 715.0
_MARGIN_SIZE = 8.0
_MARGIN_PITCH = 9.8


@dataclass(frozen=True, slots=True)
class _String:
    x: float
    y: float
    text: str
    font: str
    size: float
    word_space: float = 0.0


@dataclass(slots=True)
class _Paper:
    """What is to be drawn on one page."""

    strings: list[_String] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)


def plain_letter_pdf(
    path: Path, body: str | Path | Sequence[Block], *, design: Design = PLAIN, footer: str = "", by_rows: bool = False
) -> Path:
    """A letter in one column.

    `body` is blocks, text as in a letter's text file, or the path of such a file. `footer` stands at the foot of every page, "{page}" and
    "{pages}" in it are numbers. `by_rows` draws each page row by row, as printer drivers do, and not in the order of the text.
    """
    return _draw(path, _pages(_blocks(body), design), design=design, footer=footer, by_rows=by_rows)


def margin_letter_pdf(
    path: Path,
    body: str | Path | Sequence[Block],
    *,
    margin: Sequence[str] = (),
    address: Sequence[str] = (),
    design: Design = WITH_MARGIN,
    footer: str = "",
    by_rows: bool = False,
) -> Path:
    """A letter with a column to the right of the body on its first page: `margin` half-way down, `address` at its foot.

    Both are groups of lines with half a line between them; otherwise as `plain_letter_pdf`.
    """
    pages = _pages(_blocks(body), design)
    pages[0].strings += _column(margin, _MARGIN_TOP)
    height = sum(_MARGIN_PITCH * (group.count("\n") + 1) + _MARGIN_PITCH * 0.8 for group in address)
    pages[0].strings += _column(address, _MARGIN_BOTTOM - height)
    return _draw(path, pages, design=design, footer=footer, by_rows=by_rows)


def blocks_of(path: Path) -> list[Block]:
    """The blocks a text or Markdown letter is made of: each of its lines a paragraph, rows of cells a table."""
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for line in read_source(path, file=path.name).lines:
        if rows and not line.cells:
            blocks.append(Table(tuple(rows)))
            rows = []
        if line.cells:
            rows.append(line.cells)
        else:
            blocks.append(Paragraph(line.text, bold=line.bold, italic=line.italic, gap=line.gap))
    return [*blocks, *([Table(tuple(rows))] if rows else [])]


def drawn_pdf(path: Path, *pages: Callable[[Canvas], None], size: tuple[float, float] = A4, rotate: int = 0) -> Path:
    """Pages drawn by hand, each turned by `rotate` degrees when shown."""
    canvas = Canvas(str(path), pagesize=size, invariant=1)
    for page in pages:
        canvas.setPageRotation(rotate)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return path


def handmade_pdf(content: bytes, *, page: str = "/MediaBox [0 0 595 842]", extra: str = "", filters: str = "") -> bytes:
    """A PDF of one page with the given content, written by hand and without a table of objects."""
    head = (
        "%PDF-1.5\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
        "5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>\nendobj\n"
        f"3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> {page} >>\n"
        f"endobj\n{extra}4 0 obj\n<< /Length {len(content)} {filters} >>\nstream\n"
    )
    return head.encode() + content + b"\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def encrypted_pdf(path: Path, text: str, *, user_password: str = "", owner_password: str = "ejer") -> Path:
    """A one-line PDF that needs `user_password` to open; without one, anybody may read but not copy."""
    canvas = Canvas(str(path), invariant=1, encrypt=StandardEncryption(user_password, ownerPassword=owner_password, canCopy=0))
    canvas.drawString(72, 700, text)
    canvas.save()
    return path


def truncated(path: Path, *, share: float) -> Path:
    """The file at `path`, cut down to its first `share`."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def _blocks(body: str | Path | Sequence[Block]) -> Sequence[Block]:
    if isinstance(body, Path):
        return blocks_of(body)
    if isinstance(body, str):
        paragraphs = [paragraph.strip("\n") for paragraph in body.split("\n\n")]
        return [Paragraph(paragraph) for paragraph in paragraphs if paragraph.strip()]
    return body


def _pages(blocks: Sequence[Block], design: Design) -> list[_Paper]:
    pages = [_Paper()]
    y = design.top
    for block in blocks:
        y += design.pitch * (block.gap if pages[-1].strings else 0.0)
        rows = _table(block, design) if isinstance(block, Table) else _paragraph(block, design)
        for strings, ruled in rows:
            if y + design.pitch > design.bottom:
                pages.append(_Paper())
                y = design.top
            y += design.pitch
            pages[-1].strings += [_String(one.x, y, one.text, one.font, one.size, one.word_space) for one in strings]
            if ruled:
                edges = _edges(block, design) if isinstance(block, Table) else []
                above, below = y - design.size, y + design.pitch - design.size
                pages[-1].lines += [(edges[0], row, edges[-1], row) for row in (above, below)]
                pages[-1].lines += [(edge, above, edge, below) for edge in edges]
    return pages


def _paragraph(block: Paragraph, design: Design) -> Iterator[tuple[list[_String], bool]]:
    font = _FONTS[block.bold, block.italic]
    left = design.left + block.indent
    for hard in block.text.split("\n"):
        lines = list(_wrapped(hard, font, design, design.right - left))
        for number, line in enumerate(lines):
            width = stringWidth(line, font, design.size)
            stretch = (design.right - left - width) / line.count(" ") if " " in line else 0.0
            is_last = number == len(lines) - 1
            strings = [_String(left, 0, line, font, design.size, stretch if design.justified and not is_last else 0.0)]
            if block.label and number == 0:
                strings.insert(0, _String(design.left, 0, block.label, font, design.size))
            yield strings, False


def _wrapped(text: str, font: str, design: Design, width: float) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if stringWidth(longer, font, design.size) <= width:
            line = longer
            continue
        room = width - stringWidth(f"{line} -", font, design.size)
        head = _syllables(word, font, design.size, room) if design.hyphenated else ""
        if head:
            yield f"{line} {head}-".strip()
            word = word[len(head) :]
        elif line:
            yield line
        line = word
    yield line


def _syllables(word: str, font: str, size: float, width: float) -> str:
    """The longest beginning of a word that fits and may be broken off: two letters or more on each side, before a consonant and a vowel."""
    breaks = [
        place
        for place in range(2, len(word) - 2)
        if word.isalpha() and word[place] not in _VOWELS and word[place + 1] in _VOWELS and word[place - 1].islower()
    ]
    return next((word[:place] for place in reversed(breaks) if stringWidth(word[:place], font, size) <= width), "")


def _edges(table: Table, design: Design) -> list[float]:
    """Where the columns of a table begin, and where the last one ends; the first is as wide as its text, the others share the rest."""
    size, columns = design.size, max(map(len, table.rows))
    first = min(max(stringWidth(row[0], _FONTS[True, False], size) for row in table.rows) + 12, (design.right - design.left) * 0.6)
    rest = (design.right - design.left - first) / max(1, columns - 1)
    return [design.left, *(design.left + first + rest * column for column in range(columns))]


def _table(table: Table, design: Design) -> Iterator[tuple[list[_String], bool]]:
    edges = _edges(table, design)
    for number, row in enumerate(table.rows):
        font = _FONTS[number == 0, False]
        strings = []
        for column, cell in enumerate(row):
            width = stringWidth(cell, font, design.size)
            numeric = column > 0 and (number == 0 or any(map(str.isdigit, cell)))
            x = edges[column + 1] - 4 - width if numeric else edges[column] + 4
            strings.append(_String(x, 0, cell, font, design.size))
        yield [string for string in strings if string.text], table.ruled


def _column(groups: Sequence[str], top: float) -> Iterator[_String]:
    y = top
    for group in groups:
        for line in group.split("\n"):
            yield _String(_MARGIN_LEFT, y, line, "Times-Roman", _MARGIN_SIZE)
            y += _MARGIN_PITCH
        y += _MARGIN_PITCH * 0.8


def _draw(path: Path, pages: Sequence[_Paper], *, design: Design, footer: str, by_rows: bool) -> Path:
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for number, page in enumerate(pages, start=1):
        if footer:
            text = footer.replace("{page}", str(number)).replace("{pages}", str(len(pages)))
            page.strings.append(_String(design.left, 812, text, "Times-Roman", 8))
        for string in sorted(page.strings, key=lambda string: (string.y, string.x)) if by_rows else page.strings:
            text = canvas.beginText(string.x, A4[1] - string.y)
            text.setFont(string.font, string.size)
            text.setWordSpace(string.word_space)
            text.textOut(string.text)
            canvas.drawText(text)
        for x0, y0, x1, y1 in page.lines:
            canvas.line(x0, A4[1] - y0, x1, A4[1] - y1)
        canvas.showPage()
    canvas.save()
    return path
