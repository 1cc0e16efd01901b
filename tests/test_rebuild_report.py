"""What a rebuild tells: of every file while it is at work, and in a report that lies beside the index it made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from indexer.engines.memory import MemoryEngine
from indexer.errors import RebuildError
from indexer.rebuild import rebuild
from indexer.report import FOLDER
from indexer.report import kept_report
from tests.corpus_builders import configured
from tests.corpus_builders import letter_text
from tests.corpus_builders import put_letters
from tests.rebuild_builders import rebuilt


if TYPE_CHECKING:
    from pathlib import Path

    from indexer.report import Failure


def test_the_report_lies_beside_the_index(tmp_path: Path) -> None:
    """The served generation has its report, with every finding: failures first, then remarks, as long as that is kept."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"x.meta.toml": "", "tom.txt": "", "b.txt": letter_text(1)})
    names = []
    for _ in range(settings.index.keep + 1):
        put_letters(settings.corpus_path, {"a.txt": letter_text(1, day=""), "b.txt": letter_text(1)})
        report = rebuild(settings)
        names.append(f"{report.generation}.json")
    kept = kept_report(settings.index_path, report.generation or "")
    assert kept is not None
    assert replace(kept, seconds=0.0) == replace(report, seconds=0.0)
    assert [(finding.code, finding.file, finding.letter) for finding in kept.findings] == [
        ("empty", "tom.txt", None),
        ("duplicate", "a.txt", "2018-0000001-1"),
        ("stray_correction", "x.meta.toml", None),
    ]
    assert sorted(path.name for path in (settings.index_path / FOLDER).iterdir()) == names[1:]


def test_an_index_without_its_report_is_never_served(tmp_path: Path) -> None:
    """Where the report cannot be kept, the old index stays."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"a.txt": letter_text(1)})
    settings.index_path.mkdir()
    (settings.index_path / FOLDER).write_text("i vejen", encoding="utf-8")
    with pytest.raises(RebuildError, match="reports"):
        rebuild(settings)
    assert not (settings.index_path / "current").exists()


def test_a_damaged_report_is_none(tmp_path: Path) -> None:
    """Half a report, or one of another shape, is as good as none."""
    (tmp_path / FOLDER).mkdir()
    for content in (b'{"letters":', b"[]", b"\xff"):
        (tmp_path / FOLDER / "g.json").write_bytes(content)
        assert kept_report(tmp_path, "g") is None
    assert kept_report(tmp_path, "h") is None


def test_remarks_are_counted_with_an_example(tmp_path: Path) -> None:
    """The report says how often each remark was made and shows one."""
    report, _ = rebuilt(configured(tmp_path), a_txt=letter_text(1, day=""), b_txt=letter_text(2, day=""), c_txt=letter_text(3))
    [remark] = [remark for remark in report.remarks if remark.count == 2]
    assert remark.file == "a.txt"
    assert remark.example


class _Following:
    """Writes down what a rebuild tells of itself."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def begin(self, files: int) -> None:
        """The number of files."""
        self.told.append(files)

    def done(self, file: str, failure: Failure | None) -> None:
        """The file, and whether it went well."""
        self.told.append((file, failure.code if failure else None))

    def write(self, letters: int) -> None:
        """The number of letters."""
        self.told.append(letters)


def test_progress_tells_of_every_file(tmp_path: Path) -> None:
    """Whoever follows hears how many files there are, of each when it is done, and when writing begins."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"a.txt": letter_text(1), "b.txt": "", "c.txt": letter_text(2)})
    following = _Following()
    rebuild(settings, progress=following, engine=MemoryEngine(tmp_path))
    assert following.told[0] == 3
    assert sorted(following.told[1:-1], key=str) == [("a.txt", None), ("b.txt", "empty"), ("c.txt", None)]
    assert following.told[-1] == 2
