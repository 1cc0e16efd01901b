"""One corpus for all contestants: letters as files, read once by the product, and the ready terms of their passages.

Knows where a run keeps its files and what an engine of the product is given; must not know what is done with it or measured.
"""

from __future__ import annotations

import os
import shutil
import struct
import time
from dataclasses import dataclass
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any
from typing import cast

import msgspec

from bench.letter_files import write_letters
from bench.letters import Letters
from bench.prose import make_prose
from indexer import config
from indexer.config import load_settings
from indexer.model.entry import spaced
from indexer.rebuild import rebuild


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator

    from indexer.config import Settings
    from indexer.engines.base import Document
    from indexer.engines.base import Searcher
    from indexer.model.entry import Schema
    from indexer.model.entry import Stamp

SHIPPED = Path(__file__).parent.parent.parent / "config.toml"
ENTRIES = "entries"
READ = "read"
"""The folder of the settings by which the letters are first read: its caches are what a rebuild finds."""

_SIZE = struct.Struct("<I")


class Ready(msgspec.Struct, array_like=True, gc=False):
    """An entry as peers are given it: for each text field its terms with a blank between two, the facets, and what is stored."""

    ord: int
    texts: dict[str, str]
    facets: dict[str, tuple[str, ...]]
    stored: bytes


_READY = msgspec.msgpack.Decoder(list[Ready])


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured: how many passages, of what text and by which settings; written down for the processes of a run."""

    passages: int
    text: str = ""
    config: str = ""
    times: int = 30
    seed: int = 1


class Corpus:
    """The corpus in `folder`, as `plan` describes it."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder = folder
        self.plan = plan

    @cached_property
    def letters(self) -> Letters:
        """The letters, each made when it is asked for."""
        prose = make_prose(Path(self.plan.text) if self.plan.text else None, seed=self.plan.seed)
        return Letters(self.plan.passages, prose, seed=self.plan.seed)

    def settings(self, engine: str) -> Settings:
        """The settings of an engine of the product, with an index folder of its own; nobody is asked to slow down."""
        given = load_settings(Path(self.plan.config) if self.plan.config else SHIPPED)
        return replace(
            given,
            folder=self.folder / engine,
            corpus=config.Corpus(str(self.folder / "corpus")),
            index=replace(given.index, path="index", engine=cast("Any", engine)),
            opensearch=replace(given.opensearch, index=f"{given.opensearch.index}-speed"),
            web=replace(given.web, requests_per_minute=0, hosts=(), port=0),
        )

    def write(self) -> None:
        """Write the letters as files."""
        write_letters(self.folder / "corpus", self.letters)
        (self.folder / "plan.json").write_bytes(msgspec.json.encode(self.plan))

    def read(self) -> float:
        """The seconds that the product took to read all letters for the first time; their terms are kept for the peers."""
        begun = time.perf_counter()
        settings = self.settings(READ)
        with (self.folder / ENTRIES).open("wb") as file:
            # Any engine will do: what is given to it goes to a file.
            rebuild(replace(settings, index=replace(settings.index, engine="memory")), engine=cast("Any", _Recording(file.write)))
        return time.perf_counter() - begun

    def give_caches(self, engine: str) -> None:
        """Let the engine's rebuild find what was read, as if it had been read for it."""
        target = self.settings(engine).index_path
        if not target.exists():
            shutil.copytree(self.settings(READ).index_path, target, copy_function=_linked, ignore=shutil.ignore_patterns("lock"))

    def entries(self) -> Iterator[Ready]:
        """What the product gives an engine: entries in canonical order, with ready terms."""
        with (self.folder / ENTRIES).open("rb") as file:
            while head := file.read(_SIZE.size):
                yield from _READY.decode(file.read(_SIZE.unpack(head)[0]))


def opened(folder: Path) -> Corpus:
    """The corpus that a run wrote in `folder`."""
    return Corpus(folder, msgspec.json.decode((folder / "plan.json").read_bytes(), type=Plan))


class _Recording:
    """Stands in for an engine (indexer.engines.base.Engine) while letters are read: writes down what it is given, and serves nothing."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write

    def write(
        self,
        documents: Iterable[Document],
        *,
        schema: Schema,  # noqa: ARG002 - of the seam
        stamp: Stamp,  # noqa: ARG002
        check: Callable[[Searcher], None] | None = None,  # noqa: ARG002
    ) -> str:
        """A name; the entries are kept."""
        for document in documents:
            entries = document.entries
            ready = [
                Ready(each.ord, {name: spaced(terms) for name, terms in each.terms.items()}, dict(each.facets), each.stored)
                for each in entries
            ]
            data = msgspec.msgpack.encode(ready)
            self._write(_SIZE.pack(len(data)) + data)
        return "recorded"

    def generations(self) -> tuple[str, ...]:
        """Nothing is kept."""
        return ()


def _linked(source: str, target: str) -> None:
    """The same file under another name: caches replace their files and never write into them."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
