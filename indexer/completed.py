"""What of a generation completes what is being typed: its names, its numbers, and questions of its passages.

Knows which facets are names and how questions are searched for; must not know which of all this is shown (suggest.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import NamedTuple

from indexer.model import fields
from indexer.model.query import All
from indexer.model.query import And
from indexer.model.query import Prefix
from indexer.model.query import Request
from indexer.model.query import Term
from indexer.query.words import is_function_word


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence

    from indexer.analysis import Analyzer
    from indexer.engines.base import Searcher
    from indexer.model.letter import StoredPassage
    from indexer.model.query import Query
    from indexer.model.results import Count
    from indexer.model.results import FacetCounts


QUESTIONS_LOOKED_AT = 20
"""So many passages are looked at for questions that go on as one that is being typed."""

_NAMES = fields.ADDRESSEE, fields.ASKER, fields.DIRECTOR, fields.PARTY
_NUMBERS = fields.CASE, fields.DOCUMENT
_SHORT = 2
"""With so few letters a word begins too many others."""


def names_and_numbers(searcher: Searcher) -> tuple[list[Count], list[Count]]:
    """The names of people and parties, and the numbers of cases and documents, each with how many passages have it."""
    counts = searcher.search(Request(All(), facets=(*_NAMES, *_NUMBERS), limit=0)).facets
    return _largest(counts, _NAMES), _largest(counts, _NUMBERS)


class Questions(NamedTuple):
    """Questions of the passages that `searcher` finds, as `decoded` makes them of what it gives."""

    searcher: Searcher
    analyzer: Analyzer
    decoded: Callable[[bytes], StoredPassage]

    def beginning(self, typed: str) -> Iterator[str]:
        """Questions that hold all words of `typed`, the last of them as a beginning; the best first."""
        read = self.analyzer.read(typed)
        if not read:
            return
        beginning = read[-1][1].form
        wanted: list[Query] = [Term(fields.TITLE, word.term) for token, word in read[:-1] if not is_function_word(token)]
        if len(beginning) > _SHORT:
            wanted.append(Prefix(fields.WORDS, beginning))
        hits = self.searcher.search(Request(And(tuple(wanted)), limit=QUESTIONS_LOOKED_AT)).hits if wanted else ()
        for hit in hits:
            question = self.decoded(hit.stored).passage.question
            if question and any(word.form.startswith(beginning) for _, word in self.analyzer.read(question)):
                yield question


def _largest(counts: Mapping[str, FacetCounts], facets: Sequence[str]) -> list[Count]:
    """The values of several facets, each with its count in the facet where that is largest."""
    found: dict[str, Count] = {}
    for count in (count for facet in facets for count in counts[facet].values):
        if count.value not in found or count.entries > found[count.value].entries:
            found[count.value] = count
    return list(found.values())
