"""How letters begin and end: memo heads, labels in cells of their own, copies below, signatures in narrow columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.drawn_letters import DIALOGUE
from tests.drawn_letters import OPENING
from tests.drawn_letters import TWO
from tests.drawn_letters import grid
from tests.drawn_letters import lines
from tests.drawn_letters import page
from tests.drawn_letters import pairs
from tests.drawn_letters import read


if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas

TITLE = lines("NOTAT", top=60, size=16, bold=True)
LABELS = ("Til", "Fra", "Emne", "Dato", "Sagsnummer i arkivet", "Dokumentnr.")
VALUES = ("Vera Holm, MB (V)", "Cykelkontoret", "Cykler til alle ledige borgere", "14.05.2019", "2019 - 12345", "2019-0001234-5")
BODY = lines(*OPENING[2:], *DIALOGUE[:10], top=220)


def beside(x: float) -> list[Callable[[Canvas], None]]:
    """Labels with their values to the right."""
    return [lines(*LABELS, x=72, top=90), lines(*VALUES, x=x, top=90)]


HEADS = {
    "label and value in one line": [lines(*(f"{label}: {value}" for label, value in zip(LABELS, VALUES, strict=True)), top=90)],
    "values beside their labels": beside(220),
    "values beside their labels, ruled": [*beside(220), grid([68, 215, 500], [78, *range(94, 172, 14)])],
    "values below their labels": [
        lines(LABELS[0], VALUES[0], x=72, top=90),
        lines(LABELS[2], VALUES[2], x=72, top=124),
        *(lines(label, value, x=x, top=158) for x, label, value in zip((72, 200, 400), LABELS[3:], VALUES[3:], strict=True)),
    ],
    "values below their labels, ruled": [
        lines(f"Til: {VALUES[0]}", x=72, top=90),
        lines(VALUES[2], x=72, top=118),
        *(lines(label, value, x=x, top=158) for x, label, value in zip((72, 200, 400), LABELS[3:], VALUES[3:], strict=True)),
        grid([68, 195, 395, 520], [146, 162, 176]),
    ],
}


@pytest.mark.parametrize("name", HEADS)
def test_the_head_of_a_memo(tmp_path: Path, name: str) -> None:
    """A memo tells its addressee, date, numbers and subject in whatever way its labels are set."""
    found = read(tmp_path, page(TITLE, *HEADS[name], BODY))
    metadata = found.metadata
    assert pairs(found) == TWO
    assert metadata.addressee is not None
    assert (metadata.addressee.name, metadata.addressee.party) == ("Vera Holm", "Venstre")
    assert (metadata.date, metadata.case_number, metadata.document_number) == ("2019-05-14", "2019-12345", "2019-0001234-5")
    assert metadata.subject == "Cykler til alle ledige borgere"


def test_the_subject_is_the_title_and_not_the_office(tmp_path: Path) -> None:
    """A title of two lines is the subject; the name of an office right below its administration's is none, though it reads like one."""
    office = lines("Cykelforvaltningen", "Center for politik og cykler", top=50)
    title = lines("Cykler til alle ledige borgere i kommunens", "mange bydele", top=110, size=14, pitch=18, bold=True)
    assert read(tmp_path, page(office, title, BODY)).metadata.subject == "Cykler til alle ledige borgere i kommunens mange bydele"
    assert read(tmp_path, page(office, BODY)).metadata.subject == "cykler"


@pytest.mark.parametrize("below", [("Kopi til: Ida Lund, Trafikudvalget",), ("Vi svarer gerne på mere.", "", *DIALOGUE[11:])])
def test_what_stands_below_a_table_of_questions(tmp_path: Path, below: tuple[str, ...]) -> None:
    """A word of courtesy or a list of copies below the last answer is the end of a letter and not its beginning."""
    cells = [
        lines("Nr.", "1", "2", x=72, top=200, pitch=15),
        lines("Spørgsmål", TWO[0][1], TWO[1][1], x=110, top=200, pitch=15),
        lines("Svar", "Der er syv.", "De ledige.", x=320, top=200, pitch=15),
    ]
    found = read(tmp_path, page(lines(*OPENING), *cells, grid([68, 105, 315, 530], [188, 205, 220, 235]), lines(*below, top=270)))
    assert pairs(found) == TWO
    assert found.preamble == OPENING[2]
    assert below[0] in found.closing


