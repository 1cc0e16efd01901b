"""How the lines of a picture are set: heavy or slanted, measured in their ink.

Knows shades of grey; must not know what a line says. Tesseract tells neither, and letters set their questions apart by both.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING
from typing import NamedTuple

from PIL import Image
from PIL import ImageFilter


if TYPE_CHECKING:
    from collections.abc import Sequence


class Strip(NamedTuple):
    """Where a line lies in a level picture, in pixels, and its type size."""

    x0: float
    top: float
    x1: float
    bottom: float
    size: float


class Type(NamedTuple):
    """How a line is set."""

    bold: bool
    italic: bool


_DARK = 0.6
# Strokes this much thicker than those of most lines are bold, after what a scanner adds to each, in dots; slanted faces are lighter.
_HEAVY = 1.3
_HEAVY_SLANTED = 1.1
_BLUR = 1.0
# A line is slanted when its letters stand sharpest on the line after being put upright by this much (as a tangent): about 6 degrees.
_SLANTED = 0.1
_SLANTS = tuple(step * 0.04 for step in range(-2, 9))
_HEIGHT = 32


def ink_of(image: Image.Image, *, dark: float = _DARK) -> Image.Image:
    """The picture with ink white (255) on black (0); ink is what is darker than the share `dark` of the paper."""
    histogram = image.histogram()
    paper = max(range(256), key=lambda shade: histogram[shade])
    return image.point([255 if shade < dark * paper else 0 for shade in range(256)])


def types_of(ink: Image.Image, strips: Sequence[Strip]) -> list[Type]:
    """How each line is set; `ink` is a level picture as `ink_of` gives it."""
    cut = [ink.crop((round(strip.x0), round(strip.top), round(strip.x1), round(strip.bottom))) for strip in strips]
    slanted = [_slant(one) >= _SLANTED for one in cut]
    weights = [_thickness(one) / strip.size for one, strip in zip(cut, strips, strict=True)]
    usual = _usual(weights, strips)
    heavy = [_HEAVY_SLANTED if slant else _HEAVY for slant in slanted]
    return [Type(weight > limit * usual > 0, slant) for weight, limit, slant in zip(weights, heavy, slanted, strict=True)]


def _usual(weights: Sequence[float], strips: Sequence[Strip]) -> float:
    """The weight most of the text has: longer lines count for more."""
    spread = [weight for weight, strip in zip(weights, strips, strict=True) for _ in range(1 + round((strip.x1 - strip.x0) / strip.size))]
    return median(spread) if spread else 0.0


def _thickness(ink: Image.Image) -> float:
    """The mean thickness of the strokes, in pixels: all ink over half of what is lost when each stroke loses a pixel on both sides."""
    if min(ink.size) < 3:
        return 0.0
    all_ink, left = ink.histogram()[255], ink.filter(ImageFilter.MinFilter(3)).histogram()[255]
    return max(0.0, 2 * all_ink / (all_ink - left) - _BLUR) if all_ink > left else 0.0


def _slant(ink: Image.Image) -> float:
    """The slant, as a tangent, that leaves the sharpest columns when taken out."""
    if min(ink.size) < 3:
        return 0.0
    wide, high = max(3, ink.width * _HEIGHT // ink.height), _HEIGHT
    small = ink.resize((wide, high), Image.Resampling.BOX)
    return max(_SLANTS, key=lambda slant: (_sharpness(small, slant), -abs(slant)))


def _sharpness(ink: Image.Image, slant: float) -> int:
    # What stands at height y is fetched from further right the higher it stands.
    upright = ink.transform(ink.size, Image.Transform.AFFINE, (1, -slant, slant * ink.height / 2, 0, 1, 0))
    columns = upright.resize((ink.width, 1), Image.Resampling.BOX).tobytes()
    return sum(column * column for column in columns)
