"""The chain: words -> terms."""

from __future__ import annotations

import threading
import unicodedata

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.analysis import Analyzer
from indexer.analysis import Word
from indexer.analysis import default_analyzer
from indexer.analysis.compounds import Parts
from indexer.analysis.compounds import Split
from indexer.analysis.curated import Lists
from indexer.analysis.lexicon import Lexicon
from indexer.analysis.lexicon import encode


DANISH = st.text(alphabet="abdefgiklmnoprstuvyæøåé -'’\u00ad./§0123456789\n", max_size=80)


def term(word: str) -> str:
    """The term of a single word."""
    return default_analyzer().analyse(word).term


def terms(text: str) -> list[str]:
    """The terms of a text."""
    return [word.term for _, word in default_analyzer().read(text)]


@pytest.mark.parametrize(
    "forms",
    [
        "fritidstilbud fritidstilbuddet fritidstilbuddene fritidstilbuds FRITIDSTILBUD",
        "støtteindsats støtteindsatsen støtteindsatser støtteindsatserne støtteindsatsernes",
        "bydelscenter bydelscentret bydelscentre bydelscentrene",
        "elcykel elcyklen elcykler elcyklernes",
        "byrådsmand byrådsmanden byrådsmænd byrådsmændene",
        "fartøj far-tøj fartøjer fartøjets",
        "rigsdækkende rigsdækkendes",
        "kriseramt kriseramte",
        "pc pc'en pc’er pc'ernes",
        "SF SF's SF’s",
    ],
)
def test_inflections_share_a_term(forms: str) -> None:
    """Every inflection of a word has one term, also of compounds no word list has, whatever the spelling."""
    assert len({term(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("borger", "borg"), ("ledig", "led"), ("løbet", "lufthavn"), ("lager", "lag"), ("varer", "var"), ("mene", "men")],
)
def test_other_words_have_other_terms(one: str, other: str) -> None:
    """Words that only look related are kept apart, by the protected list where the stemmer would not."""
    assert term(one) != term(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ældreområdet", "aeldreomraadet"),
        ("børnehøring", "boernehoering"),
        ("Århus", "Aarhus"),
        ("idéer", "ideer"),
        ("telefon-møde", "telefonmøder"),
        ("30-timers-reglen", "30-timersreglen"),
        ("18.500", "18500"),
        ("1990'erne", "1990erne"),
    ],
)
def test_spellings_meet(one: str, other: str) -> None:
    """A word typed without Danish letters, with or without hyphens, accents or points, has the same term."""
    assert term(one) == term(other)


def test_parts_at_every_level() -> None:
    """A nested compound has its halves, their parts and what neighbouring parts make up, each as the term it has on its own."""
    word = default_analyzer().analyse("folkepensionistforeningerne")
    levels = ("folkepensionist", "forening", "folk", "pensionist", "pensionistforening")
    assert set(word.parts) == {term(part) for part in levels}
    assert word.halves == (term("folkepensionist"), term("forening"))
    assert word.leaves == (term("folk"), term("pensionist"), term("forening"))


def test_simple_words_have_no_parts() -> None:
    """A word that is not put together has neither parts nor leaves."""
    assert default_analyzer().analyse("Anbefalingen") == Word("anbefalingen", "anbefaling")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("7,3", Word("7,3", "7,3")),
        ("2019-0012345-7", Word("2019-0012345-7", "2019-0012345-7")),
        ("24-09-2018", Word("24-09-2018", "2018-09-24")),
        ("§ 16", Word("§16", "§16")),
        ("BI105", Word("bi105", "bi105")),
        ("bl.a", Word("bl.a", "bl.a")),
        ("2017–2019", Word("2017-2019", "2017-2019", ("2017", "2019"), ("2017", "2019"), ("2017", "2019"))),
        ("covid-19", Word("covid-19", "covid19", ("covid", "19"), ("covid", "19"), ("covid", "19"))),
        ("A-Z", Word("a-z", "az")),
        ("d'Angleterre", Word("d'angleterre", "dangleter")),
        ("x1'er", Word("x1'er", "x1er")),
    ],
)
def test_other_tokens(text: str, word: Word) -> None:
    """Numbers, case numbers, § and mixtures are one term as they are, a day is as in ISO 8601; a span of years has its years as parts."""
    assert default_analyzer().analyse(text) == word


