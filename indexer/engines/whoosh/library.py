"""Writing and opening an index of Whoosh.

Knows Whoosh's writer, its table of contents and its fields; must not know what is asked of them, or how lists lie in values.

The lists are made in several processes where there is much text (spool.py, inverting.py): one that writes and two that make lists take two
thirds of the time that one takes. There is one segment, and what it keeps of each term is the same to the byte, however many they were; the
names and times that Whoosh adds differ from one write to the next. The texts lie on the disk meanwhile. A process that makes lists holds
75 MB at most; the one that writes holds a term's lists at a time, and Whoosh's place of each term: 81 MB with 250,000 terms.

Entries are written in the order of `ord` into one segment, so that a document's number is its `ord`. The table of contents and the posting
blocks are pickles: to open an index is to run it, which is why generations.py reads the stamp first.
"""

from __future__ import annotations

import os
from contextlib import closing
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING
from typing import Any

import whoosh
from whoosh import fields
from whoosh import formats
from whoosh.analysis.tokenizers import RegexTokenizer
from whoosh.index import TOC
from whoosh.reading import EmptyReader
from whoosh.reading import SegmentReader

from indexer.engines.packing import PackedPostings
from indexer.engines.packing import packed
from indexer.engines.searching import PostingsSearcher
from indexer.engines.spool import Spool
from indexer.engines.whoosh.files import Files
from indexer.engines.whoosh.values import Codec
from indexer.engines.whoosh.values import WhooshPacks


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from pathlib import Path

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

    def fill(self, folder: Path, entries: Iterable[Entry], *, schema: Schema, expected: int) -> None:  # noqa: ARG002 - as Library.fill
        """Write the terms of `entries` in one commit; as `Library.fill`."""
        with closing(Files(folder)) as files, closing(Spool(folder, schema.texts, most=self._most)) as spool:
            writer: Any = files.create_index(_fields(schema), _INDEX).writer(codec=Codec())  # type: ignore[no-untyped-call]
            for entry in entries:
                writer.add_document()  # its number; the terms go their own way
                spool.add(entry.terms)
            writer.pool = _Pool(spool, processes=self._processes if spool.size > self._alone else 1)
            writer.commit()

    def open(self, folder: Path, generation: Generation) -> PostingsSearcher:
        """A searcher; as `Library.open`."""
        schema = _fields(generation.schema)
        files = Files(folder)
        try:
            table: Any = TOC.read(files, _INDEX, schema=schema)  # type: ignore[no-untyped-call]
            reader: Any = SegmentReader(files, schema, table.segments[0]) if table.segments else EmptyReader(schema)
            if reader.doc_count_all() != generation.columns.entries:
                raise ValueError(f"Whoosh har {reader.doc_count_all()} svar, ikke {generation.columns.entries}")
        except BaseException:
            files.close()
            raise
        return PostingsSearcher(generation, PackedPostings(WhooshPacks(reader)))


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
