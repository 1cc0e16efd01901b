"""Bodies whose form alone tells how they are divided: a table of questions and answers, questions set in type, headed sections.

Knows tables and type; must not know numbers or words that label (indexer.letters.dialogue does).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.letters.blocks import build_blocks
from indexer.letters.drafts import Draft
from indexer.letters.drafts import DraftTable
from indexer.letters.drafts import Reading
from indexer.letters.labels import numbers
from indexer.letters.labels import read_head
from indexer.letters.labels import read_label
from indexer.letters.labels import role_of
from indexer.letters.repetition import asks
from indexer.letters.text import Text


if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.letters.blocks import Block


def read_dialogue(block: Block) -> list[Draft]:
    """The questions and answers of a table that has a column for each, one draft a row; none for any other table."""
    table = [row for part in block.rows for row in part.grid]
    if len(table) < 2 or not block.grid:
        return []
    roles = [role_of(cell.text) for cell in block.grid.rows[0]]
    if sorted(filter(None, roles)) != ["answer", "question"]:
        return []
    asks, says = roles.index("question"), roles.index("answer")
    drafts = [Draft(dropped=list(block.grid.rows[0]))]
    for cells, texts in zip(table[1:], block.grid.rows[1:], strict=True):
        if tuple(text.text for text in texts) == tuple(text.text for text in block.grid.rows[0]):
            drafts[-1].dropped += texts
            continue
        draft = drafts[0] if len(drafts) == 1 and not drafts[0].question else Draft()
        label = read_label(texts[asks].text)
        number = next((text for at, text in enumerate(texts) if at not in (asks, says) and text), Text())
        draft.numbers = label.numbers if label else numbers(number.text)
        draft.question = [texts[asks].cut(label.length if label else 0)]
        draft.dropped += [texts[asks].cut(0, label.length) if label else Text()]
        draft.dropped += [text for at, text in enumerate(texts) if at not in (asks, says)]
        draft.answer = [part.text for part in build_blocks(cells[says])]
        if draft not in drafts:
            drafts.append(draft)
    return drafts


def sections(blocks: Sequence[Block]) -> Reading:
    """The reading of a note: what stands before the first heading, then each heading with what it heads.

    A section is called by its heading where type or measured space sets it apart; where it was only inferred, sections are counted.
    """
    reading = Reading()
    caption = Text()
    for block in blocks:
        head = read_head(block.string) if block.kind != "table" else None
        draft = reading.drafts[-1] if reading.drafts else None
        if head and head.role and head.length == len(block.string):
            reading.heads.append(block.text)
        elif block.kind == "heading":
            set_apart = block.rows[0].bold or block.rows[0].heading > 0 or block.rows[0].box is not None
            name = block.string if set_apart else str(len(reading.drafts) + 1)
            reading.drafts.append(Draft((name,), heading=block.text))
        elif draft is None:
            reading.opening.append(block.text)
        elif block.kind == "caption":
            draft.answer += [caption] if caption else []
            caption = block.text
            continue
        elif block.kind == "table" and block.grid:
            draft.tables.append(DraftTable(block.grid, block, caption))
            caption = Text()
        elif draft.tables and draft.tables[-1].noted_by(block):
            draft.tables[-1].footnotes.append(block.text)
        else:
            draft.answer.append(block.text)
        if caption and draft:
            draft.answer.append(caption)
            caption = Text()
    if caption:
        (reading.drafts[-1].answer if reading.drafts else reading.opening).append(caption)
    return reading


def set_pairs(blocks: Sequence[Block]) -> Reading:
    """The reading of a body whose questions are told by type alone: bold or italic paragraphs that ask, each followed by its answer."""
    reading = Reading()
    for block in blocks:
        styled = block.kind != "table" and all(row.bold or row.italic for row in block.rows)
        draft = reading.drafts[-1] if reading.drafts else None
        if styled and asks(block.string):
            reading.drafts.append(Draft(question=[block.text]))
        elif draft is None:
            reading.opening.append(block.text)
        elif block.kind == "table" and block.grid:
            draft.tables.append(DraftTable(block.grid, block))
        else:
            draft.answer.append(block.text)
    return reading if all(draft.answered for draft in reading.drafts) else Reading()
