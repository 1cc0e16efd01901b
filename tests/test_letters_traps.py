"""What is set in a PDF as text often is, and looks like something else: letters spaced out, ligatures, numbers that ask nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

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
    from collections.abc import Sequence

    from reportlab.pdfgen.canvas import Canvas

    from indexer.model.letter import Letter

ENDING = ("", "Med venlig hilsen", "", "Carl Broe", "Direktør")
ASKED = (*OPENING, *DIALOGUE[:7])


CAPTIONED = ("Tabel 1. Cykler pr. år", (("Farve", "2018"), ("Røde", "3"), ("Blå", "4")))


def table(top: float, *, below: bool, ruled: bool = False) -> list[Callable[[Canvas], None]]:
    """A table of two columns from `top` on, with its caption above or below, drawn with rules or without."""
    first = top + 12 + (0 if below else 20)
    cells = [lines("Farve", "Røde", "Blå", x=72, top=first, pitch=16), lines("2018", "3", "4", x=250, top=first, pitch=16)]
    rules = [grid([68, 240, 400], [first - 12, first + 4, first + 20, first + 36])] if ruled else []
    return [*cells, *rules, lines(CAPTIONED[0], top=first + 48 if below else top + 12)]


def tables(letter: Letter) -> list[list[tuple[str | None, tuple[tuple[str, ...], ...]]]]:
    """Caption and cells of the tables of each passage."""
    return [[(table.caption, table.rows) for table in passage.tables] for passage in letter.passages]


@pytest.fixture
def unicode_font() -> str:
    """The name of a font with ligatures and soft hyphens, which comes with the library that draws."""
    pdfmetrics.registerFont(TTFont("Vera", str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
    return "Vera"


def test_spaced_heads(tmp_path: Path) -> None:
    """Heads set with a space between their letters are the words they spell."""
    body = (*OPENING, "S P Ø R G S M Å L", "", "1. Hvor mange cykler er der i kommunen?", "2. Hvem kører på cyklerne til daglig?")
    answer = ("", "B E S V A R E L S E", "", "1. Der er syv.", "", "2. De ledige.")
    assert pairs(read(tmp_path, page(lines(*body, *answer, *ENDING)))) == TWO


def test_ligatures_soft_hyphens_and_hard_spaces(tmp_path: Path, unicode_font: str) -> None:
    """Characters that only set the text leave it: it is found by the words it is made of."""
    answer = ("Ad\xa01: Der er \ufb01re i a\ufb02evering, og de koster 2\xa0000 kr. efter be\xadskæf\xad", "tigelsesplanen for i\xa0år.")
    found = read(tmp_path, page(lines(*ASKED, *answer, "", *DIALOGUE[9:], font=unicode_font, size=10)))
    assert pairs(found) == [(*TWO[0][:2], "Der er fire i aflevering, og de koster 2 000 kr. efter beskæftigelsesplanen for i år."), TWO[1]]


def test_one_answer_to_two_of_three_questions(tmp_path: Path) -> None:
    """Two questions answered together are one passage under both numbers, the one before them stays on its own."""
    third = ("", "Spørgsmål 3", "Hvad koster de?")
    answers = ("", "Forvaltningens svar", "Ad 1: Der er syv.", "", "Ad 2 og 3: De ledige, og det er gratis.")
    found = pairs(read(tmp_path, page(lines(*OPENING, *DIALOGUE[:5], *third, *answers, *ENDING))))
    assert found == [TWO[0], ("2 og 3", f"{TWO[1][1]} Hvad koster de?", "De ledige, og det er gratis.")]


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        (
            ("Spørgsmål 1a", "Hvor mange cykler er der i kommunen?", "", "Spørgsmål 1b", "Hvem kører på cyklerne til daglig?"),
            ("Ad 1a: Der er syv.", "", "Ad 1b: De ledige."),
        ),
        (
            ("Spørgsmål 1", "a) Hvor mange cykler er der i kommunen?", "b) Hvem kører på cyklerne til daglig?"),
            ("Ad 1 a: Der er syv.", "", "Ad 1 b: De ledige."),
        ),
        (
            ("1a. Hvor mange cykler er der i kommunen?", "1b. Hvem kører på cyklerne til daglig?"),
            ("1a. Der er syv.", "", "1b. De ledige."),
        ),
        (
            ("1. Om cykler:", "a) Hvor mange cykler er der i kommunen?", "b) Hvem kører på cyklerne til daglig?", "2. Hvad koster de?"),
            ("Ad 1a: Der er syv.", "", "Ad 1b: De ledige.", "", "Ad 2: To kroner."),
        ),
    ],
    ids=["headed", "lettered", "listed", "lettered in a list"],
)
def test_questions_in_parts(tmp_path: Path, asked: Sequence[str], answered: Sequence[str]) -> None:
    """The lettered parts of a question are questions of their own, and so are their answers."""
    found = pairs(read(tmp_path, page(lines(*OPENING, "Spørgsmål", *asked, "", "Forvaltningens svar", *answered, *ENDING))))
    assert [(label, question.removeprefix("Om cykler: "), answer) for label, question, answer in found[:2]] == [
        ("1a", *TWO[0][1:]),
        ("1b", *TWO[1][1:]),
    ]
    assert found[2:] in ([], [("2", "Hvad koster de?", "To kroner.")])


@pytest.mark.parametrize(
    "numbers",
    [
        ("2. maj 2019 blev der købt to til, og de er røde.",),
        ("2. kvartal var det bedste, med fem udlån om dagen.",),
        ("2,5 mio. kr. er brugt på dem.",),
        ("2.000 borgere har lånt en.",),
        ("1. De røde", "2. De blå", "3. De grønne"),
        ("1) De røde", "2) De blå"),
        ("a) De røde", "b) De blå"),
        ("§ 2. Enhver må låne en cykel.",),
        ("2 ud af tre er røde.",),
        ("2018: To cykler", "2019: Fem cykler"),
    ],
    ids=lambda numbers: numbers[0][:7],
)
def test_numbers_in_an_answer(tmp_path: Path, numbers: Sequence[str]) -> None:
    """Dates, amounts and lists in an answer begin no other answer, whatever number they begin with."""
    found = pairs(read(tmp_path, page(lines(*ASKED, "Ad 1: Der er syv.", "", *numbers, "", *DIALOGUE[9:]))))
    assert found == [(*TWO[0][:2], " ".join(["Der er syv.", *numbers])), TWO[1]]


@pytest.mark.parametrize("below", [False, True], ids=["above", "below"])
@pytest.mark.parametrize("ruled", [False, True], ids=["unruled", "ruled"])
def test_the_caption_of_a_table_in_an_answer(tmp_path: Path, below: bool, ruled: bool) -> None:
    """A caption belongs to its table whether it stands above or below, and the next answer begins after it."""
    body = lines(*ASKED, "Ad 1: Cyklerne er fordelt på farver, som det fremgår af tabellen her:")
    found = read(tmp_path, page(body, *table(262, below=below, ruled=ruled), lines(*DIALOGUE[9:], top=360)))
    assert tables(found) == [[CAPTIONED], []]
    assert pairs(found) == [(*TWO[0][:2], "Cyklerne er fordelt på farver, som det fremgår af tabellen her:"), TWO[1]]


@pytest.mark.parametrize("below", [False, True], ids=["above", "below"])
@pytest.mark.parametrize("ruled", [False, True], ids=["unruled", "ruled"])
@pytest.mark.parametrize("bold", [False, True], ids=["plain", "bold"])
def test_the_caption_of_a_table_in_a_note(tmp_path: Path, below: bool, ruled: bool, bold: bool) -> None:
    """In a note too, where the heading that follows is no cell of the table."""
    body = [
        lines("Enhedslisten har bedt om et notat om cykler til ledige borgere i kommunen.", top=60),
        lines("Baggrund", top=90, bold=True),
        lines("Cyklerne er fordelt på farver, som det fremgår af tabellen her:", top=104),
        *table(128, below=below, ruled=ruled),
        lines("Økonomi", top=230, bold=bold),
        lines("Der afsættes syv kroner til hver af dem i året, og de tages af rammen.", top=256),
    ]
    found = read(tmp_path, page(*body))
    assert [passage.heading for passage in found.passages] == ["Baggrund", "Økonomi"]
    assert tables(found) == [[CAPTIONED], []]


@pytest.mark.parametrize(
    ("second", "both", "captions"),
    [(350, True, [CAPTIONED[0], CAPTIONED[0]]), (350, False, [CAPTIONED[0], None]), (330, False, [None, CAPTIONED[0]])],
    ids=["two captions", "nearer to the first", "nearer to the second"],
)
def test_captions_of_two_tables(tmp_path: Path, second: int, both: bool, captions: list[str | None]) -> None:
    """Where a caption stands between two tables, it is the one's that has no other, else the nearer one's."""
    body = lines(*ASKED, "Ad 1: Cyklerne er fordelt på farver, som det fremgår af tabellerne her:")
    cells, caption = table(262, below=True)[:-1], lines(CAPTIONED[0], top=322 if second > 340 else 332)
    more = table(second, below=True)
    found = read(tmp_path, page(body, *cells, caption, *more[: None if both else -1], lines(*DIALOGUE[9:], top=450)))
    assert [caption for caption, _ in tables(found)[0]] == captions
