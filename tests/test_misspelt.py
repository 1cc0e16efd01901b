from __future__ import annotations

import pytest

from indexer.analysis import default_analyzer
from indexer.misspelt import Mender
from indexer.model.letter import Person
from tests.search_builders import letter
from tests.search_builders import passage
from tests.vocabulary_builders import vocabulary


CORPUS = vocabulary(
    letter(
        "a",
        passage("Skraldespandene ved Vestbrocompagniet tømmes. Vejskiltene og lygtepælene, ventelisten til svømmeundervisning."),
        passage(
            "Rottebekæmpelsen er dyr. Undervisningen, al undervisning af elever. El-tavlen. Vej og skiltene. Hvor mange fortove?",
            anchor="svar-2",
        ),
        addressee=Person("Gunver Thygesen"),
    )
)
MENDER = Mender(CORPUS, default_analyzer())


def _unknown(text: str) -> list[str]:
    return [token.text for token, word in default_analyzer().read(text) if MENDER.unknown(token, word)]


def test_what_can_be_found_is_not_unknown() -> None:
    """A word in another form, a compound of known parts, a name of the letter, numbers and function words are known."""
    assert _unknown("skraldespands bekæmpelsesundervisning Thygesens 2019-0000123 bi105 hvornår ved 430 millioner § 12 % el-tavler") == []


def test_what_cannot_be_found_is_unknown() -> None:
    """A misspelt word is unknown, and so is a right one that no letter has; the shortest are let alone."""
    assert _unknown("skralespand cykel vje Thygsen") == ["skralespand", "cykel", "Thygsen"]


def test_a_word_is_known_by_another_word_for_it() -> None:
    """A word whose synonym the corpus has is found, and is not respelled."""
    assert Mender(vocabulary("De arbejdsløse."), default_analyzer()).unknown(*default_analyzer().read("ledige")[0]) is False
    assert Mender(vocabulary("De andre."), default_analyzer()).unknown(*default_analyzer().read("ledige")[0]) is True


def test_what_was_meant_is_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many words are asked for, they do not fill the memory, and the answers stay the same."""
    monkeypatch.setattr("indexer.misspelt.REMEMBERED", 1)
    mender = Mender(CORPUS, default_analyzer())
    assert [mender.meant(typed) for typed in ("thygsen", "hvormange", "thygsen")] == ["thygesen", "hvor mange", "thygesen"]
    assert len(mender._meant) == 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("skralespandene", "skraldespandene"),
        ("vestbrokompagni", "vestbrocompagniet"),
        ("thygsen", "thygesen"),
        ("vejskilltene", "vejskiltene"),
        ("hvormange", "hvor mange"),
        ("fortovsundrvisning", "fortovsundervisning"),
        ("udnervisningsfortove", "undervisningsfortove"),
        ("undervisnigslygter", None),
        ("rottebekæmpelsn", "rottebekæmpelsen"),
        ("ballonskipper", None),
        ("qqqqqqqq", None),
    ],
)
def test_a_word_is_mended_by_the_corpus(typed: str, meant: str | None) -> None:
    """What is meant is a word of the corpus, two of them, or a compound of its words; where nothing is like it, nothing is meant."""
    assert MENDER.meant(typed) == meant
    assert MENDER.meant(typed) == meant


@pytest.mark.parametrize("typed", ["forlove", "vejstilkene"])
def test_a_right_word_is_not_taken_for_another(typed: str) -> None:
    """A word of Danish that the corpus does not have stays, though a word of the corpus is but a letter or two away; so does a compound."""
    assert MENDER.meant(typed) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("skralde", "spandene"), "skraldespandene"),
        (("rotte", "bekæmpelse"), "rottebekæmpelse"),
        (("venteliste", "n"), "ventelisten"),
        (("vej", "skilte"), "vejskilte"),
        (("undervisning", "venteliste"), None),
        (("vej", "skiltene"), None),
        (("hvor", "mange"), None),
    ],
)
def test_words_written_apart_are_joined(typed: tuple[str, ...], meant: str | None) -> None:
    """Pieces make up a word that the corpus has in any form, unless each of them is a word of the corpus itself."""
    assert MENDER.joined(typed) == meant


def test_the_corpus_spells() -> None:
    """A word is proposed as the corpus spells it most often, and of two ways to take a word apart the one with the more frequent words."""
    mender = Mender(vocabulary("Aagade. Qvik, vanten.", "Ågade. Qvikva, nten.", "Ågade. Qvikva, nten."), default_analyzer())
    assert mender.joined(("aa", "gade")) == "ågade"
    assert mender.meant("qvikvanten") == "qvikva nten"


def test_words_written_apart_may_be_misspelt_too() -> None:
    """Pieces may make up what only sounds like a word of the corpus."""
    assert MENDER.nearly_joined(("vestbro", "kompagniet")) == "vestbrocompagniet"
    assert MENDER.nearly_joined(("vestbro", "kompani")) is None
    assert MENDER.nearly_joined(()) is None
