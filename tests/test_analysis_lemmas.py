"""Form -> base form, for any word."""

from __future__ import annotations

import pytest

from indexer.analysis.compounds import Modifier
from indexer.analysis.compounds import Parts
from indexer.analysis.compounds import Splitter
from indexer.analysis.lemmas import Lemmas
from indexer.analysis.lexicon import Lexicon
from indexer.analysis.lexicon import encode


WORDS = {
    "kursus": "kursus",
    "kurset": "kursus",
    "tabel": "tabel",
    "venlig": "venlig",
    "krone": "krone",
    "køb": "køb",
    "købet": "køb",
    "bro": "bro",
    "broer": "bro",
    "vejcentre": "vejcentre",
    "byggecentrenes": "byggecentrenes",
    "kartoffel": "kartoffel",
    "glas": "glas",
    "toilet": "toilet",
}
PARTS = Parts(
    modifiers={"vej": Modifier(-0.2, "bare"), "skønheds": Modifier(-0.2, "s"), "bro": Modifier(-0.2, "bare")},
    heads={"centre": -0.2, "bro": -0.2, "kursus": -0.2},
)


@pytest.fixture
def lemmas() -> Lemmas:
    """Lemmas by the words above."""
    lexicon = Lexicon(encode(WORDS), corrections={"centre": "center", "center": "center"})
    return Lemmas(lexicon, Splitter(PARTS, lemma=lexicon.lemma))


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("kurset", "kursus"),
        ("kursets", "kursus"),
        ("koebet", "køb"),
        ("tabellerne", "tabel"),
        ("kartoflerne", "kartoffel"),
        ("toiletterne", "toilet"),
        ("venligste", "venlig"),
        ("venligst", "venlig"),
        ("kronerne", "krone"),
        ("vejcentre", "vejcenter"),
        ("vejbroer", "vejbro"),
        ("skoenhedskurset", "skønhedskursus"),
        ("brocentre", "brocenter"),
        ("xyz", "xyz"),
        ("glassets", "glas"),
    ],
)
def test_base(lemmas: Lemmas, word: str, base: str) -> None:
    """A word comes to its base form by the list, another spelling, a regular ending, or the last part of a compound."""
    assert lemmas.base(word) == base


def test_known(lemmas: Lemmas) -> None:
    """Known is what the word list has, however it is typed; a compound or a guess is not."""
    assert [lemmas.known(word) for word in ("kursets", "koebet", "vejbro", "tabellerne")] == [True, True, False, False]


def test_split_of_a_form(lemmas: Lemmas) -> None:
    """A form is split where its base form is; one that parts from it before the boundary is not."""
    found = lemmas.split("vejbroer")
    assert found is not None
    assert found.at == 3
    assert lemmas.split("kurset") is None
    assert lemmas.split("skoenhedskurset") is None
