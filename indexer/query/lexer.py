"""A reader's characters, cleaned, cut to a bounded length and split into tokens.

Knows what each token looks like; must not know how tokens combine. No string is refused and none takes more than linear time.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from typing import TYPE_CHECKING
from typing import NamedTuple

from indexer.query.fields import SPELLINGS


if TYPE_CHECKING:
    from collections.abc import Iterator


MAX_INPUT = 8_000
"""Characters looked at at all."""
MAX_CHARACTERS = 2_000
"""Characters of a query, spaces and parentheses not counted."""
MAX_WORDS = 60
"""Words of a query: runs of letters and digits."""

# Letters are quoted with the marks they were printed with, so every double mark opens and closes.
QUOTES = '"“”„‟»«〝〞＂'


class Kind(Enum):
    """What a token is."""

    SPACE = "space"
    OPEN = "("
    CLOSE = ")"
    AND = "OG"
    OR = "ELLER"
    NOT = "IKKE"
    FIELD = "field"
    PHRASE = "phrase"
    QUOTE = "quote without a mate"
    MINUS = "minus"
    DASH = "dash"
    CHUNK = "chunk"


class Token(NamedTuple):
    """`text` as typed; for a field `name` is its name and `value` what follows the colon, for a phrase `value` is what is quoted."""

    kind: Kind
    text: str
    name: str = ""
    value: str = ""
    quoted: bool = False


# Spelt out, for matching without regard to case also takes letters that no lower() gives back (ſ, İ).
_NAMES = "|".join("".join(f"[{letter}{letter.upper()}]" for letter in name) for name in SPELLINGS)
_END = rf"(?![^\s(){QUOTES}])"
_TABLE = (
    (Kind.SPACE, r"\s+"),
    (Kind.OPEN, r"\("),
    (Kind.CLOSE, r"\)"),
    (Kind.AND, rf"OG{_END}"),
    (Kind.OR, rf"ELLER{_END}"),
    (Kind.NOT, rf"IKKE{_END}"),
    (Kind.FIELD, rf"(?P<name>{_NAMES}):(?:[{QUOTES}](?P<quoted>[^{QUOTES}]*)[{QUOTES}]|(?P<plain>[^\s(){QUOTES}]+))"),
    (Kind.PHRASE, rf"[{QUOTES}](?P<phrase>[^{QUOTES}]*)[{QUOTES}]"),
    (Kind.QUOTE, rf"[{QUOTES}]"),
    (Kind.MINUS, r"-+(?=[^\s)])"),
    (Kind.DASH, r"-+"),
    (Kind.CHUNK, rf"[^\s(){QUOTES}]+(?:(?<=\d)\s+%[^\s(){QUOTES}]*)?"),  # in Danish a blank stands before the sign: 10 %
)
_PATTERN = re.compile("|".join(f"(?P<{kind.name}>{pattern})" for kind, pattern in _TABLE))
_SPACE_LIKE = {"Cc", "Cs", "Cn", "Co"}
_COUNTED = re.compile(r"[^\s()]")
_RUN = re.compile(r"[^\W_]+")


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a cleaned text, spaces left out."""
    for found in _PATTERN.finditer(text):
        kind = Kind[found.lastgroup or "CHUNK"]
        if kind is Kind.FIELD:
            value = _trimmed(found["quoted"] or found["plain"] or "")
            yield Token(kind, found[0], SPELLINGS[found["name"].lower()], value, quoted=found["quoted"] is not None)
        elif kind is Kind.PHRASE:
            yield Token(kind, found[0], value=" ".join(found["phrase"].split()))
        elif kind is not Kind.SPACE:
            yield Token(kind, found[0])


def legible(text: str) -> tuple[str, str | None]:
    """What of a reader's text is read: cleaned, its beginning if it is too long; and in Danish what was cut, or None."""
    kept, cut = shortened(cleaned(text[:MAX_INPUT]))
    return kept, cut or (_cut(f"{MAX_INPUT} tegn") if len(text) > MAX_INPUT else None)


def cleaned(text: str) -> str:
    """The text composed (NFC), without invisible characters, with a space for each control character and lone surrogate."""
    shown = (
        " " if category in _SPACE_LIKE else character
        for character, category in ((character, unicodedata.category(character)) for character in text)
        if category != "Cf"
    )
    return unicodedata.normalize("NFC", "".join(shown)).strip()


def shortened(text: str) -> tuple[str, str | None]:
    """The beginning of a cleaned text that is within bounds, and in Danish what was cut, or None."""
    words = _end(_RUN, text, MAX_WORDS)
    characters = _end(_COUNTED, text, MAX_CHARACTERS)
    if min(words, characters) == len(text):
        return text, None
    kept, rest = text[: min(words, characters)], text[min(words, characters) :]
    if _open_quote(kept) and not _open_quote(kept + rest):
        kept += '"'
    return kept, _cut(f"{MAX_WORDS} ord" if words <= characters else f"{MAX_CHARACTERS} tegn")


def _cut(limit: str) -> str:
    return f"Søgningen er lang; kun de første {limit} er brugt."


def _end(pattern: re.Pattern[str], text: str, limit: int) -> int:
    """Where the match number `limit` ends, if more follow; else the end of the text."""
    end = 0
    for number, found in enumerate(pattern.finditer(text)):
        if number == limit:
            return end
        end = found.end()
    return len(text)


def _open_quote(text: str) -> bool:
    return sum(map(text.count, QUOTES)) % 2 == 1


def _trimmed(value: str) -> str:
    return " ".join(value.split()).rstrip(",;!?:* ")
