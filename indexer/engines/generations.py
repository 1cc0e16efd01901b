"""What every embedded engine shares: generations in a folder, one of them served.

Knows files and the order in which they are put in place; must not know how an engine stores terms, nor what a letter is.

    index/current                the name of the served generation; replaced in one step
    index/lock                   held by the one that writes
    index/generations/NAME/      complete when it holds its stamp, which is written last
        stamp.json               made from what, by what, by which engine, and the size of every other file (stamps.py)
        columns.msgpack          facets, numbers and lengths, where the engine needs them (columns.py)
        letters.sqlite           whole letters and passages (store.py)
        terms/                   what the engine adds

A generation is written, synced to disk, opened and checked, sealed with its stamp and only then named in `current`: whoever reads sees the
old one or the new one. A folder without a stamp is what a killed write left behind, or what could not be cleared away while it was read.
"""

from __future__ import annotations

from contextlib import ExitStack
from contextlib import closing
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Protocol

from filelock import FileLock
from filelock import Timeout

from indexer.engines import disk
from indexer.engines import stamps
from indexer.engines import store
from indexer.engines.base import counted
from indexer.engines.columns import Columns
from indexer.engines.columns import ColumnsBuilder
from indexer.engines.names import is_name
from indexer.engines.names import new_name
from indexer.errors import IndexDamagedError
from indexer.errors import IndexMissingError
from indexer.errors import RebuildError
from indexer.errors import RebuildRunningError
from indexer.errors import RollbackError
from indexer.model.entry import Schema
from indexer.model.entry import Stamp


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator
    from pathlib import Path

    from indexer.engines.base import Document
    from indexer.engines.base import Searcher
    from indexer.engines.stamps import Seal
    from indexer.model.entry import Entry


