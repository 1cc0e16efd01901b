"""One cluster that several runs of the tests use, for whoever works on the engine: it need not start again for each.

Knows how a running cluster is offered to other processes of the same person on this machine, and found by them; must not know the tests.
`python -m tests.opensearch.cluster` starts one, prints its hosts on one line and serves it until it is interrupted.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import signal
import sys
from multiprocessing import AuthenticationError
from multiprocessing.managers import BaseManager
from multiprocessing.managers import MakeProxyType
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any
from typing import cast

from tests.opensearch import install
from tests.opensearch.cluster import Cluster


if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType


FILE = Path(__file__).parents[2] / ".cache" / "opensearch-dev.json"
"""Where a running cluster says how it is reached; gone when it is."""
OFFERED = ("kill", "restart", "pause", "resume", "heal", "clear", "wait", "ask", "logs")


class SharedCluster(MakeProxyType("Offered", OFFERED)):  # type: ignore[misc]
    """A cluster in another process, which does with it what is asked for here."""

    _exposed_ = (*OFFERED, "__getattribute__")

    @property
    def hosts(self) -> tuple[str, ...]:
        """The address of each node."""
        return cast("tuple[str, ...]", self._callmethod("__getattribute__", ("hosts",)))


class Offer(BaseManager):
    """What lets other processes use a cluster; only who has read the key in `FILE` is let in."""


def running() -> Cluster | None:
    """The cluster that is being shared, or None; a file that a killed one left behind is none."""
    try:
        said = json.loads(FILE.read_text(encoding="utf-8"))
        offer = Offer(address=said["address"], authkey=bytes.fromhex(said["key"]))
        offer.connect()
    except (OSError, EOFError, ValueError, KeyError, AuthenticationError):
        return None
    return cast("Cluster", cast("Any", offer).cluster())


def main(arguments: Sequence[str] = ()) -> None:
    """Start a cluster (with the heap that is named), print its hosts, and share it until interrupted; say so if one is shared already."""
    signal.signal(signal.SIGTERM, _stopped)
    if running():
        sys.exit(f"en klynge kører allerede: {FILE.name} siger hvor")
    heap = arguments[0] if arguments else "512m"
    with Cluster.started(install.required(), heap=heap) as cluster, contextlib.ExitStack() as stack:
        Offer.register("cluster", callable=lambda: cluster, proxytype=SharedCluster)
        key = secrets.token_bytes(32)
        server = Offer(authkey=key).get_server()
        FILE.touch(mode=0o600)
        stack.callback(FILE.unlink, missing_ok=True)
        FILE.write_text(json.dumps({"hosts": cluster.hosts, "address": server.address, "key": key.hex()}), encoding="utf-8")
        sys.stdout.write(" ".join(cluster.hosts) + "\n")
        sys.stdout.flush()
        server.serve_forever()


def _stopped(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


Offer.register("cluster", proxytype=SharedCluster)
