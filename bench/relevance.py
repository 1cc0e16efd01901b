"""How well questions find their passages, beside what other tools find in the same texts: `python -m bench.relevance --help`.

Knows the order of a run and the command's options; must not know how anything is searched or what makes a ranking good.
"""

from __future__ import annotations

import argparse
import platform
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC
from datetime import datetime
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from bench.relevance_baselines import BASELINES
from bench.relevance_baselines import NotRunError
from bench.relevance_metrics import DEPTH
from bench.relevance_metrics import PAGE
from bench.relevance_metrics import first_answer
from bench.relevance_metrics import summarise
from bench.relevance_metrics import violations
from bench.relevance_ours import serve_letters
from bench.relevance_ours import serve_passages
from bench.relevance_ours import settings_for
from bench.relevance_report import Report
from bench.relevance_report import Row
from bench.relevance_report import as_json
from bench.relevance_report import as_markdown
from bench.relevance_report import as_text
from bench.relevance_sets import InputError
from bench.relevance_sets import judged_passages
from bench.relevance_sets import read_passages
from bench.relevance_sets import read_queries
from indexer.analysis.danish import stemmer_version
from indexer.errors import SvarsoegError


if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.relevance_baselines import Way
    from bench.relevance_metrics import Judged
    from bench.relevance_ours import Ours
    from bench.relevance_sets import Text

_TIMED = 500
"""At most so many questions are asked again to measure speed, spread evenly."""

_LEAST_SECONDS = 0.5
"""So long at least, over and over again if need be: a few questions take too little time to be measured."""


def main(arguments: list[str] | None = None) -> int:
    """Measure what the arguments name and print it; the exit code, 2 when they or a file of theirs cannot be used."""
    given = _parser().parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as folder:
            report, questions = _measured(given, Path(folder))
        print(as_markdown(report) if given.markdown else as_text(report))
        if given.json:
            _write(given.json, as_json(report, questions))
    except (InputError, SvarsoegError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.relevance", description=__doc__.partition(":")[0] + ".")
    texts = parser.add_mutually_exclusive_group(required=True)
    texts.add_argument("--passages", type=Path, metavar="FILE", help="JSON lines of id, title, text, questions; each must find its passage")
    texts.add_argument("--letters", type=Path, metavar="DIR", help="a folder of letters, read and indexed as by `indexer rebuild`")
    parser.add_argument("--queries", type=Path, metavar="FILE", help="JSON of queries about the letters, with the passages expected")
    parser.add_argument("--engine", default="whoosh", metavar="E", help="the engine of our own search (default: whoosh)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures, and the place of each first answer, to FILE")
    parser.add_argument("--markdown", action="store_true", help="print Markdown")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="tell of the first N questions that we do not answer at once")
    return parser


def _measured(given: argparse.Namespace, folder: Path) -> tuple[Report, list[dict[str, str]]]:
    if given.json and not given.json.absolute().parent.is_dir():
        raise InputError(f"{given.json} cannot be written: there is no such folder.")
    ours, questions, remarks = _served(given, folder / "ours")
    with closing(ours):
        texts = ours.texts()
        row, misses = _row(ours, questions)
    report = Report(
        day=datetime.now(UTC).date().isoformat(),
        source=(given.passages or given.queries).name,
        passages=len(texts),
        questions=len(questions),
        demanding=sum(bool(judged.absent or judged.below) for judged in questions),
        versions=_versions(),
        rows=(row, *_baselines(texts, questions, folder)),
        remarks=(*remarks, *_unknown(questions, texts)),
        misses=tuple(misses[: max(0, given.misses)]),
    )
    return report, [{"id": judged.id, "query": judged.words} for judged in questions]


def _served(given: argparse.Namespace, folder: Path) -> tuple[Ours, list[Judged], list[str]]:
    """Our search over the texts that are given, the questions, and what must be said of the texts."""
    if bool(given.letters) != bool(given.queries):
        raise InputError("--letters and --queries belong together.")
    if given.passages:
        lines = read_passages(given.passages)
        return serve_passages(settings_for(folder, given.engine), lines), judged_passages(lines), []
    if not given.letters.is_dir():
        raise InputError(f"{given.letters} is no folder.")
    files = sorted(path.relative_to(given.letters).as_posix() for path in given.letters.rglob("*.*"))
    questions = read_queries(given.queries, files)
    ours, failures = serve_letters(settings_for(folder, given.engine, given.letters))
    return ours, questions, failures


def _unknown(questions: Sequence[Judged], texts: Sequence[Text]) -> list[str]:
    """A sentence when passages are judged that our reading of the letters does not have: they can never be found."""
    missing = {key for judged in questions for key in judged.relevance} - {text.key for text in texts}
    return [f"Judged relevant, but no passage as the letters are read: {', '.join(sorted(missing))}."] if missing else []


def _baselines(texts: Sequence[Text], questions: Sequence[Judged], folder: Path) -> list[Row]:
    rows = []
    for number, baseline in enumerate(BASELINES):
        try:
            way = baseline.build(texts, settings_for(folder / f"baseline-{number}", "whoosh"))
        except NotRunError as error:
            rows.append(Row(baseline.name, str(error), None))
            continue
        with closing(way):
            rows.append(_row(way, questions)[0])
    return rows


def _row(way: Way, questions: Sequence[Judged]) -> tuple[Row, list[str]]:
    """The row of a way, and a sentence for each question that its first passage does not answer, or that finds what it must not."""
    rankings = [(way.rank(judged.words, DEPTH), judged) for judged in questions]
    places = tuple(first_answer(ranked, judged) for ranked, judged in rankings)
    misses = [sentence for ranked, judged in rankings if (sentence := _miss(ranked, judged))]
    return Row(way.name, way.does, summarise(rankings), _per_second(way, questions), places), misses


def _miss(ranked: Sequence[str], judged: Judged) -> str:
    place, wrong = first_answer(ranked, judged), violations(ranked, judged)
    if not wrong and (place == 1 or not judged.answers):
        return ""
    first = f"{ranked[0]} comes first of {len(ranked)}" if ranked else "nothing is found"
    answer = f"an answer is number {place}" if place else "no answer is among them"
    refused = f"; found, but must not be: {', '.join(wrong)}" if wrong else ""
    return f"{judged.id}, {judged.words!r}: {first}, {answer}{refused}"


def _per_second(way: Way, questions: Sequence[Judged]) -> float:
    """How many questions a second give their first page, asked one after another."""
    words = [judged.words for judged in questions[:: -(-len(questions) // _TIMED)]]
    asked, begun = 0, time.perf_counter()
    while (took := time.perf_counter() - begun) < _LEAST_SECONDS or not asked:
        for each in words:
            way.rank(each, PAGE)
        asked += len(words)
    return asked / took


def _versions() -> dict[str, str]:
    stemmer, _, number = stemmer_version().partition(" ")
    versions = {"Python": platform.python_version(), "whoosh3": version("whoosh3"), stemmer: number, "SQLite": sqlite3.sqlite_version}
    try:
        return {**versions, "tantivy": version("tantivy")}
    except PackageNotFoundError:
        return versions


def _write(path: Path, content: str) -> None:
    try:
        path.write_text(content + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from None


if __name__ == "__main__":
    sys.exit(main())
