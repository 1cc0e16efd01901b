"""Suspended compounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.suspended import find_suspended
from indexer.analysis.tokens import tokenise


def found(text: str) -> list[tuple[str, str, bool]]:
    """The suspended words of a text, each with the word it leans on, and whether its first part is missing."""
    tokens = list(tokenise(text))
    return [(tokens[word.place].text, tokens[word.source].text, word.leading) for word in find_suspended(text, tokens)]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Kultur- og Fritidsforvaltningen", [("Kultur", "Fritidsforvaltningen", False)]),
        ("børne-, unge- og ældreområdet", [("børne", "ældreområdet", False), ("unge", "ældreområdet", False)]),
        ("ud-/indflytning, leje- eller\nejerboliger", [("ud", "indflytning", False), ("leje", "ejerboliger", False)]),
        ("skoleledere og -lærere", [("lærere", "skoleledere", True)]),
        ("budget- og regnskabstal samt -noter", [("budget", "regnskabstal", False), ("noter", "regnskabstal", True)]),
    ],
)
def test_suspended_words_are_found(text: str, pairs: list[tuple[str, str, bool]]) -> None:
    """A word with a hanging hyphen leans on the next full word, one with a leading hyphen on the word before."""
    assert found(text) == pairs


@pytest.mark.parametrize(
    "text",
    [
        "job-samtaler og kurser",
        "Det koster 12 - ikke 14 - kroner",
        "kontoret - og det er nyt - ligger der",
        "- punkt\n- andet punkt",
        "2017- og 2018-tal",
        "et vink-",
        "først-\n\nnyt afsnit",
        "lang- og",
        "her er -lærere",
        "afsnit\n\nog -lærere",
        "ord- (se note) sammensætning",
    ],
)
def test_other_hyphens_are_left_alone(text: str) -> None:
    """Hyphens inside words, dashes, bullets, and words with nothing to lean on are not suspended words."""
    assert found(text) == []


def test_a_row_of_suspended_words_is_followed_a_little_way() -> None:
    """A row of ordinary length is found in full; one without end is not searched to its end for each of its words."""
    assert len(found("a-, b-, c-, d- og husplan")) == 4
    assert found("ord-, " * 100 + "husplan")[0][0] == "ord"
    assert len(found("ord-, " * 100 + "husplan")) < 20


@given(st.text(alphabet="ab -,/\nog‑", max_size=30))
def test_any_text_can_be_searched(text: str) -> None:
    """Whatever hyphens a text holds, each suspended word is found once and leans on another word."""
    tokens = list(tokenise(text))
    places = [word.place for word in find_suspended(text, tokens)]
    assert len(places) == len(set(places))
    assert all(word.place != word.source for word in find_suspended(text, tokens))
