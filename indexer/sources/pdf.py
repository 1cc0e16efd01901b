"""Letters as PDF, through pdfplumber: pages opened, drawn on our canvas, put together to lines.

Knows what can be wrong with a PDF and how to say it; must not interpret what a line says.
"""

from __future__ import annotations

import io
import logging
import warnings
import zlib
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream
from pdfminer.pdftypes import resolve1

from indexer.errors import SourceError
from indexer.model.source import Source
from indexer.sources.pdf_canvas import Canvas
from indexer.sources.pdf_pages import lines_of
from indexer.sources.pdf_pages import sheet_of


if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.sources.pdf_pages import Sheet


_HEAD = 1024
# What a page may unpack to. Letters need a thousandth; more is a trap or a drawing, and would take minutes to read.
_LARGEST_PAGE = 32_000_000
_LARGEST_PACKING = 1032  # of deflate, RFC 1951
_GET_AGAIN = "Hent brevet igen fra sagen, eller gem det som PDF på ny."


def read_pdf(data: bytes, *, file: str, fingerprint: str) -> Source:
    """The source in the bytes of a PDF; one without text has no lines.

    Raises SourceError: `encrypted`, `damaged`, `no_pages`, `too_large`. A page that breaks off half-way is kept, marked as damaged; where
    memory ran out, nothing is (MemoryError).
    """
    with _quiet():
        try:
            sheets = _sheets(data[max(0, data.find(b"%PDF-", 0, _HEAD)) :])
            lines = lines_of(sheets)
        except (SourceError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 - a broken file makes pdfminer raise anything, recursion errors included
            raise _error(error) from None
    pages = tuple(sheet.page for sheet in sheets)
    if not pages:
        raise SourceError("no_pages", f"PDF-filen har ingen sider. {_GET_AGAIN}")
    if not lines and any(page.damaged for page in pages):
        raise _damaged()
    return Source(file=file, fingerprint=fingerprint, format="pdf", lines=lines, pages=pages)


def _sheets(data: bytes) -> list[Sheet]:
    document = pdfplumber.open(io.BytesIO(data))
    canvas = Canvas(document.rsrcmgr)
    interpreter = PDFPageInterpreter(document.rsrcmgr, canvas)
    sheets: list[Sheet] = []
    pages = PDFPage.create_pages(document.doc)
    while True:
        try:
            page = next(pages)
        except StopIteration:
            return sheets
        except MemoryError:
            raise
        except Exception:
            if not sheets:
                raise
            # The rest of the file is lost; what was read is worth keeping, with a mark.
            sheets[-1] = replace(sheets[-1], page=replace(sheets[-1].page, damaged=True))
            return sheets
        sheets.append(_sheet(page, number=len(sheets) + 1, canvas=canvas, interpreter=interpreter))


def _sheet(page: Any, *, number: int, canvas: Canvas, interpreter: Any) -> Sheet:
    # A reader sees the crop box alone, and boxes are measured from its corner.
    page.mediabox = _visible(page.mediabox, page.cropbox)
    canvas.begin_page(page, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0))
    damaged = False
    if any(map(_is_too_large, page.contents)):
        raise SourceError("too_large", f"Side {number} i PDF-filen er for stor til at være et brev. {_GET_AGAIN}")
    try:
        interpreter.process_page(page)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - as in read_pdf
        damaged = True
        canvas.end_page(page)
    return sheet_of(canvas, number=number, damaged=damaged)


def _visible(media: tuple[float, ...], crop: tuple[float, ...]) -> tuple[float, ...]:
    x0, y0 = max(media[0], crop[0]), max(media[1], crop[1])
    x1, y1 = min(media[2], crop[2]), min(media[3], crop[3])
    return (x0, y0, x1, y1) if x1 - x0 > 1 and y1 - y0 > 1 else media


def _is_too_large(content: Any) -> bool:
    """Whether a content stream unpacks to more than any letter holds; told without unpacking it whole."""
    stream = resolve1(content)
    packed = stream.get_rawdata() if isinstance(stream, PDFStream) else None
    if not packed or len(packed) * _LARGEST_PACKING < _LARGEST_PAGE:
        return False
    try:
        return len(packed) > _LARGEST_PAGE or len(zlib.decompressobj().decompress(packed, _LARGEST_PAGE)) >= _LARGEST_PAGE
    except zlib.error:
        return False


def _error(error: BaseException) -> SourceError:
    """The error as one that tells a secretary what to do."""
    # pdfplumber wraps what pdfminer raises as its only argument.
    cause = error.args[0] if error.args and isinstance(error.args[0], BaseException) else error
    if isinstance(cause, PDFPasswordIncorrect):
        return SourceError("encrypted", "PDF-filen er låst med en adgangskode. Gem den uden adgangskode, og læg den i mappen igen.")
    if isinstance(cause, PDFEncryptionError):
        return SourceError("encrypted", "PDF-filen er låst på en måde, der ikke kan læses. Gem den uden beskyttelse.")
    return _damaged()


def _damaged() -> SourceError:
    return SourceError("damaged", f"PDF-filen er beskadiget og kan ikke læses. {_GET_AGAIN}")


@contextmanager
def _quiet() -> Iterator[None]:
    """The libraries without their log lines and warnings, of which a broken file makes thousands."""
    loggers = [logging.getLogger(name) for name in ("pdfminer", "pdfplumber")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
