"""What the pages are served from: settings, index, what was counted of it, and the version of the page itself.

Knows how to get at them from a request, as whoever asks may see them; must not know URLs or HTML.
"""

from __future__ import annotations

import gc
import hashlib
import threading
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING
from typing import cast

from flask import current_app

from indexer.search import Index
from indexer.served import MOST_AUDIENCES
from webapp.access import visitor
from webapp.counting import Counting


if TYPE_CHECKING:
    from indexer.config import Settings


class Service:
    """The settings and the index of one application; `version` changes whenever a page may look different over the same index.

    `index`, `counting` and `tag` are those of whoever asks; outside of a request, and before it is known, of those who see what is open.
    """

    def __init__(self, settings: Settings, *, index: Index | None = None) -> None:
        self.settings = settings
        self.version = _version(settings)
        self._index = index or Index(settings)
        self._countings: OrderedDict[frozenset[str], Counting] = OrderedDict()
        self._changing = threading.Lock()

    @property
    def index(self) -> Index:
        """The index as whoever asks sees it."""
        return self._index.seen_by(visitor().labels)

    @property
    def counting(self) -> Counting:
        """What is counted of the index as whoever asks sees it."""
        labels = visitor().labels
        with self._changing:
            counting = self._countings.pop(labels, None) or Counting(self._index.seen_by(labels))
            self._countings[labels] = counting
            if len(self._countings) > MOST_AUDIENCES:
                self._countings.popitem(last=False)
            return counting

    @property
    def tag(self) -> str:
        """What a page depends on besides its URL: also on who asks, so that nobody is told that another's page is unchanged.

        Raises IndexUnavailableError.
        """
        labels = visitor().labels
        audience = hashlib.sha256(repr(sorted(labels)).encode()).hexdigest()[:12] if labels else ""
        return "-".join(filter(None, (self.index.generation, self.version, audience)))


def prepare(index: Index) -> None:
    """Nothing; the first search waits for nothing, and what was made for that is no longer looked through for garbage.

    It stays for as long as the process, and Python would go through all of it again and again: a tenth of the time of every page. Raises as
    `Index.warm`.
    """
    index.warm()
    gc.collect()
    gc.freeze()


def service() -> Service:
    """The service of the application that answers the current request."""
    return cast("Service", current_app.extensions["svarsoeg"])


def _version(settings: Settings) -> str:
    digest = hashlib.sha256(repr(settings).encode())
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".html", ".css", ".js", ".svg"):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
