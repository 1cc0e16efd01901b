"""Letters as they were made ready before, kept so that none is read or analysed again while all it was made from is the same.

Knows which letters are kept in which file and which may stay; must not know what a letter is made from: whoever asks says under which
`conditions` all were made, and whether one still holds. Nothing here is ever fatal: what cannot be kept or fetched is made anew.
What is kept is masked, as what is served is.

    index/ready/CONDITIONS/   bundles of letters (bundles.py)
"""

from __future__ import annotations

import hashlib
import shutil
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING
from typing import Self

import msgspec

from indexer.bundles import DRAFT
from indexer.bundles import MOST_BYTES
from indexer.bundles import SUFFIX
from indexer.bundles import Bundle
from indexer.bundles import Kept
from indexer.bundles import Whole
from indexer.bundles import write_bundles
from indexer.vocabulary import Counting


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Iterable
    from collections.abc import Mapping
    from pathlib import Path

    from indexer.documents import Prepared


FOLDER = "ready"
"""The name of the folder inside the index folder."""

MOST_SMALL = 4
"""So many files with less than a quarter of their room may lie beside one another; more are put together."""

_FORMAT = "1"
"""Counted up when the bytes that are kept come to mean something else."""


class Ready:
    """The letters kept in `folder` under these conditions. Several processes may use it at once; each sees what was there when it came."""

    def __init__(self, folder: Path, conditions: str) -> None:
        self._folder = folder
        self._name = hashlib.sha256(f"{_FORMAT}\n{_SHAPE}\n{conditions}".encode()).hexdigest()[:16]
        self._bundles: list[Bundle] = []
        self._at: dict[str, tuple[Bundle, Kept]] = {}
        self._damaged: list[Path] = []
        for path in _inside(folder / self._name, f"*{SUFFIX}"):
            self._open(path)

    def find(self, file: str) -> Prepared | None:
        """The letter of this file as it was made, without its bytes, which are there and whole; None when it is unknown."""
        if file not in self._at:
            return None
        bundle, kept = self._at[file]
        if not bundle.is_whole(kept):
            self.forget(file)
            return None
        return kept.row

    def document(self, file: str) -> bytes:
        """The `document` of a letter that was found. Raises OSError."""
        bundle, kept = self._at[file]
        return bundle.document(kept)

    def words(self, file: str) -> bytes:
        """The `words` of a letter that was found. Raises OSError."""
        bundle, kept = self._at[file]
        return bundle.words(kept)

    def keep(self, rows: Iterable[Prepared]) -> None:
        """Keep these letters, given with their bytes. A full disk and a folder that cannot be written are passed over."""
        self._write(Whole(row, row.document, row.words) for row in rows)

    def counted(self, files: Collection[str]) -> dict[str, Counting]:
        """The words of the letters kept of these files, by label; each was found or kept."""
        counts: defaultdict[str, Counting] = defaultdict(Counting)
        for bundle in self._bundles:
            for label, counted in bundle.counted(
                {file for file, kept in bundle.letters.items() if file in files and self._is_at(kept)}
            ).items():
                counts[label].join(counted)
        return counts

    def holds(self, file: str) -> bool:
        """Whether the letter of this file is kept."""
        return file in self._at

    def forget(self, file: str) -> None:
        """Have no letter of this file until one is kept."""
        self._at.pop(file, None)

    def prune(self, keep: Mapping[str, str]) -> None:
        """Have no letters but those of these files with these fingerprints, none under other conditions, and no drafts."""
        small = [bundle for bundle in self._bundles if bundle.size < MOST_BYTES // 4]
        stale = [
            bundle
            for bundle in self._bundles
            if (len(small) > MOST_SMALL and bundle in small) or not all(self._stays(kept, keep) for kept in bundle.letters.values())
        ]
        self._bundles = [bundle for bundle in self._bundles if bundle not in stale]
        left = (bundle.whole(kept) for bundle in stale for kept in bundle.letters.values() if self._stays(kept, keep))
        self._write(whole for whole in left if whole)
        for bundle in stale:
            bundle.close()
        gone = [*(bundle.path for bundle in stale), *self._damaged, *_inside(self._folder / self._name, f"*{DRAFT}")]
        for path in gone:
            with suppress(OSError):
                path.unlink()
        for folder in _inside(self._folder, "*"):
            if folder.name != self._name:
                shutil.rmtree(folder, ignore_errors=True)

    def __enter__(self) -> Self:
        """The letters; their files are given back at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        for bundle in self._bundles:
            bundle.close()

    def _open(self, path: Path) -> None:
        try:
            bundle = Bundle(path)
        except (OSError, ValueError):
            self._damaged.append(path)
            return
        self._bundles.append(bundle)
        self._at.update((file, (bundle, kept)) for file, kept in bundle.letters.items())

    def _write(self, letters: Iterable[Whole]) -> None:
        with suppress(OSError, UnicodeError):
            write_bundles(self._folder / self._name, letters, self._open)

    def _is_at(self, kept: Kept) -> bool:
        at = self._at.get(kept.row.file)
        return at is not None and at[1] is kept

    def _stays(self, kept: Kept, keep: Mapping[str, str]) -> bool:
        return keep.get(kept.row.file) == kept.row.fingerprint and self._is_at(kept)


def _inside(folder: Path, pattern: str) -> list[Path]:
    """What is in a folder, by name: of bundles, the oldest first."""
    try:
        return sorted(folder.glob(pattern))
    except OSError:
        return []


# A field added to what is kept of a letter makes everything kept before it stale, without anybody having to remember.
_SHAPE = hashlib.sha256(msgspec.json.encode(msgspec.json.schema(Kept), order="sorted")).hexdigest()
