"""The measuring of engines beside their peers: that it measures, never how long anything took."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench.speed import __main__ as program
from bench.speed.asked import KINDS
from bench.speed.asked import ON_PAGES
from bench.speed.figures import Built
from bench.speed.figures import Results
from bench.speed.figures import Searched
from bench.speed.figures import Took
from bench.speed.figures import kept
from bench.speed.promises import promises
from bench.speed.report import promised
from bench.speed.report import report
from bench.speed.scale import per_million


DOCS = Path(__file__).parent.parent / "docs"


def test_a_small_run_from_end_to_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An engine and two peers over one small corpus: each has its figures, all find the same, and who is missing is named."""
    out = tmp_path / "out"
    peers = ("tantivy-raw", "fts5")
    asked = [
        "--passages",
        "120",
        "--engines",
        "whoosh,absent",
        "--peers",
        ",".join(peers),
        "--times",
        "2",
        "--rounds",
        "1",
        "--seconds",
        "0.2",
    ]
    program.main([*asked, "--out", str(out), "--work", str(tmp_path)])
    results = kept(out / program.RESULTS)
    assert results.passages == 120
    assert list(results.built) == ["whoosh", *peers]
    assert all(one.took and one.size > 0 for one in results.built.values())
    for name in ("whoosh", *peers):
        assert {kind: len(took) for kind, took in results.searched[name].plain.items()} == dict.fromkeys(ON_PAGES, 2)
    assert {name for name, one in results.searched.items() if one.faceted} == {"whoosh", "tantivy-raw"}
    assert results.searched["whoosh"].totals == results.searched["fts5"].totals == results.searched["tantivy-raw"].totals
    assert min(results.searched["whoosh"].totals["rare word"]) > 0
    assert set(results.paged) == {"whoosh"}
    assert {one.clients for one in results.served["whoosh"]} == {1, 4, 16}
    assert not any(one.failed for several in results.served.values() for one in several)
    assert list(results.skipped) == ["absent"]
    told = capsys.readouterr()
    assert "Left out: absent" in told.out
    assert "All found as many answers as one another in 16 of 16 searches." in told.out
    assert "building, round 1 of 1: whoosh" in told.err
    assert not list(tmp_path.glob("tmp*"))


def test_results_are_told_again_without_measuring(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was kept is shown again; a run of another size is one line in the table of growth."""
    from bench.speed.figures import keep

    keep(_results(fast=0.001), tmp_path / program.RESULTS)
    keep(_results(fast=0.002), tmp_path / program.GROWTH.format(1000))
    program.main(["--again", "--out", str(tmp_path)])
    told = capsys.readouterr().out
    assert report(_results(fast=0.001)) in told
    assert "| 1,000 | tantivy |" in told


def test_promises_are_ratios_of_medians() -> None:
    """Each promise is met or not by the medians of one run; where somebody did not take part, it says so."""
    found = {each.what: each for each in promises(_results(fast=0.001))}
    faster = found["whoosh, rebuild from cache : tantivy's"]
    assert (faster.figure, faster.met) == (pytest.approx(20), True)
    slower = {each.what: each for each in promises(_results(fast=0.005))}["tantivy, search with five facets : FTS5 without"]
    assert (slower.figure, slower.met) == (pytest.approx(2.5), False)
    assert "**not met**" in promised(_results(fast=0.005))
    assert found["whole page with tantivy : bare Flask view"].met is None


def test_what_a_million_takes_is_told_by_the_largest_run() -> None:
    """Each engine has one line, scaled from the most passages it held; peers have none."""
    results = _results(fast=0.001)
    lines = per_million({1000: results}).splitlines()
    assert [line.split(" | ")[0].strip("| ") for line in lines[2:]] == ["whoosh", "tantivy"]
    assert "| 1.0 |" in lines[2]


def test_pictures_follow_their_surroundings() -> None:
    """A picture has its text as text, and colours for light and dark surroundings."""
    pytest.importorskip("matplotlib")
    from bench.speed import plots

    for svg in (plots.searches(_results(fast=0.001)), plots.builds(_results(fast=0.001)), plots.growth({1000: _results(fast=0.001)})):
        assert "prefers-color-scheme:dark" in svg
        assert ">tantivy<" in svg or "tantivy</text>" in svg


def test_documents_are_written_between_their_marks(tmp_path: Path) -> None:
    """Tables and pictures take the place of what stood between the marks, as often as they are written; all else stays."""
    pytest.importorskip("matplotlib")
    from bench.speed.written import write

    for name in ("benchmarks.md", "scale.md"):
        (tmp_path / name).write_text((DOCS / name).read_text(encoding="utf-8"), encoding="utf-8")
    first = write(tmp_path, _results(fast=0.001), {1000: _results(fast=0.001)})
    once = {path: path.read_text(encoding="utf-8") for path in first}
    assert write(tmp_path, _results(fast=0.001), {1000: _results(fast=0.001)}) == first
    assert {path: path.read_text(encoding="utf-8") for path in first} == once
    told = once[tmp_path / "benchmarks.md"]
    assert told.split("<!-- engines")[0] == (DOCS / "benchmarks.md").read_text(encoding="utf-8").split("<!-- engines")[0]
    assert all((tmp_path / link).is_file() for link in re.findall(r"!\[[^]]*\]\(([^)]+)\)", told))
    assert promised(_results(fast=0.001)) in told


def _results(*, fast: float) -> Results:
    """A run over a thousand passages in which tantivy and FTS5 took so long, FTS5 always two milliseconds."""
    built = {name: Built([Took(took, took)], peak=10**6, size=10**6) for name, took in (("whoosh", 20.0), ("tantivy", 1.0), ("fts5", 2.0))}
    searched = {}
    for name, took in (("whoosh", 0.01), ("tantivy", fast), ("fts5", 0.002)):
        times = {kind: [Took(took, took)] * 3 for kind in KINDS}
        searched[name] = Searched(plain=times, faceted={} if name == "fts5" else times, totals={kind: [1, 2, 3] for kind in KINDS})
    machine = {"cores": "2", "system": "Linux", "date": "2026-01-01", "load": ""}
    return Results(1000, 300, 100_000, "", 1, machine, built=built, searched=searched)
