"""Svarsøg's search page: words in, pages out.

Knows HTTP, HTML and URLs; must not know engines, files of letters or Danish analysis: it asks `indexer.search`.

    params.py       a search, and the parameters of a URL that ask for it; years.py: periods among them
    lenient.py      a request that can always be read
    parsing.py      a URL -> the search it asks for
    links.py        the URL of every page: all links are made here
    present/        results and letters -> what the pages say
    pages.py        the pages themselves
    letters.py      the page of a letter, put together from its parts
    choosing.py     the page of all values of a facet
    overviews.py    those that give an overview: a case, the people, the collection
    site.py         what a city says of the site itself: its accessibility, its colours
    citing.py       a reference as a file
    framing.py      how an embedded search looks; embedding.py: the search on pages of other sites
    following.py    what of a search a feed holds; feeds.py: the search as a feed
    discovery.py    how browsers and other searches find this one
    api/            the same for programs; cors.py: what other sites may read
    originals.py    a letter's own file, or what is shown instead; withdrawn.py: what is not shown any more
    robots.py       what search engines may do
    drafts.py       a pasted draft out of a request
    marking.py      which words of a letter are marked
    access.py       who asks, and what they may see; limits.py: under which name, how often, how much; logs.py: what is written down
    security.py     the headers of every answer, and what may be cached
    compression.py  what is sent smaller than it is
    errors.py       what went wrong -> a Danish page with the right status
    service.py      what the pages are served from; counting.py: what is counted once for each index
    __main__.py     the production server; wsgi.py: the site for another
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from jinja2 import StrictUndefined

from indexer.search import Index
from webapp import access
from webapp import compression
from webapp import cors
from webapp import discovery
from webapp import embedding
from webapp import errors
from webapp import feeds
from webapp import limits
from webapp import logs
from webapp import pages
from webapp import robots
from webapp import security
from webapp import site
from webapp.api.views import blueprint as api
from webapp.lenient import LenientRequest
from webapp.present.wording.harmless import harmless
from webapp.service import Service


if TYPE_CHECKING:
    from indexer.config import Settings


def create_app(settings: Settings, *, index: Index | None = None) -> Flask:
    """The site as a WSGI application, searching `index` or, by default, the index the settings name.

    It starts also when there is no index yet: its pages then say what to do, and it serves the index as soon as there is one. Raises
    ConfigError where the settings say by halves who may see what.
    """
    app = Flask(__name__)
    app.request_class = LenientRequest
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.finalize = _settled
    if settings.web.log_queries:
        index = logs.noting(index or Index(settings))
    app.extensions["svarsoeg"] = Service(settings, index=index)
    compression.install(app)
    limits.guard_hosts(app, settings)
    cors.install(app)
    access.install(app, settings)
    security.install(app)
    limits.install(app, settings)
    robots.install(app)
    errors.install(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(site.blueprint)
    app.register_blueprint(robots.blueprint)
    app.register_blueprint(api)
    app.register_blueprint(embedding.blueprint)
    app.register_blueprint(feeds.blueprint)
    app.register_blueprint(discovery.blueprint)
    app.context_processor(pages.site_context)
    return app


def _settled(value: object) -> object:
    """What a template sets on a page: no text, whoever wrote it, reaches beyond the place it is set in."""
    return harmless(value) if type(value) is str else value
