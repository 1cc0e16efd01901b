from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer import explain
from indexer.analysis import default_analyzer
from indexer.entries import body_texts
from indexer.entries import context_texts
from indexer.explain import reasons
from indexer.explain import words_missing
from indexer.model.letter import Metadata
from indexer.model.letter import Person
from indexer.model.letter import StoredPassage
from indexer.model.letter import Table
from indexer.model.query import And
from indexer.model.query import In
from indexer.model.query import Or
from indexer.model.query import Sought
from indexer.model.query import Term
from indexer.query import compile_query
from indexer.query import parse_query
from indexer.snippets import mark
from indexer.snippets import settle
from tests.search_builders import TINY
from tests.search_builders import letter
from tests.search_builders import passage


if TYPE_CHECKING:
    from typing import Any

    from indexer.analysis import Analyzer
    from indexer.model.reasons import Reason


LETTER = letter(
    "brev",
    passage(
        "Nytteindsatsen er dyr. Nytteindsatsen og\nnytteindsatser er for kontanthjælpsmodtagere, se 2018-0000088-137.",
        question="Er nytteindsats dyr?",
        heading="Om indsatsen",
        tables=(Table((("Indsats", "Kroner"), ("Skole", "18")), "Udgifter til skoler", ("Ekskl. skolebusser",)),),
    ),
    preamble="I har spurgt til en tidsplan.",
    subject="Udgifter til kontanthjælp",
    addressee=Person("Gyda Heding", party="Radikale"),
    asker=Person("Gyda Heding"),
    signers=("Bo Lund",),
    case_number="2018-0000088",
)
STORED = StoredPassage(LETTER.id, LETTER.file, LETTER.metadata, LETTER.passages[0], LETTER.preamble)


def asked(words: str, analyzer: Analyzer = TINY, *, relaxed: bool = False) -> tuple[Sought, ...]:
    """What is sought for a query."""
    return compile_query(parse_query(words), analyzer, relaxed=relaxed).terms


def why(words: str, *, relaxed: bool = False) -> list[tuple[str, str, str, str, int]]:
    """The reasons for the passage, each as what was typed, form, field, way, and how many times."""
    return [told(reason) for reason in reasons(STORED, asked(words, relaxed=relaxed), TINY)]


def told(reason: Reason) -> tuple[str, str, str, str, int]:
    """A reason in short."""
    return reason.typed, reason.form, reason.field, reason.how, len(reason.spots)


def why_in(answer: str, words: str, **more: Any) -> list[tuple[str, str, str]]:
    """The same for an answer, read as the product reads Danish: what was typed, form and way."""
    stored = StoredPassage("brev", "brev.txt", LETTER.metadata, passage(answer))
    found = reasons(stored, asked(words, default_analyzer(), **more), default_analyzer())
    return [(reason.typed, reason.form, reason.how) for reason in found]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "nytteindsats",
            [
                ("nytteindsats", "nytteindsats", "question", "exact", 1),
                ("nytteindsats", "Nytteindsatsen", "answer", "inflected", 2),
                ("nytteindsats", "nytteindsatser", "answer", "inflected", 1),
            ],
        ),
        (
            "Kontanthjælpen",
            [
                ("Kontanthjælpen", "kontanthjælpsmodtagere", "answer", "compound", 1),
                ("Kontanthjælpen", "kontanthjælp", "subject", "inflected", 1),
            ],
        ),
        ("skoler", [("skoler", "skoler", "table", "exact", 1), ("skoler", "Skole", "table", "inflected", 1)]),
        ("skolebus*", [("skolebus*", "skolebusser", "footnote", "beginning", 1)]),
        ('"er dyr"', [("er dyr", "er dyr", "answer", "phrase", 1)]),
        (
            '"nytteindsatsen og nytteindsatser"',
            [("nytteindsatsen og nytteindsatser", "Nytteindsatsen og nytteindsatser", "answer", "phrase", 1)],
        ),
        (
            "2018-0000088",
            [("2018-0000088", "2018-0000088-137", "answer", "beginning", 1), ("2018-0000088", "2018-0000088", "number", "exact", 1)],
        ),
        ("tidsplaner", [("tidsplaner", "tidsplan", "preamble", "inflected", 1)]),
        ("gyda", [("gyda", "Gyda", "name", "exact", 1)]),
        ("dyr -gratis sag:2018", [("dyr", "dyr", "question", "exact", 1), ("dyr", "dyr", "answer", "exact", 1)]),
        ("fraværende", []),
    ],
)
def test_each_word_has_its_reasons(words: str, expected: list[tuple[str, str, str, str, int]]) -> None:
    """Each form that met a word is told with its field, its way and how often it stands there, as they come in the passage."""
    assert why(words) == expected


