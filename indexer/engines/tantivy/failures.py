"""What tantivy raises when files fail it, and what that is to us.

Knows tantivy's errors; must not know what was written or asked.

Nearly all are a ValueError with a sentence. A mistake of tantivy's own, which damaged files bring about, is a panic: Rust's word for an
error that nobody was to catch, which Python is given as something that is no Exception. What it says of itself is printed as well.
"""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from contextlib import contextmanager
from contextlib import suppress
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_NUMBER = re.compile(r"os error (\d+)")
_PROBED = 1 << 20


def is_panic(error: BaseException) -> bool:
    """Whether it is a mistake of tantivy's own."""
    return type(error).__name__ == "PanicException"


def is_damage(error: BaseException) -> bool:
    """Whether it says that files cannot be read, when it came out of a search that was asked rightly."""
    return is_panic(error) or isinstance(error, (ValueError, LookupError, OSError, sqlite3.Error))


@contextmanager
def reading() -> Iterator[None]:
    """A block in which a panic is an error like others. Raises ValueError."""
    try:
        yield
    except BaseException as error:
        if is_panic(error):
            raise ValueError(str(error)) from error
        raise


def unwritable(folder: Path, error: BaseException) -> OSError:
    """What kept tantivy from writing into `folder`.

    Of its threads it only tells that one failed. Which error it was is then found out by writing as much as the largest file holds, and a
    little more.
    """
    told = _NUMBER.search(str(error))
    code = int(told[1]) if told else _probed(folder)
    return OSError(code, os.strerror(code), str(folder))


def _probed(folder: Path) -> int:
    largest = max((path.stat().st_size for path in folder.iterdir()), default=0)
    try:
        with (folder / "probe").open("wb") as file:
            for _ in range(0, largest + _PROBED, _PROBED):
                file.write(bytes(_PROBED))
    except OSError as error:
        return error.errno or errno.EIO
    finally:
        with suppress(OSError):
            (folder / "probe").unlink()
    return errno.EIO
