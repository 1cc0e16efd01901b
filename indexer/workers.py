"""Work on many items in processes of their own, so that a crash, a hang or an error costs one item alone.

Knows processes, time limits and how they end (what goes on in each is worker.py); must not know what the work is.
Only module that speaks to Pebble. Processes are spawned, never forked, so that Linux, Windows and macOS behave alike.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from concurrent.futures import FIRST_COMPLETED
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLongError
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import SpawnContext
from multiprocessing.context import SpawnProcess
from typing import TYPE_CHECKING
from typing import Any
from typing import Generic
from typing import TypeVar

from pebble import ProcessExpired
from pebble import ProcessPool

from indexer.errors import RebuildError
from indexer.errors import SourceError
from indexer.worker import Limits
from indexer.worker import crashed
from indexer.worker import internal
from indexer.worker import run_task
from indexer.worker import start


if TYPE_CHECKING:
    from collections.abc import Generator
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.worker import Work


Item = TypeVar("Item")
Result = TypeVar("Result")

_TASKS_AHEAD = 4
"""Tasks handed out for each process: enough that none waits, few enough that they never fill the pipe to it."""

_BREAKS_IN_A_ROW = 3
"""Pools that may break one after another without a single result before the machine is blamed instead of the files."""

_END_SECONDS = 2.0
"""How long ended processes and Pebble's threads are waited for."""

_POLL_SECONDS = 0.2
"""How often a wait is broken off: on Windows, Ctrl-C is noticed only between waits."""


def process(
    work: Work[Item, Result], items: Sequence[Item], *, workers: int, seconds: float, megabytes: int = 0
) -> Generator[tuple[Item, Result | SourceError]]:
    """Each item with its result or the reason why there is none, in the order in which they are done.

    At most `workers` processes (0: one for each core) have `seconds` for each item, and each of them `megabytes` of memory (0: as many as
    there are) where the system can hold it to that. The codes of reasons that are not the work's own are `crashed`, `too_slow`, `too_large`
    and `internal`. Close the iterator, or let an exception such as KeyboardInterrupt through, and the processes end
    at once. Raises RebuildError when processes cannot be started.
    """
    waiting, suspects = list(reversed(items)), list[Item]()
    breaks = 0
    while waiting or suspects:
        # A pool that broke does not say whose fault it was: each item it held is tried again with a process to itself.
        queue, alone = (suspects, True) if suspects else (waiting, False)
        pool = _Pool(work, workers=1 if alone else min(workers or os.cpu_count() or 1, len(queue)), limits=Limits(seconds, megabytes))
        try:
            for item, result in pool.run(queue, ahead=1 if alone else _TASKS_AHEAD):
                breaks = 0
                yield item, result
            queue += pool.unfinished()
        except BrokenProcessPool:
            breaks += 1
            if breaks == _BREAKS_IN_A_ROW:
                raise RebuildError("De processer, der læser brevene, kan ikke starte. Er der hukommelse nok?") from None
            if alone:
                yield from ((item, crashed("ukendt")) for item in pool.unfinished())
            else:
                suspects += pool.unfinished()
        finally:
            pool.end()


class _Pool(Generic[Item, Result]):
    """One pool of processes, and the items handed out to it."""

    def __init__(self, work: Work[Item, Result], *, workers: int, limits: Limits) -> None:
        self.seconds = limits.seconds
        self.workers = workers
        self.context = _Context()
        self.pending: dict[Future[Result | SourceError], Item] = {}
        self.pool = ProcessPool(max_workers=workers, initializer=start, initargs=(work, limits), context=self.context)

    def run(self, waiting: list[Item], *, ahead: int) -> Iterator[tuple[Item, Result | SourceError]]:
        """Take items from the end of `waiting` until all are done, or one has crashed: then the pool is not to be trusted any more.

        A process killed while it held the pipe leaves it locked or with half a message. Raises BrokenProcessPool when Pebble noticed.
        """
        while waiting or self.pending:
            while waiting and len(self.pending) < self.workers * ahead:
                self._schedule(waiting.pop())
            done = wait(self.pending, timeout=_POLL_SECONDS, return_when=FIRST_COMPLETED).done
            if not done and not self.pool.active:
                raise BrokenProcessPool
            results = [(future, self._result(future)) for future in done]
            for future, result in results:
                yield self.pending.pop(future), result
            if any(isinstance(result, SourceError) and result.code == "crashed" for _, result in results):
                return

    def _schedule(self, item: Item) -> None:
        try:
            future: Future[Result | SourceError] = self.pool.schedule(run_task, args=(item,), timeout=self.seconds)
        except RuntimeError as error:  # what Pebble says when a pool broke between two results
            future = Future()
            future.set_exception(BrokenProcessPool(*error.args))
        self.pending[future] = item

    def _result(self, future: Future[Result | SourceError]) -> Result | SourceError:
        try:
            return future.result()
        except TookTooLongError:
            return SourceError("too_slow", f"Læsningen tog over {self.seconds:g} sekunder og blev opgivet ([rebuild] seconds_per_file).")
        except ProcessExpired as error:
            return crashed(str(error.exitcode))
        except BrokenProcessPool:
            raise
        except Exception as error:  # noqa: BLE001 - whatever else came back through the pipe concerns this item alone
            return internal(error)

    def unfinished(self) -> list[Item]:
        """The items handed out that have no result, last one first."""
        return list(reversed(self.pending.values()))

    def end(self) -> None:
        """End every process now; what they were doing is given up."""
        self.pool.stop()  # type: ignore[no-untyped-call]
        for worker in self.context.started:
            if worker.pid is not None:
                with contextlib.suppress(OSError):
                    worker.kill()
        # Pebble's thread that reads the pipe waits for ever for the rest of a message whose sender was killed.
        closing = threading.Thread(target=self._close, daemon=True)
        closing.start()
        closing.join(_END_SECONDS)

    def _close(self) -> None:
        with contextlib.suppress(Exception):
            self.pool.join()


class _Context(SpawnContext):
    """Starts processes as the spawn context does, and remembers them, because Pebble gives them three seconds each to end."""

    def __init__(self) -> None:
        super().__init__()
        self.started: list[_Worker] = []

    def Process(self, *args: Any, **kwargs: Any) -> _Worker:  # type: ignore[override]  # noqa: N802 - multiprocessing's own name
        """A process like any other of this context."""
        worker = _Worker(*args, **kwargs)
        self.started.append(worker)
        return worker


class _Worker(SpawnProcess):
    """A process that Ctrl-C in a terminal does not reach, not even before its first line has run: its parent ends it."""

    def start(self) -> None:
        """Start it with SIGINT blocked, where there are signal masks; it inherits the mask."""
        if not hasattr(signal, "pthread_sigmask"):
            super().start()
            return
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            super().start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
