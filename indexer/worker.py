"""What goes on in each of the processes that work on items (workers.py).

Knows the process it is in: its memory, its streams, its parent; must not know the other processes, or what the work is.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import logging
import multiprocessing
import os
import sys
import threading
import warnings
from multiprocessing import connection
from typing import Any
from typing import NamedTuple
from typing import Protocol
from typing import TypeVar

from indexer.errors import SourceError


Item_contra = TypeVar("Item_contra", contravariant=True)
Result_co = TypeVar("Result_co", covariant=True)

_ALLOCATIONS = 5000
"""Values made before a worker looks for garbage; Python's own 700 are reached several times in every letter."""


class Work(Protocol[Item_contra, Result_co]):
    """What is done to each item. It is pickled once for each process, so it and its results must allow that."""

    def prepare(self) -> None:
        """Load what takes long, before the clock of the first item starts."""
        ...

    def __call__(self, item: Item_contra, /) -> Result_co:
        """The result for one item. Raises SourceError with the reason when there is none."""
        ...


class Limits(NamedTuple):
    """What an item may take: so many seconds, and so many megabytes of memory (0: as many as there are)."""

    seconds: float
    megabytes: int


_task_of: list[tuple[Work[Any, Any], int]] = []
"""In a worker process: what it was started for, and its megabytes."""


def start(work: Work[Any, Any], limits: Limits) -> None:
    """Nothing; the process is ready for tasks: its work prepared, silent, held to its memory, and gone when its parent is."""
    _task_of.append((work, limits.megabytes))
    threading.Thread(target=_end_with_parent, args=(limits.seconds, _fall_silent()), daemon=True).start()
    # What goes wrong here goes wrong in each task again, and is told from there.
    with contextlib.suppress(Exception):
        work.prepare()
    # What is loaded by now is there to stay; a letter makes many small values, which hardly ever point in circles.
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS)
    _limit_memory(limits.megabytes)


def _limit_memory(megabytes: int) -> None:
    """Have the system refuse more memory than this. Only Linux keeps to it; Windows has no such limit, and macOS overlooks it."""
    if megabytes and sys.platform == "linux":
        import resource  # noqa: PLC0415 - there is none on Windows

        # What is written to counts, and not the address space, of which threads and libraries reserve much that they never touch.
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = megabytes * 2**20
        resource.setrlimit(resource.RLIMIT_DATA, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


def run_task(item: Any) -> Any:
    """The result for an item, or the SourceError that tells why there is none."""
    work, megabytes = _task_of[0]
    try:
        return work(item)
    except SourceError as error:
        return error
    except MemoryError:
        return _out_of_memory(megabytes)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - an error of ours in one file must not stop the others
        return internal(error)


def crashed(exit_code: str) -> SourceError:
    """What is said of a file at which a process ended with this code."""
    return SourceError("crashed", f"Læsningen brød ned (proceskode {exit_code}). Åbn filen, gem den på ny, og prøv igen.")


def _out_of_memory(megabytes: int) -> SourceError:
    limit = f"over {megabytes} megabyte hukommelse og blev opgivet ([rebuild] megabytes_per_file)"
    return SourceError(
        "too_large", f"Læsningen brugte {limit if megabytes else 'al hukommelse og blev opgivet'}. Del filen, eller gem den på ny."
    )


def internal(error: BaseException) -> SourceError:
    """What is said of a file at which an error of ours came up."""
    return SourceError("internal", f"En fejl i Svarsøg ({type(error).__name__}: {error}). Meld den, gerne med filen vedlagt.")


def _fall_silent() -> int:
    """Libraries that read files warn freely; a worker must write into neither the results nor the progress bar."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    return nowhere


def _end_with_parent(seconds: float, nowhere: int) -> None:
    parent = multiprocessing.parent_process()
    while parent is not None:
        # An orphan that hangs inside C code gives no thread a turn. Then this timer, which needs none, is not put off any more and ends it.
        faulthandler.dump_traceback_later(2 * seconds + 60, exit=True, file=nowhere)
        if connection.wait([parent.sentinel], timeout=seconds):
            os._exit(1)
