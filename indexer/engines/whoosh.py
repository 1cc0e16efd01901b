"""The default engine: the terms of each generation in a Whoosh index.

Knows Whoosh, as its only user; must not know letters, Danish, or where generations are kept.

Whoosh stores terms and gives back what is kept of each. Matching, scoring, counting and sorting are ours (searching.py, matching.py,
columns.py): Whoosh's query objects have too many traps (scores wrong from AndMaybe and DisjunctionMax, `Or(minmatch)` not implemented, a
missing number that reads 2147483647), and walking them costs more than reading lists whole.

Of a term Whoosh is given two or three postings, not one for each entry: each is a whole list as bytes (packing.py). To read it is then to
copy it. With Whoosh's own posting for each entry, and its pickle of the places in it, reading took most of the time of every search, a
pasted paragraph over 50,000 entries a second, and a rebuild a fifth more processor time (docs/benchmarks.md).

The lists are made in several processes where there is much text (spool.py, inverting.py): one that writes and two that make lists take two
thirds of the time that one takes. There is one segment, and what it keeps of each term is the same to the byte, however many they were; the
names and times that Whoosh adds differ from one write to the next. The texts lie on the disk meanwhile. A process that makes lists holds
75 MB at most; the one that writes holds a term's lists at a time, and Whoosh's place of each term: 81 MB with 250,000 terms.

Entries are written in the order of `ord` into one segment, so that a document's number is its `ord`. The table of contents and the posting
blocks are pickles: to open an index is to run it, which is why generations.py reads the stamp first.
"""

from __future__ import annotations

import os
import threading
from contextlib import closing
from contextlib import contextmanager
from contextlib import suppress
from functools import lru_cache
from itertools import groupby
from mmap import ACCESS_READ
from mmap import mmap
from operator import attrgetter
from pathlib import Path
from pickle import dumps
from typing import TYPE_CHECKING
from typing import Any
from typing import BinaryIO
from typing import cast

import whoosh
from whoosh import fields
from whoosh import formats
from whoosh.analysis.tokenizers import RegexTokenizer
from whoosh.codec.base import PostingsWriter
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC
from whoosh.codec.whoosh3 import W3Codec
from whoosh.codec.whoosh3 import W3TermInfo
from whoosh.filedb.compound import SubFile
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC
from whoosh.reading import EmptyReader
from whoosh.reading import SegmentReader
from whoosh.reading import TermNotFound
from whoosh.system import pack_int

from indexer.engines.generations import Generations
from indexer.engines.packing import PackedPostings
from indexer.engines.packing import packed
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
_MOST_TEXT = 16 * 2**20
"""How many bytes of text a process turns into lists at a time: 75 MB of memory. Twice as much takes 100 MB and is not faster."""
_MOST_PROCESSES = 4
"""How many processes make lists at most: all that comes after is done by one, and takes a third of their time."""
_ALONE = 32 * 2**20
"""So much text, of some 9,000 passages, one process turns into lists in two seconds; starting others takes half a second of each core."""
_FORMAT = 2
"""Counted up when what is written for a term comes to mean something else."""


def open_engine(settings: Settings) -> Generations:
    """The engine for the index folder of `settings`."""
    return Generations(settings.index_path, keep=settings.index.keep, library=WhooshLibrary(processes=settings.rebuild.workers))


class WhooshLibrary:
    """Terms in Whoosh's files, made by `processes` (0: one for each core) where there is more text than `alone`."""

    def __init__(self, *, processes: int = 0, most: int = _MOST_TEXT, alone: int = _ALONE) -> None:
        self._processes = min(processes or os.cpu_count() or 1, _MOST_PROCESSES)
        self._most = most
        self._alone = alone

    name = f"whoosh {whoosh.versionstring()}, lister {_FORMAT}"

    def columned(self, schema: Schema) -> Schema:
        """All fields: Whoosh has terms alone; as `Library.columned`."""
        return schema

    def fill(self, folder: Path, entries: Iterable[Entry], *, schema: Schema) -> None:
        """Write the terms of `entries` in one commit; as `Library.fill`."""
        with closing(_Files(folder)) as files, closing(Spool(folder, schema.texts, most=self._most)) as spool:
            writer: Any = files.create_index(_fields(schema), _INDEX).writer(codec=_Codec())  # type: ignore[no-untyped-call]
            for entry in entries:
                writer.add_document()  # its number; the terms go their own way
                spool.add(entry.terms)
            writer.pool = _Pool(spool, processes=self._processes if spool.size > self._alone else 1)
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

    def __init__(self, spool: Spool, *, processes: int) -> None:
        self._spool = spool
        self._processes = processes

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """Field, term, number, weight and value of the postings of each term; the weight of the first is how many entries hold it."""
        for field, places, lists in self._spool.lists(processes=self._processes):
            for term, found in groupby(lists, key=attrgetter("term")):
                for number, entries, value in packed(found, places):
                    yield field, term, number, float(entries), value

    def cleanup(self) -> None:
        """Nothing: who made the spool closes it."""


class _Codec(W3Codec):
    """Whoosh's own codec, which also reads what this one writes; only the values of a term are written more cheaply."""

    length_stats = False  # we keep lengths

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> _Values:  # noqa: ARG002, FBT001, FBT002 - Whoosh's own signature
        """As whoosh.codec.whoosh3.W3Codec."""
        return _Values(dbfile)

    def __reduce__(self) -> tuple[type[W3Codec], tuple[()]]:
        """In the table of contents it is Whoosh's own."""
        return W3Codec, ()


class _Values(PostingsWriter):
    """Writes the values of a term: each in a block of its own, since a block is read whole.

    Whoosh's own writes lists of postings, and each value as text of up to twice its length: protocol 2 of pickle has no bytes.
    """

    def __init__(self, file: StructFile) -> None:
        self._file = file
        self._values: list[tuple[int, float, bytes]] = []

    def start_postings(self, _format: object, _terminfo: object) -> None:
        """Begin a term."""
        self._values = []

    def written(self) -> bool:
        """A term is written when it is finished."""
        return False

    def add_posting(self, number: int, weight: float, value: bytes, length: int | None = None) -> None:  # noqa: ARG002
        """Take one of its values."""
        self._values.append((number, weight, value))

    def finish_postings(self) -> W3TermInfo:
        """Write the term; gives where it lies."""
        parts = [WHOOSH3_HEADER_MAGIC]
        left = len(self._values)
        for number, weight, value in self._values:
            left -= 1
            head, body = _head(number, weight), dumps(((number,), weight, (value,)), 3)
            length = len(head) + len(body)
            parts += (pack_int(length if left else -length), head, body)
        start, written = self._file.tell(), b"".join(parts)
        self._file.write(written)
        numbers, weights, _ = zip(*self._values, strict=True)
        info = W3TermInfo(sum(weights), len(numbers), maxweight=max(weights), minid=numbers[0], maxid=numbers[-1])  # type: ignore[no-untyped-call]
        info.set_extent(start, len(written))  # type: ignore[no-untyped-call]
        return info


@lru_cache(maxsize=1024)
def _head(number: int, weight: float) -> bytes:
    """What Whoosh has before a block: how many postings, the last and the highest weight, and that it is neither packed nor counted."""
    return dumps((1, number, weight, 0, 0, 0), 2)


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
