"""Corpora and requests that nobody thought of, and what two engines must agree on; for the contract tests and bench.agreement."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import strategies as st

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
from tests.engine_builders import entry


if TYPE_CHECKING:
    from indexer.engines.base import Searcher
    from indexer.model.query import Query


TEXT = st.sampled_from(["a", "b", "c", "aa", "ab", "abc", "ø", "øl", "§"])
VALUE = st.sampled_from(["A", "B", "C d", "Å", "x,y"])
DAY = st.sampled_from([20180101, 20181231, 20190615, 20200229])

ENTRY = st.builds(
    lambda words, extra, party, signer, date: replace(
        entry(" ".join(words), terms=" ".join(words + extra), date=date),
        facets={name: tuple(values) for name, values in (("party", party), ("signer", signer)) if values},
    ),
    st.lists(TEXT, max_size=8),
    st.lists(TEXT, max_size=3),
    st.lists(VALUE, max_size=3, unique=True),
    st.lists(VALUE, max_size=2, unique=True),
    st.none() | DAY,
)

FIELD = st.sampled_from(["words", "terms"])
BOOST = st.sampled_from([0.5, 1.0, 2.0])
LEAF = st.one_of(
    st.builds(Term, FIELD, TEXT, BOOST),
    st.builds(Phrase, st.just("words"), st.lists(TEXT, min_size=1, max_size=3).map(tuple), BOOST),
    st.builds(Prefix, FIELD, st.sampled_from(["a", "ab", "ø", ""]), BOOST),
    st.builds(In, st.sampled_from(["party", "signer"]), st.lists(VALUE, max_size=2).map(tuple)),
    st.builds(Range, st.just("date"), st.none() | DAY, st.none() | DAY),
    st.just(All()),
    st.just(Nothing()),
)


def _branches(parts: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(parts, max_size=4).map(tuple)
    return st.one_of(st.builds(And, several), st.builds(Or, several, st.integers(1, 3)), st.builds(Not, parts))


QUERY = st.recursive(LEAF, _branches, max_leaves=8)

REQUEST = st.builds(
    Request,
    QUERY,
    filters=st.dictionaries(st.sampled_from(["party", "signer"]), st.lists(VALUE, max_size=2, unique=True).map(tuple)),
    facets=st.just(("party", "signer")),
    most_values=st.dictionaries(st.sampled_from(["party", "signer"]), st.integers(0, 4)),
    sort=st.sampled_from(["relevance", "newest", "oldest"]),
    offset=st.integers(0, 6),
    limit=st.integers(0, 5),
)

CORPUS = st.lists(ENTRY, max_size=25)
REQUESTS = st.lists(REQUEST, min_size=1, max_size=8)


def agree(request: Request, reference: Searcher, tried: Searcher) -> None:
    """Nothing; raises AssertionError where the two differ in total, facet counts, order by date or in what is found, page by page."""
    expected, given = reference.search(request), tried.search(request)
    assert (given.total, given.facets) == (expected.total, expected.facets)
    if request.sort == "relevance":
        _agree_on_what_matches(request, reference, tried)
    else:
        assert given.hits == expected.hits
        assert _to_the_end(request, tried) == reference.search(replace(request, offset=0, limit=1000)).hits


def _to_the_end(request: Request, searcher: Searcher) -> tuple[object, ...]:
    pages = (searcher.search(replace(request, offset=offset, limit=4)).hits for offset in itertools.count(0, 4))
    return tuple(itertools.chain.from_iterable(itertools.takewhile(bool, pages)))


def _agree_on_what_matches(request: Request, reference: Searcher, tried: Searcher) -> None:
    whole = replace(request, offset=0, limit=1000)
    hits = tried.search(whole).hits
    assert {(hit.key, hit.stored) for hit in hits} == {(hit.key, hit.stored) for hit in reference.search(whole).hits}
    assert list(hits) == sorted(hits, key=lambda hit: (-hit.score, hit.ord))
    assert tried.search(request).hits == hits[request.offset : request.offset + request.limit]
    assert tried.search(whole).hits == hits
