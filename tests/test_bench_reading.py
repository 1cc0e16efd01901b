from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench import figures
from bench import reading
from bench.figures import Figures
from tests.pdf_builder import plain_letter_pdf


if TYPE_CHECKING:
    from pathlib import Path


LETTER = """Kære Vera Holm

Du har den 3. maj 2021 spurgt til cykelstien.

Spørgsmål 1: Hvornår bliver stien færdig?

Svar på spørgsmål 1: Stien bliver færdig til oktober.

Venlig hilsen

Jens Bro"""


def test_every_way_has_its_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two letters and a broken file give a row for each way, the promises with their ratios, and what could not be read."""
    for name in ("one.pdf", "two.pdf"):
        plain_letter_pdf(tmp_path / name, LETTER)
    (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.4 torn")
    (tmp_path / "folder.pdf").mkdir()
    reading.main([str(tmp_path), "--rounds", "1"])
    shown = capsys.readouterr().out
    assert shown.startswith("3 letters, 2 pages")
    lines = shown.splitlines()
    for way in reading.WAYS:
        columns = next(line for line in lines if line.startswith(way.name)).removeprefix(way.name).split()
        assert all(float(column) > 0 for column in columns if column[0].isdigit())
    assert sum(line.endswith(("kept", "MISSED")) for line in lines) == 3
    assert "fetch" in shown
    assert "parse" in shown
    assert "entries" in shown
    assert shown.count(": 1 of 3 could not be read") == len(reading.WAYS)


def test_ratios_are_those_of_the_same_round() -> None:
    """A machine that is slow for a round is slow for all ways: the median of the ratios counts, not the ratio of the medians."""
    seconds = [(10.0, 5.0), (100.0, 50.0), (1.0, 0.5)]
    rounds = [{way: _took(raw if way is reading.RAW else ours) for way in reading.WAYS} for raw, ours in seconds]
    shown = reading.report(rounds, megabytes=1.0)
    assert "ours, cold, one core: 0.50 x raw, at most 1.3: kept" in shown
    assert "ours, cold, all cores: 0.50 x raw, at most 0.7: kept" in shown
    assert "ours, warm, all cores: 2 times as fast as raw, at least 50: MISSED" in shown


def test_memory_that_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system does not tell how much memory was held, the table says so."""
    monkeypatch.setattr(figures, "_resource", None)
    assert figures.peak_memory() is None
    shown = reading.report([{way: _took(1.0) for way in reading.WAYS}], megabytes=1.0)
    assert sum("not measured" in line for line in shown) == len(reading.WAYS)


def test_a_folder_without_letters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a PDF there is nothing to measure, and the command says so."""
    with pytest.raises(SystemExit):
        reading.main([str(tmp_path)])
    assert "holds no PDF" in capsys.readouterr().err


def _took(seconds: float) -> Figures:
    return Figures(letters=2, seconds=seconds, peak=None, pages=4, stages={"fetch": seconds / 2, "parse": seconds / 2})
