from __future__ import annotations

import pytest

from webapp.present.wording.danish import alphabetical
from webapp.present.wording.danish import capitalised
from webapp.present.wording.danish import count
from webapp.present.wording.danish import day
from webapp.present.wording.danish import listed
from webapp.present.wording.danish import local_day
from webapp.present.wording.danish import number


@pytest.mark.parametrize(
    ("iso", "danish"),
    [("2018-09-24", "24. september 2018"), ("2020-01-01", "1. januar 2020"), ("1999-12-31", "31. december 1999"), ("engang", "engang")],
)
def test_days(iso: str, danish: str) -> None:
    """A day is written as a Dane writes it; what is no day stands as it is."""
    assert day(iso) == danish


def test_moments_are_days_where_the_server_stands() -> None:
    """A moment is shown as a day; one without an offset is UTC; what is no moment stands as it is."""
    assert local_day("2020-03-04T12:00:00+00:00") == "4. marts 2020"
    assert local_day("2020-03-04T12:00:00") == "4. marts 2020"
    assert local_day("?") == "?"


def test_numbers_and_counts() -> None:
    """Thousands are parted by points, and one of a thing has its own word."""
    assert number(1234567) == "1.234.567"
    assert count(1, "brev", "breve") == "1 brev"
    assert count(0, "brev", "breve") == "0 breve"
    assert count(1200, "brev", "breve") == "1.200 breve"


def test_danish_alphabet() -> None:
    """Names are sorted with æ, ø, å last, accents and capitals ignored."""
    names = ["Åse", "østen", "Ærø", "Zita", "Émile", "anna"]
    assert sorted(names, key=alphabetical) == ["anna", "Émile", "Zita", "Ærø", "østen", "Åse"]


def test_capitals() -> None:
    """Only the first letter changes."""
    assert capitalised("øget IT-støtte") == "Øget IT-støtte"
    assert capitalised("") == ""


@pytest.mark.parametrize(("parts", "danish"), [([], ""), (["a"], "a"), (["a", "b"], "a og b"), (["a", "b", "c"], "a, b og c")])
def test_lists(parts: list[str], danish: str) -> None:
    """A list has commas, and a word before the last."""
    assert listed(parts) == danish
    assert listed(parts, by="eller") == danish.replace(" og ", " eller ")
