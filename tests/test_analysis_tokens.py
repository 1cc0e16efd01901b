"""Text -> tokens."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.tokens import normalise
from indexer.analysis.tokens import tokenise


def texts(text: str) -> list[str]:
    """The tokens of a text, as written."""
    return [token.text for token in tokenise(text)]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Kurset/lignende og/eller møder", ["Kurset", "lignende", "og", "eller", "møder"]),
        ("7,3 mio. kr. i 2018", ["7,3", "mio", "kr", "i", "2018"]),
        ("1.250.000 kr., 12:30 og 3.-5. klasse", ["1.250.000", "kr", "12:30", "og", "3", "5", "klasse"]),
        ("den 24-09-2018, 24.9.2018 eller 24/9-2018", ["den", "24-09-2018", "24.9.2018", "eller", "24/9-2018"]),
        ("Sagsnr. 2019-0012345-7, BI105 og 18/00088", ["Sagsnr", "2019-0012345-7", "BI105", "og", "18/00088"]),
        ("§ 16, stk. 2, §7a og §§ 8-9", ["§ 16", "stk", "2", "§7a", "og", "§§ 8", "9"]),
        ("a-kassens 30-timers-regel", ["a-kassens", "30-timers-regel"]),
        ("job- og løntilskud", ["job", "og", "løntilskud"]),
        ("f.eks. bl.a. på kk.dk. Slut.Ny", ["f.eks", "bl.a", "på", "kk.dk", "Slut", "Ny"]),
        ("pc'en, SF’s ’citat’", ["pc'en", "SF’s", "citat"]),
        ("2017–2019 – og", ["2017–2019", "og"]),
        ("V, Ø og Å_b", ["V", "Ø", "og", "Å", "b"]),
        ("", []),
        ("- … ! ¶ \n", []),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    """Words, numbers, dates, case numbers, amounts and § with its number come out whole, and nothing else does."""
    assert texts(text) == tokens


@pytest.mark.parametrize("spelling", ["forvalt\u00adning", "for\u200bvaltning", "FORVALTNING", "Forvaltning\ufeff"])
def test_unseen_characters_and_capitals_make_no_other_word(spelling: str) -> None:
    """Soft hyphens, characters of no width and capitals are gone when a word is normalised, and never cut it in two."""
    assert [normalise(token) for token in texts(f"en {spelling} her")] == ["en", "forvaltning", "her"]


def test_composed_and_decomposed_letters_are_one() -> None:
    """A text in NFD has the same tokens, at their places, and the same words after normalising."""
    text = "Rådet på Åboulevarden får én idé"
    loose = unicodedata.normalize("NFD", text)
    assert [normalise(token) for token in texts(loose)] == [normalise(token) for token in texts(text)]
    assert all(loose[token.start : token.end] == token.text for token in tokenise(loose))


@pytest.mark.parametrize(("raw", "plain"), [("ﬂertal", "flertal"), ("job‑samtale", "job-samtale"), ("SF’s", "sf's"), ("§ 16", "§16")])
def test_normalise(raw: str, plain: str) -> None:
    """Ligatures, hyphens, apostrophes and spaces inside a token have one plain form."""
    assert normalise(raw) == plain


@given(st.text(max_size=200))
def test_tokens_lie_on_any_text(text: str) -> None:
    """Tokens of any text stand where they say, in order, without overlap, and leave no letter or digit behind."""
    end = 0
    for token in tokenise(text):
        assert text[token.start : token.end] == token.text
        assert not any(character.isalnum() for character in text[end : token.start])
        assert token.start >= end
        end = token.end
    assert not any(character.isalnum() for character in text[end:])


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text: str) -> None:
    """What is normalised is NFC, in lower case, without white space, and stays so."""
    plain = normalise(text)
    assert plain == normalise(plain) == unicodedata.normalize("NFC", plain) == plain.lower()
    assert not any(character.isspace() for character in plain)
