"""A PDF once more, as pictures of its pages with boxes blacked out: whatever else the file holds, text, links or layers, is not in it.

Knows pictures; must not know why a box is black.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image
from PIL import ImageDraw
from PIL import ImageFont

from indexer.sources.pictures import POINTS_PER_INCH
from indexer.sources.pictures import NoPictureError
from indexer.sources.pictures import as_read
from indexer.sources.pictures import draw_page


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence
    from pathlib import Path

    from indexer.model.source import Box
    from indexer.model.source import Page
    from indexer.model.source import Source


DPI = 150
MOST_PAGES = 100
"""Letters are far shorter; drawing more takes longer than reading a file may."""

_MARGIN = 1.5
"""So many points further on every side, since letters reach out of their boxes."""

# The typeface at hand has no æ, ø and å.
_WITHHELD = "Denne side vises ikke: den kan have personoplysninger, hvis plads ikke kan bestemmes sikkert."


def blackened(pdf: Path | bytes, source: Source, boxes: Mapping[int, Sequence[Box] | None]) -> bytes | None:
    """The file at `pdf`, read before as `source`, with these boxes black, by number of the page; a page with None for boxes is withheld.

    A page that cannot be drawn is withheld as well. None where the file is too long to be drawn.
    """
    if not 0 < len(source.pages) <= MOST_PAGES:
        return None
    file = io.BytesIO()
    for number, picture in enumerate(_pictures(pdf, source, boxes)):
        # One after the other, because all pictures of a long letter together would not fit in the memory a worker has.
        picture.save(file, "PDF", resolution=DPI, quality=80, append=number > 0, title="")
    return file.getvalue()


def _pictures(pdf: Path | bytes, source: Source, boxes: Mapping[int, Sequence[Box] | None]) -> Iterator[Image.Image]:
    for page in source.pages:
        hidden = boxes.get(page.number, ())
        try:
            yield _withheld(page) if hidden is None else _page(pdf, source, page, hidden)
        except NoPictureError:
            yield _withheld(page)


def _page(pdf: Path | bytes, source: Source, page: Page, boxes: Sequence[Box]) -> Image.Image:
    """The picture of a page. Raises NoPictureError, also when it does not have the shape that was read."""
    lines = [line.box for line in source.lines if line.page == page.number and line.box]
    drawn = draw_page(pdf, number=page.number, dpi=DPI)
    picture = as_read(drawn.image, page, lines) if boxes else drawn.image
    scale = picture.width / page.width
    if boxes and abs(picture.height - page.height * scale) > 0.02 * picture.height:
        raise NoPictureError("the page has another shape than was read")
    pen = ImageDraw.Draw(picture)
    for box in boxes:
        pen.rectangle(
            ((box.x0 - _MARGIN) * scale, (box.top - _MARGIN) * scale, (box.x1 + _MARGIN) * scale, (box.bottom + _MARGIN) * scale),
            fill="black",
        )
    size = round(picture.width * DPI / drawn.dpi), round(picture.height * DPI / drawn.dpi)
    return picture if size == picture.size else picture.resize(size)


def _withheld(page: Page) -> Image.Image:
    """An empty page that says why."""
    scale = DPI / POINTS_PER_INCH
    picture = Image.new("RGB", (max(1, min(3000, round(page.width * scale))), max(1, min(3000, round(page.height * scale)))), "white")
    font = ImageFont.load_default(round(0.018 * picture.width) or 1)
    words, lines = _WITHHELD.split(), [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) > 0.7 * picture.width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    ImageDraw.Draw(picture).multiline_text(
        (0.15 * picture.width, 0.2 * picture.height), "\n".join(lines), fill="black", font=font, spacing=10
    )
    return picture
