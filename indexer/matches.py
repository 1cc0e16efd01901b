"""Where the leaves of a query stand in a text that was read.

Knows what a match looks like, word by word; must not know marks, snippets or what a match is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.model.fields import WORDS
from indexer.model.query import And
from indexer.model.query import Or
from indexer.model.query import Phrase
from indexer.model.query import Prefix
from indexer.model.query import Term


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.analysis import Token
    from indexer.analysis import Word
    from indexer.model.query import Query


def leaves(reading: Query) -> tuple[Query, ...]:
    """The leaves of a reading (indexer.model.query.Sought)."""
    return reading.parts if isinstance(reading, And | Or) else (reading,)


def stands(leaf: Query, read: Sequence[tuple[Token, Word]]) -> Iterator[tuple[int, int]]:
    """Where a text has a leaf: the first and the last of its words."""
    if isinstance(leaf, Phrase):
        forms = tuple(word.form for _, word in read)
        size = len(leaf.texts)
        yield from ((at, at + size - 1) for at in range(len(forms) - size + 1) if size and forms[at : at + size] == leaf.texts)
        return
    yield from ((at, at) for at, (_, word) in enumerate(read) if _is_met(leaf, word))


def _is_met(leaf: Query, word: Word) -> bool:
    match leaf:
        case Prefix(_, text):
            return word.form.startswith(text)
        case Term(field, text):
            return text == word.form if field == WORDS else text == word.term or text in word.parts
    return False
