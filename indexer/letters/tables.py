"""Tables: which rows make one, and what stands in which cell.

Knows columns by tabs, by geometry or by runs of numbers; must not know what a table is about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from indexer.letters.labels import read_label
from indexer.letters.labels import read_series
from indexer.letters.text import Text
from indexer.letters.text import flow
from indexer.letters.text import join


if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.letters.rows import Row

CAPTION = re.compile(r"(?:tabel|oversigt|skema|figur|diagram|graf)\s*\d+\s*(?:[a-z]\b)?\s*(?:[.:–—-]|$)", re.IGNORECASE)
"""The beginning of a caption: "Tabel 1. ...", "Figur 2 – ..."."""

NUMBER = re.compile(r"[-–]|[-–+]?\d[\d.,]*\s?%?")
LIST_MARK = re.compile(r"(?:[•–-]|\(?\d{1,2}[.)]|[a-z][.)])\s")
LONE_CONSONANT = re.compile(r"[b-df-hj-np-tv-xz]")
"""A cell broken inside a word leaves such an end; Danish has no word of one consonant."""

YEAR = re.compile(r"(?:19|20)\d\d")
NOTE_WORD = re.compile(r"(?:anm(?:ærkning(?:er)?)?|noter?|kilder?)\s*[.:]", re.IGNORECASE)
NOTE_MARK = re.compile(r"(?:[*†]+|\d\))\s?\S")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as found: rows of cells that remember their places, all rows equally long; `sure` unless columns had to be guessed."""

    rows: tuple[tuple[Text, ...], ...]
    sure: bool = True


def is_caption(row: Row) -> bool:
    """Whether a row begins a caption."""
    return CAPTION.match(row.string) is not None and not row.string.endswith((".", "?"))


def is_note(text: str) -> bool:
    """Whether a text below a table begins as a note to it does: starred, numbered with a bracket, or by saying so."""
    return NOTE_MARK.match(text) is not None or NOTE_WORD.match(text) is not None


def table_end(rows: Sequence[Row], start: int) -> int:
    """Where the table that begins at `start` ends; `start` itself when there is none.

    A table begins with a row of several cells, or with any short row below a caption. It goes on to the next line of prose,
    list or caption, or to a heading that one of these follows directly.
    """
    if rows[start].grid:
        return start + 1
    below_caption = start > 0 and _caption_ends(rows, start) and not _goes_on_caption(rows, start) and not _follows_table(rows, start)
    if len(rows[start].cells) < 2 and not (below_caption and not _is_prose(rows[start])):
        return start
    at = start
    while at < len(rows) and not _leaves_table(rows, at):
        at += 1
    cells = sum(len(row.cells) > 1 for row in rows[start:at])
    if not below_caption and (cells < 2 or cells * 3 < at - start):
        return start
    return at


def _caption_ends(rows: Sequence[Row], at: int) -> bool:
    """Whether the row before `at` is the last of a caption."""
    if is_caption(rows[at - 1]):
        return True
    return at > 1 and _goes_on_caption(rows, at - 1)


def _follows_table(rows: Sequence[Row], at: int) -> bool:
    """Whether the caption above a row that has no cells stands below a table of its own."""
    caption = next(n for n in range(at - 1, -1, -1) if is_caption(rows[n]))
    return not rows[at].cells and caption > 0 and bool(rows[caption - 1].grid or rows[caption - 1].cells)


def _goes_on_caption(rows: Sequence[Row], at: int) -> bool:
    """Whether the row at `at` is the second line of a caption."""
    return at > 0 and is_caption(rows[at - 1]) and rows[at].gap < 0.5 and rows[at].string[0].islower()


def _leaves_table(rows: Sequence[Row], at: int) -> bool:
    row = rows[at]
    if row.grid:
        return True
    if len(row.cells) > 1:
        return False
    label = read_label(row.string) or (read_series(row.string) if row.bold or row.string.endswith(":") else None)
    if (
        _is_prose(row)
        or (label and (label.role or label.stem))
        or is_caption(row)
        or LIST_MARK.match(row.string)
        or is_note(row.string)
        or row.heading
    ):
        return True
    follows = rows[at + 1] if at + 1 < len(rows) else None
    if _stands_apart(row, rows[at - 1]) and (follows is None or len(follows.cells) < 2):
        return True
    if follows is None or follows.gap >= 0.6 or follows.opens_page or any(c.isdigit() for c in row.string) or row.string[0].islower():
        return False
    return is_caption(follows) or _is_prose(follows) or LIST_MARK.match(follows.string) is not None


def _stands_apart(row: Row, above: Row) -> bool:
    """Whether there is more space above a row without cells than between the rows of the table above it."""
    return len(above.cells) > 1 and row.gap > above.gap + 0.5


def _is_prose(row: Row) -> bool:
    """Whether a row reads as running text: many words, and either a full line or the end of a sentence."""
    words = row.string.split()
    numbers = sum(NUMBER.fullmatch(word) is not None for word in words)
    return len(words) > 5 and numbers * 3 < len(words) and (row.ends_sentence or row.room < len(row.string) / 3)