def test_a_single_letter_is_no_part() -> None:
    """Of a hyphenated word with a letter (a-kasse) the rest is a part, but the parts do not stand for the whole."""
    word = default_analyzer().analyse("a-kassen")
    assert (word.term, word.parts, word.leaves) == (term("akasse"), (term("kasse"),), ())


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("Kultur- og Fritidsforvaltningen", "kulturforvaltningen"),
        ("fritids- og kulturtilbud", "fritidstilbud"),
        ("ind- og udbetalinger", "indbetalinger"),
        ("vand-, kloak- og varmeregning", "vandregning"),
        ("job- og cv-samtale", "jobsamtale"),
    ],
)
def test_suspended_compounds_are_expanded(text: str, expanded: str) -> None:
    """A suspended compound has the term and parts of what it is short for, keeps its own form, and stands where it stood."""
    token, word = default_analyzer().read(text)[0]
    whole = default_analyzer().analyse(expanded)
    assert word.term == whole.term
    assert set(whole.parts) <= {*word.parts, word.term}
    assert word.form == default_analyzer().analyse(token.text).form
    assert text.startswith(token.text)


def test_a_leading_hyphen_is_expanded() -> None:
    """A word that leaves out its first part gets it from the compound before."""
    assert terms("skoleledere og -bestyrelser")[2] == term("skolebestyrelse")


def test_what_cannot_be_expanded_stays() -> None:
    """A hanging or leading hyphen beside a simple word changes nothing."""
    assert terms("grøn- og anbefaling") == [term("grøn"), "og", term("anbefaling")]
    assert terms("anbefaling og -bestyrelse") == [term("anbefaling"), "og", term("bestyrelse")]


def test_known_words() -> None:
    """Known is any form of the word list in any spelling, but not an invented word, nor a compound nobody has listed."""
    analyzer = default_analyzer()
    assert [analyzer.known(word) for word in ("Skolerne", "koebet", "skoleindsatsgruppe", "blorbel")] == [True, True, False, False]


def test_lists_are_obeyed() -> None:
    """Protected words are not stemmed, and words on the split lists are split, or not, whatever the tables say."""
    lists = Lists(frozenset({"lejer"}), frozenset({"husplan"}), {"xyplan": Split("xy", "plan", 2, 0.0)}, {})
    analyzer = Analyzer(Lexicon(encode({"lejere": "lejer", "lejer": "lejer"})), Parts(), lists)
    assert analyzer.analyse("lejere").term == "lejer"
    assert analyzer.analyse("xyplan").leaves == ("xy", "plan")
    assert analyzer.analyse("husplan").leaves == ()


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many words are read, only so many are remembered."""
    monkeypatch.setattr("indexer.analysis.analyzer.CACHED", 5)
    analyzer = Analyzer(Lexicon(encode({"a": "a"})), Parts(), Lists())
    for number in range(50):
        analyzer.analyse("x" * (number + 1))
    assert len(analyzer._words) <= 5
    assert len(analyzer._terms) <= 5


def test_threads_read_alike() -> None:
    """Several threads on one analyzer get what one alone gets."""
    text = "Fritidsforvaltningens kulturtilbud og støtteindsatser for folkepensionister"
    fresh = Analyzer(default_analyzer()._lexicon, default_analyzer()._splitter._parts, Lists())
    expected = default_analyzer().read(text)
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(fresh.read(text))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8


@given(st.text(max_size=80) | DANISH)
@settings(max_examples=200)
def test_any_text_is_read(text: str) -> None:
    """Any text is read without error; tokens lie on it and every string obeys the rules of terms."""
    for token, word in default_analyzer().read(text):
        assert text[token.start : token.end] == token.text
        for string in (word.form, word.term, *word.parts, *word.leaves, *word.halves):
            assert 1 <= len(string) <= 200
            assert string == unicodedata.normalize("NFC", string) == string.lower()
            assert not any(character.isspace() for character in string)
        assert word.term not in word.parts
        assert len(word.parts) == len(set(word.parts))
        assert {*word.leaves, *word.halves} <= {*word.parts, word.term}


@given(st.text(max_size=40) | DANISH)
@settings(max_examples=100)
def test_words_do_not_depend_on_what_was_read_before(text: str) -> None:
    """An analyzer gives the same words a second time, and the same as one that has read nothing else."""
    fresh = Analyzer(default_analyzer()._lexicon, default_analyzer()._splitter._parts, Lists())
    assert fresh.read(text) == fresh.read(text)
    assert [token for token, _ in fresh.read(text)] == [token for token, _ in default_analyzer().read(text)]


@given(DANISH)
@settings(max_examples=100)
def test_reading_and_asking_agree(text: str) -> None:
    """A token looked up alone is the word it is in its text, unless it is suspended there."""
    analyzer = default_analyzer()
    for token, word in analyzer.read(text):
        alone = analyzer.analyse(token.text)
        assert alone.form == word.form
        if not {text[token.start - 1 : token.start], text[token.end : token.end + 1]} & set("-\u2010\u2011"):
            assert alone == word
