from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.config import Privacy
from indexer.letters import parse_letter
from indexer.model.letter import Person
from indexer.model.letter import Remark
from indexer.model.letter import Signer
from indexer.model.letter import Table
from indexer.model.source import Line
from indexer.model.source import Source
from indexer.personal import SHOWN
from indexer.privacy import covered
from indexer.privacy import hidden_in
from indexer.privacy import masked
from indexer.sources import read_source
from indexer.versions import current_versions
from tests.corpus_builders import letter_text
from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from tests.webapp_builders import passage


if TYPE_CHECKING:
    from pathlib import Path


NUMBER = "23 45 67 89"
PHONE = SHOWN["phone"]


def test_every_text_of_a_letter_is_masked() -> None:
    """Whatever people write in, is masked; the numbers of case and document, which are no person's, stay."""
    table = Table(rows=(("Navn", "Telefon"), ("Bo", "23456789")), caption=NUMBER, footnotes=(NUMBER,))
    whole = letter(
        "b1",
        passage(question=NUMBER, answer=NUMBER, heading=NUMBER, footnotes=(NUMBER,), tables=(table,)),
        metadata=metadata(
            subject=NUMBER,
            reference=NUMBER,
            addressee=Person(NUMBER, title=NUMBER, email="a@b.dk"),
            signers=(Signer(NUMBER, title=NUMBER),),
            case_number="23456789",
        ),
        preamble=NUMBER,
        closing=NUMBER,
        appendix=NUMBER,
        remarks=(Remark("x", NUMBER),),
    )
    shown = masked(whole)
    assert "23 45" not in repr(shown)
    assert "a@b.dk" not in repr(shown)
    assert shown.metadata.case_number == "23456789"
    assert shown.passages[0].tables[0].rows == (("Navn", "Telefon"), ("Bo", PHONE))
    assert masked(shown) == shown


def test_a_letter_without_anything_personal_stays_as_it_is(tmp_path: Path) -> None:
    """Masking changes nothing of a letter that names no address or number."""
    path = tmp_path / "brev.txt"
    path.write_text(letter_text(), encoding="utf-8")
    whole = parse_letter(read_source(path, file="brev.txt"), parties={}, members={})
    assert masked(whole) == whole


def _source(*lines: Line) -> Source:
    return Source("brev.txt", "0" * 64, "text", lines)


def test_a_number_broken_at_the_end_of_a_line_is_found() -> None:
    """What stands in the file is found over the end of a line, and covered in each, so that no other character moves."""
    source = _source(Line("Du kan ringe til kontoret på 23 45"), Line("67 89 alle dage"))
    (found,) = hidden_in(source)
    assert [(span.line, source.lines[span.line].text[span.start : span.end]) for span in found.spans] == [(0, "23 45"), (1, "67 89")]
    assert [line.text for line in covered(source).lines] == ["Du kan ringe til kontoret på █████", "█████ alle dage"]


def test_cells_are_no_number_together() -> None:
    """Four cells of two digits are four cells, on one line or on several."""
    row = Line("12\t34\t56\t78", cells=("12", "34", "56", "78"))
    assert hidden_in(_source(row, *(Line(cell) for cell in row.cells))) == ()


def test_the_stamp_tells_whether_letters_are_masked() -> None:
    """An index of masked letters is not searched where they are to be shown whole, nor the reverse."""
    assert current_versions()["privacy"] == current_versions(shown=Privacy())["privacy"]
    assert current_versions()["privacy"] != current_versions(shown=replace(Privacy(), mask=False))["privacy"]
