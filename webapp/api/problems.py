"""What went wrong -> a problem as RFC 9457 has it, for whatever lies under `/api/`.

Knows how one is sent; must not know which error is which status: webapp.errors tells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Response
from flask import request

from webapp.api.answers import Problem
from webapp.api.encoding import encoded
from webapp.api.kinds import kind_of
from webapp.links import Links


if TYPE_CHECKING:
    from webapp.api.kinds import Kind
    from webapp.api.kinds import RefusedError


UNDER = "/api/"
"""What programs ask for lies here."""

TYPE = "application/problem+json"


def is_for_programs(path: str) -> bool:
    """Whether what goes wrong at this path is told as a problem instead of a page."""
    return path.startswith(UNDER)


def problem(status: int, advice: str = "") -> Response:
    """The answer to a request that ended with this status; of one that could not be served, `advice` says why."""
    kind = kind_of(status)
    return _response(kind._replace(detail=advice.replace("`", "”")) if status == 503 and advice else kind, status)


def refused(error: RefusedError) -> Response:
    """The answer to a request with a parameter that cannot be used."""
    return _response(error.kind, 400, error.mistakes)


def unasked(status: int, path: str) -> bytes:
    """What is said of a request that no page ever saw."""
    return _told(kind_of(status), status, path, links=Links())


def _response(kind: Kind, status: int, mistakes: tuple[str, ...] = ()) -> Response:
    told = _told(kind, status, request.script_root + request.path, links=Links(request.script_root), mistakes=mistakes)
    return Response(told, status=status, content_type=TYPE)


def _told(kind: Kind, status: int, path: str, *, links: Links, mistakes: tuple[str, ...] = ()) -> bytes:
    return encoded(Problem(links.problem(kind.name), kind.title, status, kind.detail, quote(path), mistakes))
