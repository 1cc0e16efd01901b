"""Text with the words marked that it was found by; for every engine the same.

Knows what a matched word looks like in a text and where a text is best cut; must not know HTML, engines or the query language.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING
from typing import NamedTuple
from typing import TypeAlias

from indexer.matches import leaves
from indexer.matches import read
from indexer.matches import stands
from indexer.model.query import And
from indexer.model.query import Sought
from indexer.model.results import Mark


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.matches import Read
    from indexer.matches import Reader
    from indexer.model.letter import StoredPassage
    from indexer.model.letter import Table
    from indexer.model.query import Query
    from indexer.model.results import Excerpt


Matcher: TypeAlias = tuple[Sought, ...]
"""What to mark; a compiled query gives it as `terms`."""

LENGTH = 280
"""Characters of a snippet, about."""

_SENTENCE = re.compile(r"[.!?:][\"”’)]*\s+(?=[\"”(]*[A-ZÆØÅ•–-])|\n+")
_SPACE = re.compile(r"\s+")


class _Span(NamedTuple):
    """Characters `start` to `end` (not included) that show the leaf number `leaf`."""

    start: int
    end: int
    leaf: int


def mark(text: str, matcher: Matcher, analyzer: Reader) -> Excerpt:
    """The whole text, its matched words marked."""
    words = read(text, analyzer)
    return _pieces(text, _spans(_leaves(matcher, [words]), words))


def snippet(text: str, matcher: Matcher, analyzer: Reader, *, length: int = LENGTH) -> Excerpt:
    """About `length` characters of the text where it has the most of what was sought, cut between words, at sentences if it can be."""
    words = read(text, analyzer)
    return _cut(text, _spans(_leaves(matcher, [words]), words), length)


def settle(matcher: Matcher, texts: Iterable[str], analyzer: Reader) -> Matcher:
    """The matcher for parts of one passage: what `texts`, all it says, hold together decides how each thing sought is shown in each."""
    return tuple(Sought((leaf,)) for leaf in _leaves(matcher, [read(text, analyzer) for text in texts]))


def excerpts(stored: StoredPassage, matcher: Matcher, analyzer: Reader, *, length: int = LENGTH) -> tuple[Excerpt, Excerpt]:
    """What a result shows of a passage: its title (question, or else heading) whole, and a snippet.

    The snippet is of the answer; where only a table or the heading above the question matches, of that; where nothing of the passage's
    own does, of the letter's subject. It falls back to the beginning of the answer, or of the first table.
    """
    passage = stored.passage
    title = passage.question or passage.heading or ""
    heading = passage.heading if passage.question and passage.heading else ""
    body = [passage.answer, *map(table_text, passage.tables), *passage.footnotes, heading]
    reads = {text: read(text, analyzer) for text in (title, *body)}
    shown_by = _leaves(matcher, [words for words in reads.values() if words])
    spans = {text: _spans(shown_by, words) for text, words in reads.items()}
    shown = next((text for text in body if spans[text]), "")
    if not shown and not spans[title] and stored.metadata.subject:
        words = read(stored.metadata.subject, analyzer)
        if found := _spans(_leaves(matcher, [words]), words):
            return _pieces(title, ()), _cut(stored.metadata.subject, found, length)
    shown = shown or next(filter(None, body), "")
    return _pieces(title, spans[title]), _cut(shown, spans.get(shown, ()), length)


def has_runs(stored: StoredPassage, runs: Sequence[Sequence[str]], analyzer: Reader) -> bool:
    """Whether a passage says each of these runs of terms, its words next to each other in any form."""
    passage = stored.passage
    texts = (passage.question, passage.heading, passage.answer, *map(table_text, passage.tables), *passage.footnotes)
    reads = [read(text, analyzer) for text in texts if text] if runs else []
    return all(any(_says(run, words) for words in reads) for run in runs)


def table_text(table: Table) -> str:
    """All that a table says, a row a line."""
    rows = (" · ".join(" ".join(cell.split()) for cell in row if cell) for row in table.rows)
    return "\n".join(line for line in (table.caption, *rows, *table.footnotes) if line)


def _says(run: Sequence[str], words: Read) -> bool:
    if not run:
        return True
    held = [set(words.terms.get(term, ())) for term in run]
    return any(all(at + shift in there for shift, there in enumerate(held)) for at in held[0])


def _leaves(matcher: Matcher, reads: Sequence[Read]) -> tuple[Query, ...]:
    return tuple(dict.fromkeys(leaf for sought in matcher for leaf in _shown_by(sought, reads)))


def _shown_by(sought: Sought, reads: Sequence[Read]) -> list[Query]:
    for reading in sought.readings:
        parts = leaves(reading)
        there = [part for part in parts if any(stands(part, words) for words in reads)]
        if there and (len(there) == len(parts) or not isinstance(reading, And)):
            return there
    return []


def _spans(sought: Iterable[Query], words: Read) -> list[_Span]:
    return sorted(
        _Span(words[first][0].start, words[last][0].end, number)
        for number, leaf in enumerate(sought)
        for first, last in stands(leaf, words)
    )


def _cut(text: str, spans: Sequence[_Span], length: int) -> Excerpt:
    start, end = _Cutter(text, spans, length).best()
    pieces = _pieces(text[start:end], [_Span(span.start - start, span.end - start, span.leaf) for span in spans])
    before = "… " if text[:start].strip() else ""
    after = " …" if text[end:].strip() else ""
    return _merged((Mark(before, marked=False), *pieces, Mark(after, marked=False)))


def _pieces(text: str, spans: Sequence[_Span]) -> Excerpt:
    if not spans:
        return (Mark(text, marked=False),) if text else ()
    pieces: list[Mark] = []
    done = 0
    for start, end in _runs(span for span in spans if span.start >= 0 and span.end <= len(text)):
        pieces += (Mark(text[done:start], marked=False), Mark(text[start:end], marked=True))
        done = end
    return _merged((*pieces, Mark(text[done:], marked=False)))


def _runs(spans: Iterable[_Span]) -> Iterator[tuple[int, int]]:
    """Stretches to mark, those that overlap as one."""
    run: tuple[int, int] | None = None
    for start, end, _ in sorted(spans):
        if run and start < run[1]:
            run = run[0], max(run[1], end)
            continue
        if run:
            yield run
        run = start, end
    if run:
        yield run


def _merged(pieces: Iterable[Mark]) -> Excerpt:
    merged: list[Mark] = []
    for text, marked in pieces:
        if text and merged and merged[-1].marked == marked:
            merged[-1] = Mark(merged[-1].text + text, marked)
        elif text:
            merged.append(Mark(text, marked))
    return tuple(merged)


class _Cutter:
    """Finds where a text is best cut to about `length` characters."""

    def __init__(self, text: str, spans: Sequence[_Span], length: int) -> None:
        self._text = text
        self._spans = spans
        self._starts = [span.start for span in spans]
        self._length = length

    @cached_property
    def _sentences(self) -> list[int]:
        """Where the sentences begin."""
        return [0, *(found.end() for found in _SENTENCE.finditer(self._text))]

    def best(self) -> tuple[int, int]:
        """The stretch with the most different leaves, then the most marks, then the earliest; the beginning when nothing is marked."""
        if len(self._text) <= self._length:
            return 0, len(self._text)
        stretches = ((start, self._end(start)) for start in dict.fromkeys(self._start(at) for at in self._starts or [0]))
        return max(stretches, key=self._worth)

    def _worth(self, stretch: tuple[int, int]) -> tuple[int, int]:
        inside = self._inside(*stretch)
        return len({span.leaf for span in inside}), len(inside)

    def _inside(self, start: int, end: int) -> list[_Span]:
        within = self._spans[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return [span for span in within if span.end <= end]

    def _start(self, at: int) -> int:
        """Where to begin so that what stands at `at` is shown with some words before it, and the end of the text is not wasted."""
        start = self._sentences[bisect_right(self._sentences, at) - 1]
        if at - start > self._length // 3:
            start = self._word(at - self._length // 4, at)
        latest = len(self._text) - self._length
        if start <= latest:
            return start
        after = bisect_left(self._sentences, latest)
        return self._sentences[after] if after < len(self._sentences) and self._sentences[after] <= start else self._word(latest, start)

    def _end(self, start: int) -> int:
        limit = start + self._length
        if limit >= len(self._text):
            return len(self._text)
        shown = max((span.end for span in self._inside(start, limit)), default=self._first_end(start, limit))
        sentence = self._sentences[bisect_right(self._sentences, limit) - 1]
        space = max(self._text.rfind(blank, shown, limit + 1) for blank in " \n\t")
        if sentence >= max(shown, start + self._length * 3 // 5):
            return self._stripped(start, sentence)
        if space > start:
            return self._stripped(start, space)
        return shown if shown > start else limit

    def _first_end(self, start: int, limit: int) -> int:
        """The end of a mark that is too long for the stretch but begins in it, for a mark is never cut; else `start`."""
        first = bisect_left(self._starts, start)
        return self._spans[first].end if first < len(self._spans) and self._starts[first] < limit else start

    def _stripped(self, start: int, end: int) -> int:
        return start + len(self._text[start:end].rstrip())

    def _word(self, low: int, high: int) -> int:
        """The first beginning of a word from `low` on, at the latest `high`."""
        found = _SPACE.search(self._text, low, high)
        return found.end() if found else high
