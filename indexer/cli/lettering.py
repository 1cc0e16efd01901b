"""Words as pictures, in a typeface that has Danish letters on every machine: the one that a reader of PDF must bring.

Knows how the smallest PDF is written; must not know what the words are for.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PIL import ImageChops

from indexer.sources.pictures import POINTS_PER_INCH
from indexer.sources.pictures import draw_page


if TYPE_CHECKING:
    from PIL.Image import Image

_WIDEST = 1.0  # of a letter, in ems
_DESCENT = 0.3
_PAGE = """%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >> endobj
4 0 obj << /Length {length} >> stream
{content}
endstream endobj
5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> endobj
trailer << /Root 1 0 R >>
%%EOF
"""


@cache
def lettering(text: str, size: float) -> Image:
    """The text on one line as a mask (mode L, 255 where there is ink), `size` pixels an em, as wide as the ink and 1.3 ems high.

    A character that Windows' Latin alphabet does not have becomes a question mark.
    """
    height = (1 + _DESCENT) * size
    codes = text.encode("cp1252", errors="replace").hex()
    content = f"BT /F {size} Tf 0 {_DESCENT * size:.2f} Td <{codes}> Tj ET"
    width = _WIDEST * size * (len(text) + 1)
    page = _PAGE.format(width=width, height=height, length=len(content), content=content)
    ink = ImageChops.invert(draw_page(page.encode("ascii"), number=1, dpi=POINTS_PER_INCH, grey=True).image)
    box = ink.getbbox()
    return ink.crop((0, 0, box[2] if box else 1, ink.height))
