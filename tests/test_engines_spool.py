"""What indexer/engines/spool.py promises: every posting comes out, in order, however little is held."""

from __future__ import annotations

import itertools
import tempfile
from contextlib import closing
from pathlib import Path

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.engines.spool import Spool
from indexer.engines.spool import stands


FIELDS = {"bag": False, "row": True}
TERM = st.sampled_from(["a", "aa", "b", "ø", "z", "å"])
TEXTS = st.lists(st.fixed_dictionaries({field: st.lists(TERM, max_size=6) for field in FIELDS}), max_size=12)


@settings(max_examples=80, deadline=None)
@given(texts=TEXTS, most=st.integers(0, 40))
def test_every_posting_comes_out_in_order(texts: list[dict[str, list[str]]], most: int) -> None:
    """Lists come by field and bytes of the term, each with its entries ascending, how many times and where; files go at the end."""
    with tempfile.TemporaryDirectory() as folder:
        with closing(Spool(Path(folder), most=most)) as spool:
            for (ord_, text), field in itertools.product(enumerate(texts), FIELDS):
                spool.add(field, ord_, text[field], positions=FIELDS[field])
            found = [
                (made.field, made.term.decode(), ord_, times, list(places))
                for made in spool.lists()
                for ord_, times, places in stands(made, positions=FIELDS[made.field])
            ]
        assert list(Path(folder).iterdir()) == []
    assert found == _expected(texts)


def _expected(texts: list[dict[str, list[str]]]) -> list[tuple[str, str, int, int, list[int]]]:
    postings = [
        (field, term, ord_, text[field].count(term), [place for place, other in enumerate(text[field]) if other == term and FIELDS[field]])
        for ord_, text in enumerate(texts)
        for field in FIELDS
        for term in set(text[field])
    ]
    return sorted(postings, key=lambda posting: (posting[0], posting[1].encode(), posting[2]))