@pytest.mark.parametrize(
    ("answer", "words", "expected"),
    [
        ("Indsatsen er til nytte.", "nytteindsats", [("nytteindsats", "Indsatsen", "parts"), ("nytteindsats", "nytte", "parts")]),
        ("Se job- og uddannelsesstatus.", "jobstatus", [("jobstatus", "job", "suspended")]),
        ("Se job- og uddannelsesstatus.", "status", [("status", "job", "suspended"), ("status", "uddannelsesstatus", "compound")]),
        ("Se job- og uddannelsesstatus.", "jobs", [("jobs", "job", "inflected")]),
        ("I alt 430.000.000 kr. i år", "430 mio.", [("430", "430.000.000", "number")]),
        ("Jf. paragraf 38 i loven", "§ 38", [("§ 38", "38", "number")]),
        ("På Nørrebro", "noerrebro", [("noerrebro", "Nørrebro", "exact")]),
    ],
)
def test_danish_ways_to_meet(answer: str, words: str, expected: list[tuple[str, str, str]]) -> None:
    """Parts apart, words cut short and numbers written otherwise are told for what they are."""
    assert why_in(answer, words) == expected


def test_a_lone_part_is_told_when_it_was_enough() -> None:
    """Of a relaxed search a part of a compound is a reason, and called one."""
    assert why_in("Vores indsats", "nytteindsats skole", relaxed=True) == [("nytteindsats", "indsats", "part")]


def test_another_word_for_it_is_told() -> None:
    """A synonym is a reason where the word itself is missing, with all its words."""
    stored = StoredPassage("brev", "brev.txt", LETTER.metadata, passage("Kollektiv trafik."))
    found = reasons(stored, asked("tog"), TINY)
    assert [(reason.form, reason.how) for reason in found] == [("Kollektiv", "synonym"), ("trafik", "synonym")]


def test_parts_in_the_letter_are_no_reason() -> None:
    """What a passage shares with its letter gives a reason for whole words alone, as it is searched."""
    stored = StoredPassage("brev", "brev.txt", Metadata(subject="Nytten af indsatsen"), passage("Ja."))
    assert reasons(replace(stored, preamble="Indsats til nytte."), asked("nytteindsats"), TINY) == ()
    apart = (Sought((And((Term("terms", "nytt"), Term("terms", "indsats"))),)),)
    assert reasons(stored, apart, TINY) == ()
    (reason,) = reasons(replace(stored, preamble="Nytteindsatser"), asked("nytteindsats"), TINY)
    assert told(reason) == ("nytteindsats", "Nytteindsatser", "preamble", "inflected", 1)


def test_missing_words_are_named() -> None:
    """What was typed and has no reason is named once, as typed; what the letter says is not missing."""
    sought = asked("Nytteindsats BUSSER busser kontanthjælp", relaxed=True)
    found = reasons(STORED, sought, TINY)
    assert words_missing(sought, found) == ("BUSSER", "busser")
    assert words_missing((), ()) == ()


def test_a_thing_sought_without_its_word_is_told_all_the_same() -> None:
    """What was not typed by anybody is explained by its terms, and never called missing."""
    sought = (
        Sought((Or((Term("terms", "skol"), Term("terms", "fly"))),)),
        Sought((Term("terms", "fly"),)),
        Sought((In("case", ("1",)),)),
        Sought(()),
    )
    found = reasons(STORED, sought, TINY)
    assert [told(reason) for reason in found] == [("", "skoler", "table", "inflected", 1), ("", "Skole", "table", "inflected", 1)]
    assert words_missing(sought, ()) == ()


def test_what_is_searched_is_what_is_explained() -> None:
    """The texts that reasons are sought in are those that an index is made from."""
    own = {text for _, text in explain._own(LETTER.passages[0], default_analyzer()) if text}
    shared = {text for _, text in explain._shared(STORED) if text}
    assert own == set(body_texts(LETTER.passages[0]))
    assert shared == set(context_texts(LETTER))


WORDS = [
    "Nytteindsats",
    "nytte",
    "indsatsen",
    "kontanthjælpsmodtagere",
    "kontant",
    "hjælp",
    "skolebus",
    "tog",
    "jernbane",
    "2018-0000088",
    "%",
    "»",
]
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
QUERIES = st.lists(st.sampled_from([*WORDS, "nytte*", '"nytte indsatsen"', "-skolebus"]), max_size=4).map(" ".join)


@given(QUERIES, TEXTS, TEXTS, st.booleans())
@settings(deadline=None)
def test_reasons_lie_on_the_words_that_are_marked(words: str, question: str, answer: str, relaxed: bool) -> None:
    """For any query and texts, the spots of the reasons are what is marked, and each shows its form."""
    stored = StoredPassage("brev", "brev.txt", LETTER.metadata, passage(answer, question=question))
    sought = asked(words, relaxed=relaxed)
    found = [reason for reason in reasons(stored, sought, TINY) if reason.field in {"question", "answer"}]
    spots = [spot for reason in found for spot in reason.spots]
    assert all(
        reason.form.casefold() == " ".join(spot.text[spot.start : spot.end].split()).casefold() for reason in found for spot in reason.spots
    )
    for text in {question, answer} - {""}:
        explained = {at for spot in spots if spot.text == text for at in range(spot.start, spot.end)}
        marked: set[int] = set()
        start = 0
        for piece in mark(text, settle(sought, (question, answer), TINY), TINY):
            marked |= set(range(start, start + len(piece.text))) if piece.marked else set()
            start += len(piece.text)
        assert explained == marked
