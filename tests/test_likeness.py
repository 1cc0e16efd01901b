from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.engines.base import refuse
from indexer.engines.memory import MemoryEngine
from indexer.entries import SCHEMA
from indexer.entries import make_entries
from indexer.inquiry import CHARACTERS
from indexer.likeness import MOST
from indexer.likeness import NUMBER
from indexer.likeness import PART
from indexer.likeness import alike
from indexer.model.query import Nothing
from indexer.model.query import Or
from indexer.model.query import Request
from indexer.snippets import mark
from indexer.vocabulary import Counting
from indexer.vocabulary import Vocabulary
from indexer.vocabulary import count_words
from tests.search_builders import TINY
from tests.search_builders import letter
from tests.search_builders import write


if TYPE_CHECKING:
    from indexer.likeness import Alike


ANSWERS = {
    "bus": "Bussen til Sundby har afgange hver time, og bussen stopper ved skolen.",
    "bro": "Broen over fjorden lukkes for biler, mens broen males.",
    "skole": "Skolen får nyt tag og maling til sommer.",
    "hjælp": "Kontanthjælpen udbetales til kontanthjælpsmodtagere hver måned.",
    "plan": "En tidsplan for maling af stole udbetales ikke.",
}


def vocabulary(answers: dict[str, str]) -> Vocabulary:
    """The words of letters of one answer each."""
    counting = Counting()
    for name, answer in answers.items():
        counting.add(count_words((), (), make_entries(letter(name, answer), TINY)))
    return counting.vocabulary()


def like(*texts: str, answers: dict[str, str] = ANSWERS, own: int = 0) -> Alike:
    """What is asked for."""
    return alike(texts, TINY, vocabulary(answers), own=own)


def found(*texts: str, answers: dict[str, str] = ANSWERS, own: int = 0) -> list[str]:
    """The letters that are like the texts, best first."""
    engine = MemoryEngine(Path("index"))
    write(engine, *(letter(name, answer) for name, answer in answers.items()))
    hits = engine.open().search(Request(like(*texts, answers=answers, own=own).query))
    return [hit.key.partition("#")[0] for hit in hits.hits]


def asked_for(compiled: Alike) -> set[str]:
    """The terms of a query."""
    parts = compiled.query.parts if isinstance(compiled.query, Or) else ()
    return {leaf.text for part in parts for leaf in part.parts}  # type: ignore[union-attr]


def test_what_shares_the_most_telling_words_comes_first() -> None:
    """Inflected words, and the more of them and the rarer they are the better; what shares nothing is no hit."""
    assert found("Hvornår males broerne? Og skal der også maling på skolerne?") == ["bro", "skole"]


def test_a_passage_is_most_like_itself() -> None:
    """A text that is in the corpus finds itself before all others."""
    assert [found(answer)[0] for answer in ANSWERS.values()] == list(ANSWERS)


def test_one_word_of_many_is_not_enough() -> None:
    """A hit shares more than one of the words, unless there is little else to share."""
    assert found("Hvor mange stole har Sundby, og hvor mange biler er der ved skolerne til sommer?") == ["skole", "bus"]
    assert found("Sundby?") == ["bus"]


def test_a_compound_and_its_parts_are_one_word() -> None:
    """Who shares a compound does not share more than one word with it, though its parts are there too."""
    answers = {**ANSWERS, "penge": "Kontanthjælp."}
    assert "penge" not in found("Hvornår får kontanthjælpsmodtagere i Sundby biler, stole og maling?", answers=answers)


def test_a_compound_is_found_by_a_part() -> None:
    """A compound nobody has used finds what has a part of it, and marks it."""
    answers = {"plan": "Planen er klar."}
    assert found("tidsplaner", answers=answers) == ["plan"]
    assert [piece.text for piece in mark("Planen er klar.", like("tidsplaner", answers=answers).terms, TINY) if piece.marked] == ["Planen"]


def test_what_is_asked_counts_more_than_what_leads_up_to_it() -> None:
    """A draft finds what answers its question before what is like its preamble."""
    draft = "Bussen til Sundby er forsinket, og afgange falder ud. Hvornår lukkes broen?"
    assert found(draft)[0] == "bro"
    assert found(draft.replace("?", "."))[0] == "bus"


def test_words_that_only_the_text_itself_has_are_not_asked_for() -> None:
    """A passage of the corpus asks for what others may have."""
    assert "sundby" in asked_for(like(ANSWERS["bus"]))
    assert asked_for(like(ANSWERS["bus"], own=1)) == {"skol", "hver"}


