"""Sniffing: a file is what its bytes are, and an error says what that is."""

from __future__ import annotations

import pytest

from indexer.errors import SourceError
from indexer.sources.sniff import sniff


def test_pdf() -> None:
    """A PDF is one also when something stands before its mark."""
    assert sniff(b"%PDF-1.7\n") == "pdf"
    assert sniff(b"\r\nX-Junk: 1\r\n%PDF-1.4\n\0") == "pdf"


@pytest.mark.parametrize(
    "data", [b"K\xe6re \xc5se\r\n\x1a", "Kære Åse\f\v".encode(), "Kære".encode("utf-16"), b"BM 4. maj 2020", b"<p>kort"]
)
def test_text(data: bytes) -> None:
    """Text in any encoding is text, with its marks or without."""
    assert sniff(data) == "text"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04....[Content_Types].xml....word/document.xml", "Word-dokument"),
        (b"PK\x03\x04....xl/workbook.xml", "regneark"),
        (b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text", ".odt"),
        (b"PK\x03\x04....brev.pdf", "arkiv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"BM\x36\0\0\0", "BMP"),
        (b"<!DOCTYPE html><title>404</title>", "webside"),
        (b"\xef\xbb\xbf \n<!-- 1 --><HTML lang=da>", "webside"),
        (b'<?xml version="1.0"?>\n<html xmlns="x">', "webside"),
        (b"K\0\xe6\0r\0e\0", "hverken"),
        (bytes(range(1, 32)) * 9, "hverken"),
    ],
)
def test_something_else(data: bytes, said: str) -> None:
    """Other formats are named, with what to do, under one code."""
    with pytest.raises(SourceError, match=said) as caught:
        sniff(data)
    assert caught.value.code == "not_a_letter"


def test_empty() -> None:
    """A file without a byte has a code of its own."""
    with pytest.raises(SourceError, match="tom") as caught:
        sniff(b"")
    assert caught.value.code == "empty"
