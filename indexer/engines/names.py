"""What generations are called: so that the names sort as they were made, on whatever machine, and none comes twice.

Knows the form of a name; must not know where generations are kept.
"""

from __future__ import annotations

import re
import secrets
import time


_NAME = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9]{6}-[0-9a-f]{4}")


def new_name() -> str:
    """A name nobody has had: the moment in UTC, and a little chance."""
    seconds, nanoseconds = divmod(time.time_ns(), 10**9)
    return f"{time.strftime('%Y%m%d-%H%M%S', time.gmtime(seconds))}-{nanoseconds // 1000:06}-{secrets.token_hex(2)}"


def is_name(text: str) -> bool:
    """Whether a generation may be called so."""
    return _NAME.fullmatch(text) is not None
