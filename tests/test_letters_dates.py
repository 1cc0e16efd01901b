from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.letters.dates import MONTHS
from indexer.letters.dates import date_alone
from indexer.letters.dates import find_dates


@pytest.mark.parametrize(
    "written",
    [
        "3. maj 2019",
        "d. 3. maj 2019",
        "den 03.05.2019",
        "3/5 2019",
        "3/5-2019",
        "03-05-2019",
        "2019-05-03",
        "3.5.19",
        "3. MAJ 2019",
        "3.maj 2019",
    ],
)
def test_every_danish_way_of_writing_a_day(written: str) -> None:
    """A day is read however it is written."""
    assert [day.iso for day in find_dates(f"Tak for henvendelsen af {written}, som")] == ["2019-05-03"]


@pytest.mark.parametrize(
    "text", ["2018-0000088", "2018-0000088-137", "3366 3366", "31. februar 2020", "1.3.1.2019", "12/2020", "99-99-2019", "7,3 mio. kr."]
)
def test_what_is_no_day(text: str) -> None:
    """Case numbers, phone numbers and days that no calendar has are not dates."""
    assert find_dates(text) == []


@pytest.mark.parametrize(
    "text", ["24. september 2018", "København, den 24.09.2018", "Dato: 24-09-2018", "d. 24. september 2018", "København V, 24/9 2018"]
)
def test_a_date_alone(text: str) -> None:
    """A line with a date and nothing but its label or place is a date line."""
    found = date_alone(text)
    assert found is not None
    assert found.iso == "2018-09-24"


@pytest.mark.parametrize(
    "text", ["Mødet den 24. september 2018", "24. september 2018 og 25. september 2018", "Sagen fra 24-09-2018 er lukket"]
)
def test_a_date_in_a_sentence_is_not_alone(text: str) -> None:
    """A date that is part of a sentence dates no letter."""
    assert date_alone(text) is None


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)))
def test_every_day_is_found_again(day: dt.date) -> None:
    """Any day, written out, comes back as itself."""
    assert [found.iso for found in find_dates(f"den {day.day}. {MONTHS[day.month - 1]} {day.year}.")] == [day.isoformat()]
