"""What reading letters takes, against what pdfplumber alone takes for their words: `python -m bench.reading DIR [--rounds N]`.

Knows the ways of reading, their order and the promises; must not read anything itself: each way has a process of its own.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.figures import pdfs_in
from bench.figures import told


if TYPE_CHECKING:
    from bench.figures import Figures

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Way:
    """A way of reading: what it is called, the module and arguments that do it, and the most it may take, in times of raw pdfplumber."""

    name: str
    module: str
    words: tuple[str, ...] = ()
    most: float | None = None


RAW = Way("raw pdfplumber words", "bench.raw")
WAYS = (
    RAW,
    Way("ours, cold, one core", "bench.ours", ("cold",), 1.3),
    Way("ours, cold, all cores", "bench.ours", ("cold_all",), 0.7),
    Way("ours, warm, one core", "bench.ours", ("warm",)),
    Way("ours, warm, all cores", "bench.ours", ("warm_all",), 0.02),
    Way("  the same with entries", "bench.ours", ("warm_entries",)),
)
"""In this order: what is warm reads what the cold ones before it have left in the cache."""


def main(arguments: list[str] | None = None) -> None:
    """Measure the folder that the arguments name, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m bench.reading", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR", help="a folder with PDFs; those in folders below it are left out")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="how many times each way is measured (default: 5)")
    given = parser.parse_args(arguments)
    folder = given.folder.absolute()
    if given.rounds < 1 or not folder.is_dir() or not pdfs_in(folder):
        parser.error(f"{folder} holds no PDF, or there is nothing to do.")
    for path in pdfs_in(folder):
        path.read_bytes()  # so that none of the ways has to wait for the disk
    rounds = [_round(folder, number) for number in range(given.rounds)]
    print("\n".join(report(rounds, megabytes=sum(path.stat().st_size for path in pdfs_in(folder)) / 1e6)))


def _round(folder: Path, number: int) -> dict[Way, Figures]:
    """Each way once; raw comes first in one round and last in the next, so that a machine that slows down favours neither."""
    order = WAYS if number % 2 == 0 else (*WAYS[1:], RAW)
    with tempfile.TemporaryDirectory() as cache:
        return {way: _measured(way, folder, cache) for way in order}


def _measured(way: Way, folder: Path, cache: str) -> Figures:
    command = [sys.executable, "-m", way.module, *way.words, str(folder), cache]
    return told(subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout)


def report(rounds: list[dict[Way, Figures]], *, megabytes: float) -> list[str]:
    """The lines to print: what was measured, a row for each way, the promises, and what is done again for letters that have not changed."""
    first = rounds[0][RAW]
    return [
        f"{first.letters} letters, {first.pages} pages, {megabytes:.1f} MB; median of {len(rounds)} rounds; {_machine()}",
        "",
        _line("", ("letters/s", "s/page", "peak MB", "start s", "x raw", "fastest x raw")),
        *(_row(way, rounds) for way in WAYS),
        "",
        *(_promise(way, rounds) for way in WAYS if way.most),
        "",
        _shares(rounds),
        *_failures(rounds[0]),
    ]


def _row(way: Way, rounds: list[dict[Way, Figures]]) -> str:
    figures = [one[way] for one in rounds]
    seconds = median(one.seconds for one in figures)
    peaks = [one.peak for one in figures if one.peak is not None]
    peak = f"{median(peaks) / 1e6:.0f}" if peaks else "not measured"
    start = median(one.start for one in figures)
    rate, per_page = figures[0].letters / seconds, seconds / max(1, rounds[0][RAW].pages)
    cells = (
        f"{rate:.1f}",
        f"{per_page:.5f}",
        peak,
        f"{start:.2f}" if start else "-",
        f"{_ratio(way, rounds):.3f}",
        f"{_fastest(way, rounds):.3f}",
    )
    return _line(way.name, cells)


def _line(name: str, cells: tuple[str, ...]) -> str:
    return f"{name:25}" + "".join(f"{cell:>14}" for cell in cells)


def _ratio(way: Way, rounds: list[dict[Way, Figures]]) -> float:
    """How many times the seconds of raw pdfplumber in the same round it took: the median of all rounds."""
    return median(one[way].seconds / one[RAW].seconds for one in rounds)


def _fastest(way: Way, rounds: list[dict[Way, Figures]]) -> float:
    """The same by the fastest round of each: what remains when other programs take a part of every round."""
    return min(one[way].seconds for one in rounds) / min(one[RAW].seconds for one in rounds)


def _promise(way: Way, rounds: list[dict[Way, Figures]]) -> str:
    ratio = _ratio(way, rounds)
    assert way.most is not None
    if way.most < 1 / 10:  # so small a share is better said the other way round
        found = f"{1 / ratio:.0f} times as fast as raw, at least {1 / way.most:.0f}"
    else:
        found = f"{ratio:.2f} x raw, at most {way.most:g}"
    return f"{way.name}: {found}: {'kept' if ratio <= way.most else 'MISSED'}"


def _shares(rounds: list[dict[Way, Figures]]) -> str:
    """What is done again for a letter that has not changed, and what each part of it takes."""
    warm = next(way for way in WAYS if way.words == ("warm",))
    stages = {stage: median(one[warm].stages.get(stage, 0.0) for one in rounds) for stage in rounds[0][warm].stages}
    letters, total = max(1, rounds[0][warm].letters - rounds[0][warm].failed), sum(stages.values())
    parts = ", ".join(f"{stage} {1000 * took / letters:.2f} ms ({took / total:.0%})" for stage, took in stages.items())
    return f"done again for an unchanged letter, on one core: {parts}"


def _failures(first: dict[Way, Figures]) -> list[str]:
    return [
        f"{way.name.strip()}: {figures.failed} of {figures.letters} could not be read" for way, figures in first.items() if figures.failed
    ]


def _machine() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in ("pdfplumber", "pdfminer.six"))
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, {libraries}"


if __name__ == "__main__":
    main()
