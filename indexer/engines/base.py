"""What every engine promises, in words and types.

Knows the seam alone; must not import an engine. The contract suite (tests/test_engines_contract.py) holds each promise against each engine.

1. A query denotes a set of entries (indexer.model.query); every engine gives the same set, the same total, the same facet counts and the
   same order by date. The order by score may differ between engines, never between two runs of one; ties go by `ord`.
2. An index is a generation: written whole, checked, then put in place in one step. Nothing half is ever served; a failed or killed write
   leaves what was served as it was.
3. A searcher is a fixed view of one generation. It may be used by several threads at once and works on while newer ones are put in place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Protocol

from indexer.model.entry import Entry


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable

    from indexer.model.entry import Schema
    from indexer.model.entry import Stamp
    from indexer.model.query import Request
    from indexer.model.results import Hits


@dataclass(frozen=True, slots=True)
class Document:
    """One letter for the index: its id, the whole of it as bytes to give back, and the entries of its passages."""

    letter: str
    stored: bytes
    entries: tuple[Entry, ...]


class Searcher(Protocol):
    """A fixed view of one generation, safe to share between threads."""

    @property
    def generation(self) -> str:
        """The name of the generation."""
        ...

    @property
    def stamp(self) -> Stamp:
        """What the generation was made from and by."""
        ...

    def search(self, request: Request) -> Hits:
        """The entries that match, as indexer.model.query.Request describes."""
        ...

    def letter(self, letter: str) -> bytes | None:
        """The stored bytes of the letter with this id, or None."""
        ...

    def close(self) -> None:
        """Give back files and memory; nothing may be asked afterwards."""
        ...


class Engine(Protocol):
    """A place where generations are kept, one of them served."""

    def write(
        self, documents: Iterable[Document], *, schema: Schema, stamp: Stamp, check: Callable[[Searcher], None] | None = None
    ) -> str:
        """Write a new generation, check it, put it in place; give its name.

        All or nothing: when `documents` or `check` raises, when the count differs from the stamp's or the disk runs full, the error
        comes out (DiskFullError for the last, RebuildRunningError when another writer is at work) and nothing has changed.
        Entries come in the order of `ord`.
        """
        ...

    def current(self) -> str | None:
        """The name of the served generation, or None. Cheap enough to ask before every search."""
        ...

    def open(self, *, versions: dict[str, str] | None = None) -> Searcher:
        """A searcher of the served generation.

        Raises IndexMissingError when there is none, IndexOutdatedError when its stamp's versions differ from `versions`, naming those
        that do, IndexDamagedError when it cannot be read.
        """
        ...
