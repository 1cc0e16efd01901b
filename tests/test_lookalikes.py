from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.lookalikes import Lookalikes
from indexer.lookalikes import allowed_edits
from indexer.lookalikes import sketch


FORMS = {
    "skraldespanden": 4,
    "lygtepæl": 2,
    "lygtepæle": 90,
    "børnehaven": 9,
    "vandværk": 3,
    "el-tavle": 1,
    "gade": 50,
    "gave": 1,
    "vej": 9,
}
WORDS = Lookalikes(FORMS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("børnehave", "bornehave"),
        ("børnehave", "boernehave"),
        ("hjælp", "jelp"),
        ("compagni", "kompagni"),
        ("tallet", "talet"),
        ("indsats", "insats"),
        ("hvordan", "vordan"),
        ("fuldstændig", "fulstæni"),
        ("el-tavle", "eltavle"),
        ("påske", "paske"),
    ],
)
def test_what_danes_mistake_looks_alike(one: str, other: str) -> None:
    """The sketch of a word leaves out what is often mistaken."""
    assert sketch(one) == sketch(other)


def test_words_that_differ_otherwise_have_other_sketches() -> None:
    """A sketch still tells words apart."""
    assert len({sketch(form) for form in FORMS}) == len(FORMS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("skraldspanden", "skraldespanden"),
        ("skrladespanden", "skraldespanden"),
        ("kraldespanden", "skraldespanden"),
        ("lytepæl", "lygtepæl"),
        ("bornehavn", "børnehaven"),
        ("vandværkernes", "vandværk"),
        ("eltavle", "el-tavle"),
    ],
)
def test_a_misspelt_word_is_found(typed: str, meant: str) -> None:
    """Letters that are wrong, missing, too many or changed about, also the first one; and words in another form."""
    assert WORDS.find(typed)[0].form == meant


def test_the_likelier_of_two_is_first() -> None:
    """Of words equally like it the more frequent one is meant; a nearer one before both."""
    assert [other.form for other in WORDS.find("gabe")] == ["gade", "gave"]
    assert WORDS.find("lygtepælr")[0].form == "lygtepæle"
    assert WORDS.find("lygtpæl")[0].form == "lygtepæl"
    assert Lookalikes({"stile": 1, "stille": 1}).find("stillle")[0].form == "stille"


def test_another_first_letter_is_less_likely() -> None:
    """Of two words the one that begins as typed is meant, though the other is more frequent; the other may be."""
    assert [other.form for other in Lookalikes({"kjolen": 5, "skolen": 9}).find("ksolen")] == ["kjolen", "skolen"]


@pytest.mark.parametrize("typed", ["", "vje", "gxyz", "skrdspnd", "vandmand", "x" * 80])
def test_what_is_too_unlike_is_not_found(typed: str) -> None:
    """A short word is taken for no other, and a longer one only with few letters wrong."""
    assert WORDS.find(typed) == []


def test_longer_words_may_have_more_wrong() -> None:
    """One letter from four, two from seven, three from twelve; æ, ø and å are one letter however they are typed."""
    assert [allowed_edits("x" * length) for length in (3, 4, 6, 7, 11, 12, 30)] == [0, 1, 1, 2, 2, 3, 3]
    assert allowed_edits("aaen") == 0


@given(st.text())
def test_any_text_may_be_sought(text: str) -> None:
    """No string is refused, and no word is found that is less like it than allowed."""
    assert all(other.cost <= allowed_edits(text) for other in WORDS.find(text))
