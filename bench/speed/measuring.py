"""A run, step by step: one corpus, then builds, searches, pages and servers, the contestants taking turns in each.

Knows the order of things and who takes part; must not know how anything is done. Whoever fails is reported, and the others go on.
"""

from __future__ import annotations

import os
import pickle
import platform
import sqlite3
import subprocess
import time
from collections.abc import Callable
from collections.abc import Sequence
from contextlib import ExitStack
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from typing import Any

from bench.speed.asked import ON_PAGES
from bench.speed.child import ASKED
from bench.speed.clients import served
from bench.speed.contest import Skipped
from bench.speed.contest import counts_facets
from bench.speed.corpus import Corpus
from bench.speed.corpus import Plan
from bench.speed.drawing import asked_of
from bench.speed.figures import Built
from bench.speed.figures import Paged
from bench.speed.figures import Results
from bench.speed.figures import Searched
from bench.speed.figures import Took
from bench.speed.memory import Watching
from bench.speed.turns import Child
from indexer.model.fields import TERMS


if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.speed.asked import Asked
    from bench.speed.figures import Served

PLAIN, FACETS = "plain", "facets"
CLIENTS = (1, 4, 16)
WARMING = 2
"""Searches of each kind that nobody times, before the others."""
BARE = "bare view"
LIBRARIES = ("whoosh3", "tantivy", "opensearch-py", "psycopg", "flask", "waitress")


