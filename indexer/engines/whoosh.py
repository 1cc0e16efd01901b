"""The default engine: the terms of each generation in a Whoosh index.

Knows Whoosh, as its only user; must not know letters, Danish, or where generations are kept.

Whoosh stores terms and gives their posting lists back. Matching, scoring, counting and sorting are ours (searching.py, matching.py,
columns.py): Whoosh's query objects have too many traps (scores wrong from AndMaybe and DisjunctionMax, `Or(minmatch)` not implemented, a
missing number that reads 2147483647), and walking them costs more than reading the lists whole. Over 20,000 generated entries (200 words
each), in one run: a search with exact total and five facets takes 0.8 of the time of Whoosh's own without either (median over 180 queries;
at most 1.4 for a kind of query), 0.5 of it when Whoosh is asked for the total; writing takes a quarter of its processor time.

Entries are written in the order of `ord` into one segment, so that a document's number is its `ord`. The table of contents and the posting
blocks are pickles: to open an index is to run it, which is why generations.py reads the stamp first.
"""

from __future__ import annotations

import threading
from contextlib import closing
from contextlib import contextmanager
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

import whoosh
from whoosh import fields
from whoosh import formats
from whoosh.analysis.tokenizers import RegexTokenizer
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.reading import EmptyReader
from whoosh.reading import SegmentReader
from whoosh.reading import TermNotFound

from indexer.engines.generations import Generations
from indexer.engines.matching import UnreadableError
from indexer.engines.searching import PostingsSearcher
from indexer.engines.spool import Spool
from indexer.engines.spool import stands


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from whoosh.filedb.structfile import StructFile

    from indexer.config import Settings
    from indexer.engines.generations import Generation
    from indexer.engines.matching import Matches
    from indexer.model.entry import Entry
    from indexer.model.entry import Schema


_INDEX = "terms"
_MOST_POSTINGS = 8_000_000
"""How many postings a writer holds before they go to disk: 100 to 150 MB."""


def open_engine(settings: Settings) -> Generations:
    """The engine for the index folder of `settings`."""
    return Generations(settings.index_path, keep=settings.index.keep, library=WhooshLibrary())


class WhooshLibrary:
    """Terms in Whoosh's files."""

    name = f"whoosh {whoosh.versionstring()}"

    def fill(self, folder: Path, entries: Iterable[Entry], *, schema: Schema) -> None:
        """Write the terms of `entries` in one commit; as `Library.fill`."""
        with closing(_Files(folder)) as files, closing(Spool(folder, most=_MOST_POSTINGS)) as spool:
            writer: Any = files.create_index(_fields(schema), _INDEX).writer()  # type: ignore[no-untyped-call]
            for entry in entries:
                writer.add_document()  # its number; the terms go their own way
                for text in schema.texts:
                    spool.add(text.name, entry.ord, entry.terms.get(text.name, ()), positions=text.positions)
            writer.pool = _Pool(spool, schema)
            writer.commit()

    def open(self, folder: Path, generation: Generation) -> PostingsSearcher:
        """A searcher; as `Library.open`."""
        schema = _fields(generation.schema)
        files = _Files(folder)
        try:
            table: Any = TOC.read(files, _INDEX, schema=schema)  # type: ignore[no-untyped-call]
            reader: Any = SegmentReader(files, schema, table.segments[0]) if table.segments else EmptyReader(schema)
            if reader.doc_count_all() != generation.columns.entries:
                raise ValueError(f"Whoosh har {reader.doc_count_all()} svar, ikke {generation.columns.entries}")
        except BaseException:
            files.close()
            raise
        return PostingsSearcher(generation, WhooshPostings(reader))


