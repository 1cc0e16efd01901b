"""What has been withdrawn, as far as the pages know: by the index, and by the list as it is now.

Knows that the list may be newer than the index; must not know what a page says of it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from indexer.withdrawal import NOTHING
from indexer.withdrawal import list_path
from indexer.withdrawal import read_list
from indexer.withdrawal import read_withdrawals
from webapp.service import service


if TYPE_CHECKING:
    from pathlib import Path

    from indexer.model.letter import Letter
    from indexer.withdrawal import Withdrawals


def is_gone(letter_id: str, found: Letter | None) -> bool:
    """Whether the letter with this id has been withdrawn; `found` is what the index has of it. Raises ConfigError."""
    if found is not None:
        return current_list().names(found)
    report = service().index.report
    return report is not None and letter_id in report.withdrawn


def current_list() -> Withdrawals:
    """The list as it is now. Raises ConfigError when there should be one, and it cannot be read."""
    settings = service().settings
    path = list_path(settings)
    if path is None:
        return NOTHING
    try:
        stat = path.stat()
    except OSError:
        return read_withdrawals(settings)  # says what is wrong
    return _read(path, settings.folder / "config.toml", (stat.st_mtime_ns, stat.st_size))


@lru_cache(maxsize=4)
def _read(path: Path, config: Path, _changed: tuple[int, int]) -> Withdrawals:
    """The list; one that has not changed is not read for every page."""
    return read_list(path, config)
