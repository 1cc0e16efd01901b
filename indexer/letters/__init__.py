"""Lines in, a letter out.

Knows how letters of questions and answers are built; does no IO and must not know where lines come from, which engine is used or who reads.

    rows.py, layout.py     the lines in reading order; margin, head and foot of a PDF told by geometry
    furniture.py           the same told by content, where text has lost its geometry
    blocks.py, tables.py   rows joined into paragraphs, headings, items, tables
    anatomy.py             letterhead, salutation, body, closing
    labels.py, drafts.py   which block asks, which answers, under which number
    header.py, people.py, dates.py   metadata
    passages.py            drafts made into passages, remarks and places
    text.py                text that remembers where it came from
"""

from __future__ import annotations

from indexer.letters.passages import parse_letter


VERSION = "1"
"""Raised whenever the same lines give another letter, so that an index made before is rebuilt."""

__all__ = ["VERSION", "parse_letter"]
