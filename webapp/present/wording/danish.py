"""Danish ways to write a date, a number, a count, and the order of names.

Knows the language of the page; must not know letters or results.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from datetime import datetime
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence


MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip

_LAST_LETTERS = str.maketrans({"æ": "{", "ø": "|", "å": "}"})


def day(iso: str) -> str:
    """The day as "24. september 2018"; what is no day in ISO 8601 is given back as it is."""
    try:
        found = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{found.day}. {MONTHS[found.month - 1]} {found.year}"


def local_day(moment: str) -> str:
    """The day, where the server stands, of a moment in ISO 8601; without an offset it is UTC."""
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    if found.tzinfo is None:
        found = datetime.fromisoformat(f"{moment}+00:00")
    return day(found.astimezone().date().isoformat())


def number(value: int) -> str:
    """The number with points between thousands, as "12.345"."""
    return f"{value:,}".replace(",", ".")


def count(value: int, one: str, many: str) -> str:
    """The number with the word for one or for many, as "1 brev", "5 breve"."""
    return f"{number(value)} {one if value == 1 else many}"


def listed(parts: Sequence[str], *, by: str = "og") -> str:
    """The parts as a Danish list: "a, b og c", or with another word `by` before the last."""
    return f" {by} ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def capitalised(text: str) -> str:
    """The text with its first letter a capital, the rest untouched."""
    return text[:1].upper() + text[1:]


def alphabetical(name: str) -> tuple[str, str]:
    """What to sort names by: æ, ø, å last, capitals and accents ignored."""
    folded = name.casefold().translate(_LAST_LETTERS)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(sign))
    return plain, name
