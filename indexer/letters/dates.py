"""Danish dates as people write them.

Knows days and months; must not know where in a letter a date stands.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple


MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december")
MONTH_NUMBERS = (
    {name: number for number, name in enumerate(MONTHS, 1)} | {name[:3]: number for number, name in enumerate(MONTHS, 1)} | {"sept": 9}
)
MONTH = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))

DATE = re.compile(
    rf"""(?<![\w/.-])(?:
      (?P<day>[0-3]?\d)\.?\s*(?P<month>{MONTH})\.?,?\s*(?P<year>(?:19|20)\d\d)
    | (?P<iso_year>(?:19|20)\d\d)-(?P<iso_month>[01]\d)-(?P<iso_day>[0-3]\d)
    | (?P<n_day>[0-3]?\d)\s?[./-]\s?(?P<n_month>[01]?\d)\s?[./\s-]\s?(?P<n_year>(?:19|20)\d\d|\d\d)
    )(?![\w/-]|\.\d)""",
    re.IGNORECASE | re.VERBOSE,
)
"""A day, month and year: "24. september 2018", "24. sept. 2018", "24-09-2018", "24.9.2018", "22/6 2021", "2018-09-24"."""

# In verbose mode a space in the pattern stands for nothing, so every one that counts is written \\s.
_ALONE = re.compile(
    r"(?:\w*dato\w*\s*:?\s*)?(?:[^\W\d]+(?:\s[A-ZÆØÅ])?,\s*)?(?:den|d\.)?\s*" + DATE.pattern + r"\.?", re.IGNORECASE | re.VERBOSE
)


class FoundDate(NamedTuple):
    """An ISO day and where in the text it was written."""

    iso: str
    start: int
    end: int


def find_dates(text: str) -> list[FoundDate]:
    """Every complete date in the text, in order; what looks like one but names no day of the calendar is left out."""
    return [FoundDate(iso, *match.span()) for match in DATE.finditer(text) if (iso := _iso(match))]


def date_alone(text: str) -> FoundDate | None:
    """The date of a line that holds nothing else than a date, its label ("Dato:") or its place ("København, den ...")."""
    match = _ALONE.fullmatch(text.strip())
    dates = find_dates(text) if match else []
    return dates[0] if len(dates) == 1 else None


def _iso(match: re.Match[str]) -> str | None:
    found = match.groupdict()
    if found["year"]:
        parts = int(found["year"]), MONTH_NUMBERS[found["month"].lower()], int(found["day"])
    elif found["iso_year"]:
        parts = int(found["iso_year"]), int(found["iso_month"]), int(found["iso_day"])
    else:
        year = int(found["n_year"])
        parts = year if year > 99 else 2000 + year, int(found["n_month"]), int(found["n_day"])
    try:
        return dt.date(*parts).isoformat()
    except ValueError:
        return None
