"""A word as a page draws it.

Knows place and type; must not know what drew it or which line it belongs to.
"""

from __future__ import annotations

from typing import NamedTuple


class Drawn(NamedTuple):
    """A word as drawn: `x0` to `x1` along its line, standing on `base`, which grows downwards; lengths in points.

    `descent` is the share of `size` below the base. `spaced` tells that a space was drawn before it. `order` counts the words of a page
    as they are drawn.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    descent: float
    bold: bool
    italic: bool
    spaced: bool
    order: int
