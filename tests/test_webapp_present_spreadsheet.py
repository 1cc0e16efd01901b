from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model.letter import Table
from tests.webapp_builders import TABLE
from webapp.present.letter.spreadsheet import spreadsheet


def read(content: bytes) -> list[list[str]]:
    """The cells as a spreadsheet reads them."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))


def cell(text: str) -> str:
    """What becomes of this cell."""
    ((only,),) = read(spreadsheet(Table(rows=((text,),))))
    return only


def test_as_excel_in_danish_reads_it() -> None:
    """UTF-8 with its mark, semicolons, CRLF; the rows alone, without caption and footnotes."""
    assert spreadsheet(TABLE) == (
        b"\xef\xbb\xbf;2017;2018\r\nS\xc3\xb8dm\xc3\xa6lk;1.200;980\r\nSkummetm\xc3\xa6lk;300;410\r\nI alt;1.500;1.390\r\n"
    )


texts = st.text(st.sampled_from("a1 ;\"\n\r\t,='æ"), max_size=6)
tables = st.integers(1, 4).flatmap(lambda width: st.lists(st.tuples(*[texts] * width), max_size=4))


@given(tables)
def test_every_cell_comes_back_in_its_place(rows: list[tuple[str, ...]]) -> None:
    """Whatever cells hold (semicolons, quotes, lines), reading the file gives them back, at most with an apostrophe before them."""
    again = read(spreadsheet(Table(rows=tuple(rows))))
    assert [[text.removeprefix("'") for text in row] for row in again] == [[text.removeprefix("'") for text in row] for row in rows]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "=HYPERLINK(A1)",
        "+45 33 66 33 66 (tlf.)",
        "-2+3",
        "- mælk",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\tmælk",
        "\rmælk",
        " =1",
        "\N{NO-BREAK SPACE}=1",
        "＝1",
    ],
)
def test_no_formula_is_run(text: str) -> None:
    """What a spreadsheet might run begins with an apostrophe."""
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["-3,5", "-12 pct.", "+4 %", "-1.200.000 kr.", "- 3", "-", "–", "−3", "1.200", "a=b", "x@y.dk", "", "Sødmælk"]
)
def test_numbers_and_words_stay_as_they_are(text: str) -> None:
    """A number with a sign is a number still, and signs within a cell harm nobody."""
    assert cell(text) == text
