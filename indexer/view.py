"""One open generation of the index, with what is looked up about it once and kept.

Knows the engine's searcher, the words of the generation and the names in it; must not know in which order a search asks for them.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import cached_property
from functools import partial
from heapq import nlargest
from itertools import chain
from itertools import islice
from typing import TYPE_CHECKING
from typing import Any
from typing import NamedTuple
from typing import TypeAlias
from typing import TypeVar

import msgspec

from indexer.completed import Questions
from indexer.completed import names_and_numbers
from indexer.entries import body_texts
from indexer.entries import decode_letter
from indexer.entries import decode_passage
from indexer.errors import IndexDamagedError
from indexer.explain import reasons
from indexer.explain import words_missing
from indexer.inquiry import paragraphs
from indexer.inquiry import questions_in
from indexer.likeness import alike
from indexer.model import fields
from indexer.model.letter import StoredPassage
from indexer.model.query import All
from indexer.model.query import And
from indexer.model.query import In
from indexer.model.query import Not
from indexer.model.query import Or
from indexer.model.query import Range
from indexer.model.query import Request
from indexer.model.results import Answered
from indexer.model.results import Asked
from indexer.model.results import Earlier
from indexer.model.results import Found
from indexer.query import nearly
from indexer.query.fields import CHOSEN
from indexer.query.names import Name
from indexer.seeking import Seeking
from indexer.seeking import learn
from indexer.snippets import excerpts
from indexer.snippets import has_runs
from indexer.snippets import mark
from indexer.spelling import Speller
from indexer.suggest import Suggester
from indexer.vocabulary import Vocabulary
from indexer.vocabulary import kept_vocabulary


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.analysis import Analyzer
    from indexer.config import Settings
    from indexer.engines.base import Searcher
    from indexer.model.letter import Letter
    from indexer.model.query import Query
    from indexer.model.results import Hit
    from indexer.model.results import Hits
    from indexer.query import ParsedQuery
    from indexer.snippets import Matcher


Kept = TypeVar("Kept")
Filters: TypeAlias = dict[str, tuple[str, ...]]

NEARLY_LOOKED_AT = 40
"""So many passages that lack some of the words are looked at for those worth showing."""

LEAST_NEARLY = 0.3
"""Such a passage has at least this share of the best score: with only "kr." of an amount it is not worth showing."""

RECENT = (0, 1, 3, 7)
"""Years before the newest letter; a passage gets a share of the points for being new for each that it is not older already."""

LEARNT = 20_000
"""So many words are analysed before anybody waits for it: 98 of 100 words of a text, in less than a second."""


class Already(NamedTuple):
    """What was found already: by which query, and the best score."""

    query: Query
    best: float


class View:
    """One open generation, and how many searches are under way on it; `hidden` are the labels that `searcher` gives nothing of."""

    def __init__(self, searcher: Searcher, analyzer: Analyzer, settings: Settings, *, hidden: frozenset[str] = frozenset()) -> None:
        self.searcher = searcher
        self.analyzer = analyzer
        self.hidden = hidden
        self.users = 0
        self.retired = False
        self._settings = settings
        self._preparing = threading.RLock()
        self._prepared: dict[str, Any] = {}

    def close_if_done(self) -> None:
        """Close a retired generation that nobody searches any more."""
        if self.retired and not self.users:
            self.searcher.close()

    def warm(self) -> None:
        """Nothing; what is looked up once is looked up now, and what the commonest words say."""
        _ = self._newest, self._names, self.speller, self.suggester
        if self.vocabulary:
            learn(self.analyzer, nlargest(LEARNT, self.vocabulary.forms, key=self.vocabulary.forms.__getitem__))

    def ask(self, query: Query, request: Request) -> Hits:
        """What the request finds of `query`; newer passages first among equals, as far as the settings want that."""
        recency = self._settings.search.recency
        if recency and self._newest and request.sort == "relevance":
            steps = [Range(fields.YEAR, self._newest - years, boost=recency / len(RECENT)) for years in RECENT]
            query = And((query, Or((All(), *steps))))
        return self.searcher.search(replace(request, query=query))

    @cached_property
    def _newest(self) -> int | None:
        """The year of the newest letter."""
        newest = self.searcher.search(Request(All(), sort="newest", limit=1)).hits
        day = _decoded(decode_passage, newest[0].stored).metadata.day if newest else None
        return int(day[:4]) if day else None

    def letter(self, id: str) -> Letter | None:  # noqa: A002
        """The letter with this id, or None."""
        stored = self.searcher.letter(id)
        return None if stored is None else _decoded(decode_letter, stored)

    def passage(self, key: str) -> StoredPassage | None:
        """The passage with this key (`letter id#anchor`), as stored with its letter's metadata, or None."""
        id_, _, anchor = key.partition("#")
        letter = self.letter(id_)
        passage = next((each for each in letter.passages if each.anchor == anchor), None) if letter else None
        return StoredPassage(letter.id, letter.file, letter.metadata, passage) if letter and passage else None

    def found(self, hits: Iterable[Hit], matcher: Matcher, *, explained: bool = False) -> Iterator[Found]:
        """Hits with their passages, what matched marked; `explained` with the reasons."""
        reader = Seeking(self.analyzer, matcher)
        return (self._found(_decoded(decode_passage, hit.stored), hit.score, matcher, reader, explained=explained) for hit in hits)

    def _found(self, stored: StoredPassage, score: float, matcher: Matcher, reader: Seeking, *, explained: bool) -> Found:
        question, snippet = excerpts(stored, matcher, reader)
        if not explained:
            return Found(stored, score, question, snippet)
        why = reasons(stored, matcher, reader)
        return Found(stored, score, question, snippet, reasons=why, missing=words_missing(matcher, why))

    def similar(self, stored: StoredPassage, *, limit: int) -> tuple[Found, ...]:
        """Passages of other letters that say much the same, the most alike first; what they share is marked."""
        passage = stored.passage
        texts = [text for text in (passage.question, passage.heading, passage.answer) if text]
        if self.vocabulary is None:
            return ()
        # A word that only this passage has says nothing of others.
        like = alike(texts, self.analyzer, self.vocabulary, own=1)
        hits = self.searcher.search(Request(And((like.query, Not(In(fields.LETTER, (stored.letter,))))), limit=limit)).hits
        return tuple(self.found(hits, like.terms))

    def answered(self, draft: str, *, limit: int) -> Answered:
        """The questions of a draft, each with the earlier answers that share most with it."""
        questions = questions_in(draft) or paragraphs(draft)[:1]
        ignored: dict[str, None] = {}
        asked: list[Asked] = []
        for question in questions if self.vocabulary else ():
            like = alike((question,), self.analyzer, self.vocabulary or Vocabulary({}, {}, 0))
            hits = self.searcher.search(Request(like.query, limit=limit)).hits
            found = self.found(hits, like.terms)
            earlier = [Earlier(each, like.share(body_texts(each.stored.passage), self.analyzer)) for each in found]
            asked.append(Asked(mark(question, like.terms, self.analyzer), tuple(sorted(earlier, key=lambda each: -each.share))))
            ignored.update(dict.fromkeys(like.ignored))
        return Answered(tuple(asked), tuple(ignored))

    def nearly(self, parsed: ParsedQuery, already: Already, filters: Filters, *, limit: int, explained: bool) -> Iterator[Found]:
        """At most `limit` passages that have some of what was asked for, but are not among what was found."""
        compiled = nearly(parsed, self.analyzer, values=self.names)
        if compiled is None:
            return
        hits = self.searcher.search(Request(And((compiled.query, Not(already.query))), filters, limit=NEARLY_LOOKED_AT)).hits
        least = LEAST_NEARLY * max([already.best, *(hit.score for hit in hits)])
        # Whether words stand side by side is seen sooner than why a passage was found.
        sides = Seeking(self.analyzer, (), chain.from_iterable(compiled.runs))
        near = (hit for hit in hits if hit.score >= least)
        if compiled.runs:
            near = (hit for hit in near if has_runs(_decoded(decode_passage, hit.stored), compiled.runs, sides))
        yield from self.found(islice(near, limit), compiled.terms, explained=explained)

    def names(self, facet: str) -> Sequence[Name]:
        """The names a reader may use for the values of a facet."""
        return self._names[facet]

    @property
    def vocabulary(self) -> Vocabulary | None:
        """The words of the generation; None where they were not kept."""
        return self._made("vocabulary", lambda: kept_vocabulary(self._settings.index_path, self.searcher.generation, hidden=self.hidden))

    @property
    def speller(self) -> Speller | None:
        """What mends misspelt queries by the words of the generation."""
        return self._made("speller", lambda: Speller(self.vocabulary, self.analyzer) if self.vocabulary else None)

    @property
    def suggester(self) -> Suggester:
        """What completes words, names, numbers and questions as they are typed."""
        return self._made("suggester", self._suggester)

    def _suggester(self) -> Suggester:
        questions = Questions(self.searcher, self.analyzer, partial(_decoded, decode_passage))
        names, numbers = names_and_numbers(self.searcher)
        return Suggester(self.vocabulary, self.analyzer, names=names, numbers=numbers, questions=questions.beginning)

    @cached_property
    def _names(self) -> dict[str, list[Name]]:
        counts = self.searcher.search(Request(All(), facets=CHOSEN, limit=0)).facets
        names = {facet: [Name(count.value, count.value) for count in counts[facet].values] for facet in CHOSEN}
        parties = names[fields.PARTY]
        names[fields.PARTY] = parties + [Name(alias, name.value) for name in parties for alias in self._aliases(name.value)]
        return names

    def _aliases(self, party: str) -> list[str]:
        """The letter of a party on the ballot, and other names of the same."""
        letters = self._settings.parties
        letter = letters.get(party)
        return [letter, *(other for other, same in letters.items() if same == letter and other != party)] if letter else []

    def _made(self, name: str, make: Callable[[], Kept]) -> Kept:
        """What is made once, by the first who asks; the others wait for it."""
        with self._preparing:
            if name not in self._prepared:
                self._prepared[name] = make()
            made: Kept = self._prepared[name]
            return made


def _decoded(decode: Callable[[bytes], Kept], stored: bytes) -> Kept:
    try:
        return decode(stored)
    except msgspec.DecodeError as error:
        raise IndexDamagedError(f"et svar eller brev i det kan ikke læses: {error}") from error
