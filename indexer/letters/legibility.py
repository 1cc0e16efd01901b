"""Whether the text of a file can be read at all.

Knows characters; must not know words. A font without a usable map gives replacement or private characters instead of letters, and
those that come out as letters are not to be trusted either: such text is reported and never indexed.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from indexer.model.source import Source

MOST_UNREADABLE = 0.003
"""So large a share of unreadable characters may be stray signs; the 100 letters of the development set have none at all."""


PICTURE = 0.8
"""A page of which pictures cover this share may be nothing but a scan."""

STAMP = 100
"""So few characters on a scanned page are what was printed over it, such as a page number: what it says is in the picture."""


def unread_pages(source: Source) -> tuple[int, ...]:
    """The numbers of the pages whose text only pictures of them tell, and is not recognised yet.

    That is all pages where the file has no text, or none that can be read; else those that are pictures and hardly say anything themselves.
    """
    characters: Counter[int] = Counter()
    for line in source.lines:
        characters[line.page] += len(line.text)
    left = [page for page in source.pages if page.ocr is None]
    if any(characters[page.number] for page in left) and is_legible(source):
        left = [page for page in left if page.pictures >= PICTURE and characters[page.number] < STAMP]
    return tuple(page.number for page in left)


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
