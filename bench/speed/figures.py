"""What was measured in a run, as it is kept in a file.

Knows values and how they are summed up; must not know how they came about or are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from statistics import median
from statistics import quantiles
from typing import TYPE_CHECKING
from typing import NamedTuple

import msgspec


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from pathlib import Path


class Took(NamedTuple):
    """What one thing took, in seconds: by the clock, and of the processor where that is told."""

    wall: float
    cpu: float | None = None


@dataclass(slots=True)
class Built:
    """The builds of one contestant, round by round: seconds, the most memory of all its processes, and bytes on the disk."""

    took: list[Took] = field(default_factory=list)
    peak: int = 0
    size: int = 0


@dataclass(slots=True)
class Searched:
    """The searches of one contestant: by kind what each took, without facets and with five. `totals` are how many each found."""

    opening: float = 0.0
    peak: int = 0
    plain: dict[str, list[Took]] = field(default_factory=dict)
    faceted: dict[str, list[Took]] = field(default_factory=dict)
    totals: dict[str, list[int]] = field(default_factory=dict)


@dataclass(slots=True)
class Paged:
    """Whole pages over one engine, by kind: in process, and at the same time by a bare view of the results and by the template alone.

    `size` is the median of bytes.
    """

    took: dict[str, list[Took]] = field(default_factory=dict)
    bare: dict[str, list[Took]] = field(default_factory=dict)
    template: dict[str, list[Took]] = field(default_factory=dict)
    size: int = 0


@dataclass(slots=True)
class Served:
    """A real server asked by so many clients at once: answers a second, and the seconds each waited."""

    clients: int
    answers: int
    failed: int
    seconds: float
    waits: list[float]


@dataclass(slots=True)
class Results:
    """All that a run found. `machine` says where and with what; `skipped` who could not take part, and why."""

    passages: int
    letters: int
    words: int
    text: str
    seed: int
    machine: dict[str, str]
    reading: float = 0.0
    took: float = 0.0
    built: dict[str, Built] = field(default_factory=dict)
    searched: dict[str, Searched] = field(default_factory=dict)
    paged: dict[str, Paged] = field(default_factory=dict)
    served: dict[str, list[Served]] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)


def keep(results: Results, path: Path) -> None:
    """Write results to a file."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=1))


def kept(path: Path) -> Results:
    """The results in a file. Raises OSError, msgspec.MsgspecError."""
    return msgspec.json.decode(path.read_bytes(), type=Results)


def middle(took: Iterable[Took]) -> float:
    """The median by the clock."""
    return median(one.wall for one in took)


def middle_cpu(took: Iterable[Took]) -> float | None:
    """The median of the processor, where it is told."""
    told = [one.cpu for one in took if one.cpu is not None]
    return median(told) if told else None


def of_kinds(took: Mapping[str, list[Took]], kinds: Iterable[str]) -> list[Took]:
    """What those of these kinds took; each kind was asked as often."""
    return [one for kind in kinds for one in took.get(kind, ())]


def slow(took: Iterable[Took]) -> float:
    """What 95 of 100 do not exceed, by the clock."""
    walls = [one.wall for one in took]
    return quantiles(walls, n=20, method="inclusive")[-1] if len(walls) > 1 else walls[0]
