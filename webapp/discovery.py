"""How browsers and other searches find this one: its OpenSearch description, suggestions as they want them, and what pages name of it.

Knows which address gives what; must not know how it is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint
from flask import Response
from flask import jsonify
from flask import request

from indexer.errors import SvarsoegError
from webapp.citing import absolute_links
from webapp.parsing import own
from webapp.parsing import parse_search
from webapp.parsing import typed
from webapp.present.feeds.description import TYPE
from webapp.present.feeds.description import description
from webapp.present.feeds.description import short_name
from webapp.present.results.suggestions import OPENSEARCH_TYPE
from webapp.present.results.suggestions import completions
from webapp.present.results.suggestions import for_opensearch
from webapp.security import BRIEFLY
from webapp.security import NEVER
from webapp.service import service


if TYPE_CHECKING:
    from webapp.links import Links


blueprint = Blueprint("discovery", __name__)

_FORM = "format"


@blueprint.get("/opensearch.xml")
def described() -> Response:
    """The search, described for browsers and for other searches."""
    site = service().settings.site
    links = absolute_links()
    icon = links.static("favicon.svg", version=service().version)
    document = description(title=site.title, subtitle=site.subtitle, links=links, icon=icon)
    return Response(document, content_type=f"{TYPE}; charset=utf-8")


def is_for_browsers(query: bytes) -> bool:
    """Whether suggestions are asked for in the form in which browsers want them."""
    return own(query, (_FORM,)).get(_FORM) == "opensearch"


def suggested() -> Response:
    """How what is typed may go on, in that form; nothing where nothing can be searched."""
    text = typed(request.query_string)
    try:
        found = service().index.suggestions(text)
    except SvarsoegError:
        found, kept = (), NEVER
    else:
        kept = BRIEFLY
    asked = parse_search(request.query_string, besides=(_FORM,)).request
    answer = jsonify(for_opensearch(text, completions(found, request=asked, links=absolute_links())))
    answer.content_type = OPENSEARCH_TYPE
    answer.headers["Cache-Control"] = kept
    return answer


@blueprint.app_context_processor
def site_for_others() -> dict[str, str | Links]:
    """What every page may use: links that lead here from anywhere, and the name of the search in a browser's list."""
    return {"outside": absolute_links(), "short_name": short_name(service().settings.site.title)}
