"""The engine beyond one machine: generations in an OpenSearch cluster, each an index of its own, one of them behind an alias.

Knows how to open it; must not know letters or Danish. The parts, each on those before it:

    access.py      who we are to the cluster
    cluster.py     one question to it; the only user of the library
    layout.py      how a generation lies there
    asking.py      a query tree in OpenSearch's language; weighing.py what its leaves are worth
    counting.py    facets; paging.py pages far down; searcher.py a search
    loading.py     documents on their way; lease.py one writer at a time
    engine.py      generations made, put in place, cleared away
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from indexer.engines.opensearch.access import access_to
from indexer.errors import ConfigError


if TYPE_CHECKING:
    from indexer.config import Settings
    from indexer.engines.opensearch.engine import OpenSearchEngine


def open_engine(settings: Settings) -> OpenSearchEngine:
    """The engine for the cluster of `settings`. Raises ConfigError where they are not enough, or the library is not installed."""
    try:
        made = import_module(f"{__name__}.engine")
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in ("opensearchpy", "urllib3"):
            raise
        mistake = '[index] engine = "opensearch" kræver pakken opensearch-py. Kør `make engines`, eller vælg "whoosh".'
        raise ConfigError(settings.folder / "config.toml", [mistake]) from None
    engine: OpenSearchEngine = made.engine_for(access_to(settings), settings)
    return engine
