"""What each engine finds: what a query denotes, what is refused, and on any corpus the reference's answer to any request."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.config import Index
from indexer.config import Settings
from indexer.engines import open_engine
from indexer.model.query import All
from indexer.model.query import And
from indexer.model.query import In
from indexer.model.query import Not
from indexer.model.query import Nothing
from indexer.model.query import Or
from indexer.model.query import Phrase
from indexer.model.query import Prefix
from indexer.model.query import Range
from indexer.model.query import Request
from indexer.model.query import Term
from tests import engine_fixtures
from tests.engine_builders import SCHEMA
from tests.engine_builders import ask
from tests.engine_builders import documents
from tests.engine_builders import engine
from tests.engine_builders import entry
from tests.engine_builders import holding
from tests.engine_builders import ords
from tests.engine_builders import stamp
from tests.engine_builders import write
from tests.engine_fixtures import EXAMPLES
from tests.engine_fixtures import OTHERS
from tests.engine_strategies import CORPUS
from tests.engine_strategies import REQUESTS
from tests.engine_strategies import agree
from tests.opensearch_builders import emptied_place


if TYPE_CHECKING:
    from indexer.engines.base import Engine
    from indexer.model.entry import Entry
    from indexer.model.query import Query


served = engine_fixtures.each_engine


_WRITTEN: WeakKeyDictionary[Engine, tuple[Entry, ...]] = WeakKeyDictionary()


def _found(into: Engine, query: Query, *entries: Entry) -> list[int]:
    if _WRITTEN.get(into) != entries:
        write(into, *entries)
        _WRITTEN[into] = entries
    searcher = into.open()
    try:
        return ords(ask(searcher, query))
    finally:
        searcher.close()


# What a query denotes.


def test_term_finds_the_entries_whose_field_holds_it(served: Engine) -> None:
    """A term is found in its own field alone, as the whole term, wherever it stands."""
    entries = entry("a kat b"), entry("katte"), entry("hund", terms="kat"), entry("")
    assert _found(served, Term("words", "kat"), *entries) == [0]
    assert _found(served, Term("terms", "kat"), *entries) == [0, 2]
    assert _found(served, Term("terms", "mus"), *entries) == []


@pytest.mark.parametrize("text", ["§", "7,3", "2018-0000088", "ø", "a.b", "'", "\u0301", "x" * 200, "and", "*", "NOT"])
def test_terms_are_compared_character_by_character(served: Engine, text: str) -> None:
    """No term is too short, too long, too odd or a word of the engine's own: what was written is what is found."""
    assert _found(served, Term("words", text), entry(f"a {text} b"), entry("a b")) == [0]


def test_half_a_character_is_found_nowhere(served: Engine) -> None:
    """A term that no file can hold is no error."""
    for query in (Term("words", "\ud800"), Prefix("words", "\ud800"), Phrase("words", ("a", "\ud800"))):
        assert _found(served, query, entry("a ? b"), entry("a \ufffd b")) == []


def test_phrase_finds_neighbours_in_order(served: Engine) -> None:
    """A phrase wants its texts next to each other in this order; not further apart, not the other way round."""
    entries = entry("rød bil kører"), entry("bil rød"), entry("rød stor bil"), entry("bil kører rød bil")
    assert _found(served, Phrase("words", ("rød", "bil")), *entries) == [0, 3]
    assert _found(served, Phrase("words", ("rød", "bil", "kører")), *entries) == [0]


def test_phrase_may_repeat_a_text(served: Engine) -> None:
    """A text that comes twice in a phrase must come twice in the entry."""
    entries = entry("a b"), entry("a a b"), entry("a a a"), entry("a b a a b")
    assert _found(served, Phrase("words", ("a", "a", "b")), *entries) == [1, 3]
    assert _found(served, Phrase("words", ("a", "a", "a")), *entries) == [2]


def test_phrase_of_one_or_none(served: Engine) -> None:
    """A phrase of one text is that term; a phrase of none is found nowhere."""
    entries = entry("a b"), entry("b")
    assert _found(served, Phrase("words", ("a",)), *entries) == [0]
    assert _found(served, Phrase("words", ()), *entries) == []


def test_prefix_finds_what_begins_with_it(served: Engine) -> None:
    """A prefix finds every term that begins with it, itself among them, in its own field alone."""
    entries = entry("nytteindsats"), entry("nytte"), entry("unytte"), entry("x", terms="nytteindsatser"), entry("nyttø")
    assert _found(served, Prefix("words", "nytte"), *entries) == [0, 1]
    assert _found(served, Prefix("terms", "nytte"), *entries) == [0, 1, 3]
    assert _found(served, Prefix("words", "nyttø"), *entries) == [4]


def test_in_finds_one_of_the_values(served: Engine) -> None:
    """In wants one of its values, written exactly so, among the many an entry may have; of none, no entry."""
    entries = entry(party="A B"), entry(party="B"), entry(party="C"), entry()
    assert _found(served, In("party", ("A", "C")), *entries) == [0, 2]
    assert _found(served, In("party", ("b",)), *entries) == []
    assert _found(served, In("party", ()), *entries) == []


