"""tantivy alone, through its Python package: the same terms in the same fields, ten stored hits, five facets.

It does: write in one commit with as many threads as it likes, terms split at white space, BM25 with the product's boosts, filters, phrases,
beginnings, an exact total, ten stored passages; and, where asked, the five facets by one aggregation of five terms. It does not: count a
facet without its own filter, sort by date, keep whole letters or the words for spelling, check what it wrote.
"""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING
from typing import Any

import tantivy

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

BYTES = 256_000_000
"""What the writer may hold before it writes."""
FACET = "facet_"
MOST_VALUES = 10_000
"""Values of a facet that are counted: all there are."""


def make(corpus: Corpus, _name: str) -> TantivyRaw:
    """The library over the corpus."""
    return TantivyRaw(corpus)


class TantivyRaw:
    """An index in a folder."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._folder = corpus.folder / "tantivy-raw"
        self._schema = _schema()
        self._searcher: Any = None

    def build(self) -> None:
        """Write all entries anew."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir()
        writer: Any = self._index().writer(heap_size=BYTES)
        for entry in self._corpus.entries():
            made = tantivy.Document()
            made.add_bytes("stored", entry.stored)
            for field, text in entry.texts.items():
                made.add_text(field, text)
            for facet, values in entry.facets.items():
                for value in values:
                    made.add_text(FACET + facet, value)
            writer.add_document(made)
        writer.commit()
        writer.wait_merging_threads()

    def size(self) -> int:
        """The bytes of its files."""
        return folder_size(self._folder)

    def open(self) -> None:
        """Open a searcher."""
        self._searcher = self._index().searcher()

    def ask(self, request: Request) -> Answer:
        """The best of what matches, and the facets."""
        query = self._asked(request)
        found = self._searcher.search(query, limit=request.limit, offset=request.offset)
        if request.facets:
            terms = {facet: {"terms": {"field": FACET + facet, "size": MOST_VALUES}} for facet in request.facets}
            self._searcher.aggregate(query, terms)
        return Answer(found.count, [self._searcher.doc(place)["stored"][0] for _, place in found.hits])

    def count(self, request: Request) -> int:
        """The total."""
        return self.ask(request).total or 0

    def serving(self) -> None:
        """Nothing serves it."""

    def close(self) -> None:
        """Nothing to give back."""

    def _index(self) -> Any:
        index = tantivy.Index(self._schema, path=str(self._folder))
        index.register_tokenizer("words", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        return index

    def _asked(self, request: Request) -> Any:
        must = [(tantivy.Occur.Must, self._query(demanded(request.query)))]
        must += [(tantivy.Occur.Should, self._query(part)) for part in helping(request.query)]
        for facet, values in request.filters.items():
            chosen = tantivy.Query.term_set_query(self._schema, FACET + facet, list(values))
            must.append((tantivy.Occur.Must, tantivy.Query.const_score_query(chosen, 0.0)))
        return tantivy.Query.boolean_query(must) if len(must) > 1 else must[0][1]

    def _query(self, query: Query) -> Any:
        match query:
            case Term(field, text, boost):
                return tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, text, "freq"), boost)
            case Phrase(field, texts, boost):
                return tantivy.Query.boost_query(tantivy.Query.phrase_query(self._schema, field, list(texts)), boost)
            case Prefix(field, text, boost):
                return tantivy.Query.boost_query(tantivy.Query.regex_query(self._schema, field, re.escape(text) + ".*"), boost)
            case And(parts):
                return tantivy.Query.boolean_query([(tantivy.Occur.Must, self._query(part)) for part in parts])
            case Or(parts, least=1):
                return tantivy.Query.boolean_query([(tantivy.Occur.Should, self._query(part)) for part in parts])
        raise ValueError(f"{type(query).__name__} is asked of no peer")

    def remove(self) -> None:
        """All it has is in the folder of the run."""


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_bytes_field("stored", stored=True, indexed=False)
    for text in SCHEMA.texts:
        builder.add_text_field(text.name, tokenizer_name="words", index_option="position" if text.positions else "freq")
    for facet in SCHEMA.facets:
        builder.add_text_field(FACET + facet, tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()
