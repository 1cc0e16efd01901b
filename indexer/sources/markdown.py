"""Letters converted to Markdown: headings, emphasis, tables and escapes as styled lines.

Knows Markdown as converters of PDF and Word write it; must not interpret what a line says.
What only styled the text is dropped; everything else stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.sources.emphasis import inline


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from indexer.sources.emphasis import Piece


@dataclass(frozen=True, slots=True)
class Styled:
    """A line without its marks; an empty line has an empty text. `cells` is filled for a row of a table."""

    text: str
    heading: int = 0
    bold: bool = False
    italic: bool = False
    cells: tuple[str, ...] = ()


_RULE_ROW = re.compile(r"\s*\|?(\s*:?-+:?\s*\|)+(\s*:?-+:?\s*)?\s*|\s*\|\s*:?-+:?\s*\|?\s*")
_SIGNS = re.compile(
    r"""
    ^\ {0,3}\#{1,6}\ +\S                                     # a heading
  | \*\*[^\s*](?:[^*]*[^\s*])?\*\*                           # strong emphasis
  | \[[^\]]+\]\((?:https?:|mailto:|www\.|\#|/|\w+\.)[^)]*\)  # a link
  | \\[_*\#\[\]()>~`+.-]                                     # an escape
  | </?(?:b|strong|i|em|sup|br)\s*/?>                        # a tag
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HEADING = re.compile(r"\s{0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*")
_UNDERLINE = re.compile(r"\s{0,3}(=+|-{3,})\s*")
_BREAK = re.compile(r"\s{0,3}([-*_])\s*(?:\1\s*){2,}")
_QUOTE = re.compile(r"\s{0,3}(?:>\s?)+")
_ITEM = re.compile(r"\s*(?:[-*+•]|\(?\w{1,3}[.)])\s")
_CELL_END = re.compile(r"(?<!\\)\|")


def is_markdown(rows: Iterable[str]) -> bool:
    """Whether any row bears a mark that plain text does not have."""
    return any(_SIGNS.search(row) or (_RULE_ROW.fullmatch(row) and "|" in row) for row in rows)


def styled_lines(rows: list[str]) -> Iterator[Styled]:
    """The rows as lines without marks, in order; rows that only styled (rules, underlines) are left out."""
    block: list[str] = []
    tables = _table_rows(rows)
    for number, row in enumerate(rows):
        row = _QUOTE.sub("", row, count=1) if row.lstrip().startswith(">") else row
        heading = _HEADING.fullmatch(row)
        underline = _UNDERLINE.fullmatch(row)
        if block and underline:
            yield from _block(block, heading=1 if "=" in underline[1] else 2)
            block = []
        elif number in tables or heading or not row.strip() or _BREAK.fullmatch(row):
            yield from _block(block)
            block = []
            yield from _single(row, heading, table=number in tables)
        else:
            if _ITEM.match(row):
                yield from _block(block)
                block = []
            block.append(row)
    yield from _block(block)


def _single(row: str, heading: re.Match[str] | None, *, table: bool) -> Iterator[Styled]:
    """A row that is a block by itself: of a table, a heading, empty, or a rule that is left out."""
    if table:
        if not _RULE_ROW.fullmatch(row):
            yield _table_row(row)
    elif heading:
        yield from _block([heading[2] or ""], heading=len(heading[1]))
    elif not row.strip():
        yield Styled("")


def _block(rows: list[str], *, heading: int = 0) -> Iterator[Styled]:
    """The lines of a paragraph, a list item or a heading: emphasis may run over several of them."""
    if not rows:
        return
    pieces = inline("\n".join(row.rstrip().removesuffix("\\") for row in rows))
    for line in _broken(pieces):
        text = "".join(piece.text for piece in line).rstrip()
        if text:
            yield Styled(text, heading, bool(heading) or _all(line, "bold"), _all(line, "italic"))


def _broken(pieces: list[Piece]) -> Iterator[list[Piece]]:
    line: list[Piece] = []
    for piece in pieces:
        first, *others = piece.text.split("\n")
        line.append(piece._replace(text=first))
        for other in others:
            yield line
            line = [piece._replace(text=other)]
    yield line


def _all(pieces: Iterable[Piece], style: str) -> bool:
    """Whether all that can be read is set so; a colon or a bullet outside the emphasis does not count."""
    readable = [piece for piece in pieces if any(map(str.isalnum, piece.text))]
    return bool(readable) and all(getattr(piece, style) for piece in readable)


def _table_rows(rows: list[str]) -> frozenset[int]:
    """The numbers of the rows that belong to pipe tables: between pipes, or next to a |---| rule in one stretch of rows with pipes."""
    found: set[int] = set()
    stretch: list[int] = []
    for number, row in enumerate([*rows, ""]):
        if _CELL_END.search(row):
            stretch.append(number)
            continue
        ruled = any(_RULE_ROW.fullmatch(rows[one]) for one in stretch)
        found.update(one for one in stretch if ruled or _is_fenced(rows[one]))
        stretch = []
    return frozenset(found)


def _is_fenced(row: str) -> bool:
    row = row.strip()
    return len(row) > 2 and row[0] == row[-1] == "|"


def _table_row(row: str) -> Styled:
    row = row.strip().removeprefix("|")
    ends = list(_CELL_END.finditer(row))
    if ends and ends[-1].end() == len(row):
        row = row[:-1]
    parts = [inline(part.strip()) for part in _CELL_END.split(row)]
    cells = tuple(" ".join("".join(piece.text for piece in part).split()) for part in parts)
    pieces = [piece for part in parts for piece in part]
    return Styled("\t".join(cells), 0, _all(pieces, "bold"), _all(pieces, "italic"), cells)
