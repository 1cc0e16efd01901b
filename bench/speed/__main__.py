"""The engines beside their peers: `python -m bench.speed --passages N --engines NAMES --peers NAMES`.

Knows the options and where results lie; must not know how anything is measured.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.relevance_sets import InputError
from bench.relevance_sets import read_passages
from bench.speed.contest import PEERS
from bench.speed.corpus import Plan
from bench.speed.figures import keep
from bench.speed.figures import kept
from bench.speed.measuring import Run
from bench.speed.report import grown
from bench.speed.report import report


if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.speed.figures import Results

ENGINES = ("whoosh", "tantivy", "opensearch")
SIZES = (1_000, 10_000, 100_000, 1_000_000)
MOST, OF_MORE = 100_000, ("tantivy", "tantivy-raw")
"""So many passages all are asked to hold, more only these."""
RESULTS, GROWTH = "results.json", "growth-{}.json"


def main(arguments: list[str] | None = None) -> None:
    """Measure what the arguments name, tell what came of it, and write it where they want it."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.passages < 1 or given.times < 2 or given.rounds < 1 or not set(given.peers) <= set(PEERS):
        parser.error(f"there is nothing to do, or a peer is none of {', '.join(PEERS)}.")
    try:
        if given.text:
            read_passages(given.text)
    except InputError as error:
        parser.error(str(error))
    given.out.mkdir(parents=True, exist_ok=True)
    if not given.again:
        for size in given.growth or (given.passages,):
            keep(_measured(given, size), given.out / (GROWTH.format(size) if given.growth else RESULTS))
    results = kept(given.out / RESULTS) if (given.out / RESULTS).exists() else None
    by_size = {one.passages: one for one in map(kept, sorted(given.out.glob(GROWTH.format("*"))))}
    if results and not given.growth:
        print(report(results))
    if by_size and (given.growth or given.again):
        print(grown(by_size))
    if given.write:
        from bench.speed.written import write  # noqa: PLC0415 - pictures need matplotlib, which measuring does not

        print("\n".join(f"written: {path}" for path in write(given.write, results, by_size)), file=sys.stderr)


def _measured(given: argparse.Namespace, size: int) -> Results:
    names = OF_MORE if given.growth and size > MOST else (*given.engines, *given.peers)
    plan = Plan(size, str(given.text.absolute()) if given.text else "", str(given.config.absolute()) if given.config else "", given.times)
    with tempfile.TemporaryDirectory(dir=given.work, ignore_cleanup_errors=True) as folder:
        run = Run(
            Path(folder),
            plan,
            [name for name in given.engines if name in names],
            [name for name in given.peers if name in names],
            lambda line: print(line, file=sys.stderr, flush=True),
            rounds=1 if given.growth else given.rounds,
            seconds=0 if given.growth else given.seconds,
        )
        return run.results()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description=__doc__)
    parser.add_argument("--passages", type=int, default=50_000, metavar="N", help="passages of the corpus (default: 50000)")
    parser.add_argument("--engines", type=_names, default=ENGINES, metavar="NAMES", help=f"engines of ours (default: {','.join(ENGINES)})")
    parser.add_argument("--peers", type=_names, default=tuple(PEERS), metavar="NAMES", help=f"others (default: {','.join(PEERS)})")
    parser.add_argument("--text", type=Path, metavar="FILE.jsonl", help="paragraphs and questions; the lexicon's words without it")
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings, such as the address of a cluster (default: config.toml)")
    parser.add_argument("--times", type=int, default=30, metavar="N", help="searches of each kind (default: 30)")
    parser.add_argument("--rounds", type=int, default=2, metavar="N", help="how many times each index is built (default: 2)")
    parser.add_argument("--seconds", type=float, default=5.0, metavar="S", help="how long servers are asked; 0 is not at all (default: 5)")
    parser.add_argument(
        "--growth",
        type=_sizes,
        nargs="?",
        const=SIZES,
        metavar="N,N",
        help=f"over several sizes instead; tantivy alone over {MOST} (default: {SIZES})",
    )
    parser.add_argument("--out", type=Path, default=Path("speed"), metavar="FOLDER", help="where the results are kept (default: speed)")
    parser.add_argument("--work", type=Path, metavar="FOLDER", help="where corpora and indexes are made, and removed (default: temporary)")
    parser.add_argument("--again", action="store_true", help="measure nothing: tell and write the results that lie in --out")
    parser.add_argument("--write", type=Path, metavar="DOCS", help="put tables and pictures into the documents of this folder")
    return parser


def _sizes(text: str) -> Sequence[int]:
    return tuple(map(int, _names(text)))


def _names(text: str) -> Sequence[str]:
    return tuple(name for name in text.split(",") if name)


if __name__ == "__main__":
    main()
