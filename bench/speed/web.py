"""Whole pages: the site in this process, or served as in production, and beside it bare views of the same pages.

Knows the product's application and what it made its pages of; must not know what is asked. A bare view is Flask and the site's template,
with what the site found kept from its own answer: no search, no excerpts or reasons, no reading of the URL, no headers, no limits. It words
and links these results as the site does and renders them; beside it a second one renders what was worded before, the template alone.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING
from typing import Any
from typing import NamedTuple
from typing import Self

import waitress  # noqa: TID251 - served as webapp.__main__ serves
from flask import Flask
from flask import render_template
from flask import request
from flask import template_rendered
from jinja2 import StrictUndefined

from bench.speed.figures import Took
from indexer.search import Index
from webapp import create_app
from webapp.__main__ import listen
from webapp.links import Links
from webapp.present.results.page import search_page
from webapp.service import prepare


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable

    from flask.testing import FlaskClient
    from jinja2 import Template

    from indexer.config import Settings
    from indexer.model.results import Results


class Shown(NamedTuple):
    """What a template made a page of, and what that was worded from: the results, and how many there were without filters."""

    template: str
    context: dict[str, Any]
    results: Results
    unfiltered: int


class Noting(Index):
    """The product's index, remembering what it found."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.found: list[Results] = []

    def search(self, words: str, **asked: Any) -> Results:
        """As Index.search."""
        self.found.append(super().search(words, **asked))
        return self.found[-1]

    def seen_by(self, _labels: frozenset[str]) -> Self:
        """Itself: nothing is restricted here."""
        return self


class Bare:
    """What a site over `index` showed, shown again by bare Flask views: of its results, and of what its template was given."""

    def __init__(self, site: Flask, index: Noting, settings: Settings) -> None:
        self._index = index
        self._limits = settings.search
        self._last: Shown | None = None
        self._pages: dict[str, Shown] = {}
        template_rendered.connect(self._note, site, weak=False)
        self.app, self.template = self._plain(self._show), self._plain(self._show_worded)

    def keep(self, path: str) -> None:
        """Show at `path` from now on what the site showed last, and nothing at the paths before; the view reads no more than the path."""
        assert self._last
        self._pages[path] = self._last

    def forget(self) -> None:
        """Show nothing."""
        self._pages.clear()

    def _note(self, _site: Flask, *, template: Template, context: dict[str, Any], **_: Any) -> None:
        # Of the template's own context: not what Flask adds for each request.
        own = {name: value for name, value in context.items() if name not in ("request", "session", "g")}
        first, *others = self._index.found
        self._index.found = []
        unfiltered = others[-1].total if others and not first.total else 0
        self._last = Shown(str(template.name), own, others[-1] if others and first.total else first, unfiltered)

    def _plain(self, view: Callable[[], str]) -> Flask:
        app = Flask("webapp")
        app.jinja_env.undefined = StrictUndefined
        app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
        app.add_url_rule("/", view_func=view)
        return app

    def _show(self) -> str:
        shown = self._asked()
        page = search_page(
            shown.results,
            request=shown.context["asked"],
            links=Links(),
            page_size=self._limits.page_size,
            facet_values=self._limits.facet_values,
            unfiltered=shown.unfiltered,
        )
        told = replace(page, notices=shown.context["page"].notices)  # what was amiss in the URL, which is not read here
        return render_template(shown.template, **(shown.context | {"page": told}))

    def _show_worded(self) -> str:
        shown = self._asked()
        return render_template(shown.template, **shown.context)

    def _asked(self) -> Shown:
        return self._pages[request.full_path.rstrip("?")]


class InProcess:
    """The site over the index of `settings` in this process, and the bare views, asked in turn."""

    def __init__(self, settings: Settings) -> None:
        self._index = Noting(settings)
        prepare(self._index)
        site = create_app(settings, index=self._index)
        self._bare = Bare(site, self._index, settings)
        self._site, self._again, self._template = (each.test_client() for each in (site, self._bare.app, self._bare.template))

    def ask(self, path: str) -> Asked:
        """What the page took, and what the bare ones took."""
        ours, page = _timed(self._site, path)
        self._bare.forget()
        self._bare.keep(path)
        (bare, again), (template, _) = _timed(self._again, path), _timed(self._template, path)
        if again != page:
            raise RuntimeError(f"{path} is another page by the bare view")
        return Asked(ours, bare, template, len(page))

    def close(self) -> None:
        """Close the index."""
        self._index.close()


class Serving:
    """A server on a free port of this machine, as webapp.__main__ has it."""

    def __init__(self, app: Flask, *, threads: int) -> None:
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # more clients than threads are meant
        listening = listen("127.0.0.1", 0)
        self.port: int = listening.getsockname()[1]
        self._server = waitress.create_server(app, sockets=[listening], threads=threads, ident=None)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()

    @classmethod
    def site(cls, settings: Settings) -> Self:
        """The site over an index."""
        index = Index(settings)
        prepare(index)
        return cls(create_app(settings, index=index), threads=settings.web.threads)

    @classmethod
    def bare(cls, settings: Settings, paths: Iterable[str]) -> Self:
        """The bare view of these pages, as the site over an index shows them."""
        index = Noting(settings)
        site = create_app(settings, index=index)
        bare = Bare(site, index, settings)
        client = site.test_client()
        for path in paths:
            client.get(path)
            bare.keep(path)
        return cls(bare.app, threads=settings.web.threads)

    def close(self) -> None:
        """Listen no longer."""
        self._server.close()


class Asked(NamedTuple):
    """What a page took, what a bare view of its results took, and its template alone; the bytes of the page."""

    ours: Took
    bare: Took
    template: Took
    size: int


def _timed(client: FlaskClient, path: str) -> tuple[Took, bytes]:
    wall, processor = time.perf_counter(), time.process_time()
    answer = client.get(path)
    took = Took(time.perf_counter() - wall, time.process_time() - processor)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} gave {answer.status}")
    return took, answer.data
