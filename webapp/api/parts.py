"""What the answers of the API are made of: passages found and whole, letters' metadata, tables, facets.

Knows which fields each has and what each may be; must not know HTTP, URLs or how one is filled. Part of the contract, as answers.py is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from typing import Literal

import msgspec


Day = Annotated[str, msgspec.Meta(description="A day in ISO 8601, such as 2018-09-24.")]
Url = Annotated[str, msgspec.Meta(description="An absolute URL.", extra_json_schema={"format": "uri-reference"})]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Number = Annotated[int, msgspec.Meta(ge=0)]
PassageKind = Literal["question_answer", "section", "remainder"]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text, and whether it is what was sought. The pieces joined are the text; none is HTML."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed: `title` as written, `role` the same written out, `acting` when standing in for somebody."""

    name: str
    title: str | None
    role: str | None
    acting: bool


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a letter as a whole; what it does not say is null, never guessed.

    `date_source` is `inquiry` where the day of the inquiry stands in for that of a letter without one.
    """

    kind: Literal["letter", "budget_note"]
    authority: str | None
    administration: str | None
    addressee: str | None
    addressee_party: str | None
    asker: str | None
    date: Day | None
    date_source: Literal["letter", "inquiry"] | None
    inquiry_date: Day | None
    case_number: str | None
    document_number: str | None
    reference: str | None
    subject: str | None
    signers: tuple[Signer, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A passage found: a question with its answer, or a section of a note.

    `id` is that of its letter, `#`, and its anchor there. `question` is the question, or where there is none the heading; `snippet` the
    piece of the answer that shows best why it was found. `score` is 0 unless sorted by relevance, and compares within one answer alone.
    """

    id: str
    letter: str
    anchor: str
    label: str | None
    kind: PassageKind
    heading: str | None
    question: tuple[Token, ...]
    snippet: tuple[Token, ...]
    score: float
    metadata: Metadata
    url: Url
    api_url: Url


@dataclass(frozen=True, slots=True)
class Change:
    """A word that no passage has, and the one it was taken for."""

    typed: str
    meant: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How the words were understood: `text` is the query written back.

    `relaxed` is true when no passage had all the words, and those with most of them are given instead. `proposal` is another spelling that
    finds more. `ignored` says in Danish what was not understood.
    """

    text: str
    relaxed: bool
    changes: tuple[Change, ...]
    proposal: str | None
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet: `value` is what the parameter takes, `label` what it is called in Danish, `count` the passages that have it."""

    value: str
    label: str
    count: Number


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one facet, those with most passages first, at most 100 of the `total`; `missing` passages have none.

    `name` is its parameter. The counts disregard what is chosen in the facet itself.
    """

    name: str
    label: str
    values: tuple[Value, ...]
    total: Number
    missing: Number


@dataclass(frozen=True, slots=True)
class Table:
    """A table as rows of cells, all rows equally long."""

    caption: str | None
    rows: tuple[tuple[str, ...], ...]
    footnotes: tuple[str, ...]
    page: Number


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage whole. Paragraphs are separated by a blank line; `confidence`: how sure it is that question and answer belong together."""

    id: str
    anchor: str
    label: str | None
    kind: PassageKind
    heading: str | None
    question: str | None
    answer: str
    tables: tuple[Table, ...]
    footnotes: tuple[str, ...]
    page: Number
    confidence: Share
    url: Url
    api_url: Url
    similar_url: Url


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about how the letter was read: `code` as in the reference, `passage` the anchor of the passage it is about."""

    code: str
    message: str
    page: int | None
    passage: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage in the list of contents of a letter."""

    id: str
    anchor: str
    label: str | None
    kind: PassageKind
    heading: str | None
    question: str | None
    url: Url
    api_url: Url


@dataclass(frozen=True, slots=True)
class LetterInCase:
    """A letter of a case, and what is in it."""

    id: str
    metadata: Metadata
    passages: tuple[Entry, ...]
    url: Url
    api_url: Url


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A whole search that what is typed may become; `count` passages have what was completed, null when that is not known."""

    text: str
    kind: Literal["word", "name", "number", "question"]
    count: Number | None
    url: Url
    api_url: Url