class _Files(FileStorage):
    """Whoosh's files in `folder`; `close` closes those it left open, which it does when anything fails."""

    def __init__(self, folder: Path | str, opened: list[StructFile] | None = None) -> None:
        super().__init__(str(folder))  # type: ignore[no-untyped-call]
        self._opened = [] if opened is None else opened

    def create_file(self, *arguments: Any, **named: Any) -> Any:
        """As whoosh.filedb.filestore.FileStorage."""
        self._opened.append(super().create_file(*arguments, **named))  # type: ignore[no-untyped-call]
        return self._opened[-1]

    def open_file(self, *arguments: Any, **named: Any) -> Any:
        """As whoosh.filedb.filestore.FileStorage."""
        self._opened.append(super().open_file(*arguments, **named))  # type: ignore[no-untyped-call]
        return self._opened[-1]

    def temp_storage(self, name: str | None = None) -> Any:
        """As whoosh.filedb.filestore.FileStorage; closed with this one."""
        return _Files(Path(self.folder, name or "tmp"), self._opened).create()  # type: ignore[no-untyped-call]

    def lock(self, _name: str) -> Any:
        """A lock nobody else has: the folder is new, and generations.py sees to it that one writer is at work."""
        return threading.Lock()

    def close(self) -> None:
        """Close what is still open, whatever it says."""
        for file in self._opened:
            with suppress(OSError):
                file.raw_file().close()
        self._opened.clear()


def _fields(schema: Schema) -> fields.Schema:
    # Terms come ready: the analyser is never asked. Lengths are kept in the columns, exact, so Whoosh need not keep them.
    words = RegexTokenizer(r"\S+")
    kinds: dict[str, fields.FieldType] = {}
    for text in schema.texts:
        kind: Any = fields.TEXT(analyzer=words, phrase=True) if text.positions else fields.KEYWORD(analyzer=words)
        kind.format = formats.Positions() if text.positions else formats.Existence()
        kind.scorable = False
        kinds[text.name] = kind
    return fields.Schema(**kinds)


class _Pool:
    """A spool in the place of Whoosh's posting pool (whoosh.writing.PostingPool), when a segment is written."""

    def __init__(self, spool: Spool, schema: Schema) -> None:
        self._spool = spool
        self._positions = {text.name: text.positions for text in schema.texts}

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """Field, term, document, weight and value of every posting; the weight is how often the term stands there."""
        encode = formats.Positions().encode
        for found in self._spool.lists():
            for ord_, times, places in stands(found, positions=self._positions[found.field]):
                yield found.field, found.term, ord_, float(times), encode(places) if places else b""

    def cleanup(self) -> None:
        """Nothing: who made the spool closes it."""


class WhooshPostings:
    """Posting lists as `matching.Postings`. Whoosh's readers share one place in the file, so lists are read one at a time."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._turn = threading.Lock()

    def holding(self, field: str, text: str) -> int:
        """How many entries hold the term."""
        with self._reading():
            return int(self._reader.doc_frequency(field, _key(text)))

    def times(self, field: str, text: str) -> Matches:
        """The entries that hold the term, and how often."""
        found: Matches = {}
        with self._reading():
            matcher = self._list(field, text)
            while matcher is not None and matcher.is_active():
                found[matcher.id()] = matcher.weight()
                matcher.next()
        return found

    def positions(self, field: str, text: str, among: Sequence[int] | None = None) -> dict[int, list[int]]:
        """The entries that hold the term, of those `among` when given, and its places."""
        found: dict[int, list[int]] = {}
        with self._reading():
            matcher = self._list(field, text)
            if among is None:
                while matcher is not None and matcher.is_active():
                    found[matcher.id()] = matcher.value_as("positions")
                    matcher.next()
                return found
            for ord_ in among:
                if matcher is None or not matcher.is_active():
                    break
                matcher.skip_to(ord_)
                if matcher.is_active() and matcher.id() == ord_:
                    found[ord_] = matcher.value_as("positions")
        return found

    def beginning(self, field: str, prefix: str) -> list[str]:
        """The terms of the field that begin with `prefix`."""
        with self._reading():
            return [term.decode() for term in self._reader.expand_prefix(field, _key(prefix))]

    def close(self) -> None:
        """Give the files back."""
        with self._turn:
            self._reader.close()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._turn:
            try:
                yield
            except Exception as error:  # a damaged pickle may raise anything, and here nobody else's code runs
                raise UnreadableError(f"{type(error).__name__}: {error}") from error

    def _list(self, field: str, text: str) -> Any:
        try:
            return self._reader.postings(field, _key(text))
        except TermNotFound:
            return None


def _key(text: str) -> bytes:
    # Half a character becomes bytes that no written term has.
    return text.encode("utf-8", "surrogatepass")
