"""A search's words -> what to mark in the passages of a letter.

Knows that a passage is marked by what it holds as a whole; must not know HTML, or how words are analysed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.snippets import mark
from indexer.snippets import settle


if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.search import Index
    from webapp.present.letter.page import Marker
    from webapp.present.letter.page import Marking


def marker(words: str, *, index: Index) -> Marker:
    """Marks in the texts of one passage what these words find there."""
    sought = index.matcher(words)
    analyzer = index.analyzer

    def marking(texts: Iterable[str]) -> Marking:
        matcher = settle(sought, texts, analyzer)
        return lambda text: mark(text, matcher, analyzer)

    return marking
