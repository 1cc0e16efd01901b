"""What was read last, kept ready up to a limit: common terms are asked for again and again.

Knows sizes and the order of use; must not know what is kept. Safe to share between threads.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING
from typing import Generic
from typing import TypeVar


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Hashable
    from collections.abc import Sized


Kept = TypeVar("Kept", bound="Sized")


class Shelf(Generic[Kept]):
    """Things by key, together at most `most` long; what has not been asked for longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._things: OrderedDict[Hashable, Kept] = OrderedDict()
        self._turn = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """The thing of this key; `make` gives it when it is not there. Two who ask at once may both have it made, and get the same."""
        with self._turn:
            found = self._things.get(key)
            if found is not None:
                self._things.move_to_end(key)
                return found
        made = make()
        with self._turn:
            if key not in self._things and len(made) <= self._most:
                self._things[key] = made
                # An empty thing takes room as well: its key.
                self._held += len(made) + 1
                while self._held > self._most and len(self._things) > 1:
                    self._held -= len(self._things.popitem(last=False)[1]) + 1
        return made
