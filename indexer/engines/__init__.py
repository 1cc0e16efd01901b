"""The seam to the search engines.

Knows which engines there are and how to open one; must not know what a letter is or how Danish is analysed.

    base.py          what every engine promises
    memory.py        the reference, in memory: tests and trials
    whoosh/          the default: embedded, nothing to start
    tantivy/         embedded as well, in native code, where its package is installed
    opensearch/      in a cluster of other machines, where its package is installed
    names.py         what generations are called
  what embedded engines share
    generations.py   generations on disk, one of them served; on stamps.py, store.py, columns.py and disk.py
  what engines share whose library gives posting lists
    searching.py     pages, orders, facets; on matching.py (query trees) and bm25.py
    spool.py         posting lists in the making; on inverting.py, in several processes where that pays
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from indexer.config import Settings
    from indexer.engines.base import Engine


def open_engine(settings: Settings) -> Engine:
    """The engine that `settings` names, for the index folder they name. Its library is imported now, and no other engine's."""
    module = import_module(f"indexer.engines.{settings.index.engine}")
    engine: Engine = module.open_engine(settings)
    return engine
