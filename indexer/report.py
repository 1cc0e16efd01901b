"""What a rebuild tells when it is done, and while it is under way.

Knows counts, reasons and the steps of a rebuild, and keeps what was told beside the index; must not know how any of it is shown.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from dataclasses import replace
from typing import TYPE_CHECKING
from typing import Protocol

import msgspec

from indexer.engines import disk
from indexer.model.letter import Remark
from indexer.restricted import MARK


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Collection
    from collections.abc import Iterable
    from collections.abc import Mapping
    from pathlib import Path


FOLDER = "reports"
"""The name of the folder of reports inside the index folder."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that is not in the index: a stable `code` and a Danish `reason`."""

    file: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person may want to mend: the remark or failure `code` with its Danish `message`, in `file`.

    `letter` is the id of the letter that is served for the file, None where none is.
    """

    file: str
    letter: str | None
    code: str
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class RemarkCount:
    """How many remarks of one code there are, and one of them with its file."""

    code: str
    count: int
    example: str
    file: str


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a rebuild. `generation` is None when nothing could be put in place.

    `read` and `cached` count the letters that were read and those fetched from the cache; `ignored` names files of other kinds.
    `findings` are all remarks and failures one by one: first the failures, then the remarks, both by code, file and page.
    `hidden` counts what is masked, `hiding` the letters that hold it. `withdrawn` are the ids of letters, and the keys of passages
    (`letter id#anchor`), that are gone; `privacy` tells under which settings and list.
    """

    letters: int
    passages: int
    remarks: tuple[RemarkCount, ...]
    failures: tuple[Failure, ...]
    read: int
    cached: int
    ignored: tuple[str, ...]
    seconds: float
    generation: str | None = None
    findings: tuple[Finding, ...] = ()
    hidden: int = 0
    hiding: int = 0
    withdrawn: tuple[str, ...] = ()
    privacy: str = ""


class Progress(Protocol):
    """Whoever wants to follow a rebuild; called from the thread that rebuilds."""

    def begin(self, files: int) -> None:
        """So many files are to be read."""
        ...

    def done(self, file: str, failure: Failure | None) -> None:
        """One file is done, well or badly."""
        ...

    def write(self, letters: int) -> None:
        """All files are done; so many letters are now written and checked."""
        ...


class NoProgress:
    """Nobody follows."""

    def begin(self, files: int) -> None:
        """Nothing."""

    def done(self, file: str, failure: Failure | None) -> None:
        """Nothing."""

    def write(self, letters: int) -> None:
        """Nothing."""


def count_remarks(letters: Iterable[tuple[str, Iterable[Remark]]]) -> tuple[RemarkCount, ...]:
    """The remarks of (file, remarks) pairs counted by code, most frequent first; the example is the first there is."""
    counts: dict[str, RemarkCount] = {}
    for file, remarks in letters:
        for remark in remarks:
            seen = counts.get(remark.code)
            first = (seen.example, seen.file) if seen else (remark.message, file)
            counts[remark.code] = RemarkCount(remark.code, (seen.count if seen else 0) + 1, *first)
    return tuple(sorted(counts.values(), key=lambda remark: (-remark.count, remark.code)))


def list_findings(remarks: Iterable[tuple[str, str | None, Remark]], failures: Iterable[Failure]) -> tuple[Finding, ...]:
    """The findings of (file, letter id, remark) triples and failures, in a report's order."""
    found = [Finding(file, letter, remark.code, remark.message, remark.page) for file, letter, remark in remarks]
    failed = [Finding(failure.file, None, failure.code, failure.reason) for failure in failures]
    return (*sorted(failed, key=_order), *sorted(found, key=_order))


def _order(finding: Finding) -> tuple[str, str, int]:
    return finding.code, finding.file, finding.page or 0


def narrowed(report: Report, seen: Callable[[str], bool], *, letters: int, passages: int) -> Report:
    """The report as if only the files that are `seen` had been there, with so many letters and passages.

    How many files were read, from where and in what time is not told: it would tell how many others there are.
    """
    # Failures come first among the findings, and are also those of their own.
    findings = tuple(finding for finding in report.findings if seen(finding.file))
    failures = tuple(failure for failure in report.failures if seen(failure.file))
    remarks = [(found.file, [Remark(found.code, found.message, found.page)]) for found in findings[len(failures) :]]
    return replace(
        report,
        letters=letters,
        passages=passages,
        remarks=count_remarks(remarks),
        failures=failures,
        read=0,
        cached=0,
        ignored=tuple(filter(seen, report.ignored)),
        seconds=0.0,
        findings=findings,
        hidden=0,
        hiding=0,
        withdrawn=tuple(key for key in report.withdrawn if MARK not in key),
    )


def keep_report(where: Path, report: Report) -> None:
    """Nothing; the report lies in the index folder `where` under its generation's name, whole or not at all. Raises OSError.

    Called before the generation is put in place, so that one that is served always has its report.
    """
    path = _path(where, report.generation or "")
    path.parent.mkdir(parents=True, exist_ok=True)
    disk.put(path, msgspec.json.encode(report))


def kept_report(where: Path, generation: str) -> Report | None:
    """The report of a generation; None when there is none that can be read."""
    try:
        return _DECODER.decode(disk.read(_path(where, generation)))
    except (OSError, msgspec.MsgspecError, UnicodeError):
        return None


def prune_reports(where: Path, generation: str, *, keep: Collection[str]) -> None:
    """Nothing; the reports of generations before this one are gone, but for those of `keep`.

    Later ones stay: another rebuild may be at work already.
    """
    with suppress(OSError):
        for path in (where / FOLDER).iterdir():
            if path.name < _path(where, generation).name and path.name.partition(".")[0] not in keep:
                path.unlink()


def _path(where: Path, generation: str) -> Path:
    return where / FOLDER / f"{generation}.json"


def plain_values(report: Report) -> Mapping[str, object]:
    """The report as values that JSON has, under the names of its attributes."""
    return {
        "generation": report.generation,
        "letters": report.letters,
        "passages": report.passages,
        "read": report.read,
        "cached": report.cached,
        "seconds": round(report.seconds, 3),
        "remarks": [{"code": r.code, "count": r.count, "example": r.example, "file": r.file} for r in report.remarks],
        "failures": [{"file": f.file, "code": f.code, "reason": f.reason} for f in report.failures],
        "ignored": list(report.ignored),
        "hidden": report.hidden,
        "hiding": report.hiding,
        "withdrawn": list(report.withdrawn),
    }


_DECODER = msgspec.json.Decoder(Report)
