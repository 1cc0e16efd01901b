"""Whoosh alone: the same terms in the same fields, ten stored hits.

It does: write by two processes into several segments (`procs=2, multisegment=True`, Whoosh's fastest way) with terms split at white space,
BM25F with the product's boosts, filters, phrases, beginnings, ten stored passages. It does not: count facets, tell an exact total, sort by
date, sync to disk, check what it wrote, keep whole letters or the words for spelling.
"""

from __future__ import annotations

import shutil
from importlib import import_module
from typing import TYPE_CHECKING
from typing import Any

from whoosh import fields  # noqa: TID251 - it is what is measured
from whoosh import index  # noqa: TID251
from whoosh.analysis.tokenizers import RegexTokenizer  # noqa: TID251

from bench.speed.contest import Answer
from bench.speed.contest import folder_size
from bench.speed.tree import demanded
from bench.speed.tree import helping
from indexer.entries import SCHEMA
from indexer.model.query import And
from indexer.model.query import Or
from indexer.model.query import Phrase
from indexer.model.query import Prefix
from indexer.model.query import Term


if TYPE_CHECKING:
    from bench.speed.corpus import Corpus
    from indexer.model.query import Query
    from indexer.model.query import Request

MEGABYTES = 256
"""What each of the two writers may hold before it writes."""
FACET = "facet_"
whoosh_query: Any = import_module("whoosh.query")


def make(corpus: Corpus, _name: str) -> WhooshRaw:
    """Whoosh over the corpus."""
    return WhooshRaw(corpus)


class WhooshRaw:
    """An index in a folder."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._folder = corpus.folder / "whoosh-raw"
        self._searcher: Any = None

    def build(self) -> None:
        """Write all entries anew."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir()
        writer: Any = index.create_in(str(self._folder), _schema()).writer(procs=2, multisegment=True, limitmb=MEGABYTES)
        for entry in self._corpus.entries():
            facets = {FACET + facet: ",".join(values) for facet, values in entry.facets.items()}
            writer.add_document(stored=entry.stored, **entry.texts, **facets)
        writer.commit()

    def size(self) -> int:
        """The bytes of its files."""
        return folder_size(self._folder)

    def open(self) -> None:
        """Open a searcher."""
        self._searcher = index.open_dir(str(self._folder)).searcher()

    def ask(self, request: Request) -> Answer:
        """The best of what matches."""
        wanted, chosen = _asked(request)
        found = self._searcher.search(wanted, filter=chosen, limit=request.offset + request.limit)
        return Answer(None, [found[place]["stored"] for place in range(request.offset, found.scored_length())])

    def count(self, request: Request) -> int:
        """How many there are."""
        wanted, chosen = _asked(request)
        return len(list(self._searcher.docs_for_query(wanted if chosen is None else whoosh_query.And([wanted, chosen]))))

    def serving(self) -> None:
        """Nothing serves it."""

    def close(self) -> None:
        """Close the searcher."""
        if self._searcher:
            self._searcher.close()

    def remove(self) -> None:
        """All it has is in the folder of the run."""


def _schema() -> fields.Schema:
    words = RegexTokenizer(r"\S+")
    kinds: dict[str, Any] = {
        text.name: fields.TEXT(analyzer=words, phrase=True) if text.positions else fields.KEYWORD(analyzer=words, scorable=True)
        for text in SCHEMA.texts
    }
    kinds |= {FACET + facet: fields.KEYWORD(commas=True) for facet in SCHEMA.facets}
    return fields.Schema(stored=fields.STORED, **kinds)


def _asked(request: Request) -> tuple[Any, Any]:
    query, near = _query(demanded(request.query)), [_query(part) for part in helping(request.query)]
    chosen = [whoosh_query.Or([whoosh_query.Term(FACET + facet, value) for value in values]) for facet, values in request.filters.items()]
    return whoosh_query.AndMaybe(query, whoosh_query.Or(near)) if near else query, whoosh_query.And(chosen) if chosen else None


def _query(query: Query) -> Any:
    match query:
        case Term(field, text, boost):
            return whoosh_query.Term(field, text, boost=boost)
        case Phrase(field, texts, boost):
            return whoosh_query.Phrase(field, list(texts), slop=1, boost=boost)
        case Prefix(field, text, boost):
            return whoosh_query.Prefix(field, text, boost=boost)
        case And(parts):
            return whoosh_query.And([_query(part) for part in parts])
        case Or(parts, least=1):
            return whoosh_query.Or([_query(part) for part in parts])
    raise ValueError(f"{type(query).__name__} is asked of no peer")
