"""What has been withdrawn: letters and passages that must be gone from everything that is shown or kept.

Knows the list and what its lines may name; must not know letters' texts, engines or the web.
A line names a letter by its id or document number, or by its file; with `#` and the anchor of a passage behind it, that passage alone.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING
from typing import NamedTuple

from indexer.errors import ConfigError


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from pathlib import Path

    from indexer.config import Settings
    from indexer.model.letter import Letter


MOST_BYTES = 10_000_000


class Withdrawal(NamedTuple):
    """One line of the list: its number, as it is written, the letter it names as names are compared, and the anchor, "" for all of it."""

    line: int
    text: str
    letter: str
    anchor: str = ""


class Candidate(NamedTuple):
    """One document as it would be served: its id, number, the file served, copies that say the same, and earlier editions."""

    letter: str
    number: str | None
    file: str
    copies: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    anchors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Gone:
    """What a list takes away: `letters` by the file served, `passages` of others by that file, and single `files` of earlier editions.

    `unknown` are the lines that name nothing there is.
    """

    letters: frozenset[str] = frozenset()
    passages: dict[str, frozenset[str]] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    unknown: tuple[Withdrawal, ...] = ()


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """The list as read; `fingerprint` tells one list from another, "" where nothing is withdrawn."""

    lines: tuple[Withdrawal, ...] = ()

    @property
    def fingerprint(self) -> str:
        """What an index depends on of the list: what is named, in any order."""
        named = sorted({(line.letter, line.anchor) for line in self.lines})
        return hashlib.sha256(repr(named).encode()).hexdigest()[:12] if named else ""

    def names(self, letter: Letter, file: str = "") -> bool:
        """Whether a line names this letter as a whole, or `file`, one of its editions."""
        names = _names(letter.id, letter.metadata.document_number, (file or letter.file,))
        return any(line.letter in names and not line.anchor for line in self.lines)

    def touches(self, letter: Letter) -> bool:
        """Whether a line names this letter or a passage of it."""
        names = _names(letter.id, letter.metadata.document_number, (letter.file,))
        return any(line.letter in names for line in self.lines)

    def ids(self, letter_id: str) -> bool:
        """Whether a line names, as a whole, a letter with this id."""
        return any(line.letter == _name(letter_id) and not line.anchor for line in self.lines)

    def parts(self, letter: str, number: str | None, files: Iterable[str]) -> bool:
        """Whether a line names a passage of the letter with this id, number and files."""
        names = _names(letter, number, files)
        return any(line.anchor and line.letter in names for line in self.lines)

    def settle(self, candidates: Iterable[Candidate]) -> Gone:
        """What the list takes away of these documents.

        Who names the file that is served, or one that says the same, names the letter: else the same text would be served from another
        file, or an older edition instead. The file of an earlier edition is withdrawn alone.
        """
        letters: set[str] = set()
        files: set[str] = set()
        passages: dict[str, frozenset[str]] = {}
        used: set[Withdrawal] = set()
        for each in candidates if self.lines else ():
            names = _names(each.letter, each.number, (each.file, *each.copies))
            for line in self.lines:
                if line.letter in names and (not line.anchor or line.anchor in each.anchors):
                    used.add(line)
                    if line.anchor:
                        passages[each.file] = passages.get(each.file, frozenset()) | {line.anchor}
                    else:
                        letters.add(each.file)
                elif earlier := [file for file in each.earlier if _name(file) == line.letter and not line.anchor]:
                    used.add(line)
                    files.update(earlier)
        unknown = tuple(line for line in self.lines if line not in used)
        return Gone(frozenset(letters), {file: gone for file, gone in passages.items() if file not in letters}, frozenset(files), unknown)


NOTHING = Withdrawals()


def read_withdrawals(settings: Settings) -> Withdrawals:
    """The list that the settings name; an empty one where they name none.

    Raises ConfigError when it is missing or cannot be read: who has a list must not be served without it.
    """
    path = list_path(settings)
    return read_list(path, settings.folder / "config.toml") if path else NOTHING


def list_path(settings: Settings) -> Path | None:
    """Where the list lies; None where the settings name none."""
    return settings.folder / settings.privacy.withdrawn if settings.privacy.withdrawn else None


def read_list(path: Path, config: Path) -> Withdrawals:
    """The list at `path`, named by the settings in `config`. Raises ConfigError."""
    try:
        return Withdrawals(tuple(_lines(_text(path))))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "den er ikke UTF-8-tekst eller er for stor"
        raise ConfigError(config, [f"[privacy] withdrawn: {path} kan ikke læses: {why}."]) from None


def _text(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValueError(path)
    return data.decode("utf-8-sig")


def _lines(text: str) -> Iterator[Withdrawal]:
    for number, line in enumerate(text.splitlines(), 1):
        # A # within a word belongs to an anchor, any other begins a comment.
        written = re.split(r"(?:^|\s)#", line, maxsplit=1)[0].strip()
        letter, sign, anchor = written.rpartition("#")
        if not sign:
            letter, anchor = written, ""
        if written:
            yield Withdrawal(number, written, _name(letter), anchor.strip())


def _names(letter: str, number: str | None, files: Iterable[str]) -> frozenset[str]:
    """All a letter may be called."""
    return frozenset(map(_name, (letter, *([number] if number else ()), *files)))


def _name(text: str) -> str:
    """An id, number or file as it is compared: however upper and lower case, letters like å, spaces and slashes are written."""
    return (
        re.sub(r"\s+", "", unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()))
        .replace("\\", "/")
        .removeprefix("./")
    )
