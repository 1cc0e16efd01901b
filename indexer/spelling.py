"""A query -> the query that may be meant: each word the corpus does not have becomes one that it has.

Knows which pieces of a query are words that can be wrong; must not know how a word is mended, engines, results, or when a reader is told.
Numbers, fields, phrases and beginnings are taken as they were typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from itertools import groupby
from itertools import pairwise
from typing import TYPE_CHECKING
from typing import NamedTuple

from indexer.analysis import Analyzer
from indexer.analysis.tokens import capitalised
from indexer.analysis.tokens import normalise
from indexer.misspelt import SHORTEST_PART
from indexer.misspelt import Mender
from indexer.model.results import Change
from indexer.query import ParsedQuery
from indexer.query import parse_query
from indexer.query import syntax
from indexer.query.words import is_function_word


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.analysis import Token
    from indexer.analysis import Word
    from indexer.query.syntax import Expression
    from indexer.vocabulary import Vocabulary


MOST = 10
"""Unknown words of one query that are looked for: one with more of them is not misspelt but about something else."""

LONGEST_ROW = 3
"""Words that one word may have been written as."""


@dataclass(frozen=True, slots=True)
class Respelled:
    """What may be meant by a query, and what in it was changed, from left to right."""

    parsed: ParsedQuery
    changes: tuple[Change, ...]

    @property
    def text(self) -> str:
        """The query in the query language."""
        return self.parsed.text


class Speller:
    """Respells queries by the words of one generation; made once for it (see Mender). Safe to share between threads."""

    def __init__(self, vocabulary: Vocabulary, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._mender = Mender(vocabulary, analyzer)

    def respelled(self, parsed: ParsedQuery, *, doubting: bool = False) -> Respelled | None:
        """The query with each unknown word as it may be meant; None when there is nothing to be improved.

        `doubting` also changes words that are there, where a far commoner one is like them.
        """
        if parsed.tree is None:
            return None
        respelling = _Respelling(self._analyzer, self._mender, doubting=doubting)
        tree = respelling.expression(parsed.tree)
        return Respelled(parse_query(syntax.write(tree)), tuple(respelling.changes)) if respelling.changes else None


class _Edit(NamedTuple):
    """Characters `start` to `end` (not included) of a row of words, and what they may mean."""

    start: int
    end: int
    meant: str


@dataclass(slots=True)
class _Respelling:
    """One pass over a tree; collects the changes on the way, and counts the unknown words."""

    analyzer: Analyzer
    mender: Mender
    doubting: bool
    changes: list[Change] = field(default_factory=list)
    sought: int = 0

    def expression(self, expression: Expression) -> Expression:
        """The expression as it may be meant."""
        match expression:
            case syntax.Every(parts):
                return syntax.every(self._every(parts)) or expression
            case syntax.Either(parts):
                return syntax.either(map(self.expression, parts)) or expression
            case syntax.Without(part):
                return syntax.without(self.expression(part))
            case syntax.Word():
                return syntax.every(self._every((expression,))) or expression
        return expression

    def _every(self, parts: Iterable[Expression]) -> Iterator[Expression]:
        # Words that stand together are read together, as they are when they are searched.
        for plain, run in groupby(parts, lambda part: isinstance(part, syntax.Word)):
            if plain:
                yield from self._words(" ".join(part.text for part in run if isinstance(part, syntax.Word)))
            else:
                yield from map(self.expression, run)

    def _words(self, text: str) -> Iterator[Expression]:
        pieces: list[str] = []
        done = 0
        for edit in self._edits(text):
            self.changes.append(Change(text[edit.start : edit.end], edit.meant))
            pieces += (text[done : edit.start], edit.meant)
            done = edit.end
        return map(syntax.Word, "".join((*pieces, text[done:])).split())

    def _edits(self, text: str) -> Iterator[_Edit]:
        read = self.analyzer.read(text)
        at = 0
        while at < len(read):
            size, meant = self._mended(text, read[at : at + LONGEST_ROW])
            if meant:
                first, last = read[at][0], read[at + size - 1][0]
                yield _Edit(first.start, last.end, capitalised(meant, like=first.text))
            at += size

    def _mended(self, text: str, row: Sequence[tuple[Token, Word]]) -> tuple[int, str | None]:
        """How many words of the row belong together, and what is meant by them; one and None where nothing is wrong with the first."""
        for size in range(len(row), 1, -1):
            typed = _side_by_side(text, [token for token, _ in row[:size]])
            if typed and (meant := self.mender.joined(typed)):
                return size, meant
        first, *others = [self.sought < MOST and self.mender.unknown(token, word) for token, word in row[:2]]
        if any((first, *others)):
            typed = _side_by_side(text, [token for token, _ in row[:2]])
            if typed and (meant := self.mender.nearly_joined(typed)):
                return 2, meant
        self.sought += first
        if first:
            return 1, self.mender.meant(normalise(row[0][0].text))
        return 1, self.mender.commoner(row[0][0]) if self.doubting else None


def _side_by_side(text: str, tokens: Sequence[Token]) -> list[str]:
    """The words as they may be parts of one: with nothing but spaces between them; none when they cannot be."""
    typed = [normalise(token.text) for token in tokens]
    gaps = (text[before.end : after.start] for before, after in pairwise(tokens))
    apart = len(typed) > 1 and all(map(str.isspace, gaps)) and not any(map(is_function_word, tokens))
    return typed if apart and all(len(word) >= SHORTEST_PART and word.isalpha() for word in typed) else []
