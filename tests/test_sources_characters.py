"""Characters: what is written the same way whatever program wrote it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.sources.characters import clean
from indexer.sources.characters import dingbat
from indexer.sources.characters import is_label
from indexer.sources.characters import plain_bullet
from indexer.sources.characters import superscript


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("Ka\u0308re A\u030age", "Käre Åge"),
        ("7\u00a0% af\u202f1.000", "7 % af 1.000"),
        ("over\u200bblik\ufeff", "overblik"),
        ("e\ufb00ekt og \ufb01nans", "effekt og finans"),
        ("\uf0b7 punkt", "• punkt"),
        ("\uf0fe ja", "☒ ja"),
        ("18\u201124", "18-24"),
        ("a\x00b\x1ac\x8dd", "abcd"),
        ("kolonne   et", "kolonne   et"),
        ("celle\tto", "celle\tto"),
        ("halv\ud83d", "halv\ufffd"),
    ],
)
def test_clean(written: str, cleaned: str) -> None:
    """Composed, with plain spaces and bullets, without what cannot be seen; runs of spaces and tabs stay."""
    assert clean(written) == cleaned


def test_clean_keeps_how_a_line_was_broken() -> None:
    """The soft hyphen and the hyphen of U+2010 are left to whoever joins lines."""
    assert clean("be\u00ad") == "be\u00ad"
    assert clean("be\u2010") == "be\u2010"


@settings(max_examples=60)
@given(st.text())
def test_clean_gives_nfc_and_needs_no_second_time(text: str) -> None:
    """Cleaning twice is cleaning once, and what comes out is composed."""
    once = clean(text)
    assert unicodedata.is_normalized("NFC", once)
    assert clean(once) == once


@pytest.mark.parametrize(("line", "plain"), [("● et", "• et"), ("  ▪ to", "  • to"), ("·", "•"), ("1 · 2", "1 · 2"), ("·nær", "·nær")])
def test_plain_bullet(line: str, plain: str) -> None:
    """A bullet of any shape is one only at the beginning of a line and apart from the text."""
    assert plain_bullet(line) == plain


@pytest.mark.parametrize("word", ["1.", "12)", "(3)", "a)", "B.", "ii)", "2.1", "2.1.", "1a.", "-", "–", "•", "o", "☒"])
def test_is_label(word: str) -> None:
    """Numbers, letters and bullets as they stand before list items are labels."""
    assert is_label(word)


@pytest.mark.parametrize("word", ["1", "kr.", "Nr.", "Til:", "2018.", "7,3", "5.460", "", "i"])
def test_is_no_label(word: str) -> None:
    """Words, amounts and bare numbers are not."""
    assert not is_label(word)


def test_superscript() -> None:
    """Digits are raised, anything else stays."""
    assert superscript("12*") == "¹²*"


def test_dingbat() -> None:
    """In a font of signs a tick is a tick, a box a box, and the rest bullets, also when nothing is known of it."""
    assert [dingbat(sign) for sign in ("ü", "\uf0fe", "§", "")] == ["✓", "☒", "•", "•"]
