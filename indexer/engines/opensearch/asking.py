"""A query tree in OpenSearch's language.

Knows what each part of a tree is called there and what it counts; must not know hosts, pages or facets.

What cannot be in any document (half a character, white space within a term, one longer than terms are) is not sent at all: it is found
nowhere, and OpenSearch would either refuse it or take it for something else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Any
from typing import TypeAlias

from indexer.engines.opensearch.layout import FILLER
from indexer.engines.opensearch.layout import LONGEST_TERM
from indexer.engines.opensearch.layout import ORD
from indexer.engines.opensearch.layout import facet
from indexer.engines.opensearch.layout import number
from indexer.engines.opensearch.layout import text
from indexer.engines.opensearch.layout import token
from indexer.model.query import All
from indexer.model.query import And
from indexer.model.query import In
from indexer.model.query import Not
from indexer.model.query import Nothing
from indexer.model.query import Or
from indexer.model.query import Phrase
from indexer.model.query import Prefix
from indexer.model.query import Range
from indexer.model.query import Term


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.model.query import Query


Leaf: TypeAlias = Term | Phrase | Prefix
Json: TypeAlias = dict[str, Any]

NOTHING: Json = {"match_none": {}}
EVERYTHING: Json = {"match_all": {}}
PASSAGES: Json = {"exists": {"field": ORD}}

_LEAST, _MOST = -(2**63), 2**63 - 1


class Asking:
    """How trees are written. `worth` gives what OpenSearch's own score of a leaf is multiplied by; of a Prefix it is the score."""

    def __init__(self, worth: Callable[[Leaf], float]) -> None:
        self._worth = worth

    def scored(self, query: Query) -> Json:
        """The passages that `query` finds, with their scores."""
        return {"bool": {"filter": [PASSAGES], "must": [self._scored(query)]}}

    def _scored(self, query: Query) -> Json:
        match query:
            case Term() | Phrase() | Prefix() if query.boost and not is_nowhere(query):
                return self._leaf(query)
            case Range() if query.boost:
                return {"constant_score": {"filter": which(query), "boost": query.boost}}
            case And() if query.parts:
                return {"bool": {"must": [self._scored(part) for part in query.parts]}}
            case Or() if 0 < query.least <= len(query.parts):
                return _some([self._scored(part) for part in query.parts], query.least)
            case _:
                return {"bool": {"filter": [which(query)]}}  # counts 0

    def _leaf(self, leaf: Leaf) -> Json:
        boost = leaf.boost * self._worth(leaf)
        match leaf:
            case Term():
                return {"term": {text(leaf.field): {"value": token(leaf.text), "boost": boost}}}
            case Phrase():
                return {"match_phrase": {text(leaf.field): {"query": " ".join(map(token, leaf.texts)), "boost": boost}}}
            case Prefix():
                return {"constant_score": {"filter": which(leaf), "boost": boost}}


def found(query: Query) -> Json:
    """The passages that `query` finds, without scores."""
    return {"bool": {"filter": [PASSAGES, which(query)]}}


def which(query: Query) -> Json:
    """What `query` finds, where nothing is scored."""
    match query:
        case Term() | Phrase() | Prefix():
            return _holding(query)
        case In():
            return _having(query.facet, query.values)
        case Range():
            return _between(query)
        case All():
            return EVERYTHING
        case Nothing():
            return NOTHING
        case Not():
            return {"bool": {"must_not": [which(query.part)], "filter": [EVERYTHING]}}
        case And():
            return {"bool": {"filter": [which(part) for part in query.parts]}} if query.parts else EVERYTHING
        case Or():
            return _some([which(part) for part in query.parts], query.least) if query.least <= len(query.parts) else NOTHING


def _holding(leaf: Leaf) -> Json:
    if is_nowhere(leaf):
        return NOTHING
    field = text(leaf.field)
    match leaf:
        case Term():
            return {"term": {field: token(leaf.text)}}
        case Phrase():
            return {"match_phrase": {field: " ".join(map(token, leaf.texts))}}
        case Prefix(text=""):
            return {"bool": {"must_not": [{"term": {field: FILLER}}], "filter": [{"exists": {"field": field}}]}}
        case Prefix():
            return {"prefix": {field: leaf.text}}


def _having(name: str, values: Iterable[str]) -> Json:
    held = [value for value in values if is_text(value)]
    return {"terms": {facet(name): held}} if held else NOTHING


def _between(query: Range) -> Json:
    low, high = query.low, query.high
    if (low is not None and low > _MOST) or (high is not None and high < _LEAST):
        return NOTHING
    bounds = {"gte": low, "lte": high}
    within = {end: bound for end, bound in bounds.items() if bound is not None and _LEAST <= bound <= _MOST}
    return {"range": {number(query.number): within}} if within else {"exists": {"field": number(query.number)}}


def _some(parts: Sequence[Json], least: int) -> Json:
    return {"bool": {"should": list(parts), "minimum_should_match": least}} if parts else NOTHING


def chosen(filters: dict[str, tuple[str, ...]], *, but: str = "") -> list[Json]:
    """What the choices in the facets leave, but for those in one of them."""
    return [_having(name, values) for name, values in filters.items() if values and name != but]


def is_nowhere(leaf: Leaf) -> bool:
    """Whether no document can hold the leaf, whatever documents there are."""
    match leaf:
        case Term():
            return not _is_term(leaf.text)
        case Phrase():
            return not leaf.texts or not all(map(_is_term, leaf.texts))
        case Prefix():
            return bool(leaf.text) and not _is_term(leaf.text)


def weighed(query: Query) -> Iterator[Leaf]:
    """The leaves of a tree that are scored and can be anywhere."""
    match query:
        case Term() | Phrase() | Prefix():
            if query.boost and not is_nowhere(query):
                yield query
        case And() | Or():
            for part in query.parts:
                yield from weighed(part)
        case _:
            pass


def _is_term(written: str) -> bool:
    return 0 < len(written) <= LONGEST_TERM and is_text(written) and not any(map(str.isspace, written))


def is_text(written: str) -> bool:
    """Whether it has no half characters, which no document holds and no question may."""
    try:
        written.encode()
    except UnicodeEncodeError:  # half a character
        return False
    return True
