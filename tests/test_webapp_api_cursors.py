from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.api.cursors import FARTHEST
from webapp.api.cursors import MOST_CHARACTERS
from webapp.api.cursors import Cursor
from webapp.api.cursors import CursorError
from webapp.api.cursors import read_cursor
from webapp.api.cursors import write_cursor


SEARCH = (("q", "mælk"), ("aar", "2018"))
CURSORS = st.builds(Cursor, st.text(st.characters(codec="utf-8"), max_size=40), st.integers(1, FARTHEST))


@given(CURSORS)
def test_a_cursor_is_read_as_it_was_written(cursor: Cursor) -> None:
    """Whatever place a cursor stands for, a URL can hold it as it is, and it is read again."""
    text = write_cursor(cursor, search=SEARCH)
    assert re.fullmatch(r"[\w-]+", text, re.ASCII)
    assert len(text) < MOST_CHARACTERS
    assert read_cursor(text, search=SEARCH) == cursor


@given(CURSORS, st.data())
def test_a_cursor_that_was_touched_is_refused(cursor: Cursor, data: st.DataObject) -> None:
    """One sign changed, left out or added anywhere, and it is no cursor."""
    text = write_cursor(cursor, search=SEARCH)
    place = data.draw(st.integers(0, len(text)))
    sign = data.draw(st.sampled_from("AZaz09-_=. \n"))
    for touched in (text[:place] + sign + text[place:], text[:place] + sign + text[place + 1 :], text[:place] + text[place + 1 :]):
        if touched != text:
            with pytest.raises(CursorError):
                read_cursor(touched, search=SEARCH)


@given(st.text(max_size=60))
def test_any_text_is_a_cursor_or_refused(text: str) -> None:
    """Nothing that stands in a URL is an error of another kind."""
    with pytest.raises(CursorError):
        read_cursor(text, search=SEARCH)


def test_a_cursor_belongs_to_its_search() -> None:
    """The place in one result is none in another."""
    text = write_cursor(Cursor("g1", 10), search=SEARCH)
    with pytest.raises(CursorError):
        read_cursor(text, search=SEARCH[:1])


@pytest.mark.parametrize("offset", [0, -1, FARTHEST + 1])
def test_a_cursor_stands_within_a_result(offset: int) -> None:
    """Even one written here is refused where there can be no page."""
    with pytest.raises(CursorError):
        read_cursor(write_cursor(Cursor("g1", offset), search=SEARCH), search=SEARCH)
