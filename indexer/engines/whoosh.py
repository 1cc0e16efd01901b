"""The default engine: the terms of each generation in a Whoosh index.

Knows Whoosh, as its only user; must not know letters, Danish, or where generations are kept.

Whoosh stores terms and gives back what is kept of each. Matching, scoring, counting and sorting are ours (searching.py, matching.py,
columns.py): Whoosh's query objects have too many traps (scores wrong from AndMaybe and DisjunctionMax, `Or(minmatch)` not implemented, a
missing number that reads 2147483647), and walking them costs more than reading lists whole.

Of a term Whoosh is given two or three postings, not one for each entry: each is a whole list as bytes (packing.py). To read it is then to
copy it. With Whoosh's own posting for each entry, and its pickle of the places in it, reading took most of the time of every search, a
pasted paragraph over 50,000 entries a second, and a rebuild a fifth more processor time (docs/benchmarks.md).

Entries are written in the order of `ord` into one segment, so that a document's number is its `ord`. The table of contents and the posting
blocks are pickles: to open an index is to run it, which is why generations.py reads the stamp first.
"""

from __future__ import annotations

import threading
from array import array
from contextlib import closing
from contextlib import contextmanager
from contextlib import suppress
from itertools import groupby
from mmap import ACCESS_READ
from mmap import mmap
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any
from typing import BinaryIO
from typing import cast

import whoosh
from whoosh import fields
from whoosh import formats
from whoosh.analysis.tokenizers import RegexTokenizer
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.compound import SubFile
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC
from whoosh.reading import EmptyReader
from whoosh.reading import SegmentReader
from whoosh.reading import TermNotFound

from indexer.engines.generations import Generations
from indexer.engines.packing import PackedPostings
from indexer.engines.packing import packed
from indexer.engines.postings import GAP
from indexer.engines.postings import UnreadableError
from indexer.engines.searching import PostingsSearcher
from indexer.engines.spool import Spool


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from indexer.config import Settings
    from indexer.engines.generations import Generation
    from indexer.model.entry import Entry
    from indexer.model.entry import Schema


_INDEX = "terms"
_MOST_POSTINGS = 8_000_000
"""How many postings a writer holds before they go to disk: 100 to 150 MB."""
_FORMAT = 2
"""Counted up when what is written for a term comes to mean something else."""


def open_engine(settings: Settings) -> Generations:
    """The engine for the index folder of `settings`."""
    return Generations(settings.index_path, keep=settings.index.keep, library=WhooshLibrary())


class WhooshLibrary:
    """Terms in Whoosh's files."""

    name = f"whoosh {whoosh.versionstring()}, lister {_FORMAT}"

    def columned(self, schema: Schema) -> Schema:
        """All fields: Whoosh has terms alone; as `Library.columned`."""
        return schema

    def fill(self, folder: Path, entries: Iterable[Entry], *, schema: Schema) -> None:
        """Write the terms of `entries` in one commit; as `Library.fill`."""
        with closing(_Files(folder)) as files, closing(Spool(folder, most=_MOST_POSTINGS)) as spool:
            codec = W3Codec(blocklimit=1, compression=0)  # type: ignore[no-untyped-call]
            writer: Any = files.create_index(_fields(schema), _INDEX).writer(codec=codec)  # type: ignore[no-untyped-call]
            pool = _Pool(spool, schema)
            for entry in entries:
                writer.add_document()  # its number; the terms go their own way
                pool.add(entry)
            writer.pool = pool
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
        return PostingsSearcher(generation, PackedPostings(WhooshPacks(reader)))


class _Files(FileStorage):
    """Whoosh's files in `folder`; `close` closes those it left open, which it does when anything fails."""

    def __init__(self, folder: Path | str, opened: list[StructFile] | None = None) -> None:
        super().__init__(str(folder), supports_mmap=False)  # type: ignore[no-untyped-call]
        self._opened = [] if opened is None else opened

    def create_file(self, *arguments: Any, **named: Any) -> Any:
        """As whoosh.filedb.filestore.FileStorage."""
        self._opened.append(super().create_file(*arguments, **named))  # type: ignore[no-untyped-call]
        return self._opened[-1]

    def open_file(self, name: str, **named: Any) -> Any:
        """As whoosh.filedb.filestore.FileStorage."""
        file = super().open_file(name, **named)  # type: ignore[no-untyped-call]
        self._opened.append(_Mapped(file.raw_file()) if name.endswith(".seg") else file)
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


