"""What OpenSearch answers where a queue is full: to a whole request, and to some of the items of a bulk request.

Knows the form of bulk requests and their answers; must not know HTTP.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping


STATUS = 429
FULL = {"type": "rejected_execution_exception", "reason": "rejected execution: queue capacity reached"}
BUSY = json.dumps({"error": {"root_cause": [FULL], **FULL}, "status": STATUS}).encode()
"""The answer to a request of which nothing was done."""


def divided(body: bytes) -> tuple[bytes, dict[int, object]]:
    """A bulk request without every second of its items, and the answers to those, by the places they had."""
    passed = b""
    refused: dict[int, object] = {}
    for number, (kind, target, lines) in enumerate(_items(body)):
        if number % 2:
            named = {name: target.get(name) for name in ("_index", "_id")}
            refused[number] = {kind: {**named, "status": STATUS, "error": FULL}}
        else:
            passed += lines
    return passed, refused


def together(answered: bytes, refused: Mapping[int, object]) -> bytes:
    """The answer to the request as it came: what the rest of it was answered, with the refused in their places."""
    said = json.loads(answered)
    for number in sorted(refused):
        said["items"].insert(number, refused[number])
    return json.dumps({**said, "errors": said["errors"] or bool(refused)}).encode()


def _items(body: bytes) -> Iterator[tuple[str, dict[str, object], bytes]]:
    """The items of a bulk request: what is done, with what, and the item's lines."""
    lines = iter(body.splitlines(keepends=True))
    for line in lines:
        ((kind, target),) = json.loads(line).items()
        yield kind, target, line if kind == "delete" else line + next(lines)
