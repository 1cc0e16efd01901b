"""Writes that fail, on full disks above all: what is said of them, and that what was served still is."""

from __future__ import annotations

import errno
import gc
import os
import sqlite3
from pkgutil import resolve_name
from typing import TYPE_CHECKING
from typing import Any

import pytest

from indexer.engines import disk
from indexer.errors import DiskFullError
from indexer.errors import RebuildError
from tests import engine_fixtures
from tests.engine_builders import SCHEMA
from tests.engine_builders import documents
from tests.engine_builders import entry
from tests.engine_builders import stamp
from tests.engine_builders import write
from tests.engine_fixtures import EMBEDDED
from tests.generations_builders import generations
from tests.generations_builders import nth
from tests.generations_builders import says
from tests.generations_builders import started


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from indexer.engines.base import Document
    from indexer.engines.generations import Generations


served = engine_fixtures.each_embedded_engine
index = engine_fixtures.index_folder


FULL = [errno.ENOSPC, errno.EDQUOT]
POINTS = [
    *(("indexer.engines.disk._sync", number) for number in range(6)),
    *(("pathlib.Path.write_bytes", number) for number in range(3)),
    *(("pathlib.Path.mkdir", number) for number in range(1, 3)),
    ("pathlib.Path.replace", 0),
    ("pathlib.Path.replace", 1),
]
POINTS_OF_WHOOSH = [
    *(("whoosh.filedb.structfile.StructFile.write", number) for number in (0, 5, 20, 40, 60)),
    ("whoosh.filedb.structfile.StructFile.close", 1),
]


@pytest.mark.parametrize("code", FULL, ids=errno.errorcode.get)
@pytest.mark.parametrize(
    ("served", "point", "number"),
    [*((name, *point) for name in EMBEDDED for point in POINTS), *(("whoosh", *point) for point in POINTS_OF_WHOOSH)],
    indirect=["served"],
)
def test_a_disk_that_runs_full_at_any_point(
    served: Generations, index: Path, point: str, number: int, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the disk or a quota runs full while writing, DiskFullError names the index and what was served still is."""
    old = write(served, entry("old"))
    with monkeypatch.context() as patched:
        patched.setattr(point, nth(number, OSError(code, os.strerror(code)), resolve_name(point)))
        with pytest.raises(DiskFullError, match="Disken er fuld") as caught:
            write(served, *(entry(f"new a{number} b{number}") for number in range(50)))
    assert str(index) in str(caught.value)
    del caught
    gc.collect()
    assert generations(index) == [old]
    assert says(served, "old")
    write(served, entry("new"))
    assert says(served, "new")


LIMITED = """
import resource
import sys
from pathlib import Path
from indexer.errors import DiskFullError
from tests.engine_builders import *

served = engine(Path(sys.argv[1]), sys.argv[2])
words = [f"w{number * 7919 % 99991:05}" for number in range(20_000)]
written = documents(*(entry(" ".join(words[start : start + 200])) for start in range(0, 20_000, 200)))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    served.write(written, schema=SCHEMA, stamp=stamp(written))
except DiskFullError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
written = documents(entry("after"))
served.write(written, schema=SCHEMA, stamp=stamp(written))
"""


@pytest.mark.parametrize("size", [] if disk.WINDOWS else [10, 3_000, 9_000, 30_000, 60_000, 100_000])
def test_a_file_that_really_cannot_grow(served: Generations, index: Path, size: int, request: pytest.FixtureRequest) -> None:
    """When the system itself refuses more bytes, at whichever file, the process says so without a trace and can go on."""
    write(served, entry("old"))
    child = started(LIMITED, index.parent, request.node.callspec.params["served"], size)
    said, error = child.communicate("")
    assert error == ""
    assert said.startswith(f"Disken er fuld ved {index}.")
    assert len(generations(index)) == 2
    assert says(served, "after")


def test_a_full_database_is_a_full_disk() -> None:
    """SQLite's own words for no room are understood; its other errors are not taken for it."""
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA max_page_count = 2")
    with pytest.raises(sqlite3.OperationalError, match="database or disk is full") as full:
        connection.executescript("CREATE TABLE a (b); CREATE TABLE c (d);")
    with pytest.raises(sqlite3.OperationalError) as other:
        connection.execute("nonsense")
    connection.close()
    assert disk.is_full(full.value)
    assert not disk.is_full(other.value)


def test_errors_of_the_documents_come_out_as_they_are(served: Generations, tmp_path: Path) -> None:
    """What the documents raise is not taken for a failure of the index, whatever it is."""
    written = documents(entry("a"))
    for error in (PermissionError(errno.EACCES, "no", str(tmp_path / "letter.pdf")), sqlite3.OperationalError("theirs")):

        def failing(error: Exception = error) -> Iterator[Document]:
            yield from map(nth(0, error, None), written)  # type: ignore[arg-type]

        with pytest.raises(type(error)) as caught:
            served.write(failing(), schema=SCHEMA, stamp=stamp(written))
        assert caught.value is error
    assert served.current() is None


def test_a_folder_that_cannot_be_written_to(served: Generations, index: Path) -> None:
    """When the index folder cannot be made the message names the path and what to do."""
    index.write_text("I am a file", encoding="utf-8")
    with pytest.raises(RebuildError, match=r"Indekset kan ikke skrives \(.*Ret adgangen") as caught:
        write(served, entry("a"))
    assert str(index) in str(caught.value)


def test_what_cannot_be_read_again_is_never_served(served: Generations, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A generation in which an entry was lost on the way is found out before it is put in place."""
    old = write(served, entry("old"))
    library = served._library
    fill = library.fill

    def forgetful(folder: Path, entries: Any, *, schema: Any, expected: int) -> None:
        fill(folder, list(entries)[:-1], schema=schema, expected=expected)

    monkeypatch.setattr(library, "fill", forgetful)
    with pytest.raises(RebuildError, match="Det nye indeks kan ikke læses; det hidtidige er urørt"):
        write(served, entry("a"), entry("b"))
    assert served.current() == old
    assert generations(index) == [old]
