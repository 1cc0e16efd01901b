"""The site for another server than our own, such as gunicorn with several workers: `gunicorn "webapp.wsgi:site('config.toml')"`.

Knows settings and the log; must not know which server it is, nor what is served. Each worker calls it once and has an index of its own,
over the same generation on the disk.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from indexer.config import load_settings
from indexer.search import Index
from webapp import create_app
from webapp import logs
from webapp.service import prepare


if TYPE_CHECKING:
    from flask import Flask


def site(config: str = "config.toml") -> Flask:
    """The site as the settings in this file would have it, ready for its first search. Raises SvarsoegError when there is no index."""
    logs.to_stderr()
    settings = load_settings(Path(config))
    index = Index(settings)
    prepare(index)
    return create_app(settings, index=index)
