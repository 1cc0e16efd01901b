"""Broken PDF files: what can be read is, what cannot says why, and nothing else comes out."""

from __future__ import annotations

import logging
import re
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.errors import SourceError
from indexer.sources.pdf import read_pdf
from tests.pdf_builder import encrypted_pdf
from tests.pdf_builder import handmade_pdf
from tests.pdf_builder import plain_letter_pdf
from tests.pdf_builder import truncated


if TYPE_CHECKING:
    from pathlib import Path

    from indexer.model.source import Line
    from indexer.model.source import Source


BODY = "Spørgsmål 1\n\nHvor mange borgere har fået en plads?\n\nSvar\n\nForvaltningen oplyser, at der er 44 pladser."


def read(path: Path) -> Source:
    """The source in the PDF at `path`."""
    return read_pdf(path.read_bytes(), file=path.name, fingerprint="0")


def lines_in(data: bytes) -> list[str]:
    """The texts of the lines in the bytes."""
    return [line.text for line in read_pdf(data, file="brev.pdf", fingerprint="0").lines]


def test_a_page_that_breaks_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands before the break is kept and the page marked; with nothing to keep the file is damaged."""
    monkeypatch.setattr("pdfminer.pdfinterp.PDFPageInterpreter.do_Q", lambda _: 1 / 0)
    source = read_pdf(handmade_pdf(b"BT /F1 12 Tf 72 700 Td (Svar) Tj ET Q"), file="x.pdf", fingerprint="0")
    assert [line.text for line in source.lines] == ["Svar"]
    assert source.pages[0].damaged
    with pytest.raises(SourceError) as caught:
        lines_in(handmade_pdf(b"Q"))
    assert caught.value.code == "damaged"


def test_a_file_that_breaks_off() -> None:
    """Pages before the break are kept, the last of them marked."""
    data = handmade_pdf(b"BT /F1 12 Tf 72 700 Td (Svar) Tj ET").replace(b"/Kids [3 0 R]", b"/Kids [3 0 R 7]")
    source = read_pdf(data, file="x.pdf", fingerprint="0")
    assert [line.text for line in source.lines] == ["Svar"]
    assert [page.damaged for page in source.pages] == [True]
    with pytest.raises(SourceError) as caught:
        lines_in(data.replace(b"/Kids [3 0 R 7]", b"/Kids [7 0 R 7]"))
    assert caught.value.code == "damaged"


def test_junk_before_the_file(tmp_path: Path) -> None:
    """What stands before the mark of a PDF does not shift its tables."""
    path = plain_letter_pdf(tmp_path / "brev.pdf", BODY)
    assert read_pdf(b"X-Mail: 1\r\n\r\n" + path.read_bytes(), file="x.pdf", fingerprint="0").lines == read(path).lines


def test_passwords(tmp_path: Path) -> None:
    """A file anybody may open is read; one that asks for a password says so, and one locked in an unknown way too."""
    assert [line.text for line in read(encrypted_pdf(tmp_path / "a.pdf", "Svar til alle")).lines] == ["Svar til alle"]
    locked = encrypted_pdf(tmp_path / "b.pdf", "Svar", user_password="hemmelig")
    with pytest.raises(SourceError, match="adgangskode") as caught:
        read(locked)
    assert caught.value.code == "encrypted"
    locked.write_bytes(re.sub(rb"/Filter\s*/Standard", b"/Filter /Fremmed ", locked.read_bytes()))
    with pytest.raises(SourceError, match="låst") as caught:
        read(locked)
    assert caught.value.code == "encrypted"


def test_damaged(tmp_path: Path) -> None:
    """Half a file, and noise with the mark of a PDF, are damaged."""
    half = truncated(plain_letter_pdf(tmp_path / "brev.pdf", BODY), share=0.4)
    for data in (half.read_bytes(), b"%PDF-1.4\n" + bytes(range(256)) * 20):
        with pytest.raises(SourceError, match="beskadiget") as caught:
            read_pdf(data, file="x.pdf", fingerprint="0")
        assert caught.value.code == "damaged"


def test_no_pages() -> None:
    """A file without pages says so."""
    data = handmade_pdf(b"").replace(b"/Kids [3 0 R]", b"/Kids []").replace(b"/Type /Page /Parent", b"/Type /Gone /Parent")
    with pytest.raises(SourceError) as caught:
        read_pdf(data, file="x.pdf", fingerprint="0")
    assert caught.value.code == "no_pages"


def test_a_page_packed_to_burst() -> None:
    """A page that would unpack to more than any letter holds is refused before it is."""
    data = handmade_pdf(zlib.compress(b" " * 40_000_000, 9), filters="/Filter /FlateDecode")
    with pytest.raises(SourceError, match="Side 1") as caught:
        read_pdf(data, file="x.pdf", fingerprint="0")
    assert caught.value.code == "too_large"


def test_a_large_stream_that_is_not_packed() -> None:
    """A page whose content is large but no trap is read."""
    assert lines_in(handmade_pdf(b"BT /F1 12 Tf 72 700 Td (Svar) Tj ET" + b"\n" * 40_000)) == ["Svar"]


def test_silence(caplog: pytest.LogCaptureFixture) -> None:
    """Reading a broken file logs nothing, and leaves the loggers as they were."""
    logging.getLogger("pdfminer").setLevel(logging.WARNING)
    with caplog.at_level(logging.DEBUG):
        lines_in(handmade_pdf(b"BT /F1 12 Tf (Svar) Tj /x gs ET", page="/MediaBox [0 0 x]"))
    assert not [record for record in caplog.records if record.name.startswith("pdfminer")]
    assert logging.getLogger("pdfminer").level == logging.WARNING


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A sound letter of a page."""
    return plain_letter_pdf(tmp_path_factory.mktemp("pdf") / "brev.pdf", BODY).read_bytes()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=40), st.floats(0.3, 1))
def test_whatever_is_broken(letter: bytes, changes: list[tuple[float, int]], share: float) -> None:
    """However bytes are changed and wherever the file ends, it is read or refused, and nothing else is raised."""
    data = bytearray(letter[: int(len(letter) * share)])
    for place, byte in changes:
        data[int(place * len(data))] = byte
    try:
        lines: tuple[Line, ...] = read_pdf(bytes(data), file="x.pdf", fingerprint="0").lines
    except SourceError as error:
        lines = ()
        assert error.code in {"damaged", "no_pages", "encrypted", "too_large"}  # noqa: PT017 - reading may also succeed
    assert all(line.text for line in lines)
