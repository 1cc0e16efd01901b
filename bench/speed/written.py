"""Results put into the documents: tables between their marks, and pictures beside them.

Knows the documents' marks; must not know what the text says. All outside of the marks is the writer's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bench.speed import plots
from bench.speed.report import grown
from bench.speed.report import report
from bench.speed.scale import per_million


if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bench.speed.figures import Results

PICTURES = "billeder"


def write(docs: Path, results: Results | None, by_size: Mapping[int, Results]) -> list[Path]:
    """The files in the folder of documents that were written, of one run and of those over several sizes."""
    written: list[Path] = []
    if results is not None:
        pictures = {
            "speed-search.svg": ("Median time of each kind of search, by engine and peer", plots.searches(results)),
            "speed-build.svg": ("Passages a second into the index, by engine and peer", plots.builds(results)),
        }
        written += _told(docs, "engines", report(results), pictures)
    if by_size:
        pictures = {
            "speed-growth.svg": ("Median time of a search by the number of passages", plots.growth(by_size)),
            "speed-growth-build.svg": ("Time of a build by the number of passages", plots.growth_of_builds(by_size)),
        }
        written += _told(docs, "growth", grown(by_size), pictures)
    every = {**by_size, **({results.passages: results} if results else {})}
    if every:
        written.append(_between(docs / "scale.md", "per-million", per_million(every)))
    return written


def _told(docs: Path, name: str, text: str, pictures: Mapping[str, tuple[str, str]]) -> list[Path]:
    """The document of benchmarks with this text and these pictures below it, each with what it shows."""
    shown = "\n\n".join(f"![{what}]({PICTURES}/{file})" for file, (what, _) in pictures.items())
    files = [_picture(docs, file, svg) for file, (_, svg) in pictures.items()]
    return [*files, _between(docs / "benchmarks.md", name, f"{text}\n\n{shown}")]


def _between(path: Path, name: str, text: str) -> Path:
    """The document, with `text` between the marks of this name. Raises ValueError when it has none."""
    marks = re.compile(rf"(<!-- {name}: [^>]*-->\n).*?(<!-- /{name} -->)", re.DOTALL)
    held = path.read_text(encoding="utf-8")
    if not marks.search(held):
        raise ValueError(f"{path.name} has no place for {name}")
    path.write_text(marks.sub(lambda found: f"{found[1]}\n{text}\n\n{found[2]}", held), encoding="utf-8", newline="\n")
    return path


def _picture(docs: Path, name: str, svg: str) -> Path:
    path = docs / PICTURES / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(svg, encoding="utf-8", newline="\n")
    return path
