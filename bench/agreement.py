"""Whether engines agree, on corpora and requests nobody thought of: `python -m bench.agreement --cases 1000 --engines whoosh,tantivy`.

Knows how engines are held against the reference, with what the contract tests generate and compare (tests/engine_strategies.py); must not
know what they promise. A case is a corpus and up to eight requests; where an engine answers otherwise than the memory engine, or fails,
that is told, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings as generating

from bench.relevance_ours import settings_for
from bench.relevance_sets import InputError
from indexer.config import load_settings
from indexer.engines import open_engine
from indexer.errors import SvarsoegError
from tests.engine_builders import write
from tests.engine_strategies import CORPUS
from tests.engine_strategies import REQUESTS
from tests.engine_strategies import agree


if TYPE_CHECKING:
    from indexer.config import Settings
    from indexer.engines.base import Searcher
    from indexer.model.entry import Entry
    from indexer.model.query import Request

REFERENCE = "memory"
TOLD = 5
"""So many disagreements of an engine are told in full."""


@dataclass(slots=True)
class Tried:
    """What came of one engine: how much it was asked, and a sentence for each time that it did not agree."""

    name: str
    cases: int = 0
    requests: int = 0
    disagreements: list[str] = field(default_factory=list)

    def compare(self, entries: list[Entry], requests: list[Request], reference: Searcher, settings: Settings) -> None:
        """Try one case."""
        self.cases += 1
        made = open_engine(settings)
        write(made, *entries)
        with closing(made.open()) as searcher:
            for request in requests:
                self.requests += 1
                try:
                    agree(request, reference, searcher)
                except Exception as error:  # noqa: BLE001 - whatever it raises, it does not agree
                    said = " ".join(str(error).split())[:300]
                    self.disagreements.append(f"{type(error).__name__}: {said}\n  {request}\n  {entries}")


def main(arguments: list[str] | None = None) -> int:
    """Try what the arguments name and print what came of it; the exit code, 1 when any engine did not agree, 2 when one cannot be tried."""
    parser = argparse.ArgumentParser(prog="python -m bench.agreement", description=__doc__.partition(":")[0] + ".")
    parser.add_argument("--cases", type=int, default=1000, metavar="N", help="corpora, each with up to eight requests (default: 1000)")
    parser.add_argument("--engines", default="memory,whoosh,tantivy", metavar="A,B", help="the engines (default: memory,whoosh,tantivy)")
    parser.add_argument("--config", type=Path, metavar="FILE.toml", help="settings for engines that need any, such as their hosts")
    given_ = parser.parse_args(arguments)
    try:
        tried = compared(given_.engines.split(","), cases=given_.cases, config=given_.config)
    except (InputError, SvarsoegError) as error:
        print(error, file=sys.stderr)
        return 2
    for each in tried:
        print(f"{each.name}: {each.cases} cases, {each.requests} requests, {len(each.disagreements)} disagreements")
        for disagreement in each.disagreements[:TOLD]:
            print(f"  {disagreement}")
    return int(any(each.disagreements for each in tried))


def compared(names: list[str], *, cases: int, config: Path | None = None) -> list[Tried]:
    """What came of each engine but the reference. Raises InputError when there is no such engine, and what engines raise."""
    tried = [Tried(name) for name in names if name != REFERENCE]
    # Nobody searches on in what was served before: a cluster need not hold a thousand indices for a while.
    with tempfile.TemporaryDirectory() as folder, patch("indexer.engines.opensearch.kept.GRACE", 0.0):
        place = Path(folder)
        ready = {name: _settings(place, name, config) for name in (REFERENCE, *names)}

        @generating(max_examples=cases, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(entries=CORPUS, requests=REQUESTS)
        def case(entries: list[Entry], requests: list[Request]) -> None:
            reference = open_engine(ready[REFERENCE])
            write(reference, *entries)
            with closing(reference.open()) as searcher:
                for each in tried:
                    each.compare(entries, requests, searcher, ready[each.name])

        case()
    return tried


def _settings(place: Path, name: str, config: Path | None) -> Settings:
    """The settings for an index of the engine `name` in a folder of its own; where one alone is kept, a cluster waits for its readers."""
    index = settings_for(place / name, name).index
    settings = load_settings(config) if config else settings_for(place / name, name)
    return replace(settings, folder=place / name, index=replace(index, keep=2))


if __name__ == "__main__":
    sys.exit(main())
