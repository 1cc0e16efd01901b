"""What tests of OpenSearch take: a cluster that all of them share, started when the first asks for it, and a name for the indices of one.

Knows the fixtures alone; must not know what is tested. Each test that takes one is marked `cluster`; any may take `in_the_cluster`.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import pytest

from tests.opensearch import install
from tests.opensearch import shared
from tests.opensearch.cluster import Cluster
from tests.opensearch_builders import used


if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.opensearch.papers import Papers


@pytest.fixture(scope="session")
def opensearch() -> Iterator[Cluster]:
    """The cluster itself, for tests that leave its nodes alone and name their indices themselves; one that is being shared, if any is."""
    offered = shared.running()
    if offered:
        yield offered
        return
    with Cluster.started(install.required()) as cluster:
        yield cluster


@pytest.fixture
def prefix(opensearch: Cluster) -> Iterator[str]:
    """What the names of a test's indices and aliases begin with; afterwards those indices are gone."""
    name = f"test-{secrets.token_hex(4)}-"
    yield name
    opensearch.clear(name)


@pytest.fixture
def cluster(opensearch: Cluster, prefix: str) -> Iterator[Cluster]:
    """The cluster, for tests that may kill its nodes or let them hang: afterwards all are back (and only then are indices deleted)."""
    yield opensearch
    opensearch.heal()


@pytest.fixture
def in_the_cluster(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where a test needs the cluster, engines are in it, and what the test wrote there is gone afterwards; elsewhere nothing happens."""
    if request.node.get_closest_marker("cluster") is None:
        yield
        return
    with used(request.getfixturevalue("opensearch")):
        yield


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """The certificates of an authority made for this run: its own, one for servers on this machine, one for who calls them."""
    from tests.opensearch import papers  # which takes longer to load than most tests to run

    return papers.made(tmp_path_factory.mktemp("papers"))
