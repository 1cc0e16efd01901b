"""What a letter says: metadata, passages, tables, remarks, and where in the file each of them stands.

Knows the words of the trade; must not know how they are found, stored or shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from typing import Literal
from typing import NamedTuple


class Span(NamedTuple):
    """Characters `start` to `end` (not included) of the source's line number `line` (from 0)."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value was found, and by which rule (a short English name, such as `label:case number`)."""

    rule: str
    page: int
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Who is written to or who asked: a person, a party or a committee; what the letter does not say is None."""

    name: str
    title: str | None = None
    party: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs. `title` is as written; `role` the same written out, without the mark of an acting holder."""

    name: str
    title: str | None = None
    role: str | None = None
    acting: bool = False


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a letter as a whole; an absent value is None, never guessed.

    Dates are ISO 8601 days. `date_source` says whether `date` is the letter's own or, in text that has lost its letterhead, the inquiry's
    standing in for it.
    """

    kind: Literal["letter", "budget_note"] = "letter"
    authority: str | None = None
    administration: str | None = None
    addressee: Person | None = None
    asker: Person | None = None
    date: str | None = None
    date_source: Literal["letter", "inquiry"] | None = None
    inquiry_date: str | None = None
    case_number: str | None = None
    document_number: str | None = None
    reference: str | None = None
    subject: str | None = None
    signers: tuple[Signer, ...] = ()

    @property
    def day(self) -> str | None:
        """The day it is sorted and counted by: its own, else the inquiry's."""
        return self.date or self.inquiry_date

    @property
    def own_date(self) -> str | None:
        """The day the letter itself bears."""
        return self.date if self.date_source == "letter" else None


@dataclass(frozen=True, slots=True)
class Table:
    """A table as rows of cells, all rows equally long; an empty cell is ''."""

    rows: tuple[tuple[str, ...], ...]
    caption: str | None = None
    footnotes: tuple[str, ...] = ()
    page: int = 1


@dataclass(frozen=True, slots=True)
class Passage:
    """A question with its answer, or a headed section of a note: the unit that is found.

    `label` is the number it is asked under ("1", "1a"); sections are numbered as they come. `anchor` names it in its letter's URL.
    Paragraphs of `question` and `answer` are separated by a blank line. `confidence` (0 to 1) says how sure the pairing is.
    `kind` is `remainder` for text that fits no question: it stays searchable.
    """

    label: str | None
    anchor: str
    kind: Literal["question_answer", "section", "remainder"]
    answer: str
    question: str | None = None
    heading: str | None = None
    tables: tuple[Table, ...] = ()
    footnotes: tuple[str, ...] = ()
    page: int = 1
    confidence: float = 1.0
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the parser is unsure of or did not find; `code` is stable, `message` a Danish sentence.

    `passage` is the anchor of the passage it is about, if it is about one.
    """

    code: str
    message: str
    page: int | None = None
    passage: str | None = None


PlaceKind = Literal[
    "letterhead",
    "furniture",
    "salutation",
    "preamble",
    "label",
    "heading",
    "question",
    "answer",
    "table",
    "footnote",
    "closing",
    "appendix",
    "unreadable",
]


@dataclass(frozen=True, slots=True)
class Place:
    """One stretch of the file and what it was taken for.

    Every character of a source that is not a space lies in exactly one place.
    """

    kind: PlaceKind
    spans: tuple[Span, ...]
    passage: str | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """One document, understood. `id` is what its URL is called after; `file` its path in the corpus.

    `editions` are the files of earlier editions of the same document, newest first. `hides` names those of its files, editions included,
    that hold something personal (indexer.privacy), and so are not shown as they are; `unread` those with pages of which a reader may see
    what was not read. `withdrawn` maps the anchors of passages that are
    gone to the number of passages left before each.
    """

    id: str
    file: str
    fingerprint: str
    metadata: Metadata
    passages: tuple[Passage, ...]
    preamble: str = ""
    closing: str = ""
    appendix: str = ""
    remarks: tuple[Remark, ...] = ()
    origins: dict[str, Origin] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    needs_ocr: bool = False
    editions: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    withdrawn: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with what a result card says of its letter and why it was found: what an engine keeps and gives back."""

    letter: str
    file: str
    metadata: Metadata
    passage: Passage
    preamble: str = ""
