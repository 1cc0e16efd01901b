"""Svarsøg's search page: words in, pages out.

Knows HTTP, HTML and URLs; must not know engines, files of letters or Danish analysis: it asks `indexer.search`.

    params.py     URL <-> search; every link is made here
    present/      results and letters -> what the pages say
    security.py   the headers of every answer, and what may be cached
    errors.py     what went wrong -> a Danish page with the right status
    drafts.py     a pasted draft out of a request
    pages.py      the pages themselves
    overviews.py  those that give an overview: a case, the people, the collection
    citing.py     a reference as a file
    service.py    what the pages are served from
    __main__.py   the production server
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from jinja2 import StrictUndefined

from webapp import errors
from webapp import pages
from webapp import security
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
    app.extensions["svarsoeg"] = Service(settings, index=index)
    security.install(app)
    errors.install(app)
    app.register_blueprint(pages.blueprint)
    app.context_processor(pages.site_context)
    return app
