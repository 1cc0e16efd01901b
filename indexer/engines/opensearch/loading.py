"""The documents of a new generation on their way into the cluster.

Knows how much is sent at a time and how long to wait for a cluster that is busy; must not know what a document holds.

Whoever reads the letters is held up as soon as `IN_FLIGHT` loads are on their way: so memory stays bounded however slow the cluster is.
What it has no room for now is offered again after a pause, longer each time; a load that was cut off is sent again, which changes nothing
where it had arrived (layout.py).
"""

from __future__ import annotations

import threading
from concurrent.futures import FIRST_COMPLETED
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import wait
from typing import TYPE_CHECKING
from typing import TypeVar

from indexer.engines.opensearch.cluster import Deadline
from indexer.engines.opensearch.cluster import RefusedError
from indexer.errors import EngineDownError
from indexer.errors import RebuildError


if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from types import TracebackType
    from typing import Any

    from indexer.engines.opensearch.cluster import Cluster


Result = TypeVar("Result")

IN_FLIGHT = 3
MOST_BYTES = 4_000_000
"""Of a load. With those in flight, and the same once more while they are put together, 30 MB."""

PATIENCE = 120.0
"""Seconds to wait for a cluster that takes nothing, or has lost what it needs to take it."""

_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 5.0
_LOAD_SECONDS = 60.0
_THERE_ALREADY = 409
_LATER = {429, 502, 503, 504}


class Patience:
    """How long it was waited for the cluster in vain, and how long it may be; `stopped` ends the waiting."""

    def __init__(self, seconds: float, stopped: threading.Event | None = None) -> None:
        self._deadline = Deadline(seconds)
        self._pause = _FIRST_PAUSE
        self._stopped = stopped or threading.Event()

    def wait(self, why: str) -> None:
        """Wait a little longer than the last time. Raises RebuildError when it has been too long in all."""
        if not self._deadline.left or self._stopped.wait(min(self._pause, self._deadline.left)):
            raise RebuildError(
                f"OpenSearch tog ikke imod det nye indeks i {self._deadline.seconds:.0f} sekunder ({why}); "
                "det hidtidige indeks er urørt. Kør `indexer rebuild` igen, når klyngen er i orden."
            )
        self._pause = min(2 * self._pause, _LONGEST_PAUSE)


def insist(action: Callable[[], Result], seconds: float) -> Result:
    """What `action` gives, tried again while the cluster is away or busy. Raises RebuildError when that takes too long."""
    patience = Patience(seconds)
    while True:
        try:
            return action()
        except EngineDownError as error:
            patience.wait(said(error))


class Loading:
    """Documents for `index`, as lines of JSON; all are there when the block ends without an error."""

    def __init__(self, cluster: Cluster, index: str, *, patience: float) -> None:
        self._cluster = cluster
        self._index = index
        self._patience = patience
        self._stopped = threading.Event()
        self._pool = ThreadPoolExecutor(IN_FLIGHT, thread_name_prefix="opensearch")
        self._flying: set[Future[None]] = set()
        self._load: list[bytes] = []
        self._bytes = 0

    def add(self, lines: list[bytes]) -> None:
        """Take some documents; waits while too much is on its way. Raises what the sending of earlier ones raised."""
        for line in lines:
            self._load.append(line)
            self._bytes += len(line)
            if self._bytes >= MOST_BYTES:
                self._send_off()

    def __enter__(self) -> Loading:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self._send_off()
                while self._flying:
                    self._land()
        finally:
            self._stopped.set()
            self._pool.shutdown(cancel_futures=True)

    def _send_off(self) -> None:
        while len(self._flying) >= IN_FLIGHT:
            self._land()
        if self._load:
            self._flying.add(self._pool.submit(self._send, self._load))
        self._load, self._bytes = [], 0

    def _land(self) -> None:
        landed, self._flying = wait(self._flying, return_when=FIRST_COMPLETED)
        for load in landed:
            load.result()

    def _send(self, lines: list[bytes]) -> None:
        patience = Patience(self._patience, self._stopped)
        while lines:
            try:
                lines, why = self._sent(lines)
            except EngineDownError as error:
                why = said(error)
            if lines:
                patience.wait(why)

    def _sent(self, lines: list[bytes]) -> tuple[list[bytes], str]:
        """The lines that the cluster has no room for now, and why. Raises RefusedError for one that it never will."""
        # Two seconds for a part of the index that is away: it is asked again anyway, and until then others wait.
        params = {"timeout": "2s", "filter_path": "items.*.status,items.*.error"}
        answer = self._cluster.ask("POST", f"/{self._index}/_bulk", body=b"".join(lines), params=params, deadline=Deadline(_LOAD_SECONDS))
        left, why = [], ""
        for line, item in zip(lines, answer["items"], strict=True):
            status, error = item["create"]["status"], item["create"].get("error")
            if error is None or status == _THERE_ALREADY:
                continue
            refused = _refused(status, error)
            if status not in _LATER or refused.is_full:
                raise refused
            left.append(line)
            why = refused.kind
        return left, why


def _refused(status: int, error: dict[str, Any]) -> RefusedError:
    return RefusedError(status, str(error.get("type")), str(error.get("reason"))[:500])


def said(error: EngineDownError) -> str:
    """Why the cluster could not, in its own words where it said any."""
    return str(getattr(error, "reason", "") or "intet svar")[:200]
