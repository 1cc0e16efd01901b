"""What every engine promises, in words and types.

Knows the seam alone; must not import an engine. The contract suite (tests/test_engines_contract_*.py) holds each promise
against each engine.

1. A query denotes a set of entries (indexer.model.query); every engine gives the same set, the same total, the same facet counts and the
   same order by date. The order by score may differ between engines, never between two searches of one generation; ties go by `ord`.
2. An index is a generation: written whole, checked, then put in place in one step. Nothing half is ever served; a failed or killed write
   leaves what was served as it was, and what it left behind is cleared away by the next write.
3. A searcher is a fixed view of one generation. It may be used by several threads at once and works on while newer ones are put in place.
4. Analysis is over before an engine is asked: terms are compared character by character. A name the schema does not have is a mistake of
   the caller, never an empty answer: ValueError.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Protocol

from indexer.errors import IndexOutdatedError
from indexer.errors import RebuildError
from indexer.model.entry import Entry
from indexer.model.query import And
from indexer.model.query import In
from indexer.model.query import Not
from indexer.model.query import Or
from indexer.model.query import Phrase
from indexer.model.query import Prefix
from indexer.model.query import Range
from indexer.model.query import Term


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Collection
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping

    from indexer.model.entry import Schema
    from indexer.model.entry import Stamp
    from indexer.model.query import Query
    from indexer.model.query import Request
    from indexer.model.results import Hits


@dataclass(frozen=True, slots=True)
class Document:
    """One letter for the index: its id, the whole of it as bytes to give back, and the entries of its passages."""

    letter: str
    stored: bytes
    entries: tuple[Entry, ...]


class Searcher(Protocol):
    """A fixed view of one generation, safe to share between threads."""

    @property
    def generation(self) -> str:
        """The name of the generation."""
        ...

    @property
    def stamp(self) -> Stamp:
        """What the generation was made from and by."""
        ...

    def search(self, request: Request) -> Hits:
        """The entries that match, as indexer.model.query.Request describes.

        Raises ValueError for a request the schema cannot answer (see `refuse`), IndexDamagedError when the index proves unreadable,
        EngineDownError when an engine in another process does not answer in time.
        """
        ...

    def letter(self, letter: str) -> bytes | None:
        """The stored bytes of the letter with this id, or None."""
        ...

    def close(self) -> None:
        """Give back files and memory; nothing may be asked afterwards. Closing twice is closing once.

        A searcher that nobody holds any longer closes itself, so whoever shares one between threads may simply let go of it.
        """
        ...


class Engine(Protocol):
    """A place where generations are kept, one of them served."""

    def write(self, documents: Iterable[Document], *, schema: Schema, stamp: Stamp, check: Callable[[Searcher], None] | None = None) -> str:
        """Write a new generation, check it, put it in place; give its name.

        `documents` is taken one by one and never held as a whole by an engine on disk. `check` is given a searcher of the new
        generation, closed when it returns, before anyone else can see it; what it raises refuses the generation.
        All or nothing: when `documents` or `check` raises, when the count differs from the stamp's (RebuildError), when entries do not
        come as `ord` 0, 1, 2 ..., name what the schema does not have or a letter comes twice (ValueError), when the disk runs full
        (DiskFullError) or another writer is at work (RebuildRunningError), the error comes out and nothing has changed.
        Of older generations the one served before stays longest, then the newest, as many as are to be kept.
        """
        ...

    def current(self) -> str | None:
        """The name of the served generation, or None. Cheap enough to ask before every search."""
        ...

    def generations(self) -> tuple[str, ...]:
        """The names of the generations that can be served, newest first: the served one, and those before it that were kept."""
        ...

    def serve(self, name: str, *, versions: dict[str, str] | None = None) -> None:
        """Put the generation called `name`, one of `generations`, in place in one step.

        Raises RollbackError when it is not kept, IndexOutdatedError and IndexDamagedError as `open` of it would, RebuildRunningError when
        a writer is at work; then nothing has changed.
        """
        ...

    def open(self, *, versions: dict[str, str] | None = None) -> Searcher:
        """A searcher of the served generation.

        Raises IndexMissingError when there is none, IndexOutdatedError when its stamp's versions differ from `versions`, naming those
        that do, IndexDamagedError when it cannot be read.
        """
        ...


def counted(documents: Iterable[Document], schema: Schema, stamp: Stamp) -> Iterator[Document]:
    """The documents as they come, held to what `Engine.write` demands of them: the ValueErrors and the RebuildError it names."""
    letters: set[str] = set()
    passages = 0
    texts, facets, numbers = {text.name for text in schema.texts}, set(schema.facets), set(schema.numbers)
    for document in documents:
        if document.letter in letters:
            raise ValueError(f"letter {document.letter!r} comes twice")
        letters.add(document.letter)
        for entry in document.entries:
            if entry.ord != passages:
                raise ValueError(f"entry {entry.key!r} has ord {entry.ord} where {passages} is next")
            if not (entry.terms.keys() <= texts and entry.facets.keys() <= facets and entry.numbers.keys() <= numbers):
                _known("text field", entry.terms, texts)
                _known("facet", entry.facets, facets)
                _known("number", entry.numbers, numbers)
            passages += 1
        yield document
    if (len(letters), passages) != (stamp.letters, stamp.passages):
        raise RebuildError(
            f"Det nye indeks har {len(letters)} breve og {passages} svar, men skulle have {stamp.letters} og {stamp.passages}; "
            "det hidtidige indeks er urørt. Kør `indexer rebuild` igen."
        )


def refuse_other(held: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    """Nothing; raises IndexOutdatedError that names each version in which the index and the program differ."""
    differing = sorted(name for name in held.keys() | wanted.keys() if held.get(name) != wanted.get(name))
    if differing:
        raise IndexOutdatedError(
            "; ".join(f"{name}: indekset har {held.get(name, 'ingen')}, programmet {wanted.get(name, 'ingen')}" for name in differing)
        )


def refuse(request: Request, schema: Schema) -> None:
    """Nothing; raises ValueError for a request that names what the schema does not have, or counts below zero."""
    if request.offset < 0 or request.limit < 0:
        raise ValueError(f"offset {request.offset} and limit {request.limit} must not be negative")
    if any(most < 0 for most in request.most_values.values()):
        raise ValueError(f"most_values {request.most_values} must not be negative")
    _known("facet", [*request.filters, *request.facets, *request.most_values], schema.facets)
    _refuse_query(request.query, schema)


def _refuse_query(query: Query, schema: Schema) -> None:
    match query:
        case Phrase():
            _known("text field with positions", [query.field], [text.name for text in schema.texts if text.positions])
        case Term() | Prefix():
            _known("text field", [query.field], [text.name for text in schema.texts])
        case In():
            _known("facet", [query.facet], schema.facets)
        case Range():
            _known("number", [query.number], schema.numbers)
        case Not():
            _refuse_query(query.part, schema)
        case And() | Or():
            if isinstance(query, Or) and query.least < 1:
                raise ValueError(f"Or needs at least one part, not {query.least}")
            for part in query.parts:
                _refuse_query(part, schema)
        case _:
            pass


def _known(kind: str, names: Iterable[str], allowed: Collection[str]) -> None:
    for name in names:
        if name not in allowed:
            raise ValueError(f"{name!r} is no {kind} of the schema")
