"""A rebuild whose letters are read and settled: what is written of it, and what is told.

Knows stamp, documents, words and report; must not know how letters were read or settled, what an engine does with entries, or who watches.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from typing import TYPE_CHECKING

from indexer import privacy
from indexer.canary import Canary
from indexer.config import Settings
from indexer.corpus import Listing
from indexer.corpus import correction_name
from indexer.documents import unpack
from indexer.documents import unpack_words
from indexer.entries import SCHEMA
from indexer.fingerprints import corpus_fingerprint
from indexer.gathering import Gathering
from indexer.model.entry import Size
from indexer.model.entry import Stamp
from indexer.model.letter import Remark
from indexer.report import Report
from indexer.report import count_remarks
from indexer.report import keep_report
from indexer.report import list_findings
from indexer.settling import Settled
from indexer.versions import current_versions
from indexer.vocabulary import Counting
from indexer.vocabulary import keep_vocabularies
from indexer.vocabulary import packed_vocabularies


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from indexer.documents import Prepared
    from indexer.engines.base import Document
    from indexer.engines.base import Engine
    from indexer.engines.base import Searcher
    from indexer.restricted import Restricted


@dataclass(frozen=True, slots=True)
class Course:
    """One rebuild whose letters are read and settled: what is written of it and told."""

    settings: Settings
    listing: Listing
    gathering: Gathering
    settled: Settled
    started: float

    @property
    def privacy(self) -> str:
        """What decides what of the letters is not shown."""
        return f"{privacy.version(self.settings.privacy)} {self.settled.withdrawals.fingerprint}".strip()

    def write(self, engine: Engine, *, restricted: Restricted) -> str:
        """The name of the generation that the engine made of the letters; its report and its words lie in the index folder."""
        rows, where = self.settled.rows, self.settings.index_path
        self.gathering.progress.write(len(rows))
        passages = sum(row.passages for row in rows)
        stamp = Stamp(
            versions=current_versions(self.settings.lists_path, restricted=restricted, shown=self.settings.privacy),
            corpus=corpus_fingerprint(self.listing, _fingerprints(self.gathering.taken)),
            built=datetime.now(UTC).isoformat(timespec="seconds"),
            letters=len(rows),
            passages=passages,
            labels=_labels(rows),
        )
        canary = Canary(len(rows), passages)
        vocabularies: list[bytes] = []

        def documents() -> Iterator[Document]:
            yield from self._documents(canary)
            # Here, not in `check`: an engine with threads of its own is still at work on what it was given.
            vocabularies.append(packed_vocabularies({label: counted.vocabulary() for label, counted in self._counted().items()}))

        def check(searcher: Searcher) -> None:
            canary.check(searcher)
            [packed] = vocabularies
            keep_vocabularies(where, searcher.generation, packed)
            keep_report(where, self.report(searcher.generation))

        return engine.write(documents(), schema=SCHEMA, stamp=stamp, check=check)

    def _documents(self, canary: Canary) -> Iterator[Document]:
        waiting, before = self.settled.waiting, 0
        for row in self.settled.rows:
            document = unpack(waiting.document(row), first=before)
            before += row.passages
            canary.see(document)
            yield document

    def _counted(self) -> dict[str, Counting]:
        """The words of what is served, by label: of most letters they were added up when the letters were kept."""
        rows, waiting = self.settled.rows, self.settled.waiting
        kept = {row.file for row in rows if waiting.is_kept(row)}
        before = waiting.ready.counted(kept) if waiting.ready else {}
        counting = {row.access: before.get(row.access) or Counting() for row in rows}
        for row in rows:
            if row.file not in kept:
                counting[row.access].add(unpack_words(waiting.words(row)))
        return counting

    def report(self, generation: str | None) -> Report:
        """What came of it."""
        rows, taken = self.settled.rows, self.gathering.taken
        cached = sum(row.cached for row in taken)
        noted = self._noted()
        failures = tuple(sorted(self.gathering.failures, key=lambda failure: failure.file))
        return Report(
            letters=len(rows),
            passages=sum(row.passages for row in rows),
            remarks=count_remarks((file, [remark]) for file, _, remark in noted),
            failures=failures,
            read=len(taken) - cached,
            cached=cached,
            ignored=self.listing.ignored,
            seconds=time.monotonic() - self.started,
            generation=generation,
            findings=list_findings(noted, failures),
            hidden=sum(row.hidden for row in rows),
            hiding=sum(bool(row.hidden) for row in rows),
            withdrawn=tuple(sorted(self.settled.withdrawn)),
            privacy=self.privacy,
        )

    def _noted(self) -> list[tuple[str, str | None, Remark]]:
        """Every remark with its file and the id of the letter that is served for it."""
        ids = {row.file: row.letter for row in self.settled.rows}
        return [
            *((row.file, row.letter, remark) for row in self.settled.rows for remark in row.remarks),
            *((file, ids[served], remark) for file, served, remark in self.settled.left),
            *((name, None, _STRAY) for name in self.listing.strays),
            *((self.settings.privacy.withdrawn, None, remark) for remark in self.settled.unknown),
        ]


_STRAY = Remark(
    "stray_correction", "Rettelsen hører ikke til noget brev. Den skal hedde som brevet, med .meta.toml i stedet for .pdf, .txt eller .md."
)


def _fingerprints(rows: Iterable[Prepared]) -> dict[str, str]:
    """What was read of each file and of each correction, by name."""
    return {
        name: taken for row in rows for name, taken in ((row.file, row.fingerprint), (correction_name(row.file), row.correction)) if taken
    }


def _labels(rows: Iterable[Prepared]) -> dict[str, Size]:
    """How many letters and passages have each label."""
    restricted = [row for row in rows if row.access]
    letters = Counter(row.access for row in restricted)
    return {label: Size(letters[label], sum(row.passages for row in restricted if row.access == label)) for label in sorted(letters)}
