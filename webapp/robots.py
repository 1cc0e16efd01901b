"""What search engines may do: a file that tells them, and a header on every answer.

Knows what the settings allow; must not know pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint
from flask import Response

from webapp.service import service


if TYPE_CHECKING:
    from flask import Flask


blueprint = Blueprint("robots", __name__)


def install(app: Flask) -> None:
    """Let every answer of `app` say whether search engines may list it."""
    app.after_request(_marked)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Whether search engines may read the pages."""
    allowed = "Disallow: /" if service().settings.privacy.noindex else "Allow: /"
    return Response(f"User-agent: *\n{allowed}\n", mimetype="text/plain")


def _marked(response: Response) -> Response:
    if service().settings.privacy.noindex:
        response.headers["X-Robots-Tag"] = "noindex"
    return response
