"""What a rebuild tells when it is done, and while it is under way.

Knows counts, reasons and the steps of a rebuild; must not know how any of it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Protocol


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

    from indexer.model.letter import Remark


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that is not in the index: a stable `code` and a Danish `reason`."""

    file: str
    code: str
    reason: str


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
    }
