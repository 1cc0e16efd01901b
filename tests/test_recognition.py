"""Scanned letters, read by the real tesseract; and what is kept of it, told of it, and lost with it."""

from __future__ import annotations

from contextlib import closing
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer.cli import main
from indexer.config import load_settings
from indexer.letters import parse_letter
from indexer.rebuild import rebuild
from indexer.recognition import open_recognition
from indexer.search import Index
from indexer.sources import read_source
from tests import ocr_install
from tests.corpus_builders import configured
from tests.corpus_builders import letter_text
from tests.corpus_builders import put_letters
from tests.ocr_builders import calls
from tests.ocr_builders import hocr
from tests.ocr_builders import scanned
from tests.ocr_builders import stand_in
from tests.pdf_builder import plain_letter_pdf


if TYPE_CHECKING:
    from indexer.config import Settings
    from indexer.model.letter import Letter
    from indexer.report import Report


def recognising(folder: Path, *, program: Path | None = None, **values: int) -> Settings:
    """The settings of a folder whose letters are recognised, by the program that stands in for tesseract or by itself."""
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    name = [f"program = '{program}'"] if program else []
    lines = ["[rebuild]", "workers = 1", "[ocr]", "enabled = true", *name, *(f"{key} = {value}" for key, value in values.items())]
    (folder / "config.toml").write_text("\n".join(lines), encoding="utf-8")
    return load_settings(folder / "config.toml")


def letter_of(settings: Settings, path: Path) -> Letter:
    """The letter in a file, its pictures read where the settings say so."""
    source = read_source(path, file=path.name)
    recognition = open_recognition(settings, keeps=False)
    source = recognition.whole(source, path) if recognition else source
    return parse_letter(source, parties={}, members={})


def findings_of(report: Report) -> list[tuple[str, str]]:
    """File and code of all that a rebuild has to say."""
    return [(finding.file, finding.code) for finding in report.findings if not finding.code.startswith("missing_")]


@pytest.mark.parametrize("turn", [0.0, 1.5, 90.0], ids=["level", "askew", "on its side"])
def test_a_scanned_letter_is_read(tmp_path: Path, turn: float) -> None:
    """A scan, also one that lies askew or on its side, gives the questions, answers and numbers of the letter that was scanned."""
    ocr_install.required()
    written = tmp_path / "brev.txt"
    written.write_text(letter_text(7, topic="virksomhedsrettet aktivering", edition="tre"), encoding="utf-8")
    printed = plain_letter_pdf(tmp_path / "brev.pdf", written)
    expected = parse_letter(read_source(printed, file="brev.pdf"), parties={}, members={})
    found = letter_of(recognising(tmp_path), scanned(printed, tmp_path / "scan.pdf", turn=turn))
    assert [passage.label for passage in found.passages] == [passage.label for passage in expected.passages] == ["1", "2"]
    for read, meant in zip(found.passages, expected.passages, strict=True):
        assert read.question == meant.question
        assert SequenceMatcher(None, read.answer, meant.answer, autojunk=False).ratio() > 0.98
    assert found.metadata.document_number == expected.metadata.document_number == "2018-0000007-7"
    assert found.metadata.date == expected.metadata.date
    assert not found.needs_ocr
    assert "ocr" in {remark.code for remark in found.remarks}


SCANNED = ("Spørgsmål 1", "Hvor mange borgere er i nytteindsats?", "Svar", "Der er 17 borgere i nytteindsatsen.")


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A corpus with one letter as text and one scanned page; where the latter is."""
    put_letters(tmp_path / "corpus", {"tekst.txt": letter_text(3)})
    return scanned(plain_letter_pdf(tmp_path / "side.pdf", letter_text(5)), tmp_path / "corpus" / "scan.pdf", dpi=100)


def test_what_was_recognised_is_kept(tmp_path: Path, scan: Path) -> None:
    """A second rebuild recognises nothing; one with another resolution does; the letter says that it may hold mistakes."""
    program = stand_in(tmp_path / "in", answer=hocr(*SCANNED))
    first = rebuild(recognising(tmp_path, program=program))
    assert (first.letters, first.read, first.cached, findings_of(first)) == (2, 2, 0, [("scan.pdf", "ocr")])
    before = len(calls(program))
    again = rebuild(recognising(tmp_path, program=program))
    assert (again.cached, len(calls(program)), findings_of(again)) == (2, before, [("scan.pdf", "ocr")])
    rebuild(recognising(tmp_path, program=program, dpi=200))
    assert len(calls(program)) > before
    with closing(Index(load_settings(tmp_path / "config.toml"))) as index:
        assert {found.stored.file for found in index.search("nytteindsatsen").found} == {"tekst.txt", "scan.pdf"}


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path, scan: Path) -> None:
    """A page whose recognition hangs leaves its letter as a scan, with a remark that names the setting; it is tried again next time."""
    program = stand_in(tmp_path / "in", hangs=True)
    for tried in (1, 2):
        report = rebuild(recognising(tmp_path, program=program, seconds_per_page=3))  # long enough for it to start on a busy machine
        assert findings_of(report) == [("scan.pdf", "no_text"), ("scan.pdf", "ocr_failed")]
        assert len(calls(program)) == tried
    [failed] = [finding for finding in report.findings if finding.code == "ocr_failed"]
    assert "seconds_per_page" in failed.message


def test_without_the_program_letters_are_left_as_scans(tmp_path: Path, scan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Switched on but not installed: the rebuild goes on as without it, and `indexer check` says what to install, with exit code 2."""
    settings = recognising(tmp_path, program=tmp_path / "ingen")
    assert findings_of(rebuild(settings)) == [("scan.pdf", "no_text")]
    with pytest.raises(SystemExit) as ended:
        main(["check", "--config", str(tmp_path / "config.toml")])
    assert ended.value.code == 2
    assert "apt-get install tesseract-ocr" in capsys.readouterr().out


def test_switched_off_nothing_is_recognised(tmp_path: Path, scan: Path) -> None:
    """Text recognition is asked for in the settings; without that, a scan is reported as one."""
    assert load_settings(Path(__file__).parents[1] / "config.toml").ocr.enabled is False
    assert letter_of(configured(tmp_path), scan).needs_ocr


def test_only_pictures_are_recognised(tmp_path: Path) -> None:
    """A letter that has its text is read as it is, and never shown to tesseract."""
    program = stand_in(tmp_path / "in", answer=hocr(*SCANNED))
    printed = plain_letter_pdf(tmp_path / "brev.pdf", letter_text(5))
    assert not letter_of(recognising(tmp_path, program=program), printed).needs_ocr
    assert calls(program) == []
