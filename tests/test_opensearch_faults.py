"""What goes wrong in a cluster, and that searches and rebuilds come through it or fail whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import pytest

from indexer.config import Index
from indexer.config import OpenSearch
from indexer.config import Settings
from indexer.config import Web
from indexer.engines.opensearch.access import Access
from indexer.engines.opensearch.cluster import Cluster as Client
from indexer.engines.opensearch.engine import OpenSearchEngine
from indexer.errors import DiskFullError
from indexer.errors import EngineDownError
from indexer.errors import RebuildError
from indexer.errors import RebuildRunningError
from indexer.model.query import All
from indexer.model.query import Term
from indexer.rebuild import rebuild
from tests.corpus_builders import letter_text
from tests.corpus_builders import put_letters
from tests.engine_builders import SCHEMA
from tests.engine_builders import ask
from tests.engine_builders import documents
from tests.engine_builders import entry
from tests.engine_builders import ords
from tests.engine_builders import stamp
from tests.engine_builders import write
from tests.opensearch.front import Front
from tests.opensearch.passing import Fault
from webapp import create_app


if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator
    from collections.abc import Sequence
    from pathlib import Path

    from indexer.engines.base import Document
    from tests.opensearch.cluster import Cluster
    from tests.opensearch.papers import Papers


pytestmark = pytest.mark.cluster

LETTERS = documents(*(entry(f"brev nr{number} fælles", party="AB"[number % 2]) for number in range(60)))


def engine(
    hosts: Sequence[str],
    prefix: str,
    *,
    tls: ssl.SSLContext | None = None,
    shards: int = 1,
    replicas: int = 0,
    seconds: float = 20,
    patience: float = 60,
    lease: float = 60,
) -> OpenSearchEngine:
    """The engine in the cluster behind these hosts, with what it writes below the prefix."""
    client = Client(Access(tuple(hosts), "", "", tls), seconds=seconds, retries=2)
    section = OpenSearch(index=f"{prefix}i", shards=shards, replicas=replicas)
    return OpenSearchEngine(client, section, keep=2, patience=patience, lease=lease)


def written(into: OpenSearchEngine, made: Iterator[Document] | list[Document] = LETTERS) -> str:
    """The name of a generation of the letters."""
    return into.write(made, schema=SCHEMA, stamp=stamp(LETTERS))


def whole(served: OpenSearchEngine) -> bool:
    """Whether what is served is all of the letters."""
    searcher = served.open()
    found = ask(searcher, Term("words", "fælles"), facets=("party",))
    return ords(found) == list(range(60)) and [count.entries for count in found.facets["party"].values] == [30, 30]


@pytest.fixture
def fronts(cluster: Cluster, papers: Papers) -> Iterator[list[Front]]:
    """A front for each of two nodes."""
    with Front(cluster.hosts[0], papers) as first, Front(cluster.hosts[1], papers) as second:
        yield [first, second]


@pytest.fixture
def through(fronts: list[Front], papers: Papers, prefix: str) -> partial[OpenSearchEngine]:
    """The engine that reaches its cluster through the fronts."""
    import ssl

    return partial(engine, [front.url for front in fronts], prefix, tls=ssl.create_default_context(cafile=papers.authority))


def test_searches_go_on_with_one_node_lost(cluster: Cluster, prefix: str) -> None:
    """A node is killed while many search: every answer is there, and whole."""
    served = engine(cluster.hosts, prefix, shards=3, replicas=1)
    written(served)
    cluster.wait("green", index=f"{prefix}i")
    searcher = served.open()
    expected = ask(searcher, Term("words", "fælles"), facets=("party",), sort="relevance")
    killed = threading.Event()

    def searching(_: int) -> int:
        answered = 0
        while not killed.is_set() or answered < 10:
            assert ask(searcher, Term("words", "fælles"), facets=("party",), sort="relevance") == expected
            assert served.current() == searcher.generation
            answered += killed.is_set()
        return answered

    with ThreadPoolExecutor(3) as pool:
        answers = [pool.submit(searching, number) for number in range(3)]
        cluster.kill(0)
        killed.set()
        assert all(answer.result() >= 10 for answer in answers)


def test_a_rebuild_goes_on_with_one_node_lost(cluster: Cluster, prefix: str) -> None:
    """A node is killed while documents are written: with copies of each part the new index is whole, and served."""
    served = engine(cluster.hosts, prefix, shards=2, replicas=1)
    old = written(served)

    def made() -> Iterator[Document]:
        for number, document in enumerate(LETTERS):
            if number == 30:
                cluster.kill(1)
            yield document

    assert served.current() == old
    new = written(served, made())
    assert served.current() == new != old
    assert whole(served)


def test_without_copies_a_rebuild_fails_whole_with_one_node_lost(cluster: Cluster, prefix: str) -> None:
    """Where the only copy of a part is lost nothing new is served; with its node back, what was served is again, and writing works."""
    served = engine(cluster.hosts, prefix, shards=3, replicas=0, patience=2)
    old = written(served)

    def made() -> Iterator[Document]:
        cluster.kill(2)
        yield from LETTERS

    with pytest.raises((RebuildError, EngineDownError)):
        written(served, made())
    cluster.heal()
    assert engine(cluster.hosts, prefix).current() == old
    assert whole(served)
    assert written(served) in served.generations()
    assert len(served.generations()) == 2


@pytest.mark.parametrize("fault", [Fault.BUSY, Fault.REJECT])
def test_a_busy_cluster_is_waited_for(fronts: list[Front], through: partial[OpenSearchEngine], fault: Fault) -> None:
    """What a full queue turned away is offered again until there is room: nothing is lost, nothing comes twice."""
    for front in fronts:
        front.fault(fault, times=4, path="_bulk")
    served = through()
    written(served)
    assert sum(seen.fault is fault for front in fronts for seen in front.seen) > 2
    assert whole(served)


def test_a_cluster_that_stays_busy_is_given_up(fronts: list[Front], through: partial[OpenSearchEngine]) -> None:
    """After a time the rebuild fails, says that the cluster took nothing, and has changed nothing."""
    old = written(through())
    for front in fronts:
        front.fault(Fault.BUSY, times=10_000, path="_bulk")
    served = through(patience=0.5)
    with pytest.raises(RebuildError, match="rejected_execution"):
        written(served)
    assert served.generations() == (old,)
    assert whole(served)


@pytest.mark.parametrize("path", ["_bulk", "_aliases", "_mapping", "_doc/writer", "_refresh", "_settings", "i-2"])
def test_an_answer_that_is_cut_off_does_no_harm(fronts: list[Front], through: partial[OpenSearchEngine], path: str) -> None:
    """Whichever answer is lost on its way, what was asked for is done once: the new index is whole and served."""
    served = through()
    written(served)
    for front in fronts:
        front.fault(Fault.CUT, path=path)
    new = written(served)
    assert any(seen.fault is Fault.CUT for front in fronts for seen in front.seen)
    assert served.current() == new
    assert whole(served)


def test_nothing_is_asked_for_longer_than_allowed(fronts: list[Front], through: partial[OpenSearchEngine]) -> None:
    """With one host that hangs another answers; with all of them the search ends within its time and says so."""
    served = through(seconds=3)
    written(served)
    searcher = served.open()
    fronts[0].fault(Fault.HANG, times=1000)
    for _ in range(3):
        assert ask(searcher, All(), limit=1).total == 60
    fronts[1].fault(Fault.HANG, times=1000)
    started = time.monotonic()
    with pytest.raises(EngineDownError, match="svarer ikke"):
        ask(searcher, All())
    assert time.monotonic() - started < 4


def test_the_cluster_goes_and_comes_back(fronts: list[Front], through: partial[OpenSearchEngine]) -> None:
    """While nobody listens, a search says at once that the engine is away; when somebody does again, the same searcher answers."""
    served = through()
    written(served)
    searcher = served.open()
    for front in fronts:
        front.refuse()
    with pytest.raises(EngineDownError):
        ask(searcher, All())
    with pytest.raises(EngineDownError):
        through().current()
    with pytest.raises(EngineDownError):
        written(through(patience=0.5))
    for front in fronts:
        front.accept()
    assert ask(searcher, All()).total == 60
    assert whole(served)


def test_the_page_says_that_it_is_down_and_comes_back(fronts: list[Front], prefix: str, papers: Papers, tmp_path: Path) -> None:
    """Letters are read into the cluster and found on the page; while nobody answers, or all hang, it says so in time; then it goes on."""
    put_letters(tmp_path / "corpus", {"a.txt": letter_text(1), "b.txt": letter_text(2, topic="vejsalt")})
    section = OpenSearch(
        hosts=tuple(front.url for front in fronts), ca=str(papers.authority), index=f"{prefix}page", replicas=0, timeout_seconds=3
    )
    settings = Settings(folder=tmp_path, index=Index(engine="opensearch"), opensearch=section, web=Web(requests_per_minute=0))
    rebuild(settings)
    page = create_app(settings).test_client()
    assert page.get("/?q=vejsalt").status_code == 200
    for trouble in (Front.refuse, partial(Front.fault, fault=Fault.HANG, times=40)):
        for front in fronts:
            trouble(front)
        started = time.monotonic()
        answers = [page.get("/?q=vejsalt"), page.get("/?q=vejsalt")]
        assert time.monotonic() - started < 2 * 4
        assert [answer.status_code for answer in answers] == [503, 503]
        assert "Søgningen er midlertidigt nede" in answers[0].text
        assert answers[0].headers["Retry-After"] == "30"
        assert page.get("/healthz").status_code == 503
        for front in fronts:
            front.refuse()
            front._due.clear()
            front.accept()
        deadline = time.monotonic() + 20
        while page.get("/?q=vejsalt").status_code != 200:
            assert time.monotonic() < deadline
        assert "vejsalt" in page.get("/?q=vejsalt").text


def test_a_full_disk_is_told_and_changes_nothing(cluster: Cluster, prefix: str) -> None:
    """Where OpenSearch closes the index since a disk is full, the rebuild says so, and what was served still is."""
    served = engine(cluster.hosts, prefix)
    old = written(served)

    def made() -> Iterator[Document]:
        yield from LETTERS[:30]
        cluster.ask("PUT", f"/{prefix}i-2*/_settings", {"index.blocks.read_only_allow_delete": True})
        yield from LETTERS[30:]

    with pytest.raises(DiskFullError, match="OpenSearch"):
        written(served, made())
    assert served.generations() == (old,)
    assert whole(served)


WRITER = """
import sys, time
from tests.engine_builders import stamp
from tests.test_opensearch_faults import LETTERS, SCHEMA, engine

