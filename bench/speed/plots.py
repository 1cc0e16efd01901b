"""What runs found, as pictures: SVG that follows the reader's light or dark surroundings, text as text.

Knows matplotlib and colours; must not know how anything was measured.
"""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from bench.speed.asked import KINDS
from bench.speed.contest import PEERS
from bench.speed.figures import middle
from bench.speed.figures import of_kinds


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping

    from bench.speed.figures import Results

INK, LINE, PAPER = "#1d2b30", "#c9d1d3", "#fefefd"
DARK = {INK: "#dfe6e8", LINE: "#3c484d", PAPER: "#12181b"}
COLOURS = {
    "whoosh": ("#0b6a7d", "#52b5c9"),
    "tantivy": ("#b4511a", "#e8925e"),
    "opensearch": ("#6b4fa8", "#ac95e0"),
    "fts5": ("#5d6b2f", "#a5b76c"),
    "postgres": ("#8a2f55", "#d880a6"),
}
"""A colour for light and one for dark surroundings; a peer has that of its library, and is hollow."""
OTHER = ("#55646a", "#9fb0b6")
WIDTH = 8.2
_SETTINGS: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "svarsoeg",  # the same picture for the same figures
    "font.family": "DejaVu Sans",  # comes with matplotlib, and is wide: readers see the font of their system
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": LINE,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "savefig.facecolor": PAPER,
}


def searches(results: Results) -> str:
    """The median of each kind of search, each contestant a dot."""
    rows = {name: one.plain for name, one in results.searched.items()}
    rows |= {f"{name}, five facets": one.faceted for name, one in results.searched.items() if one.faceted}

    def draw(axes: Any) -> None:
        for place, kind in enumerate(KINDS):
            for number, (name, took) in enumerate(rows.items()):
                if took.get(kind):
                    height = place + (number - (len(rows) - 1) / 2) * 0.72 / len(rows)
                    axes.plot([middle(took[kind]) * 1000], [height], **_dot(name), label=name if not place else None)
        for place in range(1, len(KINDS)):
            axes.axhline(place - 0.5, color=LINE, linewidth=0.7)
        axes.set_yticks(range(len(KINDS)), KINDS)
        axes.invert_yaxis()
        axes.set_xscale("log")
        axes.set_xlabel("milliseconds, median")

    return _drawn(draw, height=0.55 * len(KINDS) + 1.6, title=f"A search over {results.passages:,} passages")


def builds(results: Results) -> str:
    """Passages a second into the index."""
    rows = sorted(((results.passages / middle(one.took), name) for name, one in results.built.items()), reverse=True)

    def draw(axes: Any) -> None:
        for place, (rate, name) in enumerate(rows):
            axes.barh(place, rate, height=0.55, color="none" if name in PEERS else _colour(name), edgecolor=_colour(name), linewidth=1.4)
            axes.annotate(f"{rate:,.0f}", (rate, place), xytext=(4, 0), textcoords="offset points", va="center")
        axes.set_yticks(range(len(rows)), [name for _, name in rows])
        axes.invert_yaxis()
        axes.set_xlim(right=rows[0][0] * 1.15 if rows else 1)
        axes.set_xlabel("passages a second (hollow: the library alone, given ready terms)")

    return _drawn(draw, height=0.38 * len(rows) + 1.5, title="Into the index", legend=False)


def growth(by_size: Mapping[int, Results]) -> str:
    """How the median search grows with the number of passages."""
    return _over(
        by_size, lambda results, name: middle(of_kinds(results.searched[name].plain, KINDS)) * 1000, "milliseconds, median", "A search"
    )


def growth_of_builds(by_size: Mapping[int, Results]) -> str:
    """How a build grows with the number of passages."""
    return _over(by_size, lambda results, name: middle(results.built[name].took), "seconds", "Into the index")


def _over(by_size: Mapping[int, Results], value: Callable[[Results, str], float], unit: str, title: str) -> str:
    names = list(dict.fromkeys(name for _, results in sorted(by_size.items()) for name in results.searched))

    def draw(axes: Any) -> None:
        for name in names:
            points = [(size, value(results, name)) for size, results in sorted(by_size.items()) if name in results.searched]
            axes.plot(*zip(*points, strict=True), **(_dot(name) | {"linestyle": "-", "linewidth": 1.4}), label=name)
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel("passages")
        axes.set_ylabel(unit)

    return _drawn(draw, height=4.4, title=title)


def _dot(name: str) -> dict[str, Any]:
    plain, _, facets = name.partition(",")
    hollow = plain in PEERS
    return {
        "marker": "D" if facets else "o",
        "markersize": 6.5,
        "linestyle": "",
        "color": _colour(plain),
        "markerfacecolor": PAPER if hollow else _colour(plain),
        "markeredgewidth": 1.6,
    }


def _colour(name: str) -> str:
    return COLOURS.get(name.removesuffix("-raw"), OTHER)[0]


def _drawn(draw: Callable[[Any], None], *, height: float, title: str, legend: bool = True) -> str:
    with mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        axes = figure.subplots()
        draw(axes)
        axes.set_title(title, loc="left", fontsize=12, fontweight="bold", pad=12)
        axes.grid(visible=True, axis="both" if axes.get_yscale() == "log" else "x", color=LINE, linewidth=0.7)
        axes.set_axisbelow(True)
        for axis in (axes.xaxis, axes.yaxis):
            if axis.get_scale() == "log":
                axis.set_major_formatter(FuncFormatter(lambda value, _place: f"{value:,g}" if value < 1 else f"{value:,.0f}"))
        axes.tick_params(length=0, which="both")
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        if legend:
            figure.legend(loc="outside lower left", ncols=4, frameon=False, handletextpad=0.3, columnspacing=1.4)
        text = StringIO()
        figure.savefig(text, format="svg", metadata={"Date": None, "Title": title})
    return _following(text.getvalue())


def _following(svg: str) -> str:
    """The picture with other colours where the surroundings are dark; whoever does not know of that sees the light ones."""
    pairs = [*DARK.items(), *COLOURS.values(), OTHER]
    rules = [f'[style*="{way}: {light}"]{{{way}:{dark}!important}}' for light, dark in pairs for way in ("fill", "stroke") if light in svg]
    # matplotlib leaves the colour of black text out; ours is never black, so that each has one to be changed.
    style = "<style>text{font-family:system-ui,sans-serif!important}@media (prefers-color-scheme:dark){" + "".join(rules) + "}</style>"
    start = svg.index(">", svg.index("<svg ")) + 1
    return "\n".join(line.rstrip() for line in (svg[:start] + style + svg[start:]).splitlines()) + "\n"
