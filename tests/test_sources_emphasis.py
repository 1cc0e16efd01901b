"""Markdown inside a line: what styles goes, what is text stays."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.sources.emphasis import inline


def shown(text: str) -> str:
    """The pieces in one string, bold in [..], italic in {..}."""
    marked = ""
    for (bold, italic), pieces in groupby(inline(text), key=lambda piece: (piece.bold, piece.italic)):
        part = "".join(piece.text for piece in pieces)
        part = f"{{{part}}}" if italic else part
        marked += f"[{part}]" if bold else part
    return marked


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("**fed** og *skrå* og ***begge***", "[fed] og {skrå} og [{begge}]"),
        ("__fed__ og _skrå_", "[fed] og {skrå}"),
        ("**fed *skrå* fed**", "[fed ][{skrå}][ fed]"),
        ("**Direktion  \nForvaltningen**", "[Direktion  \nForvaltningen]"),
        ("<b>I alt</b> og <EM>nok</EM>", "[I alt] og {nok}"),
        ("</b>løst", "løst"),
        ("<span style='x'>a</span><br/>b", "a\nb"),
        ("m<sup>2</sup>", "m²"),
        ("[www.kk.example](http://www.kk.example/a_(b))", "www.kk.example"),
        ("[Anne\\\\_Holm@kk.example](mailto:Anne_Holm@kk.example)", "Anne_Holm@kk.example"),
        ("![](side_1.jpeg)", ""),
        ("<https://kk.example/_a_> <mailto:a@b.example>", "https://kk.example/_a_ a@b.example"),
        ("a &amp; b &lt; c &ukendt;", "a & b < c &ukendt;"),
    ],
)
def test_marks_that_style_are_dropped(markdown: str, expected: str) -> None:
    """Emphasis, tags and links leave their text and how it is set."""
    assert shown(markdown) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Uddannelse*", "Uddannelse*"),
        ("\\*ekskl. moms", "*ekskl. moms"),
        ("*ekskl. moms", "*ekskl. moms"),
        ("Mentor* og kurser* i alt", "Mentor* og kurser* i alt"),
        ("noten (*) og noten (*)", "noten (*) og noten (*)"),
        ("anden aktør?*", "anden aktør?*"),
        ("**løs", "**løs"),
        ("***skrå* rest", "**{skrå} rest"),
        ("**fed* rest", "*{fed} rest"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("Ulrik_Holm_Vang@kk.example", "Ulrik_Holm_Vang@kk.example"),
        ("\\*\\*ikke fed\\*\\* og \\_", "**ikke fed** og _"),
        ("C:\\mappe\\fil", "C:\\mappe\\fil"),
        ("Kurser *, mentor*", "Kurser *, mentor*"),
        ("Ulrik_Holm og Vang_", "Ulrik_Holm og Vang_"),
        ("*a _b* c_", "{a _b} c_"),
    ],
)
def test_marks_that_style_nothing_stay(markdown: str, expected: str) -> None:
    """A star or underscore without its fellow, escaped or inside a word is text."""
    assert shown(markdown) == expected


@settings(max_examples=100)
@given(st.text(alphabet="ab *_\\(\n.ø"))
def test_no_letter_is_lost(text: str) -> None:
    """Whatever stands where, letters come out in order, and nothing that was not there."""
    given_letters = [character for character in text if character.isalpha()]
    assert [character for piece in inline(text) for character in piece.text if character.isalpha()] == given_letters


@settings(max_examples=100)
@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_never_fails(text: str) -> None:
    """Any text is read."""
    inline(text)
