"""Which letters are for certain groups alone: those in the folders of the corpus that the settings restrict.

Knows names of folders, files and groups; must not know disks, letters, or how it is known who asks. A letter's label is the restricted
folder it lies in, the deepest where one lies in another; "" where it lies in none. The label follows the file, so that whoever knows where
a letter lies knows who may see it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING

from indexer.errors import ConfigError


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence

    from indexer.config import Settings


OPEN = ""
"""The label of what everybody sees."""

WHOLE = "."
"""How the settings name the corpus itself; also its label."""

MARK = "~"
"""Stands in the id of a restricted letter before what tells its folder; in no other id."""


@dataclass(frozen=True, slots=True)
class Restricted:
    """The restricted folders: by label the groups that see the letters there."""

    groups: dict[str, frozenset[str]] = field(default_factory=dict)
    _labels: dict[tuple[str, ...], str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Know each folder by its parts."""
        object.__setattr__(self, "_labels", {_parts(label): label for label in self.groups})

    def label(self, file: str) -> str:
        """The label of a file or folder by its name: the path inside the corpus.

        Names are compared part by part, so that "hr" says nothing of "hr2", and however upper, lower case and letters like å are written:
        some disks do not tell them apart.
        """
        if not self._labels:
            return OPEN
        parts = _parts(file)
        return next((self._labels[parts[:size]] for size in range(len(parts), -1, -1) if parts[:size] in self._labels), OPEN)

    def labels_for(self, groups: Iterable[str]) -> frozenset[str]:
        """The labels that a member of these groups sees, besides what is open."""
        member = {_name(group) for group in groups}
        return frozenset(label for label, allowed in self.groups.items() if allowed & member)

    @property
    def fingerprint(self) -> str:
        """What an index depends on of this: the folders. Which groups see them may change without a rebuild."""
        return _digest("\n".join(sorted("/".join(parts) for parts in self._labels))) if self._labels else "0"


UNRESTRICTED = Restricted()


def restricted_folders(settings: Settings) -> Restricted:
    """The restricted folders of the settings. Raises ConfigError with every folder that cannot be one, so that no slip opens a letter."""
    mistakes = list(_mistakes(settings.restricted))
    if mistakes:
        raise ConfigError(settings.folder / "config.toml", mistakes)
    return Restricted(
        {
            "/".join(_written(folder)) or WHOLE: frozenset(_name(group) for group in groups if _name(group))
            for folder, groups in settings.restricted.items()
        }
    )


def restricted_id(letter: str, label: str) -> str:
    """The id of a letter with this label that would have the id `letter` if it were open.

    No two labels share an id, so that none is changed, or taken, by a letter that not everybody sees.
    """
    return f"{letter}{_mark(label)}" if label else letter


def is_marked(letter: str, labels: Iterable[str]) -> bool:
    """Whether an id is that of a letter with one of these labels, or would be."""
    return MARK in letter and letter[letter.rindex(MARK) :].partition("-")[0] in map(_mark, labels)


def _mistakes(table: Mapping[str, Sequence[str]]) -> Iterator[str]:
    seen: dict[tuple[str, ...], str] = {}
    for folder in table:
        parts = _written(folder)
        if not folder.strip() or folder.startswith(("/", "\\")) or ".." in parts or any(":" in part for part in parts):
            yield f'[restricted] "{folder}" skal være en mappe i korpus, skrevet fra korpus og ned, som "personale/2018".'
        elif _parts(folder) in seen:
            yield f'[restricted] "{folder}" er den samme mappe som "{seen[_parts(folder)]}".'
        else:
            seen[_parts(folder)] = folder


def _mark(label: str) -> str:
    return f"{MARK}{_digest('/'.join(_parts(label)))[:6]}"


def _written(path: str) -> tuple[str, ...]:
    """The parts of a path as they are written, but for what says nothing."""
    parts: Collection[str] = unicodedata.normalize("NFC", path).replace("\\", "/").split("/")
    return tuple(part for part in parts if part not in ("", "."))


def _parts(path: str) -> tuple[str, ...]:
    """The parts of a path as they are compared."""
    return tuple(unicodedata.normalize("NFC", part.casefold()) for part in _written(path))


def _name(group: str) -> str:
    return unicodedata.normalize("NFC", group.strip())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
