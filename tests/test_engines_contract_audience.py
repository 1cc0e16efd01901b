"""What an audience is told by each engine: what it would be told if there were no other letters, to the scores."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.engines.audience import Audience
from indexer.engines.audience import labels_of
from indexer.engines.base import Document
from indexer.model.entry import Size
from indexer.model.query import All
from indexer.model.query import And
from indexer.model.query import In
from indexer.model.query import Or
from indexer.model.query import Phrase
from indexer.model.query import Prefix
from indexer.model.query import Request
from indexer.model.query import Term
from tests import engine_fixtures
from tests.engine_builders import SCHEMA
from tests.engine_builders import ask
from tests.engine_builders import engine
from tests.engine_builders import entry
from tests.engine_builders import stamp
from tests.engine_fixtures import ENGINES
from tests.engine_fixtures import EXAMPLES
from tests.engine_strategies import DAY
from tests.engine_strategies import REQUEST
from tests.engine_strategies import TEXT
from tests.opensearch_builders import emptied_place


if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.engines.base import Engine
    from indexer.engines.base import Searcher
    from indexer.model.entry import Entry


served = engine_fixtures.each_engine


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


@pytest.mark.usefixtures("in_the_cluster")
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
