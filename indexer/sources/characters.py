"""The characters a letter is written with, whatever program wrote them.

Knows look-alikes, ligatures, bullets and the shape of a list label; must not know pages, lines or what a text means.
"""

from __future__ import annotations

import re
import unicodedata


BULLET = "•"

# Bullets of Symbol and Wingdings, which Word leaves in the private use area.
_PRIVATE = {0xF0B7: BULLET, 0xF0A7: BULLET, 0xF0D8: BULLET, 0xF076: BULLET, 0xF0E0: BULLET, 0xF09F: BULLET}
# Ticks and boxes carry an answer, so they keep their meaning.
_TICKS = {0xFC: "✓", 0xFE: "☒", 0xFD: "☒", 0x78: "☒", 0xA8: "☐", 0x6F: "☐", 0x71: "☐"}
_SPACES = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_NOTHING = dict.fromkeys([*range(9), *range(0xE, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0), 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")  # halves of a character, which no file can be written with
_TABLE = _SURROGATES | _SPACES | _NOTHING | _LIGATURES | _PRIVATE | {0xF000 + code: tick for code, tick in _TICKS.items()} | {0x2011: "-"}

_OPENING_BULLET = re.compile(r"^(\s*)[·∙●○◦▪■□◆➢►▶‣⁃](?=\s|$)")
_LABEL = re.compile(r"\(?(\d{1,3}[a-zæøå]?|[a-zæøå]|[ivx]{1,4})([.):]|\.\))|\d{1,2}(\.\d{1,2}){1,2}[.)]?|[-–—*o•✓☐☒]", re.IGNORECASE)
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def clean(text: str) -> str:
    """The text in NFC, its spaces plain, without zero-width and control characters, ligatures written out, private bullets as "•".

    Soft hyphens (U+00AD) and U+2010 stay: they say how a line was broken. Runs of spaces stay: they hint at columns.
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", text.translate(_TABLE))


def plain_bullet(line: str) -> str:
    """The line, a bullet of any shape at its beginning written as "•"."""
    return _OPENING_BULLET.sub(rf"\1{BULLET}", line)


def is_label(word: str) -> bool:
    """Whether a word looks like what stands before a list item: a bullet, a dash, "1.", "a)", "(ii)", "2.1"."""
    return _LABEL.fullmatch(word) is not None


def superscript(digits: str) -> str:
    """The digits as raised ones: "12" is "¹²"; other characters stay."""
    return digits.translate(_SUPERSCRIPTS)


def dingbat(character: str) -> str:
    """What a character set in Wingdings or a relative looks like: a tick, a box, else a bullet."""
    return _TICKS.get(ord(character[0]) & 0xFF, BULLET) if character else BULLET
