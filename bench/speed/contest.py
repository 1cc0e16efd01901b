"""What is measured, by name: engines of the product, and peers that do the same work with a library alone.

Knows what every contestant can be asked to do; must not know how it is done or timed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING
from typing import NamedTuple
from typing import Protocol

from indexer.model import fields


if TYPE_CHECKING:
    from pathlib import Path

    from bench.speed.corpus import Corpus
    from indexer.model.query import Request

FIVE = (fields.YEAR, fields.DIRECTOR, fields.ADDRESSEE, fields.PARTY, fields.ADMINISTRATION)
"""The five facets that are counted: one of few values, three of many, one in between; one may have several values in an entry."""

PEERS = {
    "whoosh-raw": "bench.speed.whoosh_raw",
    "tantivy-raw": "bench.speed.tantivy_raw",
    "fts5": "bench.speed.fts5",
    "postgres": "bench.speed.postgres",
}

_COUNTING = frozenset({"tantivy-raw"})


class Skipped(Exception):  # noqa: N818 - no mistake of anybody's
    """A contestant that cannot take part here; says why in one line."""


class Answer(NamedTuple):
    """How many entries match, where that is told, and the stored bytes of those shown."""

    total: int | None
    stored: list[bytes]


class Contestant(Protocol):
    """An engine or a peer over one corpus. Raises Skipped from any of its methods where it cannot be used."""

    def build(self) -> None:
        """Make the index from what was read, and put it on the disk."""
        ...

    def size(self) -> int:
        """The bytes of the index on the disk."""
        ...

    def open(self) -> None:
        """Be ready to be asked."""
        ...

    def ask(self, request: Request) -> Answer:
        """What matches: ten stored hits, and the facets of the request counted where it counts them."""
        ...

    def count(self, request: Request) -> int:
        """How many entries match; never timed."""
        ...

    def serving(self) -> int | None:
        """The process of a server that works for it, or None."""
        ...

    def close(self) -> None:
        """Give everything back; what was started is stopped."""
        ...

    def remove(self) -> None:
        """Leave nothing where the folder of the run is not."""
        ...


def contestant(name: str, corpus: Corpus) -> Contestant:
    """The contestant of this name: a peer, or else the product's engine. Raises Skipped."""
    try:
        module = import_module(PEERS.get(name, "bench.speed.ours"))
    except ImportError as error:
        raise Skipped(f"{name}: {error.name or error} is not installed") from error
    made: Contestant = module.make(corpus, name)
    return made


def counts_facets(name: str) -> bool:
    """Whether the contestant of this name can count the five facets: engines always, and some peers."""
    return name not in PEERS or name in _COUNTING


def folder_size(path: Path) -> int:
    """The bytes of all files below a folder."""
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
