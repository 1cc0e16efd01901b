"""Settings for engines in the cluster of the tests: each folder has indices of its own there, as it has files of its own elsewhere.

Knows which cluster is used now, and which indices are a test's; must not know how the cluster was started.
"""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.config import OpenSearch


if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.opensearch.cluster import Cluster


_PREFIX = "folder-"
_used: list[Cluster] = []
_prefixes: set[str] = set()


@contextmanager
def used(cluster: Cluster) -> Iterator[None]:
    """A block in which engines called "opensearch" are in this cluster; what they made is gone afterwards."""
    _used.append(cluster)
    try:
        yield
    finally:
        _used.pop()
        for prefix in _prefixes:
            cluster.clear(prefix)
        _prefixes.clear()


def section(folder: Path, *, shards: int = 1, replicas: int = 0) -> OpenSearch:
    """The settings of the engine that stands for this folder: the same folder, the same indices."""
    prefix = _PREFIX + hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    _prefixes.add(prefix)
    return OpenSearch(hosts=_used[-1].hosts, index=prefix, shards=shards, replicas=replicas)


@contextmanager
def emptied_place(name: str) -> Iterator[Path]:
    """A folder for the engine called `name`, with nothing in it. In a cluster that is cheaper than another one: new indices take long."""
    if name != "opensearch":
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)
        return
    place = Path("emptied")
    yield place
    for each in (place, *(place / part for part in ("whole", "alone"))):
        _used[-1].clear(f"{section(each).index}-2")
