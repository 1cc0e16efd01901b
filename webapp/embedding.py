"""The search on pages of other sites: the page for frames, the components, what oEmbed says, and the page that says how.

Knows which address gives what, and which sites are allowed; must not know how anything is found or worded.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Any
from urllib.parse import unquote
from urllib.parse import urlsplit

from flask import Blueprint
from flask import Response
from flask import abort
from flask import current_app
from flask import render_template
from flask import request

from webapp.citing import absolute_links
from webapp.framing import LOOK
from webapp.framing import THEMES
from webapp.framing import look_pairs
from webapp.framing import parse_look
from webapp.links import FramedLinks
from webapp.links import Links
from webapp.params import FACETS
from webapp.params import search_pairs
from webapp.parsing import parse_search
from webapp.present.embedding.frame import framed
from webapp.present.embedding.oembed import as_json
from webapp.present.embedding.oembed import as_xml
from webapp.present.embedding.oembed import link_values
from webapp.present.embedding.oembed import search_values
from webapp.present.embedding.snippets import called
from webapp.present.embedding.snippets import embedding_page
from webapp.present.letter.page import letter_title
from webapp.present.results.facets import values_wanted
from webapp.present.results.page import last_page
from webapp.present.results.page import search_page
from webapp.security import BRIEFLY
from webapp.service import service
from webapp.withdrawn import is_gone


if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from indexer.model.results import Results
    from webapp.framing import Look
    from webapp.params import SearchRequest
    from webapp.present.embedding.oembed import Values


blueprint = Blueprint("embedding", __name__)

A_WHILE = "public, max-age=300"
"""For a script that other sites name without a version: what is new in it is there five minutes later."""

FORMATS = ("json", "xml")
LARGEST = 10_000
"""Pixels: what a consumer that names no largest width or height allows."""

_LETTER = re.compile(r"/brev/([^/]+)")
_PATH = re.compile(r"[/?#]|$")
"""What follows the name of this site: of another, the name may begin alike and go on."""


@blueprint.get("/indlejret")
def embedded() -> str:
    """The search in a frame of a site that is allowed to."""
    return _frame(service().settings.embed.origins)


@blueprint.get("/indlejr/proeve")
def tried() -> str:
    """The same in a frame of our own, to see how it will look: whichever sites are allowed."""
    return _frame(())


@blueprint.get("/indlejr")
def dialog() -> str:
    """What to write in another page to have this search there."""
    parsed = parse_search(request.query_string, besides=LOOK)
    look, mistakes = parse_look(request.query_string)
    settings = service().settings
    page = embedding_page(
        parsed.request,
        look,
        links=Links(request.script_root),
        outside=absolute_links(),
        title=settings.site.title,
        origins=settings.embed.origins,
    )
    notices = (*parsed.mistakes, *mistakes)
    kept = search_pairs(parsed.request.at(1).worded(""))
    return render_template("embed_dialog.html", page=page, themes=THEMES, notices_of=notices, asked=parsed.request, kept=kept)


@blueprint.get("/embed.js")
def component() -> Response:
    """The web components, as a module; webapp.cors says which sites may load it."""
    with current_app.open_resource("static/embed.js") as script:
        answer = Response(script.read(), mimetype="text/javascript", headers={"Cache-Control": A_WHILE})
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@blueprint.get("/oembed")
def oembed() -> ResponseReturnValue:
    """What oEmbed says of an address of ours: 404 for any other, 501 for a format that is neither JSON nor XML."""
    form = request.args.get("format", FORMATS[0])
    if form not in FORMATS:
        abort(501)
    values = _values(request.args.get("url", "")) or abort(404)
    answer = Response(as_json(values), mimetype="application/json") if form == "json" else Response(as_xml(values), mimetype="text/xml")
    answer.headers["Cache-Control"] = BRIEFLY
    return answer


@blueprint.context_processor
def look() -> dict[str, Any]:
    """What every page here may use, also one that says what went wrong: how it is to look, and which sites it tells how high it is."""
    hosts = service().settings.embed.origins if request.endpoint == "embedding.embedded" else ()
    return {"look": parse_look(request.query_string)[0], "hosts": hosts}


def _frame(hosts: tuple[str, ...]) -> str:
    """The page for a frame; the script in it tells these sites how high it is."""
    parsed = parse_search(request.query_string, besides=LOOK)
    shown, mistakes = parse_look(request.query_string)
    pairs = look_pairs(shown)
    links = FramedLinks(request.script_root, look=pairs)
    asked, results = _found(parsed.request, shown)
    page = search_page(
        results,
        request=asked,
        links=links,
        page_size=shown.count,
        facet_values=service().settings.search.facet_values,
        mistakes=(*parsed.mistakes, *mistakes),
    )
    page = framed(page, look=pairs, has_filters=shown.has_filters)
    kept = (*search_pairs(asked.worded("")), *pairs)
    whole = Links(request.script_root).search(asked.at(1))
    return render_template("embedded.html", page=page, links=links, asked=asked, kept=kept, whole=whole, hosts=hosts)


def _found(asked: SearchRequest, shown: Look) -> tuple[SearchRequest, Results]:
    """What is found, and the search it is found by: of a page beyond the last, the last."""
    results = _search(asked, shown)
    last = last_page(results.total, shown.count)
    if asked.page <= last:
        return asked, results
    return asked.at(last), _search(asked.at(last), shown)


def _search(asked: SearchRequest, shown: Look) -> Results:
    return service().index.search(
        asked.words,
        filters=asked.filters,
        sort=asked.sort,
        offset=(asked.page - 1) * shown.count,
        limit=shown.count,
        facets=tuple(FACETS.values()) if shown.has_filters else (),
        most_values=values_wanted(service().settings.search.facet_values),
    )


def _values(url: str) -> Values | None:
    """What is said of an address of ours, or None."""
    outside = absolute_links()
    root = outside.root
    within = url.removeprefix(root)
    if not url.startswith(root) or not _PATH.match(within):
        return None
    asked = urlsplit(within)
    settings = service().settings
    title = settings.site.title
    if named := _LETTER.fullmatch(asked.path):
        name = unquote(named[1])
        letter = service().index.letter(name)
        return link_values(letter_title(letter), links=outside, title=title) if letter and not is_gone(name, letter) else None
    if asked.path not in ("", "/", "/indlejret"):
        return None
    search = parse_search(asked.query, besides=LOOK).request.at(1)
    if not settings.embed.origins:
        return link_values(called(search), links=outside, title=title)
    most = (_pixels("maxwidth"), _pixels("maxheight"))
    return search_values(search, parse_look(asked.query)[0], links=outside, title=title, most=most)


def _pixels(name: str) -> int:
    """The largest size a consumer allows, in the parameter of this name."""
    value = request.args.get(name, "")
    return max(1, min(int(value), LARGEST)) if value.isascii() and value.isdecimal() and len(value) < 7 else LARGEST
