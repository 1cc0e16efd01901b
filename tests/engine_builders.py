"""Entries, documents and engines for the tests of `indexer.engines`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.config import Index
from indexer.config import OpenSearch
from indexer.config import Settings
from indexer.engines import open_engine
from indexer.engines.base import Document
from indexer.model.entry import Entry
from indexer.model.entry import Schema
from indexer.model.entry import Stamp
from indexer.model.entry import TextField
from indexer.model.query import Request
from tests import opensearch_builders


if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from indexer.engines.base import Engine
    from indexer.engines.base import Searcher
    from indexer.model.query import Query
    from indexer.model.results import Hits


SCHEMA = Schema(
    texts=(TextField("terms", positions=False), TextField("words", positions=True, weight=0.3)),
    facets=("party", "signer"),
    numbers=("date", "year"),
)

VERSIONS = {"schema": "1", "analysis": "1"}


def entry(
    words: str = "",
    *,
    terms: str | None = None,
    party: str = "",
    signer: str = "",
    date: int | None = None,
    letter: str = "letter",
    stored: bytes = b"",
) -> Entry:
    """An entry that says `words`, its terms the same unless given; parties and signers separated by a blank. `documents` numbers it."""
    texts = {"words": tuple(words.split()), "terms": tuple((words if terms is None else terms).split())}
    facets = {"party": tuple(party.split()), "signer": tuple(signer.split())}
    return Entry(
        key=f"{letter}#1",
        ord=0,
        letter=letter,
        terms={name: text for name, text in texts.items() if text},
        facets={name: values for name, values in facets.items() if values},
        numbers={} if date is None else {"date": date, "year": date // 10000},
        stored=stored,
    )


def documents(*entries: Entry) -> list[Document]:
    """A letter of one passage for each of `entries`: letter-0, letter-1 ..., each stored as its own id."""
    found = []
    for ord_, made in enumerate(entries):
        letter = f"letter-{ord_}"
        numbered = replace(made, ord=ord_, letter=letter, key=f"{letter}#svar-1", stored=made.stored or f"stored {ord_}".encode())
        found.append(Document(letter=letter, stored=letter.encode(), entries=(numbered,)))
    return found


TEXTS = documents(entry("a"), entry("b"), entry("c"))
"""Three letters that a write is tried with, to see it fail."""


class RefusedError(Exception):
    """What a test raises on purpose."""


def stamp(written: Iterable[Document], *, versions: dict[str, str] | None = None) -> Stamp:
    """The stamp that fits the documents."""
    listed = list(written)
    return Stamp(
        versions=VERSIONS if versions is None else versions,
        corpus="c0ffee",
        built="2024-05-06T07:08:09Z",
        letters=len(listed),
        passages=sum(len(document.entries) for document in listed),
    )


def engine(folder: Path, name: str, *, keep: int = 2) -> Engine:
    """The engine called `name`, with its index in `folder`/index, or in the cluster of the tests under a name made of the folder's."""
    section = opensearch_builders.section(folder) if name == "opensearch" else OpenSearch()
    return open_engine(Settings(folder=folder, index=Index(engine=name, keep=keep), opensearch=section))  # type: ignore[arg-type]


def write(into: Engine, *entries: Entry) -> str:
    """The name of the generation that `into` now serves: one letter for each of `entries`."""
    written = documents(*entries)
    return into.write(iter(written), schema=SCHEMA, stamp=stamp(written))


def holding(into: Engine, *entries: Entry) -> Searcher:
    """A searcher of what `into` serves once these are written: one letter for each of `entries`."""
    write(into, *entries)
    return into.open()


def ask(
    searcher: Searcher,
    query: Query,
    *,
    filters: dict[str, tuple[str, ...]] | None = None,
    facets: tuple[str, ...] = (),
    sort: str = "newest",
    offset: int = 0,
    limit: int = 1000,
) -> Hits:
    """What `searcher` answers; in canonical order and whole unless said otherwise."""
    return searcher.search(Request(query, filters or {}, facets, sort, offset, limit))  # type: ignore[arg-type]


def ords(hits: Hits) -> list[int]:
    """Which entries were found, in the order given."""
    return [hit.ord for hit in hits.hits]
