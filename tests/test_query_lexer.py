from __future__ import annotations

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.query.lexer import MAX_CHARACTERS
from indexer.query.lexer import MAX_INPUT
from indexer.query.lexer import MAX_WORDS
from indexer.query.lexer import Kind
from indexer.query.lexer import cleaned
from indexer.query.lexer import legible
from indexer.query.lexer import shortened
from indexer.query.lexer import tokens


def kinds(text: str) -> list[tuple[Kind, str]]:
    """The tokens of a text, without their values."""
    return [(token.kind, token.text) for token in tokens(text)]


def test_each_kind_of_token_is_told_apart() -> None:
    """Words, operators, fields, phrases, minus signs and parentheses are different tokens."""
    assert kinds('a-b OG (c ELLER IKKE -d*) "e f" sag:1 - ”g" h”') == [
        (Kind.CHUNK, "a-b"),
        (Kind.AND, "OG"),
        (Kind.OPEN, "("),
        (Kind.CHUNK, "c"),
        (Kind.OR, "ELLER"),
        (Kind.NOT, "IKKE"),
        (Kind.MINUS, "-"),
        (Kind.CHUNK, "d*"),
        (Kind.CLOSE, ")"),
        (Kind.PHRASE, '"e f"'),
        (Kind.FIELD, "sag:1"),
        (Kind.DASH, "-"),
        (Kind.PHRASE, '”g"'),
        (Kind.CHUNK, "h"),
        (Kind.QUOTE, "”"),
    ]


def test_operators_are_whole_words_in_capitals() -> None:
    """Only OG, ELLER and IKKE standing alone in capitals are operators."""
    assert {kind for kind, _ in kinds("og eller ikke OGSÅ ELLERS IKKE-ryger OG,")} == {Kind.CHUNK}


def test_fields_have_spellings_and_values() -> None:
    """A field is known in capitals and without Danish letters; its value is what follows at once, in quotation marks or not."""
    read = [(token.name, token.value, token.quoted) for token in tokens('direktoer:"Tanja  Hansen" ÅR:2018, aar:2017.. TIL:Bo* til:""')]
    assert read == [
        ("direktør", "Tanja Hansen", True),
        ("år", "2018", False),
        ("år", "2017..", False),
        ("til", "Bo", False),
        ("til", "", True),
    ]
    assert kinds("sag: 1") == [(Kind.CHUNK, "sag:"), (Kind.CHUNK, "1")]


def test_what_cannot_be_seen_is_cleaned_away() -> None:
    """Control characters and lone surrogates become spaces, direction marks and soft hyphens go, letters are composed."""
    assert cleaned("a\x00b\ud800c nytte\xadindsats \u202eab\u200d a\u030ar") == "a b c nytteindsats ab år"


@settings(deadline=None)
@given(st.text(max_size=300))
def test_cleaning_is_done_once_and_for_all(text: str) -> None:
    """A cleaned text is clean, and can be written as UTF-8."""
    once = cleaned(text)
    assert cleaned(once) == once
    assert once.encode("utf-8").decode("utf-8") == once


@settings(deadline=None)
@given(st.text(alphabet='ab "”()-*:', max_size=80))
def test_no_character_is_lost_between_tokens(text: str) -> None:
    """The tokens hold every character that is not a space, in order."""
    assert "".join("".join(token.text for token in tokens(text)).split()) == "".join(text.split())


def test_a_long_query_is_cut_and_it_is_said() -> None:
    """Of a query too long the first words are used, and the reader is told how many."""
    words = " ".join(f"ord{number}" for number in range(MAX_WORDS + 5))
    kept, cut = shortened(words)
    assert len(kept.split()) == MAX_WORDS
    assert cut == f"Søgningen er lang; kun de første {MAX_WORDS} ord er brugt."
    kept, cut = shortened("x" * (MAX_CHARACTERS + 1))
    assert len(kept) == MAX_CHARACTERS
    assert cut == f"Søgningen er lang; kun de første {MAX_CHARACTERS} tegn er brugt."
    assert shortened(" ".join(["ord"] * MAX_WORDS) + " ?!") == (" ".join(["ord"] * MAX_WORDS) + " ?!", None)


def test_a_long_phrase_is_still_a_phrase_when_cut() -> None:
    """The quotation mark that a cut would take is put back."""
    kept, _ = shortened('"' + " ".join(["ord"] * (MAX_WORDS + 5)) + '"')
    assert [token.kind for token in tokens(kept)] == [Kind.PHRASE]


def test_no_more_than_a_bounded_beginning_is_looked_at() -> None:
    """However long the input, only a bounded beginning of it is read."""
    kept, cut = legible("(" * 1_000_000)
    assert len(kept) == MAX_INPUT
    assert cut == f"Søgningen er lang; kun de første {MAX_INPUT} tegn er brugt."
