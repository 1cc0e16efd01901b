"""Writers that are killed or interrupted at any moment: what was served still is, and the next one clears away what they left."""

from __future__ import annotations

import random
import threading
from typing import TYPE_CHECKING

import pytest

from indexer.engines import disk
from indexer.errors import RebuildRunningError
from tests import engine_fixtures
from tests.engine_builders import SCHEMA
from tests.engine_builders import documents
from tests.engine_builders import entry
from tests.engine_builders import stamp
from tests.engine_builders import write
from tests.generations_builders import broken_off
from tests.generations_builders import generations
from tests.generations_builders import says
from tests.generations_builders import started


if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from indexer.engines.base import Searcher
    from indexer.engines.generations import Generations


served = engine_fixtures.each_embedded_engine
index = engine_fixtures.index_folder


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


def _kill(child: subprocess.Popen[str]) -> None:
    child.kill()
    child.communicate()


@pytest.mark.parametrize("moment", [0, 20, 99], ids=["at the first letter", "half way", "in the check"])
def test_a_killed_writer_leaves_what_was_served(served: Generations, index: Path, moment: int, request: pytest.FixtureRequest) -> None:
    """After kill -9 the old generation is served, the lock is free, and the next write clears away what the killed one left."""
    old = write(served, entry("old"))
    child = started(WRITER, index.parent, request.node.callspec.params["served"], "killed", moment)
    assert child.stdout is not None
    assert child.stdout.readline() == "here\n"
    assert len(generations(index)) == 2
    _kill(child)
    assert served.current() == old
    assert says(served, "old")
    new = write(served, entry("new"))
    assert generations(index) == sorted([old, new])
    assert says(served, "new")


def test_a_second_process_is_turned_away(served: Generations, index: Path, request: pytest.FixtureRequest) -> None:
    """While one process writes another is refused at once, and reading goes on."""
    write(served, entry("old"))
    child = started(WRITER, index.parent, request.node.callspec.params["served"], "child", 10)
    assert child.stdout is not None
    assert child.stdout.readline() == "here\n"
    with pytest.raises(RebuildRunningError, match="er i gang"):
        write(served, entry("new"))
    assert says(served, "old")
    _, error = child.communicate("")
    assert (child.returncode, error) == (0, "")
    assert says(served, "child")


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
            answers.append(says(served, "same"))

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(6):
        child = started(ENDLESS, index.parent, request.node.callspec.params["served"])
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
    assert len(generations(index)) <= 2
    assert says(served, "new")


# Interrupts.


def test_an_interrupt_leaves_nothing_behind(served: Generations, index: Path) -> None:
    """Ctrl-C while writing or checking comes out, and the folder is as before."""
    old = write(served, entry("old"))
    written = documents(entry("a"), entry("b"))

    def check(searcher: Searcher) -> None:
        raise KeyboardInterrupt

    for made, checked in ((broken_off(written), None), (iter(written), check)):
        with pytest.raises(KeyboardInterrupt):
            served.write(made, schema=SCHEMA, stamp=stamp(written), check=checked)
        assert generations(index) == [old]
        assert says(served, "old")


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
    assert says(served, "new")
