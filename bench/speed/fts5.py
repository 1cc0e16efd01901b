"""SQLite's FTS5: the same terms in the same fields as columns, ten stored hits.

It does: write in one transaction, tokens of the ready terms whole (`unicode61` that splits at white space alone), columns weighted as the
product weighs its fields, `bm25()` in FTS5's own quickest order (`ORDER BY rank`), filters through a table of values, phrases, beginnings,
ten stored passages. It does not: count facets, tell a total, lift words that stand side by side, weigh a word by how it was found.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from bench.speed.contest import Answer
from bench.speed.contest import Skipped
from bench.speed.tree import demanded
from indexer.entries import SCHEMA
from indexer.model.fields import CONTEXT_WORDS
from indexer.model.fields import NAMES
from indexer.model.fields import PREAMBLE
from indexer.model.fields import STEMS
from indexer.model.fields import SUBJECT
from indexer.model.fields import TABLES
from indexer.model.fields import TERMS
from indexer.model.fields import TITLE
from indexer.model.fields import WORDS
from indexer.model.query import And
from indexer.model.query import Or
from indexer.model.query import Phrase
from indexer.model.query import Prefix
from indexer.model.query import Term
from indexer.query import weights


if TYPE_CHECKING:
    from collections.abc import Iterable

    from bench.speed.corpus import Corpus
    from indexer.model.query import Query
    from indexer.model.query import Request

COLUMNS = tuple(text.name for text in SCHEMA.texts)
WEIGHTS = {
    TERMS: weights.WHOLE,
    STEMS: weights.INFLECTED,
    TABLES: weights.TABLES,
    TITLE: weights.TITLE,
    WORDS: weights.EXACT,
    SUBJECT: weights.SUBJECT,
    PREAMBLE: weights.PREAMBLE,
    NAMES: weights.NAMES,
    CONTEXT_WORDS: weights.CONTEXT,
}
_TABLES = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE passages (id INTEGER PRIMARY KEY, stored BLOB NOT NULL);
CREATE TABLE facets (facet TEXT, value TEXT, id INTEGER, PRIMARY KEY (facet, value, id)) WITHOUT ROWID;
CREATE VIRTUAL TABLE texts USING fts5({", ".join(COLUMNS)}, content='',
  tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'");
INSERT INTO texts (texts, rank) VALUES ('rank', 'bm25({", ".join(str(WEIGHTS.get(name, 1.0)) for name in COLUMNS)})');
BEGIN;
"""


def make(corpus: Corpus, _name: str) -> Fts5:
    """FTS5 over the corpus. Raises Skipped."""
    with closing(sqlite3.connect(":memory:")) as tried:
        try:
            tried.execute("CREATE VIRTUAL TABLE t USING fts5(a)")
        except sqlite3.OperationalError as error:
            raise Skipped(f"fts5: this SQLite has none ({error})") from None
    return Fts5(corpus)


class Fts5:
    """One database."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._path = corpus.folder / "fts5.sqlite"
        self._connection: sqlite3.Connection | None = None

    def build(self) -> None:
        """Write all entries anew."""
        self._path.unlink(missing_ok=True)
        marks = ", ".join("?" * (len(COLUMNS) + 1))
        with closing(sqlite3.connect(self._path, isolation_level=None)) as connection:
            connection.executescript(_TABLES)
            for entry in self._corpus.entries():
                texts = (entry.texts.get(name, "") for name in COLUMNS)
                connection.execute(f"INSERT INTO texts (rowid, {', '.join(COLUMNS)}) VALUES ({marks})", (entry.ord, *texts))
                connection.execute("INSERT INTO passages VALUES (?, ?)", (entry.ord, entry.stored))
                values = ((facet, value, entry.ord) for facet, held in entry.facets.items() for value in set(held))
                connection.executemany("INSERT INTO facets VALUES (?, ?, ?)", values)
            connection.execute("COMMIT")
            connection.execute("INSERT INTO texts (texts) VALUES ('optimize')")

    def size(self) -> int:
        """The bytes of the database."""
        return self._path.stat().st_size

    def open(self) -> None:
        """Connect."""
        self._connection = sqlite3.connect(f"file:{self._path}?mode=ro&immutable=1", uri=True)

    def ask(self, request: Request) -> Answer:
        """The best of what matches."""
        assert self._connection
        chosen, values = _chosen(request)
        best = f"SELECT rowid FROM texts WHERE texts MATCH ? {chosen} ORDER BY rank LIMIT ? OFFSET ?"
        found = self._connection.execute(best, (_match(demanded(request.query)), *values, request.limit, request.offset)).fetchall()
        return Answer(None, [self._connection.execute("SELECT stored FROM passages WHERE id = ?", row).fetchone()[0] for row in found])

    def count(self, request: Request) -> int:
        """How many there are."""
        assert self._connection
        chosen, values = _chosen(request)
        rows = self._connection.execute(
            f"SELECT count(*) FROM texts WHERE texts MATCH ? {chosen}", (_match(demanded(request.query)), *values)
        )
        return int(rows.fetchone()[0])

    def serving(self) -> None:
        """Nothing serves it."""

    def close(self) -> None:
        """Disconnect."""
        if self._connection:
            self._connection.close()

    def remove(self) -> None:
        """All it has is in the folder of the run."""


def _chosen(request: Request) -> tuple[str, list[str]]:
    """The condition of the filters, and its values."""
    # The + keeps SQLite from looking the words up anew for each row that has the value, which takes a hundred times as long.
    asked, given = "", []
    for facet, values in request.filters.items():
        asked += f" AND +rowid IN (SELECT id FROM facets WHERE facet = ? AND value IN ({', '.join('?' * len(values))}))"
        given += [facet, *values]
    return asked, given


def _match(query: Query) -> str:
    """The query in FTS5's language."""
    match query:
        case Term(field, text, _):
            return f"{field} : {_quoted([text])}"
        case Phrase(field, texts, _):
            return f"{field} : {_quoted(texts)}"
        case Prefix(field, text, _):
            return f"{field} : {_quoted([text])} *"
        case And(parts):
            return "(" + " AND ".join(map(_match, parts)) + ")"
        case Or(parts, least=1):
            return "(" + " OR ".join(map(_match, parts)) + ")"
    raise ValueError(f"{type(query).__name__} is asked of no peer")


def _quoted(texts: Iterable[str]) -> str:
    return '"' + " ".join(texts).replace('"', '""') + '"'
