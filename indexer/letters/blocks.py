"""Rows joined into blocks: paragraphs, headings, list items, captions and tables.

Knows how running text is set; must not know questions from answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Literal

from indexer.letters.labels import BULLET
from indexer.letters.labels import ITEM
from indexer.letters.labels import read_head
from indexer.letters.labels import read_label
from indexer.letters.rows import Row
from indexer.letters.tables import Grid
from indexer.letters.tables import is_caption
from indexer.letters.tables import read_grid
from indexer.letters.tables import table_end
from indexer.letters.text import JOINING_WORDS
from indexer.letters.text import Text
from indexer.letters.text import flow


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence


Kind = Literal["paragraph", "heading", "item", "caption", "table"]

HEADING_WORDS = 10


@dataclass(frozen=True, slots=True)
class Block:
    """What a reader sees as one unit of text; `rows` are what it was joined from, `grid` the cells of a table."""

    kind: Kind
    text: Text
    rows: tuple[Row, ...]
    grid: Grid | None = None

    @property
    def string(self) -> str:
        """The block's text without its places."""
        return self.text.text

    @property
    def page(self) -> int:
        """The page the block begins on."""
        return self.rows[0].page


def build_blocks(rows: Sequence[Row]) -> list[Block]:
    """The rows of a stretch of body text as blocks, in order; every row is in exactly one."""
    return list(each_block(rows))


def each_block(rows: Sequence[Row]) -> Iterator[Block]:
    """The same blocks one by one, for who may not need them all."""
    at = 0
    while at < len(rows):
        end = table_end(rows, at)
        if end > at:
            while _same_table(rows, at, end):
                end += 1
            yield Block("table", flow(row.text for row in rows[at:end]), tuple(rows[at:end]), read_grid(rows[at:end]))
        else:
            end = at + 1
            while end < len(rows) and not _breaks(rows[at:end], rows[end], rows[end + 1 : end + 2]) and table_end(rows, end) == end:
                end += 1
            yield _block(rows[at:end], rows[end] if end < len(rows) else None)
        at = end


def _same_table(rows: Sequence[Row], at: int, end: int) -> bool:
    """Whether a drawn table goes on in a drawn table of as many columns at the head of the next page."""
    if end >= len(rows) or not rows[at].grid or not rows[end].grid:
        return False
    return rows[end].opens_page and len(rows[at].grid[0]) == len(rows[end].grid[0])


def _block(rows: Sequence[Row], following: Row | None) -> Block:
    text = flow(row.text for row in rows)
    return Block(_kind(rows, text, following), text, tuple(rows))


def _kind(rows: Sequence[Row], text: Text, following: Row | None) -> Kind:
    if is_caption(rows[0]):
        return "caption"
    if ITEM.match(text.text) or BULLET.match(text.text):
        return "item"
    return "heading" if _is_heading(rows, text.text, following) else "paragraph"


def _is_heading(rows: Sequence[Row], text: str, following: Row | None) -> bool:
    """A heading is short, does not end as a sentence does, and is set apart by type, by its level or by standing alone on its line."""
    if rows[0].heading:
        return True
    if len(text.split()) > HEADING_WORDS or (rows[-1].ends_sentence and not text.endswith(":")) or not text[0].isupper():
        return False
    if all(row.bold for row in rows) and (following is None or not following.bold or following.gap > 0):
        return True
    if following is None or following.opens_page:  # a heading is not left alone at the foot of a page
        return False
    return len(rows) == 1 and rows[0].room > len(text) / 2 and not text.endswith((",", ":"))


def _breaks(block: Sequence[Row], row: Row, after: Sequence[Row]) -> bool:
    """Whether `row` begins a new block after the rows of `block`."""
    last = block[-1]
    text = row.string
    if _goes_on_heading(last, row):
        return False
    if row.heading or last.heading or ITEM.match(text) or BULLET.match(text) or is_caption(row):
        return True
    if _breaks_off(last, row):
        return False
    if _begins_label(row) or (last.ends_sentence and _is_label(row)) or (len(block) == 1 and _is_label(last)):
        return True
    if _goes_on(last, row):
        return False
    if row.gap >= 0.5 or (last.ends_sentence and row.bold != last.bold):
        return True
    if not last.leaves_room_for(row):
        return False
    return last.ends_sentence or row.bold != last.bold or _heads(block, row) or not after


def _goes_on_heading(last: Row, row: Row) -> bool:
    """Whether a heading told by its size runs over to the next row: set alike, close below, and going on small or below a full row."""
    alike = bool(row.heading and last.heading and row.box and row.size == last.size)
    return alike and row.gap < 0.6 and (row.string[0].islower() or not last.leaves_room_for(row))


def _goes_on(last: Row, row: Row) -> bool:
    """Whether a sentence runs on from one row to the next, whatever stands between them on the page."""
    if last.ends_sentence or (is_caption(last) and row.gap):
        return False
    return row.string[0].islower()


def _breaks_off(last: Row, row: Row) -> bool:
    """Whether a row ends in the middle of a name: after a hyphen or "og", with the next row close below."""
    return row.gap < 0.5 and (last.string.endswith("-") or last.string.rsplit(None, 1)[-1] in JOINING_WORDS)


def _begins_label(row: Row) -> bool:
    label = read_label(row.string)
    return label is not None and label.role is not None


def _is_label(row: Row) -> bool:
    """Whether a row is nothing but a label or a head."""
    label = read_label(row.string) or read_head(row.string)
    return label is not None and label.role is not None and label.length == len(row.string)


def _heads(block: Sequence[Row], row: Row) -> bool:
    """Whether a block of one short line is the heading of what begins with `row`, in text that has lost its type."""
    return len(block) == 1 and len(block[0].string.split()) <= HEADING_WORDS and row.string[0].isupper() and block[0].string[0].isupper()


def without_marker(text: Text) -> Text:
    """The text of a list item without its number or bullet."""
    match = ITEM.match(text.text) or BULLET.match(text.text)
    return text.cut(match.end()) if match else text
