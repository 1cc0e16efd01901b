"""A rebuild to look into, and ways in which reading a file can go wrong: what the tests of rebuilding are built from.

All at module level, because a spawned process must be able to import it.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from indexer import cache
from indexer.engines.memory import MemoryEngine
from indexer.model.query import All
from indexer.model.query import Request
from indexer.preparing import Preparing
from indexer.rebuild import rebuild
from indexer.redaction import open_copies
from indexer.report import Report
from indexer.restricted import restricted_folders
from tests.corpus_builders import put_letters


if TYPE_CHECKING:
    from indexer.config import Settings
    from indexer.corpus import CorpusFile
    from indexer.documents import Prepared


@dataclass(frozen=True, slots=True)
class Accidents(Preparing):
    """Reads as always, but some file names bring bad luck."""

    def __call__(self, file: CorpusFile, /) -> Prepared:
        """As Preparing, unless the file is called otherwise."""
        match file.path.stem:
            case "crash":
                os._exit(11)
            case "hang":
                time.sleep(3600)
            case "bug":
                raise KeyError("uha")
        return Preparing.__call__(self, file)


@dataclass(frozen=True, slots=True)
class Noting(Preparing):
    """Reads as always, and notes the name of each file that it makes a letter of in the file `log`."""

    log: Path = Path("log")

    def __call__(self, file: CorpusFile, /) -> Prepared:
        """As Preparing."""
        with self.log.open("a", encoding="utf-8") as log:
            log.write(f"{file.file}\n")
        return Preparing.__call__(self, file)


def noting(settings: Settings) -> Noting:
    """The work of a rebuild with these settings, noted in the file `log` of their folder."""
    return Noting(
        settings.index_path / cache.FOLDER,
        dict(settings.parties),
        dict(settings.members),
        lists=settings.lists_path,
        restricted=restricted_folders(settings),
        masks=settings.privacy.mask,
        copies=open_copies(settings),
        log=settings.folder / "log",
    )


def noted(settings: Settings) -> list[str]:
    """The files that a rebuild with these settings made letters of."""
    log = settings.folder / "log"
    log.write_text("", encoding="utf-8")
    rebuild(settings, work=noting(settings), engine=MemoryEngine(settings.index_path))
    return sorted(log.read_text(encoding="utf-8").split())


def rebuilt(settings: Settings, **letters: str) -> tuple[Report, MemoryEngine]:
    """A rebuild of these letters, and the engine that has the index."""
    engine = MemoryEngine(settings.index_path)
    put_letters(settings.corpus_path, {name.replace("_", "."): text for name, text in letters.items()})
    return rebuild(settings, engine=engine), engine


def keys(engine: MemoryEngine) -> list[str]:
    """What an engine has, as letter and anchor, in the order of its passages."""
    searcher = engine.open()
    return [hit.key for hit in searcher.search(Request(All(), sort="newest", limit=100)).hits]


def codes(report: object) -> dict[str, str]:
    """The codes of a report's failures, by file."""
    assert isinstance(report, Report)
    return {failure.file: failure.code for failure in report.failures}
