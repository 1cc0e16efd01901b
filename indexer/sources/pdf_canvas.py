"""What a page of a PDF draws: words, rules and pictures, in the order they are drawn.

Knows matrices and pdfminer's device interface; must not know lines, columns or files.
A device of our own, because pdfplumber's object per character costs more than twice what reading the page costs.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.utils import apply_matrix_rect
from pdfminer.utils import mult_matrix

from indexer.model.source import Box
from indexer.sources.characters import clean
from indexer.sources.pdf_fonts import Font
from indexer.sources.pdf_words import Drawn


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence


Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

# A glyph further from its neighbour than this, in ems, begins a word; so does one that goes back further than an em.
_TOUCHING = 0.16
_BACKWARDS = -1.0
# Strings whose base or size differ by no more than this share of an em go on with the same word.
_LEVEL = 0.02
_TILT = 0.12
_SLANT = 0.1
_FILL_AND_STROKE = 2  # a text rendering mode, ISO 32000-1, 9.3.6: how word processors embolden a font that has no bold

_LONGEST_THIN_SIDE = 2.5
_SHORTEST_RULE = 4.0
_MOST_RULES = 5000


class Canvas(PDFTextDevice):
    """A device that keeps what one page at a time draws; `width` and `height` are the page's.

    `words[turn]` are those turned `turn` quarters against the clock, measured as if the page were turned back: `x0` runs along the text,
    `base` downwards from the top left corner. `tilted` holds the words in no such direction, such as watermarks. `rules` and `pictures`
    are measured from the top left corner of the page as it is.
    """

    def __init__(self, resources: Any) -> None:
        super().__init__(resources)
        self._fonts: dict[int, Font] = {}
        self._begin(0.0, 0.0)

    def _begin(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.words: tuple[list[Drawn], ...] = ([], [], [], [])
        self.tilted: list[Drawn] = []
        self.rules: list[Box] = []
        self.pictures: list[Box] = []
        self._corners: tuple[Point, ...] = ((0.0, height), (0.0, 0.0), (width, 0.0), (height, width))
        self._matrices: list[Any] = []
        self._watermarks: list[bool] = []
        self._order = 0
        # The word being put together, if it has parts.
        self._parts: list[str] = []
        self._into, self._corner = self.words[0], self._corners[0]
        self._x0 = self._x1 = self._base = self._em = self._descent = 0.0
        self._bold_parts = self._italic_parts = 0
        self._bold = self._italic = self._spaced = False

    # What follows is named, and called with arguments in this order, by pdfminer.

    def begin_page(self, page: Any, ctm: Matrix) -> None:
        """Forget the page before."""
        x0, y0, x1, y1 = apply_matrix_rect(ctm, page.mediabox)
        self._begin(abs(x1 - x0), abs(y1 - y0))

    def end_page(self, _page: Any) -> None:
        """End the last word."""
        self._close()

    def begin_tag(self, _tag: Any, props: Any = None) -> None:
        """Notice where marked content begins that is tagged as a watermark (ISO 32000-1, 14.8.2.2)."""
        subtype = props.get("Subtype") if isinstance(props, dict) else None
        self._watermarks.append(getattr(subtype, "name", None) == "Watermark")

    def end_tag(self) -> None:
        """Notice where marked content ends."""
        if self._watermarks:
            self._watermarks.pop()

    def begin_figure(self, _name: str, _bbox: Any, _matrix: Any) -> None:
        """Remember the matrix, which a form changes and pdfminer does not put back."""
        self._matrices.append(self.ctm)

    def end_figure(self, _name: str) -> None:
        """Put the matrix back."""
        self.ctm = self._matrices.pop()

    def render_image(self, _name: str, _stream: Any) -> None:
        """Keep where a picture lies: the unit square under the matrix."""
        a, b, c, d, e, f = self._ctm()
        self.pictures.append(self._box((e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)))

    def paint_path(self, _state: Any, stroke: bool, fill: bool, _evenodd: bool, path: Sequence[Any]) -> None:  # noqa: FBT001
        """Keep the level and upright lines of a path, and the thin boxes it fills."""
        if len(self.rules) >= _MOST_RULES:
            return
        for corners in _straight_subpaths(path, self._ctm()):
            box = self._box([x for x, _ in corners], [y for _, y in corners])
            if fill and _is_thin(box):
                self.rules.append(box)
            elif stroke:
                self.rules.extend(self._edges(corners))

    def render_string(self, textstate: Any, seq: Any, _ncs: Any, _state: Any) -> None:
        """Put the glyphs of a string together to words, also across strings."""
        if True in self._watermarks:
            return
        font = self._fonts.get(id(textstate.font)) or self._font(textstate.font)
        scale, shift = self._turn_to(textstate, font)
        stretch = textstate.scaling * 0.01
        advance = textstate.fontsize * stretch
        spacing = textstate.charspace * stretch
        word_spacing = textstate.wordspace * stretch if font.one_byte else 0.0
        x, y = textstate.linematrix
        for item in seq:
            if isinstance(item, (int, float)):
                x -= item * 0.001 * advance
            elif isinstance(item, bytes):
                for code in font.decode(item):
                    text, width = font.glyphs.get(code) or font.glyph(code)
                    start = scale * x + shift
                    x += width * advance
                    if text.isspace():
                        self._close()
                        self._spaced = True
                    else:
                        self._put(text, start, scale * x + shift)
                    x += spacing + word_spacing if code == 32 else spacing
        textstate.linematrix = (x, y)

    def _font(self, font: Any) -> Font:
        # A Font keeps hold of the font it is of, so that no other can get the same id.
        found = self._fonts[id(font)] = Font(font)
        return found

    def _ctm(self) -> Matrix:
        return self.ctm or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

    def _box(self, xs: Sequence[float], ys: Sequence[float]) -> Box:
        return Box(min(xs), self.height - max(ys), max(xs), self.height - min(ys))

    def _edges(self, corners: list[Point]) -> Iterator[Box]:
        for (x0, y0), (x1, y1) in pairwise(corners):
            edge = self._box((x0, x1), (y0, y1))
            if _is_thin(edge):
                yield edge

    def _turn_to(self, textstate: Any, font: Font) -> tuple[float, float]:
        """Get ready for a string; give what takes a place in it to a place along its line: factor and summand."""
        turn, (a, b, c, d, e, f) = _frame(mult_matrix(textstate.matrix, self._ctm()), textstate.fontsize)
        x, y = textstate.linematrix
        y += textstate.rise
        em = abs(textstate.fontsize) * (c * c + d * d) ** 0.5 or 0.01
        base = b * x + d * y + f
        tilted = abs(b) > _TILT * abs(a)
        into = self.tilted if tilted else self.words[turn]
        if into is not self._into or abs(base - self._base) > _LEVEL * em or abs(em - self._em) > _LEVEL * em:
            self._close()
            self._into, self._corner, self._base, self._em = into, self._corners[turn], base, em
        self._descent = font.descent
        self._bold = font.bold or textstate.render == _FILL_AND_STROKE
        self._italic = font.italic or (not tilted and d != 0 and c / d > _SLANT)
        return a, c * y + e

    def _put(self, text: str, start: float, end: float) -> None:
        """Add a glyph to the word, or begin another with it."""
        if self._parts and not _BACKWARDS * self._em < start - self._x1 < _TOUCHING * self._em:
            self._close()
        if not self._parts:
            self._x0 = self._x1 = start
        self._parts.append(text)
        self._bold_parts += self._bold
        self._italic_parts += self._italic
        if end > self._x1:
            self._x1 = end

    def _close(self) -> None:
        """End the word, if one is begun."""
        text = clean("".join(self._parts)).strip()
        if text:
            x, y = self._corner
            half = len(self._parts) / 2
            bold, italic = self._bold_parts > half, self._italic_parts > half
            x0, x1, base = x + self._x0, x + self._x1, y - self._base
            self._into.append(Drawn(text, x0, x1, base, self._em, self._descent, bold, italic, self._spaced, self._order))
            self._order += 1
        if self._parts:
            self._parts = []
            self._bold_parts = self._italic_parts = 0
            self._spaced = False


def _frame(matrix: Matrix, size: float) -> tuple[int, Matrix]:
    """How many quarters the text is turned against the clock, and the matrix seen from that direction."""
    a, b, c, d, e, f = matrix
    along, up = (a, b) if size >= 0 else (-a, -b)
    if along >= abs(up):
        return 0, matrix
    if up > abs(along):
        return 1, (b, -a, d, -c, f, -e)
    if -along >= abs(up):
        return 2, (-a, -b, -c, -d, -e, -f)
    return 3, (-b, a, -d, c, -f, e)


def _straight_subpaths(path: Sequence[Any], matrix: Matrix) -> Iterator[list[Point]]:
    """The corners, under the matrix, of each subpath without curves."""
    a, b, c, d, e, f = matrix
    corners: list[Point] = []
    straight = True
    for operator, *numbers in [*path, ("m",)]:
        if operator == "m":
            if straight and len(corners) > 1:
                yield corners
            corners, straight = [], True
        if operator == "h":
            corners.extend(corners[:1])
        elif len(numbers) >= 2:
            x, y = float(numbers[-2]), float(numbers[-1])
            corners.append((a * x + c * y + e, b * x + d * y + f))
            straight = straight and operator in "ml"


def _is_thin(box: Box) -> bool:
    width, height = box.x1 - box.x0, box.bottom - box.top
    return min(width, height) <= _LONGEST_THIN_SIDE and max(width, height) >= _SHORTEST_RULE