@pytest.mark.parametrize("text", ["", "?", "Hvad er det, der er?", "Zzz qqq xxx."])
def test_without_a_known_word_nothing_is_alike(text: str) -> None:
    """Function words and words no passage has find nothing."""
    assert like(text).query == Nothing()
    assert like(text).terms == ()


def test_a_word_that_nearly_all_have_is_left_out_beside_others() -> None:
    """A word in more than a fifth of many passages is asked for only when there is little else."""
    words = [f"ord{number}" for number in range(10)]
    held = Vocabulary({}, {**dict.fromkeys(words, 5), "kommun": 500}, 1000)
    assert "kommun" not in asked_for(alike([" ".join([*words, "kommunen"])], TINY, held))
    assert "kommun" in asked_for(alike(["ord1 kommunen"], TINY, held))


def test_what_tells_more_counts_more_but_is_scored_once() -> None:
    """Towards what a hit must share, a part counts less than its compound; in the score each term stands once, a number for less."""
    held = Vocabulary({}, {"kontanthjaelpsmodtag": 2, "kontant": 2, "2018": 2, "maling": 60}, 100)
    parts = alike(["Kontanthjælpsmodtagere 2018 maling"], TINY, held).query.parts  # type: ignore[union-attr]
    boosts = {
        term: [leaf.boost for part in parts for leaf in part.parts if (leaf.field, leaf.text) == ("terms", term)] for term in held.terms
    }
    assert 0 < PART < 1 > NUMBER > 0
    assert boosts == {"kontanthjaelpsmodtag": [1, 0, 0], "kontant": [PART], "2018": [NUMBER, 0], "maling": [1]}


def test_no_more_terms_than_wanted_are_asked_for() -> None:
    """Where only a few terms are wanted, they are those that tell most; no more are remembered of those that no passage has."""
    assert asked_for(alike([ANSWERS["bus"]], TINY, vocabulary(ANSWERS), most=2)) == {"buss", "afgang"}
    assert len(like(" ".join(f"ukendt{number}" for number in range(100))).tells) == MOST


def test_what_is_shared_is_marked() -> None:
    """What was asked for is marked in a passage and in the draft, and remembers how it was written there."""
    compiled = like("Hvornår males broerne?")
    assert [piece.text for piece in mark(ANSWERS["bro"], compiled.terms, TINY) if piece.marked] == ["Broen", "broen", "males"]
    assert {sought.typed for sought in compiled.terms} == {"broerne", "males"}


def test_a_long_text_is_read_in_part_and_that_is_said() -> None:
    """Of 200,000 characters the beginning is read; the words after it are not asked for, and the reader is told."""
    compiled = like("ukendt " * 28_000 + "Sundby", "Sundby")
    assert compiled.query == Nothing()
    assert compiled.ignored == ("Teksten er lang; kun de første 50.000 tegn er brugt.",)
    assert like("a" * CHARACTERS).ignored == ()


def test_share_tells_how_much_is_alike() -> None:
    """All of it is 1, none of it 0, telling words count more than others, and a word that no passage has is not shared."""
    compiled = like("Skal broen have maling?")
    assert compiled.share(["maling af broer"], TINY) == pytest.approx(1)
    assert compiled.share(["bus"], TINY) == 0
    assert compiled.share(["En bro."], TINY) > 0.5 > compiled.share(["Maling."], TINY) > 0
    assert like("Skal broen have tagpap?").share(["maling af broer"], TINY) < 0.5
    assert like("").share(["bro"], TINY) == 0


def test_words_that_no_passage_has_are_to_be_shared_too() -> None:
    """A text that is mostly of other words finds nothing by the one that is known."""
    assert found("Broen?") == ["bro"]
    assert found("Broen med tårne og pyloner?") == []


TEXTS = st.lists(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(" ".join(ANSWERS.values()).split())).map(" ".join)), max_size=4)


@given(TEXTS, st.integers(0, 2))
@settings(deadline=None)
def test_any_texts_can_be_asked_for(texts: list[str], own: int) -> None:
    """Whatever is pasted gives a query that engines take, of known terms, no more than are wanted."""
    compiled = like(*texts, own=own)
    refuse(Request(compiled.query), SCHEMA)
    assert len(asked_for(compiled)) <= MOST
    assert asked_for(compiled) <= vocabulary(ANSWERS).terms.keys()
    assert bool(compiled.terms) == (compiled.query != Nothing())
    assert 0 <= compiled.share(texts, TINY) <= 1 + 1e-9
