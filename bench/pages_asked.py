"""What readers ask of an index of invented letters: URLs of the search page, many of each kind, different words each time.

Knows kinds of searches; must not know how a page is made or measured.
"""

from __future__ import annotations

from heapq import nlargest
from itertools import islice
from random import Random
from typing import TYPE_CHECKING

from indexer.query.words import is_function_word
from webapp.links import Links
from webapp.params import SearchRequest


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

    from bench.letters import Letters
    from indexer.analysis import Analyzer
    from indexer.model.letter import Letter
    from indexer.model.letter import Passage
    from indexer.vocabulary import Vocabulary

RARE, COMMON = 0.001, 0.05
"""A rare word is in at most this share of the passages, a common one in at least this."""
LOOKED_AT = 1500
"""So many words of the index are looked at for such."""


class Asking:
    """A reader who draws words from `letters` and their `vocabulary`; each kind of search goes on without end."""

    def __init__(self, letters: Letters, vocabulary: Vocabulary, analyzer: Analyzer, *, seed: int = 1) -> None:
        self._letters = letters
        self._analyzer = analyzer
        self._chance = Random(f"asking/{seed}")
        held = vocabulary.terms
        forms = [form for form in sorted(vocabulary.forms) if len(form) > 2 and form.isalpha()]
        often = nlargest(LOOKED_AT, forms, key=vocabulary.forms.__getitem__)
        seldom = self._chance.sample(forms, min(len(forms), LOOKED_AT))
        self._common = self._telling(often, lambda term: held.get(term, 0) >= COMMON * vocabulary.passages) or often[:20]
        self._rare = self._telling(seldom, lambda term: 1 < held.get(term, 0) <= max(RARE * vocabulary.passages, 3)) or seldom

    def kinds(self, *, times: int) -> dict[str, list[str]]:
        """The paths of `times` searches of each kind."""
        ways: dict[str, Callable[[], SearchRequest]] = {
            "rare word": lambda: SearchRequest(self._chance.choice(self._rare)),
            "common word": lambda: SearchRequest(self._chance.choice(self._common)),
            "three words": lambda: SearchRequest(" ".join(self._words(3))),
            "phrase": lambda: SearchRequest(f'"{" ".join(self._row(self._chance.randint(2, 4)))}"'),
            "beginning": lambda: SearchRequest(self._words(1)[0][:5] + "*"),
            "filter": self._filtered,
            "filter alone": lambda: SearchRequest(filters=dict([self._years()])),
            "question": lambda: SearchRequest(self._passage().question or ""),
            "long question": lambda: self._led(12),
            "pasted text": lambda: self._led(30),
            "misspelt": lambda: SearchRequest(self._misspelt()),
            "newest": lambda: SearchRequest(self._chance.choice(self._common), sort="newest"),
            "page 5": lambda: SearchRequest(self._chance.choice(self._common), page=5),
        }
        return {kind: [Links().search(way()) for _ in range(times)] for kind, way in ways.items()}

    def _telling(self, forms: list[str], wanted: Callable[[str], bool]) -> list[str]:
        """Those of the words that are no function words and whose term is wanted, one for each term."""
        terms: dict[str, str] = {}
        for token, word in self._analyzer.read(" ".join(forms)):
            if not is_function_word(token) and wanted(word.term):
                terms.setdefault(word.term, token.text)
        return list(terms.values())

    def _letter(self) -> Letter:
        return self._letters[self._chance.randrange(len(self._letters))]

    def _passage(self) -> Passage:
        return self._chance.choice(self._letter().passages)

    def _words(self, count: int) -> list[str]:
        """Words of one question that say something, as written; of its answer where the question has too few."""
        passage = self._passage()
        told = [token.text for token, _ in self._analyzer.read(f"{passage.question} {passage.answer}") if self._tells(token.text)]
        return list(islice(dict.fromkeys(told), count))

    def _row(self, count: int) -> list[str]:
        """Words that stand side by side in an answer, the first of them saying something."""
        return next(row for row in self._rows(count) if len(row) == count)

    def _rows(self, count: int) -> Iterator[list[str]]:
        while True:
            sentence = self._passage().answer.split(".")[0].split()
            starts = [at for at, word in enumerate(sentence) if self._tells(word)]
            at = self._chance.choice(starts or [0])
            yield [word for word in sentence[at : at + count] if word.isalpha()]

    def _tells(self, word: str) -> bool:
        return word.isalpha() and len(word) > 3 and not all(is_function_word(token) for token, _ in self._analyzer.read(word))

    def _years(self) -> tuple[str, tuple[str, ...]]:
        year = self._letter().metadata.day or "2020"
        return "year", (year[:4],)

    def _filtered(self) -> SearchRequest:
        letter = self._letter()
        return SearchRequest(" ".join(self._words(1)), dict([self._years(), ("director", (letter.metadata.signers[0].name,))]))

    def _led(self, words: int) -> SearchRequest:
        """A question after so many words of what led to it."""
        passage = self._passage()
        led = " ".join(passage.answer.split()[:words]).rstrip(".,")
        return SearchRequest(f"Jeg har læst, at {led}. {passage.question}")

    def _misspelt(self) -> str:
        """Two words, one of which has two of its letters turned round."""
        first, *others = self._words(2)
        at = len(first) // 2
        return " ".join([first[: at - 1] + first[at] + first[at - 1] + first[at + 1 :], *others])
