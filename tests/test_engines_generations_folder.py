"""How generations lie in their folder: what is where, on the disk before it is served, what is kept and what cleared away."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import msgspec
import pytest

from indexer.engines import disk
from indexer.engines import stamps
from indexer.engines.generations import Generations
from tests import engine_fixtures
from tests.engine_builders import engine
from tests.engine_builders import entry
from tests.engine_builders import write
from tests.engine_fixtures import EMBEDDED
from tests.generations_builders import generations
from tests.generations_builders import says


served = engine_fixtures.each_embedded_engine
index = engine_fixtures.index_folder


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
        assert says(served, "a")


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


# Clearing away.


@pytest.mark.parametrize("keep", [1, 2, 4])
def test_the_newest_are_kept(tmp_path: Path, keep: int) -> None:
    """As many generations stay as the settings say, the served one among them."""
    for kind in EMBEDDED:
        served = engine(tmp_path / kind, kind, keep=keep)
        names = [write(served, entry("a")) for _ in range(6)]
        left = generations(tmp_path / kind / "index")
        assert len(left) == keep
        assert names[-1] in left


def test_older_ones_go_first(served: Generations, index: Path) -> None:
    """What is cleared away is what was made longest ago, by the time in the name."""
    write(served, entry("a"))
    for made in ("20010101-000000-000000-0000", "20020101-000000-000000-0000"):
        (index / "generations" / made).mkdir()
        (index / "generations" / made / "stamp.json").write_bytes(b"{}")
    new = write(served, entry("b"))
    assert len(generations(index)) == 2
    assert new in generations(index)
    assert not any(name.startswith("200") for name in generations(index))


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
            assert says(served, "a")
            write(served, entry("a"))
    assert first in generations(index)
    assert len(generations(index)) == 4
    write(served, entry("a"))
    assert len(generations(index)) == 2
