"""What a project would use off the shelf: the same texts and words, searched by other means.

Knows what each of them does by nature with a question; must not know our analysis or ranking beyond BM25, nor what is judged.

All of them take a question as any of its words, for with all of them a question in plain language finds nothing. Each has the whole text of
a passage in one field: what it says, and what its letter says of all its passages.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from typing import Protocol

from whoosh.lang.stopwords import stoplists  # noqa: TID251 - Snowball's list, as LanguageAnalyzer("da") has it

from bench.relevance_sets import Text
from indexer.analysis.danish import stem
from indexer.config import Settings
from indexer.engines import open_engine
from indexer.engines.base import Document
from indexer.model.entry import Entry
from indexer.model.entry import Schema
from indexer.model.entry import Stamp
from indexer.model.entry import TextField
from indexer.model.query import Nothing
from indexer.model.query import Or
from indexer.model.query import Request
from indexer.model.query import Term


_WORD = re.compile(r"[^\W_]+")
_FIELD = "words"
_SCHEMA = Schema((TextField(_FIELD, positions=False),), (), ())
_STOP_WORDS = frozenset(stoplists["da"])


class Way(Protocol):
    """A way of searching: what it is called, what it does, and the keys it finds."""

    @property
    def name(self) -> str:
        """Its name in the table."""
        ...

    @property
    def does(self) -> str:
        """What it does with words."""
        ...

    def rank(self, words: str, limit: int) -> list[str]:
        """The keys of the first passages, best first."""
        ...

    def close(self) -> None:
        """Give back files and memory."""
        ...


class NotRunError(Exception):
    """A way that cannot be tried here; the message says why."""


def lower_case(text: str) -> list[str]:
    """Runs of letters and digits in lower case."""
    return [word[:200] for word in _WORD.findall(text.lower())]


def snowball(text: str) -> list[str]:
    """The same without Snowball's Danish stop words, each as its stem."""
    return [stem(word) for word in lower_case(text) if word not in _STOP_WORDS]


class Plain:
    """Our own engine and BM25 over one field, with another analysis."""

    def __init__(self, name: str, does: str, analyse: Callable[[str], list[str]], texts: Sequence[Text], settings: Settings) -> None:
        self.name = name
        self.does = does
        self._analyse = analyse
        engine = open_engine(settings)
        settings.index_path.mkdir(parents=True, exist_ok=True)
        documents = [Document(text.key, b"", (self._entry(number, text),)) for number, text in enumerate(texts)]
        stamp = Stamp({}, "0", datetime.now(UTC).isoformat(timespec="seconds"), len(documents), len(documents))
        engine.write(documents, schema=_SCHEMA, stamp=stamp)
        self._searcher = engine.open()

    def rank(self, words: str, limit: int) -> list[str]:
        """As `Way.rank`."""
        terms = tuple(Term(_FIELD, term) for term in dict.fromkeys(self._analyse(words)))
        hits = self._searcher.search(Request(Or(terms) if terms else Nothing(), limit=limit)).hits
        return [hit.key for hit in hits]

    def close(self) -> None:
        """As `Way.close`."""
        self._searcher.close()

    def _entry(self, number: int, text: Text) -> Entry:
        terms = tuple(self._analyse(text.text))
        return Entry(text.key, number, text.key, {_FIELD: terms} if terms else {})


class Fts5:
    """SQLite's full text search, as it comes."""

    name = "SQLite FTS5"
    does = "unicode61, bm25(): lower case, å as a, no stop words, no stems"

    def __init__(self, texts: Sequence[Text], _settings: Settings) -> None:
        self._database = sqlite3.connect(":memory:")
        try:
            self._database.execute("create virtual table passages using fts5(key unindexed, text, tokenize = unicode61)")
        except sqlite3.OperationalError as error:
            self._database.close()
            raise NotRunError(f"this Python's SQLite has no FTS5: {error}") from None
        self._database.executemany("insert into passages values (?, ?)", texts)

    def rank(self, words: str, limit: int) -> list[str]:
        """As `Way.rank`."""
        query = " OR ".join(f'"{word}"' for word in lower_case(words))
        if not query:
            return []
        found = self._database.execute("select key from passages where text match ? order by bm25(passages), rowid limit ?", (query, limit))
        return [key for (key,) in found]

    def close(self) -> None:
        """As `Way.close`."""
        self._database.close()


class Tantivy:
    """tantivy with its Danish stop words and stemmer, in memory."""

    name = "tantivy, Danish"
    does = "simple tokeniser, lower case, its Danish stop words left out, its Danish stemmer, BM25"

    def __init__(self, texts: Sequence[Text], _settings: Settings) -> None:
        if find_spec("tantivy") is None:
            raise NotRunError("the package tantivy is not installed (pip install tantivy)")
        self._library: Any = import_module("tantivy")
        self._analyser = self._danish()
        builder = self._library.SchemaBuilder()
        builder.add_text_field("key", stored=True, tokenizer_name="raw")
        builder.add_text_field("text", tokenizer_name="danish")
        self._schema = builder.build()
        index = self._library.Index(self._schema)
        index.register_tokenizer("danish", self._danish())
        writer = index.writer(num_threads=1)
        for text in texts:
            writer.add_document(self._library.Document(key=text.key, text=text.text))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def rank(self, words: str, limit: int) -> list[str]:
        """As `Way.rank`."""
        query, occur = self._library.Query, self._library.Occur
        terms = [(occur.Should, query.term_query(self._schema, "text", term)) for term in dict.fromkeys(self._analyser.analyze(words))]
        found = self._searcher.search(query.boolean_query(terms), limit).hits if terms else []
        return [self._searcher.doc(address)["key"][0] for _, address in found]

    def close(self) -> None:
        """As `Way.close`: tantivy does so itself."""

    def _danish(self) -> Any:
        filters = self._library.Filter
        builder = self._library.TextAnalyzerBuilder(self._library.Tokenizer.simple())
        for each in (filters.remove_long(40), filters.lowercase(), filters.stopword("danish"), filters.stemmer("danish")):
            builder = builder.filter(each)
        return builder.build()


@dataclass(frozen=True, slots=True)
class Baseline:
    """A way that is yet to be built over some texts; `build` raises NotRunError. The settings name a folder that is its own."""

    name: str
    build: Callable[[Sequence[Text], Settings], Way]


def _no_stemming(texts: Sequence[Text], settings: Settings) -> Way:
    return Plain(NO_STEMMING, "lower case, no stop words, no stems; our BM25", lower_case, texts, settings)


def _snowball(texts: Sequence[Text], settings: Settings) -> Way:
    return Plain(SNOWBALL, "lower case, Snowball's Danish stop words left out, its stems; our BM25", snowball, texts, settings)


NO_STEMMING = "no stemming"
SNOWBALL = "plain Snowball"

BASELINES = (
    Baseline(NO_STEMMING, _no_stemming),
    Baseline(SNOWBALL, _snowball),
    Baseline(Fts5.name, Fts5),
    Baseline(Tantivy.name, Tantivy),
)
"""In the order of the table."""
