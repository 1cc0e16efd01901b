"""A shape -> the JSON that is sent.

Knows that text from letters may hold what no other text should; must not know which shape it is.
"""

from __future__ import annotations

from typing import Any

import msgspec

from webapp.present.wording.harmless import harmless


def encoded(shape: object) -> bytes:
    """The shape as JSON, its texts without control characters and half characters."""
    return msgspec.json.encode(_settled(msgspec.to_builtins(shape)))


def _settled(value: Any) -> Any:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, dict):
        return {key: _settled(each) for key, each in value.items()}
    return [_settled(each) for each in value] if isinstance(value, list | tuple) else value
