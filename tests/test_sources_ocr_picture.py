"""What is measured in pictures of pages, without tesseract: skew, rules, type, and what stands before lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image
from PIL import ImageDraw

from indexer.model.source import Box
from indexer.sources.ocr_labels import with_labels
from indexer.sources.ocr_rules import rules_of
from indexer.sources.ocr_rules import underlines
from indexer.sources.ocr_rules import without
from indexer.sources.ocr_sheets import leaf_of
from indexer.sources.ocr_sheets import sheets_of
from indexer.sources.ocr_tesseract import TextLine
from indexer.sources.ocr_tesseract import Word
from indexer.sources.ocr_type import Strip
from indexer.sources.ocr_type import ink_of
from indexer.sources.ocr_type import types_of
from indexer.sources.ocr_upright import leveled
from indexer.sources.ocr_upright import skew
from indexer.sources.pdf_pages import lines_of
from indexer.sources.pictures import draw_page
from tests.pdf_builder import drawn_pdf
from tests.pdf_builder import plain_letter_pdf


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Sequence
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas


TEXT = "Forvaltningen har modtaget spørgsmålet og svarer således på hvert af dets punkter. " * 12
DPI = 300
EM = DPI * 12 / 72


def picture(tmp_path: Path, draw: Callable[[Canvas], None]) -> Image.Image:
    """A page drawn by hand, as a picture."""
    return draw_page(drawn_pdf(tmp_path / "side.pdf", draw), number=1, dpi=DPI, grey=True).image


def line(*words: tuple[str, float], base: float, size: float = 10 * DPI / 72, turn: int = 0) -> TextLine:
    """A line as read in a picture: words with the place where they begin, 0.45 em a letter."""
    read = [Word(text, x0, base - 0.72 * size, x0 + 0.45 * size * len(text), base, 0.96) for text, x0 in words]
    return TextLine(tuple(read), base, 0.0, size, 0.2 * size, turn)


@pytest.mark.parametrize("degrees", [-7.0, -0.8, 0.0, 0.4, 2.5])
def test_a_skewed_page_is_put_level(tmp_path: Path, degrees: float) -> None:
    """The skew of a page is told to a tenth of a degree, and taken out."""
    image = draw_page(plain_letter_pdf(tmp_path / "brev.pdf", TEXT), number=1, dpi=150, grey=True).image
    askew = image.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=255)
    assert skew(askew) == pytest.approx(-degrees, abs=0.11)
    assert abs(skew(leveled(askew))) <= 0.11


def test_a_page_on_its_side_is_level(tmp_path: Path) -> None:
    """A page that lies on its side is not skewed, and neither is an empty one."""
    image = draw_page(plain_letter_pdf(tmp_path / "brev.pdf", TEXT), number=1, dpi=150, grey=True).image
    assert skew(image.rotate(90, expand=True)) == pytest.approx(0.0, abs=0.11)
    assert skew(Image.new("L", (800, 1100), 255)) == 0.0


def test_the_rules_of_a_table_are_found(tmp_path: Path) -> None:
    """Level and upright rules are found where they are drawn, within a point; text, logos and dashes are none."""

    def table(canvas: Canvas) -> None:
        canvas.setLineWidth(0.6)
        canvas.grid([100, 220, 400], [500, 530, 600])
        canvas.rect(420, 700, 60, 60, fill=1)
        canvas.setFont("Times-Bold", 20)
        canvas.drawString(100, 640, "HELLIG — TILLID 1112")

    scale = DPI / 72
    found = sorted(tuple(round(edge / scale) for edge in rule) for rule in rules_of(ink_of(picture(tmp_path, table), dark=0.8), dpi=DPI))
    level = [(100, y, 400) for y in (242, 312, 342)]
    upright = [(x, 242, 342) for x in (100, 220, 400)]
    assert len(found) == 6
    assert [(x0, top, x1) for x0, top, x1, bottom in found if x1 - x0 > 5] == [pytest.approx(rule, abs=1) for rule in level]
    assert [(x0, top, bottom) for x0, top, x1, bottom in found if x1 - x0 <= 5] == [pytest.approx(rule, abs=1) for rule in upright]


def test_rules_are_painted_over(tmp_path: Path) -> None:
    """Where a rule was there is paper."""
    image = picture(tmp_path, lambda canvas: canvas.line(100, 500, 400, 500))
    rules = rules_of(ink_of(image), dpi=DPI)
    assert ink_of(image).getbbox() is not None
    assert ink_of(without(image, rules)).getbbox() is None


def test_an_underline_is_told_from_a_border(tmp_path: Path) -> None:
    """A rule right below letters underlines them; one a few points further down is the border of a cell, and one upright is none."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 12)
        canvas.drawString(100, 602, "Spørgsmål om nytteindsatsen")
        canvas.line(100, 600, 240, 600)
        canvas.drawString(100, 507, "Spørgsmål om nytteindsatsen")
        canvas.line(100, 500, 240, 500)
        canvas.line(50, 400, 50, 700)

    ink = ink_of(picture(tmp_path, draw), dark=0.8)
    rules = sorted(rules_of(ink, dpi=DPI), key=lambda rule: (rule.x0 > 300, rule.top))
    assert [underlines(rule, ink, dpi=DPI) for rule in rules] == [False, True, False]


