"""What a reader may be about to type: words, names, numbers and whole questions of the corpus.

Knows which beginning is being typed, which of all that begins so is worth showing, and in what order; must not know where names, numbers
and questions come from, engines or the web.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain
from typing import TYPE_CHECKING
from typing import Generic
from typing import Literal
from typing import TypeAlias
from typing import TypeVar

from indexer.analysis import Token
from indexer.analysis.folding import fold
from indexer.analysis.tokens import capitalised
from indexer.analysis.tokens import normalise
from indexer.model.results import Count
from indexer.query.lexer import QUOTES
from indexer.query.words import is_function_word


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Collection
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.analysis import Analyzer
    from indexer.vocabulary import Vocabulary


Kind: TypeAlias = Literal["word", "name", "number", "question"]
Item = TypeVar("Item")

LIMIT = 8
"""Suggestions shown: what is seen at a glance."""

LONGEST_TYPED = 200
"""Characters of the longest text that is completed; who has typed more knows what to ask."""

LONGEST_QUESTION = 240
"""Characters of the longest question that is suggested: a longer one is read before it is chosen."""

FEWEST_LETTERS = 2
"""Letters of a word or name that must be typed; after fewer nearly everything may follow."""

FEWEST_DIGITS = 3
"""The same of a number."""

CONSIDERED = 60
"""Words with a beginning that are looked at, the most frequent ones: to analyse more takes time, and the others are never shown."""

BASE_SHARE = 0.1
"""A word is shown in its shortest form that has at least this share of the passages of its most frequent one: others are slips."""

LONGEST_NAME = 4
"""Words of a name that may have been typed."""

# How many of each kind are shown where there are more than can be, in this order: while a first word is typed, and in a sentence.
_FIRST_WORD: dict[Kind, int] = {"number": 3, "word": 4, "name": 2, "question": 2}
_SENTENCE: dict[Kind, int] = {"number": 3, "question": 3, "word": 3, "name": 2}

_WORD = re.compile(r"(?:^|(?<=[\s(/,]))-*(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*-?)$")
_NUMBER = re.compile(r"(?:^|(?<=[\s(]))(?P<number>\d[\w./-]*)$")
_FIELD = re.compile(r"\w:\S*$")
_PIECE = re.compile(r"[^\s()]+")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A whole search `text`, and what kind of thing completes it; a search for that alone finds `count` passages, None: not known.

    Of a word these are the passages that have it in any form and as part of longer words.
    """

    text: str
    kind: Kind
    count: int | None


