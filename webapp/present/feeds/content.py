"""A passage -> the whole of it as plain text, and as the simplest HTML.

Knows paragraphs, points and rows; must not know feeds. Text of letters becomes text of elements: whatever it looks like, it is shown as it
was written and never run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from webapp.present.feeds.tree import add
from webapp.present.feeds.tree import element
from webapp.present.feeds.tree import legal
from webapp.present.wording.text import blocks
from webapp.present.wording.text import plain
from webapp.present.wording.text import wording


if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.model.letter import Passage
    from indexer.model.letter import Table


_BULLETS = frozenset("-–—•*·▪◦")


def as_text(passage: Passage, *, asked: str, line: str) -> str:
    """The answer with its tables and notes, after what was `asked` and before the `line` of what is known of its letter; "" is left out."""
    parts = [asked, passage.answer, *map(_rows, passage.tables), *passage.footnotes, line]
    return legal("\n\n".join(text.strip() for text in parts if text.strip()))


def as_html(passage: Passage, *, asked: str, line: str) -> str:
    """The same as a piece of HTML that any page can hold: paragraphs, points and tables."""
    body = element("div")
    if asked:
        add(add(body, "blockquote"), "p", asked)
    _add_prose(body, passage.answer)
    for table in passage.tables:
        _add_table(body, table)
    for note in passage.footnotes:
        add(body, "p", note)
    add(add(body, "p"), "small", line)
    return ET.tostring(body, encoding="unicode", method="html").removeprefix("<div>").removesuffix("</div>")


def _rows(table: Table) -> str:
    rows = (" | ".join(" ".join(cell.split()) for cell in row) for row in table.rows)
    return "\n".join(filter(None, (table.caption or "", *rows, *table.footnotes)))


def _add_prose(body: ET.Element, text: str) -> None:
    for sign, line in _lines(text):
        if sign not in _BULLETS:
            add(body, "p", f"{sign} {line}".strip())
            continue
        points = body[-1] if len(body) and body[-1].tag == "ul" else add(body, "ul")
        add(points, "li", line)


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Each paragraph and point, with the sign of a point."""
    for block in blocks(plain(legal(text))):
        for place, line in enumerate(block.lines):
            yield block.signs[place] if block.signs else "", wording(line)


def _add_table(body: ET.Element, table: Table) -> None:
    grid = add(body, "table")
    if table.caption:
        add(grid, "caption", table.caption)
    for row in table.rows:
        line = add(grid, "tr")
        for cell in row:
            add(line, "td", cell)
    for note in table.footnotes:
        add(body, "p", note)