class _Mapped(StructFile):
    """A segment in memory as the system maps it there.

    Whoosh's own mapping copies each of its files whole: for 50,000 entries another 250 MB, and half of the time that opening takes.
    """

    def __init__(self, file: BinaryIO) -> None:
        with file:
            self._map = mmap(file.fileno(), 0, access=ACCESS_READ)
        super().__init__(cast("BinaryIO", self._map))

    def subset(self, offset: int, length: int, name: str | None = None) -> StructFile:
        """One of the files in the segment."""
        return _Part(self._map, offset, length, name)


class _Part(StructFile):
    """A file in a mapped segment: as Whoosh's, but that it is read where it lies."""

    def __init__(self, mapped: mmap, offset: int, length: int, name: str | None) -> None:
        super().__init__(cast("BinaryIO", SubFile(mapped, offset, length)), name=name)  # type: ignore[no-untyped-call]
        self._map, self._offset, self._end = mapped, offset, offset + length

    def get(self, position: int, length: int) -> bytes:
        """The bytes from there on; what lies beyond the end is left out."""
        start = self._offset + position
        return self._map[start : min(start + length, self._end)]


def _fields(schema: Schema) -> fields.Schema:
    # Terms come ready: the analyser is never asked. Lengths are kept in the columns, exact, so Whoosh need not keep them.
    words = RegexTokenizer(r"\S+")
    kinds: dict[str, fields.FieldType] = {}
    for text in schema.texts:
        kind: Any = fields.TEXT(analyzer=words, phrase=True) if text.positions else fields.KEYWORD(analyzer=words)
        kind.format = formats.Positions()  # the one that keeps what it is given
        kind.scorable = False
        kinds[text.name] = kind
    return fields.Schema(**kinds)


class _Pool:
    """A spool in the place of Whoosh's posting pool (whoosh.writing.PostingPool), when a segment is written."""

    def __init__(self, spool: Spool, schema: Schema) -> None:
        self._spool = spool
        self._schema = schema
        self._starts = {text.name: array("I", [0]) for text in schema.texts if text.positions}

    def add(self, entry: Entry) -> None:
        """Take the terms of the next entry."""
        for text in self._schema.texts:
            terms = entry.terms.get(text.name, ())
            self._spool.add(text.name, entry.ord, terms, positions=text.positions)
            if text.positions:
                self._starts[text.name].append(self._starts[text.name][-1] + len(terms) + GAP)

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """Field, term, number, weight and value of the postings of each term; the weight of the first is how many entries hold it."""
        for (field, term), found in groupby(self._spool.lists(), key=attrgetter("field", "term")):
            for number, entries, value in packed(found, self._starts.get(field)):
                yield field, term, number, float(entries), value

    def cleanup(self) -> None:
        """Nothing: who made the spool closes it."""


class WhooshPacks:
    """What `packed` made of terms, as `packing.Packs`. Whoosh's readers share one place in the file, so values are read one at a time."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._turn = threading.Lock()

    def count(self, field: str, text: str) -> int:
        """How many entries hold the term."""
        with self._reading():
            return int(self._reader.frequency(field, _key(text)))

    def value(self, field: str, text: str, number: int) -> bytes:
        """One of the values of a term."""
        with self._reading():
            try:
                matcher = self._reader.postings(field, _key(text))
            except TermNotFound:
                return b""
            matcher.skip_to(number)
            value = matcher.value() if matcher.is_active() else b""
            if not isinstance(value, bytes):
                raise TypeError("a value is not bytes")
            return value

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


def _key(text: str) -> bytes:
    # Half a character becomes bytes that no written term has.
    return text.encode("utf-8", "surrogatepass")
