from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pagesizes import A4

from indexer.cli import main
from indexer.cli.drawing import draw
from indexer.cli.edging import ground
from indexer.cli.edging import stroke
from indexer.cli.kinds import LOOKS
from indexer.cli.lettering import lettering
from indexer.cli.overlay import DPI
from indexer.cli.overlay import overlay
from indexer.cli.stretches import box_of
from indexer.cli.stretches import stretches
from indexer.cli.stretches import text_of
from indexer.letters import parse_letter
from indexer.model.letter import Letter
from indexer.model.letter import Metadata
from indexer.model.letter import Origin
from indexer.model.letter import Passage
from indexer.model.letter import Person
from indexer.model.letter import Place
from indexer.model.letter import Remark
from indexer.model.letter import Signer
from indexer.model.letter import Span
from indexer.model.letter import Table
from indexer.model.source import Line
from indexer.model.source import Source
from indexer.sources import read_source
from tests.letter_builders import letter
from tests.letter_builders import source
from tests.pdf_builder import drawn_pdf
from tests.pdf_builder import margin_letter_pdf
from tests.pdf_builder import plain_letter_pdf


if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result
    from reportlab.pdfgen.canvas import Canvas

    from indexer.cli.kinds import Colour
    from indexer.model.letter import PlaceKind

BODY = """\
Kære Mette Skov

Tak for din henvendelse af 3. marts 2020, hvor du har stillet følgende spørgsmål:

Spørgsmål 1

Hvor mange bænke er der i parken ved søen?

Svar

Der er sytten bænke i parken, og de males hvert andet forår.

Med venlig hilsen

Bo Krogh
Direktør"""

WRITTEN: list[tuple[str, PlaceKind | None, str | None]] = [
    ("Byens Forvaltning", "letterhead", None),
    ("3. april 2020", "furniture", None),
    ("Kære Mette Skov", "salutation", None),
    ("Tak for din henvendelse.", "preamble", None),
    ("Parkerne", "heading", "svar-1"),
    ("Spørgsmålene lyder", "label", None),
    ("1.", "label", "svar-1"),
    ("Hvor mange bænke er der?", "question", "svar-1"),
    ("Ad 1:", "label", "svar-1"),
    ("Der er sytten.¹", "answer", "svar-1"),
    ("Park Bænke", "table", "svar-1"),
    ("Nord 7", "table", "svar-1"),
    ("¹ Talt i marts.", "footnote", None),
    ("Med venlig hilsen", "closing", None),
    ("Bilag: et kort", "appendix", None),
    ("\ue001\ue002", "unreadable", None),
    ("Glemt af alle", None, None),
]
"""A letter of every kind of place, line by line."""


def _all_kinds() -> tuple[Letter, Source]:
    read = Source("brev.txt", "0" * 64, "text", tuple(Line(text, gap=1.0) for text, _, _ in WRITTEN))
    places: dict[tuple[PlaceKind, str | None], list[Span]] = {}
    for number, (text, kind, passage) in enumerate(WRITTEN):
        if kind:
            places.setdefault((kind, passage), []).append(Span(number, 0, len(text)))
    understood = Letter(
        id="brev",
        file="brev.txt",
        fingerprint="0" * 64,
        metadata=Metadata(
            administration="Byens Forvaltning", addressee=Person("Mette Skov"), date="2020-04-03", signers=(Signer("Bo Krogh", "Direktør"),)
        ),
        passages=(
            Passage(
                "1",
                "svar-1",
                "question_answer",
                "Der er sytten.",
                question="Hvor mange bænke er der?",
                heading="Parkerne",
                tables=(Table((("Park", "Bænke"), ("Nord", "7"))),),
                confidence=0.6,
            ),
        ),
        remarks=(Remark("missing_subject", "Emnet fremgår ikke."), Remark("guessed_answer", "Parret efter rækkefølgen.", passage="svar-1")),
        origins={"date": Origin("margin or letterhead", 1, (Span(1, 0, 13),)), "signer": Origin("a rule of tomorrow", 1)},
        places=tuple(Place(kind, tuple(spans), passage) for (kind, passage), spans in places.items()),
    )
    return understood, read


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "COLORTERM", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")


def _show(*args: object) -> Result:
    return CliRunner().invoke(main, ["show", *map(str, args)], prog_name="indexer")


