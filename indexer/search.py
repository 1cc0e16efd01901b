"""Words and filters -> results: the one way in for the page, the API and the command line.

Knows the order of a search: read the words, ask the engine, ask for less when nothing has it all, show why; must not know HTML, HTTP or
how any of the steps is done.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING
from typing import Literal
from typing import NamedTuple
from typing import TypeVar

import msgspec

from indexer.analysis import default_analyzer
from indexer.engines import open_engine
from indexer.entries import decode_letter
from indexer.entries import decode_passage
from indexer.errors import IndexDamagedError
from indexer.model.fields import PARTY
from indexer.model.query import All
from indexer.model.query import Request
from indexer.model.results import Count
from indexer.model.results import FacetCounts
from indexer.model.results import Found
from indexer.model.results import Reading
from indexer.model.results import Results
from indexer.query import compile_query
from indexer.query import parse_query
from indexer.query import relaxations
from indexer.query.fields import CHOSEN
from indexer.query.names import Name
from indexer.snippets import excerpts
from indexer.versions import current_versions


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence

    from indexer.analysis import Analyzer
    from indexer.config import Settings
    from indexer.engines.base import Engine
    from indexer.engines.base import Searcher
    from indexer.model.entry import Stamp
    from indexer.model.letter import Letter
    from indexer.model.results import Hit
    from indexer.model.results import Hits
    from indexer.query import Compiled
    from indexer.query import ParsedQuery
    from indexer.snippets import Matcher


Sort = Literal["relevance", "newest", "oldest"]
Kept = TypeVar("Kept")


class Index:
    """What can be searched. It opens the served generation when first asked, and a newer one when there is one.

    All methods may be called by several threads at once; a search that is under way ends on the generation it began with. They raise
    IndexMissingError, IndexOutdatedError or IndexDamagedError when there is nothing to search in.
    """

    def __init__(self, settings: Settings, *, engine: Engine | None = None, analyzer: Analyzer | None = None) -> None:
        self._settings = settings
        self._engine = engine
        self._analyzer = analyzer
        self._changing = threading.Lock()
        self._view: _View | None = None

    def search(
        self,
        words: str,
        *,
        filters: Mapping[str, Sequence[str]] | None = None,
        sort: Sort = "relevance",
        offset: int = 0,
        limit: int = 10,
        facets: Sequence[str] = (),
    ) -> Results:
        """The passages that have all the words, or when none at all has, those with most of them; no words find everything.

        `filters` maps a facet to the values chosen in it, `facets` names those to be counted; both as in indexer.model.query.Request.
        A chosen value is always among the counts, with 0 when nothing has it.
        """
        chosen = {facet: tuple(dict.fromkeys(values)) for facet, values in (filters or {}).items() if values}
        parsed = parse_query(words)
        with self._served() as view:
            answer = _answer(view, parsed, Request(All(), chosen, tuple(facets), sort, offset, limit))
            compiled = answer.compiled
            return Results(
                total=answer.hits.total,
                found=tuple(view.found(hit, compiled.terms) for hit in answer.hits.hits),
                facets={facet: _with_chosen(counts, chosen.get(facet, ())) for facet, counts in answer.hits.facets.items()},
                reading=Reading(parsed.text, (*parsed.ignored, *compiled.ignored), relaxed=answer.relaxed),
            )

    def letter(self, id: str) -> Letter | None:  # noqa: A002
        """The letter with this id, or None."""
        with self._served() as view:
            stored = view.searcher.letter(id)
            return None if stored is None else _decoded(decode_letter, stored)

    def matcher(self, words: str) -> Matcher:
        """What to mark in a letter that was found by these words; see indexer.snippets."""
        return compile_query(parse_query(words), self.analyzer).terms

    @property
    def analyzer(self) -> Analyzer:
        """The analyzer that reads the words, and any text that is to be marked."""
        return self._analyzer or default_analyzer()

    @property
    def stamp(self) -> Stamp:
        """What the served generation was made from and by."""
        with self._served() as view:
            return view.searcher.stamp

    @property
    def generation(self) -> str:
        """The name of the served generation."""
        with self._served() as view:
            return view.searcher.generation

    def close(self) -> None:
        """Give back files and memory, once the searches under way have ended. The next search opens anew."""
        with self._changing:
            self._retire()

    @contextmanager
    def _served(self) -> Iterator[_View]:
        with self._changing:
            view = self._current()
            view.users += 1
        try:
            yield view
        finally:
            with self._changing:
                view.users -= 1
                view.close_if_done()

    def _current(self) -> _View:
        engine = self._engine = self._engine or open_engine(self._settings)
        generation = engine.current()
        if self._view is None or self._view.searcher.generation != generation:
            opened = _View(engine.open(versions=current_versions()), self.analyzer, self._settings.parties)
            self._retire()
            self._view = opened
        return self._view

    def _retire(self) -> None:
        if self._view:
            self._view.retired = True
            self._view.close_if_done()
            self._view = None


class _View:
    """One open generation, and how many searches are under way on it."""

    def __init__(self, searcher: Searcher, analyzer: Analyzer, parties: Mapping[str, str]) -> None:
        self.searcher = searcher
        self.analyzer = analyzer
        self.users = 0
        self.retired = False
        self._parties = parties

    def close_if_done(self) -> None:
        """Close a retired generation that nobody searches any more."""
        if self.retired and not self.users:
            self.searcher.close()

    def found(self, hit: Hit, matcher: Matcher) -> Found:
        """A hit with its passage, and why it is one."""
        stored = _decoded(decode_passage, hit.stored)
        question, snippet = excerpts(stored, matcher, self.analyzer)
        return Found(stored, hit.score, question, snippet)

    def names(self, facet: str) -> Sequence[Name]:
        """The names a reader may use for the values of a facet."""
        return self._names[facet]

    @cached_property
    def _names(self) -> dict[str, list[Name]]:
        counts = self.searcher.search(Request(All(), facets=CHOSEN, limit=0)).facets
        names = {facet: [Name(count.value, count.value) for count in counts[facet].values] for facet in CHOSEN}
        names[PARTY] += [Name(alias, name.value) for name in names[PARTY] for alias in _party_aliases(name.value, self._parties)]
        return names


class _Answer(NamedTuple):
    """What an engine answered, and what it was asked in the end."""

    compiled: Compiled
    hits: Hits
    relaxed: bool = False


def _answer(view: _View, parsed: ParsedQuery, request: Request) -> _Answer:
    # What is asked is settled by the words alone, whatever is chosen in the facets: so the count beside a value is what choosing it gives.
    compiled = compile_query(parsed, view.analyzer, values=view.names)
    hits = view.searcher.search(replace(request, query=compiled.query))
    if _anything(view, compiled, hits, request):
        return _Answer(compiled, hits)
    for weaker in relaxations(parsed, view.analyzer, values=view.names):
        fewer = view.searcher.search(replace(request, query=weaker.query))
        if _anything(view, weaker, fewer, request):
            return _Answer(weaker, fewer, relaxed=True)
    return _Answer(compiled, hits)


def _anything(view: _View, compiled: Compiled, hits: Hits, request: Request) -> bool:
    return bool(hits.total or (request.filters and view.searcher.search(Request(compiled.query, limit=0)).total))


def _with_chosen(counts: FacetCounts, chosen: Sequence[str]) -> FacetCounts:
    counted = {count.value for count in counts.values}
    return FacetCounts((*counts.values, *(Count(value, 0) for value in sorted(set(chosen) - counted))), counts.missing)


def _party_aliases(party: str, letters: Mapping[str, str]) -> list[str]:
    """The letter of a party on the ballot, and other names of the same."""
    letter = letters.get(party)
    return [letter, *(other for other, same in letters.items() if same == letter and other != party)] if letter else []


def _decoded(decode: Callable[[bytes], Kept], stored: bytes) -> Kept:
    try:
        return decode(stored)
    except msgspec.DecodeError as error:
        raise IndexDamagedError(f"et svar eller brev i det kan ikke læses: {error}") from error
