"""BM25: what one match is worth.

Knows one formula (the variant with a rarity that is never negative); must not know entries, fields or where numbers are kept.
"""

from __future__ import annotations

from math import log


SATURATION = 0.7
"""k1: how soon more of the same term stops counting. Low, so that an answer with more of the words comes before one that repeats a few."""
LENGTH_SHARE = 0.85
"""b: how much a text longer than the average is held against its entry, 0 to 1."""


def rarity(entries: int, holding: int) -> float:
    """The worth of a term that `holding` of all `entries` have: above 0, the higher the fewer."""
    return log(1 + (entries - holding + 0.5) / (holding + 0.5))


def drag(length: float, average: float) -> float:
    """How much a text of `length` terms slows the growth of its scores, where `average` is the mean of all entries."""
    return SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * (length / average if average else 0.0))


def worth(times: float, slowed: float) -> float:
    """The share of its rarity that a term scores which stands `times` in a text with the drag `slowed`: 0 up to `SATURATION` + 1."""
    return times * (SATURATION + 1) / (times + slowed)
