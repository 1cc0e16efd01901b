"""Whether the text of a file can be read at all.

Knows characters; must not know words. A font without a usable map gives replacement or private characters instead of letters, and
those that come out as letters are not to be trusted either: such text is reported and never indexed.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from indexer.model.source import Source

MOST_UNREADABLE = 0.003
"""So large a share of unreadable characters may be stray signs; the 100 letters of the development set have none at all."""


def has_text(source: Source) -> bool:
    """Whether there is any text; a scanned letter has none."""
    return any(line.text.strip() for line in source.lines)


def is_legible(source: Source) -> bool:
    """Whether nearly all characters are real ones."""
    text = "".join(line.text for line in source.lines)
    if text.isprintable() and "\ufffd" not in text:
        return True
    text = "".join(text.split())
    unreadable = sum(text.count(character) for character in set(text) if _is_unreadable(character))
    return unreadable <= MOST_UNREADABLE * len(text)


def _is_unreadable(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in ("Co", "Cn", "Cs")