def test_type_is_measured_in_the_ink(tmp_path: Path) -> None:
    """Bold and slanted lines are told from the rest, in small and large type, in faces with and without serifs."""
    fonts = ["Times-Roman"] * 6 + ["Times-Bold", "Times-Italic", "Times-BoldItalic"]
    text = "Forvaltningens bemærkninger til sagen"

    def draw(canvas: Canvas) -> None:
        for number, font in enumerate(fonts):
            canvas.setFont(font, 11 if number else 16)
            canvas.drawString(72, 750 - 30 * number, text)

    image = picture(tmp_path, draw)
    scale = DPI / 72
    sizes = [16, *[11] * (len(fonts) - 1)]
    strips = [
        Strip(72 * scale, (92 + 30 * number - 0.8 * size) * scale, 300 * scale, (92 + 30 * number + 0.2 * size) * scale, size * scale)
        for number, size in enumerate(sizes)
    ]
    found = types_of(ink_of(image), strips)
    assert [one.bold for one in found] == ["Bold" in font for font in fonts]
    assert [one.italic for one in found] == ["Italic" in font for font in fonts]


def test_an_empty_strip_has_plain_type() -> None:
    """Where there is no ink there is nothing bold or slanted."""
    assert types_of(Image.new("L", (90, 90)), [Strip(0, 0, 0, 0, 9), Strip(5, 5, 80, 30, 25)]) == [(False, False), (False, False)]


def labeled(label: Callable[[ImageDraw.ImageDraw], None], answers: Sequence[TextLine], *others: TextLine) -> list[list[str]]:
    """The words of the lines of a page with one line of text and some ink before it, when a second look gives these answers."""
    image = Image.new("L", (1200, 300), 255)
    draw = ImageDraw.Draw(image)
    label(draw)
    text = line(("Hvor", 400), ("mange", 500), base=150)
    for word in text.words:
        draw.rectangle((word.x0, word.top, word.x1, word.bottom), fill=0)
    looks: list[Image.Image] = []

    def read(sheet: Image.Image) -> Sequence[TextLine]:
        looks.append(sheet)
        return answers

    found = with_labels([*others, text], image, ink_of(image), read)
    assert len(looks) <= 1
    return [[word.text for word in one.words] for one in found]


def second_look(label: str) -> list[TextLine]:
    """What is read in the sheet of the second look: the label and the line's beginning, in its only row."""
    return [line((label, 44), ("Hvor", 90), base=80)]


def test_a_lone_number_is_read_with_its_line() -> None:
    """Ink before a line, which was not read, is read close to it and becomes its first word; "1," is "1."."""
    number = lambda draw: draw.rectangle((300, 122, 315, 150), fill=0)  # noqa: E731
    assert labeled(number, second_look("1.")) == [["1.", "Hvor", "mange"]]
    assert labeled(number, second_look("1,")) == [["1.", "Hvor", "mange"]]
    assert labeled(number, second_look("e")) == [["•", "Hvor", "mange"]]


