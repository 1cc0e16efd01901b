"""The pipeline: all files of the corpus, each through its own process, into one new generation of the index.

Knows the order of things and what is told of them; must not know how a file is read, what an engine does with entries, or who watches.
"""

from __future__ import annotations

import time
from contextlib import ExitStack
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer import cache
from indexer import redaction
from indexer import sources
from indexer.analysis import check_lists
from indexer.corpus import list_corpus
from indexer.course import Course
from indexer.engines import open_engine
from indexer.engines.disk import explained
from indexer.errors import IndexDamagedError
from indexer.errors import NothingToServeError
from indexer.gathering import Gathering
from indexer.preparing import Preparing
from indexer.ready import FOLDER as READY
from indexer.ready import Ready
from indexer.recognition import open_recognition
from indexer.report import NoProgress
from indexer.report import kept_report
from indexer.report import prune_reports
from indexer.restricted import restricted_folders
from indexer.settling import Settled
from indexer.stash import Stash
from indexer.vocabulary import prune_vocabularies
from indexer.waiting import Waiting
from indexer.withdrawal import read_withdrawals


if TYPE_CHECKING:
    from pathlib import Path

    from indexer.config import Settings
    from indexer.corpus import CorpusFile
    from indexer.corpus import Listing
    from indexer.documents import Prepared
    from indexer.engines.base import Engine
    from indexer.report import Progress
    from indexer.report import Report
    from indexer.worker import Work


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
    check_lists(settings.lists_path)  # raises ConfigError once, where each process would fail on each file
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
        with ExitStack() as opened:
            stash = opened.enter_context(Stash(str(where)))
            ready = opened.enter_context(Ready(where / READY, work.conditions())) if isinstance(work, Preparing) else None
            waiting = Waiting(stash, ready)
            gathering = Gathering(waiting, progress or NoProgress(), settings)
            gathering.gather(listing, work)
            settled = Settled(waiting, settings.lists_path, withdrawals)
            settled.settle(gathering.taken, gathering.failures)
            course = Course(settings, listing, gathering, settled, started)
            if ready:
                ready.keep(waiting.as_it_came(row) for row in gathering.new if row.fingerprint not in settled.gone)
            # Where all has been withdrawn, an empty index is better than the one that holds it.
            if not settled.rows and not settled.withdrawn:
                raise NothingToServeError(_nothing(listing, settings.corpus_path), course.report(None))
            engine = engine or _engine(settings, course.privacy)
            generation = course.write(engine, restricted=restricted)
            # From here on the new index is served; an impatient Ctrl-C must not say otherwise.
            with suppress(KeyboardInterrupt):
                files = {row.file: row.fingerprint for row in gathering.taken if row.fingerprint not in settled.gone}
                fingerprints = set(files.values())
                if ready:
                    ready.prune(files)
                for folder in (kept, recognition.cache) if recognition else (kept,):
                    folder.prune(fingerprints)
                (redaction.open_copies(settings) or redaction.Copies(where / redaction.FOLDER, "")).prune(fingerprints)
                stay = engine.generations()  # a rollback needs what was told of them
                prune_reports(where, generation, keep=stay)
                prune_vocabularies(where, generation, keep=stay)
            return course.report(generation)


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


def _nothing(listing: Listing, where: Path) -> str:
    if listing.files:
        return f"Intet brev i {where} kunne læses, så der er intet nyt indeks. Rapporten siger hvorfor, fil for fil."
    return (
        f"Der er ingen breve ({', '.join(sorted(sources.SUFFIXES))}) i {where}. Læg breve i mappen, eller ret [corpus] path i config.toml."
    )
