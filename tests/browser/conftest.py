"""What the browser tests share: a chromium, the real page over the five letters, and a page over invented ones.

Without a chromium the tests are passed over, with the reason; where CI says it is CI, that is a failure.
"""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from indexer.config import Corpus
from indexer.config import Settings
from indexer.rebuild import rebuild
from tests.browser.browsing import Visitor
from tests.browser.browsing import launched
from tests.browser.browsing import required
from tests.browser.sites import invented_sites
from tests.browser.sites import served


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser
    from playwright.sync_api import Page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A chromium without a window."""
    with launched(required()) as chromium:
        yield chromium


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """Someone who opens pages at will; afterwards no page may have complained on its console."""
    with Visitor(browser) as someone:
        yield someone
    assert someone.complaints == []


@pytest.fixture(scope="session")
def lasting(browser: Browser) -> Iterator[tuple[Visitor, Page]]:
    """Someone with a window that stays open: to look at many pages one after the other costs less than a window for each."""
    with Visitor(browser) as someone:
        yield someone, someone.open("about:blank")


@pytest.fixture
def window(lasting: tuple[Visitor, Page]) -> Iterator[Page]:
    """An empty page in a wide, light window with nothing under the mouse; afterwards nothing may have complained on its console.

    It is the same window for all tests: where one needs a window of another kind, its own clipboard or an empty history, it asks `visitor`.
    """
    someone, page = lasting
    page.goto("about:blank")
    page.unroute_all()
    page.mouse.move(0, 0)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(media="null", color_scheme="light", forced_colors="none")
    someone.complaints.clear()
    yield page
    assert someone.complaints == []


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, corpus: Path) -> Iterator[str]:
    """The URL of the real thing: `python -m webapp` over an index of the five letters."""
    folder = tmp_path_factory.mktemp("site")
    config = folder / "config.toml"
    config.write_text(f"[corpus]\npath = '{corpus}'\n\n[index]\npath = 'index'\n\n[web]\nrequests_per_minute = 0\n", encoding="utf-8")
    rebuild(Settings(folder=folder, corpus=Corpus(path=str(corpus))))
    command = (sys.executable, "-m", "webapp", "--port", "0", "--config", str(config))
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as server:
        try:
            assert server.stdout
            yield re.findall(r"http://\S+(?=/)", server.stdout.readline())[0]
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of the sites of invented letters: that of many pages, many facets and hostile text is at its root."""
    with served(invented_sites(tmp_path_factory.mktemp("invented"))) as url:
        yield url
