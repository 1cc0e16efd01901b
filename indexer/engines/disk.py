"""How files are put on a disk so that a power cut, a full disk or a reader finds the old or the new, never half.

Knows operating systems; must not know what is in the files.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING
from typing import TypeVar

from indexer.errors import DiskFullError
from indexer.errors import RebuildError


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator


Result = TypeVar("Result")

WINDOWS = os.name == "nt"

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
# SQLite says "full" of a full disk and "cannot write" of a full quota.
_FULL_IN_SQLITE = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE}
_TRIES = 200
_PAUSE = 0.01


def is_full(error: BaseException) -> bool:
    """Whether the error says that there is no room: disk, quota or allowed size of a file."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) in _FULL_IN_SQLITE
    return isinstance(error, OSError) and error.errno in _FULL


@contextlib.contextmanager
def explained(where: Path) -> Iterator[None]:
    """A block whose failures to write below `where` come out as DiskFullError and RebuildError; all other errors come out as they are."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        if is_full(error):
            raise DiskFullError(where) from error
        if isinstance(error, OSError) and isinstance(error.filename, str) and Path(error.filename).is_relative_to(where):
            raise RebuildError(
                f"Indekset kan ikke skrives ({error.filename}: {error.strerror}). "
                "Ret adgangen til mappen, og kør `indexer rebuild` igen; det hidtidige indeks er urørt."
            ) from error
        raise


def read(path: Path) -> bytes:
    """The content of a file that may be replaced while it is read. Raises OSError."""
    return _patiently(path.read_bytes)


def put(path: Path, content: bytes) -> None:
    """A file at `path` that holds `content` and is on the disk; what was there is replaced in one step. Raises OSError."""
    new = path.with_name(path.name + ".new")
    new.write_bytes(content)
    _sync(new)
    _patiently(lambda: new.replace(path))
    _sync_folder(path.parent)


def sync(folder: Path) -> None:
    """Nothing; every file in `folder`, at every depth, and the way to it are on the disk afterwards. Raises OSError."""
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            _sync_folder(path)
        else:
            _sync(path)
    _sync_folder(folder)
    _sync_folder(folder.parent)


def sizes(folder: Path) -> dict[str, int]:
    """The size in bytes of every file in `folder`, by its path inside it with forward slashes."""
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in sorted(folder.rglob("*")) if path.is_file()}


def discard(folder: Path) -> None:
    """Nothing; `folder` is gone, or as much of it as nobody on Windows still has open."""
    shutil.rmtree(folder, ignore_errors=True)


def _sync(path: Path) -> None:
    with path.open("r+b") as file:  # Windows syncs only what may be written
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if WINDOWS:  # no such thing there: NTFS keeps its own journal
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some file systems refuse, and there is nothing else to do
            os.fsync(handle)
    finally:
        os.close(handle)


def _patiently(action: Callable[[], Result]) -> Result:
    """What `action` gives; on Windows, where a file that somebody reads cannot be replaced nor the reverse, it is tried for two seconds."""
    for _ in range(_TRIES if WINDOWS else 0):
        try:
            return action()
        except PermissionError:
            time.sleep(_PAUSE)
    return action()
