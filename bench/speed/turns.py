"""Contestants in processes of their own, spoken to line by line, so that they take turns.

Knows processes and lines of JSON; must not know what is asked or answered.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

from bench.speed.contest import Skipped


if TYPE_CHECKING:
    from typing import Self

ROOT = Path(__file__).parent.parent.parent
WAITED = 20
"""Seconds a process may take to end."""


class Child:
    """A process that answers each line with one; ends with the block. What it cannot do is raised as Skipped."""

    def __init__(self, folder: Path, work: str, name: str, *words: str) -> None:
        self.name = name
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.speed.child", str(folder), work, name, *words],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def ask(self, line: str = "") -> dict[str, Any]:
        """What it answers. Raises Skipped when it says why it cannot, or ends."""
        assert self._process.stdin
        with suppress(BrokenPipeError):
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        return self.hear()

    def hear(self) -> dict[str, Any]:
        """What it says next. Raises Skipped as `ask`."""
        assert self._process.stdout
        said = self._process.stdout.readline()
        if not said:
            raise Skipped(f"{self.name}: its process ended with {self._process.wait(WAITED)}")
        answer: dict[str, Any] = json.loads(said)
        if why := answer.get("skipped"):
            raise Skipped(why)
        return answer

    def end(self) -> None:
        """Let it end; ending twice is ending once."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with suppress(OSError):
                    stream.close()
        try:
            self._process.wait(WAITED)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
