"""Letters drawn on paper line by line, and what is read of them, for tests of layouts.

Knows places on a page; must not know how letters are read. Places are measured in points from the top left corner of the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.letters import parse_letter
from indexer.sources import read_source
from tests.letter_builders import PARTIES
from tests.letter_builders import misplaced
from tests.pdf_builder import drawn_pdf


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Sequence
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas

    from indexer.model.letter import Letter

WIDTH, HEIGHT = 595, 842
TWO = [("1", "Hvor mange cykler er der i kommunen?", "Der er syv."), ("2", "Hvem kører på cyklerne til daglig?", "De ledige.")]


def lines(
    *texts: str, x: float = 68, top: float = 80, size: float = 11, pitch: float = 14, bold: bool = False, font: str = "Helvetica"
) -> Callable[[Canvas], None]:
    """Lines below each other, the first `top` points from the upper edge; an empty text leaves a line free."""

    def draw(canvas: Canvas) -> None:
        for number, text in enumerate(texts):
            canvas.setFont(f"{font}-Bold" if bold else font, size)
            canvas.drawString(x, HEIGHT - top - number * pitch, text)

    return draw


def page(*parts: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    """Parts drawn on one upright page."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageSize((WIDTH, HEIGHT))
        for part in parts:
            part(canvas)

    return draw


def wide_page(*parts: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    """Parts drawn on one page that is wider than high."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageSize((HEIGHT, WIDTH))
        canvas.translate(0, WIDTH - HEIGHT)
        for part in parts:
            part(canvas)

    return draw


def turned_page(*parts: Callable[[Canvas], None], shown_upright: bool) -> Callable[[Canvas], None]:
    """Parts drawn upwards on a page that lies on its side; the file turns it back for the reader or does not."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageSize((HEIGHT, WIDTH))
        canvas.setPageRotation(90 if shown_upright else 0)
        canvas.translate(HEIGHT, 0)
        canvas.rotate(90)
        for part in parts:
            part(canvas)

    return draw


def grid(columns: Sequence[float], rows: Sequence[float]) -> Callable[[Canvas], None]:
    """The rules of a table: upright at `columns`, level at `rows`, measured from the left and the upper edge."""

    def draw(canvas: Canvas) -> None:
        for x in columns:
            canvas.line(x, HEIGHT - rows[0], x, HEIGHT - rows[-1])
        for y in rows:
            canvas.line(columns[0], HEIGHT - y, columns[-1], HEIGHT - y)

    return draw


def read(path: Path, *pages: Callable[[Canvas], None]) -> Letter:
    """The letter on these pages; no character of it is lost or used twice."""
    drawn_pdf(path / "brev.pdf", *pages)
    source = read_source(path / "brev.pdf", file="brev.pdf")
    letter = parse_letter(source, parties=PARTIES, members={})
    assert misplaced(letter, source) == []
    return letter


def pairs(letter: Letter) -> list[tuple[str | None, str, str]]:
    """Label, question and answer of each passage on one line each."""
    return [(passage.label, " ".join((passage.question or "").split()), " ".join(passage.answer.split())) for passage in letter.passages]


OPENING = (
    "Kære Vera Holm",
    "",
    "Tak for din henvendelse af 3. maj 2019, hvor du har stillet spørgsmål til forvaltningen om cykler.",
    "",
)
DIALOGUE = (
    "Spørgsmål 1",
    "Hvor mange cykler er der i kommunen?",
    "",
    "Spørgsmål 2",
    "Hvem kører på cyklerne til daglig?",
    "",
    "Forvaltningens svar",
    "Ad 1: Der er syv.",
    "",
    "Ad 2: De ledige.",
    "",
    "Med venlig hilsen",
    "",
    "Carl Broe",
    "Direktør",
)