def _read(path: Path) -> tuple[Letter, Source]:
    read = read_source(path, file=path.name)
    return parse_letter(read, parties={}, members={}), read


# in a terminal


def test_the_drawing_is_as_reviewed(golden: Callable[[str, str], None]) -> None:
    """A letter of every kind of place is drawn as the reviewed file has it, in plain text without colour."""
    golden("show.txt", draw(*_all_kinds()))


def test_every_kind_of_place_is_named() -> None:
    """Whatever a stretch was taken for stands beside it, also that it was taken for nothing; a label alone is named, too."""
    lines = draw(*_all_kinds()).splitlines()
    beside = [re.split(" [┃│]", line)[0].strip() for line in lines]
    assert [look.name for look in LOOKS.values() if not any(name.startswith(look.name) for name in beside)] == []


def test_doubts_stand_at_their_passage() -> None:
    """A remark on a passage stands right before it, others at the top; an unsure pairing says how sure it is."""
    drawn = draw(*_all_kinds())
    before, after = drawn.split("Parret efter rækkefølgen. [guessed_answer]")
    assert before.index("Emnet fremgår ikke. [missing_subject]") < before.index("Kære Mette Skov")
    assert after.lstrip().startswith("overskrift 1")
    assert drawn.count("60 % sikkert") == 2


def test_values_name_the_rule_that_found_them() -> None:
    """A known rule is named in Danish, an unknown one by its own name."""
    drawn = draw(*_all_kinds())
    assert [line.split()[-5:] for line in drawn.splitlines() if "2020-04-03" in line] == [["i", "margen", "eller", "brevhoved", "│"]]
    assert "a rule of tomorrow" in drawn


def test_colours_only_where_they_are_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions and answers differ in colour on a terminal; NO_COLOR and files get none."""
    monkeypatch.delenv("NO_COLOR")
    assert "\x1b" not in draw(*_all_kinds())
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLORTERM", "truecolor")
    assert "\x1b[38;2;" in draw(*_all_kinds())
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[38;2;" not in draw(*_all_kinds())


@pytest.mark.parametrize("columns", ["1", "60", "400"])
def test_no_text_is_lost_at_any_width(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line of the letter stands in the drawing, in a narrow terminal as in a wide one."""
    monkeypatch.setenv("COLUMNS", columns)
    drawn = draw(*_all_kinds())
    assert [text for text, kind, _ in WRITTEN if kind != "table" and text not in drawn] == []


def test_pages_are_told_apart(tmp_path: Path) -> None:
    """Where a page of a PDF begins, a line says so."""
    path = plain_letter_pdf(tmp_path / "brev.pdf", BODY.replace("forår.", "forår.\n\n" + "Og mere er der at sige. " * 300))
    drawn = draw(*_read(path))
    assert "side 2 ──" in drawn
    assert drawn.index("side 1 ──") < drawn.index("Kære Mette Skov") < drawn.index("side 2 ──") < drawn.rindex("Bo Krogh")


def test_a_page_without_text_has_its_remarks(tmp_path: Path) -> None:
    """What is said of a page stands where it begins, also when nothing of it could be read."""
    path = drawn_pdf(
        tmp_path / "brev.pdf", lambda canvas: canvas.drawString(60, 700, "Kære Mette Skov"), lambda canvas: canvas.line(1, 1, 9, 9)
    )
    understood, read = _read(path)
    lines = draw(replace(understood, remarks=(Remark("damaged", "Side 2 er beskadiget.", 2),)), read).splitlines()
    assert lines[-2].startswith("side 2 ──")
    assert "Side 2 er beskadiget." in lines[-1]


def test_a_table_on_two_pages_is_drawn_once() -> None:
    """A table that a page break or a margin interrupts is drawn whole where it begins."""
    texts = ["Park Bænke", "12345 Nord 7", "Side 1", "Syd 9"]
    read = Source("brev.txt", "0" * 64, "text", tuple(Line(text, page=1 + (number == 3)) for number, text in enumerate(texts)))
    spans = [Span(number, 0, len(text)) for number, text in enumerate(texts)]
    table = Table((("Park", "Bænke"), ("12345 Nord", "7"), ("Syd", "9")))
    understood = replace(
        _all_kinds()[0],
        passages=(Passage("1", "svar-1", "question_answer", "", tables=(table,)),),
        places=(Place("furniture", (spans[2],)), Place("table", (*spans[:2], spans[3]), "svar-1")),
        origins={},
    )
    drawn = draw(understood, read)
    assert [drawn.count(word) for word in ("Bænke", "12345 Nord", "Syd", "tabel i svar 1", "Side 1")] == [1] * 5


