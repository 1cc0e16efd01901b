"""Bytes put aside until they are wanted again: in memory while they are few, in a nameless file when they are many.

Knows offsets; must not know what the bytes mean. The file vanishes with the process, however that ends.
"""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import NamedTuple
from typing import Self


_IN_MEMORY_BYTES = 64 * 1024 * 1024


class Slot(NamedTuple):
    """Where something was put."""

    offset: int
    size: int


class Stash:
    """A place to put bytes; a large one becomes a file in `folder`. Raises OSError when the disk is full."""

    def __init__(self, folder: str, *, in_memory: int = _IN_MEMORY_BYTES) -> None:
        self._file: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(max_size=in_memory, dir=folder)  # noqa: SIM115 - closed by this class
        self._size = 0

    def put(self, data: bytes) -> Slot:
        """Where `data` is now."""
        self._file.seek(self._size)
        self._file.write(data)
        slot = Slot(self._size, len(data))
        self._size += slot.size
        return slot

    def get(self, slot: Slot) -> bytes:
        """What was put there."""
        self._file.seek(slot.offset)
        return self._file.read(slot.size)

    def __enter__(self) -> Self:
        """The stash, closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
