"""The parts of a letter as it lies on the page: letterhead, salutation, body, closing, what comes after; and page furniture.

Knows how a letter is built; must not know what it answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.letters.blocks import build_blocks
from indexer.letters.blocks import each_block
from indexer.letters.forms import read_dialogue
from indexer.letters.furniture import find_furniture
from indexer.letters.hyphens import with_writers_hyphens
from indexer.letters.labels import read_head
from indexer.letters.labels import read_label
from indexer.letters.layout import rows_of_pdf
from indexer.letters.people import ROLE
from indexer.letters.people import find_signers
from indexer.letters.repetition import asks
from indexer.letters.rows import Row
from indexer.letters.rows import rows_of_text
from indexer.letters.rows import undrawn
from indexer.letters.tables import is_note


if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.letters.blocks import Block
    from indexer.model.source import Source

SALUTATION = re.compile(r"(?:kære|hej|goddag|godmorgen|god dag)\s+(?P<name>\S.{0,80}?)\s*[,!]?", re.IGNORECASE)
CLOSING = re.compile(r"(?:\w+\s+){0,4}hils(?:en|ener|ner)\s*[,.]?", re.IGNORECASE)

PROSE_WORDS = 8
GREETING_WORDS = 6
LAST_WORDS = 60
"""A word of courtesy and who gets a copy take no more words than this."""

LONGEST_COPIES = 6
"""So many rows may stand between a signature and the end of its page."""

LONGEST_SIGNATURE = 25
"""So many rows from the end of a letter a signature is looked for: below it may stand copies, enclosures, an appendix."""


@dataclass(frozen=True, slots=True)
class Anatomy:
    """The rows of a letter, each in exactly one part, in reading order.

    `salutation` holds one row (a long name takes two), or none; so does `closing`, but for the last words below a table of questions and
    answers. `furniture` holds the rows that belong to the page and not to the letter, `notes` the footnotes.
    """

    letterhead: tuple[Row, ...]
    salutation: tuple[Row, ...]
    body: tuple[Row, ...]
    closing: tuple[Row, ...]
    after: tuple[Row, ...]
    furniture: tuple[Row, ...]
    notes: tuple[Row, ...]


def dissect(source: Source) -> Anatomy:
    """The parts of the letter in `source`."""
    rows = with_writers_hyphens(rows_of_pdf(source) if source.format == "pdf" else rows_of_text(source))
    notes = tuple(row for row in rows if row.zone == "note")
    rows = [row for row in rows if row.zone != "note"]
    beside = [row for row in rows if row.zone != "body"]
    body = [row for row in rows if row.zone == "body"]
    greeted = next((at for at, row in enumerate(body) if SALUTATION.fullmatch(row.string)), len(body))
    by_content = {at for at in find_furniture(body) if source.format == "text" or at > greeted}  # a PDF's letterhead has geometry to tell
    furniture = (*beside, *(body[at] for at in sorted(by_content)))
    flow = _closed_up(body, by_content)
    greeting = next((at for at, row in enumerate(flow) if SALUTATION.fullmatch(row.string) and not row.ends_sentence), None)
    start = _body_start(flow) if greeting is None else greeting
    first = start if greeting is None else start + 1
    if greeting is not None and flow[greeting].string.endswith((" og", "-", " af")):
        first = min(first + 1, len(flow))
    end = _closing(flow, first)
    if end is None:
        end = _signature_start(flow, first)
    after = end if find_signers(flow[end : end + 1])[0] else end + 1
    end = _dialogue_end(flow[first:end]) + first
    return Anatomy(
        letterhead=tuple(line for row in flow[:start] for line in undrawn(row)),
        salutation=tuple(flow[start:first]),
        body=tuple(flow[first:end]),
        closing=tuple(flow[end:after]),
        after=tuple(flow[after:]),
        furniture=furniture,
        notes=notes,
    )


def _closing(rows: Sequence[Row], first: int) -> int | None:
    """Where a letter greets: the last greeting, since what it quotes may greet as well, unless whole pages follow a signature in office."""
    greetings = [at for at in range(first, len(rows)) if CLOSING.fullmatch(rows[at].string)]
    for at in greetings[:-1]:
        signers, taken = find_signers(rows[at + 1 : at + 1 + LONGEST_SIGNATURE])
        below = rows[at + 1 + taken : at + 1 + LONGEST_SIGNATURE]
        turns = next((n for n, row in enumerate(below) if row.opens_page), len(below))
        if turns < len(below) and turns <= LONGEST_COPIES and any(signer.title and ROLE.search(signer.title) for signer in signers):
            return at
    return greetings[-1] if greetings else None


def _signature_start(rows: Sequence[Row], first: int) -> int:
    """Where a signature without a known greeting begins: the short line above the last name that has a title beside or below it."""
    for at in range(len(rows) - 1, max(first, len(rows) - LONGEST_SIGNATURE) - 1, -1):
        count = find_signers(rows[at : at + 2])[1]
        titled = find_signers(rows[at : at + 2])[0]
        if count and titled and titled[0].title and ROLE.search(titled[0].title):
            above = rows[at - 1] if at > first else None
            return at - 1 if above and len(above.string.split()) <= GREETING_WORDS and not above.string.endswith((".", "?", ":")) else at
    return len(rows)


def _dialogue_end(rows: Sequence[Row]) -> int:
    """Where a body ends that a table of questions and answers closes: below it stand but a word of courtesy, or who gets a copy."""
    start = next((at for at in range(len(rows) - 1, -1, -1) if rows[at].grid), None)
    if start is None or sum(len(row.string.split()) for row in rows[start + 1 :]) > LAST_WORDS:
        return len(rows)
    while start and rows[start].opens_page and rows[start - 1].grid:
        start -= 1
    table, *below = build_blocks(rows[start:])
    closes = all(_is_last_word(block) for block in below) and read_dialogue(table)
    return start + len(table.rows) if closes else len(rows)


def _is_last_word(block: Block) -> bool:
    return block.kind == "paragraph" and not _is_labelled(block) and not asks(block.string) and not is_note(block.string)


def _closed_up(rows: Sequence[Row], furniture: set[int]) -> list[Row]:
    """The rows that are no furniture; one that followed furniture keeps at least the space of a blank line above it."""
    return [replace(row, gap=max(row.gap, 1.0)) if at - 1 in furniture else row for at, row in enumerate(rows) if at not in furniture]


def _body_start(rows: Sequence[Row]) -> int:
    """Where the body of a letter without a salutation begins: at the first paragraph of prose, or the first label."""
    at = 0
    for block in each_block(rows):
        if _is_prose(block) or _is_labelled(block):
            return at
        at += len(block.rows)
    return 0


def _is_prose(block: Block) -> bool:
    return block.kind == "paragraph" and len(block.string.split()) >= PROSE_WORDS and block.rows[-1].ends_sentence


def _is_labelled(block: Block) -> bool:
    label = read_label(block.string) or read_head(block.string)
    return label is not None and label.role is not None