# the text in stretches

WORDS = st.lists(
    st.sampled_from(["Spørgsmål 1", "Ad 1:", "Hvorfor?", "Fordi.", "Svar", "Hej Bo", "a\tb", "Med venlig hilsen", ""]), max_size=12
)


@given(WORDS)
def test_every_character_is_drawn_once(lines: list[str]) -> None:
    """The stretches of any letter hold each character that is not a space once."""
    text = "\n".join(lines)
    drawn = [text_of(one, source(text)) for one in stretches(letter(text), source(text))]
    assert sorted("".join("".join(drawn).split())) == sorted("".join(text.split()))


def test_tables_of_a_passage_are_told_apart() -> None:
    """Two tables of a passage are drawn each in its place, with the text between them."""
    texts = ["Park Bænke", "Nord 7", "Og i år:", "By Træer", "Syd 9"]
    read = Source("brev.txt", "0" * 64, "text", tuple(Line(text) for text in texts))
    tables = (Table((("Park", "Bænke"), ("Nord", "7"))), Table((("By", "Træer"), ("Syd", "9"))))
    spans = [Span(number, 0, len(text)) for number, text in enumerate(texts)]
    understood = replace(
        _all_kinds()[0],
        passages=(Passage("1", "svar-1", "question_answer", texts[2], tables=tables),),
        places=(Place("answer", (spans[2],), "svar-1"), Place("table", (*spans[:2], *spans[3:]), "svar-1")),
        origins={},
    )
    assert [one.table for one in stretches(understood, read)] == [0, 0, -1, 1, 1]
    drawn = draw(understood, read)
    assert drawn.index("Nord") < drawn.index("Og i år:") < drawn.index("Træer")


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
    understood, read = _read(path)
    assert {"question", "answer", "label", "furniture", "preamble", "closing"} <= {place.kind for place in understood.places}
    assert _wrongly_tinted(overlay(understood, read, path.read_bytes(), read.pages[0]), understood, read) == []


def test_part_of_a_line_is_tinted_in_part(tmp_path: Path) -> None:
    """A label and the answer behind it on one line have each their colour."""
    path = plain_letter_pdf(tmp_path / "brev.pdf", BODY.replace("Svar\n\nDer", "Svar: Der"))
    understood, read = _read(path)
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
    understood, read = _read(path)
    picture = overlay(understood, read, path, read.pages[0])
    left, right = _paper(picture)
    assert right - left == pytest.approx(read.pages[0].width * DPI / 72, abs=2)
    assert _wrongly_tinted(picture, understood, read) == []


def test_each_page_is_a_picture_of_its_own(tmp_path: Path) -> None:
    """Several pages become NAME-1.png, NAME-2.png ..., which stdout names; one page alone, or one asked for, becomes NAME.png."""
    path = plain_letter_pdf(tmp_path / "brev.pdf", BODY.replace("forår.", "forår.\n\n" + "Og mere er der at sige. " * 300))
    out = tmp_path / "tegning.png"
    result = _show("--overlay", out, path)
    written = [tmp_path / "tegning-1.png", tmp_path / "tegning-2.png"]
    assert (result.exit_code, result.stdout.splitlines()) == (0, [one.as_posix() for one in written])
    understood, read = _read(path)
    for number, one in enumerate(written, 1):
        with Image.open(one) as picture:
            assert _wrongly_tinted(picture.convert("RGB"), understood, read, page=number) == []
            left, right = _paper(picture)
            below = picture.convert("L").crop((left, round(0.75 * A4[1] * DPI / 72), right - 1, round(0.9 * A4[1] * DPI / 72)))
            assert below.getextrema()[0] < 50 if number == 1 else below.getextrema() == (255, 255)
    assert not out.exists()
    result = _show("--overlay", out, "--page", 2, path)
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
    result = _show(*args)
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
