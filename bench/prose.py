"""Danish-looking questions and answers, as many as are wanted: of the paragraphs of a file, or of the words of the program's own lexicon.

Knows sentences and how often words come; must not know letters, or what is done with the text. The same chance gives the same text.
"""

from __future__ import annotations

import gzip
import re
from functools import cached_property
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING
from typing import NamedTuple
from typing import Protocol

from bench.relevance_sets import read_passages
from indexer.analysis import DATA
from indexer.analysis.function_words import function_words


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence
    from pathlib import Path

WORDS = 60_000
"""Different words: so many has Danish administrative text of about seven million words."""
SHORTEST, USUAL, LONGEST = 60, 110, 250
"""Words of an answer: at least, most often, at most."""

_ASKING = ("Hvad gør forvaltningen ved", "Hvordan påvirkes", "Hvor mange har fået", "Hvornår kommer der", "Hvorfor er der ikke")
_AMOUNTS = ("Udgiften er {} kr. i {}.", "Der er afsat {} kr. i {}.", "Prognosen for {1} er {0}.", "Det svarer til {} sager i {}.")
_SENTENCE = re.compile(r"(?<=[a-zæøå0-9)”][.?!])\s+(?=[A-ZÆØÅ])")
_WORD = re.compile(r"[a-zæøå]{4,20}")


class Said(NamedTuple):
    """A question and its answer, whose paragraphs are separated by a blank line."""

    question: str
    answer: str


class Prose(Protocol):
    """Something that can be told without end."""

    def said(self, chance: Random) -> Said:
        """The question and answer that `chance` leads to."""
        ...


class Invented:
    """Words of the lexicon, the function words first and short words before long ones, each as often as its place in that row (Zipf)."""

    def __init__(self, *, seed: int) -> None:
        chance = Random(f"words/{seed}")
        common = sorted(sorted(function_words()), key=len)
        forms = [form for form in _forms() if form not in function_words()]
        self._words = [*common, *sorted(forms, key=lambda form: len(form) + chance.gauss(0, 3))[:WORDS]]
        self._weights = list(accumulate(1 / (place + 2.7) for place in range(len(self._words))))
        self._common = len(common)

    def said(self, chance: Random) -> Said:
        """A question about words of its answer."""
        answer = _answer(self._sentences(chance), chance)
        telling = [word for word in _WORD.findall(answer.lower()) if word not in function_words()]
        return Said(f"{chance.choice(_ASKING)} {' og '.join(chance.sample(telling, min(len(telling), chance.randint(2, 5))))}?", answer)

    def sentence(self, chance: Random) -> str:
        """One sentence."""
        return " ".join(chance.choices(self._words, cum_weights=self._weights, k=chance.randint(6, 18))).capitalize() + "."

    def _sentences(self, chance: Random) -> Iterator[str]:
        while True:
            yield self.sentence(chance)


class Retold:
    """The paragraphs of a file (bench.relevance_sets), cut to sentences and put together anew within their subject.

    Half of the answers also have a sentence of the lexicon's words, and one of figures: else no word would be rare in many passages.
    """

    def __init__(self, path: Path, *, seed: int) -> None:
        self._lines = [line for line in read_passages(path) if line.questions]
        self._about: dict[str, list[str]] = {}
        for line in self._lines:
            self._about.setdefault(line.title, []).extend(_SENTENCE.split(" ".join(line.text.split())))
        self._seed = seed

    @cached_property
    def _invented(self) -> Invented:
        return Invented(seed=self._seed)

    def said(self, chance: Random) -> Said:
        """A question of a paragraph, answered by it and by others on its subject."""
        line = chance.choice(self._lines)
        asked = chance.choice(line.questions)
        return Said(asked[:1].upper() + asked[1:], _answer(self._sentences(line.title, line.text, chance), chance))

    def _sentences(self, title: str, text: str, chance: Random) -> Iterator[str]:
        yield from chance.sample(own := _SENTENCE.split(" ".join(text.split())), min(len(own), 3))
        if chance.random() < 0.5:
            yield self._invented.sentence(chance)
            yield chance.choice(_AMOUNTS).format(chance.randint(2, 90) * 10 ** chance.randint(1, 5), chance.randint(2010, 2030))
        while True:
            yield chance.choice(self._about[title])


def make_prose(text: Path | None, *, seed: int = 1) -> Prose:
    """What is told: of the file `text`, or without one of the lexicon. Raises bench.relevance_sets.InputError."""
    return Retold(text, seed=seed) if text else Invented(seed=seed)


def _answer(sentences: Iterator[str], chance: Random) -> str:
    """Sentences up to the length of an answer, two to four in each paragraph."""
    wanted = chance.triangular(SHORTEST, LONGEST, USUAL)
    said: list[str] = []
    words = 0
    for sentence in sentences:
        length = len(sentence.split())
        if words + length > LONGEST:
            break
        said.append(sentence)
        words += length
        if words >= wanted:
            break
    return "\n\n".join(" ".join(paragraph) for paragraph in _paragraphs(said, chance))


def _paragraphs(sentences: Sequence[str], chance: Random) -> Iterator[Sequence[str]]:
    at = 0
    while at < len(sentences):
        size = chance.randint(2, 4)
        yield sentences[at : at + size]
        at += size


def _forms() -> Iterator[str]:
    """The words of the lexicon."""
    for line in gzip.decompress((DATA / "forms.txt.gz").read_bytes()).decode("latin-1").splitlines():
        form = line.partition("\t")[0]
        if _WORD.fullmatch(form):
            yield form
