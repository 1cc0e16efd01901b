"""What an engine keeps in an OpenSearch cluster, counted and cleared away.

Knows how the engine names its indices there; must not know what is in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.engines.opensearch.access import access_to
from indexer.engines.opensearch.cluster import Cluster


if TYPE_CHECKING:
    from indexer.config import Settings


def size_in(settings: Settings, generation: str) -> int:
    """The bytes of a generation in the cluster, each shard counted once, however many copies there are."""
    index = f"{settings.opensearch.index}-{generation}"
    told = _cluster(settings).ask("GET", f"/{index}/_stats/store")
    return int(told["_all"]["primaries"]["store"]["size_in_bytes"])


def clear(settings: Settings) -> None:
    """Take everything of these settings out of the cluster."""
    cluster = _cluster(settings)
    names = cluster.ask("GET", f"/{settings.opensearch.index}-*/_settings", params={"expand_wildcards": "all"})
    for name in names:
        cluster.ask("DELETE", f"/{name}")


def _cluster(settings: Settings) -> Cluster:
    return Cluster(access_to(settings), seconds=60, retries=2)
