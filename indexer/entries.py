"""A letter -> the entries of its passages.

Knows which words, facets and numbers of a letter are indexed, and how passages and letters are kept as bytes; must not know an engine's
files or how a query is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from indexer.model import fields
from indexer.model.entry import Entry
from indexer.model.entry import Schema
from indexer.model.entry import TextField
from indexer.model.letter import Letter
from indexer.model.letter import StoredPassage


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from indexer.analysis import Analyzer
    from indexer.analysis import Word
    from indexer.model.letter import Metadata
    from indexer.model.letter import Passage
    from indexer.model.letter import Table


VERSION = "5"
"""Changes when the same letter would give other entries; an index of another version is not searched."""

# The fields weigh the same here: how much a kind of match counts is said in the query, so that it can change without a rebuild.
SCHEMA = Schema(
    texts=(
        TextField(fields.TERMS, positions=False),
        TextField(fields.STEMS, positions=False),
        TextField(fields.TABLES, positions=False),
        TextField(fields.TITLE, positions=False),
        TextField(fields.WORDS, positions=True),
        TextField(fields.SUBJECT, positions=False),
        TextField(fields.PREAMBLE, positions=False),
        TextField(fields.NAMES, positions=False),
        TextField(fields.CONTEXT_WORDS, positions=True),
    ),
    facets=(
        fields.YEAR,
        fields.DIRECTOR,
        fields.ADDRESSEE,
        fields.ASKER,
        fields.PARTY,
        fields.CASE,
        fields.DOCUMENT,
        fields.KIND,
        fields.ADMINISTRATION,
        fields.REMARK,
        fields.LETTER,
        fields.ACCESS,
    ),
    numbers=(fields.DATE, fields.YEAR),
)

BREAK = "¶"
"""Stands between two texts in fields with positions, so that no phrase runs from a question into its answer; no word is written like it."""

_LETTERS = msgspec.json.Decoder(Letter)
_PASSAGES = msgspec.json.Decoder(StoredPassage)


@dataclass(frozen=True, slots=True)
class _Filed:
    """What is read of a letter when only its file is asked for."""

    file: str


_FILES = msgspec.json.Decoder(_Filed)


def make_entries(letter: Letter, analyzer: Analyzer, *, access: str = "") -> tuple[Entry, ...]:
    """The entries of a letter's passages, in its order and numbered from 0; `access` is its label (indexer.restricted)."""
    facets = dict(_facets(letter)) | ({fields.ACCESS: (access,)} if access else {})
    numbers = _numbers(letter.metadata)
    context = _fields(_read(_context(letter), analyzer), fields.CONTEXT_WORDS)
    return tuple(
        Entry(
            key=f"{letter.id}#{passage.anchor}",
            ord=place,
            letter=letter.id,
            terms=_own_fields(passage, analyzer) | context,
            facets=facets | _remarked(letter, passage),
            numbers=numbers,
            stored=msgspec.json.encode(StoredPassage(letter.id, letter.file, letter.metadata, passage, letter.preamble)),
        )
        for place, passage in enumerate(letter.passages)
    )


def canonical_key(letter: Letter) -> tuple[bool, int, str]:
    """What letters are sorted by: the newest first, the undated last, then by id."""
    day = _day(letter.metadata)
    return day is None, -(day or 0), letter.id


def encode_letter(letter: Letter) -> bytes:
    """A letter as the bytes an engine keeps."""
    return msgspec.json.encode(letter)


def encode_passage(passage: Passage) -> bytes:
    """A passage as it stands in the bytes of its letter, and in those of its entry."""
    return msgspec.json.encode(passage)


def decode_letter(stored: bytes) -> Letter:
    """The letter in such bytes. Raises msgspec.DecodeError when they hold none."""
    return _LETTERS.decode(stored)


def stored_file(stored: bytes) -> str:
    """The file of the letter in such bytes, without reading more of it. Raises msgspec.DecodeError when they hold none."""
    return _FILES.decode(stored).file


def decode_passage(stored: bytes) -> StoredPassage:
    """The passage in the bytes of an entry. Raises msgspec.DecodeError when they hold none."""
    return _PASSAGES.decode(stored)


def body_texts(passage: Passage) -> tuple[str, ...]:
    """All that a passage says of its own: question, heading, answer, tables, footnotes; each text to be read by itself."""
    texts = (passage.question, passage.heading, passage.answer, *_asides(passage))
    return tuple(text for text in texts if text)


