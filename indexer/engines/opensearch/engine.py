"""Generations in the cluster: made, checked, sealed and put in place.

Knows the order of these steps; must not know how a generation is searched, or how its documents are sent.

A new generation is one more index: filled, made readable, counted, closed to writing, checked and sealed. Only then is the alias moved to
it, in one call. What fails before that is cleared away; what a killed writer left is, by the next.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING
from typing import Any

from indexer.engines import bm25
from indexer.engines.base import counted
from indexer.engines.names import new_name
from indexer.engines.opensearch import layout
from indexer.engines.opensearch.cluster import Cluster
from indexer.engines.opensearch.cluster import Deadline
from indexer.engines.opensearch.cluster import RefusedError
from indexer.engines.opensearch.kept import NOTICED
from indexer.engines.opensearch.kept import Kept
from indexer.engines.opensearch.lease import LEASE
from indexer.engines.opensearch.lease import Lease
from indexer.engines.opensearch.loading import PATIENCE
from indexer.engines.opensearch.loading import Loading
from indexer.engines.opensearch.loading import insist
from indexer.engines.opensearch.searcher import OpenSearchSearcher
from indexer.errors import DiskFullError
from indexer.errors import EngineDownError
from indexer.errors import IndexDamagedError
from indexer.errors import IndexMissingError
from indexer.errors import RebuildError
from indexer.errors import RollbackError


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator

    from indexer.config import OpenSearch
    from indexer.config import Settings
    from indexer.engines.base import Document
    from indexer.engines.base import Searcher
    from indexer.engines.opensearch.access import Access
    from indexer.engines.opensearch.layout import Seal
    from indexer.model.entry import Schema
    from indexer.model.entry import Stamp


_LONG = 600.0
"""Seconds that a large index may take to become readable."""


def engine_for(access: Access, settings: Settings) -> OpenSearchEngine:
    """The engine in the cluster that `access` leads to."""
    section = settings.opensearch
    return OpenSearchEngine(Cluster(access, seconds=section.timeout_seconds, retries=section.retries), section, keep=settings.index.keep)


class OpenSearchEngine:
    """An engine of generations in `cluster`, as its `section` of the settings says.

    It waits `patience` seconds for a cluster that is busy while it writes; a turn to write lasts `lease` seconds unless it is renewed.
    """

    def __init__(self, cluster: Cluster, section: OpenSearch, *, keep: int, patience: float = PATIENCE, lease: float = LEASE) -> None:
        self._cluster = cluster
        self._section = section
        self._keep = keep
        self._patience = patience
        self._lease = lease
        self._where = f"OpenSearch ({section.index})"
        self._kept = Kept(cluster, section.index)
        self._asking = threading.Lock()
        self._known_until = 0.0
        self._known: str | None = None
        self._away = ""

    def current(self) -> str | None:
        """The name of the served generation, or None, as it was known a second ago. Raises EngineDownError and IndexDamagedError."""
        with self._asking:  # while one asks, the others wait for the answer
            if time.monotonic() >= self._known_until:
                self._away = ""
                try:
                    # A third of the time, so that whoever is told next to nothing in it has not waited for long.
                    self._known = self._kept.served(Deadline(self._cluster.seconds / 3))
                except EngineDownError as error:
                    self._away = str(error)
                self._known_until = time.monotonic() + NOTICED
            if self._away:
                raise EngineDownError(self._away)
            return self._known

    def generations(self) -> tuple[str, ...]:
        """The names of the generations that can be served, newest first."""
        return self._kept.sealed()

    def open(self, *, versions: dict[str, str] | None = None) -> Searcher:
        """A searcher of the served generation; as `Engine.open`."""
        name = self._kept.served()
        while name is not None:
            try:
                return self._searcher(name, layout.read_seal(name, self._kept.mappings(name), versions))
            except IndexDamagedError:
                # Cleared away since the alias was read? Then it names another by now.
                newer = self._kept.served()
                if newer == name:
                    raise
                name = newer
        raise IndexMissingError(self._where)

    def serve(self, name: str, *, versions: dict[str, str] | None = None) -> None:
        """Put a generation in place that is kept; as `Engine.serve`."""
        with self._alone():
            if name not in self._kept.sealed():
                raise RollbackError(f"Indekset {name} findes ikke længere i {self._where}.")
            layout.read_seal(name, self._kept.mappings(name), versions)
            if name != self._kept.served():
                self._kept.seal(name)
                self._kept.put_in_place(name)
            self._known_until = 0.0

    def write(self, documents: Iterable[Document], *, schema: Schema, stamp: Stamp, check: Callable[[Searcher], None] | None = None) -> str:
        """The name of the new generation; as `Engine.write`. Raises EngineDownError where the cluster is away from the start."""
        with self._explained(), self._alone() as lease:
            before = self._kept.served()
            self._kept.clear_leftovers()
            name = new_name()
            try:
                seal = self._filled(name, counted(documents, schema, stamp), schema, stamp)
                if check is not None:
                    check(self._searcher(name, seal))
                self._insist(lease.renew)
                self._insist(partial(self._kept.seal, name, seal))
                self._insist(partial(self._kept.put_in_place, name))
            except BaseException:
                self._kept.discard(name)
                raise
            finally:
                self._known_until = 0.0
            with suppress(RebuildError, RefusedError):  # it is in place; the next write clears away the rest
                self._insist(partial(self._kept.prune, name, before, keep=self._keep))
            return name

    def _filled(self, name: str, documents: Iterable[Document], schema: Schema, stamp: Stamp) -> Seal:
        """What will seal the generation, now that all its documents can be read and no more are taken."""
        index = self._kept.index(name)
        version = self._insist(partial(self._cluster.ask, "GET", "/"))["version"]["number"]
        self._insist(partial(self._make, index, schema))
        if self._section.replicas:  # a machine that is lost before its parts have copies takes them along
            self._copied(index)
        with Loading(self._cluster, index, patience=self._patience) as loading:
            for document in documents:
                loading.add(layout.lines(document, schema))
        self._steadied(index)
        self._tell("POST", f"/{index}/_refresh", {})
        self._tell("PUT", f"/{index}/_settings", {}, {"index.blocks.write": True})
        self._refuse_lost(index, stamp)
        # From its third version on OpenSearch leaves out of its scores the factor that ours have.
        factor = bm25.SATURATION + 1 if int(version.partition(".")[0]) >= 3 else 1.0
        return layout.Seal(layout.FORMAT, factor, self._section.shards, schema, stamp)

    def _make(self, index: str, schema: Schema) -> None:
        try:
            self._cluster.ask("PUT", f"/{index}", body=layout.index_body(schema, self._section), deadline=Deadline(_LONG))
        except RefusedError as error:
            # Asked twice, since the first answer was cut off? The name is new, so it is ours.
            if error.kind != "resource_already_exists_exception":
                raise

    def _copied(self, index: str) -> None:
        """Wait for as many copies of each part as there are machines for."""
        machines = self._tell("GET", "/_cluster/health", {})["number_of_data_nodes"]
        active = self._section.shards * min(1 + self._section.replicas, machines)
        with suppress(RefusedError):  # one of the machines may be on its way out
            self._tell("GET", f"/_cluster/health/{index}", {"wait_for_active_shards": str(active), "timeout": "60s"})

    def _steadied(self, index: str) -> None:
        """Wait for copies that are being made; one that has no machine to be on is not waited for."""
        how = {"wait_for_no_initializing_shards": "true", "wait_for_status": "yellow", "timeout": "60s"}
        with suppress(RefusedError):  # it took longer than that, and the counting will tell
            self._tell("GET", f"/_cluster/health/{index}", how)

    def _refuse_lost(self, index: str, stamp: Stamp) -> None:
        """Nothing; raises RebuildError when the index does not hold as much as was sent."""
        held = [self._tell("GET", f"/{index}/_count", {"q": f"_exists_:{field}"})["count"] for field in (layout.LETTER, layout.ORD)]
        if held != [stamp.letters, stamp.passages]:
            raise RebuildError(
                f"OpenSearch har {held[0]} breve og {held[1]} svar af det nye indeks, men skulle have {stamp.letters} og {stamp.passages}; "
                "det hidtidige indeks er urørt. Kør `indexer rebuild` igen."
            )

    def _tell(self, method: str, path: str, params: dict[str, str], body: object = None) -> Any:
        return self._insist(lambda: self._cluster.ask(method, path, params=params, body=body, deadline=Deadline(_LONG)))

    def _insist(self, action: Callable[[], Any]) -> Any:
        return insist(action, self._patience)

    def _searcher(self, name: str, seal: Seal) -> OpenSearchSearcher:
        return OpenSearchSearcher(self._cluster, self._kept.index(name), name, seal)

    @contextmanager
    def _alone(self) -> Iterator[Lease]:
        with Lease(self._cluster, self._section.index, seconds=self._lease).held() as lease:
            yield lease

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except RefusedError as error:
            if error.is_full:
                raise DiskFullError(self._where) from error
            raise RebuildError(
                f"OpenSearch afviste det nye indeks ({error.kind}: {error.reason}); det hidtidige indeks er urørt."
            ) from error
