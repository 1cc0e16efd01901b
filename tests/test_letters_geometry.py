"""Whatever stands wherever on pages: parsing raises nothing, and no character is lost or used twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.letters import parse_letter
from indexer.model.source import Box
from indexer.model.source import Line
from indexer.model.source import Page
from indexer.model.source import Source
from tests.letter_builders import PARTIES
from tests.letter_builders import PIECES
from tests.letter_builders import misplaced


if TYPE_CHECKING:
    from collections.abc import Sequence

PLACES = st.sampled_from([40, 68, 72, 150, 250, 310, 433, 560]) | st.integers(0, 700)
HEIGHTS = st.sampled_from([*range(40, 240, 14), 400, 780, 812]) | st.integers(0, 842)
SIZES = st.sampled_from([11.0, 11.0, 11.0, 8.0, 6.0, 13.0, 60.0])
RULES = st.builds(
    lambda x, y, length, level: Box(x, y, x + length * level, y + length * (1 - level)),
    st.sampled_from([68.0, 150.0, 250.0, 400.0]),
    st.sampled_from([94.0, 108.0, 122.0, 150.0]),
    st.sampled_from([0.0, 28.0, 56.0, 332.0]),
    st.integers(0, 1),
)
PAGES = st.lists(st.tuples(st.sampled_from([(595.0, 842.0), (842.0, 595.0)]), st.lists(RULES, max_size=10)), min_size=1, max_size=3)


@st.composite
def drawn_lines(draw: st.DrawFn, pages: int) -> Sequence[Line]:
    """Lines on pages in the order a reader of sources gives them, each as wide as its characters."""
    lines: list[Line] = []
    for page in range(1, pages + 1):
        places = sorted(draw(st.lists(st.tuples(HEIGHTS, PLACES), max_size=14)))
        for top, x0 in places:
            text, size = draw(PIECES), draw(SIZES)
            box = Box(float(x0), float(top), x0 + max(1, len(text)) * size / 2, top + size)
            gap, indent = draw(st.sampled_from([0.0, 0.0, 0.4, 1.0, 3.0])), draw(st.sampled_from([0.0, 0.0, 2.0, 30.0]))
            lines.append(Line(text, page, gap, indent, bold=draw(st.booleans()), italic=draw(st.booleans()), box=box, size=size))
    return lines


@settings(max_examples=300)
@given(PAGES, st.data())
def test_every_character_on_pages_is_placed_exactly_once(pages: list[tuple[tuple[float, float], list[Box]]], data: st.DataObject) -> None:
    """Lines in margins, tables, columns, notes and behind each other make a letter that holds each of their characters in one place."""
    sheets = tuple(Page(number, *size, tuple(rules)) for number, (size, rules) in enumerate(pages, 1))
    lines = tuple(line for line in data.draw(drawn_lines(len(sheets))) if line.text.strip())
    source = Source("brev.pdf", "0" * 64, "pdf", lines, sheets)
    assert misplaced(parse_letter(source, parties=PARTIES, members={}), source) == []
