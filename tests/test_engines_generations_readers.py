"""Readers change nothing, and never fail while generations come and go or a file is held for a moment."""

from __future__ import annotations

import errno
import threading
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

from indexer.engines import disk
from indexer.engines import stamps
from indexer.engines.generations import Generations
from tests import engine_fixtures
from tests.engine_builders import engine
from tests.engine_builders import entry
from tests.engine_builders import write
from tests.engine_fixtures import EMBEDDED
from tests.generations_builders import nth
from tests.generations_builders import says


if TYPE_CHECKING:
    import pytest


served = engine_fixtures.each_embedded_engine
index = engine_fixtures.index_folder


def test_searching_writes_nothing(served: Generations, index: Path) -> None:
    """Opening and searching leave every file and folder as it is, so that the index may be read-only for who searches."""
    write(served, entry("a b"))

    def state() -> dict[Path, tuple[int, int]]:
        return {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in index.rglob("*")}

    before = state()
    assert says(served, "a")
    assert state() == before


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
    assert says(served, "new")


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
                answers.append(says(served, "same"))

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
    monkeypatch.setattr(Path, "replace", nth(0, held, Path.replace))
    monkeypatch.setattr(Path, "read_bytes", nth(0, held, Path.read_bytes))
    disk.put(tmp_path / "current", b"new")
    assert disk.read(tmp_path / "current") == b"new"
