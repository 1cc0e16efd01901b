"""The pipeline: all files of the corpus, each through its own process, into one new generation of the index.

Knows the order of things and what is told of them; must not know how a file is read, what an engine does with entries, or who watches.
"""

from __future__ import annotations

import time
from collections import Counter
from collections import defaultdict
from contextlib import closing
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import UTC
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from indexer import cache
from indexer import privacy
from indexer import redaction
from indexer import sources
from indexer.analysis import default_analyzer
from indexer.canary import Canary
from indexer.config import Privacy
from indexer.corpus import corpus_fingerprint
from indexer.corpus import correction_name
from indexer.corpus import list_corpus
from indexer.documents import Prepared
from indexer.documents import Preparing
from indexer.documents import anchors_of
from indexer.documents import rename
from indexer.documents import succeed
from indexer.documents import unpack
from indexer.documents import unrecognised
from indexer.documents import withdraw
from indexer.editions import Editions
from indexer.editions import find_editions
from indexer.engines import open_engine
from indexer.engines.disk import explained
from indexer.entries import SCHEMA
from indexer.errors import IndexDamagedError
from indexer.errors import NothingToServeError
from indexer.errors import SourceError
from indexer.letters.passages import letter_id
from indexer.model.entry import Size
from indexer.model.entry import Stamp
from indexer.model.letter import Metadata
from indexer.model.letter import Remark
from indexer.recognition import open_recognition
from indexer.report import Failure
from indexer.report import NoProgress
from indexer.report import Progress
from indexer.report import Report
from indexer.report import count_remarks
from indexer.report import keep_report
from indexer.report import kept_report
from indexer.report import list_findings
from indexer.report import prune_reports
from indexer.restricted import UNRESTRICTED
from indexer.restricted import Restricted
from indexer.restricted import restricted_folders
from indexer.restricted import restricted_id
from indexer.stash import Slot
from indexer.stash import Stash
from indexer.versions import current_versions
from indexer.vocabulary import Counting
from indexer.vocabulary import keep_vocabularies
from indexer.vocabulary import prune_vocabularies
from indexer.withdrawal import NOTHING
from indexer.withdrawal import Candidate
from indexer.withdrawal import Withdrawals
from indexer.withdrawal import read_withdrawals
from indexer.workers import process


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping

    from indexer.config import Settings
    from indexer.corpus import CorpusFile
    from indexer.corpus import Listing
    from indexer.engines.base import Document
    from indexer.engines.base import Engine
    from indexer.engines.base import Searcher
    from indexer.workers import Work


def rebuild(
    settings: Settings,
    *,
    progress: Progress | None = None,
    engine: Engine | None = None,
    work: Work[CorpusFile, Prepared] | None = None,
) -> Report:
    """What came of reading the corpus and putting a new generation of the index in place.

    A file that cannot be read is a failure in the report and stops nothing. Raises CorpusError when the folder is missing, ConfigError when
    a list of the analysis cannot be used, NothingToServeError with the report when no letter could be read, RebuildError and its kinds when
    the index cannot be written; then, as after KeyboardInterrupt, whatever was served before still is.
    `engine` and `work` stand in for those of the settings.
    """
    started = time.monotonic()
    where = settings.index_path
    restricted = restricted_folders(settings)
    listing = list_corpus(settings.corpus_path, suffixes=sources.SUFFIXES, leave_out=[where], label=restricted.label)
    default_analyzer(settings.lists_path)  # raises ConfigError once, where each process would fail on each file
    kept = cache.Cache(where / cache.FOLDER, sources.VERSION)
    recognition = open_recognition(settings)
    withdrawals = read_withdrawals(settings)
    work = work or Preparing(
        kept.folder,
        dict(settings.parties),
        dict(settings.members),
        recognition,
        lists=settings.lists_path,
        restricted=restricted,
        masks=settings.privacy.mask,
        copies=redaction.open_copies(settings),
    )
    with explained(where):
        where.mkdir(parents=True, exist_ok=True)
        with Stash(str(where)) as stash:
            refused = [_failure(name, error) for name, error in listing.refused]
            letters = _Letters(stash, progress or NoProgress(), refused, lists=settings.lists_path, restricted=restricted)
            letters.shown, letters.withdrawals = settings.privacy, withdrawals
            letters.read(listing, work, settings)
            letters.settle()
            # Where all has been withdrawn, an empty index is better than the one that holds it.
            if not letters.rows and not letters.withdrawn:
                report = letters.report(listing, started=started, generation=None)
                raise NothingToServeError(_nothing(listing, settings.corpus_path), report)
            generation = letters.write(engine or _engine(settings, letters.privacy), listing, where=where, started=started)
            # From here on the new index is served; an impatient Ctrl-C must not say otherwise.
            with suppress(KeyboardInterrupt):
                fingerprints = {row.fingerprint for row in letters.taken} - letters.gone
                for folder in (kept, recognition.cache) if recognition else (kept,):
                    folder.prune(fingerprints)
                (redaction.open_copies(settings) or redaction.Copies(where / redaction.FOLDER, "")).prune(fingerprints)
                prune_reports(where, generation)
                prune_vocabularies(where, generation)
            return letters.report(listing, started=started, generation=generation)


