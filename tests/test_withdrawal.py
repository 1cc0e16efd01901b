from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from indexer.config import Privacy
from indexer.config import Settings
from indexer.errors import ConfigError
from indexer.withdrawal import NOTHING
from indexer.withdrawal import Candidate
from indexer.withdrawal import Gone
from indexer.withdrawal import read_withdrawals


if TYPE_CHECKING:
    from pathlib import Path

    from indexer.withdrawal import Withdrawals


DOCUMENT = Candidate("2018-12-3", "2018-12-3", "2018/Brev å.pdf", ("kopi.txt",), ("gammel.pdf",), frozenset({"svar-1", "svar-2"}))


def listed(folder: Path, text: str) -> Withdrawals:
    """A list with this text."""
    (folder / "liste.txt").write_text(text, encoding="utf-8")
    return read_withdrawals(Settings(folder=folder, privacy=Privacy(withdrawn="liste.txt")))


@pytest.mark.parametrize("line", ["2018-12-3", " 2018-12-3  # aftalt", "2018/brev å.PDF", r"2018\Brev å.pdf", "kopi.txt"])
def test_a_letter_is_named_by_id_number_or_file(tmp_path: Path, line: str) -> None:
    """Whoever names a letter's id, its file or a copy of it names the letter, however that is written."""
    assert listed(tmp_path, f"# liste\n\n{line}\n").settle([DOCUMENT]) == Gone(letters=frozenset({DOCUMENT.file}))


def test_a_passage_and_an_earlier_edition_go_alone(tmp_path: Path) -> None:
    """Of a letter a passage can go, or the file of an earlier edition, and the rest stays."""
    gone = listed(tmp_path, "2018-12-3#svar-2\ngammel.pdf\n").settle([DOCUMENT])
    assert gone == Gone(passages={DOCUMENT.file: frozenset({"svar-2"})}, files=frozenset({"gammel.pdf"}))


def test_a_line_that_names_nothing_is_told(tmp_path: Path) -> None:
    """A misspelt line, and a passage that is not there, are told with their number and never passed over."""
    gone = listed(tmp_path, "2018-12-33\n2018-12-3#svar-9\n").settle([DOCUMENT])
    assert [(line.line, line.text) for line in gone.unknown] == [(1, "2018-12-33"), (2, "2018-12-3#svar-9")]
    assert not gone.letters


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_list_that_cannot_be_read_stops_everything(tmp_path: Path, content: bytes | None) -> None:
    """A list that is named and missing, or no text, is an error: without it what was withdrawn would be shown."""
    if content is not None:
        (tmp_path / "liste.txt").write_bytes(content)
    settings = Settings(folder=tmp_path, privacy=Privacy(withdrawn="liste.txt"))
    with pytest.raises(ConfigError, match=r"\[privacy\] withdrawn"):
        read_withdrawals(settings)
    assert read_withdrawals(replace(settings, privacy=Privacy())) == NOTHING


def test_the_fingerprint_follows_what_is_named(tmp_path: Path) -> None:
    """Comments and order change nothing; another line does."""
    first = listed(tmp_path, "a\nb\n").fingerprint
    assert listed(tmp_path, "# x\nb\na # y\n").fingerprint == first
    assert len({first, listed(tmp_path, "a\n").fingerprint, NOTHING.fingerprint}) == 3