COLUMNS = "columns.msgpack"
LETTERS = "letters.sqlite"
TERMS = "terms"


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation, opened but for its terms; whoever gets it closes `store`."""

    name: str
    stamp: Stamp
    schema: Schema
    columns: Columns
    store: store.Store


class Library(Protocol):
    """What an embedded engine adds: terms in a folder of its own, and the searching."""

    @property
    def name(self) -> str:
        """The engine and the version of what it stands on; an index made by another is not opened."""
        ...

    def columned(self, schema: Schema) -> Schema:
        """The fields that are kept in columns: those that the engine does not filter, count and sort by itself."""
        ...

    def fill(self, folder: Path, entries: Iterable[Entry], *, schema: Schema, expected: int) -> None:
        """Write the terms of all `entries`, taken one by one to the last, into the empty `folder`; what fails comes out.

        So many are `expected`: should others come, taking them fails in the end.
        """
        ...

    def open(self, folder: Path, generation: Generation) -> Searcher:
        """A searcher over what `fill` wrote; it closes `generation.store`. Raises anything at all when the folder is damaged."""
        ...


class Generations:
    """An engine of generations below the folder `where`, the newest `keep` of which stay on disk."""

    def __init__(self, where: Path, *, keep: int, library: Library) -> None:
        self._where = where
        self._keep = keep
        self._library = library
        self._pointer = where / "current"
        self._folder = where / "generations"

    def current(self) -> str | None:
        """The name of the served generation, or None. Raises IndexDamagedError when the pointer cannot be read."""
        try:
            name = disk.read(self._pointer).decode("ascii").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise IndexDamagedError(f"{self._pointer} kan ikke læses: {error}") from error
        if not is_name(name):
            raise IndexDamagedError(f"{self._pointer} nævner intet indeks")
        return name

    def open(self, *, versions: dict[str, str] | None = None) -> Searcher:
        """A searcher of the served generation; as `Engine.open`."""
        name = self.current()
        while name is not None:
            try:
                seal = stamps.read(self._folder / name, engine=self._library.name, versions=versions)
                return self._opened(name, seal)
            except IndexDamagedError:
                # Cleared away since the pointer was read? Then the pointer names another by now.
                newer = self.current()
                if newer == name:
                    raise
                name = newer
        raise IndexMissingError(self._where)

    def generations(self) -> tuple[str, ...]:
        """The names of the generations that can be served, newest first."""
        return tuple(name for name in sorted(self._names(), reverse=True) if (self._folder / name / stamps.FILE).exists())

    def serve(self, name: str, *, versions: dict[str, str] | None = None) -> None:
        """Put a generation in place that is kept; as `Engine.serve`."""
        with disk.explained(self._where), self._alone():
            if name not in self.generations():
                raise RollbackError(f"Indekset {name} findes ikke længere i {self._where}.")
            self._opened(name, stamps.read(self._folder / name, engine=self._library.name, versions=versions)).close()
            disk.put(self._pointer, name.encode("ascii"))

    def write(self, documents: Iterable[Document], *, schema: Schema, stamp: Stamp, check: Callable[[Searcher], None] | None = None) -> str:
        """The name of the new generation; as `Engine.write`."""
        with disk.explained(self._where), self._alone():
            self._clear_leftovers()
            before = self._served()
            name = new_name()
            try:
                seal = self._filled(name, documents, schema, stamp)
                self._checked(name, seal, check)
                stamps.put(self._folder / name, seal)
                disk.put(self._pointer, name.encode("ascii"))
            except BaseException:
                self._discard_unless_served(name)
                raise
            self._prune(name, before)
            return name

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._where.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._where / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise RebuildRunningError(self._where) from None
        try:
            yield
        finally:
            lock.release()

    def _filled(self, name: str, documents: Iterable[Document], schema: Schema, stamp: Stamp) -> Seal:
        folder = self._folder / name
        (folder / TERMS).mkdir(parents=True)
        columns = ColumnsBuilder(self._library.columned(schema))
        with store.writing(folder / LETTERS) as letters:

            def entries() -> Iterator[Entry]:
                for document in counted(documents, schema, stamp):
                    letters.add(document)
                    for entry in document.entries:
                        columns.add(entry)
                        yield entry

            self._library.fill(folder / TERMS, entries(), schema=schema, expected=stamp.passages)
        (folder / COLUMNS).write_bytes(columns.encoded())
        disk.sync(folder)
        return stamps.Seal(stamps.LAYOUT, self._library.name, schema, stamp, disk.sizes(folder))

    def _checked(self, name: str, seal: Seal, check: Callable[[Searcher], None] | None) -> None:
        try:
            searcher = self._opened(name, seal)
        except IndexDamagedError as error:
            raise RebuildError(f"Det nye indeks kan ikke læses; det hidtidige er urørt. {error.__cause__ or error}") from error
        with closing(searcher):
            if check is not None:
                check(searcher)

    def _opened(self, name: str, seal: Seal) -> Searcher:
        folder = self._folder / name
        with ExitStack() as opened:
            try:
                columns = Columns((folder / COLUMNS).read_bytes())
                letters = opened.enter_context(closing(store.Store(folder / LETTERS)))
                generation = Generation(name, seal.stamp, seal.schema, columns, letters)
                searcher = opened.enter_context(closing(self._library.open(folder / TERMS, generation)))
            except Exception as error:  # a damaged file, above all a damaged pickle, may raise anything
                raise IndexDamagedError(f"{name} kan ikke læses: {error}") from error
            held = (letters.letters, letters.passages, columns.entries)
            if held != (seal.stamp.letters, seal.stamp.passages, seal.stamp.passages):
                raise IndexDamagedError(f"{name} har {held[0]} breve og {held[1]} svar, ikke {seal.stamp.letters} og {seal.stamp.passages}")
            opened.pop_all()
            return searcher

    def _discard_unless_served(self, name: str) -> None:
        # An interrupt may come between the step that puts it in place and the end of the block.
        if self._served() != name:
            self._discard(name)

    def _served(self) -> str | None:
        """The name of the served generation; None, too, where that cannot be told."""
        try:
            return self.current()
        except IndexDamagedError:
            return None

    def _clear_leftovers(self) -> None:
        for name in self._names():
            if not (self._folder / name / stamps.FILE).exists():
                self._discard(name)

    def _prune(self, served: str, before: str | None) -> None:
        # What was served before stays first: after a rollback that is the good one, not the newest.
        older = [name for name in sorted(self._names(), reverse=True) if name != served]
        older.sort(key=lambda name: name != before)
        for name in older[self._keep - 1 :]:
            self._discard(name)

    def _names(self) -> list[str]:
        return [path.name for path in self._folder.iterdir() if is_name(path.name)] if self._folder.is_dir() else []

    def _discard(self, name: str) -> None:
        # The stamp first: should the rest not go, what is left is no generation.
        with suppress(OSError):
            (self._folder / name / stamps.FILE).unlink()
        disk.discard(self._folder / name)
