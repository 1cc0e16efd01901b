"""Where a term stands, packed into the bytes of two or three values, and those values unpacked and kept ready.

Knows what each value holds; must not know where they are kept. Their bytes are those of the machine that wrote them.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING
from typing import NamedTuple
from typing import Protocol

from indexer.engines.postings import Stands
from indexer.engines.postings import UnreadableError
from indexer.engines.shelf import Shelf


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from indexer.engines.inverting import PostingList


ENTRIES, PLACES, MARKS = 0, 1, 2
"""The values of a term: its entries and how often each holds it; its places; of the commonest terms a bit for each place there is."""

COMMON = 128
"""A term that stands at one place in so many has marks; in Danish some forty do. They take at most four times the room of its places."""

_WIDTH = array("I").itemsize

MOST_KEPT = 4_000_000
"""How many entries of terms, and how many places, are kept ready: 20 and 16 MB."""
MOST_MARKS = 32_000_000
"""How many bytes of marks are kept ready."""
MOST_COUNTS = 50_000
"""How many terms' counts are kept ready: 10 MB at most. A long question asks a thousand times for a few hundred of them."""


class Packed(NamedTuple):
    """One value of a term, and for the first, how many entries hold it."""

    number: int
    entries: int
    value: bytes


class Packs(Protocol):
    """Where the values are kept. Each method raises UnreadableError."""

    def count(self, field: str, text: str) -> int:
        """How many entries hold the term."""
        ...

    def value(self, field: str, text: str, number: int) -> bytes:
        """One of the values of a term; nothing where there is none."""
        ...

    def beginning(self, field: str, prefix: str) -> list[str]:
        """The terms of the field that begin with `prefix`."""
        ...

    def close(self) -> None:
        """Give the files back."""
        ...


def packed(found: Iterable[PostingList], total: int | None) -> Iterator[Packed]:
    """The values of a term, by number; what of its list was made apart is one list again.

    `total` is how many places the texts of all entries have, None for a text without positions.
    """
    ords, times, places = _joined(list(found))
    yield Packed(ENTRIES, len(ords) // _WIDTH, ords + times)
    if total is not None:
        yield Packed(PLACES, 0, places)
        if len(places) // _WIDTH * COMMON > total:
            yield Packed(MARKS, 0, _marked(array("I", places), total))


class PackedPostings:
    """Posting lists as `postings.Postings`, out of what `packed` made; common terms are asked for again and again, and kept."""

    def __init__(self, packs: Packs) -> None:
        self._packs = packs
        self._counts: dict[tuple[str, str], int] = {}
        self._stands: Shelf[Stands] = Shelf(MOST_KEPT)
        self._places: Shelf[array[int]] = Shelf(MOST_KEPT)
        self._marks: Shelf[bytes] = Shelf(MOST_MARKS)

    def holding(self, field: str, text: str) -> int:
        """How many entries hold the term."""
        found = self._counts.get((field, text))
        if found is None:
            if len(self._counts) >= MOST_COUNTS:
                self._counts.clear()
            found = self._counts[field, text] = self._packs.count(field, text)
        return found

    def stands(self, field: str, text: str) -> Stands:
        """The entries that hold the term, and how often."""
        return self._stands.get((field, text), lambda: _unpacked(self._packs.value(field, text, ENTRIES), self.holding(field, text)))

    def places(self, field: str, text: str) -> array[int]:
        """The places of the term, counted through all entries."""
        return self._places.get((field, text), lambda: _numbers(self._packs.value(field, text, PLACES)))

    def marks(self, field: str, text: str) -> bytes:
        """A bit for each place, of a term that stands in many."""
        return self._marks.get((field, text), lambda: self._packs.value(field, text, MARKS))

    def beginning(self, field: str, prefix: str) -> list[str]:
        """The terms of the field that begin with `prefix`."""
        return self._packs.beginning(field, prefix)

    def close(self) -> None:
        """Give the files back."""
        self._packs.close()


def _unpacked(value: bytes, count: int) -> Stands:
    cut = count * _WIDTH
    if len(value) == cut + count:
        return Stands(_numbers(value[:cut]), array("B", value[cut:]))
    if len(value) == cut + cut:
        return Stands(_numbers(value[:cut]), _numbers(value[cut:]))
    raise UnreadableError("a list of entries is torn")


def _numbers(value: bytes) -> array[int]:
    try:
        return array("I", value)
    except ValueError as error:
        raise UnreadableError("a list of numbers is torn") from error


def _joined(parts: list[PostingList]) -> tuple[bytes, bytes, bytes]:
    """The entries of a term, how often each holds it, and at which places."""
    if len(parts) == 1:
        return parts[0].ords, parts[0].times, parts[0].places
    widths = {len(part.ords) // len(part.times) for part in parts}
    times = (part.times if len(widths) == 1 else _widened(part) for part in parts)
    return b"".join(part.ords for part in parts), b"".join(times), b"".join(part.places for part in parts)


def _widened(part: PostingList) -> bytes:
    return part.times if len(part.times) == len(part.ords) else array("I", list(part.times)).tobytes()


def _marked(places: array[int], total: int) -> bytes:
    """A bit for each of `total` places, set where the term stands."""
    marks = bytearray(total // 8 + 1)
    for place in places:
        marks[place >> 3] |= 1 << (place & 7)
    return bytes(marks)
