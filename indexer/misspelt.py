"""A word that the corpus does not have -> the word of the corpus that may be meant.

Knows how Danes misspell words: by a letter, written apart, written together, in one part of a compound; must not know the query language,
engines or results. Only what can be found is proposed: the vocabulary of the corpus decides, not a dictionary.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from indexer.analysis.folding import fold
from indexer.analysis.tokens import normalise
from indexer.lookalikes import SHORTEST
from indexer.lookalikes import Lookalikes
from indexer.query.words import is_function_word
from indexer.vocabulary import LONGEST


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.analysis import Analyzer
    from indexer.analysis import Token
    from indexer.analysis import Word
    from indexer.lookalikes import Lookalike
    from indexer.vocabulary import Vocabulary


REMEMBERED = 10_000
"""Words for which it is remembered what they may mean."""

FAR_COMMONER = 5
"""A word that stands in so many times as many passages is likelier meant."""

SHORTEST_PART = 3
"""Letters of the shortest word that may be part of another."""

_LINKS = ("", "s", "e")
"""What Danish puts between the parts of a compound."""


class Mender:
    """What unknown words may mean in one generation of the index; made once for it, since that takes a second for 100,000 words.

    Safe to share between threads. Words are given normalised (indexer.analysis.tokens).
    """

    def __init__(self, vocabulary: Vocabulary, analyzer: Analyzer) -> None:
        self._vocabulary = vocabulary
        self._analyzer = analyzer
        self._spellings = _spellings(vocabulary)
        self._lookalikes = Lookalikes(vocabulary.forms)
        self._meant: dict[str, str | None] = {}

    def unknown(self, token: Token, word: Word) -> bool:
        """Whether this is a word, and one that no search would find."""
        typed = normalise(token.text)
        if word.minor or is_function_word(token) or not SHORTEST <= len(typed) <= LONGEST or not typed.replace("-", "").isalpha():
            return False
        return not self._found(word) and not self._found_alone(typed)

    def meant(self, typed: str) -> str | None:
        """The word or words that may be meant by an unknown word; None when there is nothing like it."""
        if typed in self._meant:
            return self._meant.get(typed)
        meant = self._likely(typed)
        if len(self._meant) >= REMEMBERED:
            self._meant.clear()
        self._meant[typed] = meant
        return meant

    def commoner(self, token: Token) -> str | None:
        """A word that sounds like this one or is a letter from it, and is far commoner; None for any word of a word list.

        So a slip that a letter makes too is still taken for what it is.
        """
        typed = normalise(token.text)
        written = self._spellings.get(fold(typed))
        if written is None or self._analyzer.known(typed) or self._analyzer.analyse(typed).leaves or not SHORTEST <= len(typed) <= LONGEST:
            return None
        least = FAR_COMMONER * self._vocabulary.forms[written]
        likely = (other.form for other in self._lookalikes.find(typed) if other.apart <= 1)
        return next((form for form in likely if form != written and self._vocabulary.forms.get(form, 0) >= least), None)

    def joined(self, typed: Sequence[str]) -> str | None:
        """The word of the corpus that these make up together, where one of them is no word of the corpus by itself."""
        if not all(map(self._written, typed)):
            for word in _together(typed):
                if self._written(word) or self._analyzer.analyse(word).term in self._vocabulary.terms:
                    return self._spellings.get(fold(word), word)
        return None

    def nearly_joined(self, typed: Sequence[str]) -> str | None:
        """The word of the corpus that sounds like what these make up together."""
        likely = (other for word in _together(typed) for other in self._lookalikes.find(word, most=1, thorough=False))
        return self._first_found(other for other in likely if other.sounds_alike)

    def _likely(self, typed: str) -> str | None:
        """A word like it, or what is made of two. What may be right in itself is taken for another only where they are very like."""
        if self._analyzer.known(typed):
            return self._first_found(other for other in self._lookalikes.find(typed, thorough=False) if other.sounds_alike)
        likely = self._lookalikes.find(typed)
        if self._analyzer.analyse(typed).leaves:
            return self._first_found(other for other in likely if other.apart <= 1)
        if not likely or likely[0].apart > 1:
            likely = sorted((*likely, *self._compounds(typed)), key=attrgetter("rank", "form"))
        return self._first_found(likely) or self._apart(typed)

    def _first_found(self, likely: Iterable[Lookalike]) -> str | None:
        return next((other.form for other in likely if self._found_alone(other.form)), None)

    def _compounds(self, typed: str) -> Iterator[Lookalike]:
        """Compounds one of whose two parts is a word of the corpus, and the other like one."""
        for at in range(SHORTEST_PART, len(typed) - SHORTEST_PART + 1):
            left, right = typed[:at], typed[at:]
            if len(right) >= SHORTEST and self._begins(left):
                yield from (other._replace(form=left + other.form) for other in self._part(right))
            if len(left) >= SHORTEST and self._written(right):
                link = "s" if left.endswith("s") else ""
                yield from (other._replace(form=other.form + link + right) for other in self._part(left.removesuffix(link)))

    def _begins(self, left: str) -> bool:
        """Whether a compound may begin with it: with a word of the corpus in any form, its link included."""
        return self._written(left) or (len(left) > SHORTEST and self._analyzer.known(left) and self._found_alone(left))

    def _part(self, part: str) -> list[Lookalike]:
        return [other for other in self._lookalikes.find(part, most=1, thorough=False) if other.cost <= 1]

    def _apart(self, typed: str) -> str | None:
        """Two words of the corpus that were written as one."""
        cuts = range(SHORTEST_PART, len(typed) - SHORTEST_PART + 1)
        pairs = [(typed[:at], typed[at:]) for at in cuts if self._written(typed[:at]) and self._written(typed[at:])]
        best = max(pairs, key=lambda pair: min(map(self._count, pair)), default=None)
        return None if best is None else " ".join(self._spellings[fold(piece)] for piece in best)

    def _found(self, word: Word) -> bool:
        """Whether a search for the word would find anything: its term, all its parts, or another word for it."""
        if self._vocabulary.holds(word.term) or (len(word.leaves) > 1 and all(leaf in self._vocabulary.terms for leaf in word.leaves)):
            return True
        return any(all(map(self._vocabulary.holds, other)) for other in self._analyzer.synonyms(word.term))

    def _found_alone(self, typed: str) -> bool:
        return self._found(self._analyzer.analyse(typed))

    def _written(self, word: str) -> bool:
        """Whether the corpus has the word just so, by itself."""
        return fold(word) in self._spellings

    def _count(self, word: str) -> int:
        return self._vocabulary.forms[self._spellings[fold(word)]]


def _spellings(vocabulary: Vocabulary) -> dict[str, str]:
    """The forms by how they are spelt with any keyboard: the most frequent one of each."""
    spellings: dict[str, str] = {}
    for form, count in vocabulary.forms.items():
        folded = fold(form)
        known = spellings.setdefault(folded, form)
        if count > vocabulary.forms[known]:
            spellings[folded] = form
    return spellings


def _together(typed: Sequence[str]) -> list[str]:
    """The words that these make up as one, with and without links; none of none."""
    words = list(typed[:1])
    for other in typed[1:]:
        words = [word + link + other for word in words for link in _LINKS]
    return words
