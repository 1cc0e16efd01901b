"""Texts of entries go in, posting lists come out, field by field and term by term.

Knows sorting in bounded memory; must not know what the lists are for.

Texts are put into files as they come, and turned into lists share by share (inverting.py) when all are there: so each process holds one
share at a time, however many entries there are. While the lists of one field are taken, other processes make those of the next.
"""

from __future__ import annotations

from contextlib import suppress
from heapq import merge
from operator import attrgetter
from typing import TYPE_CHECKING
from typing import BinaryIO
from typing import NamedTuple

from indexer.engines.inverting import Share
from indexer.engines.inverting import inverted
from indexer.engines.inverting import read
from indexer.engines.postings import GAP
from indexer.model.entry import spaced


if TYPE_CHECKING:
    from collections.abc import Generator
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence
    from pathlib import Path

    from indexer.engines.inverting import PostingList
    from indexer.model.entry import TextField


class Lists(NamedTuple):
    """The lists of a field by the terms' bytes; a term may come several times, in order. `places`: how many there are, if they count."""

    field: str
    places: int | None
    found: Iterator[PostingList]


class Spool:
    """The texts of entries in `folder`, in shares of some `most` bytes; `close` removes its files and ends its processes."""

    def __init__(self, folder: Path, texts: Iterable[TextField], *, most: int) -> None:
        self._fields = {text.name: _Field(folder / f"{number}", text, most) for number, text in enumerate(texts)}
        self._inverted: Generator[Share] | None = None

    def add(self, terms: Mapping[str, Sequence[str]]) -> None:
        """Take the texts of the next entry. Raises OSError."""
        for name, field in self._fields.items():
            field.add(terms.get(name, ()))

    @property
    def size(self) -> int:
        """How many bytes of text it was given."""
        return sum(field.size for field in self._fields.values())

    def lists(self, *, processes: int) -> Iterator[Lists]:
        """The lists of each field, by its name; those of one are taken before the next is asked for. Raises OSError and RebuildError."""
        fields = [self._fields[name] for name in sorted(self._fields)]
        for field in fields:
            field.finish()
        self._inverted = inverted([share for field in fields for share in field.shares], processes=processes)
        done: set[Share] = set()
        for field in fields:
            while not done.issuperset(field.shares):
                share = next(self._inverted)
                share.path.unlink()
                done.add(share)
            yield Lists(field.name, field.places, merge(*map(read, field.shares), key=attrgetter("term")))
            field.remove()

    def close(self) -> None:
        """End what is under way, and remove the files."""
        if self._inverted is not None:
            self._inverted.close()
        for field in self._fields.values():
            field.remove()


class _Field:
    """The texts of one field."""

    def __init__(self, path: Path, text: TextField, most: int) -> None:
        self.name = text.name
        self.size = 0
        self.shares: list[Share] = []
        self._path = path
        self._positions = text.positions
        self._most = most
        self._entries = self._places = 0
        self._full = 0
        self._file: BinaryIO | None = None

    @property
    def places(self) -> int | None:
        """How many places there are, gaps included; None for a text without positions."""
        return self._places if self._positions else None

    def add(self, terms: Sequence[str]) -> None:
        """Take the text of the next entry."""
        if self._file is None or self.size >= self._full:
            self._begin()
        assert self._file
        self.size += self._file.write(spaced(terms).encode() + b"\n")
        self._entries += 1
        if self._positions:
            self._places += len(terms) + GAP

    def finish(self) -> None:
        """Close the last share."""
        if self._file is not None:
            self._file.close()

    def remove(self) -> None:
        """Remove the files."""
        with suppress(OSError):
            self.finish()
        for share in self.shares:
            for path in (share.path, share.lists):
                with suppress(OSError):
                    path.unlink()

    def _begin(self) -> None:
        self.finish()
        share = Share(self._path.with_name(f"{self._path.name}-{len(self.shares)}.texts"), self._entries, self._places, self._positions)
        self.shares.append(share)
        self._file = share.path.open("wb")
        self._full = self.size + self._most
