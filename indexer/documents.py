"""One file, all the way from its bytes to what an engine is given: read or fetched from the cache, parsed, turned into entries.

Knows the order of the steps; must not know other files, processes or engines.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

import msgspec

from indexer import sources
from indexer.analysis import default_analyzer
from indexer.cache import Cache
from indexer.corpus import fingerprint
from indexer.engines.base import Document
from indexer.entries import canonical_key
from indexer.entries import decode_letter
from indexer.entries import encode_letter
from indexer.entries import make_entries
from indexer.letters import parse_letter
from indexer.model.letter import Remark


if TYPE_CHECKING:
    from indexer.corpus import CorpusFile
    from indexer.model.letter import Letter
    from indexer.model.source import Source


@dataclass(frozen=True, slots=True)
class Prepared:
    """A letter ready for the index, small but for `document`: that is an engine's Document as msgpack, to be kept until it is written.

    `order` sorts letters canonically. `cached` says that the file itself did not have to be read.
    """

    file: str
    fingerprint: str
    letter: str
    order: Any
    passages: int
    remarks: tuple[Remark, ...]
    cached: bool
    document: bytes


@dataclass(frozen=True, slots=True)
class Preparing:
    """The work on one file of the corpus (indexer.workers.Work): a CorpusFile in, a Prepared out. Raises SourceError."""

    cache: Path
    parties: dict[str, str]
    members: dict[str, str]

    def prepare(self) -> None:
        """Load the Danish resources."""
        default_analyzer()

    def __call__(self, file: CorpusFile, /) -> Prepared:
        """The letter in `file`, ready for the index."""
        source, cached = self._source(file)
        return pack(parse_letter(source, parties=self.parties, members=self.members), cached=cached)

    def _source(self, file: CorpusFile) -> tuple[Source, bool]:
        cache = Cache(self.cache, sources.VERSION)
        kept = cache.get(fingerprint(file.path), file=file.file)
        if kept is not None:
            return kept, True
        source = sources.read_source(file.path, file=file.file)
        cache.put(source)
        return source, False


def pack(letter: Letter, *, cached: bool) -> Prepared:
    """A letter with its entries, ready for the index; their `ord` counts from 0 within the letter."""
    document = Document(letter.id, encode_letter(letter), make_entries(letter, default_analyzer()))
    return Prepared(
        letter.file,
        letter.fingerprint,
        letter.id,
        canonical_key(letter),
        len(document.entries),
        letter.remarks,
        cached,
        msgspec.msgpack.encode(document),
    )


def rename(prepared: Prepared, *, letter: str, remark: Remark) -> Prepared:
    """The same letter under another id, and with a remark that says so."""
    whole = decode_letter(unpack(prepared.document).stored)
    return pack(replace(whole, id=letter, remarks=(*whole.remarks, remark)), cached=prepared.cached)


def unpack(document: bytes) -> Document:
    """The Document in the bytes of a Prepared."""
    return _DECODER.decode(document)


_DECODER = msgspec.msgpack.Decoder(Document)
