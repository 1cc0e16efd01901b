"""What the browser tests share: a chromium, the real page over the five letters, and a page over invented ones.

Without a chromium the tests are passed over, with the reason; where CI says it is CI, that is a failure.
"""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from indexer.config import Corpus
from indexer.config import Search
from indexer.config import Settings
from indexer.rebuild import rebuild
from tests.browser.browsing import Visitor
from tests.browser.browsing import launched
from tests.browser.browsing import required
from tests.browser.letters import COMPLETIONS
from tests.browser.letters import LETTERS
from tests.webapp_builders import PlainIndex
from webapp import create_app


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


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
def site(tmp_path_factory: pytest.TempPathFactory, corpus: Path) -> Iterator[str]:
    """The URL of the real thing: `python -m webapp` over an index of the five letters."""
    folder = tmp_path_factory.mktemp("site")
    config = folder / "config.toml"
    config.write_text(f"[corpus]\npath = '{corpus}'\n\n[index]\npath = 'index'\n", encoding="utf-8")
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
    """The URL of a page over invented letters: many pages, many facets, hostile text."""
    settings = Settings(folder=tmp_path_factory.mktemp("invented"), search=Search(page_size=3, facet_values=3))
    index = PlainIndex(LETTERS, spelling={"mælkk": "mælk"}, proposals={"liter": "mælk"}, completions=COMPLETIONS)
    server = make_server("127.0.0.1", 0, create_app(settings, index=index), threaded=True)  # type: ignore[arg-type]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
