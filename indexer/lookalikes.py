"""Words of the corpus that may be meant by a misspelt one.

Knows which letters Danes mistake for each other, and how unlike two words may be and still be the same; must not know queries, terms or
where the words come from. It alone uses rapidfuzz.

Two words are compared twice: letter by letter, and by what is left when all that is often mistaken is made alike (`sketch`): å and a,
one consonant and two, c and k, the silent d of nd. What only the letters show hardly counts: just so much that the likelier of two words
is found by it. Where nothing is like the word as it stands, the corpus may have it in another form: then endings are left out.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from indexer.analysis.folding import fold


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence


SHORTEST = 4
"""Letters of the shortest word that may be misspelt: a shorter one is one letter from too many others."""

FIRST_LETTER = 0.5
"""What another first letter costs on top: people seldom get the first one wrong."""

TENFOLD = 0.15
"""What a word gains that ten times as many passages have: it is more likely meant, and less likely misspelt itself."""

SLIP = 0.3
"""What a wrong letter costs that the sketches do not show, as part of one they do."""

_ALLOWED = ((12, 3), (7, 2), (SHORTEST, 1))
_DIGRAPHS = (("aa", "å"), ("ae", "æ"), ("oe", "ø"))
# One after the other: letters taken for each other, consonants nobody hears, one letter written as two.
_ALIKE = str.maketrans({"å": "a", "æ": "e", "ø": "o", "c": "k", "q": "k", "w": "v", "z": "s"})
_SILENT = re.compile(r"(?<=[nl])d|(?<=r)d\b|d(?=[ts])|h(?=[jv])|(?<=[iy])g(?![aeiouy])")
_ENDING = re.compile(r"(?m)(?<=[^\n]{4})s?(?:erne|ene|ere|en|et|er|e)?s?$")
_TWICE = re.compile(r"([^\n])\1+")


class Lookalike(NamedTuple):
    """A word that may be meant by another.

    `apart` are the edits between their sketches, `cost` is how unlike they are in all; `rank` is lower for what is more likely meant. They
    sound alike when their sketches are the same, endings and all.
    """

    form: str
    apart: int
    cost: float
    rank: float
    sounds_alike: bool


class Lookalikes:
    """The words to be found. `forms` are words (see indexer.vocabulary) with the number of passages that hold them."""

    def __init__(self, forms: Mapping[str, int]) -> None:
        self._counts = forms
        written = [form for form in forms if len(form) >= SHORTEST - 1]
        # All in one text: three times as fast as word by word, and of 200,000 words that is seconds.
        together = sketch("\n".join(written))
        self._sketched = _Table(together.split("\n") if written else (), written)
        self._bared = _Table(_ENDING.sub("", together).split("\n") if written else (), written)

    def find(self, word: str, *, most: int = 3, thorough: bool = True) -> list[Lookalike]:
        """The likeliest words, the best first; `word` is normalised. If `thorough`, words with another first letter are sought, too."""
        drawn, allowed = sketch(word), allowed_edits(word)
        if not allowed or not drawn:
            return []
        first = dict.fromkeys(drawn[:2])
        near = dict(self._sketched.within(drawn, allowed, first))
        if min(near.values(), default=2) > 1:
            for form, apart in self._bared.within(_ENDING.sub("", drawn), allowed, first):
                near[form] = min(apart, near.get(form, apart))
        found = list(self._like(word, near, allowed))
        if not found and thorough:
            near = dict(self._sketched.within(drawn, max(1, allowed - 1), self._sketched.firsts - set(first)))
            found = list(self._like(word, near, allowed))
        return sorted(found, key=attrgetter("rank", "form"))[:most]

    def _like(self, word: str, near: Mapping[str, int], allowed: int) -> Iterator[Lookalike]:
        letters, drawn = spelled_out(word), sketch(word)
        for form, apart in near.items():
            cost = apart + SLIP * max(0, OSA.distance(letters, spelled_out(form)) - apart)
            if cost <= allowed:
                other = sketch(form)
                rank = cost + (FIRST_LETTER if other[:1] != drawn[0] else 0) - TENFOLD * math.log10(self._counts[form] + 1)
                yield Lookalike(form, apart, cost, rank, drawn == other)


class _Table:
    """Words by what is compared of them, given in the same order."""

    def __init__(self, compared: Sequence[str], forms: Sequence[str]) -> None:
        rows: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for pair in sorted(zip(compared, forms, strict=True), key=lambda pair: len(pair[0])):
            rows[pair[0][:1]].append(pair)
        self._rows = {first: _Row(*zip(*row, strict=True)) for first, row in rows.items()}
        self.firsts = frozenset(self._rows)

    def within(self, sought: str, allowed: int, firsts: Iterable[str]) -> Iterator[tuple[str, int]]:
        """The words at most so many edits from what is sought that begin with one of `firsts`, and how many edits."""
        for first in firsts:
            if row := self._rows.get(first):
                yield from row.within(sought, allowed)


class _Row:
    """Words that begin with the same letter, the shortest first."""

    def __init__(self, compared: Sequence[str], forms: Sequence[str]) -> None:
        self._compared = compared
        self._forms = forms
        self._lengths = list(map(len, compared))

    def within(self, sought: str, allowed: int) -> Iterator[tuple[str, int]]:
        """As those of the table."""
        first = bisect_left(self._lengths, len(sought) - allowed)
        last = bisect_left(self._lengths, len(sought) + allowed + 1)
        near = process.extract(sought, self._compared[first:last], scorer=OSA.distance, score_cutoff=allowed, limit=None)
        for _, apart, place in near:
            yield self._forms[first + place], int(apart)


def allowed_edits(word: str) -> int:
    """How many letters of a word may be wrong."""
    length = len(spelled_out(word))
    return next((edits for least, edits in _ALLOWED if length >= least), 0)


def spelled_out(word: str) -> str:
    """The letters of a normalised word, the same for every spelling of æ, ø and å, without hyphens."""
    letters = fold(word).replace("-", "")
    for two, one in _DIGRAPHS:
        letters = letters.replace(two, one)
    return letters


def sketch(word: str) -> str:
    """What is left of a normalised word when all that is often mistaken is made alike."""
    return _TWICE.sub(r"\1", _SILENT.sub("", _TWICE.sub(r"\1", spelled_out(word).translate(_ALIKE))))