def made():
    yield from LETTERS[:30]
    print("half", flush=True)
    time.sleep(600)

engine(sys.argv[2:], sys.argv[1], lease=1.5).write(made(), schema=SCHEMA, stamp=stamp(LETTERS))
"""


def test_a_killed_writer_blocks_nobody_for_long(cluster: Cluster, prefix: str, tmp_path: Path) -> None:
    """While another machine writes, a writer is turned away; once that was killed, its turn runs out and what it left is cleared away."""
    served = engine(cluster.hosts, prefix, lease=1.5)
    old = written(served)
    with subprocess.Popen([sys.executable, "-c", WRITER, prefix, *cluster.hosts], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "half\n"
        with pytest.raises(RebuildRunningError, match="er i gang"):
            written(served)
        os.kill(other.pid, signal.SIGKILL)
    assert served.generations() == (old,)
    deadline = time.monotonic() + 20
    new = ""
    while not new:
        try:
            new = written(served)
        except RebuildRunningError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
    assert served.generations() == (new, old)
    indices = cluster.ask("GET", f"/{prefix}*/_settings")
    assert sorted(indices) == [f"{prefix}i-{old}", f"{prefix}i-{new}", f"{prefix}i-lock"]


def test_a_writer_that_lost_its_turn_puts_nothing_in_place(cluster: Cluster, prefix: str) -> None:
    """Who was asleep for longer than a turn lasts, while another one wrote, is told so, and the other's index stays."""
    sleeper, other = engine(cluster.hosts, prefix), engine(cluster.hosts, prefix)
    taken = []

    def made() -> Iterator[Document]:
        yield from LETTERS
        cluster.ask("POST", f"/{prefix}i-lock/_doc/writer", {"owner": "sleeper", "until": 0.0})
        taken.append(written(other))

    with pytest.raises(RebuildRunningError):
        written(sleeper, made())
    assert [other.current()] == taken
    assert whole(other)


def test_searches_never_see_two_generations(cluster: Cluster, prefix: str) -> None:
    """While generations are swapped, every search is answered, from one of them alone."""
    served = engine(cluster.hosts, prefix)
    generations = {write(served, *[entry("a", party="0")] * 5): 5}
    done = threading.Event()

    def searching(_: int) -> int:
        asked = 0
        while not done.is_set():
            searcher = served.open()
            found = ask(searcher, Term("words", "a"), facets=("party",), limit=3)
            # What it holds is as many as its party says, which is another in each.
            (count,) = found.facets["party"].values
            assert (found.total, len(found.hits)) == (count.entries, 3)
            assert count.entries == 5 + int(count.value)
            asked += 1
        return asked

    with ThreadPoolExecutor(2) as pool:
        searches = [pool.submit(searching, number) for number in range(2)]
        try:
            for number in range(1, 5):
                generations[write(served, *[entry("a", party=str(number))] * (5 + number))] = 5 + number
        finally:
            done.set()
        assert all(search.result() > 4 for search in searches)
