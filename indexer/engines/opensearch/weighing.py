"""What a leaf of a query is worth in one generation, so that a phrase or a beginning is as rare as the entries that hold it are few.

Knows BM25 and which numbers it needs; must not know hosts, pages or how a query is written.

OpenSearch reckons a term's rarity by itself, and as ours does (layout.py). A phrase it takes for as rare as all its terms together, and a
beginning it does not weigh at all. Both would tell an audience of entries that are hidden from it (indexer.engines.audience), so both are
put right by what they are: as rare as their own entries are few. That takes counting them, once for each generation.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from indexer.engines import bm25
from indexer.engines.opensearch.asking import weighed
from indexer.model.query import Phrase
from indexer.model.query import Prefix
from indexer.model.query import Term


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence

    from indexer.engines.opensearch.asking import Leaf
    from indexer.engines.opensearch.layout import Seal
    from indexer.model.query import Query


REMEMBERED = 50_000
"""Leaves for which it is remembered how many entries hold them."""


class Weighing:
    """The worth of leaves in the generation that `seal` describes."""

    def __init__(self, seal: Seal) -> None:
        self._entries = seal.stamp.passages
        self._factor = seal.factor
        self._weights = {each.name: each.weight for each in seal.schema.texts}
        self._counts: dict[Leaf, int] = {}

    def of(self, query: Query, count: Callable[[Sequence[Leaf]], Sequence[int]]) -> Callable[[Leaf], float]:
        """What OpenSearch's own score of each leaf of `query` is multiplied by; of a beginning it is the score. Boosts are left aside.

        `count` tells of leaves how many entries hold each; it is asked about those that are not known yet.
        """
        wanted = dict.fromkeys(each for leaf in weighed(query) for each in _counted(leaf))
        counts = self._counts
        known = {leaf: counts[leaf] for leaf in wanted if leaf in counts}
        unknown = [leaf for leaf in wanted if leaf not in known]
        if unknown:
            known.update(zip(unknown, count(unknown), strict=True))
            if len(counts) > REMEMBERED:
                counts = self._counts = {}
            counts.update(known)
        return partial(self._worth, known)

    def _worth(self, known: Mapping[Leaf, int], leaf: Leaf) -> float:
        weight = self._weights[leaf.field]
        match leaf:
            case Phrase() if len(leaf.texts) > 1:
                alone = sum(self._rarity(known[term]) for term in _terms(leaf))
                return weight * self._factor * self._rarity(known[_unboosted(leaf)]) / alone
            case Prefix():
                return weight * self._rarity(known[_unboosted(leaf)])
            case _:
                return weight * self._factor

    def _rarity(self, holding: int) -> float:
        return bm25.rarity(self._entries, holding)


def _unboosted(leaf: Leaf) -> Leaf:
    return replace(leaf, boost=1.0)


def _counted(leaf: Leaf) -> Iterable[Leaf]:
    match leaf:
        case Phrase() if len(leaf.texts) > 1:
            return (_unboosted(leaf), *_terms(leaf))
        case Prefix():
            return (_unboosted(leaf),)
        case _:
            return ()


def _terms(phrase: Phrase) -> Iterator[Term]:
    return (Term(phrase.field, each) for each in phrase.texts)
