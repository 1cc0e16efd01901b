"""The five letters of the corpus, printed as PDF, are understood as their texts are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer.config import load_settings
from indexer.letters import parse_letter
from indexer.sources import read_source
from tests.letter_builders import misplaced
from tests.pdf_builder import Design
from tests.pdf_builder import margin_letter_pdf
from tests.pdf_builder import plain_letter_pdf


if TYPE_CHECKING:
    from indexer.model.letter import Letter

ROOT = Path(__file__).parent.parent
LETTERS = sorted((ROOT / "corpus").glob("*.txt"))
ANSWERS = [path for path in LETTERS if "Ad 1" in path.read_text(encoding="utf-8") or "Spørgsmål 1" in path.read_text(encoding="utf-8")]
NOTES = [path for path in LETTERS if path not in ANSWERS]
MARGIN = ["3. maj 2022", "Sagsnr.\n2022-0012345", "Dokumentnr.\n2022-0012345-6"]
ADDRESS = ["Direktionen", "Skovvej 12\n1234 Byrum Ø", "Telefon\n1234 5678"]


def read(path: Path) -> Letter:
    """The letter in a file; no character of it is lost or used twice."""
    settings = load_settings(ROOT / "config.toml")
    source = read_source(path, file=path.name)
    letter = parse_letter(source, parties=settings.parties, members=settings.members)
    assert misplaced(letter, source) == []
    return letter


def dialogue(letter: Letter) -> list[tuple[str | None, str, str]]:
    """Label, question and answer of each passage, white space folded: lines break elsewhere on paper."""
    return [(passage.label, " ".join((passage.question or "").split()), " ".join(passage.answer.split())) for passage in letter.passages]


def sections(letter: Letter) -> dict[str | None, str]:
    """The text of each section by its heading."""
    return {passage.heading: " ".join(passage.answer.split()) for passage in letter.passages}


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem[:3])
@pytest.mark.parametrize("design", [Design(), Design(justified=True, hyphenated=True)], ids=["ragged", "hyphenated"])
def test_a_letter_in_one_column(path: Path, design: Design, tmp_path: Path) -> None:
    """Questions, answers and metadata of a letter printed in one column are those of its text, hyphenated lines or not."""
    printed = read(plain_letter_pdf(tmp_path / "brev.pdf", path, design=design, footer="Side {page} af {pages}"))
    written = read(path)
    assert dialogue(printed) == dialogue(written)
    # In a letter as printed nothing stands in for the date it does not have.
    source = written.metadata.date_source if written.metadata.own_date else None
    assert printed.metadata == replace(written.metadata, date=written.metadata.own_date, date_source=source)
    assert printed.metadata.day == written.metadata.day


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem[:3])
@pytest.mark.parametrize("by_rows", [False, True], ids=["in order", "by rows"])
def test_a_letter_with_a_margin_column(path: Path, by_rows: bool, tmp_path: Path) -> None:
    """A margin column is never read into the text beside it, in whatever order the page was drawn, and its numbers are the letter's."""
    printed = read(margin_letter_pdf(tmp_path / "brev.pdf", path, margin=MARGIN, address=ADDRESS, footer="{page}/{pages}", by_rows=by_rows))
    assert dialogue(printed) == dialogue(read(path))
    assert printed.metadata.case_number == "2022-0012345"
    assert printed.metadata.document_number == "2022-0012345-6"
    assert printed.metadata.date == "2022-05-03"


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem[:3])
def test_a_note_in_one_column(path: Path, tmp_path: Path) -> None:
    """The sections of a note printed in one column hold the text they have in its file.

    Left out is its last part, a form whose columns the text file has lost: on paper nothing tells its cells from headings.
    """
    printed, written = sections(read(plain_letter_pdf(tmp_path / "notat.pdf", path))), sections(read(path))
    for heading in list(written)[:6]:
        assert printed[heading] == written[heading]