def test_what_is_no_label_stays_away() -> None:
    """Specks are not looked at again; a long word, or no answer, adds nothing."""
    speck = lambda draw: draw.rectangle((300, 140, 302, 142), fill=0)  # noqa: E731
    number = lambda draw: draw.rectangle((300, 122, 315, 150), fill=0)  # noqa: E731
    assert labeled(speck, second_look("1.")) == [["Hvor", "mange"]]
    assert labeled(number, []) == [["Hvor", "mange"]]
    assert labeled(number, second_look("indsats")) == [["Hvor", "mange"]]


def test_a_misread_number_is_read_again() -> None:
    """A short word that stands alone before a line gives way to what the second look says, and stays when it says nothing."""
    number = lambda draw: draw.rectangle((300, 122, 315, 150), fill=0)  # noqa: E731
    misread = line(("i", 300), base=150)
    assert labeled(number, second_look("1."), misread) == [["1.", "Hvor", "mange"]]
    assert labeled(number, [], misread) == [["i"], ["Hvor", "mange"]]


def test_lines_become_a_sheet_in_points() -> None:
    """Words come out as lines of the model: in points, from top to bottom, joined where tesseract took a line apart."""
    scale = DPI / 72
    read = [
        line(("svarer", 72 * scale + 300), base=200 * scale),
        line(("Kære", 72 * scale), ("Holger", 72 * scale + 100), base=100 * scale),
        line(("Forvaltningen", 72 * scale), base=200 * scale),
    ]
    leaf = leaf_of(read, [Box(10, 20, 310, 22)], Image.new("L", (2480, 3508)), number=3, dpi=DPI)
    (sheet,) = sheets_of([leaf])
    assert (sheet.page.number, round(sheet.page.width), round(sheet.page.height)) == (3, 595, 842)
    assert sheet.page.rules == (pytest.approx((2.4, 4.8, 74.4, 5.28)),)
    lines = lines_of([sheet])
    assert [one.text for one in lines] == ["Kære Holger", "Forvaltningen svarer"]
    assert (lines[0].page, lines[0].size) == (3, pytest.approx(10, abs=0.1))
    assert lines[0].box == pytest.approx((72, 92, 72 + 24 + 27, 102), abs=1)
    assert leaf.confidence == pytest.approx(0.96)


def test_sizes_that_waver_are_one() -> None:
    """Type measured a little larger or smaller here and there has one size throughout; a heading keeps its own."""
    scale = DPI / 72
    sizes = [10.0, 10.0, 9.4, 10.5, 14.0]
    read = [line(("Beskæftigelse", 300), base=(100 + 20 * number) * scale, size=size * scale) for number, size in enumerate(sizes)]
    leaf = leaf_of(read, [], Image.new("L", (2480, 3508)), number=1, dpi=DPI)
    found = [one.size for one in lines_of(sheets_of([leaf]))]
    assert len(set(found[:4])) == 1
    assert found[4] == pytest.approx(14.0, abs=0.1)


def test_a_dash_joins_the_line_it_stands_before() -> None:
    """A dash whose type cannot be told takes the size of the page and stands on the base of its line."""
    scale = DPI / 72
    item = line(("Gruppeforløb", 400), ("om", 700), base=100 * scale)
    dash = TextLine((Word("-", 340, 100 * scale - 14, 358, 100 * scale - 10, 0.5),), 100 * scale - 10, 0.0, 8.0, 2.0, 0)
    (sheet,) = sheets_of([leaf_of([dash, item], [], Image.new("L", (2480, 3508)), number=1, dpi=DPI)])
    assert [one.text for one in lines_of([sheet])] == ["- Gruppeforløb om"]


def test_a_turned_line_keeps_its_direction() -> None:
    """A line that runs upwards in the margin is a line of its own, and does not cut the others."""
    scale = DPI / 72
    upwards = TextLine((Word("Arkivkopi", 40, 1000, 80, 1300, 0.9),), 0.0, 0.0, 40.0, 8.0, 1)
    body = [line(("Forvaltningen", 300), ("svarer", 556), base=(100 + 14 * number) * scale) for number in range(30)]
    (sheet,) = sheets_of([leaf_of([upwards, *body], [], Image.new("L", (2480, 3508)), number=1, dpi=DPI)])
    found = {one.text: one.box for one in lines_of([sheet])}
    assert set(found) == {"Arkivkopi", "Forvaltningen svarer"}
    assert found["Arkivkopi"] == pytest.approx((9.6, 240, 19.2, 312), abs=1)
