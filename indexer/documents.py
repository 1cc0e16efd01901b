"""One file, all the way from its bytes to what an engine is given: read or fetched from the cache, parsed, corrected, turned into entries.

Knows the order of the steps; must not know other files, processes or engines.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

import msgspec

from indexer import sources
from indexer.analysis import default_analyzer
from indexer.cache import Cache
from indexer.corpus import correction_name
from indexer.corpus import fingerprint
from indexer.corpus import unreadable
from indexer.corrections import MOST_BYTES
from indexer.corrections import Correction
from indexer.corrections import correct
from indexer.corrections import read_correction
from indexer.editions import Identity
from indexer.editions import identify
from indexer.engines.base import Document
from indexer.entries import body_texts
from indexer.entries import canonical_key
from indexer.entries import context_texts
from indexer.entries import decode_letter
from indexer.entries import encode_letter
from indexer.entries import make_entries
from indexer.letters import parse_letter
from indexer.model.letter import Remark
from indexer.privacy import hidden_in
from indexer.privacy import hidden_texts
from indexer.privacy import masked
from indexer.privacy import unseen_pages
from indexer.recognition import Recognition
from indexer.redaction import Copies
from indexer.restricted import UNRESTRICTED
from indexer.restricted import Restricted
from indexer.restricted import restricted_id
from indexer.vocabulary import FormCounts
from indexer.vocabulary import count_forms


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Mapping

    from indexer.analysis import Analyzer
    from indexer.corpus import CorpusFile
    from indexer.errors import SourceError
    from indexer.model.letter import Letter
    from indexer.model.source import Source


@dataclass(frozen=True, slots=True)
class Prepared:
    """A letter ready for the index, small but for `document`: that is a Packed as msgpack, to be kept until it is written.

    `order` sorts letters canonically, `identity` tells which are the same. `cached` says that the file itself did not have to be read.
    `correction` is the fingerprint of the correction that was applied, "" without one. `unread` counts the pages whose text only their
    pictures tell, and was not recognised before. `access` is its label (indexer.restricted).
    `hidden` counts what is masked in its file; `unseen` the pages of it on which there may be what was not read.
    """

    file: str
    fingerprint: str
    letter: str
    order: Any
    passages: int
    remarks: tuple[Remark, ...]
    cached: bool
    document: bytes
    correction: str
    identity: Identity
    unread: int = 0
    access: str = ""
    hidden: int = 0
    unseen: int = 0


@dataclass(frozen=True, slots=True)
class Packed:
    """What an engine is given of a letter, and the words its passages have as written."""

    document: Document
    forms: FormCounts


@dataclass(frozen=True, slots=True)
class Preparing:
    """The work on one file of the corpus (indexer.workers.Work): a CorpusFile in, a Prepared out. Raises SourceError.

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
            letter = _unrecognised(letter, "Ingen side kunne tegnes og læses i tide ([ocr] seconds_per_page).")
        read = letter
        letter, correction = corrected(letter, file.correction, parties=self.parties, members=self.members)
        letter, hidden = self._masked(letter, source, file.path, read=read, waits=bool(unread) and not self.has_time)
        access = self.restricted.label(file.file)
        letter = replace(letter, id=restricted_id(letter.id, access))
        fetched = cached and not (unread and self.has_time)
        packed = pack(letter, default_analyzer(self.lists), cached=fetched, correction=correction, access=access)
        return replace(packed, unread=unread, hidden=hidden, unseen=len(unseen_pages(source)))

    def _masked(self, letter: Letter, source: Source, path: Path, *, read: Letter, waits: bool) -> tuple[Letter, int]:
        """The letter without anything personal, and how much of that its file holds; `read` is the letter before it was corrected.

        The copy of a file that `waits` for text recognition is made when more of it is known.
        """
        if not self.masks:
            return letter, 0
        hidden, unseen = hidden_in(source), unseen_pages(source)
        told = hidden_texts(read) <= {piece.text for piece in hidden}
        if self.copies and source.format == "pdf" and not waits:
            if told and (hidden or 0 < len(unseen) < len(source.pages)):
                self.copies.keep(source, path, hidden)
            else:
                # What is in the letter and has no place in the file cannot be blacked out; where all pages are withheld, nothing is left.
                self.copies.drop(source.fingerprint)
        hides = (letter.file,) if hidden or not told else ()
        shown = replace(masked(letter), hides=hides, unread=(letter.file,) if unseen else ())
        return shown, len(hidden) or int(not told)

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


