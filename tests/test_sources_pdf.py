"""PDF letters as lines: both designs, type, tables, columns, pages and what is drawn on them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from reportlab.lib.pagesizes import A4

from indexer.sources.pdf import read_pdf
from tests.pdf_builder import PLAIN
from tests.pdf_builder import WITH_MARGIN
from tests.pdf_builder import Paragraph
from tests.pdf_builder import Table
from tests.pdf_builder import blocks_of
from tests.pdf_builder import drawn_pdf
from tests.pdf_builder import handmade_pdf
from tests.pdf_builder import margin_letter_pdf
from tests.pdf_builder import plain_letter_pdf


if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from indexer.model.source import Source


CORPUS = sorted((Path(__file__).parent.parent / "corpus").glob("*.txt"))
MARGIN = ("24. maj 2018", "Sagsnr.\n2018-0000123", "Dokumentnr.\n2018-0000123-4")
ADDRESS = ("Direktionen", "Torvet 1\n1550 København V", "Telefon\n3366 0000")
BODY = (
    Paragraph("Spørgsmål 1", bold=True),
    Paragraph(
        "Hvor mange borgere har fået tilbudt en plads i nytteindsatsen, og hvor mange har afbrudt forløbet i utide?", italic=True, gap=0
    ),
    Paragraph("Svar", bold=True),
    Paragraph("Forvaltningen oplyser, at der i 2018 er budgetteret med 18 mio. kr. til at drive indsatsen. " * 6, gap=0),
)


def read(path: Path) -> Source:
    """The source in the PDF at `path`."""
    return read_pdf(path.read_bytes(), file=path.name, fingerprint="0")


def words_of(lines: list[str]) -> str:
    """All words of the lines in order, without hyphens and spaces."""
    return re.sub(r"[-\s]", "", "".join(lines))


def lines_in(data: bytes) -> list[str]:
    """The texts of the lines in the bytes."""
    return [line.text for line in read_pdf(data, file="brev.pdf", fingerprint="0").lines]


@pytest.mark.parametrize("letter", CORPUS, ids=lambda path: path.stem[:3])
@pytest.mark.parametrize("by_rows", [False, True])
def test_a_plain_letter(tmp_path: Path, letter: Path, by_rows: bool) -> None:
    """A letter set in one column comes out with every character it was set from, in order."""
    source = read(plain_letter_pdf(tmp_path / "brev.pdf", letter, by_rows=by_rows))
    blocks = blocks_of(letter)
    expected = [block.text if isinstance(block, Paragraph) else "".join(cell for row in block.rows for cell in row) for block in blocks]
    assert words_of([line.text for line in source.lines]) == words_of(expected)
    assert source.format == "pdf"
    assert len(source.pages) == source.lines[-1].page


@pytest.mark.parametrize("by_rows", [False, True])
def test_a_letter_with_a_margin(tmp_path: Path, by_rows: bool) -> None:
    """The margin's lines are lines of their own, the body's are as in a letter without it, justified and hyphenated as it may be."""
    design = replace(WITH_MARGIN, justified=True, hyphenated=True)
    body = read(plain_letter_pdf(tmp_path / "krop.pdf", BODY * 6, design=design, by_rows=by_rows))
    both = read(margin_letter_pdf(tmp_path / "brev.pdf", BODY * 6, margin=MARGIN, address=ADDRESS, design=design, by_rows=by_rows))
    edge = [line for line in both.lines if line.box and line.box.x0 > 430]
    assert "\n".join(line.text for line in edge) == "\n".join([*MARGIN, *ADDRESS])
    assert [line for line in both.lines if line not in edge] == list(body.lines)
    assert any(line.text.endswith("-") for line in body.lines)
    assert {line.indent for line in both.lines} == {0}


def test_type(tmp_path: Path) -> None:
    """Lines know whether all of them is bold or italic, how large they are set, and each of their words."""
    heading, question, *_ = read(plain_letter_pdf(tmp_path / "brev.pdf", BODY)).lines
    assert (heading.text, heading.bold, heading.italic, heading.size) == ("Spørgsmål 1", True, False, 10.5)
    assert (question.bold, question.italic) == (False, True)
    assert [word.text for word in heading.words] == ["Spørgsmål", "1"]
    assert heading.words[0].bold
    assert heading.box is not None
    assert heading.words[0].box.x0 == heading.box.x0 == 68
    assert heading.box.bottom - heading.box.top == pytest.approx(10.5)


def test_gaps_and_indents(tmp_path: Path) -> None:
    """A blank line is a gap of one, an item's later lines are indented by the characters its label takes."""
    item = Paragraph("Hvor mange borgere er der i alt? " * 5, label="1.", indent=20, gap=1)
    lines = read(plain_letter_pdf(tmp_path / "brev.pdf", [*BODY, item, replace(item, label="2.", gap=0.2)])).lines
    first = next(line for line in lines if line.text.startswith("1. Hvor"))
    second = next(line for line in lines if line.text.startswith("2. Hvor"))
    assert (first.gap, second.gap, first.indent) == (1, 0.2, 0)
    later = lines[lines.index(first) + 1]
    assert later.gap == 0
    assert 3.5 < later.indent < 5


