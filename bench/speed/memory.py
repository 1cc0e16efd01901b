"""What a process and those it started hold of the memory, while it runs.

Knows /proc; must not know what the processes do. Where the system has none, nothing is told.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from pathlib import Path
from typing import Self


SECONDS = 0.1
"""So often it is looked."""
_PROC = Path("/proc")


class Watching:
    """The most that the process `pid` and its descendants hold together while the block runs, in bytes: `peak`, 0 where it is not told."""

    def __init__(self, pid: int) -> None:
        self.peak = 0
        self._pid = pid
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        """Itself, watching."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(SECONDS):
            self.peak = max(self.peak, held_by(self._pid))


def most_held() -> int:
    """The most that this process has held, in bytes; 0 where it is not told.

    Not as `resource` tells it: there a process begins with what the one that started it held.
    """
    return _told(_PROC / "self" / "status", "VmHWM:")


def held_by(pid: int) -> int:
    """The bytes that a process and its descendants hold now; what several share is shared among them."""
    return sum(map(_held, _family(pid)))


def _family(pid: int) -> list[int]:
    children: defaultdict[int, list[int]] = defaultdict(list)
    for path in _PROC.glob("[0-9]*/stat"):
        try:
            # What stands in brackets is the program's name, which may hold anything.
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError, ValueError):
            continue
        children[parent].append(int(path.parent.name))
    family = [pid]
    for each in family:
        family += children[each]
    return family


def _held(pid: int) -> int:
    return _told(_PROC / str(pid) / "smaps_rollup", "Pss:")


def _told(path: Path, name: str) -> int:
    """The bytes that a line of this name tells in kilobytes."""
    try:
        return next((int(line.split()[1]) * 1024 for line in path.read_text().splitlines() if line.startswith(name)), 0)
    except (OSError, ValueError):
        return 0  # no such system, or the process has ended meanwhile
