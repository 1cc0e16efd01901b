"""Bodies whose form alone tells how they are divided: a table of questions and answers, questions set in type, headed sections.

Knows tables and type; must not know numbers or words that label (indexer.letters.dialogue does).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.letters.blocks import build_blocks
from indexer.letters.captions import find_captions
from indexer.letters.captions import in_order
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
    found = _asking_and_saying([[cell.text for cell in row] for row in block.grid.rows])
    if found is None:
        return []
    asks_in, says_in = found
    drafts = [Draft(dropped=list(block.grid.rows[0]))]
    for cells, texts in zip(table[1:], block.grid.rows[1:], strict=True):
        if tuple(text.text for text in texts) == tuple(text.text for text in block.grid.rows[0]):
            drafts[-1].dropped += texts
            continue
        draft = drafts[0] if len(drafts) == 1 and not drafts[0].question else Draft()
        label = read_label(texts[asks_in].text)
        number = next((text for at, text in enumerate(texts) if at not in (asks_in, says_in) and text), Text())
        draft.numbers = label.numbers if label else numbers(number.text)
        draft.question = [texts[asks_in].cut(label.length if label else 0)]
        draft.dropped += [texts[asks_in].cut(0, label.length) if label else Text()]
        draft.dropped += [text for at, text in enumerate(texts) if at not in (asks_in, says_in)]
        draft.answer = [part.text for part in build_blocks(cells[says_in])]
        if draft not in drafts:
            drafts.append(draft)
    return drafts


def _asking_and_saying(rows: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """Which column asks and which answers: by the words at their head, else the one whose cells mostly ask and the fullest beside it."""
    roles = [role_of(cell) for cell in rows[0]]
    if sorted(filter(None, roles)) == ["answer", "question"]:
        return roles.index("question"), roles.index("answer")
    asking = [sum(asks(row[at]) for row in rows[1:]) for at in range(len(roles))]
    most = max(asking)
    if len(roles) < 2 or most * 2 <= len(rows) - 1:
        return None
    asks_in = asking.index(most)
    fullness = {at: sum(len(row[at]) for row in rows[1:]) for at in range(len(roles)) if at != asks_in}
    return asks_in, max(fullness, key=lambda at: fullness[at])


def sections(blocks: Sequence[Block]) -> Reading:
    """The reading of a note: what stands before the first heading, then each heading with what it heads.

    A section is called by its heading where type or measured space sets it apart; where it was only inferred, sections are counted.
    A heading with nothing below but the next one heads no section.
    """
    reading = Reading()
    captions = find_captions(blocks)
    for at, block in enumerate(blocks):
        if at in captions.values():
            continue
        head = read_head(block.string) if block.kind != "table" else None
        if head and head.role and head.length == len(block.string):
            reading.heads.append(block.text)
        elif block.kind == "heading":
            set_apart = block.rows[0].bold or block.rows[0].heading > 0 or block.rows[0].box is not None
            name = block.string if set_apart else str(len(reading.drafts) + 1)
            reading.drafts.append(Draft((name,), heading=block.text))
        else:
            _say(reading, block, blocks[captions[at]] if at in captions else None)
    reading.heads += [draft.heading for draft in reading.drafts if not draft.answered]
    reading.drafts = [draft for draft in reading.drafts if draft.answered]
    for number, draft in enumerate(reading.drafts, 1):
        draft.numbers = tuple(str(number) if name.isdigit() else name for name in draft.numbers)
    return reading


def set_pairs(blocks: Sequence[Block]) -> Reading:
    """The reading of a body whose questions are told by type alone: bold or italic paragraphs that ask, each followed by its answer.

    Where every question has a heading right below it, that heads the answer and is no part of it.
    """
    reading = Reading()
    heads: dict[int, Text] = {}
    captions = find_captions(blocks)
    for at, block in enumerate(blocks):
        if at in captions.values():
            continue
        styled = block.kind != "table" and all(row.bold or row.italic for row in block.rows)
        if styled and asks(block.string):
            reading.drafts.append(Draft(question=[block.text]))
        elif block.kind == "heading" and reading.drafts and not reading.drafts[-1].answered and len(reading.drafts) - 1 not in heads:
            heads[len(reading.drafts) - 1] = block.text
        else:
            _say(reading, block, blocks[captions[at]] if at in captions else None)
    for number, head in heads.items():
        draft = reading.drafts[number]
        if len(heads) == len(reading.drafts) and draft.answered:
            draft.dropped.append(head)
        else:
            draft.answer.insert(0, head)
    return reading if all(draft.answered for draft in reading.drafts) else Reading()


def _say(reading: Reading, block: Block, caption: Block | None) -> None:
    """Write a block to the last draft: a table with its caption, a note to the table above, or text; to the opening before the first."""
    draft = reading.drafts[-1] if reading.drafts else None
    if draft is None:
        reading.opening += in_order(block, caption)
    elif block.kind == "table" and block.grid:
        draft.tables.append(DraftTable(block.grid, block, caption.text if caption else Text()))
    elif draft.tables and draft.tables[-1].noted_by(block):
        draft.tables[-1].footnotes.append(block.text)
    else:
        draft.answer.append(block.text)
