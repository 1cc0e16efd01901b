"""Which of the letters that were read are served, as what: copies and earlier editions left out, ids given, what was withdrawn taken out.

Knows what letters mean to one another; must not know how they were read, nor engines. What is served does not depend on the order in
which letters came.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from dataclasses import field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.amending import anchors_of
from indexer.amending import rename
from indexer.amending import succeed
from indexer.amending import withdraw
from indexer.analysis import default_analyzer
from indexer.documents import Prepared
from indexer.editions import Editions
from indexer.editions import find_editions
from indexer.letters.passages import letter_id
from indexer.model.letter import Metadata
from indexer.model.letter import Remark
from indexer.restricted import restricted_id
from indexer.waiting import Waiting
from indexer.withdrawal import NOTHING
from indexer.withdrawal import Candidate
from indexer.withdrawal import Withdrawals


if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.report import Failure


@dataclass(slots=True)
class Settled:
    """What came of all letters that were read.

    `rows` are those that are served, in canonical order; `left` the remarks on the others, each with its file and the one that is served
    instead. `documents` are the editions by the file served. `withdrawn` names what was taken out, `unknown` the lines of the list that
    name nothing; of the files with the fingerprints `gone` nothing may be kept.
    """

    waiting: Waiting
    lists: Path | None = None
    withdrawals: Withdrawals = NOTHING
    rows: list[Prepared] = field(default_factory=list)
    left: list[tuple[str, str, Remark]] = field(default_factory=list)
    documents: dict[str, Editions] = field(default_factory=dict)
    withdrawn: list[str] = field(default_factory=list)
    unknown: list[Remark] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def settle(self, taken: Iterable[Prepared], failures: Iterable[Failure]) -> None:
        """Leave out copies, earlier editions and what was withdrawn, give each letter an id of its own, and sort them canonically.

        A letter is a copy or an edition of those with its own label alone: else an open letter would name a restricted one or take its
        place, or the reverse.
        """
        read = {row.file: row for row in taken}
        by_label = defaultdict(list)
        for row in read.values():
            by_label[row.access].append(row.identity)
        for editions in chain.from_iterable(map(find_editions, by_label.values())):
            row = read[editions.served]
            self.documents[row.file] = editions
            hiding = [file for file in editions.earlier if read[file].hidden]
            unseen = [file for file in editions.earlier if read[file].unseen]
            served = succeed(self._whole(row), editions.earlier, hiding=hiding, unseen=unseen) if editions.earlier else None
            self.rows.append(self._change(served) if served else row)
            for file, remark in editions.remarks():
                mistakes = [mistake for mistake in read[file].remarks if mistake.code == "correction_mistake"]
                self.left += [(file, editions.served, told) for told in (remark, *mistakes)]
        self._name()
        self._withdraw(read, failures)
        self.rows.sort(key=_canonical)

    def _name(self) -> None:
        """Give the letters whose id is taken another: whoever bears it as a number keeps it, then the first by name."""
        self.rows.sort(key=lambda row: (row.identity.number is None, row.file))
        ids = {row.letter for row in self.rows}
        named: dict[str, Prepared] = {}
        for at, row in enumerate(self.rows):
            if row.letter in named:
                letter = _free_id(row.file, ids, label=row.access)
                ids.add(letter)
                self.rows[at] = row = self._change(
                    rename(self._whole(row), default_analyzer(self.lists), letter=letter, remark=_same_id(named[row.letter]))
                )
            named[row.letter] = row

    def _withdraw(self, read: dict[str, Prepared], failures: Iterable[Failure]) -> None:
        """Take out what the list names, now that every letter has the id it is named by."""
        if not self.withdrawals.lines:
            return
        # A file that could not be read is known, and served by nobody.
        failed = [Candidate("", None, failure.file) for failure in failures]
        gone = self.withdrawals.settle([*map(self._candidate, self.rows), *failed])
        bytes_gone = {read[file].fingerprint for row in self.rows if row.file in gone.letters for file in self._files(row)}
        rows, self.rows = self.rows, []
        forgotten: set[str] = set()
        for row in rows:
            whole = row.file in gone.letters or row.fingerprint in bytes_gone
            anchors = gone.passages.get(row.file, frozenset())
            files = set(self._files(row)) if whole or anchors else gone.files & set(self._files(row))
            forgotten |= files if whole else files - {row.file}
            self.gone |= {read[file].fingerprint for file in files}
            self.withdrawn += [row.letter] if whole else [f"{row.letter}#{anchor}" for anchor in sorted(anchors)]
            if files and not whole:
                row = self._change(withdraw(self._whole(row), default_analyzer(self.lists), anchors=anchors, files=files))
            if not whole:
                self.rows.append(row)
        self.left = [noted for noted in self.left if noted[0] not in forgotten]
        self.unknown = [_unknown(line.line, line.text) for line in gone.unknown]

    def _candidate(self, row: Prepared) -> Candidate:
        editions = self.documents[row.file]
        files = (row.file, *editions.copies)
        named = self.withdrawals.parts(row.letter, row.identity.number, files)
        anchors = anchors_of(self._whole(row)) if named else frozenset[str]()
        return Candidate(row.letter, row.identity.number, row.file, editions.copies, editions.earlier, anchors)

    def _files(self, row: Prepared) -> tuple[str, ...]:
        editions = self.documents[row.file]
        return (row.file, *editions.copies, *editions.earlier)

    def _change(self, row: Prepared) -> Prepared:
        return self.waiting.change(row)

    def _whole(self, row: Prepared) -> Prepared:
        return self.waiting.whole(row)


def _canonical(row: Prepared) -> tuple[object, str]:
    return row.order, row.file


def _free_id(file: str, taken: set[str], *, label: str) -> str:
    base = restricted_id(letter_id(Metadata(), file), label)
    return next(name for number in range(1, len(taken) + 2) if (name := base if number == 1 else f"{base}-{number}") not in taken)


def _same_id(first: Prepared) -> Remark:
    return Remark("same_id", f"Brevets adresse er optaget af {first.file}, så det har fået en anden efter filens navn.")


def _unknown(line: int, text: str) -> Remark:
    message = f"Linje {line} på listen over det tilbagetrukne, {text}, er hverken et brev, et svar eller en fil i samlingen."
    return Remark("unknown_withdrawal", message + " Ret den, eller fjern den, hvis filen er slettet.")
