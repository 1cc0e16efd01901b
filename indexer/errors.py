"""Every error Svarsøg raises on purpose.

Knows what went wrong and which command mends it; knows nothing else, imports nothing of ours.
Each message is one Danish sentence or two, safe to show to anyone: what, where, what to do.

SvarsoegError                 exit code
├── ConfigError               2   config.toml cannot be used; carries every mistake found
├── CorpusError               2   the folder of letters is missing or cannot be read
├── SourceError               1   one file is not a readable letter; never stops the others
├── IndexUnavailableError     3   there is nothing to search in
│   ├── IndexMissingError         no index has been built
│   ├── IndexOutdatedError        the index was made by another version
│   ├── IndexDamagedError         the index does not hold what it says
│   └── ReportMissingError        the index has no report of how it was built
├── RecognitionError          2   text recognition is switched on, but cannot be had
├── EngineDownError           3   an engine in another process does not answer
├── RebuildError              1   a new index was not put in place; the old one is still served
│   ├── RebuildRunningError       another rebuild holds the lock
│   ├── NothingToServeError       no letter could be read
│   └── DiskFullError             the disk ran full
├── RollbackError             1   no earlier index could be put in place; what was served still is
└── ServerError               4   the web server cannot start
"""

from __future__ import annotations

from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class SvarsoegError(Exception):
    """The base of them all; `str(error)` is the Danish message, `exit_code` what the command line ends with."""

    exit_code = 1


class ConfigError(SvarsoegError):
    """The settings cannot be used; `mistakes` holds one sentence for each."""

    exit_code = 2

    def __init__(self, path: Path | str, mistakes: Sequence[str]) -> None:
        self.path = str(path)
        self.mistakes = tuple(mistakes)
        super().__init__(f"{path} kan ikke bruges:\n" + "\n".join(f"  - {mistake}" for mistake in mistakes))


class CorpusError(SvarsoegError):
    """The folder of letters is missing or cannot be listed."""

    exit_code = 2


class SourceError(SvarsoegError):
    """One file could not be read as a letter.

    `code` is a short stable word for reports (`empty`, `encrypted`, `not_a_letter` ...); the message says why and what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)

    def __reduce__(self) -> tuple[type[SourceError], tuple[str, str]]:
        """Both arguments, so that the error survives the way back from a worker process."""
        return type(self), (self.code, str(self))


class RecognitionError(SvarsoegError):
    """Text recognition is switched on, but its program or language is not installed."""

    exit_code = 2


class IndexUnavailableError(SvarsoegError):
    """There is no index to search in."""

    exit_code = 3


class IndexMissingError(IndexUnavailableError):
    """No index has been built yet."""

    def __init__(self, where: Path | str) -> None:
        super().__init__(f"Der er intet indeks i {where}. Kør `indexer rebuild`.")


class IndexOutdatedError(IndexUnavailableError):
    """The index was made by another version of Svarsøg or of its Danish resources."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Indekset er lavet af en anden version ({why}). Kør `indexer rebuild`.")


class IndexDamagedError(IndexUnavailableError):
    """The index does not hold what its stamp says."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Indekset er beskadiget ({why}). Kør `indexer rebuild`.")


class ReportMissingError(IndexUnavailableError):
    """There is no report of the rebuild that made the index."""

    def __init__(self, where: Path | str) -> None:
        super().__init__(f"Der er ingen rapport til det indeks, der bruges, i {where}. Kør `indexer rebuild`.")


class EngineDownError(SvarsoegError):
    """An engine in another process does not answer in time."""

    exit_code = 3


class RebuildError(SvarsoegError):
    """A new index was not put in place; whatever was served before still is."""


class RebuildRunningError(RebuildError):
    """Another rebuild of the same index is at work."""

    def __init__(self, where: Path | str) -> None:
        super().__init__(f"En anden genopbygning af {where} er i gang. Vent, til den er færdig, og prøv igen.")


class NothingToServeError(RebuildError):
    """No letter could be read, so there is nothing to put in place; `report` (indexer.report.Report) tells why, file by file."""

    def __init__(self, message: str, report: object = None) -> None:
        self.report = report
        super().__init__(message)


class DiskFullError(RebuildError):
    """The disk ran full while the new index was written."""

    def __init__(self, where: Path | str) -> None:
        super().__init__(f"Disken er fuld ved {where}. Gør plads, og kør `indexer rebuild` igen; det hidtidige indeks er urørt.")


class RollbackError(SvarsoegError):
    """An earlier index could not be put in place again; whatever was served before still is."""


class ServerError(SvarsoegError):
    """The web server cannot start."""

    exit_code = 4
