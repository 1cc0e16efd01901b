"""Pictures that lie askew, put level.

Knows shades of grey; must not know text. Recognition bears a skew of some degrees, but finds columns and type better on a level page.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PIL import Image

from indexer.sources.ocr_type import ink_of


if TYPE_CHECKING:
    from collections.abc import Iterable


# Wide enough to tell a tenth of a degree, small enough to be turned sixty times in a fraction of a second.
_WIDE = 640
_FURTHEST = 12.0
_COARSE = 0.5
_FINE = 0.1
_LEVEL = 0.05


def leveled(image: Image.Image) -> Image.Image:
    """The picture turned so that its lines are level, or upright where the page lies on its side."""
    angle = skew(image)
    return image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255) if abs(angle) > _LEVEL else image


def skew(image: Image.Image) -> float:
    """The degrees against the clock that make the lines of a picture level, at most 12 either way; 0 where nothing tells."""
    small = ink_of(image.reduce(max(1, max(image.size) // _WIDE)))
    coarse = _sharpest(small, (step * _COARSE for step in _near(0, _FURTHEST / _COARSE)))
    return _sharpest(small, (coarse + step * _FINE for step in _near(0, _COARSE / _FINE)))


def _near(middle: int, reach: float) -> Iterable[int]:
    """Whole numbers around the middle, the nearest first."""
    return sorted(range(middle - round(reach), middle + round(reach) + 1), key=abs)


def _sharpest(ink: Image.Image, angles: Iterable[float]) -> float:
    """The angle at which lines and the space between them differ most, the first of several."""
    return max(angles, key=lambda angle: _sharpness(ink.rotate(angle, resample=Image.Resampling.BILINEAR)))


def _sharpness(ink: Image.Image) -> int:
    rows = ink.resize((1, ink.height), Image.Resampling.BOX).tobytes()
    columns = ink.resize((ink.width, 1), Image.Resampling.BOX).tobytes()
    return max(_contrast(rows), _contrast(columns))


def _contrast(shades: bytes) -> int:
    return sum((one - other) ** 2 for one, other in pairwise(shades))
