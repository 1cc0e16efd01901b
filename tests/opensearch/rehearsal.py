"""Starts one node once, does with it what tests do, and has Java keep the classes it used: other nodes then start in half the time.

Knows Java's class data sharing; must not know where anything is kept. What goes wrong here costs time only, so it is said and passed over.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.opensearch.cluster import Cluster
from tests.opensearch.cluster import ClusterError
from tests.opensearch.node import QUICK
from tests.opensearch.node import give


if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.opensearch.node import Distribution


MAPPING = {"properties": {"words": {"type": "text", "analyzer": "whitespace"}, "party": {"type": "keyword"}, "year": {"type": "integer"}}}
DOCUMENT = {"words": "hvad koster det", "party": "A", "year": 2024}
SEARCH = {
    "query": {
        "bool": {
            "must": [{"match_phrase": {"words": "koster det"}}, {"prefix": {"words": "hv"}}],
            "filter": [{"terms": {"party": ["A", "B"]}}, {"range": {"year": {"gte": 2020}}}],
        }
    },
    "aggs": {"party": {"terms": {"field": "party"}}},
    "sort": [{"year": "desc"}],
    "track_total_hits": True,
}
SECONDS = 120


def rehearse(distribution: Distribution, classes: Sequence[Path]) -> None:
    """Make the two files of classes: Java's own, and upon them OpenSearch's; both or neither are in place afterwards."""
    with tempfile.TemporaryDirectory(prefix="svarsoeg-opensearch-") as folder:
        kept = Path(folder) / "classes"
        kept.mkdir()
        made = [kept / path.name for path in classes]
        try:
            Path(folder).chmod(0o755)
            command = (str(distribution.java), "-XX:+UseSerialGC", "-Xshare:dump", f"-XX:SharedArchiveFile={made[0]}")
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
            give(kept)
            keeping = f"-XX:ArchiveClassesAtExit={made[1]}"
            with Cluster.started(distribution._replace(classes=(made[0],)), size=1, options=(*QUICK, keeping)) as cluster:
                play(cluster)
                cluster.nodes[0].close()
            for path, target in zip(made, classes, strict=True):
                target.write_bytes(path.read_bytes())
        except (OSError, subprocess.SubprocessError, ClusterError) as error:
            sys.stderr.write(f"OpenSearch starter langsommere, end det kunne ({type(error).__name__}).\n")


def play(cluster: Cluster) -> None:
    """Do with a node what tests do, a little of each."""
    cluster.ask("PUT", "/rehearsal", {"settings": {"number_of_shards": 2, "number_of_replicas": 0}, "mappings": MAPPING})
    for number in range(3):
        cluster.ask("PUT", f"/rehearsal/_doc/{number}?refresh=true", DOCUMENT)
    cluster.ask("POST", "/rehearsal/_search", SEARCH)
    cluster.ask("POST", "/_aliases", {"actions": [{"add": {"index": "rehearsal", "alias": "served"}}]})
    cluster.clear("rehearsal")
