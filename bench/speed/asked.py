"""What is asked: searches as readers type them, as the product reads them.

Knows their kinds; must not know how they are drawn or answered. Small, since every process of a run reads them.
"""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model.query import Request


RARE_WORD, COMMON_WORD, THREE_WORDS, PHRASE, PREFIX, FILTER, DEEP_PAGE = KINDS = (
    "rare word",
    "common word",
    "three words",
    "phrase",
    "prefix",
    "filter",
    "deep page",
)
"""The kinds of searches that engines and peers are asked."""
QUESTION = "question"
ON_PAGES = (*KINDS, QUESTION)
"""The kinds that whole pages are asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One search: its kind, the path of its page, and what an engine is asked for it."""

    kind: str
    path: str
    request: Request
