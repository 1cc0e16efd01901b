"""Texts turned into posting lists, a share at a time, in this process or in several.

Knows files of texts and of lists in bounded memory, and how its work is handed out; must not know what the lists are for.

A share is some of the texts of one field, and what is made of it depends on nothing else: so the lists are the same, to the byte, however
many processes made them. What is sent to a process is where the share lies; texts and lists go by way of the disk.

Each time that a term stands is one number, put into the list of its term by loops that run in C. A step of Python's for each term of each
entry took twice as long; most of what is left is looking up terms.
"""

from __future__ import annotations

import sys
from array import array
from collections import Counter
from collections import defaultdict
from collections import deque
from contextlib import closing
from itertools import count
from itertools import repeat
from struct import Struct
from typing import TYPE_CHECKING
from typing import NamedTuple

import msgspec

from indexer.engines.postings import GAP
from indexer.errors import RebuildError
from indexer.errors import SourceError


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Generator
    from collections.abc import Iterator
    from collections.abc import Sequence
    from pathlib import Path


_LENGTH = Struct("<I")
_PLACE = 32
"""How many bits of a number hold the place; those above hold the entry."""
_PLACES, _ORDS = (0, 1) if sys.byteorder == "little" else (1, 0)
_SECONDS = 600.0
"""How long a share may take, of some seconds' work: what takes longer hangs."""

_WHY = {
    "crashed": "en af de processer, der skrev det, brød ned",
    "too_slow": "en af de processer, der skrev det, blev ikke færdig",
    "too_large": "der var ikke hukommelse nok",
}
"""What is said of the codes of indexer.worker, whose own words are about letters."""


class Share(NamedTuple):
    """Texts of a field in a file, a line for each entry with a blank between terms, and the `ord` and the place at which they begin."""

    path: Path
    ord: int
    place: int
    positions: bool

    @property
    def lists(self) -> Path:
        """The file of its lists."""
        return self.path.with_suffix(".lists")


class PostingList(msgspec.Struct, array_like=True, gc=False):
    """Where one term stands, as the bytes of integers.

    The entries that hold it, ascending; how many times each does, a byte each where that is enough for all; and, in a text with positions,
    the places, counted through the texts of all entries.
    """

    term: bytes
    ords: bytes
    times: bytes
    places: bytes


def inverted(shares: Sequence[Share], *, processes: int) -> Generator[Share]:
    """Each share when its lists are written; in order where one process does it. Raises OSError, or RebuildError when a process fails.

    Close it, and the processes end.
    """
    if processes < 2:
        for share in shares:
            invert(share)
            yield share
        return
    from indexer.workers import process  # noqa: PLC0415 - who only searches need not hold it: 6 MB

    with closing(process(Inverting(), shares, workers=processes, seconds=_SECONDS)) as results:
        for share, result in results:
            if isinstance(result, OSError):
                raise result
            if isinstance(result, SourceError):
                raise RebuildError(f"Indekset kunne ikke skrives, for {_WHY.get(result.code, str(result))}. Det hidtidige er urørt.")
            yield share


class Inverting:
    """The work on a share (indexer.worker.Work): gives the error when the disk cannot be read or written."""

    def prepare(self) -> None:
        """Nothing to load."""

    def __call__(self, share: Share, /) -> OSError | None:
        """Write its lists."""
        try:
            invert(share)
        except OSError as error:  # told by its number, which would be lost with an error of the work
            return error
        return None


def invert(share: Share) -> None:
    """Write the lists of a share, by the bytes of their terms. Raises OSError."""
    numbers = _numbered(share)
    packed: Callable[[bytes, array[int]], PostingList] = _with_places if share.positions else _without_places
    encode = msgspec.msgpack.Encoder().encode
    with share.lists.open("wb") as file:
        for term in sorted(numbers):
            made = encode(packed(term, numbers.pop(term)))
            file.write(_LENGTH.pack(len(made)))
            file.write(made)


def read(share: Share) -> Iterator[PostingList]:
    """The lists that were written of a share. Raises OSError."""
    decode = msgspec.msgpack.Decoder(PostingList).decode
    with share.lists.open("rb") as file:
        while length := file.read(_LENGTH.size):
            yield decode(file.read(*_LENGTH.unpack(length)))


def _numbered(share: Share) -> dict[bytes, array[int]]:
    """Of each term a number for each time it stands: its entry, or its entry and its place in one."""
    numbers: dict[bytes, array[int]] = defaultdict(_wide if share.positions else _narrow)
    place = share.place
    with share.path.open("rb") as lines:
        for ord_, line in enumerate(lines, share.ord):
            terms = line[:-1].split(b" ") if len(line) > 1 else []
            each = count((ord_ << _PLACE) + place) if share.positions else repeat(ord_)
            deque(map(array.append, map(numbers.__getitem__, terms), each), maxlen=0)
            place += len(terms) + GAP
    return numbers


def _narrow() -> array[int]:
    return array("I")


def _wide() -> array[int]:
    return array("Q")


def _without_places(term: bytes, numbers: array[int]) -> PostingList:
    return _list(term, numbers, b"")


def _with_places(term: bytes, numbers: array[int]) -> PostingList:
    halves = array("I", numbers.tobytes())
    return _list(term, halves[_ORDS::2], halves[_PLACES::2].tobytes())


def _list(term: bytes, ords: array[int], places: bytes) -> PostingList:
    if len(ords) == 1:  # as of most terms
        return PostingList(term, ords.tobytes(), b"\1", places)
    held = Counter(ords)  # keeps the order
    times = held.values()
    return PostingList(term, array("I", held).tobytes(), bytes(times) if max(times) < 256 else array("I", times).tobytes(), places)
