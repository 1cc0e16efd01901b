"""One contestant in a process of its own: `python -m bench.speed.child FOLDER WORK NAME`; for bench.speed.turns alone.

Knows how a contestant is made to build, to search or to show pages, and what that takes; must not know the others. Each line it reads is
one turn, each it writes the answer; it ends when there are no more. Garbage is collected as in production.
"""

from __future__ import annotations

import json
import os
import pickle
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

from bench.speed.asked import KINDS
from bench.speed.contest import FIVE
from bench.speed.contest import Skipped
from bench.speed.contest import contestant
from bench.speed.corpus import opened
from bench.speed.memory import held_by
from bench.speed.memory import most_held
from indexer.errors import SvarsoegError


if TYPE_CHECKING:
    from bench.speed.asked import Asked
    from bench.speed.corpus import Corpus

ASKED = "asked"
"""The file of what is asked."""


def main(folder: str, work: str, name: str) -> None:
    """Do the work, and say what fails in one line."""
    corpus = opened(Path(folder))
    try:
        {"build": build, "search": search, "pages": pages, "serve": serve, "bare": serve_bare, "remove": remove}[work](corpus, name)
    except Skipped as error:
        say(skipped=str(error))
    except SvarsoegError as error:
        say(skipped=f"{name}: {error}")
    except Exception as error:  # noqa: BLE001 - whatever a library raises, the others go on
        say(skipped=f"{name}: {type(error).__name__}: {' '.join(str(error).split())[:300]}")


def build(corpus: Corpus, name: str) -> None:
    """Build once."""
    with closing(contestant(name, corpus)) as made:
        say(ready=True)
        sys.stdin.readline()
        begun, cpu = time.perf_counter(), _processor()
        made.build()
        took = time.perf_counter() - begun
        say(wall=took, cpu=None if made.serving() else _processor() - cpu, size=made.size(), peak=most_held())


def search(corpus: Corpus, name: str) -> None:
    """Be asked one search after another: the number of what is asked, and whether facets are counted."""
    asked = _asked(corpus)
    with closing(contestant(name, corpus)) as made:
        begun = time.perf_counter()
        made.open()
        say(opening=time.perf_counter() - begun)
        for line in sys.stdin:
            number, how = line.split()
            request = asked[int(number)].request
            if how == "count":
                say(total=made.count(request))
                continue
            if how == "facets":
                request = replace(request, facets=FIVE)
            begun, cpu = time.perf_counter(), time.process_time()
            found = made.ask(request)
            took = time.perf_counter() - begun, time.process_time() - cpu
            server = made.serving()
            say(
                wall=took[0],
                cpu=None if server else took[1],
                hits=len(found.stored),
                peak=held_by(server) if server else most_held(),
                total=found.total,
            )


def pages(corpus: Corpus, name: str) -> None:
    """Be asked for one page after another, by its path."""
    from bench.speed.web import InProcess  # noqa: PLC0415 - peers need no Flask

    with closing(InProcess(corpus.settings(name))) as shown:
        say(ready=True)
        for line in sys.stdin:
            say(**shown.ask(line.strip())._asdict())


def serve(corpus: Corpus, name: str) -> None:
    """Serve the site over an engine, as in production, until nobody listens."""
    from bench.speed.web import Serving  # noqa: PLC0415

    _serving(Serving.site(corpus.settings(name)))


def serve_bare(corpus: Corpus, name: str) -> None:
    """Serve the same pages by the bare view."""
    from bench.speed.web import Serving  # noqa: PLC0415

    _serving(Serving.bare(corpus.settings(name), [asked.path for asked in _asked(corpus)]))


def remove(corpus: Corpus, name: str) -> None:
    """Leave nothing."""
    made = contestant(name, corpus)
    made.close()
    made.remove()
    say(removed=True)


def _serving(server: Any) -> None:
    with closing(server):
        say(port=server.port)
        sys.stdin.read()


def _asked(corpus: Corpus) -> list[Asked]:
    asked: list[Asked] = pickle.loads((corpus.folder / ASKED).read_bytes())
    assert {each.kind for each in asked} >= set(KINDS)
    return asked


def _processor() -> float:
    """The seconds of the processor that this process and those it waited for have used."""
    return sum(os.times()[:4])


def say(**answer: object) -> None:
    """Answer one line."""
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:4])
