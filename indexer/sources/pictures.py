"""The pages of a PDF as pictures, through PDFium.

Knows how large a picture may get and which way up it was read; must not know what is seen on it.
PDFium serves one thread at a time.
"""

from __future__ import annotations

import math
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2
from PIL import Image as Images
from PIL import ImageDraw
from PIL import ImageStat
from PIL.Image import Image
from pypdfium2 import raw


if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from indexer.model.source import Box
    from indexer.model.source import Page


POINTS_PER_INCH = 72

# Larger sheets than A3 at 400 dots an inch are drawn coarser; what then has fewer dots than this nobody can read.
_MOST_PIXELS = 32_000_000
_LONGEST_SIDE = 20_000
_FEWEST_DPI = 90
# PDFium unpacks a stored picture whole, whatever size it is drawn in: twice A3, scanned at 600 dots an inch.
_MOST_STORED_PIXELS = 150_000_000


class NoPictureError(Exception):
    """A page that cannot be drawn: damaged, too large, or holding a picture that is."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page, upright as a reader sees it, with `dpi` dots an inch."""

    image: Image
    dpi: float


def draw_page(pdf: Path | bytes, *, number: int, dpi: int, grey: bool = False) -> Picture:
    """Page `number` (from 1) of a PDF, in colour (mode RGB) or shades of grey (L), coarser than `dpi` where it would get too large.

    Raises NoPictureError.
    """
    try:
        with closing(pypdfium2.PdfDocument(pdf)) as document, closing(document[number - 1]) as page:
            width, height = page.get_size()
            dots = _dpi(width, height, dpi)
            if any(_stored_pixels(stored) > _MOST_STORED_PIXELS for stored in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,))):
                raise NoPictureError("a picture in it is too large")
            with closing(page.render(scale=dots / POINTS_PER_INCH, grayscale=grey, rev_byteorder=not grey)) as bitmap:
                # A copy, because the bitmap's memory goes with it.
                return Picture(bitmap.to_pil().convert("L" if grey else "RGB").copy(), dots)
    except (pypdfium2.PdfiumError, IndexError, OSError, MemoryError) as error:
        raise NoPictureError(str(error)) from None


def as_read(picture: Image, page: Page, lines: Sequence[Box]) -> Image:
    """The picture, turned by quarters to the page as it was read: the one of its shape on which the lines lie on most ink."""
    small = picture.convert("L").resize((max(1, picture.width // 2), max(1, picture.height // 2)))
    lies = (page.width > page.height) != (picture.width > picture.height)
    turns = range(4) if page.width == page.height else range(1, 4, 2) if lies else range(0, 4, 2)

    def paleness(turn: int) -> float:
        seen = small.rotate(90 * turn, expand=True)
        mask = Images.new("1", seen.size)
        for line in lines:
            ImageDraw.Draw(mask).rectangle([edge * seen.width / page.width for edge in line], fill=1)
        return ImageStat.Stat(seen, mask).mean[0] if mask.getbbox() else 0.0

    turn = min(turns, key=paleness)
    return picture.rotate(90 * turn, expand=True) if turn else picture


def _dpi(width: float, height: float, wanted: int) -> float:
    """The resolution, at most `wanted`, in which a page of this size in points is small enough."""
    inches = max(1.0, width) * max(1.0, height) / POINTS_PER_INCH**2
    dpi = min(wanted, math.sqrt(_MOST_PIXELS / inches), _LONGEST_SIDE * POINTS_PER_INCH / max(width, height, 1.0))
    if dpi < min(wanted, _FEWEST_DPI):
        raise NoPictureError("the page is too large")
    return dpi


def _stored_pixels(picture: pypdfium2.PdfImage) -> int:
    width, height = picture.get_px_size()
    return int(width) * int(height)
