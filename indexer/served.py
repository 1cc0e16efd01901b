"""The generation that is served, opened once for everybody, and a view of it for each audience.

Knows when to open a newer generation, when an old one can be closed, and which letters an audience does not see; must not know what is
searched, groups or who asks.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from indexer.engines import open_engine
from indexer.engines.audience import Audience
from indexer.engines.audience import labels_of
from indexer.entries import stored_file
from indexer.errors import IndexDamagedError
from indexer.restricted import is_marked
from indexer.restricted import restricted_folders
from indexer.versions import current_versions
from indexer.view import View


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

    from indexer.analysis import Analyzer
    from indexer.config import Settings
    from indexer.engines.base import Engine


MOST_AUDIENCES = 16
"""So many audiences' views are kept, the latest asked for: each holds words and names of its own."""


class Served:
    """What is served, for any number of audiences; may be asked by several threads at once. Raises ConfigError, see restricted_folders."""

    def __init__(self, settings: Settings, analyzer: Callable[[], Analyzer], *, engine: Engine | None = None) -> None:
        self.restricted = restricted_folders(settings)
        self._settings = settings
        self._analyzer = analyzer
        self._engine = engine
        self._changing = threading.Lock()
        self._whole: View | None = None
        self._labels: frozenset[str] | None = None
        self._views: OrderedDict[frozenset[str], View] = OrderedDict()

    @contextmanager
    def view(self, labels: frozenset[str] | None) -> Iterator[View]:
        """The served generation as it is seen by those who see these labels besides what is open; None sees everything.

        Whoever sees the same shares a view. Raises IndexMissingError, IndexOutdatedError or IndexDamagedError.
        """
        with self._changing:
            whole = self._current()
            view = whole if labels is None else self._seen(whole, labels)
            whole.users += 1
        try:
            yield view
        finally:
            with self._changing:
                whole.users -= 1
                whole.close_if_done()

    def hidden(self, labels: frozenset[str] | None) -> frozenset[str]:
        """The labels of the settings, whether or not letters have them, that those who see `labels` do not see."""
        return frozenset() if labels is None else frozenset(self.restricted.groups) - labels

    def close(self) -> None:
        """Give back files and memory, once the searches under way have ended."""
        with self._changing:
            self._retire()

    def _current(self) -> View:
        engine = self._engine = self._engine or open_engine(self._settings)
        generation = engine.current()
        if self._whole is None or self._whole.searcher.generation != generation:
            versions = current_versions(self._settings.lists_path, restricted=self.restricted, shown=self._settings.privacy)
            opened = View(engine.open(versions=versions), self._analyzer(), self._settings)
            self._retire()
            self._whole = opened
        return self._whole

    def _seen(self, whole: View, labels: frozenset[str]) -> View:
        if self._labels is None:
            self._labels = labels_of(whole.searcher)
        hidden = self._labels - labels
        if not hidden:
            return whole
        view = self._views.pop(hidden, None)
        if view is None:
            searcher = Audience(whole.searcher, hidden, label=self._label, marked=is_marked)
            view = View(searcher, self._analyzer(), self._settings, hidden=hidden)
        self._views[hidden] = view
        if len(self._views) > MOST_AUDIENCES:
            self._views.popitem(last=False)
        return view

    def _label(self, stored: bytes) -> str:
        try:
            return self.restricted.label(stored_file(stored))
        except msgspec.DecodeError as error:
            raise IndexDamagedError(f"et brev i det kan ikke læses: {error}") from error

    def _retire(self) -> None:
        self._labels = None
        self._views.clear()
        if self._whole:
            self._whole.retired = True
            self._whole.close_if_done()
            self._whole = None
