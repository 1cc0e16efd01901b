"""Text recognition of the letters that need it: what was recognised before, or is recognised now.

Knows which letters need it, and that it takes long and is done once; must not know how it is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer import sources
from indexer.cache import Cache
from indexer.errors import RecognitionError
from indexer.letters.legibility import unread_pages
from indexer.sources.ocr_tesseract import Tesseract
from indexer.sources.ocr_tesseract import find_tesseract


if TYPE_CHECKING:
    from pathlib import Path

    from indexer.config import Settings
    from indexer.model.source import Source


FOLDER = "recognised"
"""The name of the cache of recognised text inside the index folder. It lies apart, because other things make it stale."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """Text recognition as the settings want it. `keeps` says whether what is recognised is written into the cache."""

    cache: Cache
    tesseract: Tesseract
    dpi: int
    keeps: bool

    @property
    def made_by(self) -> str:
        """All that decides what is recognised in a picture."""
        return self.cache.version

    def pages(self, source: Source) -> tuple[int, ...]:
        """The pages of a source, as read from its file, that have to be recognised."""
        return unread_pages(source)

    def kept(self, source: Source) -> Source | None:
        """The source with its text as it was recognised before, or None."""
        return self.cache.get(source.fingerprint, file=source.file)

    def whole(self, source: Source, path: Path) -> Source:
        """The source with its text as recognised before, or else now, where it needs that. Raises SourceError."""
        return source if not self.pages(source) else self.kept(source) or self.recognise(source, path)

    def recognise(self, source: Source, path: Path) -> Source:
        """The source with its text as recognised now in pictures of the file at `path`; as it was, where none was. Raises SourceError."""
        recognised = sources.read_pictures(path, source, self.tesseract, pages=self.pages(source), dpi=self.dpi)
        if self.keeps and recognised.ocr:
            self.cache.put(recognised)
        return recognised

    def seconds(self, pages: int) -> float:
        """How long so many pages may take."""
        return pages * self.tesseract.seconds


def open_recognition(settings: Settings, *, keeps: bool = True) -> Recognition | None:
    """Text recognition, or None where it is switched off or not installed; `indexer check` tells which."""
    if not settings.ocr.enabled:
        return None
    try:
        tesseract = find_tesseract(settings.ocr)
    except RecognitionError:
        return None
    made_by = (sources.VERSION, sources.OCR_VERSION, tesseract.version, tesseract.language, settings.ocr.dpi, tesseract.seconds)
    return Recognition(Cache(settings.index_path / FOLDER, " ".join(map(str, made_by))), tesseract, settings.ocr.dpi, keeps)
