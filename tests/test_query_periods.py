from __future__ import annotations

import pytest

from indexer.query.periods import Span
from indexer.query.periods import days
from indexer.query.periods import years


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2018", 2018, 2018),
        ("2017..2019", 2017, 2019),
        ("2017…2019", 2017, 2019),
        ("2017-2019", 2017, 2019),
        ("2019..2017", 2017, 2019),
        ("2017..", 2017, None),
        ("..2019", None, 2019),
        ("2017 .. 2019", 2017, 2019),
    ],
)
def test_years_are_read_in_every_way_they_are_written(text: str, low: int | None, high: int | None) -> None:
    """A year, a span of years and an open span are understood, whichever end comes first."""
    assert years(text) == Span(low, high)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2018", 20180101, 20181231),
        ("2018-09", 20180901, 20180931),
        ("9.2018", 20180901, 20180931),
        ("2018-9-4", 20180904, 20180904),
        ("24.9.2018", 20180924, 20180924),
        ("24-09-2018", 20180924, 20180924),
        ("24/9-2018", 20180924, 20180924),
        ("2018-09..2018-12", 20180901, 20181231),
        ("2018-09-24..", 20180924, None),
        ("..2018", None, 20181231),
        ("31.12.2018..24.9.2018", 20180924, 20181231),
    ],
)
def test_dates_are_read_as_year_month_or_day(text: str, low: int | None, high: int | None) -> None:
    """A date covers all days of what is named: a year, a month or a day, in ISO order or in Danish order."""
    assert days(text) == Span(low, high)


@pytest.mark.parametrize("text", ["", "..", "x", "18", "2018-13", "2018-00", "2018-02-30", "0.9.2018", "2017..2018..2019", "2018-09-24-01"])
def test_what_is_no_time_is_none(text: str) -> None:
    """A value that is no date is told apart, never bent into one."""
    assert days(text) is None
    assert years(text) is None
