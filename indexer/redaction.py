"""The copies of PDF files that are shown instead of those in which something is hidden.

Knows where on a page what is hidden stands, and where its copy is kept; must not know how a number is told or a page drawn.
A copy is kept by the fingerprint of its file, made once, and gone when the file is: a file without a copy is not shown at all.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from indexer import privacy
from indexer import sources
from indexer.privacy import unseen_pages


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Iterable

    from indexer.config import Settings
    from indexer.model.letter import Span
    from indexer.model.source import Box
    from indexer.model.source import Line
    from indexer.model.source import Source
    from indexer.privacy import Hidden


FOLDER = "redacted"
"""The name of the folder of copies inside the index folder."""

VERSION = "1"
"""Raised whenever the same file would give another copy."""


@dataclass(frozen=True, slots=True)
class Copies:
    """Copies by fingerprint of the file, in files below `folder`, for one version of all that makes them. Several processes may use it."""

    folder: Path
    version: str

    def get(self, fingerprint: str) -> bytes | None:
        """The copy of the file with this fingerprint; None where there is none."""
        try:
            return self._path(fingerprint).read_bytes()
        except OSError:
            return None

    def has(self, fingerprint: str) -> bool:
        """Whether there is a copy."""
        return self._path(fingerprint).is_file()

    def keep(self, source: Source, path: Path, hidden: Iterable[Hidden]) -> None:
        """Make the copy of the file at `path`, read as `source`, unless it is there; nothing where it cannot be made or kept."""
        if self.has(source.fingerprint):
            return
        from indexer.sources.blackened import blackened  # noqa: PLC0415  pictures take longer to load than a letter takes to read

        try:
            data = path.read_bytes()
        except OSError:
            return
        # A file that was changed since it was read would be blacked out in the wrong places.
        unchanged = hashlib.sha256(data).hexdigest() == source.fingerprint
        copy = blackened(data, source, boxes_of(source, hidden)) if unchanged else None
        if copy is None:
            return
        target = self._path(source.fingerprint)
        draft = target.with_name(f"{target.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(copy)
            draft.replace(target)
        except OSError:
            with contextlib.suppress(OSError):
                draft.unlink()

    def drop(self, fingerprint: str) -> None:
        """Have no copy of this file."""
        with contextlib.suppress(OSError):
            self._path(fingerprint).unlink()

    def prune(self, keep: Collection[str]) -> None:
        """Have no copies but those of these files, of this version."""
        with contextlib.suppress(OSError):
            for folder in self.folder.iterdir():
                if folder.name != self.version:
                    shutil.rmtree(folder, ignore_errors=True)
                    continue
                for path in folder.glob("*/*"):
                    if path.name not in keep:
                        with contextlib.suppress(OSError):
                            path.unlink()

    def _path(self, fingerprint: str) -> Path:
        return self.folder / self.version / fingerprint[:2] / fingerprint


def open_copies(settings: Settings) -> Copies | None:
    """The copies of the settings' index; None where files are shown as they were received."""
    if not settings.privacy.mask or settings.privacy.originals == "as_received":
        return None
    made_by = (VERSION, privacy.VERSION, sources.VERSION, sources.OCR_VERSION, settings.ocr)
    return Copies(settings.index_path / FOLDER, hashlib.sha256(repr(made_by).encode()).hexdigest()[:16])


def boxes_of(source: Source, hidden: Iterable[Hidden]) -> dict[int, list[Box] | None]:
    """What to black out on each page; None for a page where that cannot be told, because it, or what is hidden on it, has no place."""
    boxes: defaultdict[int, list[Box] | None] = defaultdict(list, dict.fromkeys(unseen_pages(source)))
    for piece in hidden:
        for span in piece.spans:
            line = source.lines[span.line]
            found = boxes[line.page]
            covering = _covering(line, span)
            if not covering or found is None:
                boxes[line.page] = None
            else:
                found += covering
    return dict(boxes)


def _covering(line: Line, span: Span) -> list[Box]:
    """The boxes of the words a span touches; of the whole line, where its words cannot be found in its text; none where it has no place."""
    if line.box is None:
        return []
    touched: list[Box] = []
    at = 0
    for word in line.words:
        at = line.text.find(word.text, at)
        if at < 0:
            return [line.box]
        if span.start < at + len(word.text) and at < span.end:
            touched.append(word.box)
        at += len(word.text)
    return touched or [line.box]
