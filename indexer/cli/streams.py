"""What goes to the terminal, and how: results to stdout, all else to stderr, in whatever encoding they happen to have.

Knows streams, encodings and control characters; must not know what is written.
"""

from __future__ import annotations

import errno
import json
import os
import re
import sys
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path


def prepare() -> None:
    """Nothing; afterwards no character can break a stream: one it does not have becomes "?" (in UTF-8, half a character its code)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace" if _is_utf8(stream.encoding) else "replace")


def say(text: str) -> None:
    """Nothing; a line for the person in front of the screen, on stderr."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def write(text: str) -> None:
    """Nothing; a line of the result, on stdout. Raises BrokenPipeError when nobody reads it any more."""
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except OSError as error:
        if os.name == "nt" and error.errno == errno.EINVAL:  # what Windows says of a closed pipe
            raise BrokenPipeError(errno.EPIPE, "closed") from None
        raise


def abandon() -> None:
    """Nothing; what stdout still holds is dropped, so that Python does not try, and fail, to write it once more at its end."""
    with suppress(OSError, ValueError), Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def write_json(value: object) -> None:
    """Nothing; `value` as one line of JSON on stdout: as it is where stdout takes UTF-8, else escaped, so that any encoding carries it."""
    write(json.dumps(value, ensure_ascii=not _is_utf8(sys.stdout.encoding)))


def plain(text: str) -> str:
    """The text without characters that steer a terminal: a letter or a file name must not do that."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", text)


def one_line(text: str) -> str:
    """The text on one line, and without characters that steer a terminal."""
    return plain(" ".join(text.split()))


def _is_utf8(encoding: str | None) -> bool:
    return (encoding or "").lower().replace("-", "").replace("_", "") == "utf8"
