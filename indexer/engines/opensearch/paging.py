"""Which hits stand how far down: the ranking of a search, kept a stretch at a time, so that a page far down costs no search of its own.

Knows places and sort keys; must not know how they are asked for, nor what a hit holds.

OpenSearch gives at most `WINDOW` hits at a time, and those behind only after a hit that is named. So whoever wants the page at 50,000 has
to walk there. A stretch that was walked is kept: who reads a whole result page by page costs one search for each stretch of 10,000, whether
by offsets, by cursors or for an export, and the next who asks the same costs none.
"""

from __future__ import annotations

import threading
from array import array
from collections import OrderedDict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from typing import Any
from typing import TypeVar

from indexer.engines.opensearch.layout import WINDOW


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Hashable
    from collections.abc import Iterable
    from collections.abc import Iterator


Thing = TypeVar("Thing")

NEAR = 1_000
"""A page that ends here or before is asked for as it is: most readers never come further."""

_MOST_STRETCHES = 60
"""Kept of all searches together: 10 MB."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a ranking: `ord` and score of each hit, and what OpenSearch sorts the last by, after which it goes on."""

    ords: array[int]
    scores: array[float]
    last: list[Any]


class Rankings:
    """The stretches of the rankings asked for last; safe to share between threads."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._kept: OrderedDict[tuple[Hashable, int], Stretch] = OrderedDict()

    def hits(
        self, ranking: Hashable, after: Callable[[Stretch | None], Stretch], *, offset: int, limit: int
    ) -> Iterator[tuple[int, float]]:
        """`ord` and score of the hits at `offset`, at most `limit`. `after` gives the stretch after one, or the first."""
        place, end = offset, offset + limit
        while place < end:
            stretch = self._stretch(ranking, place // WINDOW, after)
            start, stop = place % WINDOW, min(WINDOW, place % WINDOW + end - place)
            yield from zip(stretch.ords[start:stop], stretch.scores[start:stop], strict=True)
            if len(stretch.ords) < WINDOW:
                return
            place += stop - start

    def _stretch(self, ranking: Hashable, number: int, after: Callable[[Stretch | None], Stretch]) -> Stretch:
        nearest, found = self._nearest(ranking, number)
        while nearest < number and (found is None or len(found.ords) == WINDOW):
            found = after(found)
            nearest += 1
            self._keep((ranking, nearest), found)
        return found if found is not None and nearest == number else Stretch(array("Q"), array("d"), [])

    def _nearest(self, ranking: Hashable, number: int) -> tuple[int, Stretch | None]:
        """The last stretch up to this number that is kept; -1 and None where there is none."""
        with self._turn:
            for at in range(number, -1, -1):
                found = self._kept.get((ranking, at))
                if found is not None:
                    self._kept.move_to_end((ranking, at))
                    return at, found
        return -1, None

    def _keep(self, key: tuple[Hashable, int], stretch: Stretch) -> None:
        with self._turn:
            self._kept[key] = stretch
            if len(self._kept) > _MOST_STRETCHES:
                self._kept.popitem(last=False)


def batched(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    """The things in order, so many at a time."""
    them = iter(things)
    while some := list(islice(them, size)):
        yield some
