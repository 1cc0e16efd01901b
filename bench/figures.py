"""What one process measures of itself, and how it tells.

Knows clocks, memory and the letters of a folder; must not know what is measured. Imports nothing of ours, so that it adds nothing to it.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING
from typing import Any


if TYPE_CHECKING:
    from pathlib import Path

_resource: Any = import_module("resource") if find_spec("resource") else None  # Windows has none


@dataclass(frozen=True, slots=True)
class Figures:
    """What reading a folder took once.

    `seconds` run from the first letter to the last; `start` are those before it in which processes start and resources load, where that is
    part of the work. `peak` is the most memory held, in bytes, None where it cannot be told. `stages` are the seconds of each part.
    """

    letters: int
    seconds: float
    peak: int | None
    pages: int = 0
    failed: int = 0
    start: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)


def pdfs_in(folder: Path) -> list[Path]:
    """The PDFs that lie in a folder itself, by name."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() == ".pdf" and path.is_file())


def peak_memory() -> int | None:
    """The most memory this process has held at once, in bytes; None where the system does not tell."""
    if _resource is None:
        return None
    peak: int = _resource.getrusage(_resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024  # macOS counts bytes, the others kilobytes


def tell(figures: Figures) -> None:
    """Print figures for the process that asked."""
    print(json.dumps(asdict(figures)))


def told(line: str) -> Figures:
    """The figures in what another process printed."""
    return Figures(**json.loads(line))
