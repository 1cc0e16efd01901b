from __future__ import annotations

from pathlib import Path

import pytest

from indexer.sources.pictures import POINTS_PER_INCH
from indexer.sources.pictures import NoPictureError
from indexer.sources.pictures import draw_page
from tests.pdf_builder import drawn_pdf
from tests.pdf_builder import handmade_pdf


def test_a_page_is_drawn_as_large_as_asked(tmp_path: Path) -> None:
    """A page has as many pixels as its size and the resolution say, in colour or grey, from a file as from its bytes."""
    path = drawn_pdf(tmp_path / "a.pdf", lambda canvas: canvas.rect(0, 0, 72, 72, fill=1), size=(144, 288))
    picture = draw_page(path, number=1, dpi=100)
    assert (picture.image.size, picture.image.mode, picture.dpi) == ((200, 400), "RGB", 100)
    grey = draw_page(path.read_bytes(), number=1, dpi=100, grey=True)
    assert (grey.image.size, grey.image.mode) == ((200, 400), "L")
    assert grey.image.getpixel((50, 350)) == 0
    assert grey.image.getpixel((150, 50)) == 255


def test_a_turned_page_is_drawn_upright(tmp_path: Path) -> None:
    """A page that its file says is turned is drawn as a reader of PDF shows it."""
    path = drawn_pdf(tmp_path / "a.pdf", lambda canvas: canvas.rect(0, 0, 72, 72, fill=1), size=(144, 288), rotate=90)
    image = draw_page(path, number=1, dpi=POINTS_PER_INCH, grey=True).image
    assert image.size == (144, 288)
    assert image.getpixel((36, 36)) == 0
    assert image.getpixel((36, 252)) == 255


def test_a_huge_page_is_drawn_coarser(tmp_path: Path) -> None:
    """A page so large that its picture would not fit gets fewer dots an inch; one that then could not be read is refused."""
    path = drawn_pdf(tmp_path / "a.pdf", lambda canvas: canvas.drawString(9, 9, "x"), size=(4000, 3000))
    picture = draw_page(path, number=1, dpi=600)
    assert 90 < picture.dpi < 600
    assert picture.image.width * picture.image.height <= 32_100_000
    path = drawn_pdf(tmp_path / "b.pdf", lambda canvas: canvas.drawString(9, 9, "x"), size=(14000, 14000))
    with pytest.raises(NoPictureError):
        draw_page(path, number=1, dpi=600)


def test_a_stored_picture_that_is_too_large_is_refused() -> None:
    """A picture of 400 million pixels, packed into a few bytes, is not unpacked."""
    image = "/Type /XObject /Subtype /Image /Width 20000 /Height 20000 /ColorSpace /DeviceGray /BitsPerComponent 8"
    extra = f"6 0 obj\n<< {image} /Length 1 >>\nstream\n0\nendstream\nendobj\n"
    with pytest.raises(NoPictureError):
        draw_page(handmade_pdf(b"q 500 0 0 500 0 0 cm /X Do Q", extra=extra), number=1, dpi=50)


@pytest.mark.parametrize(("data", "number"), [(b"", 1), (b"no PDF", 1), (handmade_pdf(b""), 2), (Path("missing.pdf"), 1)])
def test_what_is_not_there_cannot_be_drawn(data: bytes | Path, number: int) -> None:
    """A file that is no PDF, a page that is not there and a missing file are one kind of error."""
    with pytest.raises(NoPictureError):
        draw_page(data, number=number, dpi=50)
