"""Which files there are in the folder of letters, and what they are called.

Knows names and links; must not know what is in a file.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING
from typing import NamedTuple

from indexer.errors import CorpusError
from indexer.errors import SourceError


if TYPE_CHECKING:
    from collections.abc import Collection


CORRECTION = ".meta.toml"
"""What the correction of NAME.pdf, NAME.txt or NAME.md is called instead of its suffix."""


class CorpusFile(NamedTuple):
    """One file of the corpus: where to open it, and its name: the path inside the corpus, forward slashes, NFC.

    `correction` is where to open the correction beside it, if there is one.
    """

    path: Path
    file: str
    correction: Path | None = None


class Refusal(NamedTuple):
    """A file or folder that is not taken in, and why."""

    file: str
    error: SourceError


@dataclass(frozen=True, slots=True)
class Listing:
    """What a corpus holds: `files` to read, by name; `ignored` names of other kinds; `refused` what ought not to be there.

    `strays` names corrections without a letter beside them.
    """

    files: tuple[CorpusFile, ...]
    ignored: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()
    strays: tuple[str, ...] = ()


def list_corpus(
    folder: Path, *, suffixes: Collection[str], leave_out: Collection[Path] = (), label: Callable[[str], str] | None = None
) -> Listing:
    """The letters in `folder` and all folders below it: files that end in one of `suffixes` (".pdf"), upper or lower case.

    Hidden files and folders (".name") and README.* are left out, and so are the folders in `leave_out`; corpus/README.md tells the reader
    so. A correction, NAME.meta.toml, belongs to the letters beside it that are called NAME. Links that lead out of the corpus are refused;
    a linked folder inside it is listed where it lies. `label` tells by its name which restricted folder a file lies in: a link from one
    to another, or out of one, is refused.
    Raises CorpusError when `folder` is missing or cannot be listed.
    """
    if not folder.is_dir():
        what = "er ikke en mappe" if folder.exists() else "findes ikke"
        raise CorpusError(f"Mappen med breve, {folder}, {what}. Opret den, eller ret [corpus] path i config.toml.")
    walk = _Walk(Path(os.path.realpath(folder)), frozenset(suffixes), frozenset(map(_real, leave_out)), label)
    walk.run(folder)
    files = tuple(walk.files[name]._replace(correction=walk.corrections.get(_stem(name))) for name in sorted(walk.files))
    beside = {_stem(name) for name in (*walk.files, *(refusal.file for refusal in walk.refused))}
    strays = tuple(sorted(stem + CORRECTION for stem in walk.corrections if stem not in beside))
    return Listing(files, tuple(sorted(walk.ignored)), tuple(sorted(walk.refused, key=_name)), strays)


def correction_name(file: str) -> str:
    """What the correction of a letter is called, by the name of the letter."""
    return _stem(file) + CORRECTION


def correction_beside(path: Path) -> Path | None:
    """The correction that lies beside the letter at `path`, or None."""
    name = unicodedata.normalize("NFC", path.stem)
    try:
        return next((other for other in sorted(path.parent.iterdir()) if _corrects(other.name) == name and other.is_file()), None)
    except OSError:
        return None


def unreadable(error: OSError) -> SourceError:
    """What an OSError met while opening a letter says to its reader, with code `unreadable`."""
    return SourceError("unreadable", f"Kan ikke læses: {_reason(error)}.")


def _reason(error: OSError) -> str:
    match error:
        case PermissionError():
            return "der er ikke adgang"
        case FileNotFoundError():
            return "den findes ikke længere"
        case _:
            return error.strerror or str(error)


@dataclass(slots=True)
class _Walk:
    """One walk through a corpus; `root` is its real path, against which every link is held."""

    root: Path
    suffixes: frozenset[str]
    leave_out: frozenset[str]
    label: Callable[[str], str] | None = None
    files: dict[str, CorpusFile] = field(default_factory=dict)
    corrections: dict[str, Path] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def run(self, folder: Path) -> None:
        """List `folder` and what is below it."""
        waiting: list[tuple[Path, Path, str]] = [(folder, self.root, "")]
        while waiting:
            at, real, prefix = waiting.pop()
            for entry in self._entries(at, prefix):
                if entry.name.startswith("."):
                    continue
                name = unicodedata.normalize("NFC", prefix + entry.name)
                if not _is_text(entry.name):
                    self._refuse(_shown(name), "bad_name", "Navnet kan ikke læses som tekst. Giv filen et andet navn.")
                else:
                    waiting.extend(self._entry(entry, real, name))

    def _entries(self, folder: Path, prefix: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            if not prefix:
                raise CorpusError(f"Mappen med breve, {folder}, kan ikke læses: {_reason(error)}.") from None
            self.refused.append(Refusal(prefix.rstrip("/"), unreadable(error)))
            return []

    def _entry(self, entry: os.DirEntry[str], parent: Path, name: str) -> list[tuple[Path, Path, str]]:
        try:
            if entry.is_dir():
                return self._folder(entry, parent, name)
            self._file(entry, name)
        except OSError as error:
            self.refused.append(Refusal(name, unreadable(error)))
        return []

    def _folder(self, entry: os.DirEntry[str], parent: Path, name: str) -> list[tuple[Path, Path, str]]:
        # Compared with where it ought to be, because a Windows junction leads elsewhere without being a symbolic link.
        real = Path(os.path.realpath(entry.path))
        if _real(real) in self.leave_out:
            return []
        if os.path.normcase(real) == os.path.normcase(parent / entry.name):
            return [(Path(entry.path), real, name + "/")]
        if not real.is_relative_to(self.root):
            self._refuse(name, "outside", "Er et link til en mappe uden for korpus. Læg brevene selv i mappen.")
        return []

    def _file(self, entry: os.DirEntry[str], name: str) -> None:
        if entry.name.lower().startswith("readme."):
            return
        corrects = _corrects(name)
        if corrects is None and os.path.splitext(entry.name)[1].lower() not in self.suffixes:  # noqa: PTH122 - a Path takes ten times as long
            self.ignored.append(name)
        elif entry.is_symlink() and not Path(entry.path).exists():
            self._refuse(name, "unreadable", "Er et link til en fil, der ikke findes.")
        elif entry.is_symlink() and not Path(os.path.realpath(entry.path)).is_relative_to(self.root):
            self._refuse(name, "outside", "Er et link til en fil uden for korpus. Læg filen selv i mappen.")
        elif self._crosses(entry, name):
            self._refuse(name, "other_access", "Er et link til en fil, som andre må se end dem, der må se linket. Læg filen selv i mappen.")
        elif not entry.is_file():
            self._refuse(name, "not_a_file", "Er ikke en almindelig fil.")
        elif name in self.files or corrects in self.corrections:
            self._refuse(name, "same_name", "En anden fil har samme navn, når bogstaver som å skrives på samme måde. Omdøb den ene.")
        elif corrects is not None:
            self.corrections[corrects] = Path(entry.path)
        else:
            self.files[name] = CorpusFile(Path(entry.path), name)

    def _crosses(self, entry: os.DirEntry[str], name: str) -> bool:
        """Whether this is a link to a file with another label."""
        if self.label is None or not entry.is_symlink():
            return False
        return self.label(name) != self.label(Path(os.path.realpath(entry.path)).relative_to(self.root).as_posix())

    def _refuse(self, name: str, code: str, message: str) -> None:
        self.refused.append(Refusal(name, SourceError(code, message)))


def _corrects(name: str) -> str | None:
    """What the letters are called that a file of this name corrects, without their suffix; None when it is no correction."""
    return unicodedata.normalize("NFC", name[: -len(CORRECTION)]) if name.lower().endswith(CORRECTION) else None


def _stem(file: str) -> str:
    return os.path.splitext(file)[0]  # noqa: PTH122 - a Path takes ten times as long


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(name: str) -> str:
    return name.encode(errors="replace").decode()


def _real(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))


def _name(refusal: Refusal) -> str:
    return refusal.file
