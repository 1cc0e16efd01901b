"""Whoosh's files: a segment is read where it lies, and whatever was opened is closed.

Knows how Whoosh keeps, opens and reads files; must not know what is written in them.

Whoosh's own storage leaves files open when anything fails, copies what it has mapped into memory, and locks a folder in which nobody else
writes: these three things are otherwise here.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from mmap import ACCESS_READ
from mmap import mmap
from pathlib import Path
from typing import Any
from typing import BinaryIO
from typing import cast

from whoosh.filedb.compound import SubFile
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile


class Files(FileStorage):
    """Whoosh's files in `folder`; `close` closes those it left open, which it does when anything fails."""

    def __init__(self, folder: Path | str, opened: list[StructFile] | None = None) -> None:
        super().__init__(str(folder), supports_mmap=False)  # type: ignore[no-untyped-call]
        self._opened = [] if opened is None else opened

    def create_file(self, *arguments: Any, **named: Any) -> Any:
        """As whoosh.filedb.filestore.FileStorage."""
        self._opened.append(super().create_file(*arguments, **named))  # type: ignore[no-untyped-call]
        return self._opened[-1]

    def open_file(self, name: str, **named: Any) -> Any:
        """As whoosh.filedb.filestore.FileStorage."""
        file = super().open_file(name, **named)  # type: ignore[no-untyped-call]
        self._opened.append(_Mapped(file.raw_file()) if name.endswith(".seg") else file)
        return self._opened[-1]

    def temp_storage(self, name: str | None = None) -> Any:
        """As whoosh.filedb.filestore.FileStorage; closed with this one."""
        return Files(Path(self.folder, name or "tmp"), self._opened).create()  # type: ignore[no-untyped-call]

    def lock(self, _name: str) -> Any:
        """A lock nobody else has: the folder is new, and generations.py sees to it that one writer is at work."""
        return threading.Lock()

    def close(self) -> None:
        """Close what is still open, whatever it says."""
        for file in self._opened:
            with suppress(OSError):
                file.raw_file().close()
        self._opened.clear()


class _Mapped(StructFile):
    """A segment in memory as the system maps it there.

    Whoosh's own mapping copies each of its files whole: for 50,000 entries another 250 MB, and half of the time that opening takes.
    """

    def __init__(self, file: BinaryIO) -> None:
        with file:
            self._map = mmap(file.fileno(), 0, access=ACCESS_READ)
        super().__init__(cast("BinaryIO", self._map))

    def subset(self, offset: int, length: int, name: str | None = None) -> StructFile:
        """One of the files in the segment."""
        return _Part(self._map, offset, length, name)


class _Part(StructFile):
    """A file in a mapped segment: as Whoosh's, but that it is read where it lies."""

    def __init__(self, mapped: mmap, offset: int, length: int, name: str | None) -> None:
        super().__init__(cast("BinaryIO", SubFile(mapped, offset, length)), name=name)  # type: ignore[no-untyped-call]
        self._map, self._offset, self._end = mapped, offset, offset + length

    def get(self, position: int, length: int) -> bytes:
        """The bytes from there on; what lies beyond the end is left out."""
        start = self._offset + position
        return self._map[start : min(start + length, self._end)]
