"""Three OpenSearch nodes on loopback that form one cluster, for tests: to search and write, and to kill, hang and start again.

Knows how nodes find one another, and how a cluster is asked how it is; must not know what is stored in it. Everything that waits asks the
cluster itself.

A test takes the fixture `cluster` (fixtures.py) and is marked `cluster`. By hand:

    with Cluster.started(install.required()) as cluster:
        cluster.hosts          # ("http://127.0.0.1:12345", ...)
        cluster.kill(0)        # as kill -9 does; its shards are served by the others once cluster.wait("yellow", nodes=2)
        cluster.restart(0)     # with the data it had; cluster.wait("green", nodes=3)
        cluster.pause(1)       # hangs, until cluster.resume(1)
        cluster.heal()         # all nodes up again and joined
        cluster.clear("mine-") # every index whose name begins so is gone
"""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import socket
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.opensearch.node import QUICK
from tests.opensearch.node import Node
from tests.opensearch.node import within_reach


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from tests.opensearch.node import Distribution


NODES = 3
LOGS = Path(__file__).parents[2] / ".cache" / "opensearch" / "logs"
MEMORY = Path("/dev/shm")
ROOM = 1 << 30
PORTS = range(12_000, 32_000)
"""Below the ports that systems give to outgoing connections, so that nobody gets a killed node's port before it comes back."""
SECONDS = 120
"""How long anything may take on a machine that has much else to do."""
SETTINGS = {
    "cluster.name": "svarsoeg-tests",
    "network.host": "127.0.0.1",
    "node.processors": 2,
    "discovery.find_peers_interval": "200ms",
    "cluster.fault_detection.follower_check.timeout": "5s",
    "cluster.fault_detection.leader_check.timeout": "5s",
    "cluster.routing.allocation.disk.threshold_enabled": False,
    "cluster.routing.allocation.node_initial_primaries_recoveries": 16,
    "cluster.routing.allocation.node_concurrent_recoveries": 16,
    "indices.breaker.total.use_real_memory": False,  # garbage that was not collected yet is no reason to refuse a search
}


class ClusterError(Exception):
    """A cluster that cannot start, or is not as it was waited for, with the end of the nodes' logs."""


class Cluster:
    """Three nodes (or `size`), numbered from 0."""

    def __init__(self, distribution: Distribution, folder: Path, stored: Path, *, size: int, options: Sequence[str]) -> None:
        ports = free_ports(2 * size)
        self.ports = ports[:size]
        transports = ports[size:]
        names = [f"node-{number}" for number in range(size)]
        shared = {
            **SETTINGS,
            "discovery.seed_hosts": [f"127.0.0.1:{port}" for port in transports],
            "cluster.initial_cluster_manager_nodes": names,
        }
        self.nodes = []
        for name, port, transport in zip(names, self.ports, transports, strict=True):
            own = {"node.name": name, "http.port": port, "transport.port": transport}
            self.nodes.append(Node(distribution, folder / name, stored / name / "data", settings={**shared, **own}, options=options))

    @classmethod
    @contextmanager
    def started(
        cls,
        distribution: Distribution,
        *,
        size: int = NODES,
        heap: str = "512m",
        options: Sequence[str] = QUICK,
        stored: Path | None = None,
    ) -> Iterator[Cluster]:
        """A cluster whose nodes have all joined; afterwards it is gone, with what it stored, and its logs are in `LOGS` till the next.

        What it stores is kept in memory, since a disk that is waited for is most of a test, unless a folder is named. Who measures it names
        one, and gives it heap and no options.
        """
        with new_folder() as folder, new_folder(stored or memory()) as place:
            cluster = cls(within_reach(distribution, folder), folder, place, size=size, options=(f"-Xmx{heap}", *options))
            try:
                for node in cluster.nodes:
                    node.start()
                cluster.wait()
                yield cluster
            finally:
                for node in cluster.nodes:
                    node.kill()
                    node.keep_log(LOGS)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The address of each node, whether it is up or not."""
        return tuple(f"http://127.0.0.1:{port}" for port in self.ports)

    def kill(self, number: int) -> None:
        """Kill a node as -9 does; it is gone when this is done, and the others may still have to notice (`wait`)."""
        self.nodes[number].kill()

    def restart(self, number: int) -> None:
        """Start a node again with the data it had, killing it first if it runs; `wait` tells when it has joined."""
        self.nodes[number].kill()
        self.nodes[number].start()

    def pause(self, number: int) -> None:
        """Let a node hang: it takes connections and answers nothing."""
        self.nodes[number].pause()

    def resume(self, number: int) -> None:
        """Let a node that hangs go on."""
        self.nodes[number].resume()

    def heal(self) -> None:
        """Bring all nodes back, whatever was done to them."""
        for number, node in enumerate(self.nodes):
            node.resume()
            if not node.alive:
                self.restart(number)
        self.wait("yellow")

    def clear(self, prefix: str) -> None:
        """Delete every index whose name begins with `prefix`."""
        self.ask("DELETE", f"/{quote(prefix)}*")

    def wait(self, status: str = "green", *, nodes: int | None = None, index: str = "") -> None:
        """Wait until exactly so many nodes (or all) have joined and the cluster (or one index) has at least this status."""
        nodes = len(self.nodes) if nodes is None else nodes
        sought = f"/_cluster/health/{quote(index)}?wait_for_status={status}&wait_for_nodes={nodes}&wait_for_no_initializing_shards=true"
        deadline = time.monotonic() + SECONDS
        answer: object = None
        while time.monotonic() < deadline:
            try:
                answer = self.ask("GET", sought + "&timeout=5s&cluster_manager_timeout=5s")
            except ClusterError as error:
                answer = error
                time.sleep(0.1)
            if isinstance(answer, dict) and answer.get("timed_out") is False:
                return
            if sum(node.alive for node in self.nodes) < nodes:
                break
        raise ClusterError(f"the cluster is not {status} with {nodes} nodes: {answer}\n{self.logs()}")

    def ask(self, method: str, path: str, body: object = None, *, number: int | None = None) -> dict[str, object]:
        """The answer of node `number`, or of the first that runs and answers; the status of a refusal is in it, as OpenSearch says it."""
        sent = json.dumps(body) if body is not None else None
        trouble: Exception | None = None
        for chosen in range(len(self.nodes)) if number is None else (number,):
            connection = http.client.HTTPConnection("127.0.0.1", self.ports[chosen], timeout=30)
            try:
                connection.request(method, path, sent, {"Content-Type": "application/json"})
                return json.loads(connection.getresponse().read() or b"{}")
            except (OSError, http.client.HTTPException) as error:
                trouble = error
            finally:
                connection.close()
        raise ClusterError(f"{method} {path}: {trouble!r}")

    def logs(self) -> str:
        """The end of every node's log."""
        return "\n".join(f"--- {node.folder.name} ({'runs' if node.alive else 'is dead'})\n{node.tail()}" for node in self.nodes)


def memory() -> Path | None:
    """The folder that is memory, where there is one with room enough."""
    return MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM else None


def free_ports(count: int) -> list[int]:
    """Ports on loopback that nobody has now, and that nobody gets by chance."""
    found: list[int] = []
    for port in random.sample(PORTS, k=len(PORTS)):
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
        found.append(port)
        if len(found) == count:
            return found
    raise ClusterError("no free ports on loopback")


@contextmanager
def new_folder(parent: Path | None = None) -> Iterator[Path]:
    """A new folder that whoever runs a node may come to, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="svarsoeg-opensearch-", dir=parent, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


if __name__ == "__main__":
    import sys

    from tests.opensearch import shared

    shared.main(sys.argv[1:])
