"""Boxes on pages that lie on their side; pure geometry.

Knows quarter turns; must not know PDF or lines.
A frame is a page turned so that text of one direction is level: frame 0 is the page as it is, frame 1 the one in which text that runs
upwards on the page is level, and so on against the clock.
"""

from __future__ import annotations

from indexer.model.source import Box


def frame_size(width: float, height: float, *, turn: int) -> tuple[float, float]:
    """Width and height of a page of `width` and `height`, seen in a frame."""
    return (height, width) if turn % 2 else (width, height)


def turned(box: Box, *, width: float, height: float, turn: int) -> Box:
    """A box of the page, which is `width` by `height`, seen in a frame."""
    x0, top, x1, bottom = box
    if turn == 1:
        return Box(height - bottom, x0, height - top, x1)
    if turn == 2:
        return Box(width - x1, height - bottom, width - x0, height - top)
    if turn == 3:
        return Box(top, width - x1, bottom, width - x0)
    return box


def turned_back(box: Box, *, width: float, height: float, turn: int) -> Box:
    """A box of a frame, seen on the page, which is `width` by `height`: the inverse of `turned`."""
    wide, high = frame_size(width, height, turn=turn)
    return turned(box, width=wide, height=high, turn=-turn % 4)
