"""What the overviews count over a whole index, in all and year by year: once for each generation.

Knows what is asked for and how long the counts hold; must not know what a page says of them.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.model import fields
from indexer.model.results import FacetCounts


if TYPE_CHECKING:
    from indexer.search import Index


PEOPLE = (fields.DIRECTOR, fields.ASKER, fields.ADDRESSEE, fields.PARTY)
"""The facets counted of each year."""

MOST_YEARS = 60
"""So many years are counted one by one, the latest: each costs a search."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers counted by facet, and how many letters they stand in."""

    answers: Mapping[str, FacetCounts]
    letters: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of all answers, and of those of each of the latest years, oldest first."""

    whole: Tally
    years: Mapping[str, Tally]


class Counting:
    """Counts what is served when first asked, and again when something else is. May be asked by several threads at once."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._busy = threading.Lock()
        self._counted: Counted | None = None
        self._generation = ""

    def counted(self) -> Counted:
        """The counts of the served generation; whoever asks while they are made waits for them. Raises what the index raises."""
        with self._busy:
            # Asked again after counting: what was begun on one generation and ended on another is no count of either.
            while self._counted is None or self._generation != self._index.generation:
                self._generation = self._index.generation
                self._counted = _count(self._index)
            return self._counted


def _count(index: Index) -> Counted:
    whole = _tally(index, (*PEOPLE, fields.YEAR, fields.REMARK))
    years = sorted(count.value for count in whole.answers[fields.YEAR].values)[-MOST_YEARS:]
    return Counted(whole, {year: _tally(index, PEOPLE, year=year) for year in years})


def _tally(index: Index, facets: tuple[str, ...], *, year: str = "") -> Tally:
    filters = {fields.YEAR: (year,)} if year else {}
    found = index.search("", filters=filters, limit=0, facets=(*facets, fields.LETTER)).facets
    return Tally({facet: found[facet] for facet in facets}, letters=len(found[fields.LETTER].values))
