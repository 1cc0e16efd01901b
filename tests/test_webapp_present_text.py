from __future__ import annotations

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.model.results import Mark
from tests.webapp_builders import marks
from webapp.present.wording.text import blocks
from webapp.present.wording.text import paragraphs
from webapp.present.wording.text import plain
from webapp.present.wording.text import shortened
from webapp.present.wording.text import wording


excerpts = st.lists(
    st.builds(Mark, st.text(st.sampled_from("ab æ\n-1. "), min_size=1, max_size=12), marked=st.booleans()),
    max_size=10,
).map(tuple)


@given(excerpts)
@settings(max_examples=80)
def test_no_character_is_lost(excerpt: tuple[Mark, ...]) -> None:
    """Cut into paragraphs and points, a text keeps every character that is not white space, and each stays marked or not."""
    before = [(sign, piece.marked) for piece in excerpt for sign in piece.text if not sign.isspace()]
    after = [(sign, piece.marked) for line in paragraphs(excerpt) for piece in line for sign in piece.text if not sign.isspace()]
    assert after == before
    shown = "".join(sign + wording(line) for block in blocks(excerpt) for sign, line in zip(block.signs or ("",), block.lines, strict=True))
    assert "".join(shown.split()) == "".join(sign for sign, _ in before)


@given(excerpts, st.integers(10, 60))
@settings(max_examples=80)
def test_shortened_is_short_and_keeps_a_mark(excerpt: tuple[Mark, ...], length: int) -> None:
    """A shortened text is at most a little longer than asked for and still shows a mark, if there was one."""
    short = shortened(excerpt, length)
    assert len(wording(short)) <= length + len(" …  …")
    assert any(piece.marked for piece in short) == any(piece.marked for piece in excerpt)


def test_short_text_is_untouched() -> None:
    """What is short enough is only put on one line."""
    assert shortened(plain("a\n\nb"), 10) == plain("a b")


def test_long_text_is_cut_between_words() -> None:
    """Without a mark further on, the beginning is kept, cut after a whole word."""
    assert wording(shortened(plain("Hvor mange liter mælk drikker skolerne om året?"), 25)) == "Hvor mange liter mælk\N{NO-BREAK SPACE}…"


def test_late_mark_is_kept() -> None:
    """When only something late is marked, the cut makes room for it, with its words around it."""
    text = "Hvor mange " + "meget lange ord " * 20 + "om mælk og ost " + "og mere " * 20
    short = shortened(marks(text, "mælk"), 80)
    assert Mark("mælk", marked=True) in short
    assert wording(short).startswith("Hvor mange")
    assert wording(short).count("…") == 2


def test_mark_in_the_word_that_is_cut() -> None:
    """A mark that would end within the length, but in the word the cut leaves out, is kept all the same."""
    assert Mark("bbb", marked=True) in shortened(marks("aaaaaa bbbbb ccc", "bbb"), 10)


def test_late_mark_at_the_end() -> None:
    """A mark near the end of the text is followed by the end of it, not by a cut."""
    short = shortened(marks("ord " * 60 + "og mælk", "mælk"), 80)
    assert wording(short).endswith("mælk")


def test_marks_reach_over_paragraphs() -> None:
    """A marked piece with a blank line in it is marked in both paragraphs."""
    found = paragraphs((Mark("a\n\nb", marked=True),))
    assert found == ((Mark("a", marked=True),), (Mark("b", marked=True),))


def test_points_become_lists() -> None:
    """Neighbouring paragraphs that begin with a sign or a number are the points of one list; others are paragraphs."""
    found = blocks(plain("Heraf:\n\n- 2 liter\n\n- 3 liter\n\n1. Ost\n\nSlut. Det er 2. gang."))
    assert [len(block.lines) for block in found] == [1, 3, 1]
    assert found[1].signs == ("-", "-", "1.")
    assert [wording(line) for line in found[1].lines] == ["2 liter", "3 liter", "Ost"]
    assert found[2].signs == ()


def test_nothing_is_nothing() -> None:
    """An empty text has no paragraphs."""
    assert plain("") == ()
    assert blocks(()) == ()
