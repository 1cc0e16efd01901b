"""Turned pages: the same box seen from each side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.model.source import Box
from indexer.sources.pdf_turns import frame_size
from indexer.sources.pdf_turns import turned
from indexer.sources.pdf_turns import turned_back


@pytest.mark.parametrize(
    ("turn", "seen"),
    [(0, Box(10, 20, 30, 25)), (1, Box(175, 10, 180, 30)), (2, Box(70, 175, 90, 180)), (3, Box(20, 70, 25, 90))],
)
def test_turned(turn: int, seen: Box) -> None:
    """A box near the top left corner of a page of 100 by 200 points lies where the turned page has it."""
    assert turned(Box(10, 20, 30, 25), width=100, height=200, turn=turn) == seen


@settings(max_examples=50)
@given(st.integers(0, 3), st.tuples(*[st.integers(0, 90)] * 2), st.tuples(*[st.integers(1, 10)] * 2))
def test_turned_back(turn: int, corner: tuple[int, int], size: tuple[int, int]) -> None:
    """Turning there and back changes nothing, and the box stays on the page."""
    box = Box(corner[0], corner[1], corner[0] + size[0], corner[1] + size[1])
    seen = turned(box, width=100, height=120, turn=turn)
    wide, high = frame_size(100, 120, turn=turn)
    assert 0 <= seen.x0 < seen.x1 <= wide
    assert 0 <= seen.top < seen.bottom <= high
    assert turned_back(seen, width=100, height=120, turn=turn) == box
