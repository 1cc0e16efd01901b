"""Who may read what from another site: the origins of `[embed] origins`, and no other.

Knows which endpoints are meant for other sites, and the headers by which browsers are told (https://fetch.spec.whatwg.org/#http-cors-protocol);
must not know what is answered. Nothing is ever allowed with credentials: there are no cookies, and a login is not for other sites to use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response
from flask import request

from webapp.service import service


if TYPE_CHECKING:
    from flask import Flask


SHARED_UNDER = "/api/v1/"
"""Whatever lies here may be read, problems included."""

SHARED = frozenset({"pages.suggestions", "embedding.component", "feeds.as_atom", "feeds.as_rss", "feeds.as_json"})
"""The other endpoints that may be read."""

METHODS = "GET, HEAD, OPTIONS"
EXPOSED = "Content-Disposition, ETag, Retry-After"
"""The headers that scripts may read, besides those they always may."""

KEPT_SECONDS = "600"
"""So long a browser may keep that it may ask."""


def install(app: Flask) -> None:
    """Let browsers on the pages of the allowed origins read what is meant for them.

    To be installed before who asks is judged: a browser asks whether it may ask without saying who does, and is told no more than that.
    """
    app.before_request(_preflight)
    app.after_request(_told)


def is_shared() -> bool:
    """Whether what the current request asks for may be read by other sites."""
    return request.endpoint in SHARED or request.path.startswith(SHARED_UNDER)


def allowed_origin() -> str:
    """The origin that asks, if it is one of those that may; "" else."""
    origin = request.headers.get("Origin", "")
    return origin if origin in service().settings.embed.origins else ""


def _preflight() -> Response | None:
    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers and is_shared() and allowed_origin():
        return Response(status=204)
    return None


def _told(response: Response) -> Response:
    if not is_shared():
        return response
    response.vary.add("Origin")
    if origin := allowed_origin():
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = EXPOSED
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = METHODS
            response.headers["Access-Control-Max-Age"] = KEPT_SECONDS
    return response
