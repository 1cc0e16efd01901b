"""Pictures of pages, to be looked at: `python -m tests.browser.screens [--only NAME]`, or `... URL FOLDER [PATH ...]` for a running server.

Knows the windows a page must be good in; must not know what the pages say. Every state is drawn over invented letters, and the pages of the
real thing over the letters of the corpus, into FOLDER/STATE-WINDOW.png.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import re
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

from PIL import Image

from indexer.config import Corpus
from indexer.config import Settings
from indexer.sources.pictures import NoPictureError
from indexer.sources.pictures import draw_page
from tests.browser.browsing import Visitor
from tests.browser.browsing import launched
from tests.browser.install import find_chromium
from tests.browser.install import why_not
from tests.browser.real import real_states
from tests.browser.sites import CORPUS
from tests.browser.sites import corpus_index
from tests.browser.sites import invented_sites
from tests.browser.sites import served
from tests.browser.states import STATES
from tests.browser.states import State
from tests.browser.states import visit
from webapp import create_app


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from playwright.sync_api import Page


ROOT = Path(__file__).parent.parent.parent
WINDOWS: dict[str, dict[str, Any]] = {
    "wide": {"width": 1280},
    "tablet": {"width": 768},
    "narrow": {"width": 320},
    "dark": {"width": 1280, "color_scheme": "dark"},
    "forced": {"width": 1280, "forced_colors": "active"},
}
HEIGHT = 800
PLAIN: dict[str, Any] = {"color_scheme": "light", "forced_colors": "none"}
PROCESSES = 2
MOST_SHEETS = 4
MARGIN = "1cm"
"""What browsers leave free of themselves; a style sheet may say otherwise."""
DPI = 60
GAP = 8


def draw(chromium: str, host: str, states: dict[str, State], folder: Path) -> int:
    """How many pictures were written of these states of the sites at a URL: each is visited once, and its window changed."""
    written = 0
    with launched(chromium) as browser, Visitor(browser) as visitor:
        page = visitor.open("about:blank")
        for name, state in states.items():
            page.set_viewport_size({"width": WINDOWS["wide"]["width"], "height": HEIGHT})
            page.emulate_media(**PLAIN)
            visit(page, host, state)
            for window, options in WINDOWS.items():
                _draw_window(page, folder / f"{name}-{window}.png", **options)
            written += len(WINDOWS)
            if state.act is None and state.status == 200:
                written += 1
                _draw_sheets(page, folder / f"{name}-print.png")
    return written


def _draw_window(page: Page, path: Path, *, width: int, **media: Any) -> None:
    page.emulate_media(**{**PLAIN, **media})
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.screenshot(path=path, full_page=True, animations="disabled")


def _draw_sheets(page: Page, path: Path) -> None:
    """Draw the first sheets as they are printed, one below the other."""
    page.emulate_media(**PLAIN)
    sheets = list(_sheets(page.pdf(format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), MARGIN))))
    whole = Image.new("RGB", (sheets[0].width, sum(each.height + GAP for each in sheets)), "grey")
    for at, each in enumerate(sheets):
        whole.paste(each, (0, at * (each.height + GAP)))
    whole.save(path)


def _sheets(pdf: bytes) -> Iterator[Image.Image]:
    for number in range(1, MOST_SHEETS + 1):
        try:
            yield draw_page(pdf, number=number, dpi=DPI).image
        except NoPictureError:
            return  # there are no more


def draw_all(chromium: str, folder: Path, *, only: Sequence[str]) -> int:
    """How many pictures were written of the states so named, or of all, invented and real."""
    with ExitStack() as things:
        scratch = Path(things.enter_context(tempfile.TemporaryDirectory()))
        index = things.enter_context(corpus_index(scratch))
        real = create_app(Settings(folder=scratch, corpus=Corpus(path=str(CORPUS))), index=index)
        chosen = {
            things.enter_context(served(application)): [each for each in states.items() if not only or each[0] in only]
            for application, states in ((invented_sites(scratch), STATES), (real, real_states(index)))
        }
        workers = things.enter_context(ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("spawn")))
        drawing = [
            workers.submit(draw, chromium, host, dict(states[at::PROCESSES]), folder)
            for host, states in chosen.items()
            for at in range(PROCESSES)
            if states[at::PROCESSES]
        ]
        return sum(each.result() for each in drawing)


def main() -> None:
    """Draw what the command line asks for, and say how many pictures there are now."""
    chromium = find_chromium() or sys.exit(why_not() or "kør python -m tests.browser.install")
    parser = argparse.ArgumentParser(description="Pictures of every state in every window, or of pages of a running server.")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="a state to draw, instead of all; may be repeated")
    parser.add_argument("--into", type=Path, default=ROOT / "screens", metavar="FOLDER")
    parser.add_argument("running", nargs="*", metavar="URL FOLDER [PATH ...]", help="a server, where to, and its pages")
    asked = parser.parse_args()
    folder: Path = Path(asked.running[1]) if asked.running[1:] else asked.into
    folder.mkdir(parents=True, exist_ok=True)
    if asked.running:
        states = {re.sub(r"\W+", "-", path).strip("-") or "start": State(path, "") for path in asked.running[2:] or ("/",)}
        written = draw(chromium, asked.running[0].rstrip("/"), states, folder)
    else:
        for path in folder.glob("*.png") if not asked.only else ():
            path.unlink()  # a state that is no longer there is not to be looked at
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        written = draw_all(chromium, folder, only=asked.only)
    if not written:
        sys.exit("Ingen tilstand hedder sådan; navnene står i tests/browser/states.py, og efter en tegning i screens/.")
    print(f"{written} billeder i {folder}")  # noqa: T201 - it is a command


if __name__ == "__main__":
    main()
