"""What a million passages take, by the largest run of each engine.

Knows how figures are scaled; must not know how they were measured. What was not measured is not told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.speed.asked import KINDS
from bench.speed.asked import ON_PAGES
from bench.speed.contest import PEERS
from bench.speed.figures import middle
from bench.speed.figures import of_kinds
from bench.speed.report import table


if TYPE_CHECKING:
    from collections.abc import Mapping

    from bench.speed.figures import Results

MILLION = 1_000_000


def per_million(by_size: Mapping[int, Results]) -> str:
    """For each engine, by the largest run it took part in: disk, memory and time, scaled to a million passages in a straight line."""
    largest = {name: size for size, results in sorted(by_size.items()) for name in results.built if name not in PEERS}
    rows = [_row(name, by_size[size]) for name, size in largest.items()]
    head = (
        "engine",
        "measured at",
        "disk GB",
        "memory GB, building",
        "memory GB, searching",
        "rebuild, minutes",
        "search ms there",
        "page ms there",
    )
    return table(head, rows)


def _row(name: str, results: Results) -> tuple[str, ...]:
    times = MILLION / results.passages
    building, searching, paging = results.built[name], results.searched.get(name), results.paged.get(name)
    return (
        name,
        f"{results.passages:,}",
        _gigabytes(building.size * times),
        _gigabytes(building.peak * times),
        _gigabytes((searching.peak if searching else 0) * times),
        f"{middle(building.took) * times / 60:.0f}",
        f"{middle(of_kinds(searching.plain, KINDS)) * 1000:.1f}" if searching else "–",
        f"{middle(of_kinds(paging.took, ON_PAGES)) * 1000:.1f}" if paging else "–",
    )


def _gigabytes(size: float) -> str:
    return f"{size / 1e9:.1f}" if size else "–"
