from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PIL import ImageStat

from indexer.model.letter import Span
from indexer.privacy import Hidden
from indexer.privacy import hidden_in
from indexer.redaction import Copies
from indexer.redaction import boxes_of
from indexer.sources import read_source
from indexer.sources.pictures import draw_page
from tests.pdf_builder import drawn_pdf


if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image
    from reportlab.pdfgen.canvas import Canvas

    from indexer.model.source import Source


def _draw(canvas: Canvas) -> None:
    canvas.setFont("Times-Roman", 12)
    canvas.drawString(72, 700, "Forvaltningen kan ringes op på telefon 2345 6789 alle dage.")
    canvas.drawString(72, 600, "Forvaltningen svarer gerne på flere spørgsmål.")


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A PDF with a telephone number on its first page, and none on its second."""
    return drawn_pdf(tmp_path / "brev.pdf", _draw, lambda canvas: canvas.drawString(72, 700, "Side to har ingen numre."))


def _copied(path: Path, folder: Path, source: Source, hidden: tuple[Hidden, ...]) -> bytes | None:
    copies = Copies(folder / "copies", "1")
    copies.keep(source, path, hidden)
    return copies.get(source.fingerprint)


def _darkness(picture: Image, page_width: float, box: tuple[float, ...]) -> float:
    scale = picture.width / page_width
    return 255 - ImageStat.Stat(picture.convert("L").crop(tuple(int(edge * scale) for edge in box))).mean[0]


def test_a_copy_shows_the_letter_and_not_the_number(letter: Path, tmp_path: Path) -> None:
    """The copy has all pages, no text at all, a black box where the number is, and the rest as it was."""
    source = read_source(letter, file="brev.pdf")
    hidden = hidden_in(source)
    ((box, *others),) = [boxes for boxes in boxes_of(source, hidden).values() if boxes]
    copy = _copied(letter, tmp_path, source, hidden)
    assert copy is not None
    (tmp_path / "kopi.pdf").write_bytes(copy)
    read = read_source(tmp_path / "kopi.pdf", file="kopi.pdf")
    assert (len(read.pages), read.lines) == (2, ())
    picture = draw_page(copy, number=1, dpi=72).image
    for black in (box, *others):
        assert _darkness(picture, source.pages[0].width, black) > 240
    line = source.lines[1].box
    assert line is not None
    assert 5 < _darkness(picture, source.pages[0].width, line) < 120
    assert b"2345" not in copy


def test_what_has_no_place_withholds_its_page(letter: Path) -> None:
    """Words that cannot be found in their line black out the line; a line without a place withholds its page."""
    source = read_source(letter, file="brev.pdf")
    hidden = (Hidden("phone", "23456789", (Span(0, 40, 49),)),)
    line = source.lines[0]
    unlike = replace(source, lines=(replace(line, words=tuple(word._replace(text="x") for word in line.words)), *source.lines[1:]))
    assert boxes_of(unlike, hidden) == {1: [line.box]}
    nowhere = replace(source, lines=(replace(line, box=None), *source.lines[1:]))
    assert boxes_of(nowhere, hidden) == {1: None}


def test_a_withheld_page_is_empty_but_for_the_reason(letter: Path, tmp_path: Path) -> None:
    """A page that is withheld is white where its text stood, and says something; the other page is shown."""
    source = read_source(letter, file="brev.pdf")
    nowhere = replace(source, lines=tuple(replace(line, box=None) for line in source.lines))
    copy = _copied(letter, tmp_path, nowhere, hidden_in(nowhere))
    assert copy is not None
    first, second = (draw_page(copy, number=number, dpi=72).image for number in (1, 2))
    line = source.lines[0].box
    assert line is not None
    assert _darkness(first, source.pages[0].width, line) < 1
    assert _darkness(first, source.pages[0].width, (0, 0, 595, 842)) > 0
    assert _darkness(second, source.pages[0].width, (60, 120, 220, 160)) > 1


def test_a_file_changed_since_it_was_read_has_no_copy(letter: Path, tmp_path: Path) -> None:
    """Boxes of another file are never blacked out in this one."""
    source = read_source(letter, file="brev.pdf")
    drawn_pdf(letter, lambda canvas: canvas.drawString(72, 500, "Et andet brev"))
    assert _copied(letter, tmp_path, source, hidden_in(source)) is None


def test_copies_go_with_their_files(letter: Path, tmp_path: Path) -> None:
    """A copy is dropped when its file is no longer to be kept, and so are those of other versions."""
    source = read_source(letter, file="brev.pdf")
    assert _copied(letter, tmp_path, source, hidden_in(source)) is not None
    copies = Copies(tmp_path / "copies", "1")
    copies.prune({source.fingerprint})
    assert copies.has(source.fingerprint)
    Copies(tmp_path / "copies", "2").prune({source.fingerprint})
    assert not copies.has(source.fingerprint)
