from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import default_analyzer
from indexer.model.results import Count
from indexer.suggest import LIMIT
from indexer.suggest import Beginnings
from indexer.suggest import Suggester
from tests.vocabulary_builders import vocabulary


CORPUS = vocabulary(
    "Lygtepælene lyser.",
    "Lygtepælen ved fortovet lyser.",
    "En lygtepæl.",
    "Lygtepæle og lygter ved skolen, åbne svømmehaller, el-tavler med 12 lygter.",
    "Skolens lygteprojekt. Thygesen svarer.",
)
NAMES = (Count("Gunver Thygesen", 7), Count("Lykke Lygum", 2), Count("Lykkepartiet", 9), Count("Åse Thy", 3), Count("Thyra Thy", 1))
NUMBERS = (Count("2019-0000123", 4), Count("2019-0000123-8", 2), Count("2021-0000007", 1), Count("2021-0000007", 1))
QUESTIONS = ("Hvor mange lygtepæle er der?", "Hvor mange  lygtepæle er der", "Hvad koster en lygtepæl?", "Hvorfor? " * 60)


def _questions(typed: str) -> list[str]:
    return [question for question in QUESTIONS if re.split(r"[\s:]", typed)[-1].lower() in question.lower()]


SUGGESTER = Suggester(CORPUS, default_analyzer(), names=NAMES, numbers=NUMBERS, questions=_questions)


def _texts(typed: str, kind: str) -> list[str]:
    return [suggestion.text for suggestion in SUGGESTER.suggestions(typed) if suggestion.kind == kind]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("lygtep", ["lygtepæl", "lygteprojekt"]),
        ("Lygtepæ", ["Lygtepæl"]),
        ("lygtepae", ["lygtepæl"]),
        ("skolen og svøm", ["skolen og svømmehaller"]),
        ("skole -(aab", ["skole -(åbne"]),
        ("el-", ["el-tavler"]),
        ("svømmehal", ["svømmehaller"]),
        ("svømmehaller", []),
        ("s", []),
        ("ved ", []),
        ("ve", []),
        ("12", []),
        ("bi12sk", []),
        ("skole*", []),
    ],
)
def test_the_word_being_typed_is_completed(typed: str, words: list[str]) -> None:
    """Each word that goes on so is shown once, in its base form if the corpus has it, the most frequent first; function words are not."""
    assert _texts(typed, "word") == words


def test_the_most_frequent_word_is_first() -> None:
    """A word counts in all its forms, and a form that hardly anybody writes is not what it is shown in."""
    several = vocabulary("Formand. Fortov.", "Formand. Fortov.", "Formand. Fortovet.", "Fortovet.", "Postkasse.", *["Postkasserne."] * 11)
    suggester = Suggester(several, default_analyzer())
    assert [suggestion.text for suggestion in suggester.suggestions("fo")] == ["fortov", "formand"]
    assert [suggestion.text for suggestion in suggester.suggestions("postk")] == ["postkasserne"]


def test_a_word_says_how_many_passages_have_it() -> None:
    """The count is of passages with the word in any form, and as part of others."""
    counts = {suggestion.text: suggestion.count for suggestion in SUGGESTER.suggestions("lygt") if suggestion.kind == "word"}
    assert counts == {"lygtepæl": 4, "lygter": 5, "lygteprojekt": 1}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("thy", ["Gunver Thygesen", "Åse Thy", "Thyra Thy"]),
        ("gun", ["Gunver Thygesen"]),
        ("lygter fra gunver th", ["lygter fra Gunver Thygesen"]),
        ("aase", ["Åse Thy"]),
        ("Gunver Thygesen", []),
        ("lyk", ["Lykkepartiet", "Lykke Lygum"]),
        ("gunver ", []),
        ("g", []),
    ],
)
def test_names_are_completed_from_any_of_their_words(typed: str, names: list[str]) -> None:
    """A name is suggested when it, or a later word of it, goes on like the last words typed; the most frequent first."""
    assert _texts(typed, "name") == names


def test_a_name_is_not_suggested_again_as_a_word() -> None:
    """The words of a suggested name are no suggestions of their own."""
    assert _texts("thyg", "name") == ["Gunver Thygesen"]
    assert _texts("thyg", "word") == []


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("2019", ["2019-0000123-8", "2019-0000123"]),
        ("svar i 2019-0000123", ["svar i 2019-0000123-8"]),
        ("202", ["2021-0000007"]),
        ("20", []),
        ("2019-0000123-8", []),
        ("sag:2019", []),
    ],
)
def test_numbers_are_completed(typed: str, numbers: list[str]) -> None:
    """Case and document numbers that begin so, the latest year first."""
    assert _texts(typed, "number") == numbers


def test_questions_are_suggested_whole_and_once() -> None:
    """Questions come as they are given, each once however it is spaced, and none that is too long to be read at a glance."""
    assert _texts("Hvor mange lygt", "question") == ["Hvor mange lygtepæle er der?", "Hvad koster en lygtepæl?"]
    assert _texts("Hvor mange lygtepæle er der", "question") == []
    assert _texts("hvorfor", "question") == []
    assert _texts("", "question") == []


@pytest.mark.parametrize("typed", ['"lyg', "parti:lyk", "direktør:lygt", "x" * 300])
def test_nothing_is_suggested_in_phrases_and_fields(typed: str) -> None:
    """What is quoted or given to a field is the reader's own, and so is a long text."""
    assert SUGGESTER.suggestions(typed) == ()


def test_every_kind_has_its_share() -> None:
    """Where there is more than can be shown each kind is there, in a sentence questions first; what one lacks the others have."""
    many = Suggester(
        vocabulary(*(f"lam{letter * 3}" for letter in "abcdefghijkl")),
        default_analyzer(),
        names=[Count(f"Lam {letter}", 1) for letter in "abcdefgh"],
        questions=lambda _: [f"Lam {letter}?" for letter in "abcdefgh"],
    )
    first, later = ([suggestion.kind for suggestion in many.suggestions(typed)] for typed in ("lam", "mon lam"))
    assert first == ["word"] * 4 + ["name"] * 2 + ["question"] * 2
    assert later == ["question"] * 3 + ["word"] * 3 + ["name"] * 2
    assert len(many.suggestions("lama", limit=3)) == 3
    assert [suggestion.kind for suggestion in many.suggestions("lama")] == ["word"] + ["question"] * (LIMIT - 1)


def test_without_a_vocabulary_the_rest_is_suggested() -> None:
    """An index without its words still has names, and one with nothing has nothing."""
    assert [suggestion.text for suggestion in Suggester(None, default_analyzer(), names=NAMES).suggestions("lygu")] == ["Lykke Lygum"]
    assert Suggester(None, default_analyzer()).suggestions("lygt") == ()


def test_things_are_found_by_their_beginning() -> None:
    """All that begins so and nothing else, in alphabetical order."""
    known = Beginnings((word, word.upper()) for word in ("b", "ab", "abc", "ac", "ab\U0010fffe"))
    assert list(known.under("ab")) == ["AB", "ABC", "AB\U0010fffe"]
    assert list(known.under("")) == ["AB", "ABC", "AB\U0010fffe", "AC", "B"]
    assert not known.under("c")


@given(st.text(st.characters(codec=None)) | st.text("lygtæ 2019-(\"'»:*"))
def test_any_text_may_be_typed(typed: str) -> None:
    """No text is an error, and every suggestion but a question begins like it."""
    for suggestion in SUGGESTER.suggestions(typed):
        assert suggestion.text
        assert suggestion.kind == "question" or len(suggestion.text) >= len(typed.strip().rpartition(" ")[2])