def test_range_holds_both_ends_and_no_unknown_number(served: Engine) -> None:
    """A range includes both ends; an entry without the number is in no range, not even the open one."""
    entries = entry(date=20180101), entry(date=20181231), entry(date=20190101), entry()
    assert _found(served, Range("date", 20180101, 20181231), *entries) == [0, 1]
    assert _found(served, Range("date", 20180102), *entries) == [1, 2]
    assert _found(served, Range("date", high=20180101), *entries) == [0]
    assert _found(served, Range("year"), *entries) == [0, 1, 2]
    assert _found(served, Range("date", 3, 2), *entries) == []


@pytest.mark.parametrize("number", [-(2**31), -1, 0, 2**31 - 1, 2**31, 2**40])
def test_a_number_is_no_mark_for_a_missing_one(served: Engine, number: int) -> None:
    """Numbers of any size are numbers: none of them stands for "unknown"."""
    written = documents(entry("a"), entry("b"))
    written[0] = replace(written[0], entries=(replace(written[0].entries[0], numbers={"date": number}),))
    served.write(written, schema=SCHEMA, stamp=stamp(written))
    searcher = served.open()
    assert ords(ask(searcher, Range("date", number, number))) == [0]
    assert ords(ask(searcher, All(), sort="oldest")) == [0, 1]
    searcher.close()


def test_all_and_nothing(served: Engine) -> None:
    """All is every entry, the one without a single term too; Nothing is none."""
    entries = entry("a"), entry(), entry("b")
    assert _found(served, All(), *entries) == [0, 1, 2]
    assert _found(served, Nothing(), *entries) == []


def test_and_or_not(served: Engine) -> None:
    """And is in every part, Or in one, Not in everything else; also alone and within each other."""
    a, b, c = (Term("words", text) for text in "abc")
    entries = entry("a b"), entry("a"), entry("b c"), entry()
    assert _found(served, And((a, b)), *entries) == [0]
    assert _found(served, Or((a, b)), *entries) == [0, 1, 2]
    assert _found(served, Not(a), *entries) == [2, 3]
    assert _found(served, And((Not(a), Not(c))), *entries) == [3]
    assert _found(served, And((b, Not(Or((a, c))))), *entries) == []
    assert _found(served, Or((Not(b), c)), *entries) == [1, 2, 3]
    assert _found(served, Not(Not(a)), *entries) == [0, 1]


def test_and_of_none_is_all_or_of_none_is_nothing(served: Engine) -> None:
    """The empty And is every entry, the empty Or is none, and so within others."""
    entries = entry("a"), entry("b")
    assert _found(served, And(()), *entries) == [0, 1]
    assert _found(served, Or(()), *entries) == []
    assert _found(served, And((Term("words", "a"), And(()))), *entries) == [0]
    assert _found(served, Not(Or(())), *entries) == [0, 1]


def test_or_counts_how_many_parts_match(served: Engine) -> None:
    """`least` is how many parts must match: each part counts once however often it is there, a part that comes twice counts twice."""
    a, b, c = (Term("words", text) for text in "abc")
    entries = entry("a a a"), entry("a b"), entry("a b c"), entry("c")
    assert _found(served, Or((a, b, c), least=2), *entries) == [1, 2]
    assert _found(served, Or((a, b, c), least=3), *entries) == [2]
    assert _found(served, Or((a, b, c), least=4), *entries) == []
    assert _found(served, Or((a, a, b), least=2), *entries) == [0, 1, 2]
    assert _found(served, Or((And((a, b)), Not(b), c), least=2), *entries) == [2, 3]
    assert _found(served, And((Or((a, b, c), least=2), Not(c))), *entries) == [1]


# Mistakes of the caller.


@pytest.mark.parametrize(
    "request_",
    [
        Request(Term("title", "a")),
        Request(And((All(), Not(Prefix("party", "a"))))),
        Request(Phrase("terms", ("a", "b"))),
        Request(Or((In("year", ("2018",)),))),
        Request(Range("party")),
        Request(Or((All(),), least=0)),
        Request(All(), filters={"colour": ("red",)}),
        Request(All(), facets=("colour",)),
        Request(All(), most_values={"colour": 1}),
        Request(All(), facets=("party",), most_values={"party": -1}),
        Request(All(), offset=-1),
        Request(All(), limit=-1),
    ],
)
def test_what_the_schema_cannot_answer_is_refused(served: Engine, request_: Request) -> None:
    """A name the schema does not have, a phrase without positions, a count below zero: ValueError, never an empty answer."""
    searcher = holding(served, entry("a"))
    with pytest.raises(ValueError, match=r"schema|negative|part"):
        searcher.search(request_)
    searcher.close()


# The reference and the others, on corpora and queries nobody thought of.


@pytest.mark.usefixtures("in_the_cluster")
@pytest.mark.parametrize("name", OTHERS)
def test_every_engine_answers_like_the_reference(name: str) -> None:
    """On any corpus and any request an engine gives the reference's total, facet counts and order by date, page by page to the end."""
    settings(max_examples=EXAMPLES.get(name, 60), deadline=None)(given(st.just(name), CORPUS, REQUESTS)(_answers_like_the_reference))()


def _answers_like_the_reference(name: str, entries: list[Entry], requests: list[Request]) -> None:
    with emptied_place(name) as place:
        tried = holding(engine(place, name), *entries)
        reference = holding(open_engine(Settings(folder=place, index=Index(engine="memory"))), *entries)
        for request in requests:
            agree(request, reference, tried)
        tried.close()
