"""The text of a letter's file in reading order, cut where what it was taken for changes.

Knows places and the order of rows; must not know how they are drawn.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING
from typing import NamedTuple

from indexer.letters.layout import rows_of_pdf
from indexer.letters.rows import rows_of_text
from indexer.model.letter import Span
from indexer.model.source import Box


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.model.letter import Letter
    from indexer.model.letter import PlaceKind
    from indexer.model.source import Line
    from indexer.model.source import Source


class Stretch(NamedTuple):
    """Characters of one line with one meaning; `kind` is None where they have no place, `passage` the anchor of theirs, if any.

    `table` counts the tables of the passage from 0 and is -1 outside of tables.
    """

    span: Span
    kind: PlaceKind | None
    passage: str | None
    table: int = -1


def stretches(letter: Letter, source: Source) -> list[Stretch]:
    """All of the file's text, every character that is not a space once, in the order in which it is read."""
    by_line: dict[int, list[Stretch]] = defaultdict(list)
    for stretch in _placed(letter, source):
        by_line[stretch.span.line].append(stretch)
    whole = [list(_without_holes(number, line, by_line[number])) for number, line in enumerate(source.lines)]
    return [stretch for group in _groups(source) for stretch in _place_by_place([one for number in group for one in whole[number]])]


def text_of(stretch: Stretch, source: Source) -> str:
    """The characters of a stretch."""
    return source.lines[stretch.span.line].text[stretch.span.start : stretch.span.end]


def box_of(span: Span, line: Line) -> Box | None:
    """Where on its page a piece of a line stands; of a word, its share in proportion. None where the line has no box."""
    if line.box is None:
        return None
    parts: list[Box] = []
    at = 0
    for word in line.words:
        at = max(at, line.text.find(word.text, at))
        start, end = max(span.start, at), min(span.end, at + len(word.text))
        if start < end:
            parts.append(_share(word.box, start - at, end - at, len(word.text)))
        at += len(word.text)
    if not parts:
        return _share(line.box, span.start, span.end, len(line.text))
    return around(parts)


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all of these."""
    return Box(min(box.x0 for box in boxes), min(box.top for box in boxes), max(box.x1 for box in boxes), max(box.bottom for box in boxes))


def _share(box: Box, start: int, end: int, length: int) -> Box:
    step = (box.x1 - box.x0) / max(1, length)
    return box._replace(x0=box.x0 + start * step, x1=box.x0 + end * step)


def _placed(letter: Letter, source: Source) -> Iterator[Stretch]:
    passages = {passage.anchor: passage for passage in letter.passages}
    for place in letter.places:
        owner = passages.get(place.passage or "")
        tables = [] if place.kind != "table" or owner is None else owner.tables
        sizes = [len("".join((table.caption or "", *(cell for row in table.rows for cell in row), *table.footnotes))) for table in tables]
        for span, table in zip(place.spans, _shared_out(place.spans, sizes), strict=True):
            if source.lines[span.line].text[span.start : span.end].strip():
                yield Stretch(span, place.kind, place.passage, table)


def _shared_out(spans: Sequence[Span], sizes: Sequence[int]) -> Iterator[int]:
    """The table that each span is from: they come table by table, and a table of the model has about as much text as its spans."""
    ends = [sum(sizes[: number + 1]) for number in range(len(sizes))]
    scale = ends[-1] / max(1, sum(span.end - span.start for span in spans)) if ends else 0.0
    before = 0
    for span in spans:
        middle = (before + (span.end - span.start) / 2) * scale
        before += span.end - span.start
        yield next((number for number, end in enumerate(ends) if middle <= end), len(ends) - 1)


def _without_holes(number: int, line: Line, placed: Iterable[Stretch]) -> Iterator[Stretch]:
    """The stretches of a line from left to right, those of one place put together, and what lies in no place."""
    pending: Stretch | None = None
    for stretch in (*sorted(placed, key=lambda one: one.span), Stretch(Span(number, len(line.text), len(line.text)), None, None)):
        at = pending.span.end if pending else 0
        hole = line.text[at : stretch.span.start]
        if pending and not hole.strip() and stretch[1:] == pending[1:]:
            pending = pending._replace(span=pending.span._replace(end=stretch.span.end))
            continue
        if pending:
            yield pending
        if hole.strip():
            start = at + len(hole) - len(hole.lstrip())
            yield Stretch(Span(number, start, at + len(hole.rstrip())), None, None)
        pending = stretch


def _groups(source: Source) -> Iterator[list[int]]:
    """The numbers of the lines in reading order; lines that stand side by side, row under row, are one group."""
    rows = rows_of_pdf(source) if source.format == "pdf" else rows_of_text(source)
    lines = [list(dict.fromkeys(span.line for span in row.text.spans)) for row in rows]
    for beside, rows_alike in groupby(lines, key=lambda numbers: len(numbers) > 1):
        if beside:
            yield [number for numbers in rows_alike for number in numbers]
        else:
            yield from rows_alike
    seen = {number for numbers in lines for number in numbers}
    yield from ([number] for number in range(len(source.lines)) if number not in seen)


def _place_by_place(group: list[Stretch]) -> list[Stretch]:
    """The stretches of a group, each place's together: the cells of a table of questions and answers cell by cell."""
    first: dict[tuple[PlaceKind | None, str | None], int] = {}
    for at, stretch in enumerate(group):
        first.setdefault((stretch.kind, stretch.passage), at)
    return sorted(group, key=lambda stretch: first[stretch.kind, stretch.passage])
