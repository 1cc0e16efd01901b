from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from typing import get_args

import pytest

from indexer.model.reasons import Field
from indexer.model.reasons import How
from indexer.model.reasons import Reason
from indexer.model.reasons import Spot
from tests.webapp_builders import found
from tests.webapp_builders import letter
from tests.webapp_builders import passage
from webapp.present.results.reasons import FIELDS
from webapp.present.results.reasons import HOWS
from webapp.present.results.reasons import MOST_FORMS
from webapp.present.results.reasons import Why
from webapp.present.results.reasons import why


if TYPE_CHECKING:
    from webapp.present.results.reasons import WordMet


def reason(typed: str, form: str, field: Field = "answer", how: How = "exact", *, times: int = 1) -> Reason:
    """A reason that stands so many times in one text."""
    return Reason(typed, form, field, how, tuple(Spot(form, at, at + 1) for at in range(times)))


def why_of(*reasons: Reason, missing: tuple[str, ...] = (), kind: str = "question_answer") -> Why:
    """What a card says of these reasons."""
    return why(replace(found(letter("a", passage(kind=kind))), reasons=reasons, missing=missing))


def lines(word: WordMet) -> list[str]:
    """The lines of a word, as they are read."""
    return [f"{form}: {text}" for form, text in word.forms]


@pytest.mark.parametrize(
    ("reasons", "says"),
    [
        ([reason("ost", "ost")], ["ost: præcis, i svaret"]),
        ([reason("ost", "oste", "question", "inflected", times=2)], ["oste: bøjet, 2 gange i spørgsmålet"]),
        ([reason("ost", "skæreost", "table", "compound")], ["skæreost: del af et længere ord, i en tabel"]),
        ([reason("osteklokke", "oste-", "footnote", "suspended")], ["oste-: underforstået, i en fodnote"]),
        ([reason("2,5 mio. kr.", "2.500.000", how="number")], ["2.500.000: skrevet på en anden måde, i svaret"]),
        ([reason('"en ost"', "en ost", "heading", "phrase")], ["en ost: ordret, i overskriften"]),
        ([reason("os*", "ost", "subject", "beginning")], ["ost: begynder sådan, i brevets emne"]),
        ([reason("ostemad", "mad", "preamble", "parts")], ["mad: delene hver for sig, i indledningen"]),
        ([reason("ostemad", "ost", how="part")], ["ost: kun en del af ordet, i svaret"]),
        ([reason("ost", "Fromage", "name", "synonym")], ["Fromage: et andet ord for det samme, i et navn"]),
        ([reason("2018-1", "2018-1", "number")], ["2018-1: præcis, i et nummer"]),
        ([reason("ost", "Ost", "question"), reason("ost", "ost", times=3)], ["Ost: præcis, i spørgsmålet og 3 gange i svaret"]),
        ([reason("ost", "ost"), reason("ost", "ost", how="compound")], ["ost: præcis, i svaret", "ost: del af et længere ord, i svaret"]),
    ],
)
def test_wording(reasons: list[Reason], says: list[str]) -> None:
    """Each form that met a word is one line: how, how often and where, in Danish."""
    (word,) = why_of(*reasons).words
    assert word.typed == reasons[0].typed
    assert lines(word) == says


def test_every_field_and_way_has_its_words() -> None:
    """Nothing that a reason can say is without a wording."""
    assert set(FIELDS) == set(get_args(Field))
    assert set(HOWS) == set(get_args(How))


def test_words_stand_apart_and_missing_ones_are_named() -> None:
    """Reasons are grouped by what was typed, in its order, and what is missing is one sentence."""
    said = why_of(reason("ost", "oste"), reason("mælk", "mælk"), reason("ost", "ost"), missing=("smør", "fløde"))
    assert [(word.typed, len(word.forms)) for word in said.words] == [("ost", 2), ("mælk", 1)]
    assert said.missing == "Mangler ”smør” og ”fløde”."
    assert why_of() == Why()


def test_many_forms_are_counted() -> None:
    """Of a word with very many forms the first are shown, and the rest counted."""
    (word,) = why_of(*(reason("ost", f"ost{number}") for number in range(MOST_FORMS + 2))).words
    assert len(word.forms) == MOST_FORMS
    assert word.more == "og 2 andre former"
    assert why_of(reason("ost", "ost")).words[0].more == ""


def test_a_passage_that_answers_nothing_has_a_text() -> None:
    """The text of a section of a note is not called an answer."""
    assert lines(why_of(reason("ost", "ost"), kind="section").words[0]) == ["ost: præcis, i teksten"]
