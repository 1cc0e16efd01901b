"""Many letters in one file, with their words added up: read letter by letter, never changed.

Knows bytes, checksums and sums; must not know which letters belong in a file, or for how long.

A file is the letters one after another, each its `document` directly followed by its `words`; then a list of them with the sums; at the
end, where that list begins, how long it is and its SHA-256. It appears under its name when it is whole.
"""

from __future__ import annotations

import errno
import hashlib
import secrets
import time
import zlib
from contextlib import ExitStack
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from struct import Struct
from typing import TYPE_CHECKING
from typing import BinaryIO
from typing import NamedTuple

import msgspec

from indexer.documents import Prepared
from indexer.documents import unpack_words
from indexer.vocabulary import Counting


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Collection
    from collections.abc import Iterable
    from collections.abc import Mapping
    from pathlib import Path


SUFFIX, DRAFT = ".bundle", ".tmp"

MOST_BYTES = 64 * 1024 * 1024
"""A file that has so much takes no more letters, so that little is written anew when one of them goes."""

_END = Struct("<QQ32s")


class Kept(msgspec.Struct, array_like=True, gc=False):
    """One letter of a file: where its `document` begins, how long that and its `words` are, and the checksum of both."""

    row: Prepared
    offset: int
    document: int
    words: int
    checksum: int


class _List(msgspec.Struct, array_like=True):
    """All letters of a file, and their words added up by label."""

    letters: list[Kept]
    counted: dict[str, Counting]


class Whole(NamedTuple):
    """A letter with the bytes it is kept as."""

    row: Prepared
    document: bytes
    words: bytes


class Bundle:
    """One file. Raises OSError and ValueError when it cannot be read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with ExitStack() as opened:
            self._file = opened.enter_context(path.open("rb", buffering=0))
            self.size = self._file.seek(0, 2)
            listed = self._list()
            opened.pop_all()
        self.letters = {kept.row.file: kept for kept in listed.letters}
        self._counted = listed.counted

    def whole(self, kept: Kept) -> Whole | None:
        """A letter; None when its bytes are damaged."""
        data = self._checked(kept)
        return None if data is None else Whole(kept.row, data[: kept.document], data[kept.document :])

    def is_whole(self, kept: Kept) -> bool:
        """Whether the bytes of a letter are those that were written."""
        return self._checked(kept) is not None

    def document(self, kept: Kept) -> bytes:
        """The `document` of a letter that is whole. Raises OSError."""
        return self._read(kept.offset, kept.document)

    def words(self, kept: Kept) -> bytes:
        """The `words` of a letter that is whole. Raises OSError."""
        return self._read(kept.offset + kept.document, kept.words)

    def counted(self, files: Collection[str]) -> Mapping[str, Counting]:
        """The words of those letters that are from these files, by label; the files are whole."""
        taken = [kept for file, kept in self.letters.items() if file in files]
        if len(taken) == len(self.letters):
            return self._counted
        # Mostly few are missing: then it is less to take them away. One that is damaged cannot be taken away.
        others = (
            [self.whole(kept) for file, kept in self.letters.items() if file not in files] if 2 * len(taken) > len(self.letters) else [None]
        )
        if None in others:
            return _counted((kept.row.access, self.words(kept)) for kept in taken)
        counted = {label: each.copy() for label, each in self._counted.items()}
        for other in filter(None, others):
            counted[other.row.access].remove(unpack_words(other.words))
        return counted

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    def _checked(self, kept: Kept) -> bytes | None:
        try:
            data = self._read(kept.offset, kept.document + kept.words)
        except OSError:
            return None
        return data if zlib.crc32(data) == kept.checksum else None

    def _list(self) -> _List:
        try:
            start, size, digest = _END.unpack(self._read(self.size - _END.size, _END.size))
            data = self._read(start, min(size, self.size))
            if hashlib.sha256(data).digest() != digest:
                raise ValueError(self.path)
            return _DECODER.decode(data)
        except (OverflowError, msgspec.MsgspecError) as error:
            raise ValueError(self.path) from error

    def _read(self, offset: int, size: int) -> bytes:
        self._file.seek(offset)
        data = self._file.read(size)
        if data is None or len(data) != size:
            raise OSError(errno.EIO, "Filen er kortere, end den var", str(self.path))
        return data


def write_bundles(folder: Path, letters: Iterable[Whole], opened: Callable[[Path], object]) -> None:
    """Write the letters into new files of `folder`, of some MOST_BYTES each; `opened` is told of each when it is whole. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    remaining = iter(letters)
    while (first := next(remaining, None)) is not None:
        path = folder / f"{time.time_ns():020}-{secrets.token_hex(4)}{SUFFIX}"
        draft = path.with_suffix(DRAFT)
        try:
            with draft.open("xb") as file:
                _write(file, first, remaining)
            draft.replace(path)
        except BaseException:
            with suppress(OSError):
                draft.unlink()
            raise
        opened(path)


def _write(file: BinaryIO, first: Whole, remaining: Iterable[Whole]) -> None:
    """Write `first`, and of the others as many as there is room for."""
    kept: list[Kept] = []
    counted: dict[str, Counting] = {}
    size = 0
    for row, document, words in chain((first,), remaining):
        file.write(document)
        file.write(words)
        bare = replace(row, document=b"", words=b"", cached=True)
        kept.append(Kept(bare, size, len(document), len(words), zlib.crc32(words, zlib.crc32(document))))
        counted.setdefault(row.access, Counting()).add(unpack_words(words))
        size += len(document) + len(words)
        if size >= MOST_BYTES:
            break
    data = _ENCODER.encode(_List(kept, counted))
    file.write(data)
    file.write(_END.pack(size, len(data), hashlib.sha256(data).digest()))


def _counted(words: Iterable[tuple[str, bytes]]) -> dict[str, Counting]:
    """The words of letters added up by label."""
    counted: dict[str, Counting] = {}
    for label, packed in words:
        counted.setdefault(label, Counting()).add(unpack_words(packed))
    return counted


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(_List)
