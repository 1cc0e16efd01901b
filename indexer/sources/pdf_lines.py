"""Words on a page put together to lines; pure geometry.

Knows baselines, gaps between words and vertical rules; must not know PDF, fonts or what a line says.
Words side by side are one line unless the gap between them is a gutter: of columns, of a margin, of the cells of a table. What is a gutter
is told by the order of drawing, by rules, and by alignment with the rows around; a wide space in a justified line is none of these.
"""

from __future__ import annotations

from bisect import bisect_left
from bisect import bisect_right
from bisect import insort
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from indexer.sources.characters import is_label
from indexer.sources.pdf_words import Drawn


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.model.source import Box


# In ems: the narrowest gap that may part columns, the width that parts them without further evidence, and how far a label may stand.
_NARROWEST = 0.6
_WIDE = 2.0
_LABEL_REACH = 4.0
# How far apart, in ems, bases of one line may lie; and, smaller words such as footnote marks, above it.
_LEVEL = 0.3
_RAISED = 0.55
_SMALL = 0.8
_TINY = 0.4  # nothing this much smaller belongs to a line: it stands over a watermark
# Cells are aligned when left edges, right edges or centres differ by no more than this, in points.
_ALIGNED = 1.0
_NEIGHBOURS = 4
# Single letters in a row, from this many on, are a word set wide: Danish has no four words of one letter.
_FEWEST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words that make a line, left to right, and the base they stand on."""

    words: tuple[Drawn, ...]
    base: float


@dataclass(slots=True)
class _Row:
    """Words with about the same base, left to right, and where it may be cut: `cells` are [first, last) word numbers."""

    base: float
    size: float
    words: list[Drawn]
    cells: list[tuple[int, int]]

    def gap(self, cell: int) -> tuple[float, float]:
        """The empty stretch left of a cell that is not the first."""
        start = self.cells[cell][0]
        return self.words[start - 1].x1, self.words[start].x0

    def extent(self, cell: int) -> tuple[float, float]:
        """Where a cell begins and ends."""
        start, end = self.cells[cell]
        return self.words[start].x0, self.words[end - 1].x1


def fragments(words: Sequence[Drawn], rules: Sequence[Box]) -> list[Fragment]:
    """The lines that the words of a page make, top to bottom and left to right; each word is in one, overprinted copies are dropped."""
    rows = _rows(words)
    upright = sorted((rule for rule in rules if rule.bottom - rule.top > rule.x1 - rule.x0), key=lambda rule: rule.x0)
    for row in rows:
        row.cells = _possible_cells(row, upright)
    return [fragment for number in range(len(rows)) for fragment in _fragments(rows, number, upright)]


def _rows(words: Sequence[Drawn]) -> list[_Row]:
    """The words by base. The largest found a row, so that a raised mark joins its line and not the other way round."""
    rows: list[_Row] = []
    bases: list[tuple[float, int]] = []
    for word in sorted(words, key=lambda word: -word.size):
        row = _row_of(word, rows, bases)
        if row is None:
            insort(bases, (word.base, len(rows)))
            rows.append(_Row(word.base, word.size, [word], []))
        else:
            row.words.append(word)
    rows.sort(key=lambda row: row.base)
    for row in rows:
        row.words = _without_copies(sorted(row.words, key=lambda word: word.x0))
    return rows


def _row_of(word: Drawn, rows: list[_Row], bases: list[tuple[float, int]]) -> _Row | None:
    """The nearest row the word stands in."""
    reach = _RAISED * word.size / _TINY
    near = bases[bisect_left(bases, (word.base - reach, 0)) : bisect_right(bases, (word.base + reach, len(rows)))]
    best: _Row | None = None
    for base, number in near:
        row = rows[number]
        if word.size < _TINY * row.size:
            continue
        rise = base - word.base
        lowest, highest = -_LEVEL * word.size, _LEVEL * word.size
        if word.size <= _SMALL * row.size:
            highest = max(highest, _RAISED * row.size)
        if lowest <= rise <= highest and (best is None or abs(rise) < abs(best.base - word.base)):
            best = row
    return best


def _without_copies(words: list[Drawn]) -> list[Drawn]:
    """The words without those drawn twice to look bold or shadowed; what was drawn twice is bold."""
    kept: list[Drawn] = []
    for word in words:
        copy = next((one for one in kept[-3:] if one.text == word.text and abs(one.x0 - word.x0) < 0.15 * word.size), None)
        if copy is None or copy.size != word.size:
            kept.append(word)
        elif not copy.bold and copy.x0 != word.x0:
            kept[kept.index(copy)] = copy._replace(bold=True)
    return kept


def _possible_cells(row: _Row, upright: list[Box]) -> list[tuple[int, int]]:
    cuts = [0]
    for number in range(1, len(row.words)):
        left, right = row.words[number - 1], row.words[number]
        gap = right.x0 - left.x1
        if gap >= _NARROWEST * max(left.size, right.size) or (gap > 0 and _ruled(left, right, upright)):
            cuts.append(number)
    return list(zip(cuts, [*cuts[1:], len(row.words)], strict=True))


def _ruled(left: Drawn, right: Drawn, upright: list[Box]) -> bool:
    """Whether an upright rule stands between the words."""
    first = bisect_left(upright, left.x1 - 1, key=lambda rule: rule.x0)
    for rule in upright[first:]:
        if rule.x0 > right.x0 + 1:
            return False
        if rule.top <= right.base - 0.2 * right.size and rule.bottom >= right.base - 0.4 * right.size:
            return True
    return False


def _fragments(rows: list[_Row], number: int, upright: list[Box]) -> Iterator[Fragment]:
    row = rows[number]
    gutters = _gutters(rows, number, upright)
    start = 0
    for cell, (first, _) in enumerate(row.cells):
        if cell in gutters:
            yield _fragment(row.words[start:first])
            start = first
    yield _fragment(row.words[start:])


def _fragment(words: list[Drawn]) -> Fragment:
    return Fragment(tuple(_unspaced(words)), _largest(words).base)


def _largest(words: list[Drawn]) -> Drawn:
    return max(words, key=lambda word: (word.size, -word.x0))


def _gutters(rows: list[_Row], number: int, upright: list[Box]) -> set[int]:
    """The cells of a row that are parted from the one before."""
    row = rows[number]
    found: set[int] = set()
    open_cells: list[int] = []
    begins = 0
    for cell in range(1, len(row.cells)):
        left, right = row.words[row.cells[cell][0] - 1], row.words[row.cells[cell][0]]
        gap = right.x0 - left.x1
        if _ruled(left, right, upright):
            found.add(cell)
        elif (
            begins == cell - 1
            and row.cells[begins][1] - row.cells[begins][0] == 1
            and is_label(left.text)
            and gap < _LABEL_REACH * right.size
        ):
            continue
        elif right.order != left.order + 1 or _is_set_apart(row, cell):
            found.add(cell)
        else:
            open_cells.append(cell)
            continue
        begins = cell
    stretched = _is_stretched(row, open_cells)
    supported = [cell for cell in open_cells if _is_aligned(rows, number, cell)]
    if not stretched:
        found.update(supported)
        found.update(cell for cell in open_cells if _is_wide(row, cell) and not _is_crossed(rows, number, cell))
    elif len(supported) == len(open_cells):
        found.update(supported)
    return found


def _is_set_apart(row: _Row, cell: int) -> bool:
    """Whether size and base differ from those of the cell before, as a margin's do from the body's; raised marks do not count."""
    left, right = (_largest(row.words[start:end]) for start, end in row.cells[cell - 1 : cell + 1])
    return abs(left.size - right.size) > 0.08 * left.size and abs(left.base - right.base) > 0.15 * left.size


def _is_stretched(row: _Row, cells: list[int]) -> bool:
    """Whether the gaps are the equal spaces of a justified line."""
    gaps = [right - left for left, right in map(row.gap, cells)]
    return len(gaps) > 1 and max(gaps) - min(gaps) <= 0.06 * row.size and len(gaps) * 2 >= len(row.words) - 1


def _is_wide(row: _Row, cell: int) -> bool:
    left, right = row.gap(cell)
    return right - left >= _WIDE * row.words[row.cells[cell][0]].size


def _is_aligned(rows: list[_Row], number: int, cell: int) -> bool:
    """Whether a row nearby has a cell in line with this one, behind a gap that lies above or below this gap."""
    row = rows[number]
    x0, x1 = row.extent(cell)
    left, right = row.gap(cell)
    for other in rows[max(0, number - _NEIGHBOURS) : number + _NEIGHBOURS + 1]:
        if other is row:
            continue
        for beside in range(1, len(other.cells)):
            y0, y1 = other.extent(beside)
            if min(abs(x0 - y0), abs(x1 - y1), abs(x0 + x1 - y0 - y1) / 2) > _ALIGNED:
                continue
            other_left, other_right = other.gap(beside)
            if min(right, other_right) - max(left, other_left) >= 0.5 * row.size:
                return True
    return False


def _is_crossed(rows: list[_Row], number: int, cell: int) -> bool:
    """Whether the lines right above and below both run across the gap."""
    row = rows[number]
    middle = sum(row.gap(cell)) / 2
    for side in (-1, 1):
        beside = number + side
        if not 0 <= beside < len(rows) or abs(rows[beside].base - row.base) > 1.8 * row.size:
            return False
        if not any(word.x0 < middle < word.x1 for word in rows[beside].words):
            return False
    return True


def _unspaced(words: list[Drawn]) -> Iterator[Drawn]:
    """The words, letters set apart ("D I R E K T I O N") put together; a wider gap parts words."""
    start = 0
    while start < len(words):
        end = start
        while end < len(words) and len(words[end].text) == 1 and words[end].text.isalpha():
            end += 1
        if end - start >= _FEWEST_LETTERS:
            yield from _spelled(words[start:end])
        else:
            end = max(end, start + 1)
            yield from words[start:end]
        start = end


def _spelled(letters: list[Drawn]) -> Iterator[Drawn]:
    usual = median(right.x0 - left.x1 for left, right in pairwise(letters))
    word = letters[0]
    for left, right in pairwise(letters):
        if right.x0 - left.x1 > 1.5 * usual + 0.1 * right.size:
            yield word
            word = right
        else:
            word = word._replace(text=word.text + right.text, x1=right.x1)
    yield word
