"""æ, ø and å as typed on any keyboard.

Knows how Danish letters are written without them, and back; must not know which of the words there could be exist.
"""

from __future__ import annotations

import unicodedata
from itertools import product
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator


# Swedish ä and ö stand for the same letters as æ and ø; the rest have no parts that Unicode would take apart.
_LETTERS = str.maketrans(
    {"å": "aa", "ø": "oe", "æ": "ae", "ö": "oe", "ä": "ae", "œ": "oe", "ß": "ss", "ð": "d", "þ": "th", "ł": "l", "đ": "d"}
)

_DIGRAPHS = {"aa": "å", "oe": "ø", "ae": "æ"}

MOST_DIGRAPHS = 4
"""Of so many places in a word every combination is tried: sixteen."""


def fold(word: str) -> str:
    """`word` (normalised) without æ, ø, å and accents: what is compared in the end."""
    if word.isascii():
        return word
    plain = word.translate(_LETTERS)
    if plain.isascii():
        return plain
    bare = "".join(letter for letter in unicodedata.normalize("NFD", plain) if not "\u0300" <= letter <= "\u036f")
    return unicodedata.normalize("NFC", bare.translate(_LETTERS)).lower()


def unfold(word: str) -> Iterator[str]:
    """The words that may be meant by `word` if aa, oe and ae stand for å, ø and æ: most letters put back first, `word` itself not."""
    places = _places(word)[:MOST_DIGRAPHS]
    if not places:
        return
    for chosen in sorted(product((True, False), repeat=len(places)), reverse=True, key=sum):
        if any(chosen):
            yield _replaced(word, [place for place, wanted in zip(places, chosen, strict=True) if wanted])


def _places(word: str) -> list[int]:
    places: list[int] = []
    at = 0
    while at < len(word) - 1:
        if word[at : at + 2] in _DIGRAPHS:
            places.append(at)
            at += 1
        at += 1
    return places


def _replaced(word: str, places: list[int]) -> str:
    for place in reversed(places):
        word = word[:place] + _DIGRAPHS[word[place : place + 2]] + word[place + 2 :]
    return word
