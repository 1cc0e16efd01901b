"""Words and filters -> results: the one way in for the page, the API and the command line.

Knows the order of a search: read the words, ask the engine, ask for less when nothing has it all, show why; must not know HTML, HTTP or
how any of the steps is done.
"""

from __future__ import annotations

from bisect import bisect_left
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING
from typing import Literal
from typing import NamedTuple

from indexer.analysis import default_analyzer
from indexer.model.query import All
from indexer.model.query import Request
from indexer.model.results import Count
from indexer.model.results import Reading
from indexer.model.results import Results
from indexer.query import compile_query
from indexer.query import parse_query
from indexer.query import relaxations
from indexer.report import kept_report
from indexer.report import narrowed
from indexer.served import Served
from indexer.view import Already


if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from indexer.analysis import Analyzer
    from indexer.config import Settings
    from indexer.engines.base import Engine
    from indexer.model.entry import Stamp
    from indexer.model.letter import Letter
    from indexer.model.results import Answered
    from indexer.model.results import Change
    from indexer.model.results import FacetCounts
    from indexer.model.results import Found
    from indexer.model.results import Hits
    from indexer.query import Compiled
    from indexer.query import ParsedQuery
    from indexer.report import Report
    from indexer.snippets import Matcher
    from indexer.suggest import Suggestion
    from indexer.view import View


Sort = Literal["relevance", "newest", "oldest"]
FEW = 3
"""So few answers may come of a slip: another spelling that finds more is proposed."""


class Index:
    """What can be searched. It opens the served generation when first asked, and a newer one when there is one.

    Made from settings, it sees all letters, restricted ones too: what others ask is asked of `seen_by`.
    All methods may be called by several threads at once; a search that is under way ends on the generation it began with. They raise
    IndexMissingError, IndexOutdatedError or IndexDamagedError when there is nothing to search in.
    """

    def __init__(self, settings: Settings, *, engine: Engine | None = None, analyzer: Analyzer | None = None) -> None:
        self._settings = settings
        self._analyzer = analyzer
        self._open = Served(settings, lambda: self.analyzer, engine=engine)
        self._labels: frozenset[str] | None = None

    def seen_by(self, labels: frozenset[str]) -> Index:
        """The index as it is for those who see these restricted folders (labels of indexer.restricted) besides what is open.

        To them the other letters are not there: not found, counted, suggested or named, and no word is known from them alone.
        """
        seen = copy(self)
        seen._labels = labels  # noqa: SLF001 - of its own kind
        return seen

    def search(
        self,
        words: str,
        *,
        filters: Mapping[str, Sequence[str]] | None = None,
        sort: Sort = "relevance",
        offset: int = 0,
        limit: int = 10,
        facets: Sequence[str] = (),
        most_values: Mapping[str, int] | None = None,
        explained: bool = False,
    ) -> Results:
        """The passages that have all the words, or when none at all has, those with most of them; no words find everything.

        `filters` maps a facet to the values chosen in it, `facets` names those to be counted, `most_values` of which few values are enough;
        all as in indexer.model.query.Request. A chosen value is always among the counts, with 0 when nothing has it. `explained`
        passages come with the reasons why.
        """
        chosen = {facet: tuple(dict.fromkeys(values)) for facet, values in (filters or {}).items() if values}
        parsed = parse_query(words)
        with self._served() as view:
            answer = _answer(view, parsed, Request(All(), chosen, tuple(facets), sort, offset, limit, dict(most_values or {})))
            hits, compiled = answer.hits, answer.compiled
            already = Already(compiled.query, max((hit.score for hit in hits.hits), default=0.0))
            wanted = limit - hits.total if sort == "relevance" and not offset else 0
            found = tuple(view.found(hits.hits, compiled.terms, explained=explained))
            near = tuple(view.nearly(answer.parsed, already, chosen, limit=wanted, explained=explained)) if wanted > 0 else ()
            scored = self._told((*found, *near))
            return Results(
                total=hits.total,
                found=scored[: len(found)],
                facets={facet: _with_chosen(counts, chosen.get(facet, ())) for facet, counts in hits.facets.items()},
                reading=Reading(
                    answer.parsed.text,
                    (*parsed.ignored, *compiled.ignored),
                    relaxed=answer.relaxed,
                    changes=answer.changes,
                    proposal=_proposal(view, parsed, hits.total) if not answer.changes and hits.total <= FEW else "",
                ),
                nearly=scored[len(found) :],
            )

    def suggestions(self, typed: str, *, limit: int = 8) -> tuple[Suggestion, ...]:
        """What a reader who has typed this may go on to: words, names, numbers and whole questions of the letters."""
        with self._served() as view:
            return view.suggester.suggestions(typed, limit=limit)

    def similar(self, key: str, *, limit: int = 5) -> tuple[Found, ...]:
        """Passages of other letters that say much the same as the one with this key (`letter id#anchor`); none when there is no such."""
        with self._served() as view:
            stored = view.passage(key)
            return self._told(view.similar(stored, limit=limit)) if stored else ()

    def answered(self, draft: str, *, limit: int = 5) -> Answered:
        """Whether the questions of a draft, of any length, have been answered before: each with the earlier answers that share most."""
        with self._served() as view:
            return view.answered(draft, limit=limit)

    def letter(self, id: str) -> Letter | None:  # noqa: A002
        """The letter with this id, or None."""
        with self._served() as view:
            return view.letter(id)

    def matcher(self, words: str) -> Matcher:
        """What to mark in a letter that was found by these words; see indexer.snippets."""
        return compile_query(parse_query(words), self.analyzer).terms

    @property
    def analyzer(self) -> Analyzer:
        """The analyzer that reads the words, and any text that is to be marked."""
        return self._analyzer or default_analyzer(self._settings.lists_path)

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

    @property
    def report(self) -> Report | None:
        """What the rebuild that made the served generation told of the files that are seen; None where that was not kept."""
        with self._served() as view:
            report = kept_report(self._settings.index_path, view.searcher.generation)
            # Of the folders there may be, not of those that hold letters: what is not told must not tell that there is something.
            hidden = self._open.hidden(self._labels)
            if report is None or not hidden:
                return report
            stamp, label = view.searcher.stamp, self._open.restricted.label
            withdrawn = self._settings.privacy.withdrawn  # its lines may name letters that are hidden
            return narrowed(
                report, lambda file: label(file) not in hidden and file != withdrawn, letters=stamp.letters, passages=stamp.passages
            )

    def warm(self) -> None:
        """Nothing; what the first searches would wait for is made."""
        self._open.warm()

    def close(self) -> None:
        """Give back files and memory, once the searches under way have ended. The next search opens anew."""
        self._open.close()

    def _served(self) -> AbstractContextManager[View]:
        return self._open.view(self._labels)

    def _told(self, found: tuple[Found, ...]) -> tuple[Found, ...]:
        """The passages with scores that tell nothing of what is hidden (indexer.engines.audience): the order alone, 1, 1/2, 1/3 and so on.

        So also where no letter lies in a hidden folder yet, or the scores would tell of the first that does.
        """
        if not self._open.hidden(self._labels):
            return found
        scores = [float(f"{-each.score:.6g}") for each in found]
        places = sorted(scores)
        shares = (1 / (1 + bisect_left(places, score)) if score else 0.0 for score in scores)
        return tuple(replace(each, score=share) for each, share in zip(found, shares, strict=True))