class Suggester:
    """Completes what is typed by what one generation holds; made once for it, since it sorts all words. Safe to share between threads.

    `names` are people and parties, `numbers` those of cases and documents, both with the passages they stand for. `questions` gives
    questions that go on as a text begins, the best first; it is asked again each time. Without a vocabulary no words are suggested.
    """

    def __init__(
        self,
        vocabulary: Vocabulary | None,
        analyzer: Analyzer,
        *,
        names: Iterable[Count] = (),
        numbers: Iterable[Count] = (),
        questions: Callable[[str], Iterable[str]] | None = None,
    ) -> None:
        forms, self._terms = (vocabulary.forms, vocabulary.terms) if vocabulary else ({}, {})
        self._analyzer = analyzer
        self._forms = forms
        self._words = Beginnings((fold(form), Count(form, count)) for form, count in forms.items() if len(form) > FEWEST_LETTERS)
        self._names = Beginnings((key, name) for name in names for key in _name_keys(name.value))
        self._numbers = Beginnings((number.value.casefold(), number) for number in numbers)
        self._questions = questions

    def suggestions(self, typed: str, *, limit: int = LIMIT) -> tuple[Suggestion, ...]:
        """At most `limit` searches that begin like what is typed, the most useful first; none inside a phrase or a field operator."""
        typed = typed.lstrip()
        if len(typed) > LONGEST_TYPED or sum(map(typed.count, QUOTES)) % 2 or _FIELD.search(typed):
            return ()
        names = list(self._of_names(typed))
        named = {_name_key(word) for name in names for word in name.text.split()}
        found: dict[Kind, list[Suggestion]] = {
            "number": list(self._of_numbers(typed)),
            "word": list(self._of_words(typed, named)),
            "name": names,
            "question": list(self._of_questions(typed)),
        }
        return _mixed(found, _SENTENCE if len(typed.split()) > 1 else _FIRST_WORD, limit)

    def _of_words(self, typed: str, named: Collection[str]) -> Iterator[Suggestion]:
        """The words that go on as the last one begins, but for function words and those of names that were found: a form of each."""
        last = _WORD.search(typed)
        beginning = normalise(last["word"]) if last else ""
        if last is None or len(beginning) < FEWEST_LETTERS:
            return
        begun = self._words.under(fold(beginning))
        families: dict[str, list[Count]] = {}
        for form in nlargest(CONSIDERED, begun, key=lambda form: form.entries):
            if fold(form.value) not in named and not is_function_word(Token(form.value, 0, 0)):
                families.setdefault(self._analyzer.analyse(form.value).term, []).append(form)
        if beginning in self._forms:
            families.pop(self._analyzer.analyse(beginning).term, None)
        for term, forms in sorted(families.items(), key=lambda family: -sum(form.entries for form in family[1])):
            word = capitalised(_base(forms), like=last["word"])
            yield Suggestion(typed[: last.start("word")] + word, "word", self._terms.get(term, forms[0].entries))

    def _of_names(self, typed: str) -> Iterator[Suggestion]:
        """The names that go on as the last words begin, by as many of these as there are names for."""
        pieces = list(_PIECE.finditer(typed))[-LONGEST_NAME:] if typed[-1:].isalpha() else []
        for first in pieces:
            begun = typed[first.start() :]
            names = self._names.under(_name_key(begun)) if len(begun) >= FEWEST_LETTERS else ()
            if names:
                for name in sorted(set(names), key=lambda name: (-name.entries, name.value)):
                    if name.value.casefold() != begun.casefold():
                        yield Suggestion(typed[: first.start()] + name.value, "name", name.entries)
                return

    def _of_numbers(self, typed: str) -> Iterator[Suggestion]:
        """The numbers that go on so, backwards: they begin with the year."""
        last = _NUMBER.search(typed)
        if last and len(last["number"]) >= FEWEST_DIGITS:
            for number in sorted(set(self._numbers.under(last["number"].casefold())), reverse=True):
                if number.value.casefold() != last["number"].casefold():
                    yield Suggestion(typed[: last.start("number")] + number.value, "number", number.entries)

    def _of_questions(self, typed: str) -> Iterator[Suggestion]:
        words = typed.split()
        if self._questions is None or not words or sum(map(str.isalpha, typed)) <= FEWEST_LETTERS:
            return
        seen = {_letters(typed)}
        for question in self._questions(typed):
            text = " ".join(question.split())
            if len(text) <= LONGEST_QUESTION and _letters(text) not in seen:
                seen.add(_letters(text))
                yield Suggestion(text, "question", None)


class Beginnings(Generic[Item]):
    """Things by what they begin with: pairs of that and the thing."""

    def __init__(self, pairs: Iterable[tuple[str, Item]]) -> None:
        ordered = sorted(pairs, key=lambda pair: pair[0])
        self._keys = [key for key, _ in ordered]
        self._items = [item for _, item in ordered]

    def under(self, beginning: str) -> Sequence[Item]:
        """The things that begin so, in alphabetical order."""
        first = bisect_left(self._keys, beginning)
        last = bisect_left(self._keys, beginning + "\U0010ffff", first)
        return self._items[first:last]


def _mixed(found: dict[Kind, list[Suggestion]], shares: dict[Kind, int], limit: int) -> tuple[Suggestion, ...]:
    """What is shown of all that was found, kind by kind: of each its share, and more where others have less."""
    taken = {kind: min(share, len(found[kind])) for kind, share in shares.items()}
    for kind in shares:
        taken[kind] += max(0, min(len(found[kind]) - taken[kind], limit - sum(taken.values())))
    return tuple(chain.from_iterable(found[kind][:count] for kind, count in taken.items()))[:limit]


def _base(forms: Sequence[Count]) -> str:
    """The form a word is shown in; the most frequent one is first."""
    least = BASE_SHARE * forms[0].entries
    return min((form.value for form in forms if form.entries >= least), key=lambda form: (len(form), form))


def _name_keys(name: str) -> Iterator[str]:
    """How a name may begin: with any of its words."""
    words = name.split()
    return (_name_key(" ".join(words[first:])) for first in range(len(words)))


def _name_key(name: str) -> str:
    return " ".join(fold(normalise(word)) for word in name.split())


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(normalise(text))))
