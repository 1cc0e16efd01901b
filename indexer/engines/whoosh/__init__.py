"""The default engine: the terms of each generation in a Whoosh index, embedded, with nothing to start.

Knows how to open it; must not know letters, Danish, or where generations are kept. The parts, the only users of the library:

    files.py     Whoosh's files: read where they lie, and closed
    values.py    what Whoosh keeps of a term, written and read
    library.py   writing and opening an index

Whoosh stores terms and gives back what is kept of each. Matching, scoring, counting and sorting are ours (searching.py, matching.py,
columns.py): Whoosh's query objects have too many traps (scores wrong from AndMaybe and DisjunctionMax, `Or(minmatch)` not implemented, a
missing number that reads 2147483647), and walking them costs more than reading lists whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.engines.generations import Generations
from indexer.engines.whoosh.library import WhooshLibrary


if TYPE_CHECKING:
    from indexer.config import Settings


def open_engine(settings: Settings) -> Generations:
    """The engine for the index folder of `settings`."""
    return Generations(settings.index_path, keep=settings.index.keep, library=WhooshLibrary(processes=settings.rebuild.workers))
