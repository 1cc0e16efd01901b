"""Footnotes: which there are, and which passage each belongs to.

Knows the numbers of notes, raised in the text and at the foot of the page; must not know what a passage says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.letters.layout import NOTE_SIGN
from indexer.letters.text import NOTE_NUMBER
from indexer.letters.text import flow


if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.letters.rows import Row
    from indexer.letters.text import Text
    from indexer.model.letter import Span
    from indexer.model.source import Source

RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def find_notes(rows: Sequence[Row]) -> list[tuple[int, Text]]:
    """The footnotes with the page each stands on; a note may take several rows."""
    notes: list[tuple[int, list[Text]]] = []
    for row in rows:
        if not notes or NOTE_SIGN.match(row.string):
            notes.append((row.page, []))
        notes[-1][1].append(row.text)
    return [(page, flow(texts)) for page, texts in notes]


def number_of(note: Text) -> str:
    """The number or star a footnote begins with."""
    match = NOTE_SIGN.match(note.text)
    return match.group().translate(RAISED).strip(" .)") if match else ""


def numbers_in(spans: Sequence[Span], source: Source) -> set[tuple[int, str]]:
    """The footnotes a text refers to: page and number of each raised number in it."""
    return {
        (source.lines[span.line].page, match.group().translate(RAISED))
        for span in spans
        for match in NOTE_NUMBER.finditer(source.lines[span.line].text, span.start, span.end)
    }


def assign(notes: Sequence[tuple[int, Text]], passages: Sequence[Sequence[Span]], source: Source) -> list[list[Text]]:
    """The footnotes of each passage, given where the passages stand.

    A note belongs where its number is raised on its page, else to the last passage that begins before the page ends.
    """
    referred = [numbers_in(spans, source) for spans in passages]
    assigned: list[list[Text]] = [[] for _ in passages]
    for page, note in notes:
        at = next((n for n, found in enumerate(referred) if (page, number_of(note)) in found), None)
        if at is None:
            before = [n for n, spans in enumerate(passages) if spans and source.lines[spans[0].line].page <= page]
            at = before[-1] if before else None
        if at is not None:
            assigned[at].append(note)
    return assigned
