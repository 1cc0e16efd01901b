"""What comes back of what each engine finds: totals, pages, what was stored, in which order and with what score."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from indexer.engines.base import Document
from indexer.model.query import All
from indexer.model.query import And
from indexer.model.query import In
from indexer.model.query import Not
from indexer.model.query import Or
from indexer.model.query import Phrase
from indexer.model.query import Prefix
from indexer.model.query import Range
from indexer.model.query import Term
from tests import engine_fixtures
from tests.engine_builders import SCHEMA
from tests.engine_builders import ask
from tests.engine_builders import entry
from tests.engine_builders import holding
from tests.engine_builders import ords
from tests.engine_builders import stamp


if TYPE_CHECKING:
    from indexer.engines.base import Engine
    from indexer.engines.base import Searcher
    from indexer.model.query import Query


served = engine_fixtures.each_engine


# Totals, pages, orders.


def test_total_counts_all_pages_hold_some(served: Engine) -> None:
    """The total is exact whatever the page; pages put together are the whole; beyond the end there is nothing."""
    searcher = holding(served, *(entry("a") for _ in range(7)))
    pages = [ask(searcher, All(), offset=offset, limit=3) for offset in (0, 3, 6, 9)]
    assert [page.total for page in pages] == [7] * 4
    assert [ords(page) for page in pages] == [[0, 1, 2], [3, 4, 5], [6], []]
    assert ask(searcher, All(), limit=0, facets=("party",)).facets["party"].missing == 7
    searcher.close()


def test_hits_carry_what_was_stored(served: Engine) -> None:
    """A hit gives key, `ord` and bytes back untouched, zero bytes and all."""
    with_bytes = holding(served, entry("a", stored=b"\x00\xff{}"), entry("b", stored=b"x" * 100_000))
    first, second = ask(with_bytes, All()).hits
    assert (first.key, first.ord, first.stored) == ("letter-0#svar-1", 0, b"\x00\xff{}")
    assert second.stored == b"x" * 100_000
    with_bytes.close()


def test_letters_are_given_back(served: Engine) -> None:
    """A letter is given back by its id, untouched; an unknown id is None."""
    searcher = holding(served, entry("a"), entry("b"))
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
    searcher = holding(served, entry("a"), entry("a a a"), entry("b"), entry("a a"))
    hits = ask(searcher, Term("words", "a")).hits
    assert [(hit.ord, hit.score) for hit in hits] == [(0, 0), (1, 0), (3, 0)]
    searcher.close()


def test_oldest_puts_the_undated_last(served: Engine) -> None:
    """Sorted by oldest, dates ascend, the undated come last, and ties keep the canonical order."""
    dates = 20190101, None, 20180101, 20190101, None
    searcher = holding(served, *(entry("a", date=date) for date in dates))
    assert ords(ask(searcher, All(), sort="oldest")) == [2, 0, 3, 1, 4]
    assert ords(ask(searcher, All(), sort="oldest", offset=1, limit=2)) == [0, 3]
    searcher.close()


def test_the_best_comes_first_and_ties_go_by_ord(served: Engine) -> None:
    """Sorted by relevance, scores descend; entries that say the same score the same and keep the canonical order on every page."""
    texts = ["a b c d"] * 5 + ["a a b c"] + ["b"] * 3 + ["a b c d"] * 5
    searcher = holding(served, *map(entry, texts))
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
    searcher = holding(served, entry("rød bil"), entry("bil"), entry("rød"))
    for plain in (Term("words", "rød"), Phrase("words", ("rød", "bil")), Prefix("words", "rø")):
        once, twice = _score_of(searcher, plain), _score_of(searcher, replace(plain, boost=2.0))
        assert twice == pytest.approx({ord_: 2 * score for ord_, score in once.items()})
        assert all(score > 0 for score in once.values())
    searcher.close()


def test_the_boost_of_a_range_is_its_score(served: Engine) -> None:
    """A range adds its boost, and nothing without one, to whatever else an entry scores."""
    searcher = holding(served, entry("a", date=20180101), entry("a", date=20190101))
    word = Term("words", "a")
    plain = _score_of(searcher, word)
    recent = And((word, Or((All(), Range("date", 20190101, boost=0.5), Range("date", 20180601, boost=0.25)))))
    assert _score_of(searcher, recent) == pytest.approx({0: plain[0], 1: plain[1] + 0.75})
    searcher.close()


def test_the_weight_of_a_field_is_its_share_in_the_score(served: Engine) -> None:
    """The same text in a field of weight 0.3 scores 0.3 of what it scores in a field of weight 1."""
    searcher = holding(served, entry("a b"), entry("c d e"))
    full, part = _score_of(searcher, Term("terms", "a")), _score_of(searcher, Term("words", "a"))
    assert part[0] == pytest.approx(0.3 * full[0])
    searcher.close()


def test_scores_add_up_over_what_matches(served: Engine) -> None:
    """And and Or score the sum of the parts that match; a part of an And that fails adds nothing."""
    a, b, c = (Term("words", text) for text in "abc")
    searcher = holding(served, entry("a b"), entry("a c c"), entry("b"), entry("a b c"))
    single = {query: _score_of(searcher, query) for query in (a, b, c)}
    expected = {ord_: sum(single[query].get(ord_, 0) for query in (a, b, c)) for ord_ in range(4)}
    assert _score_of(searcher, Or((a, b, c))) == pytest.approx(expected)
    assert _score_of(searcher, Or((a, b, c), least=2)) == pytest.approx({ord_: expected[ord_] for ord_ in (0, 1, 3)})
    assert _score_of(searcher, And((a, b, c))) == pytest.approx({3: expected[3]})
    assert _score_of(searcher, Or((And((a, b)), c)))[1] == pytest.approx(single[c][1])
    searcher.close()


def test_filters_add_nothing_to_the_score(served: Engine) -> None:
    """In, Range, All and Not match without scoring."""
    searcher = holding(served, entry("a b", party="A", date=20180101), entry("a", party="B"))
    free = In("party", ("A",)), Range("date"), All(), Not(Term("words", "x"))
    assert _score_of(searcher, And((Term("words", "a"), *free))) == pytest.approx({0: _score_of(searcher, Term("words", "a"))[0]})
    assert all(set(_score_of(searcher, query).values()) == {0} for query in free)
    searcher.close()
