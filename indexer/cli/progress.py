"""How far a rebuild has come: a bar on a terminal, a few plain lines anywhere else.

Knows counts and steps; must not know what is done to a file.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn
from rich.progress import MofNCompleteColumn
from rich.progress import Progress as Bar
from rich.progress import TextColumn
from rich.progress import TimeRemainingColumn

from indexer.cli import streams


if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.report import Failure
    from indexer.report import Progress

_STEPS = 10
"""How many lines stand for the reading where there is no terminal."""


@contextmanager
def following() -> Iterator[Progress]:
    """Something that shows on stderr how a rebuild is going, until the block ends."""
    if not sys.stderr.isatty():
        yield LineProgress()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        yield BarProgress(bar)


class BarProgress:
    """A bar."""

    def __init__(self, bar: Bar) -> None:
        self._bar = bar
        self._task = bar.add_task("Læser breve", total=None)

    def begin(self, files: int) -> None:
        """So many files are to be read."""
        self._bar.update(self._task, total=files)

    def done(self, file: str, failure: Failure | None) -> None:  # noqa: ARG002 - a bar only counts
        """One more."""
        self._bar.advance(self._task)

    def write(self, letters: int) -> None:
        """Reading is over."""
        self._bar.update(self._task, description="Skriver indeks", total=letters, completed=letters)


class LineProgress:
    """A line now and then."""

    def __init__(self) -> None:
        self._files = self._done = 0

    def begin(self, files: int) -> None:
        """So many files are to be read."""
        self._files = files
        streams.say(f"Læser {files} {'fil' if files == 1 else 'filer'} ...")

    def done(self, file: str, failure: Failure | None) -> None:  # noqa: ARG002 - failures stand in the report
        """One more."""
        self._done += 1
        if self._files >= 10 * _STEPS and self._done * _STEPS // self._files > (self._done - 1) * _STEPS // self._files:
            streams.say(f"  {self._done} af {self._files}")

    def write(self, letters: int) -> None:
        """Reading is over."""
        streams.say(f"Skriver indekset med {letters} {'brev' if letters == 1 else 'breve'} ...")
