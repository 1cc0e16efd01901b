"""A text of any length -> what to ask an engine for that is like it.

Knows which words of a text tell what it is about; must not know an engine, nor whether the text is a draft or a passage of a letter.

A hit must share something that tells (`NEEDED`). The hits are ordered by the engine, to which a word is worth more the rarer it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from dataclasses import field
from math import ceil
from math import log
from typing import TYPE_CHECKING
from typing import NamedTuple

from indexer.engines.bm25 import rarity
from indexer.inquiry import CHARACTERS
from indexer.inquiry import asks
from indexer.inquiry import sentences
from indexer.model.fields import TABLES
from indexer.model.fields import TERMS
from indexer.model.query import Nothing
from indexer.model.query import Or
from indexer.model.query import Sought
from indexer.model.query import Term
from indexer.query import Compiled
from indexer.query import weights
from indexer.query.words import is_function_word


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.analysis import Analyzer
    from indexer.model.query import Query
    from indexer.vocabulary import Vocabulary


# The figures are of Danish encyclopedia passages and acts: chosen on half of the articles, and much the same on the other half.

MOST = 30
"""Terms asked for. With 10, 83 of 100 of the passages found were of the same article, with 30 it is 92 and with 50 hardly more; but with
50, what a draft says before its question outweighs the question more often."""

QUESTION = 4.0
"""A word in a sentence that asks counts as so many in one that does not. Where all counted the same, a question after a preamble on
another matter found its passage among the first five in 25 of 100 cases; so it is 73."""

PART = 0.3
"""A part of a compound against the compound itself. Both none of them and all of them in full found less."""

NUMBER = 0.6
"""A number against a word: a year or a date is seldom what a text is about. It matters little, rare as most numbers are."""

COMMON = 0.2
FEW = 20
ENOUGH = 8
"""A term in more than the share `COMMON` of the passages, and in more than `FEW`, is left out where `ENOUGH` others are left: it takes
time and finds nothing that they do not."""

THIRDS = 3
NEEDED = 4
"""The term that tells most counts three thirds, any at least one; a hit shares four, or a third of all where that is less: the one that
tells most and another, two of the middle, four at the end. To ask for any two words instead gave a question without an answer twice as
many hits, with one fewer answers; a draft with a preamble four times as many hits, and 3 of 100 answers more."""


@dataclass(frozen=True, slots=True)
class Alike(Compiled):
    """What to ask an engine for, and what each term of the text tells: also a word that no passage has, for that is not shared."""

    tells: dict[str, float] = field(default_factory=dict, hash=False)

    def share(self, texts: Iterable[str], analyzer: Analyzer) -> float:
        """How much of what tells is in these texts of a passage: from 0 to 1.

        Of the best hits of single questions, 0.6 was reached by 70 of 100 where there was an answer and by 9 where there was none, 0.4 by
        93 and 41. The longer a draft, the less of it is in one passage: of a paragraph and a question, 0.2 was reached by 79 and 5.
        """
        there = {term for text in texts for _, word in analyzer.read(text) for term in (word.term, *word.parts)}
        return sum(worth for term, worth in self.tells.items() if term in there) / (sum(self.tells.values()) or 1.0)


def alike(texts: Iterable[str], analyzer: Analyzer, vocabulary: Vocabulary, *, most: int = MOST, own: int = 0) -> Alike:
    """The query for passages like `texts`, which may be of any length, and what to mark in them and in the texts.

    It asks for the `most` terms that tell most; no passage is like a text without a word that the corpus has. `own` says how many of
    the corpus's passages the texts themselves are: a word that only they have is of no use.
    """
    said = _Said()
    whole = said.read(texts, analyzer)
    told = sorted(_told(said, vocabulary, own), key=lambda each: (-each.worth, each.term))
    chosen = _chosen(told, vocabulary)[:most]
    missing = [each for each in told if not each.held][:most]
    groups = _grouped(chosen, said)
    return Alike(
        _asked(groups, missing),
        tuple(_sought(word, terms, said) for word, terms in groups.items()),
        () if whole else (f"Teksten er lang; kun de første {CHARACTERS:_} tegn er brugt.".replace("_", "."),),
        tells={each.term: each.worth for each in (*chosen, *missing)},
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """The terms of a text: how often each is said (a part of a compound by its share), as part of which word, and that word as written."""

    times: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    part_of: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)

    def read(self, texts: Iterable[str], analyzer: Analyzer) -> bool:
        """Whether the texts were read whole; only `CHARACTERS` of them are."""
        left = CHARACTERS
        for text in texts:
            self._read(text[:left], analyzer)
            left -= len(text)
            if left < 0:
                return False
        return True

    def _read(self, text: str, analyzer: Analyzer) -> None:
        stretches = list(sentences(text))
        starts = [start for start, _ in stretches]
        counts = [QUESTION if asks(text[start:end]) else 1.0 for start, end in stretches]
        for token, word in analyzer.read(text):
            if not word.minor and not is_function_word(token):
                self._add(word.term, word.parts, token.text, counts[bisect_right(starts, token.start) - 1])

    def _add(self, term: str, parts: Sequence[str], written: str, count: float) -> None:
        self.times[term] += count
        self.written.setdefault(term, written)
        self.part_of[term] = term
        for part in parts:
            self.times[part] += count * PART
            self.part_of.setdefault(part, term)


class _Telling(NamedTuple):
    """A term of the text: its factor in the score, what it tells, and how many other passages have it."""

    term: str
    boost: float
    worth: float
    held: int


def _told(said: _Said, vocabulary: Vocabulary, own: int) -> Iterator[_Telling]:
    """The terms that passages have, and the words that none has."""
    for term, times in said.times.items():
        held = max(0, vocabulary.terms.get(term, 0) - own)
        if held or term in said.written:
            often = _damped(times) * (1.0 if _is_word(term) else NUMBER)
            yield _Telling(term, often, often * rarity(vocabulary.passages, held + own), held)


def _chosen(told: Iterable[_Telling], vocabulary: Vocabulary) -> list[_Telling]:
    """Those to ask for."""
    known = [each for each in told if each.held]
    rarer = [each for each in known if each.held <= max(FEW, COMMON * vocabulary.passages)]
    return rarer if len(rarer) >= ENOUGH else known


def _damped(times: float) -> float:
    return 1 + log(times) if times > 1 else times


def _is_word(term: str) -> bool:
    return any(character.isalpha() or character == "§" for character in term)


def _grouped(chosen: Iterable[_Telling], said: _Said) -> dict[str, list[_Telling]]:
    """What was chosen, each compound with its parts under its term: to share both is to share one word."""
    groups: dict[str, list[_Telling]] = {}
    for each in chosen:
        groups.setdefault(said.part_of[each.term], []).append(each)
    return groups


def _asked(groups: dict[str, list[_Telling]], missing: Sequence[_Telling]) -> Query:
    heaviest = max((each.worth for group in (*groups.values(), missing) for each in group), default=1.0)

    def thirds(each: _Telling) -> int:
        return max(1, round(THIRDS * each.worth / heaviest))

    counts = {word: max(map(thirds, group)) for word, group in groups.items()}
    parts = [
        # What counts more than one third stands there as often, but is scored once: by the engine, which multiplies by the rarity itself.
        Or(tuple(leaf for each in groups[word] if thirds(each) >= third for leaf in _leaves(each.term, each.boost if third == 1 else 0.0)))
        for word, count in counts.items()
        for third in range(1, count + 1)
    ]
    all_thirds = sum((counts | {each.term: thirds(each) for each in missing}).values())
    return Or(tuple(parts), max(1, min(NEEDED, ceil(all_thirds / 3)))) if parts else Nothing()


def _leaves(term: str, boost: float) -> tuple[Query, ...]:
    return Term(TERMS, term, boost), Term(TABLES, term, boost * weights.TABLES)


def _sought(word: str, group: Sequence[_Telling], said: _Said) -> Sought:
    """The word where it stands, else what parts of it do."""
    whole = tuple(Term(TERMS, each.term) for each in group if each.term == word)
    parts = tuple(Term(TERMS, each.term) for each in group if each.term != word)
    return Sought((*whole, *((Or(parts),) if parts else ())), said.written[word])
