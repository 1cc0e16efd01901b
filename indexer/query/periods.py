"""What a reader writes for a year, a month, a day or a span of them.

Knows ways of writing time; must not know fields or queries.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING
from typing import NamedTuple


if TYPE_CHECKING:
    from collections.abc import Callable


_FIRST = {"month": 1, "day": 1}
_LAST = {"month": 12, "day": 31}


class Span(NamedTuple):
    """A first and a last day or year, both included; an open end is None."""

    low: int | None
    high: int | None


_YEAR = re.compile(r"[12][0-9]{3}")
_YEARS_APART = re.compile(r"\.{2,3}|…|[-–]")
_DATES_APART = re.compile(r"\.{2,3}|…")
_DATE_FORMS = (
    re.compile(r"(?P<year>[12][0-9]{3})(?:-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?)?"),
    re.compile(r"(?:(?P<day>[0-9]{1,2})[./-])?(?P<month>[0-9]{1,2})[./-](?P<year>[12][0-9]{3})"),
)


def years(text: str) -> Span | None:
    """The years meant by "2018", "2017..2019", "2017-2019", "2017.." or "..2019"; None when it is none of these."""
    return _span(_YEARS_APART.split(text), _one_year)


def days(text: str) -> Span | None:
    """The days meant, as integers yyyymmdd; None when `text` is no date or span of dates.

    A date is a year, a month or a day ("2018", "2018-09", "2018-09-24", "9.2018", "24.9.2018"); a span is two of them with ".." between,
    or one with ".." before or after it.
    """
    return _span(_DATES_APART.split(text), _one_date)


def _one_year(text: str) -> Span | None:
    return Span(int(text), int(text)) if _YEAR.fullmatch(text) else None


def _one_date(text: str) -> Span | None:
    found = next(filter(None, (form.fullmatch(text) for form in _DATE_FORMS)), None)
    if found is None:
        return None
    first, last = ({**gap, **{name: int(value) for name, value in found.groupdict().items() if value}} for gap in (_FIRST, _LAST))
    try:
        date(**first)
    except ValueError:
        return None
    # The last day of a month need not exist to bound it.
    return Span(_number(**first), _number(**last))


def _number(year: int, month: int, day: int) -> int:
    return year * 10_000 + month * 100 + day


def _span(ends: list[str], one: Callable[[str], Span | None]) -> Span | None:
    ends = [end.strip() for end in ends]
    if len(ends) == 1:
        return one(ends[0])
    if len(ends) != 2 or not any(ends):
        return None
    first, last = (one(end) if end else Span(None, None) for end in ends)
    if first is None or last is None:
        return None
    if all(ends) and first > last:
        first, last = last, first
    return Span(first.low, last.high)