def pack(letter: Letter, analyzer: Analyzer, *, cached: bool, correction: str = "", access: str = "") -> Prepared:
    """A letter with its entries, ready for the index; their `ord` counts from 0 within the letter."""
    document = Document(letter.id, encode_letter(letter), make_entries(letter, analyzer, access=access))
    forms = count_forms(map(body_texts, letter.passages), context_texts(letter), document.entries)
    return Prepared(
        letter.file,
        letter.fingerprint,
        letter.id,
        canonical_key(letter),
        len(document.entries),
        letter.remarks,
        cached,
        msgspec.msgpack.encode(Packed(document, forms)),
        correction,
        identify(letter, corrected=bool(correction)),
        access=access,
    )


def rename(prepared: Prepared, analyzer: Analyzer, *, letter: str, remark: Remark) -> Prepared:
    """The same letter under another id, and with a remark that says so."""
    whole = decode_letter(unpack(prepared.document).document.stored)
    renamed = replace(whole, id=letter, remarks=(*whole.remarks, remark))
    again = pack(renamed, analyzer, cached=prepared.cached, correction=prepared.correction, access=prepared.access)
    return replace(again, hidden=prepared.hidden)


def unrecognised(prepared: Prepared, error: SourceError) -> Prepared:
    """The same letter, whose pictures could not be read, with a remark that says why."""
    packed = unpack(prepared.document)
    letter = _unrecognised(decode_letter(packed.document.stored), str(error))
    return replace(prepared, remarks=letter.remarks, document=_repack(packed, letter), unread=0)


def _unrecognised(letter: Letter, why: str) -> Letter:
    return replace(letter, remarks=(*letter.remarks, Remark("ocr_failed", f"Tekstgenkendelsen mislykkedes. {why}")))


def succeed(prepared: Prepared, earlier: tuple[str, ...], *, hiding: Collection[str] = (), unseen: Collection[str] = ()) -> Prepared:
    """The same letter, naming the files of its earlier editions; `hiding` are files in which something is hidden, `unseen` those with pages
    on which there may be what was not read.
    """
    packed = unpack(prepared.document)
    letter = decode_letter(packed.document.stored)
    hides = (*letter.hides, *(file for file in earlier if file in hiding))
    unread = (*letter.unread, *(file for file in earlier if file in unseen))
    letter = replace(letter, editions=earlier, hides=hides, unread=unread)
    return replace(prepared, document=_repack(packed, letter))


def withdraw(prepared: Prepared, analyzer: Analyzer, *, anchors: Collection[str], files: Collection[str]) -> Prepared:
    """The same letter without these passages and without these files of earlier editions.

    With a passage all earlier editions go, which may hold it, and so does whatever else the letter has from the lines of the passage.
    """
    whole = decode_letter(unpack(prepared.document).document.stored)
    left = tuple(passage for passage in whole.passages if passage.anchor not in anchors)
    gone = {
        passage.anchor: sum(other in left for other in whole.passages[:at])
        for at, passage in enumerate(whole.passages)
        if passage.anchor in anchors
    }
    letter = replace(
        whole,
        passages=left,
        remarks=tuple(remark for remark in whole.remarks if remark.passage not in anchors),
        places=tuple(place for place in whole.places if place.passage not in anchors),
        editions=() if anchors else tuple(file for file in whole.editions if file not in files),
        withdrawn=gone,
    )
    again = pack(letter, analyzer, cached=prepared.cached, correction=prepared.correction, access=prepared.access)
    return replace(again, hidden=prepared.hidden)


def anchors_of(prepared: Prepared) -> frozenset[str]:
    """The anchors of the passages of a letter."""
    return frozenset(passage.anchor for passage in decode_letter(unpack(prepared.document).document.stored).passages)


def unpack(document: bytes) -> Packed:
    """What is in the bytes of a Prepared."""
    return _DECODER.decode(document)


def _repack(packed: Packed, letter: Letter) -> bytes:
    """The same passages in other words about their letter."""
    return msgspec.msgpack.encode(replace(packed, document=replace(packed.document, stored=encode_letter(letter))))


_DECODER = msgspec.msgpack.Decoder(Packed)
