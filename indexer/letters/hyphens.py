"""Whose a hyphen at the end of a line is, as far as the whole document tells: the typesetter's, who broke a word, or the writer's.

Knows lines of prose and how one document writes its words; must not know a dictionary.
What the letters around a hyphen say is told by indexer.letters.text. Where they leave it open, the same word elsewhere decides, else how
often lines end like this: who breaks words breaks every third line, and who does not has a hyphen there now and then ("job-coach").
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.letters.text import breaks_word


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.letters.rows import Row

Pair = tuple["Row", "Row"]

FEWEST_BROKEN = 0.1
"""In a text with broken words at least so large a share of the lines that run on ends inside one: .29 in the least of 38 letters."""

PROSE_CHARACTERS = 28
"""Shorter lines are cells and headings, where a hyphen was often put in by hand to make a long word fit."""

BEGINNING = 5
"""So many letters behind a hyphen tell a word whatever its ending is."""

OF_TYPESETTERS = "\u2010"
"""A sign that no keyboard has: a document broken with it has no other for this."""


def with_writers_hyphens(rows: Sequence[Row]) -> list[Row]:
    """The rows, marked where a hyphen ends one that is the writer's though the letters around it would let it be the typesetter's."""
    if not any(row.grid or row.string.endswith("-") for row in rows):
        return list(rows)
    pairs = list(_running_on(rows))
    broken = [pair for pair in pairs if breaks_word(pair[0].string, pair[1].string)]
    plain = [pair for pair in broken if pair[0].string.endswith("-")]
    if not plain:
        return list(rows)
    text = " ".join(row.string for row in rows).casefold()
    seldom = not _breaks_words(pairs, broken)
    written = {id(row) for row, following in plain if _is_written(row, following, text, seldom=seldom)}
    return [_marked(row, written) for row in rows] if written else list(rows)


def _running_on(rows: Sequence[Row]) -> Iterator[Pair]:
    """Each row with the one it runs on in: the next in its zone, or in its cell of a drawn table."""
    before: dict[str, Row] = {}
    for row in rows:
        for cell in (cell for cells in row.grid for cell in cells):
            yield from _running_on(cell)
        above = before.get(row.zone)
        if above and not row.grid and not row.cells and row.string[0].islower() and not above.ends_sentence:
            yield above, row
        before[row.zone] = row


def _breaks_words(pairs: Sequence[Pair], broken: Sequence[Pair]) -> bool:
    """Whether the document's lines end inside words as often as a typesetter makes them, with the hyphen of a keyboard."""
    prose = [row.string[-1] for row, _ in broken if len(row.string) >= PROSE_CHARACTERS]
    lines = sum(len(row.string) >= PROSE_CHARACTERS for row, _ in pairs)
    plain = prose.count("-")
    return plain >= FEWEST_BROKEN * lines and plain >= prose.count(OF_TYPESETTERS)


def _is_written(row: Row, following: Row, text: str, *, seldom: bool) -> bool:
    """Whether the hyphen at the end of a row is the writer's; `text` is the whole document's, in which hyphens end lines but `seldom`."""
    left = row.string[:-1].rsplit(None, 1)[-1].casefold()
    right = following.string.split(None, 1)[0].casefold().rstrip(".,;:!?)»”\"'")[:BEGINNING]
    hyphened, solid = f" {left}-{right}" in text, f" {left}{right}" in text
    if hyphened != solid:
        return hyphened
    return seldom and len(row.string) >= PROSE_CHARACTERS


def _marked(row: Row, written: set[int]) -> Row:
    if row.grid:
        return replace(row, grid=tuple(tuple(tuple(_marked(line, written) for line in cell) for cell in cells) for cells in row.grid))
    return replace(row, text=replace(row.text, keeps_hyphen=True)) if id(row) in written else row
