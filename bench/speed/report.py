"""What a run found, as tables in Markdown.

Knows rows, columns and units; must not know how anything was measured or where the text goes.
"""

from __future__ import annotations

from statistics import median
from statistics import quantiles
from typing import TYPE_CHECKING

from bench.speed.asked import KINDS
from bench.speed.asked import ON_PAGES
from bench.speed.figures import middle
from bench.speed.figures import middle_cpu
from bench.speed.figures import of_kinds
from bench.speed.figures import slow
from bench.speed.promises import promises


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from collections.abc import Sequence

    from bench.speed.figures import Results
    from bench.speed.figures import Took

WITH_FACETS = "{}, five facets"
NOT_TOLD = "–"


def report(results: Results) -> str:
    """Everything about one run."""
    parts = [about(results), "What is promised:", promised(results), "Into the index:", built(results)]
    parts += ["Searches, milliseconds at the median (95 of 100):", searched(results)]
    if results.paged:
        beside = "beside them a bare view of the same results, and the template alone"
        parts += [f"Whole pages in process, milliseconds at the median (95 of 100); {beside}:", paged(results)]
    if results.served:
        parts += ["Pages from a real server, answers a second (milliseconds at the median, 95 of 100):", served(results)]
    return "\n\n".join(parts)


def about(results: Results) -> str:
    """What was measured where, who was left out, and whether all found the same."""
    machine = dict(results.machine)
    where = f"{machine.pop('cores')} cores, {machine.pop('system')}, {machine.pop('date')}"
    start = f"{where}, load {machine.pop('load') or 'not told'} at the start"
    text = "paragraphs of a file" if results.text else "words of the lexicon"
    lines = [
        f"{results.passages} passages ({results.words / results.passages:.0f} terms each, of the {text}) in {results.letters} letters; "
        f"{start}; "
        + ", ".join(f"{name} {version}" for name, version in machine.items())
        + f"; {results.took / 60:.0f} minutes. The first reading of all letters took {results.reading:.0f} s.",
        *(f"Left out: {why}" for why in results.skipped.values()),
        disagreement(results),
    ]
    return "\n".join(filter(None, lines))


def disagreement(results: Results) -> str:
    """Whether every contestant found as many as the others, search by search."""
    by_name = {name: [total for kind in ON_PAGES for total in one.totals.get(kind, ())] for name, one in results.searched.items()}
    searches = max(map(len, by_name.values()), default=0)
    rows = list(zip(*(totals for totals in by_name.values() if len(totals) == searches), strict=True))
    differing = sum(len(set(row)) > 1 for row in rows)
    return f"All found as many answers as one another in {searches - differing} of {searches} searches." if searches else ""


def promised(results: Results) -> str:
    """The promises, each with its figure and whether it is met."""
    verdict = {True: "met", False: "**not met**", None: "not measured"}
    rows = [(each.what, each.target, _times(each.figure), verdict[each.met], _times(each.by_processor)) for each in promises(results)]
    return table(("ratio of medians", "target", "found", "", "by the processor"), rows)


def built(results: Results) -> str:
    """What the builds took."""
    rows = []
    for name, one in results.built.items():
        seconds, cpu = middle(one.took), middle_cpu(one.took)
        rows.append(
            (
                name,
                f"{results.passages / seconds:,.0f}",
                f"{seconds:.1f}",
                NOT_TOLD if cpu is None else f"{cpu:.1f}",
                _megabytes(one.peak),
                _megabytes(one.size),
            )
        )
    return table(("", "passages/s", "s", "CPU s", "memory MB", "disk MB"), rows)


def searched(results: Results) -> str:
    """What the searches took, by kind."""
    rows = []
    for name, one in results.searched.items():
        for title, took in ((name, one.plain), (WITH_FACETS.format(name), one.faceted)):
            if took:
                every = of_kinds(took, KINDS)
                cpu = middle_cpu(every)
                cells = [_cell(took.get(kind, ())) for kind in KINDS]
                told = (NOT_TOLD if cpu is None else f"{cpu * 1000:.2f}", f"{one.opening * 1000:.0f}", _megabytes(one.peak))
                rows.append((title, *cells, _cell(every), *told))
    return table(("", *KINDS, "all", "CPU, all", "opening", "memory MB"), rows)


def paged(results: Results) -> str:
    """What whole pages took, by kind."""
    rows = []
    for name, one in results.paged.items():
        beside = {"bare view": one.bare, "template": one.template}
        for title, took in {name: one.took, **{f"{name}: {each}": held for each, held in beside.items()}}.items():
            rows.append((title, *(_cell(took.get(kind, ())) for kind in ON_PAGES), _cell(of_kinds(took, ON_PAGES))))
        for title, held in beside.items():
            ratios = {kind: _ratio(one.took[kind], held[kind]) for kind in one.took}
            every = _ratio(of_kinds(one.took, ON_PAGES), of_kinds(held, ON_PAGES))
            rows.append((f"{name}: x {title}", *(ratios.get(kind, NOT_TOLD) for kind in ON_PAGES), every))
    return table(("", *ON_PAGES, "all"), rows)


def served(results: Results) -> str:
    """What a server gave to several clients at once."""
    clients = [one.clients for one in next(iter(results.served.values()))]
    rows = []
    for name, several in results.served.items():
        cells = [
            f"{one.answers / one.seconds:.0f} ({median(one.waits) * 1000:.0f}, {_late(one.waits) * 1000:.0f})"
            + (f", {one.failed} failed" if one.failed else "")
            for one in several
        ]
        rows.append((name, *cells))
    return table(("", *(f"{number} client{'s' * (number > 1)}" for number in clients)), rows)


def grown(by_size: Mapping[int, Results]) -> str:
    """How each grows: for each size and contestant what building, searching and keeping it takes."""
    rows = []
    for size, results in sorted(by_size.items()):
        for name, one in results.searched.items():
            building = results.built[name]
            page = results.paged.get(name)
            rows.append(
                (
                    f"{size:,}",
                    name,
                    f"{size / middle(building.took):,.0f}",
                    _megabytes(building.peak),
                    _megabytes(building.size),
                    _cell(of_kinds(one.plain, KINDS)),
                    _cell(of_kinds(one.faceted, KINDS)),
                    _megabytes(one.peak),
                    _cell(of_kinds(page.took, ON_PAGES)) if page else NOT_TOLD,
                )
            )
    head = (
        "passages",
        "",
        "passages/s",
        "memory MB, building",
        "disk MB",
        "search ms",
        "with five facets",
        "memory MB, searching",
        "page ms",
    )
    return table(head, rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(took: Sequence[Took]) -> str:
    return f"{_fine(middle(took) * 1000)} ({_fine(slow(took) * 1000)})" if took else NOT_TOLD


def _fine(milliseconds: float) -> str:
    return f"{milliseconds:.2f}" if milliseconds < 1 else f"{milliseconds:.1f}" if milliseconds < 100 else f"{milliseconds:.0f}"


def _ratio(ours: Sequence[Took], bare: Sequence[Took]) -> str:
    return f"{median(one.wall / other.wall for one, other in zip(ours, bare, strict=True)):.2f}"


def _times(figure: float | None) -> str:
    return NOT_TOLD if figure is None else f"{figure:.2f}"


def _late(waits: Sequence[float]) -> float:
    return quantiles(waits, n=20, method="inclusive")[-1] if len(waits) > 1 else waits[0]


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f}" if size else NOT_TOLD
