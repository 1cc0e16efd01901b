"""The shapes of every answer of the API: its contract.

Knows which fields there are and what each may be: what is sent is made of these, and the published schema is derived from them, so that the
two cannot differ. Must not know HTTP, URLs or how a shape is filled. Within v1 fields are added here, never taken away or changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from typing import Any

import msgspec

from webapp.api.parts import Facet
from webapp.api.parts import Item
from webapp.api.parts import LetterInCase
from webapp.api.parts import Metadata
from webapp.api.parts import Number
from webapp.api.parts import Passage
from webapp.api.parts import Reading
from webapp.api.parts import Remark
from webapp.api.parts import Suggestion
from webapp.api.parts import Url


Mistakes = Annotated[
    tuple[str, ...],
    msgspec.Meta(description="One sentence in Danish for each part of the URL that was not used, because it could not be."),
]


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """One page of what a search finds.

    `nearly` are passages that have only some of the words: not among the `total`, and on the first page alone. `next` is the URL of the
    next page, null at the end. `changed` is true when the index was built anew since the first page: then an item may be met twice or not
    at all, from here to the end.
    """

    total: Number
    items: tuple[Item, ...]
    nearly: tuple[Item, ...]
    reading: Reading
    facets: tuple[Facet, ...]
    next: Url | None
    changed: bool
    mistakes: Mistakes


@dataclass(frozen=True, slots=True)
class LetterAnswer:
    """A letter whole. `needs_ocr` is true for a scan whose text was not recognised."""

    id: str
    file: str
    metadata: Metadata
    preamble: str
    passages: tuple[Passage, ...]
    closing: str
    appendix: str
    needs_ocr: bool
    remarks: tuple[Remark, ...]
    url: Url
    api_url: Url
    original_url: Url
    mistakes: Mistakes


@dataclass(frozen=True, slots=True)
class PassageAnswer:
    """One passage, and what is known of its letter."""

    letter: str
    metadata: Metadata
    passage: Passage
    mistakes: Mistakes


@dataclass(frozen=True, slots=True)
class ExportedPassage:
    """One line of an export: a passage, and what is known of its letter."""

    letter: str
    metadata: Metadata
    passage: Passage


@dataclass(frozen=True, slots=True)
class SimilarAnswer:
    """Passages of other letters that say much the same, the most alike first."""

    items: tuple[Item, ...]
    mistakes: Mistakes


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """The letters of a case, newest first, with the newest 500 of its `total` passages; `search_url` finds them all, page by page."""

    case_number: str
    total: Number
    letters: tuple[LetterInCase, ...]
    url: Url
    search_url: Url
    mistakes: Mistakes


@dataclass(frozen=True, slots=True)
class SuggestionsAnswer:
    """At most 8 suggestions, the most useful first."""

    suggestions: tuple[Suggestion, ...]
    mistakes: Mistakes


@dataclass(frozen=True, slots=True)
class FacetAnswer:
    """One facet, counted among what a search finds."""

    facet: Facet
    mistakes: Mistakes


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, as RFC 9457 has it: `type` names the kind of problem and leads to what is said of it; the rest is Danish.

    `mistakes` are the parts of the URL that could not be used, where that is the problem.
    """

    type: Annotated[str, msgspec.Meta(extra_json_schema={"format": "uri-reference"})]
    title: str
    status: Annotated[int, msgspec.Meta(ge=400, le=599)]
    detail: str
    instance: Annotated[str, msgspec.Meta(extra_json_schema={"format": "uri-reference"})]
    mistakes: Mistakes


ANSWERS: tuple[type[Any], ...] = (
    SearchAnswer,
    LetterAnswer,
    PassageAnswer,
    SimilarAnswer,
    CaseAnswer,
    SuggestionsAnswer,
    FacetAnswer,
    ExportedPassage,
    Problem,
)
"""All that is sent as a whole."""
