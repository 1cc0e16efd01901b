"""Amounts, dates and paragraphs in the ways people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import default_analyzer
from indexer.analysis.figures import find_figures
from indexer.analysis.figures import numeric_day


def heavy_terms(text: str) -> list[str]:
    """The terms of a text that stand for something on their own."""
    return [word.term for _, word in default_analyzer().read(text) if not word.minor]


@pytest.mark.parametrize(
    "ways",
    [
        "12,6 mio. kr. | 12,6 millioner kr | 12.600.000 kr. | 12.600.000 kroner | 12 600 000 kr | "
        "12\u00a0600\u00a0000 kr. | 12,6 mill. kroner",
        "3 mia. kr. | 3 milliarder kr. | 3.000 mio. kr. | 3.000.000.000 kroner | 3 mrd. kr",
        "450 tusinde kroner | 450.000 kr.",
        "25 % | 25 pct. | 25 procent | 25%",
        "§ 23 | paragraf 23 | §23 | Paragraf 23",
        "24. september 2018 | 24-09-2018 | 24.09.2018 | 24/9-2018 | 24. sept. 2018 | 2018-09-24 | 24 september 2018",
    ],
)
def test_one_figure_has_one_term(ways: str) -> None:
    """However an amount, a share, a paragraph or a day is written, the same terms stand for it."""
    first, *others = map(heavy_terms, ways.split(" | "))
    assert others == [first] * len(others)


def test_a_figure_is_also_found_by_its_number() -> None:
    """The number of an amount and the day of a date are parts of it."""
    (_, amount), _ = default_analyzer().read("7,3 mio.")
    (_, day), *_ = default_analyzer().read("4. maj 2020")
    assert [(word.term, word.parts) for word in (amount, day)] == [("7300000", ("7,3",)), ("2020-05-04", ("4",))]


@pytest.mark.parametrize(
    "text",
    ["31. februar 2019", "5 t kaffe", "1. 2. og 3", "2018-0000088-137 mio", "uge 12 600 borgere", "mill. 3", "afsnit 3. Maj skriver"],
)
def test_what_is_no_figure_is_none(text: str) -> None:
    """A day that never was, tonnes, numbers side by side and case numbers are left as they are."""
    assert list(find_figures(text)) == []


def test_what_is_no_day_is_none() -> None:
    """Case numbers, impossible days and years of two digits are no days."""
    assert [numeric_day(word) for word in ("18/00088", "31-02-2019", "24-09-18", "1-1-20200", "2019-0012345")] == [None] * 5


@given(st.text(alphabet="0123456789., \u00a0§-mioakrtsepjunraf\n", max_size=60))
def test_figures_lie_on_the_text(text: str) -> None:
    """Figures follow each other in the text, and each begins with its head or has it inside."""
    end = 0
    for figure in find_figures(text):
        assert end <= figure.start <= figure.head < figure.end <= len(text)
        assert text[figure.head].isdigit()
        end = figure.end
