"""An engine of the product, through the product's own ways in: its rebuild, and the searcher its pages ask.

Knows the seam (indexer.engines.base); must not know which engine it is. It does what is served: exact totals, filters, stored passages and,
where asked, five facets with exact counts. A rebuild reads the letters from its caches, makes the generation, checks and puts it in place.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from typing import Any

from bench.speed.contest import Answer
from bench.speed.contest import Skipped
from bench.speed.contest import folder_size
from indexer.engines import open_engine
from indexer.rebuild import rebuild


if TYPE_CHECKING:
    from bench.speed.corpus import Corpus
    from indexer.engines.base import Searcher
    from indexer.model.query import Request


def make(corpus: Corpus, name: str) -> Ours:
    """The engine of this name over the corpus."""
    return Ours(corpus, name)


class Ours:
    """The product's engine `name`."""

    def __init__(self, corpus: Corpus, name: str) -> None:
        self._settings = corpus.settings(name)
        try:
            self._engine: Any = open_engine(self._settings)
        except ImportError as error:
            raise Skipped(f"{name}: {error.name or error} is not installed") from error
        self._searcher: Searcher | None = None

    def build(self) -> None:
        """Rebuild from the caches. Raises Skipped when a letter was read anew, as when the program was changed while it was measured."""
        read = rebuild(self._settings).read
        if read:
            raise Skipped(f"{self._settings.index.engine}: {read} letters were not in the caches")

    def size(self) -> int:
        """The bytes of the served generation."""
        served = str(self._engine.current())
        if self._settings.index.engine == "opensearch":
            from bench.speed.cluster import size_in  # noqa: PLC0415 - needs its library

            return size_in(self._settings, served)
        return folder_size(self._settings.index_path / "generations" / served)

    def open(self) -> None:
        """Open the served generation."""
        self._searcher = self._engine.open()

    def ask(self, request: Request) -> Answer:
        """As the page asks."""
        assert self._searcher
        hits = self._searcher.search(request)
        return Answer(hits.total, [hit.stored for hit in hits.hits])

    def count(self, request: Request) -> int:
        """The total."""
        return self.ask(request).total or 0

    def serving(self) -> None:
        """What a cluster holds is not its client's."""

    def close(self) -> None:
        """Close the generation."""
        with suppress(Exception):
            if self._searcher:
                self._searcher.close()

    def remove(self) -> None:
        """What is in a cluster is taken out of it; all else is in the folder of the run."""
        if self._settings.index.engine == "opensearch":
            from bench.speed.cluster import clear  # noqa: PLC0415 - needs its library

            clear(self._settings)
