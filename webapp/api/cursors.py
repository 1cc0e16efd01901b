"""Cursors: where in a result the next page begins, as a text that a URL can hold.

Knows how one is written and when it is refused; must not know what is searched, or HTTP.

A cursor is opaque to whoever gets it. It carries the generation of the index that the first page came from, so that the pages after know
whether it still is the same, and a digest of the search, so that it goes on in no other. The digest holds no secret: a cursor opens
nothing that a search does not, and it has to be good on every server and after every restart. It is there so that one that was cut,
mistyped or made up is refused rather than answered with some page.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING
from typing import NamedTuple

import msgspec


if TYPE_CHECKING:
    from webapp.params import Pairs


MOST_CHARACTERS = 500
FARTHEST = 2**53 - 1
"""The greatest number that every reader of JSON keeps whole."""

_DIGEST_SIZE = 10
_VERSION = b"v1"


class CursorError(ValueError):
    """A text that is no cursor of the search it is asked with."""


class Cursor(NamedTuple):
    """The generation of the index that the first page came from, and how many passages stand before the next page."""

    generation: str
    offset: int


def write_cursor(cursor: Cursor, *, search: Pairs) -> str:
    """The cursor as a text, good for this search alone."""
    payload = msgspec.json.encode(cursor)
    return base64.urlsafe_b64encode(_digest(payload, search) + payload).decode().rstrip("=")


def read_cursor(text: str, *, search: Pairs) -> Cursor:
    """The cursor in a text. Raises CursorError when it was not written for this search, or not written here at all."""
    if len(text) > MOST_CHARACTERS or not text.isascii():
        raise CursorError
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        cursor = msgspec.json.decode(data[_DIGEST_SIZE:], type=Cursor)
    except (binascii.Error, msgspec.MsgspecError, UnicodeDecodeError):
        raise CursorError from None
    # Written again it has to be the same: so its digest is right, and one cursor has one text.
    if not 0 < cursor.offset <= FARTHEST or write_cursor(cursor, search=search) != text:
        raise CursorError
    return cursor


def _digest(payload: bytes, search: Pairs) -> bytes:
    return hashlib.blake2b(payload + msgspec.json.encode(search), digest_size=_DIGEST_SIZE, person=_VERSION).digest()
