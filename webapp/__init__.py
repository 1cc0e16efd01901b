"""Svarsøg's search page: words in, pages out.

Knows HTTP, HTML and URLs; must not know engines, files of letters or Danish analysis: it asks `indexer.search`.

    params.py       a search, and the parameters of a URL that ask for it; years.py: periods among them
    parsing.py      a URL -> the search it asks for
    links.py        the URL of every page: all links are made here
    present/        results and letters -> what the pages say
    pages.py        the pages themselves
    letters.py      the page of a letter, put together from its parts
    choosing.py     the page of all values of a facet
    overviews.py    those that give an overview: a case, the people, the collection
    site.py         what a city says of the site itself: its accessibility, its colours
    citing.py       a reference as a file
    originals.py    a letter's own file
    drafts.py       a pasted draft out of a request
    marking.py      which words of a letter are marked
    security.py     the headers of every answer, and what may be cached
    compression.py  what is sent smaller than it is
    errors.py       what went wrong -> a Danish page with the right status
    service.py      what the pages are served from; counting.py: what is counted once for each index
    __main__.py     the production server
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from jinja2 import StrictUndefined

from webapp import compression
from webapp import errors
from webapp import pages
from webapp import security
from webapp import site
from webapp.present.wording.harmless import harmless
from webapp.service import Service


if TYPE_CHECKING:
    from indexer.config import Settings
    from indexer.search import Index


def create_app(settings: Settings, *, index: Index | None = None) -> Flask:
    """The site as a WSGI application, searching `index` or, by default, the index the settings name.

    It starts also when there is no index yet: its pages then say what to do, and it serves the index as soon as there is one.
    """
    app = Flask(__name__)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.finalize = _settled
    app.extensions["svarsoeg"] = Service(settings, index=index)
    compression.install(app)
    security.install(app)
    errors.install(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(site.blueprint)
    app.context_processor(pages.site_context)
    return app


def _settled(value: object) -> object:
    """What a template sets on a page: no text, whoever wrote it, reaches beyond the place it is set in."""
    return harmless(value) if type(value) is str else value