def test_titles_broken_by_narrow_columns(tmp_path: Path) -> None:
    """Where two sign side by side, each keeps a title that runs over, and the one whose title is short gets none of the other's."""
    left = lines("Carl Broe", "Direktør", x=68, top=320)
    right = lines("Ida Lund", "Konstitueret vice-", "direktør for Cykler og", "Løbehjul", x=300, top=320)
    found = read(tmp_path, page(lines(*OPENING, *DIALOGUE[:12]), left, right, lines("Kopi til: Bo Holm", top=400)))
    signers = [(signer.name, signer.title) for signer in found.metadata.signers]
    assert signers == [("Carl Broe", "Direktør"), ("Ida Lund", "Konstitueret vicedirektør for Cykler og Løbehjul")]
    assert found.appendix == "Kopi til: Bo Holm"


def test_a_signature_set_about_its_middle(tmp_path: Path) -> None:
    """A title that is wider than the name above it is that name's, and the office below it belongs to the signature too."""
    title = lines("Administrerende direktør i Cykelforvaltningen", x=68, top=334)
    centred = [lines("Carl Broe", x=140, top=320), title, lines("Center for Trafik", x=125, top=348)]
    found = read(tmp_path, page(lines(*OPENING, *DIALOGUE[:12]), *centred, lines("Bilag: Kort over byen", top=362)))
    assert found.closing == "Med venlig hilsen\nCarl Broe\nAdministrerende direktør i Cykelforvaltningen\nCenter for Trafik"
    assert found.appendix == "Bilag: Kort over byen"
    assert [(signer.name, signer.title) for signer in found.metadata.signers] == [
        ("Carl Broe", "Administrerende direktør i Cykelforvaltningen")
    ]


@pytest.mark.parametrize(
    ("label", "date"),
    [
        ("Udfærdiget: 14.05.2019", "2019-05-14"),
        ("Skrevet den 14. maj 2019", "2019-05-14"),
        ("Brevets dag 14/5-2019", "2019-05-14"),
        ("Svarfrist: 14.05.2019", None),
        ("Modtaget den 14. maj 2019", None),
        ("Vedtaget af rådet i salen den 14. maj 2019", None),
    ],
)
def test_the_date_behind_a_label_of_any_word(tmp_path: Path, label: str, date: str | None) -> None:
    """A day behind a word or two that nobody listed is the letter's, unless they speak of another day."""
    assert read(tmp_path, page(lines(label, x=420, top=60), BODY)).metadata.date == date


def test_a_heading_right_below_a_question_in_type_heads_the_answer(tmp_path: Path) -> None:
    """Where every question set in type has a heading below it, whatever it says, that is no part of the answer; else it is."""

    def drawn(*heads: str) -> list[tuple[str | None, str, str]]:
        parts = [lines(*OPENING[2:5], top=120)]
        for at, head in enumerate(heads):
            top = 260 + 120 * at
            parts += [
                lines(f"Hvor mange cykler {at + 1} er der?", top=top, bold=True),
                lines("Der er syv af dem i alt, og de er nye.", top=top + 60),
            ]
            parts += [lines(head, top=top + 30, size=13, bold=True)] if head else []
        return pairs(read(tmp_path, page(*parts)))

    assert [answer for *_, answer in drawn("Tilbagemelding", "Tilbagemelding")] == ["Der er syv af dem i alt, og de er nye."] * 2
    assert "Tilbagemelding" in drawn("Tilbagemelding", "")[0][2]
