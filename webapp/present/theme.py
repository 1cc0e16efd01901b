"""One colour of a city -> the colours of the page, light and dark.

Knows colours and how much text has to stand out from what it stands on; must not know which elements are set in which colour.

Colours are mixed in OKLCH (lightness, chroma, hue), where an equal step looks equally large in any hue: Björn Ottosson, "A perceptual color
space for image processing", https://bottosson.github.io/posts/oklab/. Contrast is that of WCAG 2.2,
https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple


LIGHT_PAPER = "#fcfbf9"
DARK_PAPER = "#15191c"
LIGHT_MARK = "#ffeb9c"
"""What text stands on; svarsoeg.css says the same. In the dark, what is marked has a colour of its own."""

LEGIBLE = 4.5
"""The contrast that WCAG asks of text."""
RESTFUL = 9.5
"""The contrast of a link in the dark, where thin light letters have to stand out further."""

_STEP = 0.004
_STRONGER = 0.08
"""How much darker or lighter the colour under the pointer is than the one at rest: enough to be seen as another."""


class Oklch(NamedTuple):
    """A colour: lightness from 0 to 1, chroma from 0 (grey), hue in radians."""

    lightness: float
    chroma: float
    hue: float


@dataclass(frozen=True, slots=True)
class Shades:
    """What follows from the accent in one scheme, as `#rrggbb`: links, the same stronger, text on these, a faint ground."""

    accent: str
    strong: str
    on_accent: str
    tint: str


def light(accent: str) -> Shades:
    """The shades on light paper: the accent itself, darkened as far as needed to be read."""
    own = _oklch(accent)
    tint = _hex(_shade(own, 0.952, share=0.12, most=0.014))
    shown = _until_legible(own, by=-_STEP, grounds={LIGHT_PAPER: LEGIBLE, LIGHT_MARK: LEGIBLE, tint: LEGIBLE})
    return Shades(_hex(shown), _hex(_stronger(shown, -_STRONGER)), "#ffffff", tint)


def dark(accent: str) -> Shades:
    """The shades on dark paper: the accent lightened until it stands out well."""
    own = _oklch(accent)
    tint = _hex(_shade(own, 0.275, share=0.28, most=0.03))
    shown = _until_legible(own, by=_STEP, grounds={DARK_PAPER: RESTFUL, tint: LEGIBLE})
    on_accent = _hex(_shade(own, 0.241, share=0.42, most=0.05))
    return Shades(_hex(shown), _hex(_stronger(shown, _STRONGER)), on_accent, tint)


def style_sheet(accent: str) -> str:
    """The shades as the variables that the other style sheets are written with; an embedded page may be told which scheme to show."""
    by_day, by_night = _variables(light(accent)), _variables(dark(accent))
    own = f':root[data-tema="lys"] {{ {by_day} }}\n:root[data-tema="moerk"] {{ {by_night} }}\n'
    return f":root {{ {by_day} }}\n\n@media (prefers-color-scheme: dark) {{\n  :root {{ {by_night} }}\n}}\n\n{own}"


def contrast(one: str, other: str) -> float:
    """How far two colours stand out from each other, from 1 to 21."""
    less, more = sorted(map(_luminance, (one, other)))
    return (more + 0.05) / (less + 0.05)


def _variables(shades: Shades) -> str:
    named = {"accent": shades.accent, "accent-strong": shades.strong, "on-accent": shades.on_accent, "tint": shades.tint}
    return " ".join(f"--{name}: {colour};" for name, colour in named.items())


def _shade(colour: Oklch, lightness: float, *, share: float, most: float) -> Oklch:
    """The hue of a colour at this lightness, with this share of its chroma, at most so much: a ground stays faint under any colour."""
    return Oklch(lightness, min(colour.chroma * share, most), colour.hue)


def _stronger(colour: Oklch, by: float) -> Oklch:
    """The colour darker or lighter, and paler as it nears black or white."""
    end = 0.0 if by < 0 else 1.0
    lightness = min(max(colour.lightness + by, 0.0), 1.0)
    left = abs(lightness - end) / (abs(colour.lightness - end) or 1)
    return Oklch(lightness, colour.chroma * left, colour.hue)


def _until_legible(colour: Oklch, *, by: float, grounds: dict[str, float]) -> Oklch:
    """The colour, made darker or lighter step by step until it stands out from each ground as much as is asked."""
    while any(contrast(_hex(colour), ground) < least for ground, least in grounds.items()):
        colour = colour._replace(lightness=colour.lightness + by)
    return colour


def _oklch(colour: str) -> Oklch:
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return Oklch(0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short, math.hypot(a, b), math.atan2(b, a))


def _hex(colour: Oklch) -> str:
    """The colour as a screen shows it; of one it cannot show, the hue and lightness with as much chroma as it can."""
    least, most = 0.0, colour.chroma
    shown = colour
    for _ in range(12):
        if all(-0.0005 <= part <= 1.0005 for part in _rgb(shown)):
            if shown.chroma == most:
                break
            least = shown.chroma
        else:
            most = shown.chroma
        shown = shown._replace(chroma=(least + most) / 2)
    return "#" + "".join(f"{round(255 * _encoded(min(max(part, 0.0), 1.0))):02x}" for part in _rgb(shown))


def _rgb(colour: Oklch) -> tuple[float, float, float]:
    """Red, green and blue as light, each from 0 to 1 where a screen can show the colour."""
    a, b = colour.chroma * math.cos(colour.hue), colour.chroma * math.sin(colour.hue)
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return _decoded(red), _decoded(green), _decoded(blue)


def _decoded(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _encoded(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
