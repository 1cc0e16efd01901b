from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.cli.drawing import draw
from indexer.cli.kinds import LOOKS
from indexer.cli.stretches import stretches
from indexer.cli.stretches import text_of
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
from tests.cli_builders import BODY
from tests.cli_builders import read_letter
from tests.letter_builders import letter
from tests.letter_builders import source
from tests.pdf_builder import drawn_pdf
from tests.pdf_builder import plain_letter_pdf


if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from indexer.model.letter import PlaceKind

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
    drawn = draw(*read_letter(path))
    assert "side 2 ──" in drawn
    assert drawn.index("side 1 ──") < drawn.index("Kære Mette Skov") < drawn.index("side 2 ──") < drawn.rindex("Bo Krogh")


def test_a_page_without_text_has_its_remarks(tmp_path: Path) -> None:
    """What is said of a page stands where it begins, also when nothing of it could be read."""
    path = drawn_pdf(
        tmp_path / "brev.pdf", lambda canvas: canvas.drawString(60, 700, "Kære Mette Skov"), lambda canvas: canvas.line(1, 1, 9, 9)
    )
    understood, read = read_letter(path)
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