def context_texts(letter: Letter) -> tuple[str, ...]:
    """All that the passages of a letter share with it: subject, preamble, names and numbers; each text to be read by itself."""
    return tuple(text for texts in _context(letter).values() for text in texts if text)


def _asides(passage: Passage) -> Iterator[str | None]:
    for table in passage.tables:
        yield from _table(table)
    yield from passage.footnotes


def _table(table: Table) -> Iterator[str | None]:
    yield table.caption
    for row in table.rows:
        yield from row
    yield from table.footnotes


def _context(letter: Letter) -> dict[str, tuple[str | None, ...]]:
    """What the passages of a letter share with it, by field."""
    metadata = letter.metadata
    people = [person for person in (metadata.addressee, metadata.asker) if person]
    return {
        fields.SUBJECT: (metadata.subject,),
        fields.PREAMBLE: (letter.preamble,),
        fields.NAMES: (
            *(text for person in people for text in (person.name, person.party)),
            *(signer.name for signer in metadata.signers),
            metadata.case_number,
            metadata.document_number,
            metadata.reference,
        ),
    }


def _own_fields(passage: Passage, analyzer: Analyzer) -> dict[str, tuple[str, ...]]:
    title = (passage.question, passage.heading)
    read = _read({fields.TITLE: title, fields.TERMS: (passage.answer,), fields.TABLES: tuple(_asides(passage))}, analyzer)
    own = _fields(read, fields.WORDS)
    own[fields.TERMS] = own.get(fields.TITLE, ()) + own.get(fields.TERMS, ())
    own[fields.STEMS] = tuple(word.term for several in read.values() for text in several for word in text)
    return {name: held for name, held in own.items() if held}


def _read(texts: dict[str, tuple[str | None, ...]], analyzer: Analyzer) -> dict[str, list[list[Word]]]:
    """The words of the texts, field by field and text by text; one that is there twice is read once."""
    return {name: [[word for _, word in analyzer.read(text)] for text in dict.fromkeys(given) if text] for name, given in texts.items()}


def _fields(read: dict[str, list[list[Word]]], words: str) -> dict[str, tuple[str, ...]]:
    """The terms of the texts field by field, and of all together the words as written as the field `words`; what is empty is left out."""
    forms = [form for several in read.values() for text in several if text for form in (BREAK, *(word.form for word in text))]
    terms = {name: tuple(_terms(word for text in several for word in text)) for name, several in read.items()}
    return {name: held for name, held in {**terms, words: tuple(forms[1:])}.items() if held}


def _terms(words: Iterable[Word]) -> Iterator[str]:
    for word in words:
        yield word.term
        yield from word.parts


def _facets(letter: Letter) -> Iterator[tuple[str, tuple[str, ...]]]:
    metadata = letter.metadata
    people = [person for person in (metadata.addressee, metadata.asker) if person]
    values: dict[str, Iterable[str | None]] = {
        fields.YEAR: (metadata.day[:4] if metadata.day else None,),
        fields.DIRECTOR: (signer.name for signer in metadata.signers),
        fields.ADDRESSEE: (metadata.addressee.name if metadata.addressee else None,),
        fields.ASKER: (metadata.asker.name if metadata.asker else None,),
        fields.PARTY: (person.party for person in people),
        fields.CASE: (metadata.case_number,),
        fields.DOCUMENT: (metadata.document_number,),
        fields.KIND: (metadata.kind,),
        fields.ADMINISTRATION: (metadata.administration,),
        fields.LETTER: (letter.id,),
    }
    for facet, given in values.items():
        held = tuple(dict.fromkeys(" ".join(value.split()) for value in given if value and value.strip()))
        if held:
            yield facet, held


def _remarked(letter: Letter, passage: Passage) -> dict[str, tuple[str, ...]]:
    """What was remarked about the passage or the whole letter, as a facet; nothing where nothing was."""
    codes = tuple(dict.fromkeys(remark.code for remark in letter.remarks if remark.passage in (None, passage.anchor)))
    return {fields.REMARK: codes} if codes else {}


def _numbers(metadata: Metadata) -> dict[str, int]:
    day = _day(metadata)
    return {} if day is None else {fields.DATE: day, fields.YEAR: day // 10_000}


def _day(metadata: Metadata) -> int | None:
    return int(metadata.day.replace("-", "")) if metadata.day else None
