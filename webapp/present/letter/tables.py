"""A table of cells -> a table whose heads and numbers are known.

Knows what a head and a number look like; must not know letters or HTML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.model.results import Excerpt
from webapp.present.wording.text import wording


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Sequence

    from indexer.model.letter import Table


_NUMBER = re.compile(r"[-–−+±(]?\s*\d[\d.,\s]*\)?(?:\s*(?:%|pct\.?|kr\.?|mio\.?|mia\.?))*|[-–]", re.IGNORECASE)
_NUMBER_LENGTH = 30
_SIGN_LENGTH = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as set: `scope` is "col" or "row" for a head, "" for the rest; numbers stand to the right."""

    text: Excerpt
    scope: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class TableView:
    """A table as set: rows of heads, rows of the body, caption and footnotes.

    `number` is its place among the tables of its letter, from 1; `name` is what to call it aloud.
    """

    number: int
    name: str
    caption: Excerpt
    head: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]
    footnotes: tuple[Excerpt, ...]


def table_view(table: Table, *, number: int, mark: Callable[[str], Excerpt]) -> TableView:
    """The table with its heads found and its text marked.

    The first row heads the columns if all its cells after the first say something; the first column heads the rows if most of what
    stands beside it are numbers or single signs.
    """
    has_head = len(table.rows) > 1 and all(table.rows[0][1:])
    top, rows = (table.rows[:1], table.rows[1:]) if has_head else ((), table.rows)
    numeric = [_mostly_short([row[place] for row in rows], numbers=True) for place in range(len(rows[0]) if rows else 0)]
    heads_rows = _mostly_short([cell for row in rows for cell in row[1:]], numbers=False)
    caption = mark(table.caption or "")
    return TableView(
        number=number,
        name=wording(caption) or f"Tabel nr. {number}",
        caption=caption,
        head=tuple(tuple(Cell(mark(text), "col" if text else "", right) for text, right in zip(row, numeric, strict=True)) for row in top),
        body=tuple(_body_row(row, numeric, mark=mark, has_head=heads_rows) for row in rows),
        footnotes=tuple(mark(note) for note in table.footnotes),
    )


def _body_row(row: Sequence[str], numeric: Sequence[bool], *, mark: Callable[[str], Excerpt], has_head: bool) -> tuple[Cell, ...]:
    return tuple(
        Cell(mark(text), "row" if has_head and place == 0 and text else "", right)
        for place, (text, right) in enumerate(zip(row, numeric, strict=True))
    )


def _mostly_short(cells: Sequence[str], *, numbers: bool) -> bool:
    filled = [cell for cell in cells if cell]
    short = [cell for cell in filled if is_number(cell) or (not numbers and len(cell) <= _SIGN_LENGTH)]
    return bool(filled) and 2 * len(short) >= len(filled)


def is_number(cell: str) -> bool:
    """Whether a cell holds a number as Danes write it, with its sign and unit, or the dash that stands for none."""
    return len(cell) <= _NUMBER_LENGTH and _NUMBER.fullmatch(cell) is not None
