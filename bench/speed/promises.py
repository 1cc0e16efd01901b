"""What the engines are held to, as ratios within one run.

Knows the promises and where their figures stand; must not know how they were measured or are shown.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from statistics import StatisticsError
from typing import TYPE_CHECKING
from typing import NamedTuple
from typing import TypeAlias

from bench.speed.asked import KINDS
from bench.speed.asked import ON_PAGES
from bench.speed.figures import Took
from bench.speed.figures import middle
from bench.speed.figures import middle_cpu
from bench.speed.figures import of_kinds


if TYPE_CHECKING:
    from bench.speed.figures import Results


class Promise(NamedTuple):
    """A promise: what is put in relation, the most (or the least) it may be, what it was, and whether it is met; None where not measured.

    `by_processor` is the same of the processor's time: on a machine that does other things as well, that is what to go by.
    """

    what: str
    target: str
    figure: float | None
    met: bool | None
    by_processor: float | None = None


Measure: TypeAlias = Callable[[Iterable[Took]], float | None]
"""The median by the clock, or by the processor."""
Pair: TypeAlias = Callable[[], tuple[list[Took], list[Took]]]
"""What is put in relation, and to what; raises KeyError where one of them was not measured."""


def promises(results: Results) -> list[Promise]:
    """Each promise with what the run found."""
    searched, built = results.searched, results.built

    def plain(name: str) -> list[Took]:
        return of_kinds(searched[name].plain, KINDS)

    def faceted(name: str) -> list[Took]:
        return of_kinds(searched[name].faceted, KINDS)

    return [
        _at_most("whoosh, search with five facets : raw Whoosh without", 1.5, lambda: (faceted("whoosh"), plain("whoosh-raw"))),
        _at_most("whoosh, rebuild from cache : raw Whoosh, ready terms", 1.5, lambda: (built["whoosh"].took, built["whoosh-raw"].took)),
        _at_most("tantivy, search with five facets : raw tantivy with five", 3, lambda: (faceted("tantivy"), faceted("tantivy-raw"))),
        _at_most("tantivy, search with five facets : FTS5 without", 1, lambda: (faceted("tantivy"), plain("fts5"))),
        _at_least("whoosh, rebuild from cache : tantivy's", 10, lambda: (built["whoosh"].took, built["tantivy"].took)),
        _at_most("whole page with tantivy : bare Flask view", 2, lambda: _pages(results, "tantivy")),
    ]


def _pages(results: Results, name: str) -> tuple[list[Took], list[Took]]:
    page = results.paged[name]
    return of_kinds(page.took, ON_PAGES), of_kinds(page.bare, ON_PAGES)


def _at_most(what: str, most: float, pair: Pair) -> Promise:
    found = _ratio(pair, middle)
    return Promise(what, f"at most {most:g}", found, None if found is None else found <= most, _ratio(pair, middle_cpu))


def _at_least(what: str, least: float, pair: Pair) -> Promise:
    found = _ratio(pair, middle)
    return Promise(what, f"at least {least:g}", found, None if found is None else found >= least, _ratio(pair, middle_cpu))


def _ratio(pair: Pair, measure: Measure) -> float | None:
    try:
        ours, others = map(measure, pair())
    except (KeyError, StatisticsError):  # somebody did not take part
        return None
    return ours / others if ours is not None and others else None
