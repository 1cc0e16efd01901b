"""Every promise of indexer/engines/base.py and indexer/model/query.py, held against every engine."""

from __future__ import annotations

import itertools
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.config import Index
from indexer.config import Settings
from indexer.engines import open_engine
from indexer.engines.audience import Audience
from indexer.engines.audience import labels_of
from indexer.engines.base import Document
from indexer.errors import IndexMissingError
from indexer.errors import IndexOutdatedError
from indexer.errors import RebuildError
from indexer.errors import RebuildRunningError
from indexer.errors import RollbackError
from indexer.model.entry import Size
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
from indexer.model.results import Count
from indexer.model.results import FacetCounts
from tests.engine_builders import SCHEMA
from tests.engine_builders import VERSIONS
from tests.engine_builders import ask
from tests.engine_builders import documents
from tests.engine_builders import engine
from tests.engine_builders import entry
from tests.engine_builders import ords
from tests.engine_builders import stamp
from tests.engine_builders import write
from tests.engine_strategies import CORPUS
from tests.engine_strategies import DAY
from tests.engine_strategies import REQUEST
from tests.engine_strategies import REQUESTS
from tests.engine_strategies import TEXT
from tests.engine_strategies import agree
from tests.opensearch_builders import emptied_place
from tests.opensearch_builders import used


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence
    from pathlib import Path

    from indexer.engines.base import Engine
    from indexer.engines.base import Searcher
    from indexer.model.entry import Entry
    from indexer.model.query import Query


ENGINES = ["memory", "whoosh", "tantivy", pytest.param("opensearch", marks=pytest.mark.cluster)]
"""An engine joins by its name here."""

OTHERS = [name for name in ENGINES if name != "memory"]

EXAMPLES = {"opensearch": 8}
"""So many corpora are tried where to write one takes long; 60 elsewhere."""


