"""Which table a caption belongs to: the one above it or the one below.

Knows the order of blocks and the space between them; must not know what a table is about.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.letters.blocks import Block
    from indexer.letters.text import Text


def find_captions(blocks: Sequence[Block]) -> dict[int, int]:
    """The places in `blocks` of the tables that have a caption, each with the place of its caption.

    A caption between two tables belongs to the one that has no other; where both or neither have, to the nearer, then to the one below.
    """
    tables = {
        at: [other for other in (at + 1, at - 1) if 0 <= other < len(blocks) and blocks[other].kind == "table"]
        for at, block in enumerate(blocks)
        if block.kind == "caption"
    }
    found: dict[int, int] = {}
    while tables:
        caption = min(tables, key=lambda at: len(tables[at]))
        free = tables.pop(caption)
        if not free:
            continue
        table = min(free, key=lambda at: _space(blocks[min(at, caption)], blocks[max(at, caption)]))
        found[table] = caption
        for others in tables.values():
            if table in others:
                others.remove(table)
    return found


def _space(above: Block, below: Block) -> float:
    """The space between two blocks: in points where both have a box, else in lines; a new page is endless."""
    first, second = above.rows[-1], below.rows[0]
    if first.page != second.page:
        return inf
    return second.box.top - first.box.bottom if first.box and second.box else second.gap


def in_order(table: Block, caption: Block | None) -> list[Text]:
    """The texts of a table and its caption as they stand on the page."""
    blocks = sorted((table, caption), key=lambda block: block.text.runs[0].line) if caption else [table]
    return [block.text for block in blocks]
