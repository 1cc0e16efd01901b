"""Markdown as lines: headings, tables and rules, whatever converter wrote them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.sources.markdown import Styled
from indexer.sources.markdown import is_markdown
from indexer.sources.markdown import styled_lines


def lines(text: str) -> list[Styled]:
    """The lines of a text given as one string."""
    return list(styled_lines(text.split("\n")))


@pytest.mark.parametrize("row", ["## Svar", "**Dato** 1. maj", "se [her](https://kk.example)", "A\\_B", "<b>I alt</b>", "|---|:-:|"])
def test_is_markdown(row: str) -> None:
    """One mark that plain text does not have is enough."""
    assert is_markdown(["Kære Anne Holm", row])


@pytest.mark.parametrize("row", ["Uddannelse**", "**ekskl. moms", "#1 på listen", "2 * 3", "-----", "Ulrik_Holm@kk.example", "[se bilag]"])
def test_is_plain(row: str) -> None:
    """Footnote marks, signs and addresses are no Markdown."""
    assert not is_markdown(["Kære Anne Holm", row])


def test_headings() -> None:
    """Both ways of writing a heading give its level and make it bold; a heading without words is nothing."""
    found = lines("## **Spørgsmål 2** ##\n#\nNotat\n=====\nBaggrund\n---")
    assert found == [
        Styled("Spørgsmål 2", heading=2, bold=True),
        Styled("Notat", heading=1, bold=True),
        Styled("Baggrund", heading=2, bold=True),
    ]


def test_emphasis_runs_over_the_lines_of_a_paragraph() -> None:
    """Stars may open on one line and close on the next; hard breaks at line ends are dropped."""
    assert lines("**Direktion  \nForvaltningen**\\\nTil *alle*") == [
        Styled("Direktion", bold=True),
        Styled("Forvaltningen", bold=True),
        Styled("Til alle"),
    ]


def test_emphasis_does_not_run_on_into_the_next_item() -> None:
    """Each list item is by itself, so two stray stars do not make the text between them italic."""
    assert lines("- 1. Hvor *mange?\n- 2. Hvor* meget?") == [Styled("- 1. Hvor *mange?"), Styled("- 2. Hvor* meget?")]


def test_a_line_is_bold_when_all_that_is_read_is() -> None:
    """A colon outside the stars does not matter, a word does."""
    assert [line.bold for line in lines("**Spørgsmål 1**:\n\n**Ad 1:** ja")] == [True, False, False]


def test_pipe_table() -> None:
    """Rows of a table give their cells; the rule is left out, an escaped pipe is text, a row in bold is bold."""
    assert lines("| Tilbud | Mio. kr. |\n|---|--:|\n| a \\| b<br>c | 18 |\n| **I alt** | **430** |") == [
        Styled("Tilbud\tMio. kr.", cells=("Tilbud", "Mio. kr.")),
        Styled("a | b c\t18", cells=("a | b c", "18")),
        Styled("I alt\t430", bold=True, cells=("I alt", "430")),
    ]


def test_table_without_outer_pipes() -> None:
    """A rule makes its neighbours a table; without one a pipe inside a line is text."""
    assert [line.cells for line in lines("År | Antal\n--- | ---\n2018 | 5\n\na | b")] == [("År", "Antal"), ("2018", "5"), (), ()]


def test_rules_and_quotes() -> None:
    """A rule between paragraphs is left out, and so is the mark of a quotation; empty lines stay."""
    assert [line.text for line in lines("Svar\n\n***\n\n> Hvor mange?\n>> Ja")] == ["Svar", "", "", "Hvor mange?", "Ja"]


@settings(max_examples=100)
@given(st.text(alphabet="ab1 *_#|->=\n\\ø"))
def test_no_letter_is_lost(text: str) -> None:
    """Whatever stands where, letters and digits come out in order."""
    found = "".join(line.text for line in lines(text))
    assert [one for one in found if one.isalpha()] == [one for one in text if one.isalpha()]
