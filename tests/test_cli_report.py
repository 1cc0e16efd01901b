from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from indexer.cli import main
from indexer.cli.report import _csv
from indexer.rebuild import rebuild
from indexer.report import FOLDER
from tests.corpus_builders import configured
from tests.corpus_builders import letter_text
from tests.corpus_builders import put_letters


if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from indexer.config import Settings


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The index of a letter without a date, two editions of one, a file of nothing and a correction of nothing."""
    settings = configured(tmp_path_factory.mktemp("built"))
    letters = {
        "=1+1.txt": letter_text(1, day=""),
        "ny.txt": letter_text(2, day="01-02-2019", edition="ny"),
        "gl.txt": letter_text(2, day="01-02-2018", edition="gammel"),
        "tom.txt": "",
        "@x.meta.toml": "",
    }
    put_letters(settings.corpus_path, letters)
    rebuild(settings)
    return settings


FOUND = [
    ("tom.txt", None, "empty"),
    ("gl.txt", "2018-0000002-2", "earlier_edition"),
    ("=1+1.txt", "2018-0000001-1", "missing_date"),
    ("@x.meta.toml", None, "stray_correction"),
]


def _report(settings: Settings, *args: str, columns: int = 120) -> Result:
    command = ["report", *args, "--config", str(settings.folder / "config.toml")]
    return CliRunner().invoke(main, command, prog_name="indexer", env={"COLUMNS": str(columns)})


def test_json_is_one_object_a_finding(built: Settings) -> None:
    """Failures first, then remarks; each line has file, letter, code, message and page."""
    result = _report(built, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [list(line) for line in found] == [["file", "letter", "code", "message", "page"]] * len(FOUND)
    assert [(line["file"], line["letter"], line["code"]) for line in found] == FOUND
    assert all(line["message"].endswith((".", ")")) for line in found)


def test_csv_is_harmless_in_a_spreadsheet(built: Settings) -> None:
    """A file name that looks like a formula comes as text; all else is as in JSON."""
    result = _report(built, "--csv")
    assert result.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [(row["file"].removeprefix("'"), row["letter"] or None, row["code"]) for row in rows] == FOUND
    assert [row["file"] for row in rows if row["file"][0] in "'=@"] == ["'=1+1.txt", "'@x.meta.toml"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_every_sign_that_begins_a_formula_is_marked(sign: str) -> None:
    """Signs of full width are read as formulas, too; inside a text they are nothing."""
    assert next(csv.reader([_csv([f"{sign}A1", f"A{sign}1"])])) == [f"'{sign}A1", f"A{sign}1"]


def test_the_table_is_read_by_people(built: Settings) -> None:
    """A table for each code, with how many there are."""
    result = _report(built)
    assert (result.exit_code, result.stderr) == (0, "")
    for said in ("empty: 1", "missing_date: 1", "=1+1.txt", "2018-0000002-2", "Besked"):
        assert said in result.stdout
    assert result.stdout.index("empty: 1") < result.stdout.index("earlier_edition: 1") < result.stdout.index("missing_date: 1")


def test_a_long_list_is_cut_and_says_so(built: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table shows so many of a code; asked for the code, it shows all."""
    monkeypatch.setattr("indexer.cli.report.MOST", 0)
    cut = _report(built).stdout
    assert "og 1 til; se dem med indexer report --remark empty" in cut
    assert "tom.txt" not in cut
    assert "tom.txt" in _report(built, "--remark", "empty").stdout


def test_remarks_can_be_chosen(built: Settings) -> None:
    """--remark may be given several times; a code that nothing has says which there are."""
    result = _report(built, "--json", "--remark", "empty", "--remark", "missing_date")
    assert [json.loads(line)["code"] for line in result.stdout.splitlines()] == ["empty", "missing_date"]
    result = _report(built, "--remark", "emty")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("Der er ingen bemærkninger med koden emty. Der er: earlier_edition (1), empty (1),")


def test_csv_and_json_exclude_each_other(built: Settings) -> None:
    """Both at once is a mistake on the command line."""
    result = _report(built, "--csv", "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "indexer: Vælg enten --csv eller --json. Se `indexer report --help`.\n"


def test_nothing_to_mend_says_so(tmp_path: Path) -> None:
    """An index of letters that lack nothing has an empty list."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"a.txt": letter_text(1)})
    rebuild(settings)
    result = _report(settings)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "Der er intet at bemærke til nogen af brevene.\n")
    assert _report(settings, "--csv").stdout.splitlines() == ["file,letter,code,message,page"]


def test_without_an_index_or_its_report_it_says_what_to_do(tmp_path: Path) -> None:
    """No index, or one whose report has gone: one sentence, code 3."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"a.txt": letter_text(1)})
    for said in ("Der er intet indeks", "Der er ingen rapport"):
        result = _report(settings)
        assert result.exit_code == 3
        assert said in result.stderr
        assert "Kør `indexer rebuild`." in result.stderr
        report = rebuild(settings)
        (settings.index_path / FOLDER / f"{report.generation}.json").unlink()
