"""Our own ways of reading a folder of letters: with or without a cache, in one process or in those of a rebuild.

Knows which functions a rebuild calls, and in which order; must not do their work in any other way.
"""

from __future__ import annotations

import logging
import os
import sys
import time
import warnings
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any
from typing import NamedTuple

from bench.figures import Figures
from bench.figures import pdfs_in
from bench.figures import peak_memory
from bench.figures import tell
from indexer import sources
from indexer.analysis import default_analyzer
from indexer.cache import Cache
from indexer.config import load_settings
from indexer.corpus import CorpusFile
from indexer.documents import pack
from indexer.errors import SourceError
from indexer.fingerprints import fingerprint
from indexer.letters import parse_letter
from indexer.preparing import Preparing
from indexer.worker import Work
from indexer.workers import process


if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer.model.source import Source

SETTINGS = load_settings(Path(__file__).parent.parent / "config.toml")
STAGES = ("fetch", "parse", "entries")
TIMES = 10
"""How often processes go through the folder when all of it is in the cache: once takes less than it takes them all to start."""


def cold(folder: Path, _cache: Path) -> Figures:
    """Read and parse in this process, without a cache."""
    paths = pdfs_in(folder)
    failed = 0
    begun = time.perf_counter()
    for path in paths:
        try:
            parse_letter(sources.read_source(path, file=path.name), parties=SETTINGS.parties, members=SETTINGS.members)
        except SourceError:
            failed += 1
    return Figures(len(paths), time.perf_counter() - begun, peak_memory(), failed=failed)


def warm(folder: Path, cache: Path) -> Figures:
    """Fetch from the cache and parse in this process; `stages` also tells what the entries of the index take on top."""
    default_analyzer()
    paths = pdfs_in(folder)
    stages = dict.fromkeys(STAGES, 0.0)
    failed = 0
    for path in paths:
        clock = [time.perf_counter()]
        try:
            source = _fetched(path, cache)
        except SourceError:
            failed += 1
            stages["fetch"] += time.perf_counter() - clock[0]
            continue
        clock.append(time.perf_counter())
        letter = parse_letter(source, parties=SETTINGS.parties, members=SETTINGS.members)
        clock.append(time.perf_counter())
        pack(letter, default_analyzer(), cached=True)
        clock.append(time.perf_counter())
        for stage, (start, end) in zip(STAGES, pairwise(clock), strict=True):
            stages[stage] += end - start
    return Figures(len(paths), stages["fetch"] + stages["parse"], peak_memory(), failed=failed, stages=stages)


def cold_all(folder: Path, cache: Path) -> Figures:
    """What the processes of a rebuild do, up to the entries of the index; what they read is left in the cache."""
    return _in_processes(_preparing(cache), folder)


def warm_all(folder: Path, cache: Path) -> Figures:
    """What the processes of a rebuild do with what is in the cache, up to the parsed letter."""
    return _in_processes(Understanding(cache), folder, times=TIMES)


def warm_entries(folder: Path, cache: Path) -> Figures:
    """What the processes of a rebuild do with what is in the cache, up to the entries of the index."""
    return _in_processes(_preparing(cache), folder, times=TIMES)


def _preparing(cache: Path) -> Preparing:
    return Preparing(cache, dict(SETTINGS.parties), dict(SETTINGS.members))


def _fetched(path: Path, cache: Path) -> Source:
    """As indexer.documents does it: a file that could not be read before is not in the cache and tried again."""
    kept = Cache(cache, sources.VERSION).get(fingerprint(path), file=path.name)
    return kept or sources.read_source(path, file=path.name)


@dataclass(frozen=True, slots=True)
class Understanding:
    """The work of a rebuild on one letter (indexer.worker.Work), without its entries."""

    cache: Path

    def prepare(self) -> None:
        """Load what a rebuild loads."""
        default_analyzer()

    def __call__(self, file: CorpusFile, /) -> None:
        """Nothing: the letter stays where it was parsed."""
        parse_letter(_fetched(file.path, self.cache), parties=SETTINGS.parties, members=SETTINGS.members)


class Timed(NamedTuple):
    """A result, how many seconds it took, and the most memory that its process, `worker`, has held so far."""

    result: Any
    seconds: float
    worker: int
    peak: int | None


@dataclass(frozen=True, slots=True)
class Timing:
    """Work that also tells what it took."""

    work: Work[CorpusFile, Any]

    def prepare(self) -> None:
        """As the work itself."""
        self.work.prepare()

    def __call__(self, file: CorpusFile, /) -> Timed:
        """The result of the work, timed."""
        begun = time.perf_counter()
        result = self.work(file)
        return Timed(result, time.perf_counter() - begun, os.getpid(), peak_memory())


def _in_processes(work: Work[CorpusFile, Any], folder: Path, *, times: int = 1) -> Figures:
    """As indexer.rebuild has it done, `times` over; what once took. The clock runs from when the first process begins its first letter."""
    files = [CorpusFile(path, path.name) for path in pdfs_in(folder)] * times
    began: list[float] = []
    peaks = {os.getpid(): peak_memory()}
    called = ended = time.perf_counter()
    with closing(process(Timing(work), files, workers=SETTINGS.rebuild.workers, seconds=SETTINGS.rebuild.seconds_per_file)) as results:
        for _, timed in results:
            ended = time.perf_counter()
            if isinstance(timed, Timed):
                began.append(ended - timed.seconds)
                peaks[timed.worker] = timed.peak
    first = min(began, default=ended)
    held = [peak for peak in peaks.values() if peak is not None]
    peak = sum(held) if len(held) == len(peaks) else None
    failed = (len(files) - len(began)) // times
    return Figures(len(files) // times, (ended - first) / times, peak, failed=failed, start=first - called)


WAYS: dict[str, Callable[[Path, Path], Figures]] = {way.__name__: way for way in (cold, warm, cold_all, warm_all, warm_entries)}


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    tell(WAYS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3])))
