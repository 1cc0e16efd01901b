"""The parts of a letter as it lies on the page: letterhead, salutation, body, closing, what comes after; and page furniture.

Knows how a letter is built; must not know what it answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.letters.blocks import each_block
from indexer.letters.furniture import find_furniture
from indexer.letters.labels import read_head
from indexer.letters.labels import read_label
from indexer.letters.layout import rows_of_pdf
from indexer.letters.people import ROLE
from indexer.letters.people import find_signers
from indexer.letters.rows import Row
from indexer.letters.rows import rows_of_text


if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.letters.blocks import Block
    from indexer.model.source import Source

SALUTATION = re.compile(r"(?:kære|hej|goddag|godmorgen|god dag)\s+(?P<name>\S.{0,80}?)\s*[,!]?", re.IGNORECASE)
CLOSING = re.compile(r"(?:\w+\s+){0,4}hils(?:en|ener|ner)\s*[,.]?", re.IGNORECASE)

PROSE_WORDS = 8
GREETING_WORDS = 6
LONGEST_SIGNATURE = 25
"""So many rows from the end of a letter a signature is looked for: below it may stand copies, enclosures, an appendix."""


@dataclass(frozen=True, slots=True)
class Anatomy:
    """The rows of a letter, each in exactly one part, in reading order.

    `salutation` and `closing` hold one row each (a long name takes two), or none. `furniture` holds the rows that belong to the page and
    not to the letter, `notes` the footnotes.
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
    rows = rows_of_pdf(source) if source.format == "pdf" else rows_of_text(source)
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
    end = next((at for at in range(len(flow) - 1, first - 1, -1) if CLOSING.fullmatch(flow[at].string)), None)
    if end is None:
        end = _signature_start(flow, first)
    after = end if find_signers(flow[end : end + 1])[0] else end + 1
    return Anatomy(
        letterhead=tuple(flow[:start]),
        salutation=tuple(flow[start:first]),
        body=tuple(flow[first:end]),
        closing=tuple(flow[end:after]),
        after=tuple(flow[after:]),
        furniture=furniture,
        notes=notes,
    )


def _signature_start(rows: Sequence[Row], first: int) -> int:
    """Where a signature without a known greeting begins: the short line above the last name that has a title beside or below it."""
    for at in range(len(rows) - 1, max(first, len(rows) - LONGEST_SIGNATURE) - 1, -1):
        count = find_signers(rows[at : at + 2])[1]
        titled = find_signers(rows[at : at + 2])[0]
        if count and titled and titled[0].title and ROLE.search(titled[0].title):
            above = rows[at - 1] if at > first else None
            return at - 1 if above and len(above.string.split()) <= GREETING_WORDS and not above.string.endswith((".", "?", ":")) else at
    return len(rows)


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
