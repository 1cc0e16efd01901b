"""Back to an earlier index: one that was kept is served again, in one step.

Knows which of those kept may be served now; must not know how they are kept, or who asks.

An earlier index may hold what has been hidden or withdrawn since. A rebuild that hides something else therefore keeps none; and should one
have been left behind, it is refused here. So is one of another version, and one without its words and its report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import NamedTuple

from indexer import privacy
from indexer.engines import open_engine
from indexer.errors import IndexDamagedError
from indexer.errors import RollbackError
from indexer.report import kept_report
from indexer.restricted import restricted_folders
from indexer.versions import current_versions
from indexer.vocabulary import kept_vocabulary
from indexer.withdrawal import read_withdrawals


if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.config import Settings
    from indexer.engines.base import Engine


class Generation(NamedTuple):
    """A kept index: its name, how many letters and passages it has (0 where nothing tells), and whether it is the one in use."""

    name: str
    letters: int
    passages: int
    served: bool


def generations(settings: Settings, *, engine: Engine | None = None) -> Iterator[Generation]:
    """The indexes that are kept, newest first."""
    engine = engine or open_engine(settings)
    served = _served(engine)
    for name in engine.generations():
        report = kept_report(settings.index_path, name)
        yield Generation(name, report.letters if report else 0, report.passages if report else 0, name == served)


def rollback(settings: Settings, name: str | None = None, *, engine: Engine | None = None) -> Generation:
    """The index that is served from now on: the one called `name`, or the newest that is older than the one in use.

    Raises RollbackError where there is none, or it may not be served; IndexOutdatedError, IndexDamagedError and RebuildRunningError as
    `Engine.serve`. Then what was served still is.
    """
    engine = engine or open_engine(settings)
    served = _served(engine)
    kept = engine.generations()
    if name is None:
        name = next((older for older in kept if served is None or older < served), None)
    if name is None:
        raise RollbackError(
            "Der er intet tidligere indeks at gå tilbage til: der gemmes så mange, som [index] keep siger, og ingen, når det, der er "
            "skjult eller trukket tilbage, er ændret."
        )
    if name not in kept:
        raise RollbackError(f"Der er ikke gemt noget indeks, der hedder {name}. Se dem, der er, med `indexer rollback --list`.")
    found = _refused(settings, name, served)
    engine.serve(name, versions=current_versions(settings.lists_path, restricted=restricted_folders(settings), shown=settings.privacy))
    return found


def _refused(settings: Settings, name: str, served: str | None) -> Generation:
    """What is told of the index; raises RollbackError where it may not be served."""
    where = settings.index_path
    report, in_use = kept_report(where, name), kept_report(where, served) if served else None
    if report is None or kept_vocabulary(where, name) is None:
        raise RollbackError(f"Indekset {name} kan ikke tages i brug: dets rapport eller ord er der ikke længere. Kør `indexer rebuild`.")
    hiding = in_use.privacy if in_use else f"{privacy.version(settings.privacy)} {read_withdrawals(settings).fingerprint}".strip()
    if report.privacy != hiding:
        raise RollbackError(f"Indekset {name} kan ikke tages i brug: siden da er det ændret, hvad der er skjult eller trukket tilbage.")
    return Generation(name, report.letters, report.passages, served=True)


def _served(engine: Engine) -> str | None:
    try:
        return engine.current()
    except IndexDamagedError:  # then any that is whole is better
        return None
