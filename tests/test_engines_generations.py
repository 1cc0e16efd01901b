"""What indexer/engines/generations.py promises of files: killed writers, full disks, damaged folders, readers in between."""

from __future__ import annotations

import errno
import gc
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING
from typing import Any

import msgspec
import pytest

from indexer.engines import disk
from indexer.engines import stamps
from indexer.engines.generations import Generations
from indexer.errors import DiskFullError
from indexer.errors import IndexDamagedError
from indexer.errors import IndexMissingError
from indexer.errors import IndexOutdatedError
from indexer.errors import RebuildError
from indexer.errors import RebuildRunningError
from indexer.model.query import All
from indexer.model.query import Term
from tests.engine_builders import SCHEMA
from tests.engine_builders import ask
from tests.engine_builders import documents
from tests.engine_builders import engine
from tests.engine_builders import entry
from tests.engine_builders import stamp
from tests.engine_builders import write


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

    from indexer.engines.base import Document
    from indexer.engines.base import Searcher


EMBEDDED = ["whoosh", "tantivy"]
"""An engine that keeps its generations in a folder joins by its name here."""

ROOT = Path(__file__).parent.parent


@pytest.fixture(params=EMBEDDED)
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Generations:
    """Each embedded engine in turn, with nothing written; it keeps two generations."""
    made = engine(tmp_path, request.param)
    assert isinstance(made, Generations)
    return made


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """The folder of the index."""
    return tmp_path / "index"


def _generations(index: Path) -> list[str]:
    return sorted(path.name for path in (index / "generations").iterdir())


def _says(served: Generations, word: str) -> bool:
    """Whether what is served can be opened and every passage of it says `word`."""
    searcher = served.open()
    try:
        hits = ask(searcher, All())
        return hits.total == ask(searcher, Term("words", word)).total > 0 and searcher.letter("letter-0") == b"letter-0"
    finally:
        searcher.close()


# Where things are.


def test_layout(served: Generations, index: Path) -> None:
    """An index is a pointer, a lock and generations; a generation is its stamp and what the stamp names, with sizes."""
    name = write(served, entry("a"))
    folder = index / "generations" / name
    assert sorted(path.name for path in index.iterdir()) == ["current", "generations", "lock"]
    assert (index / "current").read_text(encoding="ascii") == name
    stamped = msgspec.json.decode((folder / "stamp.json").read_bytes())
    sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    assert stamped["files"] == {file: size for file, size in sizes.items() if file != "stamp.json"}
    assert {"columns.msgpack", "letters.sqlite"} < stamped["files"].keys()


def test_the_folder_may_be_called_anything(tmp_path: Path) -> None:
    """Blanks, Danish letters and the marks that mean something in a URI are letters of a name like others."""
    for name in EMBEDDED:
        served = engine(tmp_path / "På 100 % #1 ?a=b&c", name)
        write(served, entry("a"))
        assert isinstance(served, Generations)
        assert _says(served, "a")


def test_searching_writes_nothing(served: Generations, index: Path) -> None:
    """Opening and searching leave every file and folder as it is, so that the index may be read-only for who searches."""
    write(served, entry("a b"))

    def state() -> dict[Path, tuple[int, int]]:
        return {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in index.rglob("*")}

    before = state()
    assert _says(served, "a")
    assert state() == before


