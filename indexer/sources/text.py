"""Letters as plain text: pdftotext, OCR, Windows exports, and conversions to Markdown under either suffix.

Knows encodings, line ends, pages and tabs; must not interpret what a line says.
Runs of spaces inside a line are left as they are: they hint at columns.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from indexer.errors import SourceError
from indexer.model.source import Line
from indexer.model.source import Source
from indexer.sources.characters import clean
from indexer.sources.characters import is_label
from indexer.sources.characters import plain_bullet
from indexer.sources.markdown import Styled
from indexer.sources.markdown import is_markdown
from indexer.sources.markdown import styled_lines


if TYPE_CHECKING:
    from collections.abc import Iterator


_LINE_END = re.compile("\r\n|[\n\r\v\x85\u2028\u2029]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ESCAPED = {0xDC00 + byte: byte for byte in range(0x80, 0x100)}


def read_text(data: bytes, *, file: str, fingerprint: str, markdown: bool) -> Source:
    """The source in the bytes of a text file; `markdown` says that its name promises Markdown.

    Raises SourceError `empty` when there is nothing but white space.
    """
    pages = [_LINE_END.split(page) for page in decode(data).split("\f")]
    markdown = markdown or is_markdown(row for page in pages for row in page)
    lines = tuple(line for number, rows in enumerate(pages, start=1) for line in _page(rows, number=number, markdown=markdown))
    if not lines:
        raise SourceError("empty", "Filen indeholder ingen tekst. Hent brevet igen fra sagen.")
    return Source(file=file, fingerprint=fingerprint, format="text", lines=lines)


def decode(data: bytes) -> str:
    """The text in the bytes: by their mark, else UTF-8, else what a Windows program wrote (cp1252); never fails.

    UTF-8 with a few foreign bytes in it stays UTF-8, so that one bad byte does not garble every other letter.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, errors="replace")
    # A byte that is no UTF-8 becomes a lone surrogate, which UTF-8 itself cannot hold.
    text = data.decode("utf-8", errors="surrogateescape")
    foreign = sum(map(_is_foreign, text))
    if foreign * 2 > len(text) - sum(map(str.isascii, text)):
        return _windows(data)
    return re.sub("[\udc80-\udcff]+", lambda found: _windows(found[0].encode("utf-8", errors="surrogateescape")), text)


def _is_foreign(character: str) -> bool:
    return "\udc80" <= character <= "\udcff"


def _windows(data: bytes) -> str:
    # Five bytes are undefined in cp1252; Windows itself reads them as the control characters of latin-1.
    return data.decode("cp1252", errors="surrogateescape").translate(_ESCAPED)


def _page(rows: list[str], *, number: int, markdown: bool) -> Iterator[Line]:
    """The lines of one page; the empty ones are counted in the gap of the next."""
    styled = [_cleaned(line) for line in (styled_lines(rows) if markdown else map(Styled, rows))]
    tables = _tabbed(styled)
    gap = 0.0
    first = True
    for place, line in enumerate(styled):
        if not line.text.strip():
            gap += 1
            continue
        cells = line.cells or (_cells(line.text) if place in tables else ())
        text = "\t".join(cells) if cells else " ".join(line.text.strip().split("\t"))
        indent = 0.0 if cells else _indent(line.text)
        yield Line(text, number, 0.0 if first else gap, indent, cells, line.heading, line.bold, line.italic)
        gap = 0.0
        first = False


def _cleaned(line: Styled) -> Styled:
    cells = tuple(clean(cell).strip() for cell in line.cells)
    text = plain_bullet(clean(line.text).rstrip(" "))
    return Styled(text, line.heading, line.bold, line.italic, cells if any(cells) else ())


def _tabbed(lines: list[Styled]) -> frozenset[int]:
    """The numbers of the lines whose tabs separate cells: those with tabs, next to one another, of which one has a tab inside.

    A tab that only opens a line indents it, one behind a list label keeps the label apart.
    """
    found: set[int] = set()
    stretch: list[int] = []
    for number, line in enumerate([*lines, Styled("")]):
        if "\t" in line.text.rstrip():
            stretch.append(number)
            continue
        if any(_separates(lines[one].text) for one in stretch):
            found.update(stretch)
        stretch = []
    return frozenset(found)


def _separates(text: str) -> bool:
    label, tab, rest = text.strip().partition("\t")
    return bool(tab) and ("\t" in rest.strip() or not is_label(label.strip()))


def _cells(text: str) -> tuple[str, ...]:
    return tuple(" ".join(cell.split()) for cell in text.rstrip().split("\t"))


def _indent(text: str) -> float:
    """How many characters the line begins to the right; a tab goes to the next multiple of eight."""
    return float(len(text[: len(text) - len(text.lstrip())].expandtabs(8)))
