"""Lines in, a letter out.

Knows how letters of questions and answers are built; does no IO and must not know where lines come from, which engine is used or who reads.

    rows.py, layout.py, zones.py, ruled.py   lines in reading order; margin, head, foot, columns and drawn tables of a PDF told by geometry
    hyphens.py         whose a hyphen at the end of a line is, by the whole document
    furniture.py       margin and address told by content, where text has lost its geometry
    blocks.py, tables.py, captions.py   rows joined into paragraphs, headings, items, tables with their captions
    anatomy.py         letterhead, salutation, body, closing
    labels.py, dialogue.py, repetition.py   which block asks, which answers, under which number
    forms.py           bodies divided by form alone: question tables, questions in type, headed sections
    header.py, imprint.py, people.py, dates.py   metadata
    drafts.py, notes.py, passages.py   drafts made into passages, footnotes, remarks and places
    legibility.py      whether there is text that can be read at all
    text.py            text that remembers where it came from
"""

from __future__ import annotations

from indexer.letters.passages import parse_letter


VERSION = "4"
"""Raised whenever the same lines give another letter, so that an index made before is rebuilt."""

__all__ = ["VERSION", "parse_letter"]
