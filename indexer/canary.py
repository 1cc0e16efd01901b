"""A few known letters, looked up again in a new index before anyone else may search it.

Knows what was put in; must not know the engine. An index that has lost something is refused, never served.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.errors import RebuildError
from indexer.model.fields import LETTER
from indexer.model.query import All
from indexer.model.query import And
from indexer.model.query import In
from indexer.model.query import Request
from indexer.model.query import Term


if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.engines.base import Document
    from indexer.engines.base import Searcher

_SAMPLES = 20
"""How many letters are looked up, spread evenly over the canonical order."""


class Canary:
    """Sees each of `letters` documents with `passages` entries go by, keeps some, and asks for them."""

    def __init__(self, letters: int, passages: int) -> None:
        self._passages = passages
        self._seen = 0
        self._wanted = {round(n * (letters - 1) / max(1, _SAMPLES - 1)) for n in range(_SAMPLES)}
        self._samples: list[Document] = []

    def see(self, document: Document) -> None:
        """Let the next document go by."""
        if self._seen in self._wanted:
            self._samples.append(document)
        self._seen += 1

    def check(self, searcher: Searcher) -> None:
        """Nothing when everything asked for is there. Raises RebuildError with what is not."""
        for what in self._missing(searcher):
            raise RebuildError(f"Det nye indeks blev kasseret, for {what}. Det hidtidige indeks er urørt. Kør `indexer rebuild` igen.")

    def _missing(self, searcher: Searcher) -> Iterator[str]:
        total = searcher.search(Request(All(), limit=0)).total
        if total != self._passages:
            yield f"det har {total} svar i stedet for {self._passages}"
        for document in self._samples:
            if searcher.letter(document.letter) != document.stored:
                yield f"brevet {document.letter} er der ikke"
            for entry in document.entries[:1]:
                for field, terms in entry.terms.items():
                    query = And((Term(field, max(terms, key=len)), In(LETTER, (document.letter,))))
                    hits = searcher.search(Request(query, limit=len(document.entries))).hits
                    if entry.key not in {hit.key for hit in hits}:
                        yield f"svaret {entry.key} kan ikke findes igen"
