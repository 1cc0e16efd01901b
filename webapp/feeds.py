"""What a search finds as a feed: Atom, RSS, JSON Feed.

Knows which address gives which; must not know how anything is found, or how a feed is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint
from flask import Response
from flask import request

from webapp.citing import absolute_links
from webapp.following import parse_feed
from webapp.present.feeds.atom import TYPE as ATOM_TYPE
from webapp.present.feeds.atom import atom
from webapp.present.feeds.entries import Source
from webapp.present.feeds.entries import feed_of
from webapp.present.feeds.jsonfeed import TYPE as JSON_TYPE
from webapp.present.feeds.jsonfeed import json_feed
from webapp.present.feeds.rss import TYPE as RSS_TYPE
from webapp.present.feeds.rss import rss
from webapp.service import service


if TYPE_CHECKING:
    from webapp.present.feeds.entries import Feed


blueprint = Blueprint("feeds", __name__)


@blueprint.get("/feed.atom")
def as_atom() -> Response:
    """The search as Atom."""
    return _sent(atom(_feed("atom")), ATOM_TYPE)


@blueprint.get("/feed.rss")
def as_rss() -> Response:
    """The search as RSS."""
    return _sent(rss(_feed("rss")), RSS_TYPE)


@blueprint.get("/feed.json")
def as_json() -> Response:
    """The search as JSON Feed."""
    return _sent(json_feed(_feed("json")), JSON_TYPE)


def _feed(form: str) -> Feed:
    asked, mistakes = parse_feed(request.query_string)
    index = service().index
    results = index.search(
        asked.search.words,
        filters=asked.search.filters,
        sort=asked.search.sort,
        offset=(asked.search.page - 1) * asked.size,
        limit=asked.size,
    )
    source = Source(service().settings.site.title, absolute_links(), form, index.stamp.built)
    return feed_of(results, asked, source=source, mistakes=mistakes)


def _sent(document: bytes, kind: str) -> Response:
    return Response(document, content_type=f"{kind}; charset=utf-8")
