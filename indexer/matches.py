"""Where the leaves of a query stand in a text that was read.

Knows what a match looks like, word by word; must not know marks, snippets or what a match is called.

A long question has a hundred leaves, and a passage is read to be marked, cut and explained. So a text is read once for all of that, and
its words are looked up: to compare each leaf with each word took two fifths of the time of a question.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from typing import Protocol

from indexer.analysis import Token
from indexer.analysis import Word
from indexer.model.fields import WORDS
from indexer.model.query import And
from indexer.model.query import Or
from indexer.model.query import Phrase
from indexer.model.query import Prefix
from indexer.model.query import Term


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.model.query import Query


class Reader(Protocol):
    """What reads texts: indexer.analysis.Analyzer, or one that remembers what it read."""

    def read(self, text: str) -> Sequence[tuple[Token, Word]] | Read:
        """The words of a text."""
        ...

    def analyse(self, word: str) -> Word:
        """A single word."""
        ...

    def synonyms(self, term: str) -> Sequence[tuple[str, ...]]:
        """What else the word with this term may be called."""
        ...


class Read(dict[int, tuple[Token, Word]]):
    """A text as it was read: words by their place among all its words, found by what they are; made by `read`.

    Of a text that was only looked through (indexer.seeking), the words that nobody seeks are left out.
    """

    @cached_property
    def forms(self) -> dict[str, list[int]]:
        """Where each form stands."""
        return _places((at, (word.form,)) for at, (_, word) in self.items())

    @cached_property
    def terms(self) -> dict[str, list[int]]:
        """Where each term stands, also as part of a longer word."""
        return _places((at, (word.term, *word.parts)) for at, (_, word) in self.items())

    @cached_property
    def standing(self) -> dict[Query, tuple[tuple[int, int], ...]]:
        """Where the leaves stand that were asked for: a passage is marked, cut and explained by the same."""
        return {}


def read(text: str, reader: Reader) -> Read:
    """The words of a text, to be looked up."""
    found = reader.read(text)
    return found if isinstance(found, Read) else Read(enumerate(found))


def leaves(reading: Query) -> tuple[Query, ...]:
    """The leaves of a reading (indexer.model.query.Sought)."""
    return reading.parts if isinstance(reading, And | Or) else (reading,)


def stands(leaf: Query, text: Read) -> tuple[tuple[int, int], ...]:
    """Where a text has a leaf: the first and the last of its words."""
    if not text:
        return ()
    found = text.standing.get(leaf)
    if found is None:
        found = text.standing[leaf] = tuple(_stands(leaf, text))
    return found


def _stands(leaf: Query, text: Read) -> Iterator[tuple[int, int]]:
    match leaf:
        case Phrase(_, texts):
            places = [text.forms.get(form, []) for form in texts]
            others = [(shift, set(held)) for shift, held in enumerate(places) if shift]
            yield from (
                (at, at + len(texts) - 1) for at in (places[0] if places else ()) if all(at + shift in held for shift, held in others)
            )
        case Prefix(_, beginning):
            yield from ((at, at) for at in sorted(at for form, held in text.forms.items() if form.startswith(beginning) for at in held))
        case Term(field, wanted):
            yield from ((at, at) for at in (text.forms if field == WORDS else text.terms).get(wanted, ()))


def _places(words: Iterable[tuple[int, Iterable[str]]]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for at, names in words:
        for name in dict.fromkeys(names):
            places.setdefault(name, []).append(at)
    return places
