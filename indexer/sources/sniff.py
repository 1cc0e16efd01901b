"""What a file is, told by its first bytes and not by its name.

Knows the marks of file formats; must not read letters.
"""

from __future__ import annotations

import re
from typing import Literal

from indexer.errors import SourceError


_HEAD = 1024
_PDF = b"%PDF-"
_WEB_PAGE = re.compile(rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|title)\b", re.IGNORECASE | re.DOTALL)
_WRITABLE_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_SAVE_AS_PDF = "Åbn den i det program, den er lavet i, og gem den som PDF."

# (first bytes, what it is in Danish); the first that fits.
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "et RTF-dokument"),
    (b"\xd0\xcf\x11\xe0", "et ældre Office-dokument (.doc, .xls eller .msg)"),
    (b"\xff\xd8\xff", "et billede (JPEG)"),
    (b"\x89PNG", "et billede (PNG)"),
    (b"GIF8", "et billede (GIF)"),
    (b"II*\0", "et billede (TIFF)"),
    (b"MM\0*", "et billede (TIFF)"),
    (b"BM", "et billede (BMP)"),
    (b"%!PS", "en PostScript-fil"),
    (b"7z\xbc\xaf", "et komprimeret arkiv"),
    (b"Rar!", "et komprimeret arkiv"),
    (b"\x1f\x8b", "en komprimeret fil"),
)
_PACKED = (
    (b"word/", "et Word-dokument (.docx)"),
    (b"xl/", "et regneark (.xlsx)"),
    (b"ppt/", "en præsentation (.pptx)"),
    (b"opendocument.text", "et OpenDocument-dokument (.odt)"),
    (b"opendocument", "et OpenDocument-dokument"),
)


def sniff(data: bytes) -> Literal["pdf", "text"]:
    """Whether the bytes are a PDF or text. Raises SourceError (`empty`, `not_a_letter`) that says what they are instead."""
    if not data:
        raise SourceError("empty", "Filen er tom (0 byte). Hent brevet igen fra sagen.")
    if _PDF in data[:_HEAD]:
        return "pdf"
    found = _foreign(data)
    if found:
        raise SourceError("not_a_letter", f"Filen er {found}, uanset hvad den hedder. {_SAVE_AS_PDF}")
    if _WEB_PAGE.match(data[:_HEAD].removeprefix(_WRITABLE_BOMS[0])):
        raise SourceError("not_a_letter", "Filen er en webside, formentlig en fejlside gemt som brev. Hent brevet igen fra sagen.")
    if _is_binary(data):
        raise SourceError("not_a_letter", "Filen er hverken en PDF eller ren tekst. Hent brevet igen, eller gem det som PDF.")
    return "text"


def _foreign(data: bytes) -> str | None:
    if data.startswith(b"PK\x03\x04"):
        return next((name for mark, name in _PACKED if mark in data), "et komprimeret arkiv (.zip)")
    # Two letters alone may open a text: a bitmap also has its zero bytes.
    return next((name for mark, name in _FOREIGN if data.startswith(mark) and (len(mark) > 2 or b"\0" in data[:32])), None)


def _is_binary(data: bytes) -> bool:
    if data.startswith(_WRITABLE_BOMS):
        return False
    controls = sum(data.count(code) for code in range(32) if code not in b"\t\n\v\f\r\x1a")
    return b"\0" in data or controls * 50 > len(data)
