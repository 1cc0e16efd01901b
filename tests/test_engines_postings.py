"""Posting lists: what is packed comes back, however a list is looked up the answer is the same, and what is kept ready stays bounded."""

from __future__ import annotations

from array import array
from contextlib import closing
from dataclasses import dataclass
from dataclasses import field
from itertools import groupby
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.packing import COMMON
from indexer.engines.packing import ENTRIES
from indexer.engines.packing import MARKS
from indexer.engines.packing import PLACES
from indexer.engines.packing import PackedPostings
from indexer.engines.packing import packed
from indexer.engines.postings import UnreadableError
from indexer.engines.postings import continued
from indexer.engines.postings import held
from indexer.engines.shelf import Shelf
from indexer.engines.spool import Spool
from indexer.model.entry import TextField


if TYPE_CHECKING:
    from pathlib import Path


NUMBERS = st.lists(st.integers(0, 2000), unique=True, max_size=300).map(sorted)


@dataclass
class Packs:
    """Values in a dictionary; `asked` counts how often one is read."""

    counts: dict[str, int] = field(default_factory=dict)
    values: dict[tuple[str, int], bytes] = field(default_factory=dict)
    asked: int = 0

    def count(self, _field: str, text: str) -> int:
        """How many entries hold the term."""
        return self.counts.get(text, 0)

    def value(self, _field: str, text: str, number: int) -> bytes:
        """One of the values of a term."""
        self.asked += 1
        return self.values.get((text, number), b"")

    def beginning(self, _field: str, prefix: str) -> list[str]:
        """The terms that begin so."""
        return [text for text in self.counts if text.startswith(prefix)]

    def close(self) -> None:
        """Nothing to give back."""


def _packs(folder: Path, *texts: str, most: int = 10_000) -> Packs:
    """What is packed of the texts of several entries."""
    packs = Packs()
    with closing(Spool(folder, [TextField("words", positions=True)], most=most)) as spool:
        for text in texts:
            spool.add({"words": text.split()})
        for _, places, lists in spool.lists(processes=1):
            for term, found in groupby(lists, key=lambda made: made.term.decode()):
                for value in packed(found, places):
                    packs.values[term, value.number] = value.value
                    packs.counts[term] = packs.counts.get(term, 0) + value.entries
    return packs


@pytest.mark.parametrize("most", [1, 10_000])
def test_what_is_packed_comes_back(tmp_path: Path, most: int) -> None:
    """Entries, how often and where come back as they were, also of a list that came apart or stands hundreds of times in an entry."""
    postings = PackedPostings(_packs(tmp_path, "a b a", "", "b " + "c " * 300, "a c", most=most))
    stands = {text: postings.stands("words", text) for text in "abcd"}
    assert {text: (list(each.ords), list(each.times)) for text, each in stands.items()} == {
        "a": ([0, 3], [2, 1]),
        "b": ([0, 2], [1, 1]),
        "c": ([2, 3], [300, 1]),
        "d": ([], []),
    }
    assert list(postings.places("words", "a")) == [0, 2, 4 + 1 + 302]
    assert postings.beginning("words", "b") == ["b"]


def test_only_common_terms_have_marks(tmp_path: Path) -> None:
    """A bit for each place is kept for a term that stands in many of them, and for no other."""
    packs = _packs(tmp_path, "often " * COMMON + "once")
    assert [(text, number) for text, number in sorted(packs.values) if number == MARKS] == [("often", MARKS)]
    postings = PackedPostings(packs)
    marks = postings.marks("words", "often")
    assert [bool(marks[place >> 3] >> (place & 7) & 1) for place in range(COMMON + 2)] == [True] * COMMON + [False] * 2
    assert postings.marks("words", "once") == b""


def test_lists_are_read_once(tmp_path: Path) -> None:
    """A list that was read is kept; one whose bytes do not fit its count is damage."""
    packs = _packs(tmp_path, "a b")
    postings = PackedPostings(packs)
    assert postings.stands("words", "a") is postings.stands("words", "a")
    assert packs.asked == 1
    packs.values["b", ENTRIES] += b"\0"
    packs.values["b", PLACES] += b"\0"
    for read in (postings.stands, postings.places):
        with pytest.raises(UnreadableError, match="torn"):
            read("words", "b")


@given(numbers=NUMBERS, among=NUMBERS)
def test_a_list_is_looked_up_in_any_way(numbers: list[int], among: list[int]) -> None:
    """Gone through or probed, a list holds the same of some numbers."""
    assert held(array("I", numbers), set(among)) == set(numbers) & set(among)
    assert held(array("I", numbers), None) == set(numbers)


@given(begun=NUMBERS, places=NUMBERS, shift=st.integers(-2, 2), total=st.integers(2001, 2100))
def test_what_follows_is_found_in_any_way(begun: list[int], places: list[int], shift: int, total: int) -> None:
    """Gone through, probed or by its marks, a term follows the same beginnings, in order."""
    begun = [start for start in begun if start + shift >= 0]
    marks = bytearray(total // 8 + 1)
    for place in places:
        marks[place >> 3] |= 1 << (place & 7)
    expected = [start for start in begun if start + shift in places]
    assert list(continued(begun, shift, array("I", places), b"")) == expected
    assert list(continued(begun, shift, array("I", places), bytes(marks))) == expected


def test_a_shelf_is_bounded() -> None:
    """What was not asked for longest goes first; what is larger than the shelf is made each time."""
    shelf: Shelf[list[int]] = Shelf(8)
    first, second = shelf.get("a", lambda: [1, 2]), shelf.get("b", lambda: [1, 2])
    assert shelf.get("a", list) is first
    shelf.get("c", lambda: [1, 2])
    assert shelf.get("a", list) is first
    assert shelf.get("b", list) is not second
    large = shelf.get("d", lambda: [0] * 9)
    assert shelf.get("d", lambda: [0] * 9) is not large
