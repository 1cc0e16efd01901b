"""Where the bytes of each letter are while a rebuild goes on, so that only what letters are sorted by is held in memory.

Knows which bytes are whose, and which letters are still as they came; must not know what is in the bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from typing import TYPE_CHECKING
from typing import NamedTuple

from indexer.ready import Ready
from indexer.stash import Stash


if TYPE_CHECKING:
    from indexer.documents import Prepared
    from indexer.stash import Slot


class _Slots(NamedTuple):
    document: Slot
    words: Slot


@dataclass(frozen=True, slots=True)
class Waiting:
    """Letters by file: those made now in the stash, those made before where they are kept."""

    stash: Stash
    ready: Ready | None = None
    _came: dict[str, _Slots] = field(default_factory=dict)
    _changed: dict[str, _Slots] = field(default_factory=dict)

    def put(self, row: Prepared) -> Prepared:
        """The letter, made now, without its bytes."""
        self._came[row.file] = self._stashed(row)
        return _bare(row)

    def change(self, row: Prepared) -> Prepared:
        """The letter, other than it came, without its bytes."""
        self._changed[row.file] = self._stashed(row)
        return _bare(row)

    def whole(self, row: Prepared) -> Prepared:
        """The letter with its bytes. Raises OSError."""
        return self._whole(row, self._changed.get(row.file) or self._came.get(row.file))

    def as_it_came(self, row: Prepared) -> Prepared:
        """The letter, made now, with the bytes it came with."""
        return self._whole(row, self._came[row.file])

    def document(self, row: Prepared) -> bytes:
        """The `document` of a letter. Raises OSError."""
        slots = self._changed.get(row.file) or self._came.get(row.file)
        return self._kept.document(row.file) if slots is None else self.stash.get(slots.document)

    def words(self, row: Prepared) -> bytes:
        """The `words` of a letter. Raises OSError."""
        slots = self._changed.get(row.file) or self._came.get(row.file)
        return self._kept.words(row.file) if slots is None else self.stash.get(slots.words)

    def is_kept(self, row: Prepared) -> bool:
        """Whether the letter, just as it is, is also kept for the next time."""
        return self.ready is not None and row.file not in self._changed and self.ready.holds(row.file)

    @property
    def _kept(self) -> Ready:
        assert self.ready is not None, "a letter that was not put comes from where letters are kept"
        return self.ready

    def _stashed(self, row: Prepared) -> _Slots:
        return _Slots(self.stash.put(row.document), self.stash.put(row.words))

    def _whole(self, row: Prepared, slots: _Slots | None) -> Prepared:
        if slots is None:
            return replace(row, document=self._kept.document(row.file), words=self._kept.words(row.file))
        return replace(row, document=self.stash.get(slots.document), words=self.stash.get(slots.words))


def _bare(row: Prepared) -> Prepared:
    return replace(row, document=b"", words=b"")
