"""What each engine counts of a facet: every match under every filter but its own, the most frequent first, values as they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.model.query import All
from indexer.model.query import In
from indexer.model.query import Nothing
from indexer.model.query import Request
from indexer.model.query import Term
from indexer.model.results import Count
from indexer.model.results import FacetCounts
from tests import engine_fixtures
from tests.engine_builders import SCHEMA
from tests.engine_builders import ask
from tests.engine_builders import documents
from tests.engine_builders import entry
from tests.engine_builders import holding
from tests.engine_builders import ords
from tests.engine_builders import stamp


if TYPE_CHECKING:
    from indexer.engines.base import Engine
    from indexer.engines.base import Searcher
    from indexer.model.query import Query


served = engine_fixtures.each_engine


def _facets(searcher: Searcher, query: Query, **filters: tuple[str, ...]) -> dict[str, FacetCounts]:
    return ask(searcher, query, filters=filters, facets=("party", "signer")).facets


def test_facets_count_every_value_of_every_match(served: Engine) -> None:
    """Facets count all that match, not the page; most frequent first, then by value; entries without one are missing."""
    entries = entry("a", party="A B"), entry("a", party="B"), entry("b", party="C"), entry("a"), entry("a", party="A Å")
    searcher = holding(served, *entries)
    counted = ask(searcher, Term("words", "a"), facets=("party",), limit=1).facets
    assert counted == {"party": FacetCounts((Count("A", 2), Count("B", 2), Count("Å", 1)), missing=1)}
    assert ask(searcher, Nothing(), facets=("party",)).facets == {"party": FacetCounts(())}
    searcher.close()


def test_a_facet_disregards_its_own_choice(served: Engine) -> None:
    """Filters are OR within a facet and AND across; the counts of a facet take every filter but its own."""
    entries = entry(party="A", signer="x"), entry(party="A", signer="y"), entry(party="B", signer="x"), entry(party="C"), entry(signer="x")
    searcher = holding(served, *entries)
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
    searcher = holding(served, *entries, entry("a"), entry("b", party="B"))
    for filters in ({}, {"party": ("00", "66")}, {"signer": ("x",)}):
        whole = searcher.search(Request(Term("words", "a"), filters, ("party",))).facets["party"]
        for most in (0, 1, 2, 5, 7, 20, 27, 28, 60, 66, 67, 5000):
            few = searcher.search(Request(Term("words", "a"), filters, ("party",), most_values={"party": most})).facets["party"]
            assert few == whole.first(most, filters.get("party", ()))
            assert few.more == (most < len(whole.values))
    searcher.close()


def test_a_facet_nothing_is_chosen_in_filters_nothing(served: Engine) -> None:
    """An empty choice is no choice; an unknown value is one that no entry has."""
    searcher = holding(served, entry(party="A"), entry())
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
