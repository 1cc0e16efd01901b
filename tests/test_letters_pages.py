"""Pages that are no plain sheet of text: on their side, wider than high, with something behind the text, or not of the letter proper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.drawn_letters import DIALOGUE
from tests.drawn_letters import HEIGHT
from tests.drawn_letters import OPENING
from tests.drawn_letters import TWO
from tests.drawn_letters import grid
from tests.drawn_letters import lines
from tests.drawn_letters import page
from tests.drawn_letters import pairs
from tests.drawn_letters import read
from tests.drawn_letters import turned_page
from tests.drawn_letters import wide_page


if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas

MARGIN = lines("14. maj 2019", "", "Sagsnr.", "2019-0001234", x=40, top=120, size=8, pitch=10)
SIGNED = lines(*DIALOGUE[11:], top=400)


def stamp(text: str, *, angle: float, size: float, grey: float = 0.8) -> Callable[[Canvas], None]:
    """A grey word across the middle of the page."""

    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillGray(grey)
        canvas.setFont("Helvetica-Bold", size)
        canvas.translate(80, HEIGHT - 300)
        canvas.rotate(angle)
        canvas.drawString(0, 0, text)
        canvas.restoreState()

    return draw


@pytest.mark.parametrize("shown_upright", [True, False])
def test_a_letter_scanned_on_its_side(tmp_path: Path, shown_upright: bool) -> None:
    """A page whose text runs upwards is read as if it stood upright, its margin too."""
    found = read(tmp_path, turned_page(MARGIN, lines(*OPENING, *DIALOGUE, x=150, size=9), shown_upright=shown_upright))
    assert pairs(found) == TWO
    assert (found.metadata.date, found.metadata.case_number) == ("2019-05-14", "2019-0001234")


def test_a_wide_page_between_others(tmp_path: Path) -> None:
    """A table on a wide page belongs to the answer that runs on to the next page, with all its columns."""
    first = page(lines(*OPENING, *DIALOGUE[:7], "Ad 1: Tallene står i tabel 1 på næste side, som er hentet fra cykelregistret for i år."))
    columns = [
        lines("Bydel", "Nordbyen", "Sydbyen", top=120, pitch=20),
        lines("Cykler", "3", "4", x=330, top=120, pitch=20),
        lines("Andel", "43 pct.", "57 pct.", x=700, top=120, pitch=20),
    ]
    second = wide_page(lines("Tabel 1. Cykler fordelt på bydel"), *columns)
    third = page(lines("Der er syv i alt, og de er røde.", "", *DIALOGUE[9:]))
    found = read(tmp_path, first, second, third)
    assert pairs(found)[0][2].endswith("for i år. Der er syv i alt, og de er røde.")
    assert pairs(found)[1] == TWO[1]
    (table,) = found.passages[0].tables
    assert table.rows == (("Bydel", "Cykler", "Andel"), ("Nordbyen", "3", "43 pct."), ("Sydbyen", "4", "57 pct."))
    assert table.caption == "Tabel 1. Cykler fordelt på bydel"


@pytest.mark.parametrize(("angle", "size"), [(45, 90), (0, 90), (0, 60), (20, 70)])
def test_a_word_behind_the_text(tmp_path: Path, angle: float, size: float) -> None:
    """A large word behind the text, level or askew, is no part of it, on whichever page and in whatever order it is drawn."""
    filling = ("De bruges til at køre mad ud til kommunens ældre, og om sommeren lånes de også ud.",) * 6
    first = page(lines(*OPENING, *DIALOGUE[:7], "Ad 1: Der er syv.", *filling, *DIALOGUE[8:11]), stamp("UDKAST", angle=angle, size=size))
    second = page(stamp("UDKAST", angle=angle, size=size), lines(*filling[:3], "", *DIALOGUE[11:], top=230))
    found = read(tmp_path, first, second)
    one, other = pairs(found)
    assert one == (*TWO[0][:2], " ".join(["Der er syv.", *filling]))
    assert other == (*TWO[1][:2], " ".join(["De ledige.", *filling[:3]]))
    assert [signer.name for signer in found.metadata.signers] == ["Carl Broe"]


def test_an_appendix_asks_and_answers_nothing(tmp_path: Path) -> None:
    """What follows the signature is kept apart, even where it is numbered like questions and answers, or is a letter itself."""
    appendix = ("Bilag 1", "", "Spørgsmål 1", "Hvor mange skal svare?", "", "Ad 1: Alle, der har lånt en cykel.")
    for ending in ((), ("", "Med venlig hilsen", "", "Vera Holm")):
        found = read(tmp_path, page(lines(*OPENING, *DIALOGUE, "", "", "Kopi til: Ida Lund")), page(lines(*appendix, *ending)))
        assert pairs(found) == TWO
        assert [signer.name for signer in found.metadata.signers] == ["Carl Broe"]
        assert found.appendix == "\n".join(filter(None, ("Kopi til: Ida Lund", *appendix, *ending)))
    untitled = read(tmp_path, page(lines(*OPENING, *DIALOGUE[:-1])), page(lines(*appendix)))
    assert [(signer.name, signer.title) for signer in untitled.metadata.signers] == [("Carl Broe", None)]


def test_the_wide_table_of_an_appendix(tmp_path: Path) -> None:
    """The last columns of an appendix's table stay in its rows, though they stand to the right of all running text."""
    columns = [
        lines("Bydel", "Nordbyen", "Sydbyen", top=160, size=10, pitch=20),
        lines("Cykler", "3", "4", x=400, top=160, size=10, pitch=20),
        lines("Andel", "43 pct.", "57 pct.", x=720, top=160, size=10, pitch=20),
    ]
    text = lines("Bilag 1", "", "Bilaget uddyber de tal, der er gengivet i brevet, og er udarbejdet af forvaltningen selv.")
    rules = grid([68, 770], [168, 188, 208])
    for parts in ([text, *columns], [text, rules, *columns]):
        found = read(tmp_path, page(lines(*OPENING, *DIALOGUE)), wide_page(*parts))
        assert pairs(found) == TWO
        assert "Nordbyen 3 43 pct." in found.appendix
        assert "Sydbyen 4 57 pct." in found.appendix