@pytest.mark.parametrize("ruled", [False, True])
def test_tables(tmp_path: Path, ruled: bool) -> None:
    """Each cell of a row is a line; the rules around them are the page's."""
    rows = [("", "2018", "2019"), ("Mentor", "44", "1.098"), ("Indsats i alt", "5", "72")]
    source = read(plain_letter_pdf(tmp_path / "brev.pdf", [*BODY, Table(rows, ruled=ruled)]))
    cells = [line.text for line in source.lines][-8:]
    assert cells == [cell for row in rows for cell in row if cell]
    assert bool(source.pages[0].rules) == ruled


def test_footer_and_pages(tmp_path: Path) -> None:
    """Every page's lines carry its number, and its first has no gap."""
    source = read(plain_letter_pdf(tmp_path / "brev.pdf", BODY * 12, footer="Side {page} af {pages}"))
    feet = [(line.page, line.text) for line in source.lines if line.text.startswith("Side ")]
    assert feet == [(page.number, f"Side {page.number} af {len(source.pages)}") for page in source.pages]
    assert all(next(line for line in source.lines if line.page == page.number).gap == 0 for page in source.pages)
    assert [(round(page.width), round(page.height)) for page in source.pages] == [(595, 842)] * len(source.pages)


def test_two_columns(tmp_path: Path) -> None:
    """Columns drawn row by row are still lines of their own."""
    left, right = (f"Venstre spalte har denne linje {row}" for row in "ab"), (f"og højre spalte har en {row}" for row in "ab")
    pairs = list(zip(left, right, strict=True))

    def page(canvas: Canvas) -> None:
        for row, (one, other) in enumerate(pairs * 3):
            canvas.drawString(70, 700 - 14 * row, one)
            canvas.drawString(300, 700 - 14 * row, other)

    assert [line.text for line in read(drawn_pdf(tmp_path / "brev.pdf", page)).lines] == [text for pair in pairs * 3 for text in pair]


def test_a_raised_mark_and_a_ligature(tmp_path: Path) -> None:
    """A footnote mark is a small word of its own and raised in the text of its line; other small print stays as it is."""

    def page(canvas: Canvas) -> None:
        text = canvas.beginText(70, 700)
        text.setFont("Helvetica", 10)
        text.textOut("gør status.")
        text.setRise(4)
        text.setFont("Helvetica", 6)
        text.textOut("12")
        text.setRise(0)
        text.textOut(" i 3")
        canvas.drawText(text)

    (line,) = read(drawn_pdf(tmp_path / "brev.pdf", page)).lines
    assert line.text == "gør status.¹² i 3"
    assert [word.text for word in line.words] == ["gør", "status.", "¹²", "i", "3"]
    assert line.size == 10


def test_words_without_drawn_spaces(tmp_path: Path) -> None:
    """Words are told by the gaps between glyphs where no space is drawn, and letter-spacing is no gap."""

    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(70, 700, "Kære")
        canvas.drawString(97, 700, "Anne")
        text = canvas.beginText(70, 650)
        text.setFont("Helvetica-Bold", 10)
        text.setCharSpace(3)
        text.textOut("DIREKTION")
        canvas.drawText(text)

    assert [line.text for line in read(drawn_pdf(tmp_path / "brev.pdf", page)).lines] == ["Kære Anne", "DIREKTION"]


def test_emboldened_and_slanted(tmp_path: Path) -> None:
    """Type made bold by its outline or slanted by its matrix is bold or italic, as if it had a font for that."""

    def page(canvas: Canvas) -> None:
        text = canvas.beginText(70, 700)
        text.setFont("Helvetica", 10)
        text.setTextRenderMode(2)
        text.textOut("Fed")
        text.setTextRenderMode(0)
        canvas.drawText(text)
        text = canvas.beginText(70, 650)
        text.setFont("Helvetica", 10)
        text.setTextTransform(1, 0, 0.25, 1, 70, 650)
        text.textOut("Skrå")
        canvas.drawText(text)

    found = [(line.text, line.bold, line.italic) for line in read(drawn_pdf(tmp_path / "brev.pdf", page)).lines]
    assert found == [("Fed", True, False), ("Skrå", False, True)]