@dataclass(slots=True)
class _Letters:
    """The letters of one rebuild on their way into the index. Their bytes wait in the stash; here is only what they are sorted by.

    `taken` are all that were read, `rows` those of them that are served, `left` the remarks on the others, each with its file and the one
    that is served instead. `documents` are the editions by the file served. `withdrawn` names what was taken out; of the files with the
    fingerprints `gone` nothing may be kept.
    """

    stash: Stash
    progress: Progress
    failures: list[Failure]
    taken: list[Prepared] = field(default_factory=list)
    rows: list[Prepared] = field(default_factory=list)
    left: list[tuple[str, str, Remark]] = field(default_factory=list)
    lists: Path | None = None
    restricted: Restricted = UNRESTRICTED
    slots: dict[str, Slot] = field(default_factory=dict)
    shown: Privacy = field(default_factory=Privacy)
    withdrawals: Withdrawals = NOTHING
    documents: dict[str, Editions] = field(default_factory=dict)
    withdrawn: list[str] = field(default_factory=list)
    unknown: list[Remark] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    @property
    def privacy(self) -> str:
        """What decides what of the letters is not shown."""
        return f"{privacy.version(self.shown)} {self.withdrawals.fingerprint}".strip()

    def read(self, listing: Listing, work: Work[CorpusFile, Prepared], settings: Settings) -> None:
        """Have every file read, and then the pictures in those that need it, which takes far longer."""
        self.progress.begin(len(listing.files))
        limits = {"workers": settings.rebuild.workers, "megabytes": settings.rebuild.megabytes_per_file}
        seconds = settings.rebuild.seconds_per_file
        unread: dict[CorpusFile, Prepared] = {}
        with closing(process(work, listing.files, seconds=seconds, **limits)) as results:
            for file, result in results:
                if isinstance(result, Prepared) and result.unread:
                    unread[file] = self._put(result)
                else:
                    self._take(file, result)
        if not unread or not isinstance(work, Preparing) or work.recognition is None:
            return
        allowed = seconds + work.recognition.seconds(max(row.unread for row in unread.values()))
        work = replace(work, has_time=True)
        with closing(process(work, tuple(unread), seconds=allowed, **limits)) as results:
            for file, result in results:
                self._take(file, unrecognised(self._whole(unread[file]), result) if isinstance(result, SourceError) else result)

    def _take(self, file: CorpusFile, result: Prepared | SourceError) -> None:
        failure = _failure(file.file, result) if isinstance(result, SourceError) else None
        if failure:
            self.failures.append(failure)
        if isinstance(result, Prepared):
            self.taken.append(self._put(result))
        self.progress.done(file.file, failure)

    def settle(self) -> None:
        """Leave out copies, earlier editions and what was withdrawn, give each letter an id of its own, and sort them canonically.

        A letter is a copy or an edition of those with its own label alone: else an open letter would name a restricted one or take its
        place, or the reverse.
        """
        rows = {row.file: row for row in self.taken}
        by_label = defaultdict(list)
        for row in self.taken:
            by_label[row.access].append(row.identity)
        for editions in chain.from_iterable(map(find_editions, by_label.values())):
            row = rows[editions.served]
            self.documents[row.file] = editions
            hiding = [file for file in editions.earlier if rows[file].hidden]
            unseen = [file for file in editions.earlier if rows[file].unseen]
            served = self._put(succeed(self._whole(row), editions.earlier, hiding=hiding, unseen=unseen)) if editions.earlier else row
            self.rows.append(served)
            for file, remark in editions.remarks():
                mistakes = [mistake for mistake in rows[file].remarks if mistake.code == "correction_mistake"]
                self.left += [(file, editions.served, told) for told in (remark, *mistakes)]
        self._name()
        self._withdraw()
        self.rows.sort(key=_canonical)

    def _withdraw(self) -> None:
        """Take out what the list names, now that every letter has the id it is named by."""
        if not self.withdrawals.lines:
            return
        # A file that could not be read is known, and served by nobody.
        failed = [Candidate("", None, failure.file) for failure in self.failures]
        gone = self.withdrawals.settle([*map(self._candidate, self.rows), *failed])
        fingerprints = {row.file: row.fingerprint for row in self.taken}
        bytes_gone = {fingerprints[file] for row in self.rows if row.file in gone.letters for file in self._files(row)}
        rows, self.rows = self.rows, []
        forgotten: set[str] = set()
        for row in rows:
            whole = row.file in gone.letters or row.fingerprint in bytes_gone
            anchors = gone.passages.get(row.file, frozenset())
            files = set(self._files(row)) if whole or anchors else gone.files & set(self._files(row))
            forgotten |= files if whole else files - {row.file}
            self.gone |= {fingerprints[file] for file in files}
            self.withdrawn += [row.letter] if whole else [f"{row.letter}#{anchor}" for anchor in sorted(anchors)]
            if files and not whole:
                row = self._put(withdraw(self._whole(row), default_analyzer(self.lists), anchors=anchors, files=files))
            if not whole:
                self.rows.append(row)
        self.left = [noted for noted in self.left if noted[0] not in forgotten]
        self.unknown = [_unknown(line.line, line.text) for line in gone.unknown]

    def _candidate(self, row: Prepared) -> Candidate:
        editions = self.documents[row.file]
        files = (row.file, *editions.copies)
        named = self.withdrawals.parts(row.letter, row.identity.number, files)
        anchors = anchors_of(self._whole(row)) if named else frozenset[str]()
        return Candidate(row.letter, row.identity.number, row.file, editions.copies, editions.earlier, anchors)

    def _files(self, row: Prepared) -> tuple[str, ...]:
        editions = self.documents[row.file]
        return (row.file, *editions.copies, *editions.earlier)

    def _name(self) -> None:
        """Give the letters whose id is taken another: whoever bears it as a number keeps it, then the first by name."""
        self.rows.sort(key=lambda row: (row.identity.number is None, row.file))
        ids = {row.letter for row in self.rows}
        named: dict[str, Prepared] = {}
        for at, row in enumerate(self.rows):
            if row.letter in named:
                letter = _free_id(row.file, ids, label=row.access)
                ids.add(letter)
                self.rows[at] = row = self._put(
                    rename(self._whole(row), default_analyzer(self.lists), letter=letter, remark=_same_id(named[row.letter]))
                )
            named[row.letter] = row

    def write(self, engine: Engine, listing: Listing, *, where: Path, started: float) -> str:
        """The name of the generation that the engine made of the letters; its report and its words lie in the index folder `where`."""
        self.progress.write(len(self.rows))
        passages = sum(row.passages for row in self.rows)
        stamp = Stamp(
            versions=current_versions(self.lists, restricted=self.restricted, shown=self.shown),
            corpus=corpus_fingerprint(listing, _fingerprints(self.taken)),
            built=datetime.now(UTC).isoformat(timespec="seconds"),
            letters=len(self.rows),
            passages=passages,
            labels=_labels(self.rows),
        )
        canary = Canary(len(self.rows), passages)
        counting: defaultdict[str, Counting] = defaultdict(Counting)

        def check(searcher: Searcher) -> None:
            canary.check(searcher)
            keep_vocabularies(where, searcher.generation, {label: counted.vocabulary() for label, counted in counting.items()})
            keep_report(where, self.report(listing, started=started, generation=searcher.generation))

        return engine.write(self._documents(canary, counting), schema=SCHEMA, stamp=stamp, check=check)

    def report(self, listing: Listing, *, started: float, generation: str | None) -> Report:
        """What came of it."""
        cached = sum(row.cached for row in self.taken)
        noted = self._noted(listing)
        failures = tuple(sorted(self.failures, key=lambda failure: failure.file))
        return Report(
            letters=len(self.rows),
            passages=sum(row.passages for row in self.rows),
            remarks=count_remarks((file, [remark]) for file, _, remark in noted),
            failures=failures,
            read=len(self.taken) - cached,
            cached=cached,
            ignored=listing.ignored,
            seconds=time.monotonic() - started,
            generation=generation,
            findings=list_findings(noted, failures),
            hidden=sum(row.hidden for row in self.rows),
            hiding=sum(bool(row.hidden) for row in self.rows),
            withdrawn=tuple(sorted(self.withdrawn)),
            privacy=self.privacy,
        )

    def _noted(self, listing: Listing) -> list[tuple[str, str | None, Remark]]:
        """Every remark with its file and the id of the letter that is served for it."""
        ids = {row.file: row.letter for row in self.rows}
        return [
            *((row.file, row.letter, remark) for row in self.rows for remark in row.remarks),
            *((file, ids[served], remark) for file, served, remark in self.left),
            *((name, None, _STRAY) for name in listing.strays),
            *((self.shown.withdrawn, None, remark) for remark in self.unknown),
        ]

    def _documents(self, canary: Canary, counting: Mapping[str, Counting]) -> Iterator[Document]:
        before = 0
        for row in self.rows:
            packed = unpack(self.stash.get(self.slots[row.file]))
            entries = tuple(replace(entry, ord=number) for number, entry in enumerate(packed.document.entries, before))
            before += len(entries)
            document = replace(packed.document, entries=entries)
            canary.see(document)
            counting[row.access].add(packed.forms, entries)
            yield document

    def _put(self, row: Prepared) -> Prepared:
        self.slots[row.file] = self.stash.put(row.document)
        return replace(row, document=b"")

    def _whole(self, row: Prepared) -> Prepared:
        return replace(row, document=self.stash.get(self.slots[row.file]))


