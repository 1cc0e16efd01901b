from __future__ import annotations

import socket
import subprocess
import sys
import textwrap
from contextlib import suppress
from typing import TYPE_CHECKING
from typing import Any

import pytest

from indexer.errors import RebuildError
from indexer.errors import SourceError
from indexer.workers import process
from tests.corpus_builders import process_environment
from tests.workers_builders import Heavy
from tests.workers_builders import Interrupted
from tests.workers_builders import Square
from tests.workers_builders import Stillborn
from tests.workers_builders import Unprepared


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _run(items: list[Any], *, work: Square | None = None, workers: int = 2, seconds: float = 30) -> dict[Any, Any]:
    results = list(process(work or Square(), items, workers=workers, seconds=seconds))
    assert sorted(map(str, items)) == sorted(str(item) for item, _ in results)
    return {item: (result.code if isinstance(result, SourceError) else result) for item, result in results}


def test_every_item_gets_its_result() -> None:
    """Each item comes back once with its own result, more of them than are handed out at a time."""
    assert _run(list(range(30))) == {n: n * n for n in range(30)}


def test_no_items_need_no_process() -> None:
    """An empty list is done at once."""
    assert _run([], work=Stillborn()) == {}


def test_errors_cost_their_item_alone() -> None:
    """A refusal keeps its own code; any other error, even one that cannot be sent, is an internal one; the rest is done."""
    assert _run([1, "refuse", 2, "fail", 3, "fail_oddly", 4, 5, "quit", 6]) == {
        **{n: n * n for n in range(1, 7)},
        "refuse": "encrypted",
        **dict.fromkeys(["fail", "fail_oddly", "quit"], "internal"),
    }


def test_reasons_are_danish_sentences() -> None:
    """What an error says names its kind, so that it can be reported."""
    [(_, refused)] = process(Square(), ["refuse"], workers=1, seconds=30)
    [(_, failed)] = process(Square(), ["fail"], workers=1, seconds=30)
    assert str(refused) == "Filen er låst."
    assert "KeyError: 'uha'" in str(failed)


def test_crashes_cost_their_item_alone() -> None:
    """A process that ends by itself or is killed takes one item with it, whatever else was under way."""
    assert _run([1, "crash", 2, "killed", 3, 4, 5, 6, 7]) == {**{n: n * n for n in range(1, 8)}, "crash": "crashed", "killed": "crashed"}


def test_a_crash_in_the_middle_of_an_answer_costs_its_item_alone() -> None:
    """A process killed while it held what all share takes one item with it; the others do not wait for it."""
    assert _run([1, "holding", 2, 3, 4, 5, 6], seconds=600) == {**{n: n * n for n in range(1, 7)}, "holding": "crashed"}


def test_a_hang_costs_its_item_alone() -> None:
    """An item that takes longer than it may is given up, even when its process listens to nobody; the rest is done."""
    assert _run([1, "hang", 2, "deaf", 3, 4], seconds=1) == {1: 1, 2: 4, 3: 9, 4: 16, "hang": "too_slow", "deaf": "too_slow"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_an_item_that_takes_too_much_memory_costs_itself_alone() -> None:
    """An item that asks for more memory than it may is refused with a reason that names the limit; its process goes on."""
    results = dict(process(Square(), [1, "greedy", 2, 3], workers=1, seconds=60, megabytes=600))
    assert [results[n] for n in (1, 2, 3)] == [1, 4, 9]
    refused = results["greedy"]
    assert isinstance(refused, SourceError)
    assert (refused.code, "600 megabyte" in str(refused)) == ("too_large", True)


def test_results_larger_than_a_pipe_come_through() -> None:
    """A result may be megabytes."""
    assert _run([3_000_000], work=Heavy()) == {3_000_000: bytes(3_000_000)}


def test_work_that_cannot_prepare_still_says_why_in_each_item() -> None:
    """An error while loading is left to the items to tell; those that need nothing are done."""
    assert _run([3], work=Unprepared()) == {3: 9}


def test_processes_that_cannot_start_are_an_error() -> None:
    """When no process lives long enough to take an item, the machine is blamed, not the files one by one for ever."""
    with pytest.raises(RebuildError, match="kan ikke starte"):
        list(process(Stillborn(), list(range(20)), workers=2, seconds=30))


def test_workers_say_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """Whatever a library prints while it reads a file reaches neither stdout nor stderr."""
    assert _run(["chatter"]) == {"chatter": "quiet"}
    assert capfd.readouterr() == ("", "")


def test_as_many_processes_as_asked_for() -> None:
    """One worker means one process for all items."""
    results = list(process(Square(), ["pid"] * 5, workers=1, seconds=30))
    assert len({result for _, result in results}) == 1


@pytest.fixture
def door() -> Iterator[socket.socket]:
    """A listening socket at which workers report."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(60)
        yield listening


def _enter(door: socket.socket) -> socket.socket:
    line = door.accept()[0]
    line.settimeout(60)
    assert line.recv(4) == b"here"
    return line


def _parent(script: str, tmp_path: Path, door: socket.socket) -> subprocess.Popen[bytes]:
    path = tmp_path / "parent.py"
    path.write_text(textwrap.dedent(script), encoding="utf-8")
    command = [sys.executable, str(path), str(door.getsockname()[1])]
    return subprocess.Popen(command, env=process_environment(), stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _is_gone(line: socket.socket) -> bool:
    with line, suppress(ConnectionResetError):
        return line.recv(1) == b""
    return True


INTERRUPTED = """
    import multiprocessing, signal, sys, threading
    from indexer.workers import process
    from tests.workers_builders import Connected
    if __name__ == "__main__":
        # In a process of its own, because what listens to the garbage collector may swallow an interruption.
        threading.Thread(target=lambda: sys.stdin.readline() and signal.raise_signal(signal.SIGINT), daemon=True).start()
        try:
            list(process(Connected(int(sys.argv[1])), [1, 2, 3], workers=2, seconds=600))
        except KeyboardInterrupt:
            sys.exit(len(multiprocessing.active_children()))
        sys.exit("no KeyboardInterrupt")
"""


def test_closing_ends_the_processes_at_once(tmp_path: Path, door: socket.socket) -> None:
    """Whoever stops listening waits for no one: processes that listen to nobody and would hang for ever are gone."""
    with _parent(INTERRUPTED, tmp_path, door) as parent:
        lines = [_enter(door), _enter(door)]
        parent.communicate(b"\n", timeout=60)
    assert parent.returncode == 0
    assert all(map(_is_gone, lines))


def test_ctrl_c_in_a_terminal_is_not_for_the_workers() -> None:
    """Ctrl-C reaches all processes of a terminal; one that is just starting takes no notice, for its parent decides."""
    assert _run([1, 2, 3], work=Interrupted()) == {1: 1, 2: 4, 3: 9}


PARENT = """
    import sys
    from indexer.workers import process
    from tests.workers_builders import Connected
    if __name__ == "__main__":
        list(process(Connected(int(sys.argv[1])), [1, 2, 3], workers=2, seconds=600))
"""


def test_workers_end_when_their_parent_is_killed(tmp_path: Path, door: socket.socket) -> None:
    """A parent that is killed takes its processes along, whatever they are doing."""
    with _parent(PARENT, tmp_path, door) as parent:
        lines = [_enter(door), _enter(door)]
        parent.kill()
    assert all(map(_is_gone, lines))
