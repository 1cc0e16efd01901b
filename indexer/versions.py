"""What an index is made by, and what it must have been made by to be searched.

Knows who has a version; must not know what is done about a difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer import analysis
from indexer import corrections
from indexer import editions
from indexer import entries
from indexer import letters
from indexer import sources
from indexer import vocabulary


if TYPE_CHECKING:
    from pathlib import Path


def current_versions(lists: Path | None = None) -> dict[str, str]:
    """The versions of this program that decide what an index holds, by name: the `versions` of its stamp.

    `lists` is the folder of the analysis' own lists, if there is one.
    """
    return {
        **analysis.versions(lists),
        "corrections": corrections.VERSION,
        "editions": editions.VERSION,
        "entries": entries.VERSION,
        "letters": letters.VERSION,
        "sources": sources.VERSION,
        "vocabulary": vocabulary.VERSION,
    }
