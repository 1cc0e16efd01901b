"""Writing and opening an index of tantivy.

Knows tantivy's writer and files; must not know what is asked of them.

Entries are written in the order of `ord`, by one thread: so a corpus of middling size is one segment, the same in every rebuild. A larger
one is made of several that tantivy merges into one (segments.py). No order depends on that (searching.py).
"""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

import msgspec
import tantivy

from indexer.engines import disk
from indexer.engines.tantivy import layout
from indexer.engines.tantivy import segments
from indexer.engines.tantivy.failures import is_panic
from indexer.engines.tantivy.failures import reading
from indexer.engines.tantivy.failures import unwritable
from indexer.engines.tantivy.searching import TantivySearcher
from indexer.model.entry import Schema


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from indexer.engines.generations import Generation
    from indexer.model.entry import Entry


HEAP = 320_000_000
"""Bytes the writer may hold before they go to disk as a segment: 60,000 passages of 200 words."""

THREADS = 1
"""Those that write beside the one that reads. Two would share the work, and take two thirds of the time where there are cores for them; but
every search would go through two segments at least: of 50,000 passages it then takes a fifth to a third more."""

_FORMAT = 1
"""Counted up when what is written comes to mean something else."""
_LONG = "values.msgpack"
_TRIES, _PAUSE = 200, 0.005
_NEEDLESS = ".*"
"""Locks, and a list of files that only a writer reads."""


class TantivyLibrary:
    """Terms, facets and numbers in tantivy's files."""

    name = f"tantivy {version('tantivy')}, format {_FORMAT}"

    def columned(self, schema: Schema) -> Schema:  # noqa: ARG002 - as Library.columned
        """Nothing: tantivy has columns of its own; as `Library.columned`."""
        return Schema((), (), ())

    def fill(self, folder: Path, entries: Iterable[Entry], *, schema: Schema, expected: int) -> None:
        """Write the terms of `entries` as one segment; as `Library.fill`."""
        documents = layout.Documents(schema)
        writer = _Writer(folder, layout.fields(schema))
        steps = segments.steps(expected)
        try:
            for number, entry in enumerate(entries, 1):
                writer.add(documents.of(entry))
                if number in steps:
                    writer.end_segment(merged=steps[number])
            writer.finish()
        finally:
            del writer  # its threads end, also while the error that ended the writing is still looked at
        _settle(folder)
        (folder / _LONG).write_bytes(msgspec.msgpack.encode(documents.long))

    def open(self, folder: Path, generation: Generation) -> TantivySearcher:
        """A searcher; as `Library.open`."""
        long = msgspec.msgpack.decode((folder / _LONG).read_bytes(), type=dict[str, str])
        with reading(), _elsewhere(folder) as place:
            files = [folder / path.name for path in place.iterdir()]
            index = tantivy.Index.open(str(place))
            searcher = index.searcher()
            for path in files:  # to tantivy a file that was cleared away at this very moment is one that there never was
                path.stat()
            if searcher.num_docs != generation.columns.entries:
                raise ValueError(f"tantivy har {searcher.num_docs} svar, ikke {generation.columns.entries}")
            return TantivySearcher(generation, searcher, index.schema, long=long)


class _Writer:
    """tantivy's writer, whose errors are an OSError."""

    def __init__(self, folder: Path, fields: tantivy.Schema) -> None:
        self._folder = folder
        with self._writing():
            self._index = tantivy.Index(fields, str(folder), reuse=False)
            self._writer: Any = self._index.writer(HEAP, THREADS)

    def add(self, document: tantivy.Document) -> None:
        """Take one more."""
        with self._writing():
            self._writer.add_document(document)

    def end_segment(self, *, merged: bool) -> None:
        """Write what was taken as a segment, and wait, where `merged`, until tantivy has made one of those there are."""
        if merged:
            self.finish()  # whoever has waited can write no more
            with self._writing():
                self._writer = self._index.writer(HEAP, THREADS)
        else:
            with self._writing():
                self._writer.commit()

    def finish(self) -> None:
        """Write what was taken, and wait for what tantivy merges; nothing can be added afterwards."""
        with self._writing():
            self._writer.commit()
            self._writer.wait_merging_threads()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            if is_panic(error) or isinstance(error, ValueError):
                raise unwritable(self._folder, error) from error
            raise


def _settle(folder: Path) -> None:
    """Leave only what is read, as readable as other files: tantivy makes one that nobody else may read."""
    for path in folder.glob(_NEEDLESS):
        path.unlink()
    meta = folder / "meta.json"
    content = meta.read_bytes()
    meta.unlink()
    meta.write_bytes(content)


@contextmanager
def _elsewhere(folder: Path) -> Iterator[Path]:
    """A folder with the same files, to which tantivy may write: it locks what it opens, and to who searches the index is read-only.

    Once it is open the files stay so, and the folder goes. On Windows, where not everybody may make links, it is the folder itself.
    """
    if disk.WINDOWS:
        yield folder
        return
    place = Path(tempfile.mkdtemp(prefix="svarsoeg-"))
    try:
        for path in folder.iterdir():
            (place / path.name).symlink_to(path.absolute())
        yield place
    finally:
        # A thread of tantivy's may be making a file in it this very moment.
        for _ in range(_TRIES):
            if _is_gone(place):
                break
            time.sleep(_PAUSE)


def _is_gone(place: Path) -> bool:
    """Whether the folder of links could be removed."""
    with suppress(OSError):
        for path in place.iterdir():
            path.unlink()
        place.rmdir()
    return not place.exists()
