"""The drawing of a letter on pictures of its pages: its colours, and that they can be told apart."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4

from indexer.cli.edging import ground
from indexer.cli.edging import stroke
from indexer.cli.kinds import LOOKS
from indexer.cli.lettering import lettering
from indexer.cli.overlay import DPI
from indexer.cli.overlay import overlay
from indexer.cli.stretches import box_of
from indexer.cli.stretches import stretches
from indexer.cli.stretches import text_of
from tests.cli_builders import BODY
from tests.cli_builders import indexer
from tests.cli_builders import read_letter
from tests.pdf_builder import drawn_pdf
from tests.pdf_builder import margin_letter_pdf
from tests.pdf_builder import plain_letter_pdf


if TYPE_CHECKING:
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas

    from indexer.cli.kinds import Colour
    from indexer.model.letter import Letter
    from indexer.model.letter import Span
    from indexer.model.source import Source


# on the page


def _paper(picture: Image.Image) -> tuple[int, int]:
    """Where the page itself begins and ends in a picture, by the frame around it."""
    frame = [x for x in range(picture.width) if picture.getpixel((x, 0)) == (190, 190, 190)]
    return frame[0] + 1, frame[-1]


_DARK = 300  # red, green and blue of ink, and more


def _colours(picture: Image.Image, read: Source, span: Span) -> Counter[Colour]:
    """The colours under a piece of a line, each with how many pixels have it."""
    left, _ = _paper(picture)
    box = box_of(span, read.lines[span.line])
    assert box is not None
    x0, top, x1, bottom = (round(edge * DPI / 72) for edge in box)
    return Counter(picture.getpixel((left + x, y)) for x in range(x0, x1) for y in range(top + 2, bottom - 2))  # type: ignore[misc]


def _wrongly_tinted(picture: Image.Image, understood: Letter, read: Source, page: int = 1) -> list[str]:
    """The stretches of a page that do not stand on their colour, or where nothing is printed."""
    wrong = []
    for one in stretches(understood, read):
        if read.lines[one.span.line].page == page:
            found = _colours(picture, read, one.span)
            if found.most_common(1)[0][0] != ground(LOOKS[one.kind]) or min(map(sum, found)) > _DARK:
                wrong.append(text_of(one, read))
    return wrong


def test_every_line_is_tinted_as_it_was_understood(tmp_path: Path) -> None:
    """Each stretch is printed on the colour of its kind, in the body and in the margin."""
    path = margin_letter_pdf(tmp_path / "brev.pdf", BODY, margin=["3. april 2020", "Sagsnr.\n2020-0000001"])
    understood, read = read_letter(path)
    assert {"question", "answer", "label", "furniture", "preamble", "closing"} <= {place.kind for place in understood.places}
    assert _wrongly_tinted(overlay(understood, read, path.read_bytes(), read.pages[0]), understood, read) == []


def test_part_of_a_line_is_tinted_in_part(tmp_path: Path) -> None:
    """A label and the answer behind it on one line have each their colour."""
    path = plain_letter_pdf(tmp_path / "brev.pdf", BODY.replace("Svar\n\nDer", "Svar: Der"))
    understood, read = read_letter(path)
    kinds = [{one.kind for one in stretches(understood, read) if one.span.line == number} for number in range(len(read.lines))]
    assert {"label", "answer"} in kinds
    assert _wrongly_tinted(overlay(understood, read, path, read.pages[0]), understood, read) == []


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("sideways", [False, True], ids=["level", "sideways"])
def test_pages_are_drawn_as_they_were_read(tmp_path: Path, rotate: int, sideways: bool) -> None:
    """However a page is turned in its file, it is drawn so that its text is level, and the colours lie on the print."""

    def page(canvas: Canvas) -> None:
        if sideways:
            canvas.translate(A4[0], 0)
            canvas.rotate(90)
        for number, line in enumerate(BODY.split("\n")):
            canvas.drawString(60, 500 - 16 * number, line)

    path = drawn_pdf(tmp_path / "brev.pdf", page, rotate=rotate)
    understood, read = read_letter(path)
    picture = overlay(understood, read, path, read.pages[0])
    left, right = _paper(picture)
    assert right - left == pytest.approx(read.pages[0].width * DPI / 72, abs=2)
    assert _wrongly_tinted(picture, understood, read) == []


def test_each_page_is_a_picture_of_its_own(tmp_path: Path) -> None:
    """Several pages become NAME-1.png, NAME-2.png ..., which stdout names; one page alone, or one asked for, becomes NAME.png."""
    path = plain_letter_pdf(tmp_path / "brev.pdf", BODY.replace("forår.", "forår.\n\n" + "Og mere er der at sige. " * 300))
    out = tmp_path / "tegning.png"
    result = indexer("show", "--overlay", out, path)
    written = [tmp_path / "tegning-1.png", tmp_path / "tegning-2.png"]
    assert (result.exit_code, result.stdout.splitlines()) == (0, [one.as_posix() for one in written])
    understood, read = read_letter(path)
    for number, one in enumerate(written, 1):
        with Image.open(one) as picture:
            assert _wrongly_tinted(picture.convert("RGB"), understood, read, page=number) == []
            left, right = _paper(picture)
            below = picture.convert("L").crop((left, round(0.75 * A4[1] * DPI / 72), right - 1, round(0.9 * A4[1] * DPI / 72)))
            assert below.getextrema()[0] < 50 if number == 1 else below.getextrema() == (255, 255)
    assert not out.exists()
    result = indexer("show", "--overlay", out, "--page", 2, path)
    assert (result.exit_code, result.stdout) == (0, f"{out.as_posix()}\n")
    assert out.read_bytes() == written[1].read_bytes()


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["--overlay", "x.png", "brev.txt"], 1, "ingen sider at tegne på"),
        (["--overlay", "x.png", "--page", "2", "brev.pdf"], 1, "PDF-filen har ingen side 2; den sidste er side 1."),
        (["--overlay", "x.png", "nirgends.pdf"], 1, "Filen findes ikke"),
        (["--overlay", "brev.pdf", "brev.pdf"], 2, "navn ender på .png"),
        (["--overlay", "x.png", "--json", "brev.pdf"], 2, "kan ikke bruges sammen"),
        (["--overlay", "x.png", "brev.pdf", "brev.txt"], 2, "én fil ad gangen"),
        (["--page", "1", "brev.pdf"], 2, "hører sammen med --overlay"),
        (["--overlay", "x.png", "--page", "0", "brev.pdf"], 2, "helt tal fra 1"),
        (["--overlay", "mangler/x.png", "brev.pdf"], 1, "mangler/x.png"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_a_line(
    args: list[str], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each mistake gives one line on stderr that says what, nothing on stdout, and harms no file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.toml").write_text("", encoding="utf-8")
    (tmp_path / "brev.txt").write_text(BODY, encoding="utf-8")
    data = plain_letter_pdf(tmp_path / "brev.pdf", BODY).read_bytes()
    result = indexer("show", *args)
    assert (result.exit_code, result.stdout) == (code, "")
    [line] = result.stderr.splitlines()
    assert said in line
    assert (tmp_path / "brev.pdf").read_bytes() == data
    assert not (tmp_path / "x.png").exists()


# colours and letters


def _linear(part: int) -> float:
    share = part / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _seen(colour: Colour, eye: tuple[tuple[float, float, float], ...]) -> tuple[float, float, float]:
    """The colour in CIE Lab as an eye sees it, given the matrix for linear RGB."""
    red, green, blue = (min(1.0, max(0.0, sum(a * _linear(part) for a, part in zip(row, colour, strict=True)))) for row in eye)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


EYES = {
    "all cones": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "no long": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no middle": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no short": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""What is left of a colour for eyes without one kind of cones (Machado, Oliveira and Fernandes 2009, table 1)."""


