"""How a generation lies in OpenSearch: one index, what each of its documents holds, and the seal that says it is whole.

Knows names of fields and settings; must not know how anything is asked or written.

    passage   _id its `ord`; ord, text.*, facet.*, number.* to be searched; key and stored to be given back
    letter    _id by its own id; letter and stored; nothing that a search of passages finds

Only what is given back is kept as it came (`_source`): the terms of a passage are many times as long, and nobody reads them again. The
seal lies in the index's `_meta` and is written last, so that what a killed writer left is known for what it is.

Lucene weighs a term among the entries that have any text in its field; ours among all of them, which is what indexer.engines.audience
reckons with. So an entry without text in a field gets one term there that none can hold (`FILLER`), and both are the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING
from typing import Any

import msgspec

from indexer.engines import bm25
from indexer.engines.base import refuse_other
from indexer.errors import IndexDamagedError
from indexer.model.entry import Schema
from indexer.model.entry import Stamp
from indexer.model.entry import spaced


if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.config import OpenSearch
    from indexer.engines.base import Document
    from indexer.model.entry import Entry


FORMAT = "1"
"""Counted up when a generation's index comes to mean something else."""

ORD = "ord"
KEY = "key"
STORED = "stored"
LETTER = "letter"
GIVEN_BACK = [KEY, STORED]

FILLER = "\u00a0"
"""White space to us, so that no term holds it, and none to OpenSearch's tokenizer, which would else drop it."""

SEAL = "svarsoeg"
UNTIL = "svarsoeg_until"
"""In the `_meta` of an index: its seal; and until when (in seconds) those were served that had been just before it."""

LONGEST_TERM = 200
_LONGEST_TOKEN = 255
"""Halves of a character, as Java counts, of the longest token that OpenSearch's analyser leaves whole."""
_MAY_BE_LONG = re.compile(rf"\S{{{_LONGEST_TOKEN // 2 + 1}}}")
_BEGINNING = 100

WINDOW = 10_000
"""So many hits OpenSearch gives at a time."""


@dataclass(frozen=True, slots=True)
class Maker:
    """What must be the same in the index and the program before the rest can be understood."""

    format: str


@dataclass(frozen=True, slots=True)
class Seal:
    """All that a generation says of itself. `factor` is what OpenSearch's scores are multiplied by to be those of bm25.py."""

    format: str
    factor: float
    shards: int
    schema: Schema
    stamp: Stamp


def text(name: str) -> str:
    """The text field of this name, as OpenSearch calls it."""
    return f"text.{name}"


def facet(name: str) -> str:
    """The facet of this name."""
    return f"facet.{name}"


def number(name: str) -> str:
    """The number of this name."""
    return f"number.{name}"


def token(term: str) -> str:
    """The term as OpenSearch keeps it: itself, or where that is too long by far for what it counts as, its beginning and a digest."""
    if 2 * len(term) <= _LONGEST_TOKEN or len(term.encode("utf-16-le")) <= 2 * _LONGEST_TOKEN:
        return term
    return term[:_BEGINNING] + FILLER + _digest(term)


def index_body(schema: Schema, section: OpenSearch) -> dict[str, Any]:
    """What an index for a generation is made with. Nothing is searched until it is whole, so it is not refreshed by itself."""
    return {
        "settings": {
            "index": {
                "number_of_shards": section.shards,
                "number_of_replicas": section.replicas,
                "refresh_interval": "-1",
                "max_result_window": WINDOW,
                "similarity": {"ours": {"type": "BM25", "k1": bm25.SATURATION, "b": bm25.LENGTH_SHARE}},
            },
        },
        "mappings": _mappings(schema),
    }


def _mappings(schema: Schema) -> dict[str, Any]:
    kept = {"type": "binary"}
    texts = {
        each.name: {
            "type": "text",
            "analyzer": "whitespace",
            "similarity": "ours",
            "index_options": "positions" if each.positions else "freqs",
        }
        for each in schema.texts
    }
    facets = {name: {"type": "keyword", "eager_global_ordinals": True} for name in schema.facets}
    return {
        "dynamic": "strict",
        "_source": {"includes": GIVEN_BACK},
        "properties": {
            ORD: {"type": "long"},
            KEY: {"type": "keyword", "index": False, "doc_values": False},
            STORED: kept,
            LETTER: {"type": "keyword"},
            "text": {"properties": texts},
            "facet": {"properties": facets},
            "number": {"properties": {name: {"type": "long"} for name in schema.numbers}},
        },
    }


def letter_id(letter: str) -> str:
    """The `_id` of the document of a letter: one of any length has room in it. Raises UnicodeEncodeError for what no letter is called."""
    return "letter-" + _digest(letter)


def lines(document: Document, schema: Schema) -> list[bytes]:
    """A letter and its passages as they are sent: two lines of JSON each, the place and what lies there."""
    # "create" and not "index": a line that is sent twice is there once, and nothing deleted stays behind to be counted.
    made = [_ENCODE({"create": {"_id": letter_id(document.letter)}}), _ENCODE({LETTER: document.letter, STORED: document.stored})]
    for entry in document.entries:
        made += [_ENCODE({"create": {"_id": str(entry.ord)}}), _ENCODE(_passage(entry, schema))]
    return [b"%b\n%b\n" % pair for pair in zip(made[::2], made[1::2], strict=True)]


_ENCODE = msgspec.json.Encoder().encode


def _passage(entry: Entry, schema: Schema) -> dict[str, Any]:
    return {
        ORD: entry.ord,
        KEY: entry.key,
        STORED: entry.stored,
        "text": {each.name: _tokens(entry.terms.get(each.name, ())) or FILLER for each in schema.texts},
        "facet": entry.facets,
        "number": entry.numbers,
    }


def _digest(written: str) -> str:
    return blake2b(written.encode(), digest_size=20).hexdigest()


def _tokens(terms: Sequence[str]) -> str:
    written = spaced(terms)
    return " ".join(map(token, terms)) if _MAY_BE_LONG.search(written) else written


def sealed(seal: Seal) -> dict[str, Any]:
    """What is written into the `_meta` of a generation to seal it."""
    return {SEAL: msgspec.to_builtins(seal)}


def seal_in(name: str, mappings: dict[str, Any]) -> Seal | None:
    """The seal in the mappings of the generation `name`; None where there is none. Raises as `read_seal`."""
    meta = mappings.get("_meta", {}).get(SEAL)
    if meta is None:
        return None
    try:
        refuse_other({"format": msgspec.convert(meta, Maker).format}, {"format": FORMAT})
        return msgspec.convert(meta, Seal)
    except msgspec.ValidationError as error:
        raise IndexDamagedError(f"{name} har et segl, der ikke kan læses: {error}") from error


def read_seal(name: str, mappings: dict[str, Any], versions: dict[str, str] | None) -> Seal:
    """The seal of a generation.

    Raises IndexOutdatedError when it was made for another format or other `versions`, IndexDamagedError when it is missing or unreadable.
    """
    seal = seal_in(name, mappings)
    if seal is None:
        raise IndexDamagedError(f"{name} er uden segl")
    if versions is not None:
        refuse_other(seal.stamp.versions, versions)
    return seal
