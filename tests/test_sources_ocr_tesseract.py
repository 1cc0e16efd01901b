from __future__ import annotations

import pickle
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.config import Ocr
from indexer.errors import RecognitionError
from indexer.sources import ocr_tesseract
from indexer.sources.ocr_tesseract import GaveUpError
from indexer.sources.ocr_tesseract import find_tesseract
from indexer.sources.ocr_tesseract import parse_hocr
from tests import ocr_install
from tests.ocr_builders import calls
from tests.ocr_builders import hocr
from tests.ocr_builders import stand_in


if TYPE_CHECKING:
    from pathlib import Path


PIECES = [
    "<span class='ocr_line' title=\"bbox 10 20 210 60; baseline 0.1 -9; x_size 40; x_descenders 9\">",
    "<span class='ocr_line' title='bbox 10 20; x_size 0'>",
    "<span class='ocrx_word' title='bbox 10 20 90 60; x_wconf 93'>",
    "<span class='ocrx_word' title='x_wconf -'>",
    "<strong>",
    "Kære &amp; &#230;",
    "</span>",
    "<!--",
    "\ufffd",
]


def test_a_line_has_words_with_their_boxes() -> None:
    """Words come with text, box and how sure they are; their line with base, slope, size and descent."""
    (line,) = parse_hocr(
        "<span class='ocr_header' title=\"bbox 100 200 400 250; baseline 0.02 -12; x_size 43.5; x_descenders 10; x_ascenders 9\">"
        "<span class='ocrx_word' title='bbox 100 200 180 240; x_wconf 91'>Kære</span> "
        "<span class='ocrx_word' title='bbox 200 203 400 250; x_wconf 42'><strong>Bj&#248;rg</strong> </span></span>"
    )
    assert [(word.text, word.x0, word.bottom, word.confidence) for word in line.words] == [
        ("Kære", 100, 240, 0.91),
        ("Bjørg", 200, 250, 0.42),
    ]
    assert (line.base_at(100), line.base_at(400)) == pytest.approx((238, 244))
    assert (line.slope, line.size, line.descent, line.turn) == (0.02, 43.5, 10, 0)


def test_a_turned_line_says_so() -> None:
    """A line that runs upwards has no base line, but a turn."""
    (line,) = parse_hocr("<span class='ocr_line' title='bbox 5 6 7 90; textangle 90; x_size 30; x_descenders 7'></span>")
    assert (line.turn, line.slope, line.words) == (1, 0.0, ())


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=12).map("".join))
def test_any_answer_is_read(answer: str) -> None:
    """Whatever comes back, nothing is raised, and every word that is found has text."""
    assert all(word.text.strip() for line in parse_hocr(answer) for word in line.words)


def test_the_program_is_found_with_version_and_language(tmp_path: Path) -> None:
    """Path, version, language and seconds are known before anything is read, and survive the way to a worker."""
    program = stand_in(tmp_path / "in", version="tesseract v5.4.0.20240606\n leptonica-1.84.1", languages=["dan", "eng", "osd"])
    tesseract = find_tesseract(Ocr(program=str(program), language="dan+eng", seconds_per_page=7))
    assert (tesseract.program, tesseract.version, tesseract.language, tesseract.seconds) == (str(program), "5.4.0.20240606", "dan+eng", 7)
    assert pickle.loads(pickle.dumps(tesseract)) == tesseract


def test_a_missing_program_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the program the error says what to do on Debian and on Windows."""
    monkeypatch.setattr(ocr_tesseract, "_WINDOWS", tmp_path / "none.exe")
    with pytest.raises(RecognitionError, match=r"intet-tesseract findes ikke.*apt-get install tesseract-ocr tesseract-ocr-dan`.*Windows"):
        find_tesseract(Ocr(program="intet-tesseract"))


def test_windows_own_place_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PATH does not know the program, the place its Windows installer uses does."""
    program = stand_in(tmp_path / "in")
    monkeypatch.setattr(ocr_tesseract, "_WINDOWS", program)
    assert find_tesseract(Ocr(program="intet-tesseract")).program == str(program)


def test_a_missing_language_is_named(tmp_path: Path) -> None:
    """A language that is not installed is named, with the package that holds it."""
    program = stand_in(tmp_path / "in", languages=["eng", "osd"])
    with pytest.raises(RecognitionError, match=r"sproget dan\..*tesseract-ocr-dan"):
        find_tesseract(Ocr(program=str(program)))


def test_another_program_is_not_taken_for_it(tmp_path: Path) -> None:
    """A program that does not say it is tesseract is refused, whatever else it says."""
    program = stand_in(tmp_path / "in", version="convert 7.1")
    with pytest.raises(RecognitionError, match="er ikke tesseract"):
        find_tesseract(Ocr(program=str(program)))


def test_a_picture_goes_in_and_lines_come_out(tmp_path: Path) -> None:
    """The picture is given on stdin, language, mode and resolution as arguments, one thread is allowed; the answer is read as UTF-8."""
    program = stand_in(tmp_path / "in", answer=hocr("Blåbær & rødgrød", "på bordet"))
    lines = find_tesseract(Ocr(program=str(program))).read(b"P5 1 1 255 \0", dpi=300)
    assert [[word.text for word in line.words] for line in lines] == [["Blåbær", "&", "rødgrød"], ["på", "bordet"]]
    (call,) = calls(program)
    assert (call["kind"], call["threads"]) == ("P5", "1")
    assert call["arguments"][:4] == ["stdin", "stdout", "-l", "dan"]
    assert "300" in call["arguments"]


def test_a_program_that_hangs_is_given_up(tmp_path: Path) -> None:
    """A picture has its seconds and no more."""
    tesseract = find_tesseract(Ocr(program=str(stand_in(tmp_path / "in", hangs=True))))
    with pytest.raises(GaveUpError, match="TimeoutExpired"):
        replace(tesseract, seconds=0.3).read(b"P5", dpi=300)


def test_a_program_that_breaks_down_is_given_up(tmp_path: Path) -> None:
    """An exit code other than 0 is no answer, and neither is a program that went away."""
    program = stand_in(tmp_path / "in", exit_code=3, answer=hocr("ikke sandt"))
    tesseract = find_tesseract(Ocr(program=str(program)))
    with pytest.raises(GaveUpError, match="3"):
        tesseract.read(b"P5", dpi=300)
    program.unlink()
    with pytest.raises(GaveUpError, match="FileNotFoundError"):
        tesseract.read(b"P5", dpi=300)


def test_without_tesseract_its_tests_are_passed_over(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without tesseract a test is passed over with the reason, which making the tests has said; in CI that is a failure."""
    monkeypatch.setattr(ocr_install, "found", lambda: None)
    monkeypatch.setattr(ocr_install.debian, "is_debian", lambda: False)
    monkeypatch.delenv("CI", raising=False)
    ocr_install.main()
    assert capsys.readouterr().err.startswith("Prøverne af tekstgenkendelse springes over: der er ingen tesseract")
    with pytest.raises(pytest.skip.Exception, match="no tesseract"):
        ocr_install.required()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no tesseract"):
        ocr_install.required()


def test_tesseract_is_installed_where_it_may(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Where Debian's packages may be installed they are, and a failure is one line."""
    monkeypatch.setattr(ocr_install, "found", lambda: None)
    monkeypatch.setattr(ocr_install, "why_not", lambda: "")
    monkeypatch.setattr(ocr_install.debian, "install", lambda packages: f"apt-get install {packages[0]} gik galt")
    ocr_install.main()
    assert capsys.readouterr().err == "Prøverne af tekstgenkendelse springes over: apt-get install tesseract-ocr gik galt.\n"
