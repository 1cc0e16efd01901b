"""The pictures of docs/brugervejledning.md, taken of the real page over the corpus: `python -m tests.browser.guide`.

Knows what each picture shows; must not know what the guide says of it. The words searched for are those of the guide.
"""

from __future__ import annotations

import io
import logging
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from typing import NamedTuple

from PIL import Image

from indexer.config import Corpus
from indexer.config import Settings
from indexer.config import Site
from tests.browser.browsing import Visitor
from tests.browser.browsing import launched
from tests.browser.install import find_chromium
from tests.browser.install import why_not
from tests.browser.sites import CORPUS
from tests.browser.sites import corpus_index
from tests.browser.sites import served
from webapp import create_app


if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import FloatRect
    from playwright.sync_api import Page


FOLDER = Path(__file__).parent.parent.parent / "docs" / "billeder"
WORD = "nytteindsats"
DRAFT = "Kære forvaltning\n\n1. Hvad er den årlige omkostning til nytteindsatsen?\n2. Hvornår åbner den nye svømmehal?"
ROOM = 12
COLOURS = 64
"""Enough for pages of few colours, and a third of the bytes."""


class Shot(NamedTuple):
    """What is done on a page at `path` before its picture is taken: of its window, or of what `part` picks out."""

    path: str
    act: Callable[[Page], None] | None = None
    part: str = ""
    width: int = 1100
    height: int = 700


def _suggest(page: Page) -> None:
    page.locator("#q").press_sequentially(WORD[:5])
    page.get_by_role("option").first.wait_for()


def _explain(page: Page) -> None:
    page.locator("details.why summary").first.click()


def _open_first(page: Page) -> None:
    page.locator(".cards .title a").first.click()
    page.wait_for_url("**/brev/**")
    page.evaluate("scrollTo(0, 0)")


def _open_beside(page: Page) -> None:
    _open_first(page)
    page.get_by_role("link", name="Vis originalen ved siden af").click()
    page.wait_for_load_state("networkidle")


def _cite(page: Page) -> None:
    _open_first(page)
    page.locator(".passage .cite summary").first.click()


def _look_up(page: Page) -> None:
    page.get_by_label("Henvendelse eller udkast").fill(DRAFT)
    page.get_by_role("button", name="Slå op").click()
    page.wait_for_load_state()


SHOTS = {
    "forside": Shot("/"),
    "forslag": Shot("/", _suggest, height=640),
    "svar": Shot(f"/?q={WORD}", height=760),
    "hvorfor": Shot(f"/?q={WORD}", _explain, part=".cards article"),
    "filtre": Shot("/?q=kommune", part=".facets", height=520),
    "brev": Shot(f"/?q={WORD}", _open_first, height=820),
    "original": Shot(f"/?q={WORD}", _open_beside, width=1280, height=760),
    "henvis": Shot(f"/?q={WORD}", _cite, part=".passage:has(.cite[open]) .cite"),
    "foer": Shot("/foer", _look_up, height=900),
    "telefon": Shot(f"/?q={WORD}", width=375, height=720),
}


def take(visitor: Visitor, host: str, shot: Shot) -> bytes:
    """The picture, as PNG."""
    page = visitor.open(host + shot.path, width=shot.width, height=shot.height, color_scheme="light")
    if shot.act:
        shot.act(page)
    page.mouse.move(0, 0)
    taken = page.screenshot(animations="disabled", full_page=bool(shot.part), clip=_around(page, shot) if shot.part else None)
    small = io.BytesIO()
    Image.open(io.BytesIO(taken)).convert("RGB").quantize(COLOURS).save(small, "PNG", optimize=True)
    return small.getvalue()


def _around(page: Page, shot: Shot) -> FloatRect:
    """The part with some room around it, no higher than the picture may be."""
    box = page.locator(shot.part).first.bounding_box()
    assert box, shot.part
    left, top = max(0, box["x"] - ROOM), box["y"] + page.evaluate("scrollY") - ROOM
    width, height = min(box["width"] + 2 * ROOM, shot.width - left), min(box["height"] + 2 * ROOM, shot.height)
    return {"x": left, "y": top, "width": width, "height": height}


def main() -> None:
    """Take all pictures anew."""
    chromium = find_chromium() or sys.exit(why_not() or "kør python -m tests.browser.install")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    FOLDER.mkdir(exist_ok=True)
    with ExitStack() as things:
        scratch = Path(things.enter_context(tempfile.TemporaryDirectory()))
        index = things.enter_context(corpus_index(scratch))
        settings = Settings(folder=scratch, corpus=Corpus(path=str(CORPUS)), site=Site(url="https://svar.example.dk"))
        host = things.enter_context(served(create_app(settings, index=index)))
        visitor = things.enter_context(Visitor(things.enter_context(launched(chromium))))
        for name, shot in SHOTS.items():
            (FOLDER / f"{name}.png").write_bytes(take(visitor, host, shot))
    print(f"{len(SHOTS)} billeder i {FOLDER}")  # noqa: T201 - it is a command


if __name__ == "__main__":
    main()