def read_grid(rows: Sequence[Row]) -> Grid:
    """The cells of the rows of a table."""
    if rows[0].grid:
        return Grid(tuple(tuple(flow(line.text for line in cell) for cell in row) for table in rows for row in table.grid))
    if any(row.edges and len(row.cells) > 1 for row in rows):
        return _by_geometry(rows)
    if any(len(row.cells) > 1 for row in rows) and not _number_tails(rows):
        return _by_cells(rows)
    return _by_numbers(rows) if _number_tails(rows) else _one_column(rows)


def _padded(rows: Sequence[Sequence[Text]]) -> Grid:
    width = max(len(row) for row in rows)
    return Grid(tuple((*row, *[Text()] * (width - len(row))) for row in rows))


def _by_cells(rows: Sequence[Row]) -> Grid:
    """Rows that say themselves where their cells end."""
    grid: list[Sequence[Text]] = []
    for row in rows:
        if grid and LONE_CONSONANT.fullmatch(row.string):
            grid[-1] = (*grid[-1][:-1], join((grid[-1][-1], row.text), ""))
        else:
            grid.append(row.cells or (row.text,))
    return _padded(grid)


def _by_geometry(rows: Sequence[Row]) -> Grid:
    """Columns are the stretches of the page's width that cells share; a row that only fills the first one may go on the row above."""
    spans = sorted((left, right) for row in rows for left, right in zip(row.edges[::2], row.edges[1::2], strict=True))
    columns: list[list[float]] = []
    for left, right in spans:
        if columns and left < columns[-1][1] - 1:
            columns[-1][1] = max(columns[-1][1], right)
        else:
            columns.append([left, right])
    grid: list[list[Text]] = []
    for row in rows:
        cells = [Text() for _ in columns]
        for cell, left in zip(row.cells or (row.text,), row.edges[::2], strict=True):
            column = max(i for i, (start, _) in enumerate(columns) if left >= start - 1)
            cells[column] = join((cells[column], cell), " ")
        if grid and row.gap < 0.2 and not cells[-1] and not any(cells[1:]) and grid[-1][0] and cells[0].text[0].islower():
            grid[-1][0] = flow((grid[-1][0], cells[0]))
        else:
            grid.append(cells)
    return Grid(tuple(map(tuple, grid)))


def _number_tails(rows: Sequence[Row]) -> bool:
    return sum(len(_tail(row)) > 1 for row in rows) > 1


def _tail(row: Row) -> list[re.Match[str]]:
    """The words at the end of a row that are numbers, or the words of a head over numbers ("2018 2019 I alt").

    A year behind a word is part of its name ("Aftalen 2015"), unless more years follow.
    """
    words = list(re.finditer(r"[Ii] alt$|\S+", row.string))
    tail: list[re.Match[str]] = []
    while words and (NUMBER.fullmatch(words[-1].group()) or (not tail and words[-1].group().casefold() == "i alt")):
        tail.insert(0, words.pop())
    years = [YEAR.fullmatch(word.group()) is not None for word in tail[:2]]
    return tail[1:] if words and years == [True, False] else tail


def _by_numbers(rows: Sequence[Row]) -> Grid:
    """Rows of a table whose columns were lost: a row ends with its numbers, and what stands above them without any is their label."""
    labelled: list[tuple[Text, list[Text]]] = []
    above: list[Text] = []
    gaps: list[list[int]] = []
    for row in rows:
        tail = _tail(row)
        if len(tail) < 2:
            above.append(row.text)
            continue
        labelled.append((flow([*above, row.text.cut(0, tail[0].start())]), [row.text.cut(*match.span()) for match in tail]))
        gaps.append([_space_before(row.text, match.start()) for match in tail])
        above = []
    if above:
        labelled.append((flow(above), []))
        gaps.append([])
    width = max(len(values) for _, values in labelled)
    sure = all(len(values) in (0, width) for _, values in labelled)
    return Grid(tuple((label, *_spread(values, space, width)) for (label, values), space in zip(labelled, gaps, strict=True)), sure)


def _spread(values: list[Text], space: list[int], width: int) -> list[Text]:
    """The values over `width` columns: an empty cell left a space of its own, so the widest spaces hide the empty cells."""
    missing = width - len(values) if values else 0
    empty = [0] * len(values)
    for at in sorted(range(len(values)), key=lambda at: -space[at]):
        empty[at] = min(missing, space[at] - 1)
        missing -= empty[at]
    if missing:
        empty = [width - len(values)] + [0] * (len(values) - 1)
    spread = [cell for value, before in zip(values, empty, strict=True) for cell in (*[Text()] * before, value)]
    return [*spread, *[Text()] * (width - len(spread))]


def _space_before(text: Text, at: int) -> int:
    """How many spaces the source has before the character at `at`."""
    for before, run in pairwise(text.runs):
        if run.at == at and run.line == before.line:
            return run.start - before.end
    return 1


def _one_column(rows: Sequence[Row]) -> Grid:
    """Rows whose cells cannot be told apart: one column, marked as unsure when a row may hold several."""
    return Grid(tuple((row.text,) for row in rows), sure=all(len(row.string.split()) < 2 for row in rows))
