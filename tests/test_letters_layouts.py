"""Layouts that letters come in, drawn on paper by the test and read back: what stands where must not change what is understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.drawn_letters import DIALOGUE
from tests.drawn_letters import HEIGHT
from tests.drawn_letters import OPENING
from tests.drawn_letters import TWO
from tests.drawn_letters import grid
from tests.drawn_letters import lines
from tests.drawn_letters import page
from tests.drawn_letters import pairs
from tests.drawn_letters import read


if TYPE_CHECKING:
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas


def test_a_margin_to_the_left(tmp_path: Path) -> None:
    """A column to the left of the body gives date and numbers, and never a word of the text."""
    margin = lines("14. maj 2019", "", "Sagsnr.", "2019-0001234", "", "Sagsbehandler", "Ole Rye", x=40, top=120, size=8, pitch=10)
    found = read(tmp_path, page(margin, lines(*OPENING, *DIALOGUE, x=150, size=9)))
    assert pairs(found) == TWO
    assert (found.metadata.date, found.metadata.case_number) == ("2019-05-14", "2019-0001234")
    assert [signer.name for signer in found.metadata.signers] == ["Carl Broe"]


def test_a_letterhead_in_two_columns(tmp_path: Path) -> None:
    """The addressee on the left and the numbers on the right are not read across."""
    right = lines("14. maj 2019", "Sagsnr.: 2019-0001234", "Dok.nr.: 2019-0001234-5", x=400)
    left = lines("Til", "Vera Holm, MB (V)", "E-mail: vera_holm@kk.example")
    found = read(tmp_path, page(left, right, lines(*OPENING, *DIALOGUE, top=180)))
    assert pairs(found) == TWO
    assert found.metadata.addressee is not None
    assert (found.metadata.addressee.name, found.metadata.addressee.party) == ("Vera Holm", "Venstre")
    assert found.metadata.document_number == "2019-0001234-5"


def test_prose_in_two_columns(tmp_path: Path) -> None:
    """Two columns of text are read one after the other, below a title that spans both."""
    left = (
        "Kære Vera Holm",
        "",
        "Tak for din henvendelse af 3. maj",
        "2019 om cykler til ledige borgere,",
        "som vi har læst med interesse.",
        "",
    )
    longer = ("Cyklerne står alle sammen ved rådhuset, hvor", "de kan lånes af enhver, der har et lånerkort.")
    right = (*DIALOGUE[6:8], *longer, *DIALOGUE[8:10], *longer, *DIALOGUE[10:])
    title = lines("Svar vedrørende cykler til alle ledige borgere i hele kommunen fra i dag", top=60, size=13)
    found = read(tmp_path, page(title, lines(*left, *DIALOGUE[:6], top=100), lines(*right, x=320, top=100)))
    assert pairs(found) == [(label, question, f"{answer} {' '.join(longer)}") for label, question, answer in TWO]
    assert found.metadata.inquiry_date == "2019-05-03"


def test_a_drawn_table_of_questions_and_answers(tmp_path: Path) -> None:
    """A ruled table with a column that asks and one that answers is a dialogue, whatever its head says."""
    cells = [
        lines("Nr.", "", "1", "", "2", x=72, top=200, pitch=15),
        lines("Emne", "", "Hvor mange cykler er", "der i kommunen?", "Hvem kører på cyklerne", "til daglig?", x=110, top=200, pitch=15),
        lines("Kommentar", "", "Der er syv.", "", "De ledige.", x=300, top=200, pitch=15),
    ]
    table = page(grid([68, 105, 295, 530], [188, 208, 250, 282]), *cells)
    found = read(tmp_path, page(lines(*OPENING), table, lines("Med venlig hilsen", "", "Carl Broe", "Direktør", top=320)))
    assert pairs(found) == TWO


def test_running_heads_and_footers(tmp_path: Path) -> None:
    """What returns at the edges of the pages interrupts no sentence."""
    foot = lines("Skovvej 12 · 1234 Byrum · Telefon 1234 5678 · www.byrum.example", top=800, size=8)
    first = page(lines(*OPENING, *DIALOGUE[:7], "Ad 1: Der er syv cykler i kommunen, som alle er købt i det forgangne år, og de er"), foot)
    head = lines("Sagsnr. 2019-0001234", top=40, size=8)
    second = page(head, lines("røde.", "", *DIALOGUE[9:], top=90), foot, lines("Side 2 af 2", x=480, top=820, size=8))
    assert pairs(read(tmp_path, first, second))[0][2] == "Der er syv cykler i kommunen, som alle er købt i det forgangne år, og de er røde."


def test_footnotes_stay_with_their_passage(tmp_path: Path) -> None:
    """A raised number leaves the sentence, and its note stands with the passage that refers to it."""

    def raised(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 6)
        canvas.drawString(68 + canvas.stringWidth("Ad 1: Der er syv.", "Helvetica", 11), HEIGHT - 80 - 11 * 14 + 4, "1")

    note = lines("1 Opgjort den 1. maj 2019.", top=760, size=8)
    found = read(tmp_path, page(lines(*OPENING, *DIALOGUE), raised, note))
    assert pairs(found) == TWO
    assert [passage.footnotes for passage in found.passages] == [("1 Opgjort den 1. maj 2019.",), ()]


def test_a_ruled_table_in_an_answer(tmp_path: Path) -> None:
    """A drawn table keeps its cells, its caption and its note, and the answer goes on below it."""
    body = lines(*OPENING, *DIALOGUE[:7], "Ad 1: Tallene er disse:", "", "Tabel 1. Cykler pr. år")
    cells = [lines("Farve", "Røde", "Blå", x=72, top=290, pitch=16), lines("2018", "3", "4", x=250, top=290, pitch=16)]
    rest = lines("Note: Tallene er afrundet.", "", "De er alle nye og kører godt hver eneste dag.", "", *DIALOGUE[9:], top=350)
    found = read(tmp_path, page(body, grid([68, 240, 400], [278, 294, 310, 326]), *cells, rest))
    table = found.passages[0].tables[0]
    assert table.rows == (("Farve", "2018"), ("Røde", "3"), ("Blå", "4"))
    assert (table.caption, table.footnotes) == ("Tabel 1. Cykler pr. år", ("Note: Tallene er afrundet.",))
    assert pairs(found)[0][2] == "Tallene er disse: De er alle nye og kører godt hver eneste dag."


def test_questions_told_by_type_alone(tmp_path: Path) -> None:
    """Bold paragraphs that ask are questions, what follows each is its answer."""
    parts = [
        lines(*OPENING),
        lines("Hvor mange cykler er der i kommunen?", top=150, bold=True),
        lines("Der er syv.", top=165),
        lines("Hvem kører på cyklerne til daglig?", top=195, bold=True),
        lines("De ledige.", "", "Med venlig hilsen", "", "Carl Broe", "Direktør", top=210),
    ]
    assert [pair[1:] for pair in pairs(read(tmp_path, page(*parts)))] == [pair[1:] for pair in TWO]


def test_a_signature_without_a_known_greeting(tmp_path: Path) -> None:
    """Two who sign side by side under words nobody expected are both found, and none of it stands in the answer."""
    ending = lines(*OPENING, *DIALOGUE[:10], "", "På kommunens vegne")
    names = [lines("Carl Broe", "Direktør", top=320), lines("Ida Lund", "Kst. kontorchef", x=300, top=320)]
    found = read(tmp_path, page(ending, *names))
    assert pairs(found) == TWO
    assert [(signer.name, signer.title, signer.acting) for signer in found.metadata.signers] == [
        ("Carl Broe", "Direktør", False),
        ("Ida Lund", "Kst. kontorchef", True),
    ]
