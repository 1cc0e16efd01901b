"""A letter as it waits for an engine: packed into bytes with its entries and its words, and what the others need to know of it.

Knows how a letter is packed and unpacked; must not know files, processes or engines.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import TypeVar

import msgspec

from indexer.editions import Identity
from indexer.editions import identify
from indexer.engines.base import Document
from indexer.entries import body_texts
from indexer.entries import canonical_key
from indexer.entries import context_texts
from indexer.entries import encode_letter
from indexer.entries import encode_passage
from indexer.entries import make_entries
from indexer.model.entry import Entry
from indexer.model.entry import Terms
from indexer.model.entry import spaced
from indexer.model.letter import Remark
from indexer.vocabulary import LetterWords
from indexer.vocabulary import count_words


if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.analysis import Analyzer
    from indexer.model.letter import Letter

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A letter ready for the index, small but for `document` and `words`: they are bytes, to be kept until they are written.

    `order` sorts letters canonically, `identity` tells which are the same. `cached` says that the file itself did not have to be read.
    `correction` is the fingerprint of the correction that was applied, "" without one. `unread` counts the pages whose text only their
    pictures tell, and was not recognised before. `access` is its label (indexer.restricted).
    `hidden` counts what is masked in its file, `unseen` the pages of it on which there may be what was not read, and `copied` says that a
    copy is shown instead of it (indexer.redaction).
    """

    file: str
    fingerprint: str
    letter: str
    order: tuple[bool, int, str]
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
    copied: bool = False
    words: bytes = b""


class _Passage(msgspec.Struct, array_like=True, gc=False):
    """An entry without what all entries of its letter share; `facets` and `numbers` are places in what they have between them.

    What the entry stores is the letter's `head`, then its bytes from `start` to `end`, then its `tail`.
    """

    key: str
    texts: dict[str, str]
    facets: int
    numbers: int
    start: int
    end: int


class _Packed(msgspec.Struct, array_like=True, gc=False):
    """A Document as short as it can be said and as fast as it can be read: terms as texts, and once what is the same in every entry.

    A passage as it is stored also stands in its letter as that is stored, and is not said twice.
    """

    letter: str
    stored: bytes
    shared: dict[str, str]
    facets: list[dict[str, tuple[str, ...]]]
    numbers: list[dict[str, int]]
    head: bytes
    tail: bytes
    entries: list[_Passage]


def pack(letter: Letter, analyzer: Analyzer, *, cached: bool, correction: str = "", access: str = "") -> Prepared:
    """A letter with its entries, ready for the index."""
    entries = make_entries(letter, analyzer, access=access)
    words = count_words(map(body_texts, letter.passages), context_texts(letter), entries)
    return Prepared(
        letter.file,
        letter.fingerprint,
        letter.id,
        canonical_key(letter),
        len(entries),
        letter.remarks,
        cached,
        _pack(letter, entries),
        correction,
        identify(letter, corrected=bool(correction)),
        access=access,
        words=zlib.compress(_ENCODER.encode(words), level=1),
    )


def unpack(document: bytes, *, first: int = 0) -> Document:
    """What is in the `document` of a Prepared, its entries numbered from `first` on."""
    packed = _DECODER.decode(document)
    shared = {name: Terms(text) for name, text in packed.shared.items()}
    stored, facets, numbers = packed.stored, packed.facets, packed.numbers
    return Document(
        packed.letter,
        packed.stored,
        tuple(
            Entry(
                each.key,
                ord_,
                packed.letter,
                {name: Terms(text) for name, text in each.texts.items()} | shared,
                facets[each.facets],
                numbers[each.numbers],
                packed.head + stored[each.start : each.end] + packed.tail,
            )
            for ord_, each in enumerate(packed.entries, first)
        ),
    )


def unpack_words(words: bytes) -> LetterWords:
    """What is in the `words` of a Prepared."""
    return _WORDS.decode(zlib.decompress(words))


def stored_letter(document: bytes) -> bytes:
    """The bytes of the letter in the `document` of a Prepared."""
    return _DECODER.decode(document).stored


def repack(document: bytes, letter: Letter) -> bytes:
    """The `document` of a Prepared: the same passages in other words about their letter."""
    packed = _DECODER.decode(document)
    before, packed.stored = packed.stored, encode_letter(letter)
    end = 0
    for each in packed.entries:
        each.start, each.end = _found(before[each.start : each.end], packed.stored, end)
        end = each.end
    return _ENCODER.encode(packed)


def _pack(letter: Letter, made: Sequence[Entry]) -> bytes:
    texts = [{name: spaced(terms) for name, terms in entry.terms.items()} for entry in made]
    shared = {name: text for held in texts[:1] for name, text in held.items() if all(other.get(name) == text for other in texts)}
    packed = _Packed(letter.id, encode_letter(letter), shared, [], [], b"", b"", [])
    end = 0
    for entry, held, passage in zip(made, texts, letter.passages, strict=True):
        said = encode_passage(passage)
        start, end = _found(said, packed.stored, end)
        packed.head, _, packed.tail = entry.stored.rpartition(said)
        own = {name: text for name, text in held.items() if name not in shared}
        packed.entries.append(
            _Passage(entry.key, own, _place(packed.facets, entry.facets), _place(packed.numbers, entry.numbers), start, end)
        )
    return _ENCODER.encode(packed)


def _found(said: bytes, stored: bytes, begun: int) -> tuple[int, int]:
    """From where to where a passage stands in its letter."""
    start = stored.index(said, begun)
    return start, start + len(said)


def _place(values: list[Value], value: Value) -> int:
    """Where the value is among these; it is put there if it is not."""
    if value not in values:
        values.append(value)
    return values.index(value)


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(_Packed)
_WORDS = msgspec.msgpack.Decoder(LetterWords)