@pytest.mark.parametrize("eye", EYES)
def test_kinds_are_told_apart_by_any_eye(eye: str) -> None:
    """Two kinds differ in pattern, or their colours do, also for the colour-blind: by 9 in CIE Lab, where 2 can be seen."""
    for one, other in combinations(LOOKS.values(), 2):
        apart = zip(_seen(stroke(one), EYES[eye]), _seen(stroke(other), EYES[eye]), strict=True)
        assert one.pattern != other.pattern or sum((a - b) ** 2 for a, b in apart) ** 0.5 >= 9, (one.name, other.name)


def test_print_stays_readable_on_every_colour() -> None:
    """Black on the strokes of any kind has the contrast that WCAG asks of small text, 4.5."""
    for look in LOOKS.values():
        red, green, blue = map(_linear, stroke(look))
        assert (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) / 0.05 >= 4.5, look.name


def test_danish_can_be_lettered() -> None:
    """Danish letters have shapes of their own, longer text is wider, and what has no shape is a question mark."""
    shapes = {character: lettering(character, 14.0).tobytes() for character in "æøåÆØÅaeoAEO?"}
    assert len(set(shapes.values())) == len(shapes)
    assert lettering("søndag", 14.0).width > lettering("sø", 14.0).width
    assert lettering("中", 14.0).tobytes() == shapes["?"]
    assert lettering("", 14.0).width == 1
