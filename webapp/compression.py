"""What is sent smaller than it is: pages, style sheets, scripts and files of data, never a letter's own file.

Knows encodings and types; must not know what an answer says. No page holds a secret beside what another may have typed, so that nothing can
be told from how small it becomes.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import request
from flask_compress import Compress


if TYPE_CHECKING:
    from flask import Flask
    from flask import Response


ENCODINGS = ("br", "zstd", "gzip")
"""Those we speak, what we would rather send first."""

TYPES = (
    "text/html",
    "text/css",
    "text/javascript",
    "text/csv",
    "text/plain",
    "text/xml",
    "image/svg+xml",
    "application/json",
    "application/jsonl",
    "application/problem+json",
    "application/xml",
    "application/atom+xml",
    "application/rss+xml",
    "application/feed+json",
    "application/x-suggestions+json",
    "application/opensearchdescription+xml",
    "application/x-bibtex",
    "application/x-research-info-systems",
)

AS_RECEIVED = frozenset({"pages.original", "pages.edition"})
"""The endpoints that hand over a file as it was received: it may be large, and is asked for piece by piece."""

_SETTINGS = {
    "COMPRESS_REGISTER": False,
    "COMPRESS_MIMETYPES": TYPES,
    "COMPRESS_ALGORITHM": ENCODINGS,
    "COMPRESS_ALGORITHM_STREAMING": ENCODINGS,
    "COMPRESS_BR_LEVEL": 5,
}


KEPT_AS = "svarsoeg.kept_as"
"""Where a request says under which name its answer is kept, when it is compressed: the tag of a file of the page; of others none."""


class Kept:
    """The files of the page, each compressed once in each encoding."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """The compressed file of this name, if it is kept."""
        return self._kept.get(key)

    def set(self, key: str, value: bytes) -> None:
        """Keep a compressed file, when it has a name."""
        if not key.endswith(";"):
            self._kept[key] = value


def install(app: Flask) -> None:
    """Let every answer of `app` that gains by it be compressed; to be installed first, so that it runs last."""
    app.config.update(_SETTINGS, COMPRESS_CACHE_BACKEND=Kept, COMPRESS_CACHE_KEY=lambda asked: asked.environ.get(KEPT_AS, ""))
    compress = Compress()
    compress.init_app(app)
    app.after_request(partial(_compressed, compress))


def _compressed(compress: Compress, response: Response) -> Response:
    if request.endpoint in AS_RECEIVED or response.status_code == 206:
        return response
    if response.direct_passthrough and response.status_code == 200:  # a file of ours, small enough to be held
        response.direct_passthrough = False
        response.make_sequence()
    if request.endpoint == "static":
        request.environ[KEPT_AS] = response.get_etag()[0]
    # The library takes an encoding that is refused (q=0) for one that is wanted, so it is told what to use.
    request.environ["HTTP_ACCEPT_ENCODING"] = _encoding()
    return compress.after_request(response)


def _encoding() -> str:
    """The encoding the browser would rather have, of those it takes; of equals the first of ours; "" when it would rather have none."""
    accepted = request.accept_encodings
    best = max(ENCODINGS, key=lambda name: accepted[name])
    return best if accepted[best] > 0 and accepted[best] >= accepted["identity"] else ""
