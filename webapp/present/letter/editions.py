"""The earlier editions of a letter -> what its page calls them, and the number each has in its URL.

Knows that the oldest is number 1, so that a newer edition renumbers none; must not know URLs, or what the files say.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from indexer.personal import mask_name


if TYPE_CHECKING:
    from indexer.model.letter import Letter


@dataclass(frozen=True, slots=True)
class EditionView:
    """An earlier edition: its number, its file in the corpus, and the name it is shown under."""

    number: int
    file: str
    name: str


def earlier_editions(letter: Letter) -> tuple[EditionView, ...]:
    """The earlier editions of the letter, newest first; one is called by its file's name, or by its path where names are alike."""
    files = (letter.file, *letter.editions)
    names = Counter(PurePosixPath(file).name for file in files)
    newest = len(letter.editions)
    return tuple(
        EditionView(newest - place, file, mask_name(name if names[name] == 1 else file))
        for place, file in enumerate(letter.editions)
        for name in [PurePosixPath(file).name]
    )
