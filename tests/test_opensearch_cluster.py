from __future__ import annotations

import http.client
import json
import os
import select
import ssl
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.opensearch.cluster import new_folder
from tests.opensearch.front import Front
from tests.opensearch.passing import Fault


if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.opensearch.cluster import Cluster
    from tests.opensearch.papers import Papers


pytestmark = pytest.mark.cluster

ROOT = Path(__file__).parent.parent
LOGIN = ("svarsoeg", "hemmeligt")
BASIC = {"Authorization": "Basic c3ZhcnNvZWc6aGVtbWVsaWd0"}


@pytest.fixture
def index(opensearch: Cluster, prefix: str) -> str:
    """An index of three shards, each kept by two nodes, with six documents."""
    name = f"{prefix}letters"
    opensearch.ask("PUT", f"/{name}", {"settings": {"number_of_shards": 3, "number_of_replicas": 1}})
    for number in range(6):
        opensearch.ask("PUT", f"/{name}/_doc/{number}?refresh=true", {"number": number})
    opensearch.wait("green", index=name)
    return name


def count(cluster: Cluster, index: str, *, number: int) -> object:
    """How many documents node `number` finds."""
    return cluster.ask("GET", f"/{index}/_count", number=number)["count"]


def test_three_nodes_are_one_cluster(opensearch: Cluster, index: str) -> None:
    """Three nodes have joined one cluster; whichever of them is asked finds what was written through another."""
    assert [count(opensearch, index, number=number) for number in range(3)] == [6, 6, 6]
    joined: Any = opensearch.ask("GET", "/_cat/nodes?format=json")
    assert {node["name"] for node in joined} == {"node-0", "node-1", "node-2"}


def test_a_killed_node_is_missed_by_nobody(cluster: Cluster, index: str) -> None:
    """What a node kept that was killed is served by the others, the cluster's manager not excepted; it comes back with its data."""
    (manager,) = cluster.ask("GET", "/_cat/cluster_manager?format=json")
    lost = int(str(manager["node"])[-1])
    cluster.kill(lost)
    cluster.wait("yellow", nodes=2, index=index)
    assert [count(cluster, index, number=number) for number in range(3) if number != lost] == [6, 6]
    cluster.restart(lost)
    cluster.wait("green", nodes=3, index=index)
    assert count(cluster, index, number=lost) == 6


def test_a_node_hangs_until_it_goes_on(cluster: Cluster, index: str) -> None:
    """A paused node takes a question and leaves it unanswered; when it goes on, that same question is answered."""
    cluster.pause(1)
    connection = http.client.HTTPConnection(urlsplit(cluster.hosts[1]).netloc, timeout=0.3)
    connection.request("GET", "/")
    with pytest.raises(TimeoutError):
        connection.getresponse()
    cluster.resume(1)
    connection.sock.settimeout(60)
    assert connection.sock.recv(8) == b"HTTP/1.1"
    connection.close()


ABANDONED = """
import sys, time
from pathlib import Path
from tests.opensearch.node import Distribution, Node
folder = Path(sys.argv[1])
node = Node(Distribution(folder / "java", folder), folder / "node", folder / "data", settings={})
node.start()
print(node.process.pid, node.pid, flush=True)
time.sleep(1000)
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux tells when a process that is not one's own has ended")
def test_no_node_outlives_who_started_it() -> None:
    """Where a run of the tests is killed, so are its nodes, and what they stored is gone."""
    with new_folder() as folder:
        (folder / "java").write_text("#!/bin/sh\necho stored > $DATA/something; exec sleep 1000\n", encoding="utf-8")
        (folder / "java").chmod(0o755)
        with subprocess.Popen((sys.executable, "-c", ABANDONED, str(folder)), stdout=subprocess.PIPE, text=True, cwd=ROOT) as run:
            assert run.stdout
            ended = [os.pidfd_open(int(pid)) for pid in run.stdout.readline().split()]
            run.kill()
        for process in ended:
            assert select.select([process], [], [], 60)[0]
            os.close(process)
        assert [*folder.glob("data/*")] == []


@pytest.fixture
def front(opensearch: Cluster, papers: Papers) -> Iterator[Front]:
    """A front that asks for a name and a password."""
    with Front(opensearch.hosts[0], papers, login=LOGIN) as front:
        yield front


def said(
    front: Front, papers: Papers, *, path: str = "/", body: str | None = None, certificate: bool = False, login: bool = True
) -> tuple[int, Any]:
    """The status and the JSON that a front answers."""
    trusting = ssl.create_default_context(cafile=papers.authority)
    if certificate:
        trusting.load_cert_chain(papers.caller)
    connection = http.client.HTTPSConnection(urlsplit(front.url).netloc, context=trusting, timeout=60)
    try:
        connection.request("POST" if body else "GET", path, body, {"Content-Type": "application/x-ndjson", **(BASIC if login else {})})
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if "json" in (answer.getheader("Content-Type") or "") else text
    finally:
        connection.close()


def test_a_front_asks_for_name_and_password(front: Front, papers: Papers) -> None:
    """Over HTTPS who names the user is answered by the node itself, who does not is refused; who trusts other authorities sends nothing."""
    status, answer = said(front, papers)
    assert (status, answer["cluster_name"]) == (200, "svarsoeg-tests")
    assert said(front, papers, login=False)[0] == 401
    with pytest.raises(ssl.SSLCertVerificationError):
        http.client.HTTPSConnection(urlsplit(front.url).netloc, timeout=60).connect()


def test_a_front_asks_for_a_certificate(opensearch: Cluster, papers: Papers) -> None:
    """Where a caller's certificate is demanded, who has none is not heard."""
    with Front(opensearch.hosts[0], papers, certificate=True) as front:
        assert said(front, papers, certificate=True)[0] == 200
        with pytest.raises(OSError):  # noqa: PT011 (how it breaks is the system's to say)
            said(front, papers)


def test_a_front_goes_wrong_as_it_is_told(front: Front, papers: Papers) -> None:
    """Each fault befalls as many requests as it is told to, of the path it is told, in order, and the next is answered."""
    front.fault(Fault.BUSY, times=2)
    front.fault(Fault.CUT, path="_cluster")
    front.fault(Fault.LOST)
    assert [said(front, papers)[0] for _ in range(2)] == [429, 429]
    with pytest.raises(ConnectionError):
        said(front, papers)
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        said(front, papers, path="/_cluster/health")
    assert said(front, papers)[0] == 200
    assert [seen.fault for seen in front.seen] == [Fault.BUSY, Fault.BUSY, Fault.LOST, Fault.CUT, None]


def test_a_front_rejects_every_second_item(front: Front, papers: Papers, opensearch: Cluster, index: str) -> None:
    """Of a bulk request that meets a full queue, the items that are answered 429 are not done, and the others are."""
    front.fault(Fault.REJECT, path="_bulk")
    items = "".join(f'{{"delete": {{"_index": "{index}", "_id": "{number}"}}}}\n' for number in range(4))
    status, answer = said(front, papers, path="/_bulk?refresh=true", body=items)
    assert (status, [item["delete"]["status"] for item in answer["items"]]) == (200, [200, 429, 200, 429])
    assert answer["errors"] is True
    assert count(opensearch, index, number=0) == 4


def test_a_front_is_away_and_back(front: Front, papers: Papers) -> None:
    """A front that refuses has nobody listening, and cuts what hangs; afterwards it is back under the same address."""
    front.refuse()
    with pytest.raises(ConnectionRefusedError):
        said(front, papers)
    front.accept()
    assert said(front, papers)[0] == 200
