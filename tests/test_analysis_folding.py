"""æ, ø and å on any keyboard."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.folding import fold
from indexer.analysis.folding import unfold


@pytest.mark.parametrize(
    ("word", "folded"),
    [("kødpålæg", "koedpaalaeg"), ("malmö", "malmoe"), ("idé", "ide"), ("müller", "muller"), ("straße", "strasse"), ("plan", "plan")],
)
def test_fold(word: str, folded: str) -> None:
    """Danish letters become two, Swedish ones the same two, and accents go."""
    assert fold(word) == folded


def test_unfold_tries_most_letters_first() -> None:
    """Every combination comes once, the one with most Danish letters first, and never the word itself."""
    assert list(unfold("koedpaa")) == ["kødpå", "kødpaa", "koedpå"]
    assert list(unfold("plan")) == []


def test_unfold_is_bounded() -> None:
    """A word full of digraphs gives no more than fifteen guesses."""
    assert len(list(unfold("aa" * 50))) == 15


@given(st.text(alphabet="bdgkrøåæ", max_size=12))
def test_what_was_folded_is_among_the_guesses(word: str) -> None:
    """A word with up to four Danish letters can be found back from how it is typed without them."""
    if sum(word.count(letter) for letter in "åøæ") <= 4:
        assert word in {fold(word), *unfold(fold(word))}


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    """What is folded stays as it is, and is NFC."""
    folded = fold(text.lower())
    assert fold(folded) == folded == unicodedata.normalize("NFC", folded)
