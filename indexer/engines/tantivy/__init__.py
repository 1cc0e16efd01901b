"""The fast engine: tantivy (https://github.com/quickwit-oss/tantivy), a search library in native code, embedded as Whoosh is.

Knows how to open it; must not know letters, Danish, or where generations are kept. The parts, the only users of the library:

    layout.py      how an entry lies in tantivy
    leaves.py      terms, phrases, values as tantivy's queries, and what they are worth; trees.py what is made of them
    searching.py   pages and orders; counting.py facets
    library.py     writing and opening; segments.py in how many steps, failures.py what tantivy raises then
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from indexer.engines.generations import Generations
from indexer.errors import ConfigError


if TYPE_CHECKING:
    from indexer.config import Settings


def open_engine(settings: Settings) -> Generations:
    """The engine for the index folder of `settings`. Raises ConfigError when the library is not installed."""
    try:
        module = import_module(f"{__name__}.library")
    except ModuleNotFoundError as error:
        if error.name != "tantivy":
            raise
        mistake = '[index] engine = "tantivy" kræver pakken tantivy. Kør `make engines`, eller vælg "whoosh".'
        raise ConfigError(settings.folder / "config.toml", [mistake]) from None
    return Generations(settings.index_path, keep=settings.index.keep, library=module.TantivyLibrary())
