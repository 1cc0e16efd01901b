"""Posting lists in the making: entries go in one by one, terms come out in order.

Knows sorting in bounded memory; must not know what the lists are for.

Whoosh's own pool keeps a tuple for every posting, sorts them all and pickles each twice; this one keeps an array for every term. With 8
million postings a write takes 23 s of processor time instead of 84 s, and 280 MB instead of 380 MB.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections import defaultdict
from contextlib import suppress
from heapq import merge
from itertools import repeat
from operator import attrgetter
from struct import Struct
from typing import TYPE_CHECKING

import msgspec


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence
    from pathlib import Path


_LENGTH = Struct("<I")


class PostingList(msgspec.Struct):
    """Where one term stands, as bytes: `stands` turns them into integers.

    Each entry that holds the term, ascending: its `ord`, how many times, and, in a text with positions, each place.
    """

    field: str
    term: bytes
    packed: bytes


def stands(found: PostingList, *, positions: bool) -> Iterator[tuple[int, int, Sequence[int]]]:
    """Each entry of the list: `ord`, how many times, and the places; none for a text without positions."""
    numbers = array("I")
    numbers.frombytes(found.packed)
    if not positions:
        yield from zip(numbers[::2], numbers[1::2], repeat(()), strict=False)
        return
    at = 0
    while at < len(numbers):
        first = at + 2
        at = first + numbers[at + 1]
        yield numbers[first - 2], numbers[first - 1], numbers[first:at]


def counts(found: PostingList) -> tuple[array[int], array[int]]:
    """The entries of a list of a text without positions, and how many times each holds the term."""
    numbers = array("I")
    numbers.frombytes(found.packed)
    return numbers[::2], numbers[1::2]


class Spool:
    """Lists of terms by field. More than `most` postings are not held: they go to files in `folder`, removed by `close`."""

    def __init__(self, folder: Path, *, most: int) -> None:
        self._folder = folder
        self._most = most
        self._held = 0
        self._lists: dict[str, dict[str, array[int]]] = defaultdict(lambda: defaultdict(_numbers))
        self._runs: list[Path] = []

    def add(self, field: str, ord_: int, terms: Iterable[str], *, positions: bool) -> None:
        """Take the text of an entry; `ord_` never falls. Raises OSError."""
        lists = self._lists[field]
        if positions:
            places: dict[str, list[int]] = defaultdict(list)
            for place, term in enumerate(terms):
                places[term].append(place)
            for term, stood in places.items():
                lists[term].extend((ord_, len(stood), *stood))
            self._held += len(places)
        else:
            counted = Counter(terms)
            for term, times in counted.items():
                lists[term].extend((ord_, times))
            self._held += len(counted)
        if self._held > self._most:
            self._spill()

    def lists(self) -> Iterator[PostingList]:
        """Every list, by field and then by the term's bytes, and the spool is empty. A term may come several times, in order."""
        runs = [_read(path) for path in self._runs]
        yield from merge(*runs, self._taken(), key=attrgetter("field", "term"))

    def close(self) -> None:
        """Remove the files."""
        for path in self._runs:
            with suppress(OSError):
                path.unlink()

    def _taken(self) -> Iterator[PostingList]:
        for field in sorted(self._lists):
            lists = self._lists.pop(field)
            for packed, term in sorted((term.encode(), term) for term in lists):
                yield PostingList(field, packed, lists.pop(term).tobytes())
        self._held = 0

    def _spill(self) -> None:
        path = self._folder / f"{len(self._runs)}.run"
        self._runs.append(path)
        with path.open("wb") as file:
            for taken in self._taken():
                packed = msgspec.msgpack.encode(taken)
                file.write(_LENGTH.pack(len(packed)))
                file.write(packed)


def _numbers() -> array[int]:
    return array("I")


def _read(path: Path) -> Iterator[PostingList]:
    decoder = msgspec.msgpack.Decoder(PostingList)
    with path.open("rb") as file:
        while length := file.read(_LENGTH.size):
            yield decoder.decode(file.read(*_LENGTH.unpack(length)))
