"""What is the same for all peers: what a request demands, without what only helps the order.

Knows the tree engines understand (indexer.model.query); must not know any library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.model.query import All
from indexer.model.query import And
from indexer.model.query import Or


if TYPE_CHECKING:
    from indexer.model.query import Query


def demanded(query: Query) -> Query:
    """The same set without parts that only add to the score: `Or(All, ...)`, which the product has for words side by side."""
    if isinstance(query, And):
        parts = tuple(demanded(part) for part in query.parts if not _only_helps(part))
        return parts[0] if len(parts) == 1 else And(parts)
    return query


def helping(query: Query) -> tuple[Query, ...]:
    """The parts that only add to the score."""
    if not isinstance(query, And):
        return ()
    return tuple(
        each for part in query.parts if isinstance(part, Or) and _only_helps(part) for each in part.parts if not isinstance(each, All)
    )


def _only_helps(part: Query) -> bool:
    return isinstance(part, Or) and part.least == 1 and any(isinstance(each, All) for each in part.parts)