@dataclass(slots=True)
class Run:
    """One run over `plan` in `folder`. `engines` and `peers` take part; `tell` is told what is being done.

    Everybody builds `rounds` times; each server is asked for so many `seconds` by each number of clients, with 0 not at all.
    """

    folder: Path
    plan: Plan
    engines: Sequence[str]
    peers: Sequence[str]
    tell: Callable[[str], None]
    rounds: int = 2
    seconds: float = 3.0
    _skipped: dict[str, str] = field(default_factory=dict)
    _begun: float = field(default_factory=time.perf_counter)

    def results(self) -> Results:
        """What the run found; the folder may then be thrown away."""
        corpus = Corpus(self.folder, self.plan)
        results = self._read(corpus)
        try:
            results.built = dict(self._builds())
            asked = asked_of(corpus, times=self.plan.times + WARMING)
            (self.folder / ASKED).write_bytes(pickle.dumps(asked))
            results.searched = self._searches(asked)
            results.paged = self._pages(asked)
            if self.seconds:
                results.served = self._servers(asked)
        finally:
            for name in (*self.engines, *self.peers):
                with suppress(Skipped), Child(self.folder, "remove", name) as child:
                    child.hear()
        results.skipped = self._skipped
        results.took = time.perf_counter() - self._begun
        return results

    def _read(self, corpus: Corpus) -> Results:
        self._tell(f"writing {self.plan.passages} passages in {len(corpus.letters)} letters")
        corpus.write()
        self._tell("reading them for the first time")
        reading = corpus.read()
        for engine in self.engines:
            corpus.give_caches(engine)
        words = sum(entry.texts.get(TERMS, "").count(" ") + 1 for entry in corpus.entries())
        return Results(
            self.plan.passages, len(corpus.letters), words, self.plan.text and "given", self.plan.seed, machine(), reading=reading
        )

    def _builds(self) -> Iterator[tuple[str, Built]]:
        built: dict[str, Built] = {}
        for number in range(self.rounds):
            for name in self._taking_part():
                self._tell(f"building, round {number + 1} of {self.rounds}: {name}")
                try:
                    self._build(name, built.setdefault(name, Built()))
                except Skipped as why:
                    self._leave(name, why)
        return iter((name, one) for name, one in built.items() if one.took)

    def _build(self, name: str, built: Built) -> None:
        with Child(self.folder, "build", name) as child:
            child.hear()
            with Watching(child.pid) as watching:
                took = child.ask()
        built.took.append(Took(took["wall"], took["cpu"]))
        built.peak, built.size = max(built.peak, watching.peak, took["peak"]), took["size"]

    def _searches(self, asked: list[Asked]) -> dict[str, Searched]:
        searched: dict[str, Searched] = {}
        with ExitStack() as stack:
            # With facets in another process: what it has kept of the same search without them would make it quick.
            ways = [(name, how) for name in self._taking_part() for how in (PLAIN, FACETS) if how == PLAIN or counts_facets(name)]
            children = {way: stack.enter_context(Child(self.folder, "search", way[0])) for way in ways}
            for name, how in ways:
                with self._leaving(name, children):
                    if (name, how) in children:
                        searched.setdefault(name, Searched(children[name, how].hear()["opening"]))
            for number, one in enumerate(asked):
                if number % 50 == 0:
                    self._tell(f"searching, {number} of {len(asked)}: {', '.join(dict.fromkeys(name for name, _ in children))}")
                warming = number < WARMING * len(ON_PAGES)
                # In another order each time, so that nobody always comes after the same neighbour.
                for name, how in Random(number).sample(sorted(children), len(children)):
                    if (name, how) not in children:
                        continue
                    with self._leaving(name, children):
                        _search(children[name, how], number, one.kind, searched[name], how=how, timed=not warming)
        return {name: one for name, one in searched.items() if one.plain}

    def _pages(self, asked: list[Asked]) -> dict[str, Paged]:
        paged: dict[str, Paged] = {}
        with ExitStack() as stack:
            children = {name: stack.enter_context(Child(self.folder, "pages", name)) for name in self._taking_part(peers=False)}
            for name, child in list(children.items()):
                with self._leaving(name, children):
                    child.hear()
                    paged[name] = Paged()
            sizes: dict[str, list[int]] = {name: [] for name in children}
            for number, one in enumerate(asked):
                if number % 50 == 0:
                    self._tell(f"whole pages, {number} of {len(asked)}: {', '.join(children)}")
                for name in list(children):
                    with self._leaving(name, children):
                        page = children[name].ask(one.path)
                        if number >= WARMING * len(ON_PAGES):
                            paged[name].took.setdefault(one.kind, []).append(Took(*page["ours"]))
                            paged[name].bare.setdefault(one.kind, []).append(Took(*page["bare"]))
                            paged[name].template.setdefault(one.kind, []).append(Took(*page["template"]))
                            sizes[name].append(page["size"])
        for name, held in sizes.items():
            paged[name].size = sorted(held)[len(held) // 2] if held else 0
        return {name: one for name, one in paged.items() if one.took}

    def _servers(self, asked: list[Asked]) -> dict[str, list[Served]]:
        paths = [one.path for one in asked]
        found: dict[str, list[Served]] = {}
        with ExitStack() as stack:
            children = {name: stack.enter_context(Child(self.folder, "serve", name)) for name in self._taking_part(peers=False)}
            if children:
                children[BARE] = stack.enter_context(Child(self.folder, "bare", next(iter(children))))
            ports: dict[str, int] = {}
            for name, child in list(children.items()):
                with self._leaving(name, children):
                    ports[name] = child.hear()["port"]
                    served(ports[name], paths, clients=1, seconds=self.seconds / 3)
            for clients in CLIENTS:
                for name in list(children):
                    self._tell(f"{clients} at once: {name}")
                    with self._leaving(name, children):
                        found.setdefault(name, []).append(served(ports[name], paths, clients=clients, seconds=self.seconds))
        return found

    def _taking_part(self, *, peers: bool = True) -> list[str]:
        return [name for name in (*self.engines, *(self.peers if peers else ())) if name not in self._skipped]

    def _leaving(self, name: str, children: dict[Any, Child]) -> ExitStack:
        """A block after which a contestant that could not go on is among the children, by name or name and way, no more."""
        stack = ExitStack()

        def leave(_kind: object, error: BaseException | None, _trace: object) -> bool:
            if not isinstance(error, Skipped | OSError | subprocess.SubprocessError):
                return False
            for key in [key for key in children if name in (key, key[0])]:
                del children[key]
            self._leave(name, error)
            return True

        stack.push(leave)
        return stack

    def _leave(self, name: str, why: BaseException) -> None:
        self._skipped[name] = str(why)
        self._tell(f"{name} is left out: {why}")

    def _tell(self, what: str) -> None:
        self.tell(f"{time.perf_counter() - self._begun:6.0f} s  {what}")


def _search(child: Child, number: int, kind: str, found: Searched, *, how: str, timed: bool) -> None:
    """Have a search made, and note what it took."""
    took = child.ask(f"{number} {how}")
    found.peak = max(found.peak, took["peak"] or 0)
    if timed:
        (found.plain if how == PLAIN else found.faceted).setdefault(kind, []).append(Took(took["wall"], took["cpu"]))
    if timed and how == PLAIN:
        total = child.ask(f"{number} count")["total"] if took["total"] is None else took["total"]
        found.totals.setdefault(kind, []).append(total)


def machine() -> dict[str, str]:
    """Where it was measured, and with which versions."""
    found = {
        "cores": str(os.cpu_count()),
        "system": platform.system(),
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "date": time.strftime("%Y-%m-%d"),
        "load": f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "",
    }
    for name in LIBRARIES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found
