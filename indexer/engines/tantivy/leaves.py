"""The leaves of query trees as tantivy's own queries, and what a match of each is worth.

Knows terms, phrases, beginnings, values and ranges; must not know how they are combined.

tantivy's BM25 cannot be set: k1 is 1.2 and b 0.75 (ours: bm25.py), and the length of a text is kept in one byte, exact up to 40 terms. How
rare a term is it reckons as we do; but a phrase it takes to be as rare as all of its terms together, and a beginning is always worth 1.
Both are made to count as the one term they would be, after one count of each that is remembered; what stands nowhere is then not asked.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tantivy import FieldType
from tantivy import Occur
from tantivy import Query as Asked

from indexer.engines.bm25 import rarity
from indexer.engines.tantivy import layout
from indexer.model.query import Phrase
from indexer.model.query import Prefix
from indexer.model.query import Term


if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from tantivy import Schema as Fields

    from indexer.model.entry import Schema
    from indexer.model.query import Range


REMEMBERED = 20_000
"""Phrases and beginnings for which it is remembered how many entries hold them."""

_LOWEST, _HIGHEST = -(2**63), 2**63 - 1


class Leaves:
    """The leaves of one generation; safe to share between threads. Where no entry can match there is None, and nothing need be asked."""

    def __init__(self, schema: Schema, fields: Fields, searcher: Any) -> None:
        self._fields = fields
        self._searcher = searcher
        self._entries: int = searcher.num_docs
        self._weights = {text.name: text.weight for text in schema.texts}
        self._holding: dict[Phrase | Prefix, int] = {}

    def plain(self, leaf: Term | Phrase | Prefix) -> Asked | None:
        """What finds the entries that hold the leaf, whatever that is worth."""
        return self._found(leaf, "basic")

    def scored(self, leaf: Term | Phrase | Prefix) -> Asked | None:
        """What finds the same, worth what the leaf is worth."""
        found = self._found(leaf, "freq")
        weight = self._weights[leaf.field] * leaf.boost
        if found is None or isinstance(leaf, Term) or (isinstance(leaf, Phrase) and len(leaf.texts) == 1):
            return _boosted(found, weight) if found else None
        holding = self._held(replace(leaf, boost=1.0), found)
        if not holding:
            return None
        weight *= rarity(self._entries, holding)
        if isinstance(leaf, Prefix):
            return Asked.const_score_query(found, weight)
        field = layout.text(leaf.field)
        return _boosted(found, weight / sum(rarity(self._entries, self._searcher.doc_freq(field, text)) for text in leaf.texts))

    def having(self, facet: str, values: Iterable[str]) -> Asked | None:
        """What finds the entries that have one of the values."""
        found = [asked for value in dict.fromkeys(values) if (asked := self._term(layout.facet(facet), layout.spelled(value), "basic"))]
        if len(found) < 2:
            return found[0] if found else None
        return Asked.boolean_query([(Occur.Should, each) for each in found])

    def lacking(self, facet: str) -> Asked | None:
        """What finds the entries that have no value."""
        return self._term(layout.facet(facet), layout.MISSING, "basic")

    def between(self, wanted: Range) -> Asked | None:
        """What finds the entries whose number is in the range. A bound that no number reaches is none."""
        name, low, high = layout.number(wanted.number), wanted.low, wanted.high
        low = None if low is not None and low <= _LOWEST else low
        high = None if high is not None and high >= _HIGHEST else high
        if low is None and high is None:
            return Asked.exists_query(name)
        if (low is not None and low > _HIGHEST) or (high is not None and high < _LOWEST):
            return None
        return Asked.range_query(self._fields, name, FieldType.Integer, low, high)

    def _found(self, leaf: Term | Phrase | Prefix, reading: str) -> Asked | None:
        field = layout.text(leaf.field)
        match leaf:
            case Term(text=text) | Phrase(texts=(text,)):
                return self._term(field, text, reading)
            case Phrase(texts=texts):
                return Asked.phrase_query(self._fields, field, list(texts)) if texts and all(map(_is_text, texts)) else None
            case Prefix(text=text):
                # No letter astray, and anything after: made in a thousandth of the time that a regular expression takes.
                return Asked.fuzzy_term_query(self._fields, field, text, distance=0, prefix=True) if _is_text(text) else None

    def _term(self, field: str, text: str, reading: str) -> Asked | None:
        return Asked.term_query(self._fields, field, text, reading) if _is_text(text) else None

    def _held(self, leaf: Phrase | Prefix, found: Asked) -> int:
        """How many entries hold the leaf."""
        holding = self._holding.get(leaf)
        if holding is None:
            holding = int(self._searcher.search(found, limit=1, order_by_field=layout.ORD).count)
            if len(self._holding) >= REMEMBERED:
                self._holding.clear()
            self._holding[leaf] = holding
        return holding


def _boosted(asked: Asked, boost: float) -> Asked:
    return asked if boost == 1 else Asked.boost_query(asked, boost)


def _is_text(text: str) -> bool:
    """Whether it has no half characters, which tantivy refuses to look for and no entry holds."""
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)
