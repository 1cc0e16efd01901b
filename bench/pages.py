"""What a page of ten hits takes in the server: `python -m bench.pages --passages N [--text FILE.jsonl]`.

Knows how the product's own application is asked, in this process and without a network, and how it is told; must not know what is asked.
Beside each search stands the same page made by a bare Flask view of what it was made of: what no search could go below.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from statistics import quantiles
from typing import TYPE_CHECKING
from typing import Any
from typing import NamedTuple

from flask import Flask
from flask import render_template
from flask import template_rendered
from jinja2 import StrictUndefined

from bench.figures import peak_memory
from bench.pages_asked import Asking
from bench.pages_index import Inventing
from bench.pages_index import invented
from bench.pages_index import settings_in
from indexer.entries import SCHEMA
from indexer.model import fields
from indexer.search import Index
from indexer.vocabulary import kept_vocabulary
from webapp import create_app


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Sequence

    from flask.testing import FlaskClient
    from jinja2 import Template

    from indexer.model.results import Results

ROOT = Path(__file__).parent.parent
COLUMN = 16
FACETS = tuple(facet for facet in SCHEMA.facets if facet not in (fields.LETTER, fields.DOCUMENT))


class Took(NamedTuple):
    """What making one page took, in milliseconds of the clock and of the processor; the bytes of its HTML and the hits of its search."""

    wall: float
    processor: float
    size: int
    total: int
    bare: float = 0.0


class Told(Index):
    """The product's index, remembering the last answer; with `facets` it counts these as well, whatever the page asks for."""

    facets: tuple[str, ...] = ()
    total = 0

    def search(self, words: str, **asked: Any) -> Results:
        """As Index.search."""
        shown = asked.get("facets", ())
        results = super().search(words, **(asked | ({"facets": tuple(dict.fromkeys((*shown, *self.facets)))} if shown else {})))
        self.total = results.total
        for facet in set(self.facets).difference(shown) if shown else ():
            del results.facets[facet]
        return results


class Pages:
    """The site in this process, and beside it a bare one that shows again what the site showed last."""

    def __init__(self, index: Told, app: Flask) -> None:
        self._index = index
        self._site = app.test_client()
        self._context: dict[str, Any] = {}
        template_rendered.connect(self._shown, app, weak=False)
        self._bare = self._again().test_client()

    def ask(self, path: str) -> Took:
        """What the page took, and what the bare one took."""
        wall, processor, size = _timed(self._site, path)
        bare, _, _ = _timed(self._bare, "/")
        return Took(wall, processor, size, self._index.total, bare)

    def _shown(self, _app: Flask, *, template: Template, context: dict[str, Any], **_: Any) -> None:
        self._context = {"name": template.name, "context": context}

    def _again(self) -> Flask:
        app = Flask("webapp")
        app.jinja_env.undefined = StrictUndefined
        app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
        app.add_url_rule("/", view_func=lambda: render_template(self._context["name"], **self._context["context"]))
        return app


def main(arguments: list[str] | None = None) -> None:
    """Measure what the arguments name, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("--passages", type=int, default=50_000, metavar="N", help="passages in the index (default: 50000)")
    parser.add_argument("--text", type=Path, metavar="FILE.jsonl", help="paragraphs and questions; the lexicon's words without it")
    parser.add_argument("--times", type=int, default=30, metavar="N", help="searches of each kind (default: 30)")
    parser.add_argument("--facets", choices=("page", "all"), default="page", help="count the facets of the page, or all but letters")
    parser.add_argument("--index", type=Path, metavar="FOLDER", help="keep the index there, and use the one that lies there")
    given = parser.parse_args(arguments)
    if given.passages < 1 or given.times < 2:
        parser.error("there is nothing to do.")
    work = Inventing(given.passages, given.text and given.text.absolute())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        where = (given.index or Path(folder)).absolute()
        if not (where / "index" / "current").exists():
            _write(where, work)
        print("\n".join(measured(where, work, times=given.times, facets=FACETS if given.facets == "all" else ())))


def measured(where: Path, work: Inventing, *, times: int, facets: Sequence[str] = ()) -> list[str]:
    """The lines to print about the index in the folder `where`, which holds the letters of `work`."""
    settings = settings_in(where)
    before = peak_memory()
    with closing(Told(settings)) as index:
        index.facets = tuple(facets)
        app = create_app(settings, index=index)
        opening = _seconds(lambda: index.stamp)
        opened = peak_memory()
        asking = Asking(invented(work), kept_vocabulary(settings.index_path, index.generation), index.analyzer)
        kinds = asking.kinds(times=times)
        pages = Pages(index, app)
        first = pages.ask(asking.kinds(times=1)["common word"][0])
        completing = _seconds(lambda: index.suggestions("spø"))
        # Round by round, so that what else the machine does falls on all kinds alike.
        rounds = [{kind: pages.ask(paths[number]) for kind, paths in kinds.items()} for number in range(times)]
        stamp = index.stamp
    return [
        f"{stamp.passages} passages in {stamp.letters} letters; {times} searches of each kind; {_machine()}",
        f"counted: {', '.join(facets) or 'the facets of the page'}",
        "",
        _line("", ("median ms", "p95 ms", "CPU ms", "hits", "HTML kB", "bare ms", "x bare")),
        *(_row(kind, [one[kind] for one in rounds]) for kind in kinds),
        "",
        f"opening {opening:.0f} ms; then the first page {first.wall:.1f} ms, the first suggestion {completing:.0f} ms",
        f"memory at most: {_megabytes(before)} before opening, {_megabytes(opened)} after, {_megabytes(peak_memory())} in the end",
    ]


def _write(where: Path, work: Inventing) -> None:
    """In a process of its own, whose memory is not counted."""
    command = [sys.executable, "-m", "bench.pages_index", str(where), "--passages", str(work.passages)]
    subprocess.run([*command, *(("--text", str(work.text)) if work.text else ())], cwd=ROOT, check=True)


def _timed(client: FlaskClient, path: str) -> tuple[float, float, int]:
    wall, processor = time.perf_counter(), time.process_time()
    answer = client.get(path)
    took = time.perf_counter() - wall, time.process_time() - processor
    if answer.status_code != 200:
        raise RuntimeError(f"{path} gave {answer.status}")
    return took[0] * 1000, took[1] * 1000, len(answer.data)


def _seconds(action: Callable[[], object]) -> float:
    """The milliseconds that the action takes."""
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000


def _row(kind: str, took: Sequence[Took]) -> str:
    walls = [one.wall for one in took]
    cells = (
        f"{median(walls):.1f}",
        f"{quantiles(walls, n=20, method='inclusive')[-1]:.1f}",
        f"{median(one.processor for one in took):.1f}",
        f"{median(one.total for one in took):.0f}",
        f"{median(one.size for one in took) / 1000:.1f}",
        f"{median(one.bare for one in took):.1f}",
        f"{median(one.wall / one.bare for one in took):.2f}",
    )
    return _line(kind, cells)


def _line(name: str, cells: tuple[str, ...]) -> str:
    return f"{name:{COLUMN}}" + "".join(f"{cell:>11}" for cell in cells)


def _megabytes(held: int | None) -> str:
    return "not measured" if held is None else f"{held / 1e6:.0f} MB"


def _machine() -> str:
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
