"""A text as the eye sees it: without the signs that have no width, and signs that look alike written the same.

Knows characters; must not know what is looked for in the text. What stands where is told all the same: each character that is left knows
its place.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Plain(NamedTuple):
    """A text as it is seen, and where each of its characters, and the end, stands in the text as written; () where it stands as there."""

    text: str
    places: tuple[int, ...] = ()

    def written(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the text as written that is seen from `start` to `end` (not included)."""
        return (self.places[start], self.places[end - 1] + 1) if self.places else (start, end)


_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d", "-"),
        "\ufe6b": "@",
        "\uff20": "@",
        "\ufe52": ".",
        "\uff0e": ".",
        "\u2024": ".",
        "\uff0b": "+",
    }
)
# Soft hyphens, joiners, marks of direction; and what stands before the end of a line.
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]|\r(?=\n)")


def plainly(text: str) -> Plain:
    """The text as it is seen."""
    if text.isascii() and "\r" not in text:
        return Plain(text)
    seen = text.translate(_ALIKE)
    unseen = {found.start() for found in _UNSEEN.finditer(seen)}
    if not unseen:
        return Plain(seen)
    left = tuple(at for at in range(len(seen)) if at not in unseen)
    return Plain("".join(seen[at] for at in left), (*left, len(seen)))