class _Answer(NamedTuple):
    """What an engine answered, what it was asked in the end, and for which query: the reader's, or that with its spelling mended."""

    parsed: ParsedQuery
    compiled: Compiled
    hits: Hits
    relaxed: bool = False
    changes: tuple[Change, ...] = ()


def _answer(view: View, parsed: ParsedQuery, request: Request) -> _Answer:
    # What is asked is settled by the words alone, whatever is chosen in the facets: so the count beside a value is what choosing it gives.
    exact = _exact(view, parsed, request)
    if _anything(view, exact, request):
        return exact
    respelled = view.speller.respelled(parsed) if view.speller else None
    if respelled:
        mended = _exact(view, respelled.parsed, request)._replace(changes=respelled.changes)
        if _anything(view, mended, request):
            return mended
    asked, changes = (respelled.parsed, respelled.changes) if respelled else (parsed, ())
    for weaker in relaxations(asked, view.analyzer, values=view.names):
        fewer = _Answer(asked, weaker, view.ask(weaker.query, request), relaxed=True, changes=changes)
        if _anything(view, fewer, request):
            return fewer
    return exact


def _exact(view: View, parsed: ParsedQuery, request: Request) -> _Answer:
    compiled = compile_query(parsed, view.analyzer, values=view.names)
    return _Answer(parsed, compiled, view.ask(compiled.query, request))


def _proposal(view: View, parsed: ParsedQuery, total: int) -> str:
    """Another spelling of the query that finds more, or ""."""
    respelled = view.speller.respelled(parsed, doubting=True) if view.speller else None
    more = respelled and _exact(view, respelled.parsed, Request(All(), limit=0)).hits.total > total
    return respelled.text if respelled and more else ""


def _anything(view: View, answer: _Answer, request: Request) -> bool:
    return bool(answer.hits.total or (request.filters and view.searcher.search(Request(answer.compiled.query, limit=0)).total))


def _with_chosen(counts: FacetCounts, chosen: Sequence[str]) -> FacetCounts:
    if not chosen:
        return counts
    counted = {count.value for count in counts.values}
    return replace(counts, values=(*counts.values, *(Count(value, 0) for value in sorted(set(chosen) - counted))))
