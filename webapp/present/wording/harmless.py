"""A text -> the same text without what would reach beyond its own place.

Knows the invisible characters that turn the direction of text or break a page or a file; must not know which text it is, or where it goes.

Letters are text of others. U+202E and its relatives make what stands around them read backwards, on a page as in a spreadsheet
(https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters), and pages cut and join texts, so that what is opened may never be
closed. So they are left out rather than balanced: a word in Arabic still runs its way, which its letters themselves say.
"""

from __future__ import annotations

import re


_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_REACHING = re.compile(f"[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f{_DIRECTIONS}\ud800-\udfff]")


def harmless(text: str) -> str:
    """The text without control characters and those that turn its direction; half a character becomes U+FFFD. Lines and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return _REACHING.sub(_instead, text)


def _instead(found: re.Match[str]) -> str:
    return "\ufffd" if "\ud800" <= found[0] <= "\udfff" else ""
