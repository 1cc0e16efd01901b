"""One writer at a time, on however many machines: a document that says whose turn it is, and until when.

Knows how a turn is taken, kept and given back; must not know what is written.

Whoever holds the turn renews it all the while. So a killed writer blocks the next for a minute at most, and a writer that was asleep for
longer than that learns, before it puts anything in place, that it has lost its turn. The clocks of the machines that write must agree to
within some seconds.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from contextlib import contextmanager
from contextlib import suppress
from typing import TYPE_CHECKING
from typing import Any

from indexer.engines.opensearch.cluster import MISSING
from indexer.engines.opensearch.cluster import RefusedError
from indexer.errors import EngineDownError
from indexer.errors import RebuildRunningError


if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.engines.opensearch.cluster import Cluster


LEASE = 60.0
"""Seconds that a turn lasts unless it is renewed."""

_RENEWALS = 4
"""So often a turn is renewed while it lasts: a cluster that is away for half of it does no harm."""


class Lease:
    """The turn to write below a prefix."""

    def __init__(self, cluster: Cluster, prefix: str, *, seconds: float = LEASE) -> None:
        self._cluster = cluster
        self._index = f"{prefix}-lock"
        self._where = f"indekset {prefix} i OpenSearch"
        self._seconds = seconds
        self._owner = f"{socket.gethostname()} {os.getpid()} {secrets.token_hex(8)}"
        self._version: dict[str, str] = {}
        self._turn = threading.Lock()

    @contextmanager
    def held(self) -> Iterator[Lease]:
        """A block that nobody else is in. Raises RebuildRunningError when somebody is, EngineDownError when that cannot be told."""
        self._take()
        done = threading.Event()
        renewing = threading.Thread(target=self._keep_renewing, args=(done,), name="opensearch-lease", daemon=True)
        renewing.start()
        try:
            yield self
        finally:
            done.set()
            renewing.join()
            self._give_back()

    def renew(self) -> None:
        """Hold the turn as long again. Raises RebuildRunningError when somebody else has taken it."""
        with self._turn:
            self._put(self._version)

    def _keep_renewing(self, done: threading.Event) -> None:
        while not done.wait(self._seconds / _RENEWALS):
            with suppress(RebuildRunningError, RefusedError, EngineDownError):  # whoever puts something in place asks once more
                self.renew()

    def _take(self) -> None:
        held = self._read()
        if held is not None and held["_source"]["until"] > time.time():
            raise RebuildRunningError(self._where)
        self._put(_version(held) if held else {"op_type": "create"})

    def _put(self, condition: dict[str, str]) -> None:
        """Write the turn under a condition. Raises RebuildRunningError where it does not hold."""
        body = {"owner": self._owner, "until": time.time() + self._seconds}
        try:
            written = self._cluster.ask("PUT", f"/{self._index}/_doc/writer", body=body, params=condition)
        except RefusedError as error:
            if error.status != 409:
                raise
            written = self._read()
            # Asked twice, since the first answer was cut off? Then it is ours.
            if written is None or written["_source"]["owner"] != self._owner:
                raise RebuildRunningError(self._where) from None
        self._version = _version(written)

    def _read(self) -> dict[str, Any] | None:
        """Who has the turn, or had it last; None where nobody has."""
        try:
            found: dict[str, Any] = self._cluster.ask("GET", f"/{self._index}/_doc/writer")
        except RefusedError as error:
            if error.kind == MISSING:
                self._make_index()
            elif error.status != 404:
                raise
            return None
        return found

    def _give_back(self) -> None:
        with suppress(RefusedError, EngineDownError):  # then it runs out by itself
            self._cluster.ask("DELETE", f"/{self._index}/_doc/writer", params=self._version)

    def _make_index(self) -> None:
        settings = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
        properties = {"owner": {"type": "keyword"}, "until": {"type": "double"}}
        with suppress(RefusedError):  # somebody else made it just now
            body = {"settings": {"index": settings}, "mappings": {"dynamic": "strict", "properties": properties}}
            self._cluster.ask("PUT", f"/{self._index}", body=body)


def _version(written: dict[str, Any]) -> dict[str, str]:
    return {"if_seq_no": str(written["_seq_no"]), "if_primary_term": str(written["_primary_term"])}
