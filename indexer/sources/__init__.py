"""Files as they come, read into lines: a letter's text with place and type.

Knows file formats and encodings; must not interpret: no questions, no metadata, no reading order.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from typing import TYPE_CHECKING

from indexer.errors import SourceError
from indexer.sources.sniff import sniff
from indexer.sources.text import read_text


if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from indexer.model.source import Source
    from indexer.sources.ocr_tesseract import Tesseract


__all__ = ["OCR_VERSION", "SUFFIXES", "VERSION", "read_pictures", "read_source"]

VERSION = f"2 pdfminer.six {version('pdfminer.six')}"
"""Changes whenever the same bytes may give other lines, so that what was read before is read again."""

OCR_VERSION = "1"
"""Changes whenever the same picture of a page may give other lines."""

SUFFIXES = frozenset({".pdf", ".txt", ".md"})
"""The endings of files that may be letters, in lower case."""


def read_source(path: Path, *, file: str) -> Source:
    """The lines of the file at `path`, called `file` inside the corpus; what the bytes are counts, not what the name says.

    Raises SourceError alone. Its codes: `unreadable` (missing, forbidden, not a file), `empty`, `not_a_letter` (another format, or text
    under the name of a PDF), `encrypted`, `damaged`, `no_pages`, `too_large`. A PDF without text is a source without lines.
    """
    data = _bytes(path)
    fingerprint = hashlib.sha256(data).hexdigest()
    suffix = path.suffix.lower()
    if sniff(data) == "pdf":
        from indexer.sources.pdf import read_pdf  # noqa: PLC0415  pdfplumber takes longer to load than a search, and a search needs none

        return read_pdf(data, file=file, fingerprint=fingerprint)
    if suffix == ".pdf":
        raise SourceError("not_a_letter", "Filen hedder .pdf, men er ren tekst. Omdøb den til .txt, eller hent brevet igen som PDF.")
    return read_text(data, file=file, fingerprint=fingerprint, markdown=suffix == ".md")


def read_pictures(path: Path, source: Source, tesseract: Tesseract, *, pages: Collection[int], dpi: int) -> Source:
    """The source, read before from the file at `path`, with the text of `pages` (by number) as recognised in pictures of them.

    Nothing remains of what those pages said before. One that cannot be drawn or took too long has no lines, and its Page no `ocr`; when
    that is all of them, the source comes back as it was. Raises SourceError `unreadable`.
    """
    data = _bytes(path)
    if hashlib.sha256(data).hexdigest() != source.fingerprint:
        raise SourceError("unreadable", "Filen blev ændret, mens den blev læst. Kør `indexer rebuild` igen.")
    from indexer.sources.ocr import recognise  # noqa: PLC0415  as above

    return recognise(source, data, tesseract, pages=pages, dpi=dpi)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError("unreadable", "Filen findes ikke længere. Læg den tilbage, eller kør `indexer rebuild` igen.") from None
    except PermissionError:
        raise SourceError("unreadable", "Filen må ikke læses af denne bruger. Giv læseadgang til den.") from None
    except (OSError, ValueError, MemoryError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise SourceError("unreadable", f"Filen kan ikke læses ({reason}). Kontrollér filen og drevet, den ligger på.") from None
