from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from webapp.present.wording.harmless import harmless


DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
MARKS = "\u200e\u200f\u061c"


@given(st.text(st.sampled_from("aæ \n\t\0\x07\x1b\x7f\x9f\u061c\u200e\u200f\u202a\u202e\u2066\u2069אبé-\u00ad\ud800")))
def test_nothing_is_left_that_reaches_further(text: str) -> None:
    """No direction, no control character and no half character is left, and every letter, sign, line and tab is."""
    left = harmless(text)
    assert not [sign for sign in left if unicodedata.bidirectional(sign) in DIRECTIONS or sign in MARKS]
    assert not [sign for sign in left if unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\t\n"]
    assert [sign for sign in left if sign in "aæ \n\tאبé-\u00ad"] == [sign for sign in text if sign in "aæ \n\tאبé-\u00ad"]
    assert left.count("\ufffd") == text.count("\ud800")


def test_what_is_harmless_stays() -> None:
    """A text with nothing of the kind is given back as it is, whatever script it is written in."""
    for text in ("", "Børn & unge: 3 % – «æøå»", "שלום עולם 12", "a\tb\r\nc", "ord\u00addeling"):
        assert harmless(text) == text
