from __future__ import annotations

from tests.webapp_builders import letter
from webapp.present.letter.editions import EditionView
from webapp.present.letter.editions import earlier_editions


def test_the_oldest_is_number_one() -> None:
    """Editions are shown newest first and numbered from the oldest, so that a newer one leaves the others' URLs alone."""
    before = letter(editions=("b.pdf", "a.pdf"))
    after = letter(editions=("c.pdf", "b.pdf", "a.pdf"))
    assert [(edition.number, edition.file) for edition in earlier_editions(before)] == [(2, "b.pdf"), (1, "a.pdf")]
    assert earlier_editions(after)[1:] == earlier_editions(before)
    assert earlier_editions(letter()) == ()


def test_names() -> None:
    """An edition is called by its file's name alone, and by its whole path where another edition's file has the same name."""
    assert earlier_editions(letter(file="2020/ny.pdf", editions=("2018/svar.pdf",))) == (EditionView(1, "2018/svar.pdf", "svar.pdf"),)
    served = letter(file="2020/svar.pdf", editions=("2018/svar.pdf", "2018/udkast.pdf"))
    assert [edition.name for edition in earlier_editions(served)] == ["2018/svar.pdf", "udkast.pdf"]