def letterhead(canvas: Canvas) -> None:
    """Two level lines, the way the canvas lies."""
    canvas.setFont("Helvetica", 10)
    canvas.drawString(70, 500, "Kære Anne Holm")
    canvas.drawString(70, 480, "Tak for din henvendelse")
    canvas.line(70, 470, 200, 470)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page(tmp_path: Path, turn: int) -> None:
    """A page that lies on its side is read upright, whether the page is turned or what is drawn on it."""

    def askew(canvas: Canvas) -> None:
        canvas.translate(A4[0] / 2, A4[1] / 2)
        canvas.rotate(turn)
        canvas.translate(-200, -490)
        letterhead(canvas)

    by_content = read(drawn_pdf(tmp_path / "indhold.pdf", askew))
    by_page = read(drawn_pdf(tmp_path / "side.pdf", askew, rotate=turn))
    for source in (by_content, by_page):
        first, second = source.lines
        assert (first.text, second.text) == ("Kære Anne Holm", "Tak for din henvendelse")
        assert first.box is not None
        assert second.box is not None
        assert second.box.top - first.box.top == pytest.approx(20)
        assert second.box.x0 == pytest.approx(first.box.x0)
        page, rule = source.pages[0], source.pages[0].rules[0]
        assert 0 < first.box.x0 < first.box.x1 < page.width
        assert 0 < first.box.top < rule.top < page.height
        assert rule.x1 - rule.x0 == pytest.approx(130)
    assert (by_content.pages[0].width > by_content.pages[0].height) == (turn != 180)


def test_text_up_the_side(tmp_path: Path) -> None:
    """A few words up the side of a page are a line beside the others, and stand where they are drawn."""

    def page(canvas: Canvas) -> None:
        letterhead(canvas)
        canvas.rotate(90)
        canvas.drawString(300, -40, "Blanket 7")

    first, second, third = read(drawn_pdf(tmp_path / "brev.pdf", page)).lines
    assert (first.text, second.text, third.text) == ("Kære Anne Holm", "Tak for din henvendelse", "Blanket 7")
    assert third.box is not None
    assert 25 < third.box.x0 < third.box.x1 < 45
    assert third.words[0].box.top > third.words[1].box.top


def test_watermarks_and_what_is_off_the_page(tmp_path: Path) -> None:
    """Large words askew and words outside the paper are left out; small ones askew are text."""

    def page(canvas: Canvas) -> None:
        letterhead(canvas)
        canvas.drawString(70, 900, "uden for papiret")
        canvas.rotate(30)
        canvas.drawString(350, 200, "Modtaget 4. maj")
        canvas.setFont("Helvetica-Bold", 90)
        canvas.drawString(200, 200, "KOPI")

    assert [line.text for line in read(drawn_pdf(tmp_path / "brev.pdf", page)).lines] == [
        "Kære Anne Holm",
        "Tak for din henvendelse",
        "Modtaget 4. maj",
    ]


def test_a_tagged_watermark() -> None:
    """What the file itself calls a watermark is left out; an end without a beginning does no harm."""
    content = b"BT /F1 12 Tf 72 700 Td EMC /Artifact << /Subtype /Watermark >> BDC (UDKAST) Tj EMC /P << /MCID 0 >> BDC (Svar) Tj EMC ET"
    assert lines_in(handmade_pdf(content)) == ["Svar"]


def test_pictures() -> None:
    """A page without text tells how much of it pictures cover."""
    picture = "6 0 obj\n<< /Type /XObject /Subtype /Image /Width 9 /Height 9 /Length 1 >>\nstream\n0\nendstream\nendobj\n"
    source = read_pdf(handmade_pdf(b"q 595 0 0 421 0 0 cm /X Do Q", extra=picture), file="scan.pdf", fingerprint="0")
    assert source.lines == ()
    assert source.pages[0].pictures == 0.5


def test_a_form_does_not_move_what_follows() -> None:
    """Text drawn after a form with a matrix of its own stands where it should."""
    form = "6 0 obj\n<< /Subtype /Form /BBox [0 0 9 9] /Matrix [1 0 0 1 300 0] /Length 2 >>\nstream\nq \nendstream\nendobj\n"
    source = read_pdf(handmade_pdf(b"/X Do BT /F1 12 Tf 72 700 Td (Svar) Tj ET", extra=form), file="brev.pdf", fingerprint="0")
    assert [line.box.x0 for line in source.lines if line.box] == [72]


