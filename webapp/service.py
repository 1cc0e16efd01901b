"""What the pages are served from: settings, index, what was counted of it, and the version of the page itself.

Knows how to get at them from a request; must not know URLs or HTML.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING
from typing import cast

from flask import current_app

from indexer.search import Index
from webapp.counting import Counting


if TYPE_CHECKING:
    from indexer.config import Settings


class Service:
    """The settings and the index of one application; `version` changes whenever a page may look different over the same index."""

    def __init__(self, settings: Settings, *, index: Index | None = None) -> None:
        self.settings = settings
        self.index = index or Index(settings)
        self.counting = Counting(self.index)
        self.version = _version(settings)

    @property
    def tag(self) -> str:
        """What a page depends on besides its URL. Raises IndexUnavailableError."""
        return f"{self.index.generation}-{self.version}"


def service() -> Service:
    """The service of the application that answers the current request."""
    return cast("Service", current_app.extensions["svarsoeg"])


def _version(settings: Settings) -> str:
    digest = hashlib.sha256(repr(settings).encode())
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".html", ".css", ".js", ".svg"):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
