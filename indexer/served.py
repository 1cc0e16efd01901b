"""The generation that is served, opened once for everybody, and a view of it for each audience.

Knows when to open a newer generation, when an old one can be closed, and which letters an audience does not see; must not know what is
searched, groups or who asks.

Whoever first finds a newer generation opens it and makes ready what searches need of it; all others go on with the one before until that
is done. So a swap costs one reader a moment, and nobody else anything.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import contextmanager
from functools import cached_property
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
    from indexer.engines.base import Searcher
    from indexer.restricted import Restricted


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
        self._opening = threading.Lock()
        self._held: _Held | None = None
        self._asked_last: frozenset[str] | None = None

    @contextmanager
    def view(self, labels: frozenset[str] | None) -> Iterator[View]:
        """The served generation as it is seen by those who see these labels besides what is open; None sees everything.

        Whoever sees the same shares a view. Raises IndexMissingError, IndexOutdatedError or IndexDamagedError.
        """
        whole, view = self._entered(labels, waiting=False) or self._opened(labels)
        try:
            yield view
        finally:
            with self._changing:
                whole.users -= 1
                whole.close_if_done()

    def warm(self) -> None:
        """Nothing; what the first searches of those who see what is open would wait for is made. Raises as `view`."""
        with self.view(frozenset()) as view:
            view.warm()

    def hidden(self, labels: frozenset[str] | None) -> frozenset[str]:
        """The labels of the settings, whether or not letters have them, that those who see `labels` do not see."""
        return frozenset() if labels is None else frozenset(self.restricted.groups) - labels

    def close(self) -> None:
        """Give back files and memory, once the searches under way have ended."""
        with self._changing:
            held, self._held = self._held, None
            if held is not None:
                held.retire()

    def _entered(self, labels: frozenset[str] | None, *, waiting: bool) -> tuple[View, View] | None:
        """The whole of what is served, one user more, and the view asked for; None when a newer generation is to be opened first.

        While somebody opens it, those not `waiting` for that are given the one before.
        """
        engine = self._engine = self._engine or open_engine(self._settings)
        generation = engine.current()  # may have to be asked of another machine, which nobody else should wait for
        with self._changing:
            held = self._held
            if held is None or (held.whole.searcher.generation != generation and (waiting or not self._opening.locked())):
                return None
            self._asked_last = labels
            view = held.seen(labels)
            held.whole.users += 1
            return held.whole, view

    def _opened(self, labels: frozenset[str] | None) -> tuple[View, View]:
        """As `_entered`, of the newest generation."""
        while True:
            with self._opening:
                entered = self._entered(labels, waiting=True)
                if entered is not None:
                    return entered
                self._renew()

    def _renew(self) -> None:
        """Put the newest generation in the place of the one before, as ready for searches as that was."""
        engine = self._engine or open_engine(self._settings)
        versions = current_versions(self._settings.lists_path, restricted=self.restricted, shown=self._settings.privacy)
        held = _Held(engine.open(versions=versions), self._analyzer(), self._settings, self.restricted)
        if self._held is not None:
            held.seen(self._asked_last).warm()
        with self._changing:
            before, self._held = self._held, held
            if before is not None:
                before.retire()


class _Held:
    """One open generation: the whole of it, and what each audience sees."""

    def __init__(self, searcher: Searcher, analyzer: Analyzer, settings: Settings, restricted: Restricted) -> None:
        self.whole = View(searcher, analyzer, settings)
        self._analyzer = analyzer
        self._settings = settings
        self._restricted = restricted
        self._views: OrderedDict[frozenset[str], View] = OrderedDict()

    def seen(self, labels: frozenset[str] | None) -> View:
        """The view of those who see `labels`; one thread asks at a time."""
        hidden = frozenset[str]() if labels is None else self._labels - labels
        if not hidden:
            return self.whole
        view = self._views.pop(hidden, None)
        if view is None:
            audience = Audience(self.whole.searcher, hidden, label=self._label, marked=is_marked)
            view = View(audience, self._analyzer, self._settings, hidden=hidden)
        self._views[hidden] = view
        if len(self._views) > MOST_AUDIENCES:
            self._views.popitem(last=False)
        return view

    def retire(self) -> None:
        """Let it close when the last search on it has ended."""
        self.whole.retired = True
        self.whole.close_if_done()

    @cached_property
    def _labels(self) -> frozenset[str]:
        return labels_of(self.whole.searcher)

    def _label(self, stored: bytes) -> str:
        try:
            return self._restricted.label(stored_file(stored))
        except msgspec.DecodeError as error:
            raise IndexDamagedError(f"et brev i det kan ikke læses: {error}") from error
