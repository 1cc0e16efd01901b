"""Which files are one document: copies of a letter, and its editions.

Knows what tells two letters apart; does no IO and must not need their texts: all it is given of a letter is its Identity.
A document number decides; without one, letters are the same that say the same and do not differ in date, case or addressee.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from posixpath import splitext
from typing import TYPE_CHECKING

from indexer.model.letter import Remark


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.model.letter import Letter


VERSION = "1"
"""Raised whenever the same letters give other editions, so that an index made before is rebuilt."""

_BULLET = re.compile(r"^\s*[-–•*·]\s+", re.MULTILINE)
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐‑\xad]\s*(?=[^\W\d_])")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a letter is recognised by: its document number, a digest of what it says, and date, case and addressee as `facts`.

    `whole` says that all of it could be read, `corrected` that a person has said what it is.
    """

    file: str
    content: str
    number: str | None = None
    date: str | None = None
    facts: tuple[str | None, ...] = ()
    whole: bool = True
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Editions:
    """The files of one document: the one that is served, others that say the same, and earlier editions, newest first."""

    served: str
    copies: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()

    def remarks(self) -> Iterator[tuple[str, Remark]]:
        """Each file that is not served, and why."""
        for file in self.copies:
            yield (
                file,
                Remark("duplicate", f"Filen er det samme brev som {self.served}, og kun den kan findes. Fjern den, der er for meget."),
            )
        for file in self.earlier:
            message = (
                f"Filen har samme dokumentnummer som {self.served}, men andet indhold, og regnes for en tidligere udgave; kun den nyeste "
                "kan findes. Er det et andet brev, så ret dets nummer i en rettelse."
            )
            yield file, Remark("earlier_edition", message)


def identify(letter: Letter, *, corrected: bool) -> Identity:
    """What a letter is recognised by."""
    metadata = letter.metadata
    addressee = metadata.addressee.name.casefold() if metadata.addressee else None
    return Identity(
        file=letter.file,
        content=_digest(letter),
        number=_SPACE.sub("", metadata.document_number).casefold() if metadata.document_number else None,
        date=metadata.day,
        facts=(metadata.own_date, metadata.case_number and _SPACE.sub("", metadata.case_number), addressee),
        whole=bool(letter.passages) and not letter.needs_ocr and all(remark.code != "damaged" for remark in letter.remarks),
        corrected=corrected,
    )


def find_editions(letters: Iterable[Identity]) -> list[Editions]:
    """The documents that these letters are; every file is in exactly one of them, and their order does not matter."""
    ordered = sorted(letters, key=lambda letter: (_natural(letter.file), letter.file))
    documents: dict[str, list[Identity]] = defaultdict(list)
    saying: dict[str, list[list[Identity]]] = defaultdict(list)
    for letter in ordered:
        if letter.number:
            documents[letter.number].append(letter)
    for document in documents.values():
        for content in dict.fromkeys(letter.content for letter in document):
            saying[content].append(document)
    unnumbered: list[list[Identity]] = []
    for letter in ordered:
        if letter.number:
            continue
        same = next((document for document in saying[letter.content] if _is_copy(letter, document)), None)
        if same is None:
            same = []
            unnumbered.append(same)
            saying[letter.content].append(same)
        same.append(letter)
    return [_editions(document) for document in (*documents.values(), *unnumbered)]


def _is_copy(letter: Identity, document: Sequence[Identity]) -> bool:
    """Whether a letter says the same as some of a document's and differs from none of them in what both know."""
    same = [other for other in document if other.content == letter.content]
    return all(
        one is None or another is None or one == another for other in same for one, another in zip(letter.facts, other.facts, strict=True)
    )


def _editions(document: Sequence[Identity]) -> Editions:
    if len(document) == 1:
        return Editions(document[0].file)
    by_content: dict[str, list[Identity]] = defaultdict(list)
    for letter in document:
        by_content[letter.content].append(letter)
    editions = sorted((sorted(copies, key=_preference) for copies in by_content.values()), key=_age, reverse=True)
    (served, *copies), earlier = editions[0], editions[1:]
    return Editions(served.file, tuple(copy.file for copy in copies), tuple(letter.file for edition in earlier for letter in edition))


def _preference(letter: Identity) -> tuple[object, ...]:
    """Sorts copies of one text, the one to serve first.

    First what a person has corrected, then what bears its number, was read whole and has lost least of date, case and addressee. Then the
    PDF: it is what was sent, with its pages, and what a reader should get who asks for the letter itself; a text is mostly taken from it.
    Then by name: "a" before "a (2)".
    """
    lost = letter.facts.count(None)
    return not letter.corrected, letter.number is None, not letter.whole, lost, not _is_pdf(letter), _natural(letter.file), letter.file


def _age(copies: Sequence[Identity]) -> tuple[object, ...]:
    """Sorts editions, the newest last: by date, then what could be read in part before what is whole, then by name: "v2" before "v10".

    When files were changed is not asked: copying them changes it.
    """
    best = copies[0]
    return max(letter.date or "" for letter in copies), best.whole, _natural(best.file), _is_pdf(best), best.file


def _natural(file: str) -> tuple[str | int, ...]:
    stem = splitext(file)[0].casefold()
    return tuple(int(part) if at % 2 else part for at, part in enumerate(re.split(r"(\d+)", stem)))


def _is_pdf(letter: Identity) -> bool:
    return letter.file.lower().endswith(".pdf")


def _digest(letter: Letter) -> str:
    """A digest of the passages without what differs between a PDF and its text: white space, hyphens in words, bullets.

    Of letters that say nothing, only exact copies are alike.
    """
    digest = hashlib.sha256()
    empty = True
    for passage in letter.passages:
        for text in (
            passage.heading,
            passage.question,
            passage.answer,
            *(cell for table in passage.tables for row in table.rows for cell in row),
        ):
            said = _SPACE.sub("", _HYPHEN.sub("", _BULLET.sub("", unicodedata.normalize("NFKC", text or ""))))
            digest.update(said.encode(errors="replace"))
            empty = empty and not said
    return f"file {letter.fingerprint}" if empty else digest.hexdigest()