def _engine(settings: Settings, shown: str) -> Engine:
    """The engine of the settings. Where something else was hidden or withdrawn in what is served, no older generation stays."""
    engine = open_engine(settings)
    try:
        served = engine.current()
    except IndexDamagedError:
        served = None
    before = kept_report(settings.index_path, served) if served else None
    if before is not None and before.privacy == shown:
        return engine
    return open_engine(replace(settings, index=replace(settings.index, keep=1)))


def _unknown(line: int, text: str) -> Remark:
    message = f"Linje {line} på listen over det tilbagetrukne, {text}, er hverken et brev, et svar eller en fil i samlingen."
    return Remark("unknown_withdrawal", message + " Ret den, eller fjern den, hvis filen er slettet.")


def _nothing(listing: Listing, where: Path) -> str:
    if listing.files:
        return f"Intet brev i {where} kunne læses, så der er intet nyt indeks. Rapporten siger hvorfor, fil for fil."
    return (
        f"Der er ingen breve ({', '.join(sorted(sources.SUFFIXES))}) i {where}. Læg breve i mappen, eller ret [corpus] path i config.toml."
    )


_STRAY = Remark(
    "stray_correction", "Rettelsen hører ikke til noget brev. Den skal hedde som brevet, med .meta.toml i stedet for .pdf, .txt eller .md."
)


def _fingerprints(rows: Iterable[Prepared]) -> dict[str, str]:
    """What was read of each file and of each correction, by name."""
    return {
        name: taken for row in rows for name, taken in ((row.file, row.fingerprint), (correction_name(row.file), row.correction)) if taken
    }


def _canonical(row: Prepared) -> tuple[object, str]:
    return row.order, row.file


def _failure(file: str, error: SourceError) -> Failure:
    return Failure(file, error.code, str(error))


def _labels(rows: Iterable[Prepared]) -> dict[str, Size]:
    """How many letters and passages have each label."""
    restricted = [row for row in rows if row.access]
    letters = Counter(row.access for row in restricted)
    return {label: Size(letters[label], sum(row.passages for row in restricted if row.access == label)) for label in sorted(letters)}


def _free_id(file: str, taken: set[str], *, label: str) -> str:
    base = restricted_id(letter_id(Metadata(), file), label)
    return next(name for number in range(1, len(taken) + 2) if (name := base if number == 1 else f"{base}-{number}") not in taken)


def _same_id(first: Prepared) -> Remark:
    return Remark("same_id", f"Brevets adresse er optaget af {first.file}, så det har fået en anden efter filens navn.")
