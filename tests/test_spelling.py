from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import default_analyzer
from indexer.query import parse_query
from indexer.spelling import MOST
from indexer.spelling import Speller
from tests.vocabulary_builders import vocabulary


CORPUS = vocabulary("Skraldespandene ved Vestbrocompagniet tømmes. Vejskiltene, lygtepælene. Hvor mange fortove? Rottebekæmpelsen. Overtid")
SPELLER = Speller(CORPUS, default_analyzer())


def _respelled(words: str) -> str | None:
    found = SPELLER.respelled(parse_query(words))
    return found and found.text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("skralespandene", "skraldespandene"),
        ("Skralespandene?", "Skraldespandene?"),
        ("tømmes skralespandene ved lyktepælene", "tømmes skraldespandene ved lygtepælene"),
        ("skralde spandene", "skraldespandene"),
        ("Vestbro kompagniet", "Vestbrocompagniet"),
        ("hvormange vejskiltene", "hvor mange vejskiltene"),
        ("vejskilltene/lyktepælene", "vejskiltene/lygtepælene"),
        ("fortov OG skralespandene", "fortov skraldespandene"),
        ("hvormange ELLER (lyktepælene fortove)", "(hvor mange) ELLER (lygtepælene fortove)"),
        ("fortove -lyktepælene", "fortove -lygtepælene"),
        ("-hvormange", "-(hvor mange)"),
        ('"lyktepælene ved" lyktepælene år:2018 lykt*', '"lyktepælene ved" lygtepælene år:2018 lykt*'),
    ],
)
def test_unknown_words_are_respelled_where_they_stand(typed: str, meant: str) -> None:
    """Each unknown word becomes what is meant, written as it was typed; all else of the query stays."""
    assert _respelled(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "( )",
        "lygtepæl hvor mange",
        "cykel",
        '"lyktepælene"',
        "lyktepælen*",
        "direktør:lyktepælene",
        "2018-0000123",
        "fortove ELLER lygtepæle",
        "skraldespandene vejskiltene",
        "og spandene",
        "over tid",
        "skralde, spandene",
    ],
)
def test_what_cannot_be_improved_is_let_alone(typed: str) -> None:
    """Words that are found or like no other, phrases, beginnings, fields and numbers are not respelled."""
    assert _respelled(typed) is None


def test_the_changes_are_told() -> None:
    """Each change is named by what was typed and what is meant, from left to right."""
    found = SPELLER.respelled(parse_query("skralde spandene (fortove ELLER Lyktepælene)"))
    assert found is not None
    assert [tuple(change) for change in found.changes] == [("skralde spandene", "skraldespandene"), ("Lyktepælene", "Lygtepælene")]


def test_words_in_a_suspended_compound_are_respelled_alone() -> None:
    """Of words that share a part only the misspelt one is changed."""
    assert _respelled("skralde- og rottebekæmpelsn") == "skralde- og rottebekæmpelsen"


def test_many_unknown_words_are_not_all_looked_for() -> None:
    """A query of unknown words costs no more than a misspelt one: the first of them are respelled."""
    found = SPELLER.respelled(parse_query(" ".join(["lyktepælene"] * (MOST + 5))))
    assert found is not None
    assert len(found.changes) == MOST


@given(
    st.lists(
        st.sampled_from(["lyktepælene", "skralde", "spandene", "hvormange", "(", ")", "-", "OG", "ELLER", '"', "fortov", "sag:x", "§"])
    )
)
def test_a_respelled_query_is_a_query(pieces: list[str]) -> None:
    """What is proposed can be typed, and is understood as what it is; nothing remains in it to be respelled."""
    found = SPELLER.respelled(parse_query(" ".join(pieces)))
    if found is not None:
        assert parse_query(found.text).tree == found.parsed.tree
        assert found.changes
        assert len(found.changes) == MOST or SPELLER.respelled(found.parsed) is None


@given(st.text(st.characters(codec=None)))
def test_no_string_is_an_error(text: str) -> None:
    """Whatever is typed, it is respelled or let alone."""
    SPELLER.respelled(parse_query(text))
