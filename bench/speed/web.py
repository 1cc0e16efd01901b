"""Whole pages: the site in this process, or served as in production, and beside it a bare view of the same pages.

Knows the product's application and what its templates were given; must not know what is asked. The bare view is Flask, the site's template
and what the template was given, kept from the site's own answer: no search, no reading of the URL, no headers, no limits.
"""

from __future__ import annotations

import logging
import threading
import time
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
from webapp.service import prepare


if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.testing import FlaskClient
    from jinja2 import Template

    from indexer.config import Settings


class Shown(NamedTuple):
    """What a template made a page of."""

    template: str
    context: dict[str, Any]


class Bare:
    """What a site showed, shown again by a bare Flask view."""

    def __init__(self, site: Flask) -> None:
        self._last: Shown | None = None
        self._pages: dict[str, Shown] = {}
        template_rendered.connect(self._note, site, weak=False)
        self.app = Flask("webapp")
        self.app.jinja_env.undefined = StrictUndefined
        self.app.jinja_env.trim_blocks = self.app.jinja_env.lstrip_blocks = True
        self.app.add_url_rule("/", view_func=self._show)

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
        self._last = Shown(str(template.name), own)

    def _show(self) -> str:
        shown = self._pages[request.full_path.rstrip("?")]
        return render_template(shown.template, **shown.context)


class InProcess:
    """The site over the index of `settings` in this process, and the bare view, asked in turn."""

    def __init__(self, settings: Settings) -> None:
        self._index = Index(settings)
        prepare(self._index)
        site = create_app(settings, index=self._index)
        self._bare = Bare(site)
        self._site, self._again = site.test_client(), self._bare.app.test_client()

    def ask(self, path: str) -> tuple[Took, Took, int]:
        """What the page took, what the bare one took, and the bytes of the page."""
        ours, size = _timed(self._site, path)
        self._bare.forget()
        self._bare.keep(path)
        bare, _ = _timed(self._again, path)
        return ours, bare, size

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
        site = create_app(settings)
        bare = Bare(site)
        client = site.test_client()
        for path in paths:
            client.get(path)
            bare.keep(path)
        return cls(bare.app, threads=settings.web.threads)

    def close(self) -> None:
        """Listen no longer."""
        self._server.close()


def _timed(client: FlaskClient, path: str) -> tuple[Took, int]:
    wall, processor = time.perf_counter(), time.process_time()
    answer = client.get(path)
    took = Took(time.perf_counter() - wall, time.process_time() - processor)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} gave {answer.status}")
    return took, len(answer.data)
