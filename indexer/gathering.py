"""Every letter of the corpus, as it was made ready before, or made ready now by a process of its own.

Knows what is asked of processes and who is told: first the letters that nothing has changed of, then all other files, then the pictures in
those that need it. Must not know how a file is read or what becomes of its letter.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.amending import unrecognised
from indexer.config import Settings
from indexer.documents import Prepared
from indexer.errors import SourceError
from indexer.preparing import Preparing
from indexer.report import Failure
from indexer.report import Progress
from indexer.waiting import Waiting
from indexer.workers import process


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.corpus import CorpusFile
    from indexer.corpus import Listing
    from indexer.worker import Work


@dataclass(slots=True)
class Gathering:
    """The letters of a corpus as they come in: `taken` are those that could be read, `failures` the files that could not.

    `new` are those of `taken` that may be kept for the next time: made now, from all there is to make them from.
    """

    waiting: Waiting
    progress: Progress
    settings: Settings
    taken: list[Prepared] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    new: list[Prepared] = field(default_factory=list)

    def gather(self, listing: Listing, work: Work[CorpusFile, Prepared]) -> None:
        """Have every file read that is not known, and then the pictures in those that need it, which takes far longer."""
        self.failures += [failure(name, error) for name, error in listing.refused]
        self.progress.begin(len(listing.files))
        seconds = self.settings.rebuild.seconds_per_file
        unread: dict[CorpusFile, Prepared] = {}
        for file, result in self._results(work, self._unknown(listing.files, work), seconds=seconds):
            if isinstance(result, Prepared) and result.unread:
                unread[file] = self.waiting.put(result)
            else:
                row = self._take(file, result)
                # A correction that could not be read may be read the next time.
                if row and (row.correction or not file.correction):
                    self.new.append(row)
        if not unread or not isinstance(work, Preparing) or work.recognition is None:
            return
        allowed = seconds + work.recognition.seconds(max(row.unread for row in unread.values()))
        for file, result in self._results(replace(work, has_time=True), tuple(unread), seconds=allowed):
            whole = unrecognised(self.waiting.whole(unread[file]), result) if isinstance(result, SourceError) else result
            self._take(file, whole)

    def _unknown(self, files: Sequence[CorpusFile], work: Work[CorpusFile, Prepared]) -> list[CorpusFile]:
        """The files whose letters have to be made; the others are taken as they were made before."""
        ready = self.waiting.ready
        if ready is None or not isinstance(work, Preparing):
            return list(files)
        unknown: list[CorpusFile] = []
        for file in files:
            row = ready.find(file.file)
            if row is None or not work.still_holds(row, file):
                ready.forget(file.file)
                unknown.append(file)
            else:
                self.taken.append(row)
                self.progress.done(file.file, None)
        return unknown

    def _results(
        self, work: Work[CorpusFile, Prepared], files: Sequence[CorpusFile], *, seconds: float
    ) -> Iterator[tuple[CorpusFile, Prepared | SourceError]]:
        limits = self.settings.rebuild
        with closing(process(work, files, workers=limits.workers, seconds=seconds, megabytes=limits.megabytes_per_file)) as results:
            yield from results

    def _take(self, file: CorpusFile, result: Prepared | SourceError) -> Prepared | None:
        failed = failure(file.file, result) if isinstance(result, SourceError) else None
        row = self.waiting.put(result) if isinstance(result, Prepared) else None
        if failed:
            self.failures.append(failed)
        if row:
            self.taken.append(row)
        self.progress.done(file.file, failed)
        return row


def failure(file: str, error: SourceError) -> Failure:
    """What is told of a file that could not be read."""
    return Failure(file, error.code, str(error))
