"""Text -> tokens: where words and numbers stand.

Knows which characters make a word, a number, a date or a paragraph sign with its number; must not know Danish words.

A token's text is the text at its place, whatever it holds: soft hyphens, decomposed letters, a line break after §. `normalise` is what
makes two spellings of one word the same.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from typing import NamedTuple


if TYPE_CHECKING:
    from collections.abc import Iterator


class Token(NamedTuple):
    """A word or number as written: `text` stands at `start` to `end` (not included) of what was read."""

    text: str
    start: int
    end: int


# Marks that complete the letter before them, and characters nobody sees: a word goes on through both.
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_LETTER = rf"[^\W_][{_MARKS}{_UNSEEN}]*"

HYPHENS = "-\u2010\u2011"
APOSTROPHES = "'\u2019"

_RUN = rf"(?:{_LETTER})+(?:[{APOSTROPHES}](?:{_LETTER})+)*"

# bl.a., f.eks., kk.dk: short pieces, so that a full stop without a space behind it ("borgere.Det") does not glue two words.
_ABBREVIATION = r"[^\W\d_]{1,2}(?:\.[^\W\d_]{1,3})+(?![^\W_])"

# 7,3  1.000.000  24-09-2018  2018-0000088-137  18/00088  12:30  2017–2019; jobs-samtaler  225-timers-reglen  covid-19
_WORD = rf"{_RUN}(?:(?:[{HYPHENS}]|(?<=\d)[.,:/\u2013](?=\d)){_RUN})*"

PERCENT = "%"
"""The one sign besides § that is read as a word."""

_PARAGRAPH = rf"§+\s?\d+(?:{_LETTER})*|§+"

_TOKEN = re.compile(rf"{_PARAGRAPH}|{_ABBREVIATION}|{_WORD}|(?<=[\d ]){PERCENT}")

_PLAIN = str.maketrans(
    dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff")
    | dict.fromkeys(HYPHENS + "\u2013", "-")
    | dict.fromkeys(APOSTROPHES, "'")
    | {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)


def tokenise(text: str) -> Iterator[Token]:
    """The tokens of `text` in order; `text[token.start:token.end] == token.text`."""
    for found in _TOKEN.finditer(text):
        yield Token(found[0], found.start(), found.end())


def capitalised(word: str, *, like: str) -> str:
    """The word with a capital where `like` begins with one."""
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


def normalise(text: str) -> str:
    """`text` composed (NFC), in lower case, without white space and what is not seen, with plain hyphens, apostrophes and ligatures."""
    plain = text.translate(_PLAIN).lower()
    if not plain.isascii():
        # Lower case can decompose what was composed, and composing can bring back a capital's twin: twice is enough for all of Unicode.
        plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", plain).lower())
    return "".join(plain.split())