@pytest.fixture(autouse=True)
def _in_the_cluster(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where a test needs the cluster, engines are in it, and what the test wrote there is gone afterwards."""
    if request.node.get_closest_marker("cluster") is None:
        yield
        return
    with used(request.getfixturevalue("opensearch")):
        yield


@pytest.fixture(params=ENGINES)
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """Each engine in turn, with nothing written."""
    return engine(tmp_path, request.param)


def _holding(into: Engine, *entries: Entry) -> Searcher:
    write(into, *entries)
    return into.open()


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


# Totals, pages, orders.


def test_total_counts_all_pages_hold_some(served: Engine) -> None:
    """The total is exact whatever the page; pages put together are the whole; beyond the end there is nothing."""
    searcher = _holding(served, *(entry("a") for _ in range(7)))
    pages = [ask(searcher, All(), offset=offset, limit=3) for offset in (0, 3, 6, 9)]
    assert [page.total for page in pages] == [7] * 4
    assert [ords(page) for page in pages] == [[0, 1, 2], [3, 4, 5], [6], []]
    assert ask(searcher, All(), limit=0, facets=("party",)).facets["party"].missing == 7
    searcher.close()


def test_hits_carry_what_was_stored(served: Engine) -> None:
    """A hit gives key, `ord` and bytes back untouched, zero bytes and all."""
    with_bytes = _holding(served, entry("a", stored=b"\x00\xff{}"), entry("b", stored=b"x" * 100_000))
    first, second = ask(with_bytes, All()).hits
    assert (first.key, first.ord, first.stored) == ("letter-0#svar-1", 0, b"\x00\xff{}")
    assert second.stored == b"x" * 100_000
    with_bytes.close()


def test_letters_are_given_back(served: Engine) -> None:
    """A letter is given back by its id, untouched; an unknown id is None."""
    searcher = _holding(served, entry("a"), entry("b"))
    assert searcher.letter("letter-1") == b"letter-1"
    assert searcher.letter("letter-2") is None
    assert searcher.letter("\ud800") is None
    searcher.close()


def test_a_letter_without_passages_is_still_a_letter(served: Engine) -> None:
    """A letter that has no passage is stored and counted."""
    empty = Document("empty", b"whole", ())
    served.write([empty], schema=SCHEMA, stamp=stamp([empty]))
    searcher = served.open()
    assert searcher.letter("empty") == b"whole"
    assert ask(searcher, Or((All(), Prefix("words", "a"), Term("terms", "a"))), facets=("party",)).total == 0
    searcher.close()


def test_newest_is_the_canonical_order(served: Engine) -> None:
    """Sorted by newest, entries come as they were numbered, and score nothing."""
    searcher = _holding(served, entry("a"), entry("a a a"), entry("b"), entry("a a"))
    hits = ask(searcher, Term("words", "a")).hits
    assert [(hit.ord, hit.score) for hit in hits] == [(0, 0), (1, 0), (3, 0)]
    searcher.close()


def test_oldest_puts_the_undated_last(served: Engine) -> None:
    """Sorted by oldest, dates ascend, the undated come last, and ties keep the canonical order."""
    dates = 20190101, None, 20180101, 20190101, None
    searcher = _holding(served, *(entry("a", date=date) for date in dates))
    assert ords(ask(searcher, All(), sort="oldest")) == [2, 0, 3, 1, 4]
    assert ords(ask(searcher, All(), sort="oldest", offset=1, limit=2)) == [0, 3]
    searcher.close()


def test_the_best_comes_first_and_ties_go_by_ord(served: Engine) -> None:
    """Sorted by relevance, scores descend; entries that say the same score the same and keep the canonical order on every page."""
    texts = ["a b c d"] * 5 + ["a a b c"] + ["b"] * 3 + ["a b c d"] * 5
    searcher = _holding(served, *map(entry, texts))
    whole = ask(searcher, Term("words", "a"), sort="relevance").hits
    assert [hit.ord for hit in whole] == [5, 0, 1, 2, 3, 4, 9, 10, 11, 12, 13]
    assert whole[0].score > whole[1].score == whole[-1].score > 0
    paged = [ask(searcher, Term("words", "a"), sort="relevance", offset=offset, limit=2).hits for offset in range(0, 12, 2)]
    assert list(itertools.chain.from_iterable(paged)) == list(whole)
    searcher.close()


# Scores.


def _score_of(searcher: Searcher, query: Query) -> dict[int, float]:
    return {hit.ord: hit.score for hit in ask(searcher, query, sort="relevance").hits}


def test_boost_multiplies_the_score(served: Engine) -> None:
    """A leaf with twice the boost scores twice, and finds the same."""
    searcher = _holding(served, entry("rød bil"), entry("bil"), entry("rød"))
    for plain in (Term("words", "rød"), Phrase("words", ("rød", "bil")), Prefix("words", "rø")):
        once, twice = _score_of(searcher, plain), _score_of(searcher, replace(plain, boost=2.0))
        assert twice == pytest.approx({ord_: 2 * score for ord_, score in once.items()})
        assert all(score > 0 for score in once.values())
    searcher.close()


def test_the_boost_of_a_range_is_its_score(served: Engine) -> None:
    """A range adds its boost, and nothing without one, to whatever else an entry scores."""
    searcher = _holding(served, entry("a", date=20180101), entry("a", date=20190101))
    word = Term("words", "a")
    plain = _score_of(searcher, word)
    recent = And((word, Or((All(), Range("date", 20190101, boost=0.5), Range("date", 20180601, boost=0.25)))))
    assert _score_of(searcher, recent) == pytest.approx({0: plain[0], 1: plain[1] + 0.75})
    searcher.close()


def test_the_weight_of_a_field_is_its_share_in_the_score(served: Engine) -> None:
    """The same text in a field of weight 0.3 scores 0.3 of what it scores in a field of weight 1."""
    searcher = _holding(served, entry("a b"), entry("c d e"))
    full, part = _score_of(searcher, Term("terms", "a")), _score_of(searcher, Term("words", "a"))
    assert part[0] == pytest.approx(0.3 * full[0])
    searcher.close()


def test_scores_add_up_over_what_matches(served: Engine) -> None:
    """And and Or score the sum of the parts that match; a part of an And that fails adds nothing."""
    a, b, c = (Term("words", text) for text in "abc")
    searcher = _holding(served, entry("a b"), entry("a c c"), entry("b"), entry("a b c"))
    single = {query: _score_of(searcher, query) for query in (a, b, c)}
    expected = {ord_: sum(single[query].get(ord_, 0) for query in (a, b, c)) for ord_ in range(4)}
    assert _score_of(searcher, Or((a, b, c))) == pytest.approx(expected)
    assert _score_of(searcher, Or((a, b, c), least=2)) == pytest.approx({ord_: expected[ord_] for ord_ in (0, 1, 3)})
    assert _score_of(searcher, And((a, b, c))) == pytest.approx({3: expected[3]})
    assert _score_of(searcher, Or((And((a, b)), c)))[1] == pytest.approx(single[c][1])
    searcher.close()


def test_filters_add_nothing_to_the_score(served: Engine) -> None:
    """In, Range, All and Not match without scoring."""
    searcher = _holding(served, entry("a b", party="A", date=20180101), entry("a", party="B"))
    free = In("party", ("A",)), Range("date"), All(), Not(Term("words", "x"))
    assert _score_of(searcher, And((Term("words", "a"), *free))) == pytest.approx({0: _score_of(searcher, Term("words", "a"))[0]})
    assert all(set(_score_of(searcher, query).values()) == {0} for query in free)
    searcher.close()


# Facets.


def _facets(searcher: Searcher, query: Query, **filters: tuple[str, ...]) -> dict[str, FacetCounts]:
    return ask(searcher, query, filters=filters, facets=("party", "signer")).facets


def test_facets_count_every_value_of_every_match(served: Engine) -> None:
    """Facets count all that match, not the page; most frequent first, then by value; entries without one are missing."""
    entries = entry("a", party="A B"), entry("a", party="B"), entry("b", party="C"), entry("a"), entry("a", party="A Å")
    searcher = _holding(served, *entries)
    counted = ask(searcher, Term("words", "a"), facets=("party",), limit=1).facets
    assert counted == {"party": FacetCounts((Count("A", 2), Count("B", 2), Count("Å", 1)), missing=1)}
    assert ask(searcher, Nothing(), facets=("party",)).facets == {"party": FacetCounts(())}
    searcher.close()


def test_a_facet_disregards_its_own_choice(served: Engine) -> None:
    """Filters are OR within a facet and AND across; the counts of a facet take every filter but its own."""
    entries = entry(party="A", signer="x"), entry(party="A", signer="y"), entry(party="B", signer="x"), entry(party="C"), entry(signer="x")
    searcher = _holding(served, *entries)
    assert ords(ask(searcher, All(), filters={"party": ("A", "B")})) == [0, 1, 2]
    assert ords(ask(searcher, All(), filters={"party": ("A", "B"), "signer": ("x",)})) == [0, 2]
    counted = _facets(searcher, All(), party=("A",), signer=("x",))
    assert counted["party"] == FacetCounts((Count("A", 1), Count("B", 1)), missing=1)
    assert counted["signer"] == FacetCounts((Count("x", 1), Count("y", 1)))
    searcher.close()


def test_of_many_values_the_most_frequent_come(served: Engine) -> None:
    """Of a facet with many values as many come as are wanted, of equals the first, and what is chosen; the others are told to be there."""
    times = [1] * 40 + [2] * 20 + [3] * 6 + [9]
    entries = [entry("a", party=f"{(7 * number) % 67:02}") for number, held in enumerate(times) for _ in range(held)]
    searcher = _holding(served, *entries, entry("a"), entry("b", party="B"))
    for filters in ({}, {"party": ("00", "66")}, {"signer": ("x",)}):
        whole = searcher.search(Request(Term("words", "a"), filters, ("party",))).facets["party"]
        for most in (0, 1, 2, 5, 7, 20, 27, 28, 60, 66, 67, 5000):
            few = searcher.search(Request(Term("words", "a"), filters, ("party",), most_values={"party": most})).facets["party"]
            assert few == whole.first(most, filters.get("party", ()))
            assert few.more == (most < len(whole.values))
    searcher.close()


def test_a_facet_nothing_is_chosen_in_filters_nothing(served: Engine) -> None:
    """An empty choice is no choice; an unknown value is one that no entry has."""
    searcher = _holding(served, entry(party="A"), entry())
    assert ords(ask(searcher, All(), filters={"party": ()})) == [0, 1]
    assert ords(ask(searcher, All(), filters={"party": ("Z",)})) == []
    searcher.close()


def test_facet_values_are_kept_as_they_are(served: Engine) -> None:
    """A value may hold blanks, commas, quotes and capitals, and is not taken apart."""
    value = 'Beskæftigelses- og "Integrations"forvaltningen, København'
    written = documents(entry("a"))
    written[0] = replace(written[0], entries=(replace(written[0].entries[0], facets={"party": (value,)}),))
    served.write(written, schema=SCHEMA, stamp=stamp(written))
    searcher = served.open()
    assert ask(searcher, In("party", (value,)), facets=("party",)).facets["party"].values == (Count(value, 1),)
    searcher.close()


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
    searcher = _holding(served, entry("a"))
    with pytest.raises(ValueError, match=r"schema|negative|part"):
        searcher.search(request_)
    searcher.close()


# Generations.


def test_nothing_written_is_a_missing_index(served: Engine, tmp_path: Path) -> None:
    """Before the first write there is no generation, and opening says which command makes one."""
    assert served.current() is None
    with pytest.raises(IndexMissingError, match=r"indexer rebuild"):
        served.open()


def test_write_puts_a_generation_in_place(served: Engine) -> None:
    """What `write` gives is what is served from then on, with its stamp."""
    written = documents(entry("a"))
    name = served.write(written, schema=SCHEMA, stamp=stamp(written))
    searcher = served.open(versions=VERSIONS)
    assert served.current() == name == searcher.generation
    assert searcher.stamp == stamp(written)
    searcher.close()


def test_one_folder_is_one_index(served: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """What one engine wrote for a folder another one opened for the same folder serves."""
    name = write(served, entry("a"))
    assert engine(tmp_path, request.node.callspec.params["served"]).current() == name
    assert engine(tmp_path / "other", request.node.callspec.params["served"]).current() is None


def test_generations_have_names_of_their_own(served: Engine) -> None:
    """No two generations share a name, even when they hold the same."""
    assert len({write(served, entry("a")) for _ in range(3)}) == 3


def test_an_earlier_generation_is_served_again(served: Engine) -> None:
    """What was served before is among the generations, newest first, and is put in place by its name; and so back again."""
    first, second = write(served, entry("a")), write(served, entry("b"))
    before = served.open()
    assert served.generations()[:2] == (second, first)
    served.serve(first, versions=VERSIONS)
    assert served.current() == first
    searcher = served.open()
    assert (searcher.generation, ask(searcher, Term("words", "a")).total) == (first, 1)
    assert ask(before, Term("words", "b")).total == 1
    assert served.generations()[:2] == (second, first)
    served.serve(second)
    assert served.current() == second
    searcher.close()
    before.close()


def test_the_next_write_keeps_what_was_served_before_it(served: Engine) -> None:
    """After an earlier generation was put in place, it is the one that stays beside the next, not the one that was put away."""
    good = write(served, entry("a"))
    write(served, entry("b"))
    served.serve(good)
    newest = write(served, entry("c"))
    assert {newest, good} <= set(served.generations())
    served.serve(good)
    searcher = served.open()
    assert ask(searcher, Term("words", "a")).total == 1
    searcher.close()


def test_what_cannot_be_served_changes_nothing(served: Engine) -> None:
    """A generation that is not kept, or is of other versions, is refused, and so is any while somebody writes."""
    old, served_now = write(served, entry("a")), write(served, entry("b"))
    with pytest.raises(RollbackError):
        served.serve("20200101-000000-000000-0000")
    with pytest.raises(IndexOutdatedError, match="analysis"):
        served.serve(old, versions={"schema": "1", "analysis": "2"})

    def check(_: Searcher) -> None:
        with pytest.raises(RebuildRunningError):
            served.serve(old)
        raise RefusedError

    with pytest.raises(RefusedError):
        served.write(TEXTS, schema=SCHEMA, stamp=stamp(TEXTS), check=check)
    assert served.current() == served_now


def test_an_index_of_other_versions_is_outdated(served: Engine) -> None:
    """Versions that differ are named, with what the index has and what the program has; those that agree are not."""
    write(served, entry("a"))
    with pytest.raises(IndexOutdatedError) as caught:
        served.open(versions={"schema": "1", "analysis": "2", "words": "3"})
    assert "analysis: indekset har 1, programmet 2; words: indekset har ingen, programmet 3" in str(caught.value)
    assert "schema" not in str(caught.value)
    with pytest.raises(IndexOutdatedError, match="analysis: indekset har 1, programmet ingen"):
        served.open(versions={"schema": "1"})


def test_a_searcher_stays_with_its_generation(served: Engine) -> None:
    """A searcher opened before a write answers as before, also when its generation has been cleared away since."""
    before = _holding(served, entry("a"), entry("a"))
    for _ in range(4):
        write(served, entry("b"))
    after = served.open()
    assert [ask(before, Term("words", "a"), facets=("party",)).total, ask(after, Term("words", "a")).total] == [2, 0]
    assert before.letter("letter-1") == b"letter-1"
    before.close()
    after.close()


def test_the_check_sees_the_new_generation_before_anyone(served: Engine) -> None:
    """The check is given a searcher of what was just written, while the old one is still served."""
    old = write(served, entry("a"))
    seen = []

    def check(searcher: Searcher) -> None:
        seen.extend([ask(searcher, Term("words", "b")).total, served.current() == old, searcher.generation != old])

    written = documents(entry("b"), entry("b"))
    served.write(written, schema=SCHEMA, stamp=stamp(written), check=check)
    assert seen == [2, True, True]


class RefusedError(Exception):
    """What a test raises on purpose."""


def _failing(written: list[Document], after: int) -> Iterator[Document]:
    yield from written[:after]
    raise RefusedError


def _renumbered(written: list[Document], ord_: int) -> list[Document]:
    return [written[0], replace(written[1], entries=(replace(written[1].entries[0], ord=ord_),)), *written[2:]]


def _named(written: list[Document], **changes: object) -> list[Document]:
    return [replace(written[0], entries=(replace(written[0].entries[0], **changes),)), *written[1:]]


def _refusing(searcher: Searcher) -> None:
    assert ask(searcher, All()).total == 3
    raise RefusedError


TEXTS = documents(entry("a"), entry("b"), entry("c"))

FAILURES = {
    "documents that fail at once": (lambda: _failing(TEXTS, 0), None, RefusedError),
    "documents that fail half way": (lambda: _failing(TEXTS, 2), None, RefusedError),
    "documents that fail at the end": (lambda: _failing(TEXTS, 3), None, RefusedError),
    "a check that fails": (lambda: TEXTS, _refusing, RefusedError),
    "too few letters": (lambda: TEXTS[:2], None, RebuildError),
    "too many letters": (lambda: [*TEXTS, Document("more", b"", ())], None, RebuildError),
    "a letter twice": (lambda: [*TEXTS[:2], replace(TEXTS[2], letter=TEXTS[0].letter)], None, ValueError),
    "an ord twice": (lambda: _renumbered(TEXTS, 0), None, ValueError),
    "an ord too far": (lambda: _renumbered(TEXTS, 2), None, ValueError),
    "an unknown field": (lambda: _named(TEXTS, terms={"title": ("a",)}), None, ValueError),
    "an unknown facet": (lambda: _named(TEXTS, facets={"colour": ("a",)}), None, ValueError),
    "an unknown number": (lambda: _named(TEXTS, numbers={"price": 1}), None, ValueError),
}


@pytest.mark.parametrize("first", [True, False], ids=["first", "later"])
def test_a_failed_write_changes_nothing(served: Engine, first: bool) -> None:
    """Whatever fails while writing comes out as it is, what was served still is, and the next write succeeds."""
    old = None if first else write(served, entry("old"))
    for failure, (made, check, error) in FAILURES.items():
        with pytest.raises(error):
            served.write(made(), schema=SCHEMA, stamp=stamp(TEXTS), check=check)
        assert (served.current(), served.generations()) == (old, (old,) if old else ()), failure
    if old:
        searcher = served.open()
        assert ask(searcher, Term("words", "old")).total == 1
        searcher.close()
    assert write(served, entry("new")) == served.current()


def test_one_writer_at_a_time(served: Engine) -> None:
    """A second writer is turned away at once and says so; the first one finishes undisturbed."""
    written = documents(entry("first"))

    def during() -> Iterator[Document]:
        with ThreadPoolExecutor(1) as other, pytest.raises(RebuildRunningError, match="er i gang"):
            other.submit(write, served, entry("second")).result()
        yield from written

    served.write(during(), schema=SCHEMA, stamp=stamp(written))
    searcher = served.open()
    assert ask(searcher, Term("words", "first")).total == 1
    searcher.close()


@pytest.mark.parametrize("name", OTHERS)
def test_documents_are_taken_one_by_one(tmp_path: Path, name: str) -> None:
    """An engine on disk lets a document go before it asks for the next but one."""
    import gc
    import weakref

    class Traced(Document):
        __slots__ = ("__weakref__",)

    alive: list[weakref.ref[Traced]] = []
    most = 0

    def made() -> Iterator[Document]:
        nonlocal most
        for document in documents(*(entry("a") for _ in range(20))):
            traced = Traced(document.letter, document.stored, document.entries)
            alive.append(weakref.ref(traced))
            yield traced
            del traced
            gc.collect()
            most = max(most, sum(ref() is not None for ref in alive))

    engine(tmp_path, name).write(made(), schema=SCHEMA, stamp=stamp(documents(*(entry() for _ in range(20)))))
    assert most <= 2


def test_a_searcher_is_shared_between_threads(served: Engine, request: pytest.FixtureRequest) -> None:
    """Many threads get from one searcher what one thread gets, however often they take turns."""
    request.addfinalizer(partial(sys.setswitchinterval, sys.getswitchinterval()))
    sys.setswitchinterval(1e-6)
    words = [f"w{number}" for number in range(12)]
    searcher = _holding(
        served, *(entry(" ".join(words[number % 12 :] + words[: number % 7]), party="AB"[number % 2]) for number in range(300))
    )
    queries: list[Query] = [Phrase("words", (one, two)) for one, two in itertools.pairwise(words)]
    queries += [Or((Term("words", one), Prefix("terms", two))) for one, two in itertools.pairwise(words)]
    expected = [ask(searcher, query, facets=("party",), sort="relevance") for query in queries]
    together = threading.Barrier(4)

    def all_of(start: int) -> list[object]:
        together.wait()
        turned = queries[start:] + queries[:start]
        answers = [ask(searcher, query, facets=("party",), sort="relevance") for query in turned * 3]
        assert searcher.letter("letter-1") == b"letter-1"
        return answers[len(queries) - start : 2 * len(queries) - start]

    with ThreadPoolExecutor(4) as pool:
        assert all(answers == expected for answers in pool.map(all_of, (0, 5, 10, 15)))
    searcher.close()


def test_closing_twice_is_closing_once(served: Engine) -> None:
    """A searcher may be closed by everyone who thinks it should be."""
    searcher = _holding(served, entry("a"))
    searcher.close()
    searcher.close()


# The reference and the others, on corpora and queries nobody thought of.


@pytest.mark.parametrize("name", OTHERS)
def test_every_engine_answers_like_the_reference(name: str) -> None:
    """On any corpus and any request an engine gives the reference's total, facet counts and order by date, page by page to the end."""
    settings(max_examples=EXAMPLES.get(name, 60), deadline=None)(given(st.just(name), CORPUS, REQUESTS)(_answers_like_the_reference))()


def _answers_like_the_reference(name: str, entries: list[Entry], requests: list[Request]) -> None:
    with emptied_place(name) as place:
        tried = _holding(engine(place, name), *entries)
        reference = _holding(open_engine(Settings(folder=place, index=Index(engine="memory"))), *entries)
        for request in requests:
            agree(request, reference, tried)
        tried.close()


# What an audience sees of an engine.

RESTRICTED = replace(SCHEMA, facets=(*SCHEMA.facets, "access"))

# Texts of one length: the average is then the same whatever is hidden, and scores can be held against each other.
LABELLED = st.builds(
    lambda words, party, date, label: replace(
        entry(" ".join(words), party=party, date=date),
        facets={name: (value,) for name, value in (("party", party), ("access", label)) if value},
        letter=label,
    ),
    st.lists(TEXT, min_size=4, max_size=4),
    st.sampled_from(["", "A", "B"]),
    st.none() | DAY,
    st.sampled_from(["", "", "hr", "hr/2018", "jura"]),
)


def _labelled(into: Engine, entries: Sequence[Entry]) -> Searcher:
    """A searcher of letters that say their label, after a number of their own."""
    made = [(number, each) for number, each in enumerate(entries)]
    written = [
        Document(f"{number}", f"{number}:{each.letter}".encode(), (replace(each, ord=ord_, letter=f"{number}", key=f"{number}#1"),))
        for ord_, (number, each) in enumerate(made)
    ]
    labels = {label: Size(count, count) for label in ("hr", "hr/2018", "jura") if (count := sum(each.letter == label for each in entries))}
    into.write(written, schema=RESTRICTED, stamp=replace(stamp(written), labels=labels))
    return into.open()


def _label(stored: bytes) -> str:
    return stored.decode().partition(":")[2]


@pytest.mark.parametrize("name", ENGINES)
def test_an_audience_sees_what_it_would_see_if_there_was_nothing_else(name: str) -> None:
    """Whatever is asked, the answer is that of an index without the hidden entries: total, counts, passages, order and scores."""
    labels = st.frozensets(st.sampled_from(["hr", "hr/2018", "jura"]), min_size=1)
    corpus, requests = st.lists(LABELLED, max_size=20), st.lists(REQUEST, min_size=1, max_size=6)
    settings(max_examples=EXAMPLES.get(name, 60), deadline=None)(given(st.just(name), corpus, labels, requests)(_sees_nothing_else))()


def _sees_nothing_else(name: str, entries: list[Entry], hidden: frozenset[str], requests: list[Request]) -> None:
    with emptied_place(name) as place:
        whole = _labelled(engine(place / "whole", name), entries)
        seen = Audience(whole, hidden, label=_label)
        visible = [each for each in entries if each.letter not in hidden]
        alone = _labelled(engine(place / "alone", name), visible)
        names = [str(number) for number, each in enumerate(entries) if each.letter not in hidden]
        assert (seen.stamp.letters, seen.stamp.passages, seen.stamp.labels) == (len(visible), len(visible), alone.stamp.labels)
        assert labels_of(seen) == labels_of(alone)
        assert [seen.letter(str(number)) is not None for number in range(len(entries))] == [each.letter not in hidden for each in entries]
        for request in requests:
            request = replace(request, facets=(*request.facets, "access"))
            found, expected = seen.search(request), alone.search(request)
            assert (found.total, found.facets) == (expected.total, expected.facets)
            assert [hit.score for hit in found.hits] == pytest.approx([hit.score for hit in expected.hits])
            if request.sort != "relevance":
                assert [hit.key for hit in found.hits] == [f"{names[hit.ord]}#1" for hit in expected.hits]
        seen.close()
        alone.close()


def test_a_score_does_not_tell_how_many_hidden_entries_hold_a_term(served: Engine) -> None:
    """What a term, phrase or beginning is worth to an audience is the same whether hidden entries hold it or not, or there are none."""
    queries = Term("words", "a", 2.0), Phrase("words", ("a", "b")), Prefix("terms", "a", 0.5), And((Or((Term("terms", "a"),)), All()))
    visible = [entry("a b c d", letter=""), entry("e f g h", letter="")]
    told = []
    for hidden in (["a b a b"] * 3, ["x x x x"] * 3, []):
        labelled = [replace(entry(words), letter="hr", facets={"access": ("hr",)}) for words in hidden]
        seen = Audience(_labelled(served, visible + labelled), frozenset({"hr"}), label=_label)
        told.append([hit.score for query in queries for hit in ask(seen, query, sort="relevance").hits])
        seen.close()
    assert len(told[0]) == 4
    assert told[0] == pytest.approx(told[2])
    assert told[1] == pytest.approx(told[2])


def test_an_audience_refuses_what_an_engine_refuses(served: Engine) -> None:
    """A name the schema does not have is a mistake for an audience too, and closing it twice is closing once."""
    seen = Audience(_labelled(served, [entry("a", letter="")]), frozenset({"hr"}), label=_label)
    for query in (Term("ukendt", "a"), And((Phrase("terms", ("a",)),)), In("ukendt", ())):
        with pytest.raises(ValueError, match="no "):
            seen.search(Request(query))
    seen.close()
    seen.close()
