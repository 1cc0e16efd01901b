"""PostgreSQL's full text search: the same terms in one tsvector, each with its field before it, ten stored hits.

It does: write by COPY into one table, a GIN index afterwards, `ts_rank` for the order, filters on columns, phrases, beginnings, ten stored
passages, over a socket from a server of its own. It does not: count facets, tell a total, lift words that stand side by side, weigh a word
by how it was found, keep whole letters. Positions end at 16,383, of which no passage has so many.
"""

from __future__ import annotations

import shutil
import tempfile
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

import psycopg

from bench.speed.contest import Answer
from bench.speed.postgres_server import Server
from bench.speed.tree import demanded
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

LETTERS = {text.name: chr(ord("a") + number) for number, text in enumerate(SCHEMA.texts)}
"""What a term begins with, by its field."""
PLACES, MOST_PLACES = 16_383, 255
"""The last place a tsvector knows, and how many it keeps of a term."""
FACET = "facet_"
PATIENCE = 30.0
"""Seconds until a server that was started must answer."""
_COLUMNS = ", ".join(f"{FACET}{facet} text[]" for facet in SCHEMA.facets)
_TABLE = f"CREATE TABLE passages (ord integer, stored bytea, {_COLUMNS}, terms tsvector)"


def make(corpus: Corpus, _name: str) -> Postgres:
    """PostgreSQL over the corpus. Raises Skipped."""
    return Postgres(corpus)


class Postgres:
    """A table in a server of its own."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        # Where another user may reach it: the folder of the run may be for its owner alone.
        self._folder = Path(tempfile.gettempdir(), f"svarsoeg-postgres-{zlib.crc32(str(corpus.folder).encode()):08x}")
        self._server = Server(self._folder)
        self._connection: Any = None

    def build(self) -> None:
        """Write all entries anew."""
        connection = self._connected()
        columns = ", ".join(("ord", "stored", *(FACET + facet for facet in SCHEMA.facets), "terms"))
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS passages")
            cursor.execute(_TABLE)
            with cursor.copy(f"COPY passages ({columns}) FROM STDIN") as copying:
                for entry in self._corpus.entries():
                    facets = (list(entry.facets.get(facet, ())) for facet in SCHEMA.facets)
                    copying.write_row((entry.ord, entry.stored, *facets, _vector(entry.texts)))
            cursor.execute("CREATE INDEX passages_terms ON passages USING gin (terms)")
            cursor.execute("CREATE INDEX passages_ord ON passages (ord)")
            cursor.execute("ANALYZE passages")

    def size(self) -> int:
        """The bytes of the table and its indexes."""
        return int(self._connected().execute("SELECT pg_total_relation_size('passages')").fetchone()[0])

    def open(self) -> None:
        """Connect."""
        self._connected()

    def ask(self, request: Request) -> Answer:
        """The best of what matches."""
        chosen, values = _chosen(request)
        best = (
            f"SELECT stored FROM passages, CAST(%s AS tsquery) AS wanted WHERE terms @@ wanted {chosen}"
            " ORDER BY ts_rank(terms, wanted) DESC, ord LIMIT %s OFFSET %s"
        )
        rows = self._connection.execute(best, (_match(demanded(request.query)), *values, request.limit, request.offset)).fetchall()
        return Answer(None, [row[0] for row in rows])

    def count(self, request: Request) -> int:
        """How many there are."""
        chosen, values = _chosen(request)
        asked = f"SELECT count(*) FROM passages WHERE terms @@ CAST(%s AS tsquery) {chosen}"
        return int(self._connection.execute(asked, (_match(demanded(request.query)), *values)).fetchone()[0])

    def serving(self) -> int:
        """The server's first process."""
        return self._server.pid

    def close(self) -> None:
        """Disconnect, and stop the server."""
        if self._connection:
            self._connection.close()
        self._server.close()

    def remove(self) -> None:
        """Leave nothing on the disk."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _connected(self) -> Any:
        end = time.monotonic() + PATIENCE
        while self._connection is None:
            try:
                self._connection = psycopg.connect(self._server.address, autocommit=True)
            except psycopg.OperationalError:
                self._server.refuse_ended()
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)
        return self._connection


def _chosen(request: Request) -> tuple[str, list[list[str]]]:
    return "".join(f" AND {FACET}{facet} && %s" for facet in request.filters), [list(values) for values in request.filters.values()]


def _vector(texts: dict[str, str]) -> str:
    """The terms of an entry as a tsvector is written; fields follow one another, with room that no phrase reaches over."""
    places: dict[str, list[int]] = {}
    start = 0
    for field, text in texts.items():
        terms = text.split(" ")
        for place, term in enumerate(terms, start + 1):
            held = places.setdefault(LETTERS[field] + term, [])
            if place <= PLACES and len(held) < MOST_PLACES:
                held.append(place)
        start += len(terms) + 2
    return " ".join(_quoted(term) + (":" + ",".join(map(str, held)) if held else "") for term, held in places.items())


def _match(query: Query) -> str:
    """The query in PostgreSQL's language."""
    match query:
        case Term(field, text, _):
            return _quoted(LETTERS[field] + text)
        case Phrase(field, texts, _):
            return "(" + " <-> ".join(_quoted(LETTERS[field] + text) for text in texts) + ")"
        case Prefix(field, text, _):
            return _quoted(LETTERS[field] + text) + ":*"
        case And(parts):
            return "(" + " & ".join(map(_match, parts)) + ")"
        case Or(parts, least=1):
            return "(" + " | ".join(map(_match, parts)) + ")"
    raise ValueError(f"{type(query).__name__} is asked of no peer")


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
