"""What the pages are looked at over: collections of invented letters, of many, of one and of none, and indexes in trouble.

Knows under which path each is served, all by one application, and how to build the real index over the corpus; must not know which pages
there are.
"""

from __future__ import annotations

import logging
import threading
from contextlib import closing
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server

from indexer.config import Corpus
from indexer.config import Search
from indexer.config import Settings
from indexer.config import Web
from indexer.errors import EngineDownError
from indexer.errors import IndexDamagedError
from indexer.errors import IndexMissingError
from indexer.rebuild import rebuild
from indexer.report import Report
from indexer.search import Index
from tests.browser.letters import COMPLETIONS
from tests.browser.letters import CROWD
from tests.browser.letters import LETTERS
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from tests.webapp_builders import passage
from webapp import create_app


if TYPE_CHECKING:
    from collections.abc import Iterator
    from wsgiref.types import WSGIApplication

    from flask import Flask

    from indexer.model.results import Results


CORPUS = Path(__file__).parent.parent.parent / "corpus"

WHOLE = ""
MANY = "/mange"
SINGLE = "/et"
EMPTY = "/tomt"
MISSING = "/uden-indeks"
DAMAGED = "/beskadiget"
DOWN = "/nede"
BROKEN = "/i-stykker"
WITHDRAWN = "/trukket"

PARTLY_GONE = letter("ene", passage("1"), passage("3"), withdrawn={"svar-2": 1})


@dataclass
class PatientIndex(PlainIndex):
    """A PlainIndex that takes fewer words where no passage has all, and adds passages with the first word where one page holds them."""

    def search(self, words: str, **asked: Any) -> Results:
        """The passages that have every word; where there are none, those that have the first word that any has."""
        found = super().search(words, **asked)
        if " " not in words:
            return found
        fewer = next((some for word in words.split() if (some := super(PatientIndex, self).search(word, **asked)).total), found)
        hits = tuple(self._explained(hit, words) for hit in fewer.found)
        if not found.total:
            return replace(fewer, found=hits, reading=replace(found.reading, relaxed=True))
        seen = {(hit.stored.letter, hit.stored.passage.anchor) for hit in found.found}
        return replace(found, nearly=tuple(hit for hit in hits if (hit.stored.letter, hit.stored.passage.anchor) not in seen))


def invented_sites(folder: Path) -> WSGIApplication:
    """Every site, each under its path; in the folder the files of the letters are written."""
    (folder / "corpus").mkdir()
    for each in LETTERS:
        (folder / "corpus" / each.file).write_text("\n\n".join(each_passage.answer for each_passage in each.passages), encoding="utf-8")
    settings = Settings(folder=folder, search=Search(page_size=3, facet_values=3), web=Web(requests_per_minute=0))

    def site(**index: Any) -> Flask:
        return create_app(settings, index=PatientIndex(**index))  # type: ignore[arg-type]

    broken = site(trouble=RuntimeError("with intent"))
    # Its own, since all applications share one, and others test what is told there.
    broken.logger = logging.Logger("broken")
    broken.logger.addHandler(logging.NullHandler())
    return DispatcherMiddleware(
        site(letters=LETTERS, spelling={"mælkk": "mælk"}, proposals={"liter": "mælk"}, completions=COMPLETIONS),
        {
            MANY: site(letters=CROWD),
            SINGLE: site(letters=(letter("ene"),)),
            EMPTY: site(letters=()),
            MISSING: site(trouble=IndexMissingError("index")),
            DAMAGED: site(trouble=IndexDamagedError("segment 3 mangler")),
            DOWN: site(trouble=EngineDownError("Søgemaskinen svarer ikke. Prøv igen om lidt.")),
            BROKEN: broken,
            WITHDRAWN: site(letters=(PARTLY_GONE,), report=Report(0, 0, (), (), 0, 0, (), 0.0, withdrawn=("vaek",))),
        },
    )


@contextmanager
def corpus_index(folder: Path) -> Iterator[Index]:
    """The real index over the letters of the corpus, built in a folder."""
    settings = Settings(folder=folder, corpus=Corpus(path=str(CORPUS)))
    rebuild(settings)
    with closing(Index(settings)) as index:
        yield index


@contextmanager
def served(application: WSGIApplication) -> Iterator[str]:
    """The URL under which the application is served for as long as it takes."""
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
