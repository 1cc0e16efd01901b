"""What Whoosh keeps of a term: its values, written and read.

Knows the bytes that Whoosh has around a value, and its codec; must not know what a value holds (packing.py).

Of a term Whoosh is given two or three postings, not one for each entry: each is a whole list as bytes (packing.py). To read it is then to
copy it. With Whoosh's own posting for each entry, and its pickle of the places in it, reading took most of the time of every search, a
pasted paragraph over 50,000 entries a second, and a rebuild a fifth more processor time (docs/benchmarks.md).
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from functools import lru_cache
from pickle import dumps
from typing import TYPE_CHECKING
from typing import Any

from whoosh.codec.base import PostingsWriter
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC
from whoosh.codec.whoosh3 import W3Codec
from whoosh.codec.whoosh3 import W3TermInfo
from whoosh.reading import TermNotFound
from whoosh.system import pack_int

from indexer.engines.postings import UnreadableError


if TYPE_CHECKING:
    from collections.abc import Iterator

    from whoosh.filedb.structfile import StructFile


class Codec(W3Codec):
    """Whoosh's own codec, which also reads what this one writes; only the values of a term are written more cheaply."""

    length_stats = False  # we keep lengths

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> _Values:  # noqa: ARG002, FBT001, FBT002 - Whoosh's own signature
        """As whoosh.codec.whoosh3.W3Codec."""
        return _Values(dbfile)

    def __reduce__(self) -> tuple[type[W3Codec], tuple[()]]:
        """In the table of contents it is Whoosh's own."""
        return W3Codec, ()


class _Values(PostingsWriter):
    """Writes the values of a term: each in a block of its own, since a block is read whole.

    Whoosh's own writes lists of postings, and each value as text of up to twice its length: protocol 2 of pickle has no bytes.
    """

    def __init__(self, file: StructFile) -> None:
        self._file = file
        self._values: list[tuple[int, float, bytes]] = []

    def start_postings(self, _format: object, _terminfo: object) -> None:
        """Begin a term."""
        self._values = []

    def written(self) -> bool:
        """A term is written when it is finished."""
        return False

    def add_posting(self, number: int, weight: float, value: bytes, length: int | None = None) -> None:  # noqa: ARG002
        """Take one of its values."""
        self._values.append((number, weight, value))

    def finish_postings(self) -> W3TermInfo:
        """Write the term; gives where it lies."""
        parts = [WHOOSH3_HEADER_MAGIC]
        left = len(self._values)
        for number, weight, value in self._values:
            left -= 1
            head, body = _head(number, weight), dumps(((number,), weight, (value,)), 3)
            length = len(head) + len(body)
            parts += (pack_int(length if left else -length), head, body)
        start, written = self._file.tell(), b"".join(parts)
        self._file.write(written)
        numbers, weights, _ = zip(*self._values, strict=True)
        info = W3TermInfo(sum(weights), len(numbers), maxweight=max(weights), minid=numbers[0], maxid=numbers[-1])  # type: ignore[no-untyped-call]
        info.set_extent(start, len(written))  # type: ignore[no-untyped-call]
        return info


@lru_cache(maxsize=1024)
def _head(number: int, weight: float) -> bytes:
    """What Whoosh has before a block: how many postings, the last and the highest weight, and that it is neither packed nor counted."""
    return dumps((1, number, weight, 0, 0, 0), 2)


class WhooshPacks:
    """What `packed` made of terms, as `packing.Packs`. Whoosh's readers share one place in the file, so values are read one at a time."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._turn = threading.Lock()

    def count(self, field: str, text: str) -> int:
        """How many entries hold the term."""
        with self._reading():
            return int(self._reader.frequency(field, _key(text)))

    def value(self, field: str, text: str, number: int) -> bytes:
        """One of the values of a term."""
        with self._reading():
            try:
                matcher = self._reader.postings(field, _key(text))
            except TermNotFound:
                return b""
            matcher.skip_to(number)
            value = matcher.value() if matcher.is_active() else b""
            if not isinstance(value, bytes):
                raise TypeError("a value is not bytes")
            return value

    def beginning(self, field: str, prefix: str) -> list[str]:
        """The terms of the field that begin with `prefix`."""
        with self._reading():
            return [term.decode() for term in self._reader.expand_prefix(field, _key(prefix))]

    def close(self) -> None:
        """Give the files back."""
        with self._turn:
            self._reader.close()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._turn:
            try:
                yield
            except Exception as error:  # a damaged pickle may raise anything, and here nobody else's code runs
                raise UnreadableError(f"{type(error).__name__}: {error}") from error


def _key(text: str) -> bytes:
    # Half a character becomes bytes that no written term has.
    return text.encode("utf-8", "surrogatepass")
