from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer.model.letter import Table
from tests.webapp_builders import TABLE
from webapp.present.letter.tables import table_view
from webapp.present.wording.text import plain
from webapp.present.wording.text import wording


if TYPE_CHECKING:
    from webapp.present.letter.tables import TableView


def view(*rows: tuple[str, ...], **more: str) -> TableView:
    """A table of these rows as set."""
    return table_view(Table(rows=rows, **more), number=2, mark=plain)  # type: ignore[arg-type]


def test_numbers_beside_names() -> None:
    """The first row heads the columns, names head the rows, numbers stand to the right, and an empty corner heads nothing."""
    table = table_view(TABLE, number=1, mark=plain)
    assert [cell.scope for cell in table.head[0]] == ["", "col", "col"]
    assert [cell.scope for cell in table.body[0]] == ["row", "", ""]
    assert [cell.is_number for cell in table.body[0]] == [False, True, True]
    assert table.name == "Tabel 1. Mælk i liter"
    assert [wording(note) for note in table.footnotes] == ["Tallene er foreløbige."]


def test_two_lists_of_names() -> None:
    """Where names stand beside names, no row is headed."""
    table = view(("Nord", "Syd"), ("Ask", "Birk"), ("Eg", ""))
    assert table.head
    assert all(cell.scope == "" for row in table.body for cell in row)


def test_crosses() -> None:
    """A first row with empty cells is no head; single signs beside names make the names heads of rows."""
    table = view(("Hele byen", ""), ("Havnen", "X"), ("Bakken", ""))
    assert table.head == ()
    assert [row[0].scope for row in table.body] == ["row", "row", "row"]


@pytest.mark.parametrize("number", ["1.200", "-7,3", "−7,3", "12 %", "12,5 mio. kr.", "–", "(40)", "1 200"])
def test_numbers(number: str) -> None:
    """Danish numbers, amounts, shares and dashes are set as numbers."""
    assert view(("a", "b"), ("c", number)).body[0][1].is_number


def test_long_cells_are_no_numbers() -> None:
    """A cell of a thousand digits and spaces is text, and quickly so."""
    assert not view(("a", "b"), ("c", "1 " * 5000)).body[0][1].is_number


def test_degenerate_tables() -> None:
    """A table of one row or one cell, or none, is still a table."""
    assert view(("kun", "en")).head == ()
    assert view(("alene",)).body[0][0].scope == ""
    assert view().body == ()


def test_a_table_without_a_caption_is_called_by_its_number() -> None:
    """Aloud, a table without a caption is told from the letter's others by its number."""
    assert view(("a", "b")).name == "Tabel nr. 2"
