"""Whole letters and passages, as bytes, in `letters.sqlite`.

Knows which bytes belong to which id or `ord`; must not know what they mean, nor anything that is searched.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from contextlib import contextmanager
from typing import TYPE_CHECKING
from typing import Any
from urllib.parse import quote


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence
    from pathlib import PurePath

    from indexer.engines.base import Document


_TABLES = """
PRAGMA page_size = 16384;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE letters (id TEXT PRIMARY KEY, stored BLOB NOT NULL);
CREATE TABLE passages (ord INTEGER PRIMARY KEY, key TEXT NOT NULL, stored BLOB NOT NULL);
BEGIN;
"""
# No journal: the file is new, synced as a whole later, and thrown away when anything goes wrong. With larger pages than SQLite's own,
# letters do not run over several of them: writing takes half the time.

_AT_A_TIME = 500


class StoreWriter:
    """A `letters.sqlite` in the making."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, document: Document) -> None:
        """Take a letter and its passages."""
        self._connection.execute("INSERT INTO letters VALUES (?, ?)", (document.letter, document.stored))
        self._connection.executemany(
            "INSERT INTO passages VALUES (?, ?, ?)", ((entry.ord, entry.key, entry.stored) for entry in document.entries)
        )


@contextmanager
def writing(path: PurePath) -> Iterator[StoreWriter]:
    """A writer of the new file at `path`, complete when the block ends without an error. Raises sqlite3.Error."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(_TABLES)
        yield StoreWriter(connection)
        connection.execute("COMMIT")


class Store:
    """The file at `path`, opened for reading without a lock: nobody may write to it any more. Raises sqlite3.Error."""

    def __init__(self, path: PurePath) -> None:
        self._connection = sqlite3.connect(immutable(path), uri=True, check_same_thread=False)
        self._turn = threading.Lock()
        try:
            self.letters, self.passages = self._one("SELECT (SELECT count(*) FROM letters), (SELECT ifnull(max(ord) + 1, 0) FROM passages)")
        except sqlite3.Error:
            self.close()
            raise

    def letter(self, letter: str) -> bytes | None:
        """The bytes of the letter with this id, or None."""
        try:
            row = self._one("SELECT stored FROM letters WHERE id = ?", letter)
        except UnicodeEncodeError:  # half a character, from a mistyped address
            return None
        return None if row is None else bytes(row[0])

    def passage(self, ord_: int) -> tuple[str, bytes]:
        """Key and bytes of the passage at `ord_`; raises LookupError when there is none."""
        row = self._one("SELECT key, stored FROM passages WHERE ord = ?", ord_)
        if row is None:
            raise LookupError(f"no passage {ord_}")
        return str(row[0]), bytes(row[1])

    def several(self, ords: Sequence[int]) -> dict[int, tuple[str, bytes]]:
        """Key and bytes of each of the passages; raises LookupError when one is not there. One question for ten takes a third of ten."""
        found: dict[int, tuple[str, bytes]] = {}
        for start in range(0, len(ords), _AT_A_TIME):
            some = ords[start : start + _AT_A_TIME]
            asked = f"SELECT ord, key, stored FROM passages WHERE ord IN ({','.join('?' * len(some))})"  # noqa: S608 - question marks
            with self._turn:
                rows = self._connection.execute(asked, some)
                found.update((ord_, (key, stored)) for ord_, key, stored in rows)
        if len(found) != len(ords):
            raise LookupError(f"{len(ords) - len(found)} passages are missing")
        return found

    def close(self) -> None:
        """Give the file back."""
        with self._turn:
            self._connection.close()

    def _one(self, statement: str, *values: object) -> Any:
        with self._turn:
            return self._connection.execute(statement, values).fetchone()


def immutable(path: PurePath) -> str:
    """The URI by which SQLite (https://sqlite.org/uri.html) reads the absolute `path` without locks; drives and Windows shares included."""
    name = path.as_posix()
    return f"file:{'//' if name.startswith('/') else '///'}{quote(name, safe='/:')}?mode=ro&immutable=1"