def test_everything_is_on_the_disk_before_it_is_served(served: Generations, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file of a generation is synced before its stamp, the stamp before the pointer, the pointer before it replaces the old one."""
    events: list[object] = []
    sync, replace = os.fsync, Path.replace

    def synced(handle: int) -> None:
        events.append(os.fstat(handle).st_ino)
        sync(handle)

    def replaced(self: Path, target: Path) -> Path:
        events.append(target.name)
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    folder = index / "generations" / write(served, entry("a"))
    stamped, pointed = events.index("stamp.json"), events.index("current")
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "stamp.json"]
    assert {path.stat().st_ino for path in files} <= set(events[:stamped])
    assert (folder / "stamp.json").stat().st_ino in events[:stamped]
    assert stamped < pointed
    assert (index / "current").stat().st_ino in events[stamped:pointed]
    if not disk.WINDOWS:
        assert {folder.stat().st_ino, folder.parent.stat().st_ino} <= set(events[:pointed])
        assert index.stat().st_ino in events[pointed:]


# Killed writers.

WRITER = """
import sys
from pathlib import Path
from tests.engine_builders import *

def stop():
    print("here", flush=True)
    sys.stdin.read()

def told(written, stop_after):
    for number, document in enumerate(written):
        if number == stop_after:
            stop()
        yield document

served = engine(Path(sys.argv[1]), sys.argv[2])
written = documents(*(entry(f"{sys.argv[3]} {number}") for number in range(40)))
served.write(told(written, int(sys.argv[4])), schema=SCHEMA, stamp=stamp(written), check=lambda searcher: stop())
"""


def _child(code: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)


def _kill(child: subprocess.Popen[str]) -> None:
    child.kill()
    child.communicate()


@pytest.mark.parametrize("moment", [0, 20, 99], ids=["at the first letter", "half way", "in the check"])
def test_a_killed_writer_leaves_what_was_served(served: Generations, index: Path, moment: int, request: pytest.FixtureRequest) -> None:
    """After kill -9 the old generation is served, the lock is free, and the next write clears away what the killed one left."""
    old = write(served, entry("old"))
    child = _child(WRITER, index.parent, request.node.callspec.params["served"], "killed", moment)
    assert child.stdout is not None
    assert child.stdout.readline() == "here\n"
    assert len(_generations(index)) == 2
    _kill(child)
    assert served.current() == old
    assert _says(served, "old")
    new = write(served, entry("new"))
    assert _generations(index) == sorted([old, new])
    assert _says(served, "new")


def test_a_second_process_is_turned_away(served: Generations, index: Path, request: pytest.FixtureRequest) -> None:
    """While one process writes another is refused at once, and reading goes on."""
    write(served, entry("old"))
    child = _child(WRITER, index.parent, request.node.callspec.params["served"], "child", 10)
    assert child.stdout is not None
    assert child.stdout.readline() == "here\n"
    with pytest.raises(RebuildRunningError, match="er i gang"):
        write(served, entry("new"))
    assert _says(served, "old")
    _, error = child.communicate("")
    assert (child.returncode, error) == (0, "")
    assert _says(served, "child")


ENDLESS = """
import sys
from itertools import count
from pathlib import Path
from tests.engine_builders import *

served = engine(Path(sys.argv[1]), sys.argv[2])
print("here", flush=True)
for number in count():
    write(served, *(entry("same") for _ in range(60)))
    print(number, flush=True)
"""


def test_kills_at_any_moment_are_never_noticed(served: Generations, index: Path, request: pytest.FixtureRequest) -> None:
    """A reader that opens and searches without pause meets whole generations only, whenever writers are killed."""
    write(served, entry("same"))
    stopped = threading.Event()
    answers: list[bool] = []

    def read() -> None:
        while not stopped.is_set():
            answers.append(_says(served, "same"))

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(6):
        child = _child(ENDLESS, index.parent, request.node.callspec.params["served"])
        assert child.stdout is not None
        child.stdout.readline()
        enough = len(answers) + random.randrange(2, 12)
        while len(answers) < enough and reader.is_alive():
            child.stdout.readline()
        _kill(child)
    stopped.set()
    reader.join()
    assert len(answers) > 8
    assert all(answers)
    write(served, entry("new"))
    assert len(_generations(index)) <= 2
    assert _says(served, "new")


# Interrupts.


def _interrupted(written: list[Document]) -> Iterator[Document]:
    yield written[0]
    raise KeyboardInterrupt


def test_an_interrupt_leaves_nothing_behind(served: Generations, index: Path) -> None:
    """Ctrl-C while writing or checking comes out, and the folder is as before."""
    old = write(served, entry("old"))
    written = documents(entry("a"), entry("b"))

    def check(searcher: Searcher) -> None:
        raise KeyboardInterrupt

    for made, checked in ((_interrupted(written), None), (iter(written), check)):
        with pytest.raises(KeyboardInterrupt):
            served.write(made, schema=SCHEMA, stamp=stamp(written), check=checked)
        assert _generations(index) == [old]
        assert _says(served, "old")


def test_an_interrupt_after_the_swap_keeps_what_is_served(served: Generations, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the moment after the new generation was named does not take it away."""
    write(served, entry("old"))
    put = disk.put

    def interrupted(path: Path, content: bytes) -> None:
        put(path, content)
        if path.name == "current":
            raise KeyboardInterrupt

    monkeypatch.setattr(disk, "put", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(served, entry("new"))
    assert _says(served, "new")


# Full disks.


def _nth(number: int, error: BaseException, real: Callable[..., Any]) -> Callable[..., Any]:
    calls = iter(range(10_000))

    def called(*arguments: Any, **named: Any) -> Any:
        if next(calls) == number:
            raise error
        return real(*arguments, **named)

    return called


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
        patched.setattr(point, _nth(number, OSError(code, os.strerror(code)), resolve_name(point)))
        with pytest.raises(DiskFullError, match="Disken er fuld") as caught:
            write(served, *(entry(f"new a{number} b{number}") for number in range(50)))
    assert str(index) in str(caught.value)
    del caught
    gc.collect()
    assert _generations(index) == [old]
    assert _says(served, "old")
    write(served, entry("new"))
    assert _says(served, "new")


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
    child = _child(LIMITED, index.parent, request.node.callspec.params["served"], size)
    said, error = child.communicate("")
    assert error == ""
    assert said.startswith(f"Disken er fuld ved {index}.")
    assert len(_generations(index)) == 2
    assert _says(served, "after")


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
            yield from map(_nth(0, error, None), written)  # type: ignore[arg-type]

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
    assert _generations(index) == [old]


# Damaged, outdated, missing.


def _files(index: Path) -> list[Path]:
    return sorted(path for path in (index / "generations").rglob("*") if path.is_file())


def _spoiled(path: Path, how: str) -> None:
    content = path.read_bytes()
    match how:
        case "gone":
            path.unlink()
        case "cut short":
            path.write_bytes(content[: len(content) // 2])
        case "zeroed":
            path.write_bytes(bytes(len(content)))
        case "scrambled":
            path.write_bytes(bytes(byte ^ 0x5A for byte in content))


@pytest.mark.parametrize("how", ["gone", "cut short", "zeroed", "scrambled"])
def test_damage_to_any_file_is_noticed(served: Generations, index: Path, how: str) -> None:
    """Whichever file of a generation is gone or spoiled, it is IndexDamagedError that says to rebuild, and rebuilding mends it."""
    for number in range(len(_files_of_a_new_index(served, index))):
        _spoiled(_files_of_a_new_index(served, index)[number], how)
        with pytest.raises(IndexDamagedError, match="Kør `indexer rebuild`"):
            _says(served, "a")
    write(served, entry("a"))
    assert _says(served, "a")


def _files_of_a_new_index(served: Generations, index: Path) -> list[Path]:
    shutil.rmtree(index, ignore_errors=True)
    write(served, entry("a b"), entry("a"))
    return _files(index)


def test_a_file_of_another_size_is_refused_unopened(served: Generations, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever file has grown by a byte is named, with both sizes, and the engine's library is never asked."""
    write(served, entry("a"))
    monkeypatch.setattr(served, "_library", type("Untouchable", (), {"name": served._library.name}))
    for path in _files(index):
        if path.name != stamps.FILE:
            content = path.read_bytes()
            path.write_bytes(content + b"x")
            with pytest.raises(IndexDamagedError, match=f"{path.name} er på {len(content) + 1} byte og skulle være på {len(content)}"):
                served.open()
            path.write_bytes(content)


@pytest.mark.parametrize("content", [b"", b"nothing", b"../../elsewhere", b"\xff\xfe", b"20240101-000000-000000-0000"])
def test_a_pointer_to_nothing(served: Generations, index: Path, content: bytes) -> None:
    """A pointer that names no generation is IndexDamagedError, and rebuilding mends it."""
    write(served, entry("a"))
    (index / "current").write_bytes(content)
    with pytest.raises(IndexDamagedError, match="Kør `indexer rebuild`"):
        served.open()
    write(served, entry("new"))
    assert _says(served, "new")


def test_a_stamp_that_promises_more_is_damage(served: Generations, index: Path) -> None:
    """An index that holds other numbers of letters and passages than its stamp says is not served."""
    path = index / "generations" / write(served, entry("a")) / stamps.FILE
    seal = msgspec.json.decode(path.read_bytes())
    for what in ("letters", "passages"):
        path.write_bytes(msgspec.json.encode(seal | {"stamp": seal["stamp"] | {what: 2}}))
        with pytest.raises(IndexDamagedError, match="har 1 breve og 1 svar, ikke"):
            served.open()


def test_a_failed_write_beside_a_broken_pointer(served: Generations, index: Path) -> None:
    """When the pointer is broken too, it is still the writer's own error that comes out."""
    old = write(served, entry("a"))
    (index / "current").write_bytes(b"nothing")
    with pytest.raises(KeyboardInterrupt):
        served.write(_interrupted(documents(entry("b"))), schema=SCHEMA, stamp=stamp([]))
    assert _generations(index) == [old]


def test_a_folder_without_a_pointer_is_no_index(served: Generations, index: Path) -> None:
    """A pointer that is gone, or a folder that is, is an index that has not been built."""
    write(served, entry("a"))
    (index / "current").unlink()
    assert served.current() is None
    with pytest.raises(IndexMissingError, match="Der er intet indeks i"):
        served.open()


@pytest.mark.parametrize(
    ("what", "said"), [("layout", "format: indekset har 0, programmet 1"), ("engine", "motor: indekset har 0, programmet")]
)
def test_what_another_program_made_is_never_opened(
    served: Generations, index: Path, what: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stamp is read first; where layout or engine differ nothing else is opened, however little of the stamp is understood."""
    name = write(served, entry("a"))
    path = index / "generations" / name / "stamp.json"
    made = {"layout": stamps.LAYOUT, "engine": served._library.name, "new": "unknown"}
    path.write_bytes(msgspec.json.encode(made | {what: "0"}))
    monkeypatch.setattr(served, "_library", type("Untouchable", (), {"name": served._library.name}))
    with pytest.raises(IndexOutdatedError, match=said):
        served.open()


# Clearing away.


@pytest.mark.parametrize("keep", [1, 2, 4])
def test_the_newest_are_kept(tmp_path: Path, keep: int) -> None:
    """As many generations stay as the settings say, the served one among them."""
    for kind in EMBEDDED:
        served = engine(tmp_path / kind, kind, keep=keep)
        names = [write(served, entry("a")) for _ in range(6)]
        left = _generations(tmp_path / kind / "index")
        assert len(left) == keep
        assert names[-1] in left


def test_older_ones_go_first(served: Generations, index: Path) -> None:
    """What is cleared away is what was made longest ago, by the time in the name."""
    write(served, entry("a"))
    for made in ("20010101-000000-000000-0000", "20020101-000000-000000-0000"):
        (index / "generations" / made).mkdir()
        (index / "generations" / made / "stamp.json").write_bytes(b"{}")
    new = write(served, entry("b"))
    assert len(_generations(index)) == 2
    assert new in _generations(index)
    assert not any(name.startswith("200") for name in _generations(index))


def test_what_is_not_ours_is_left_alone(served: Generations, index: Path) -> None:
    """Only folders named like generations are ever removed."""
    write(served, entry("a"))
    (index / "generations" / "notes").mkdir()
    (index / "notes.txt").write_text("mine", encoding="utf-8")
    write(served, entry("b"))
    assert (index / "generations" / "notes").is_dir()
    assert (index / "notes.txt").exists()


def test_what_cannot_be_cleared_away_does_not_stop_a_write(served: Generations, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that someone holds on to stays, and is taken for a leftover next time."""
    unlink = Path.unlink

    def refused(self: Path) -> None:
        if self.name == stamps.FILE:
            raise PermissionError(errno.EACCES, "held")
        unlink(self)

    first = write(served, entry("a"))
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refused)
        patched.setattr(shutil, "rmtree", lambda *_arguments, **_named: None)
        for _ in range(3):
            assert _says(served, "a")
            write(served, entry("a"))
    assert first in _generations(index)
    assert len(_generations(index)) == 4
    write(served, entry("a"))
    assert len(_generations(index)) == 2


# Readers in between.


def test_a_generation_that_goes_while_it_is_opened(served: Generations, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever read the pointer just before a swap and finds the generation gone gets the new one."""
    write(served, entry("old"))
    read = stamps.read

    def slow(folder: Path, **named: Any) -> stamps.Seal:
        monkeypatch.setattr(stamps, "read", read)
        for _ in range(3):
            write(served, entry("new"))
        return read(folder, **named)

    monkeypatch.setattr(stamps, "read", slow)
    assert _says(served, "new")


def test_readers_never_fail_while_generations_come_and_go(tmp_path: Path) -> None:
    """Two readers that open and search without pause, while a writer keeps only the newest, meet whole generations only."""
    for name in EMBEDDED:
        served = engine(tmp_path / name, name, keep=1)
        assert isinstance(served, Generations)
        write(served, entry("same"))
        stopped = threading.Event()
        answers: list[bool] = []

        def read(served: Generations = served, stopped: threading.Event = stopped, answers: list[bool] = answers) -> None:
            while not stopped.is_set():
                answers.append(_says(served, "same"))

        readers = [threading.Thread(target=read) for _ in range(2)]
        for reader in readers:
            reader.start()
        written = 0
        while written < 30 or (len(answers) < 30 and any(reader.is_alive() for reader in readers)):
            write(served, entry("same"), entry("same"))
            written += 1
        stopped.set()
        for reader in readers:
            reader.join()
        assert len(answers) >= 30
        assert all(answers)


# Windows, as far as it can be told from here.


def test_a_file_held_for_a_moment_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows a file that is being read cannot be replaced at once, nor the reverse: both are tried again."""
    monkeypatch.setattr(disk, "WINDOWS", True)
    monkeypatch.setattr(disk, "_PAUSE", 0)
    held = PermissionError(errno.EACCES, "held")
    monkeypatch.setattr(Path, "replace", _nth(0, held, Path.replace))
    monkeypatch.setattr(Path, "read_bytes", _nth(0, held, Path.read_bytes))
    disk.put(tmp_path / "current", b"new")
    assert disk.read(tmp_path / "current") == b"new"
