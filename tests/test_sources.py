"""Reading a file: what it is counts, not what it is called, and only one kind of error comes out."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

import pytest

from indexer import sources
from indexer.errors import SourceError
from indexer.sources import read_source
from tests.pdf_builder import plain_letter_pdf


if TYPE_CHECKING:
    from pathlib import Path


def code_of(path: Path) -> str:
    """The code of the error that reading the file raises."""
    with pytest.raises(SourceError) as caught:
        read_source(path, file=path.name)
    assert str(caught.value).endswith(".")
    return caught.value.code


def test_what_there_is() -> None:
    """The endings are in lower case with their dot, and the package shows three names."""
    assert {".pdf", ".txt", ".md"} == sources.SUFFIXES
    assert sources.VERSION
    assert sources.__all__ == sorted(sources.__all__)


def test_text(tmp_path: Path) -> None:
    """A text keeps the name it is given and the fingerprint of its bytes; its ending may be in capitals."""
    path = tmp_path / "BREV.TXT"
    path.write_bytes("Kære Åse\n\nSvar".encode("cp1252"))
    source = read_source(path, file="2018/BREV.TXT")
    assert (source.file, source.format, source.pages) == ("2018/BREV.TXT", "text", ())
    assert source.fingerprint == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [(line.text, line.gap) for line in source.lines] == [("Kære Åse", 0), ("Svar", 1)]


def test_markdown(tmp_path: Path) -> None:
    """The ending .md makes stars emphasis; .txt does not by itself."""
    for name in ("a.md", "b.txt"):
        (tmp_path / name).write_text("*Hvor mange?*", encoding="utf-8")
    assert read_source(tmp_path / "a.md", file="a.md").lines[0].text == "Hvor mange?"
    assert read_source(tmp_path / "b.txt", file="b.txt").lines[0].text == "*Hvor mange?*"


@pytest.mark.parametrize("name", ["brev.pdf", "brev.PDF", "brev.txt", "Svar på spørgsmål – æøå #1 & 100%.pdf"])
def test_pdf(tmp_path: Path, name: str) -> None:
    """A PDF is read as one whatever it is called."""
    source = read_source(shutil.copy(plain_letter_pdf(tmp_path / "x", "Kære Anne\n\nSvar"), tmp_path / name), file=name)
    assert (source.format, [line.text for line in source.lines]) == ("pdf", ["Kære Anne", "Svar"])


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"", "empty"),
        ("a.txt", b" \n", "empty"),
        ("a.pdf", b"Kun tekst", "not_a_letter"),
        ("a.pdf", b"<!doctype html><title>404</title>", "not_a_letter"),
        ("a.txt", b"a\0b", "not_a_letter"),
        ("a.pdf", b"%PDF-1.4\nstoej", "damaged"),
    ],
)
def test_errors(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    """What is no letter has the code of its reason and a Danish sentence."""
    (tmp_path / name).write_bytes(data)
    assert code_of(tmp_path / name) == code


@pytest.mark.parametrize("error", [PermissionError(13, "Nej"), OSError(5, "Input/output error"), MemoryError()])
def test_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """A file that cannot be read is unreadable, for whatever reason the system has."""

    def fail(_: Path) -> bytes:
        raise error

    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    monkeypatch.setattr("pathlib.Path.read_bytes", fail)
    assert code_of(tmp_path / "a.pdf") == "unreadable"


def test_vanished(tmp_path: Path) -> None:
    """So is one that is gone, a folder, and a name no system knows."""
    assert code_of(tmp_path / "væk.pdf") == "unreadable"
    assert code_of(tmp_path) == "unreadable"
    assert code_of(tmp_path / "a\0b.pdf") == "unreadable"
