"""How much of what was asked for an answer must have, and in which order less of it is enough.

Knows shares of words and what counts as one of them; must not know how a query is read or put together.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from indexer.analysis import Word
from indexer.model.query import Query
from indexer.model.query import Sought
from indexer.query import words


@dataclass(frozen=True, slots=True)
class Rule:
    """How many thirds of the words asked for are enough, and what counts as one of them.

    A phrase may be inflected, or without `quotes` is only words. Words side by side may count on top.
    """

    thirds: float
    inflects: bool = False
    quotes: bool = True
    neighbours: bool = False
    meaning: Callable[[Word, words.Synonyms], tuple[Query, Sought]] = words.whole_or_parts

    def least(self, words: int) -> int:
        """How many of so many words."""
        return max(1, math.ceil(words * self.thirds / 3))


STRICT = Rule(3)
# What is not wanted is the word itself: its parts apart may well be another matter.
UNWANTED = Rule(3, meaning=words.whole)
# Of a few words most, then some, then any of them.
OF_WORDS = (Rule(2), Rule(1), Rule(0, meaning=words.any_part))
# A long question seldom stands in its answer word for word, and which of its words do counts for more than how many: a third of them,
# ranked by what they tell. What it quotes must be there, unless it is nowhere. docs/relevance.md has the figures.
OF_QUESTIONS = (
    Rule(1, neighbours=True, meaning=words.any_part),
    Rule(0, neighbours=True, meaning=words.any_part),
    Rule(1, quotes=False, neighbours=True, meaning=words.any_part),
)
FEWEST_OF_A_QUESTION = 4
"""Words, function words not counted, from which on a query is taken for a question; in a sentence two fewer do."""
NEARLY = Rule(1.5, inflects=True)
