"""Questions said again at the beginning of their answers.

Knows how alike two texts are; must not know labels or blocks.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from indexer.letters.text import join


if TYPE_CHECKING:
    from indexer.letters.drafts import Draft

QUOTES = "\"”“’‘»«›‹'"

SAME = 0.9
"""From this similarity on (SequenceMatcher.ratio), the beginning of an answer is taken for its question repeated."""

SHORTEST, LONGEST = 0.7, 1.4
"""A repetition ends between these shares of the question's length."""


def drop_repetition(draft: Draft) -> None:
    """Take the question off the beginning of its answer, where it may stand in one paragraph or in several."""
    question = " ".join(part.text for part in draft.question)
    for count in range(1, min(3, len(draft.answer)) + 1 if question else 1):
        first = join(draft.answer[:count], " ")
        at = repeated(first.text, question)
        if at and (count == 1 or at == len(first)):
            draft.dropped.append(first.cut(0, at))
            rest = first.cut(at)
            draft.answer[:count] = [rest] if rest else []
            return
        if len(first) >= LONGEST * len(question):
            return


def asks(text: str) -> bool:
    """Whether a text ends as a question does, in quotation marks or without."""
    return text.rstrip(QUOTES + " *").endswith("?")


def repeated(text: str, question: str) -> int:
    """How many characters at the beginning of `text` are `question` said again; 0 when they are not."""
    ends = [match.end() for match in re.finditer(r"[?.:!]+(?=\s|$)", text) if SHORTEST < match.end() / max(1, len(question)) < LONGEST]
    if abs(len(text) - len(question)) < 0.3 * len(question):
        ends.append(len(text))
    best = max(((_likeness(text[:end].casefold(), question.casefold()), end) for end in ends), default=(0.0, 0))
    return best[1] if best[0] >= SAME else 0


def _likeness(a: str, b: str) -> float:
    """How alike two texts are, 0 when surely less than SAME: lengths and characters tell it at once, the rest takes the square of time."""
    if a == b:
        return 1.0
    length = len(a) + len(b)
    if 2 * min(len(a), len(b)) / length < SAME or 2 * (Counter(a) & Counter(b)).total() / length < SAME:
        return 0.0
    return SequenceMatcher(None, a, b, autojunk=False).ratio()