def test_rules() -> None:
    """Level and upright strokes and thin filled boxes are rules; curves, slanted strokes, dots and areas are not."""
    content = b"72 700 m 200 700 l S 72 600 128 0.5 re f 72 500 100 50 re S "
    content += b"1 1 m 9 99 l S 72 400 90 90 re f 72 300 2 2 re f 72 200 m 9 9 8 8 7 7 c S 72 150 m 100 150.5 150 150.5 200 150 c f"
    rules = read_pdf(handmade_pdf(content), file="x.pdf", fingerprint="0").pages[0].rules
    assert [(rule.x0, rule.top, rule.x1, rule.bottom) for rule in rules] == [
        (72, 142, 200, 142),
        (72, 241.5, 200, 242),
        (72, 342, 172, 342),
        (172, 292, 172, 342),
        (72, 292, 172, 292),
        (72, 292, 72, 342),
    ]


def test_the_visible_part_of_a_page() -> None:
    """Boxes are measured from the corner of what a reader sees, and what is cropped away is left out."""
    content = b"BT /F1 12 Tf 72 700 Td (Svar) Tj 0 -650 Td (beskaaret) Tj ET"
    source = read_pdf(handmade_pdf(content, page="/MediaBox [0 0 595 842] /CropBox [50 100 545 800]"), file="x.pdf", fingerprint="0")
    assert [(line.text, line.box.x0) for line in source.lines if line.box] == [("Svar", 22)]
    assert (source.pages[0].width, source.pages[0].height) == (495, 700)
    assert lines_in(handmade_pdf(content, page="/MediaBox [0 0 595 842] /CropBox [0 0 0 0]")) == ["Svar", "beskaaret"]


def test_glyphs_without_a_meaning() -> None:
    """A glyph whose font does not tell what it is becomes U+FFFD, so that it can be counted."""
    assert lines_in(handmade_pdf(b"BT /F1 12 Tf 72 700 Td (S\x01ar) Tj ET")) == ["S\N{REPLACEMENT CHARACTER}ar"]


def test_bullets() -> None:
    """The codes Windows leaves unused are bullets, and any bullet that opens a line is written alike."""
    assert lines_in(handmade_pdf(b"BT /F1 12 Tf 72 700 Td (\x7f et) Tj 0 -20 Td (\xb7 to \xb7 tre) Tj ET")) == ["• et", "• to · tre"]


def test_signs() -> None:
    """Signs of a dingbat font are ticks, boxes and bullets, whatever letters they are drawn with."""
    data = handmade_pdf(b"BT /F1 12 Tf 72 700 Td (\xfe ja \xa7) Tj ET").replace(b"/Helvetica", b"/ABCDEF+Wingdings-Regular")
    assert lines_in(data) == ["☒ •• •"]


def test_fonts_that_hide_what_they_are() -> None:
    """Weight and slant may stand in a font's description alone; the mark of a partial font is no part of its name."""
    hidden = b"/Ukendt /FontDescriptor << /FontName /Ukendt /Flags 64 /FontWeight 700 >>"
    data = handmade_pdf(b"BT /F1 12 Tf 72 700 Td (Svar) Tj ET")
    for changed, expected in ((hidden, (True, True)), (b"/BLACKQ+Helvetica", (False, False)), (b"/Arial,BoldItalic", (True, True))):
        (line,) = read_pdf(data.replace(b"/Helvetica", changed), file="x.pdf", fingerprint="0").lines
        assert (line.bold, line.italic) == expected


def test_no_more_rules_than_a_letter_needs() -> None:
    """A drawing of thousands of strokes does not fill the memory with rules."""
    strokes = b"72 700 m 200 700 l S " * 6000
    assert len(read_pdf(handmade_pdf(strokes), file="x.pdf", fingerprint="0").pages[0].rules) == 5000


def test_numbers_and_junk_in_strings() -> None:
    """Spaces made by moving the pen part words, and operators that make no sense change nothing."""
    assert lines_in(handmade_pdf(b"BT /F1 12 Tf 72 700 Td [(To) -300 (ord) /x] TJ 4 nonsense ET Q Q")) == ["To ord"]


def test_the_same_bytes_twice(tmp_path: Path) -> None:
    """The builder gives the same file each time, and reading it gives the same lines."""
    first, second = (margin_letter_pdf(tmp_path / f"{name}.pdf", BODY, margin=MARGIN, design=PLAIN) for name in "ab")
    assert first.read_bytes() == second.read_bytes()
    assert read(first).lines == read(second).lines
