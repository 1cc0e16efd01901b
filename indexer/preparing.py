"""One file, all the way from its bytes to what an engine is given: read or fetched from the cache, parsed, corrected, masked, packed.

Knows the order of the steps; must not know other files, processes or engines.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from indexer import sources
from indexer.amending import unread_remark
from indexer.analysis import default_analyzer
from indexer.cache import Cache
from indexer.config import Privacy
from indexer.corpus import correction_name
from indexer.corpus import unreadable
from indexer.corrections import MOST_BYTES
from indexer.corrections import Correction
from indexer.corrections import correct
from indexer.corrections import read_correction
from indexer.documents import pack
from indexer.errors import SourceError
from indexer.fingerprints import fingerprint
from indexer.letters import parse_letter
from indexer.privacy import hidden_in
from indexer.privacy import hidden_texts
from indexer.privacy import masked
from indexer.privacy import unseen_pages
from indexer.recognition import Recognition
from indexer.redaction import Copies
from indexer.restricted import UNRESTRICTED
from indexer.restricted import Restricted
from indexer.restricted import restricted_id
from indexer.versions import current_versions
from indexer.versions import program_fingerprint


if TYPE_CHECKING:
    from collections.abc import Mapping

    from indexer.corpus import CorpusFile
    from indexer.documents import Prepared
    from indexer.model.letter import Letter
    from indexer.model.source import Source


@dataclass(frozen=True, slots=True)
class Preparing:
    """The work on one file of the corpus (indexer.worker.Work): a CorpusFile in, a Prepared out. Raises SourceError.

    With `recognition`, text recognised before is used; only where it `has_time`, more is recognised. Where it `masks`, nothing
    personal is left in what comes out (indexer.privacy), and `copies` gets what is shown instead of the file.
    """

    cache: Path
    parties: dict[str, str]
    members: dict[str, str]
    recognition: Recognition | None = None
    has_time: bool = False
    lists: Path | None = None
    restricted: Restricted = UNRESTRICTED
    masks: bool = True
    copies: Copies | None = None

    def prepare(self) -> None:
        """Load the Danish resources."""
        default_analyzer(self.lists)

    def __call__(self, file: CorpusFile, /) -> Prepared:
        """The letter in `file`, ready for the index."""
        source, cached = self._source(file)
        source, unread = self._with_pictures(source, file.path)
        letter = parse_letter(source, parties=self.parties, members=self.members)
        if unread and self.has_time and not source.ocr:
            letter = unread_remark(letter, "Ingen side kunne tegnes og læses i tide ([ocr] seconds_per_page).")
        read = letter
        letter, correction = corrected(letter, file.correction, parties=self.parties, members=self.members)
        letter, hidden, copied = self._masked(letter, source, file.path, read=read, waits=bool(unread) and not self.has_time)
        access = self.restricted.label(file.file)
        letter = replace(letter, id=restricted_id(letter.id, access))
        fetched = cached and not (unread and self.has_time)
        packed = pack(letter, default_analyzer(self.lists), cached=fetched, correction=correction, access=access)
        return replace(packed, unread=unread, hidden=hidden, unseen=len(unseen_pages(source)), copied=copied)

    def conditions(self) -> str:
        """All that a letter is made from besides its file, its correction and its label: where this is the same, so is the letter."""
        made_by = (
            type(self).__qualname__,
            program_fingerprint(),
            *current_versions(self.lists, shown=Privacy(mask=self.masks)).items(),
            *self.parties.items(),
            "members",
            *self.members.items(),
            self.recognition and self.recognition.made_by,
        )
        return repr(made_by)

    def still_holds(self, row: Prepared, file: CorpusFile) -> bool:
        """Whether this letter, made before under the same conditions, is what would be made of the file now."""
        try:
            return (
                row.access == self.restricted.label(file.file)
                and row.fingerprint == fingerprint(file.path)
                and row.correction == (fingerprint(file.correction) if file.correction else "")
                and not (row.copied and self.copies and not self.copies.has(row.fingerprint))
            )
        except SourceError:
            return False

    def _masked(self, letter: Letter, source: Source, path: Path, *, read: Letter, waits: bool) -> tuple[Letter, int, bool]:
        """The letter without anything personal, how much of that its file holds, and whether a copy is shown instead of the file.

        `read` is the letter before it was corrected. The copy of a file that `waits` for text recognition is made when more of it is known.
        """
        if not self.masks:
            return letter, 0, False
        hidden, unseen = hidden_in(source), unseen_pages(source)
        told = hidden_texts(read) <= {piece.text for piece in hidden}
        # Where all pages are withheld, nothing is left to be copied.
        copied = told and source.format == "pdf" and not waits and bool(hidden or 0 < len(unseen) < len(source.pages))
        if self.copies and source.format == "pdf" and not waits:
            if copied:
                self.copies.keep(source, path, hidden)
            else:
                self.copies.drop(source.fingerprint)  # what is in the letter and has no place in the file cannot be blacked out
        hides = (letter.file,) if hidden or not told else ()
        letter = replace(masked(letter), hides=hides, unread=(letter.file,) if unseen else ())
        return letter, len(hidden) or int(not told), copied

    def _with_pictures(self, source: Source, path: Path) -> tuple[Source, int]:
        """The source with the text of its pictures, as far as it is known or there is time, and how many pages were not known before."""
        pages = self.recognition.pages(source) if self.recognition else ()
        if self.recognition is None or not pages:
            return source, 0
        kept = self.recognition.kept(source)
        if kept is not None:
            return kept, 0
        return (self.recognition.recognise(source, path) if self.has_time else source), len(pages)

    def _source(self, file: CorpusFile) -> tuple[Source, bool]:
        cache = Cache(self.cache, sources.VERSION)
        kept = cache.get(fingerprint(file.path), file=file.file)
        if kept is not None:
            return kept, True
        source = sources.read_source(file.path, file=file.file)
        cache.put(source)
        return source, False


def corrected(letter: Letter, correction: Path | None, *, parties: Mapping[str, str], members: Mapping[str, str]) -> tuple[Letter, str]:
    """The letter as the file at `correction` would have it, and the fingerprint of that file; the letter itself and "" without one.

    A correction that cannot be read, or not as a whole, is a remark on the letter and has no fingerprint.
    """
    if correction is None:
        return letter, ""
    name = correction_name(letter.file)
    try:
        with correction.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        read = read_correction(data, file=name)
    except OSError as error:
        data, read = b"", Correction(mistakes=(f"{name}: {unreadable(error)}",))
    taken = hashlib.sha256(data).hexdigest() if 0 < len(data) <= MOST_BYTES else ""
    return correct(letter, read, parties=parties, members=members), taken
