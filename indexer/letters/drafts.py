"""Passages under construction: what has been read of a question, of its answer, and of what stands around them.

Knows what a passage is made of; must not know how it is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field

from indexer.letters.blocks import Block
from indexer.letters.tables import NOTE_MARK
from indexer.letters.tables import NOTE_WORD
from indexer.letters.tables import Grid
from indexer.letters.text import Text


@dataclass(slots=True)
class DraftTable:
    """A table with its caption and footnotes, as they were read."""

    grid: Grid
    block: Block
    caption: Text = field(default_factory=Text)
    footnotes: list[Text] = field(default_factory=list)

    def noted_by(self, block: Block) -> bool:
        """Whether a block below the table is a note to it: it explains a sign in a cell, is starred, or says so."""
        if block.rows[0].page != self.block.rows[-1].page:
            return False
        mark = NOTE_MARK.match(block.string)
        sign = mark.group()[:-1].strip() if mark else ""
        explained = any(sign and cell.text.endswith(sign) for row in self.grid.rows for cell in row)
        return explained or sign.startswith(("*", "†")) or NOTE_WORD.match(block.string) is not None


@dataclass(slots=True)
class Draft:
    """A passage under construction. `dropped` are labels, repeated questions and first wordings: placed, but not text of the passage.

    `listed` marks a question that so far only stands in a list: a later heading with its number words it anew.
    """

    numbers: tuple[str, ...] = ()
    heading: Text = field(default_factory=Text)
    question: list[Text] = field(default_factory=list)
    answer: list[Text] = field(default_factory=list)
    tables: list[DraftTable] = field(default_factory=list)
    dropped: list[Text] = field(default_factory=list)
    listed: bool = False
    guessed: bool = False

    @property
    def answered(self) -> bool:
        """Whether anything has been said to it yet."""
        return bool(self.answer or self.tables)


@dataclass(slots=True)
class Reading:
    """What a body was read as: the opening, the drafts, and heads that belong to no single passage."""

    opening: list[Text] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    heads: list[Text] = field(default_factory=list)
