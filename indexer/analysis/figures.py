"""Amounts, dates and paragraphs that take several words: "12,6 mio." is 12600000, "24. september 2018" is 2018-09-24.

Knows the ways Danes write them; must not know terms, word lists or what is searched.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from typing import NamedTuple


if TYPE_CHECKING:
    from collections.abc import Iterator


class Figure(NamedTuple):
    """One figure in a text: the characters `start` to `end` (not included) of all its words, where the word that stands for it begins
    (`head`), and its `value`: digits, a day in ISO 8601, or § with its number.
    """

    start: int
    end: int
    head: int
    value: str


# What a scale begins with, and its power of ten; the first that fits counts.
_SCALES = (("milliard", 9), ("mill", 6), ("mio", 6), ("mia", 9), ("mrd", 9), ("t", 3))
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")

_SPACE = r"[ \t\u00a0\u2009\u202f]{0,2}\n?[ \t]*"
_NUMBER = r"(?<![\w.,§-])\d{1,3}(?:(?:[.\u00a0\u2009\u202f]\d{3})+|\d*)(?:,\d+)?"
_SCALE = r"t(?=\.\s?kr)|mio|mill(?=\.)|million(?:er)?|mia|mrd|milliard(?:er)?|tusind(?:e)?"
_MONTH = (
    r"jan(?:uar)?|feb(?:ruar)?|mar(?:ts)?|apr(?:il)?|maj|jun(?:i)?|jul(?:i)?|aug(?:ust)?|sep(?:t|tember)?|okt(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?"
)

# Spaced thousands are believed where the writer kept them together, or where there are two of them: "12 600" may be two numbers.
_FIGURE = re.compile(
    rf"(?P<number>{_NUMBER}){_SPACE}(?P<scale>{_SCALE})\b"
    r"|(?P<spaced>(?<![\w.,§-])\d{1,3}(?:(?:[\u00a0\u2009\u202f]\d{3})+|(?: \d{3}){2,})(?:,\d+)?)(?!\w)"
    rf"|(?<![\w.,§-])(?P<day>[0-3]?\d)\.?{_SPACE}(?P<month>{_MONTH})\.?{_SPACE}(?P<year>[12]\d{{3}})(?!\w)"
    rf"|\bparagraf(?:fen|fer|ferne)?{_SPACE}(?P<paragraph>\d+\w*)",
    re.IGNORECASE,
)
# What every figure holds: most texts without one are told by a single look.
_HINT = re.compile(r"\d[\s.]*(?:t\.|m|tus|[jfasond])|\d[ \u00a0\u2009\u202f]\d{3}|paragraf", re.IGNORECASE)
_NUMERIC_DAY = re.compile(r"([0-3]?\d)([-./])([01]?\d)[-./]([12]\d{3})")


def find_figures(text: str) -> Iterator[Figure]:
    """The figures in a text that take several words, in order."""
    if _HINT.search(text) is None:
        return
    for found in _FIGURE.finditer(text):
        head, value = _value(found)
        if value:
            yield Figure(found.start(), found.end(), head, value)


def numeric_day(word: str) -> str | None:
    """The day that a word such as 24-09-2018, 24.9.2018 or 24/9-2018 means, in ISO 8601; None when it means none."""
    found = _NUMERIC_DAY.fullmatch(word)
    return _day(int(found[4]), int(found[3]), int(found[1])) if found else None


def _value(found: re.Match[str]) -> tuple[int, str | None]:
    if found["scale"]:
        return found.start("number"), _amount(found["number"], found["scale"].lower())
    if found["spaced"]:
        return found.start("spaced"), re.sub(r"\s", "", found["spaced"])
    if found["month"]:
        month = _MONTHS.index(found["month"].lower()[:3]) + 1
        return found.start("day"), _day(int(found["year"]), month, int(found["day"]))
    return found.start("paragraph"), f"§{found['paragraph'].lower()}"


def _amount(number: str, scale: str) -> str:
    power = next(power for name, power in _SCALES if scale.startswith(name))
    value = Decimal(re.sub(r"[.\s]", "", number).replace(",", ".")).scaleb(power).normalize()
    return f"{value:f}".replace(".", ",")


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
