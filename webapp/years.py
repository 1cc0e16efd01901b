"""Years in a URL: one by one, or as a period with both ends, `2017..2019`.

Knows how they are written and how many there may be; must not know what is searched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator


MOST_YEARS = 100
"""So many years may be chosen in all: a period is searched as its years."""

_PERIOD = re.compile(r"([12][0-9]{3})(?:\.\.([12][0-9]{3}))?", re.ASCII)
_RUN = 3
"""From so many years in a row on, they are written as a period."""


def read_years(text: str) -> tuple[str, ...]:
    """The years of `2018` or `2017..2019`, ends in any order; none when it is neither, or longer than can be chosen."""
    match = _PERIOD.fullmatch(text)
    if match is None:
        return ()
    first, last = sorted((int(match[1]), int(match[2] or match[1])))
    return tuple(map(str, range(first, last + 1))) if last - first < MOST_YEARS else ()


def periods(years: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The years, each of four digits, put together where they follow each other: three or more in a row, or one."""
    run: list[str] = []
    for year in sorted(years):
        if run and int(year) != int(run[-1]) + 1:
            yield from _told(run)
            run = []
        run.append(year)
    yield from _told(run)


def write_period(period: tuple[str, ...]) -> str:
    """A period of `periods` as `read_years` reads it."""
    return period[0] if len(period) == 1 else f"{period[0]}..{period[-1]}"


def _told(run: list[str]) -> Iterator[tuple[str, ...]]:
    if len(run) >= _RUN:
        yield tuple(run)
    else:
        yield from ((year,) for year in run)
