"""Query trees as tantivy's own queries.

Knows sets and how their scores add up; must not know what a leaf is called or worth.

What tantivy would answer otherwise is settled here: what only refuses, or demands nothing, finds nothing there. So a part that every entry
has is never asked for, and of "at least k" the parts that all have, or none, are reckoned with beforehand.

A tree is translated in two ways: scored, and without scores for counting and for the order by date. The latter leaves out all that only
adds to the score, and tantivy reads neither how often a term stands nor how long a text is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tantivy import Occur
from tantivy import Query as Asked

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
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence
    from typing import TypeAlias

    from indexer.engines.tantivy.leaves import Leaves
    from indexer.model.query import Query

    Translated: TypeAlias = Asked | tuple[Asked, ...] | None
    """What to ask; or, where every entry is in the set, what adds to its score; or None where no entry is."""


_EVERY = Asked.const_score_query(Asked.all_query(), 0.0)


class Trees:
    """Trees over `leaves`, translated with or without scores."""

    def __init__(self, leaves: Leaves, *, scored: bool) -> None:
        self._leaves = leaves
        self._scored = scored

    def asked(self, query: Query, filters: Mapping[str, Sequence[str]]) -> Asked | None:
        """What finds the entries in the set that `query` denotes which pass the filters; None when no entry does."""
        chosen = [In(facet, tuple(values)) for facet, values in filters.items() if values]
        found = self._every((query, *chosen))
        return _joined([(Occur.Must, _EVERY)], found) if isinstance(found, tuple) else found

    def _translated(self, query: Query) -> Translated:
        match query:
            case Term() | Phrase() | Prefix():
                return self._leaves.scored(query) if self._scored else self._leaves.plain(query)
            case And(parts):
                return self._every(parts)
            case Or(parts, least):
                return self._some(parts, least)
            case In(facet, values):
                return self._worth(self._leaves.having(facet, values), 0.0)
            case Range():
                return self._worth(self._leaves.between(query), query.boost)
            case Not():
                return self._every((query,))
            case All():
                return ()
            case Nothing():
                return None

    def _worth(self, asked: Asked | None, score: float) -> Asked | None:
        return Asked.const_score_query(asked, score) if asked and self._scored else asked

    def _every(self, parts: Iterable[Query]) -> Translated:
        demanded: list[Asked] = []
        refused: list[Asked] = []
        helping: tuple[Asked, ...] = ()
        for part in parts:
            negated = isinstance(part, Not)
            found = self._translated(part.part if isinstance(part, Not) else part)
            if found is None if not negated else isinstance(found, tuple):
                return None
            if isinstance(found, tuple):
                helping += found
            elif found is not None:
                (refused if negated else demanded).append(found)
        if not demanded and not refused:
            return helping
        clauses = [(Occur.Must, each) for each in demanded or [_EVERY]] + [(Occur.MustNot, each) for each in refused]
        return _joined(clauses, helping)

    def _some(self, parts: Sequence[Query], least: int) -> Translated:
        found: list[Asked] = []
        helping: tuple[Asked, ...] = ()
        for part in _flat(parts) if least == 1 else parts:
            each = self._translated(part)
            if isinstance(each, tuple):
                least -= 1
                helping += each
            elif each is not None:
                found.append(each)
        if least <= 0:
            return (*helping, *found) if self._scored else ()
        if len(found) <= least:
            return _joined([(Occur.Must, each) for each in found], helping) if len(found) == least else None
        some = Asked.boolean_query([(Occur.Should, each) for each in found], least)
        return _joined([(Occur.Must, some)], helping)


def _joined(clauses: list[tuple[Occur, Asked]], helping: Sequence[Asked]) -> Asked:
    """One query of the clauses; what is `helping` adds to the score of what they find."""
    if len(clauses) == 1 and not helping:
        return clauses[0][1]
    return Asked.boolean_query([*clauses, *((Occur.Should, each) for each in helping)], 0)


def _flat(parts: Iterable[Query]) -> Iterator[Query]:
    """The parts, with those of an Or among them in its place."""
    for part in parts:
        if isinstance(part, Or) and part.least == 1:
            yield from _flat(part.parts)
        else:
            yield part
