"""Texts read only where something that is sought can stand.

Knows which words a text must hold to be worth reading closely; must not know marks, snippets or what a match is called.

A page of ten answers holds some two thousand words, of which perhaps twenty were sought, and to read all of them took half of its time.
So a text is cut at white space, which is quick, and each piece looked up: what it says is remembered, and compared with what is sought.
Only pieces that have some of it are read. A text in which words change one another (figures, suspended compounds, § and %) is read whole,
by the analysis itself: a test holds that the words found are the same either way.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from indexer.analysis import Token
from indexer.analysis.figures import find_figures
from indexer.analysis.tokens import HYPHENS
from indexer.analysis.tokens import tokenise
from indexer.matches import Read
from indexer.matches import leaves
from indexer.model.query import Phrase
from indexer.model.query import Prefix
from indexer.model.query import Term


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.analysis import Analyzer
    from indexer.analysis import Word
    from indexer.model.query import Sought

REMEMBERED = 60_000
"""Pieces of text of which it is remembered what they say, some 25 MB: nine of ten words of any text are among the commonest."""

_ODD, _SEVERAL = "\0", "\1"
"""Are said by a piece beside which, or in which, words may mean something else together than alone, and by one that is not just one word;
no word is written so."""

_CHANGING = re.compile(rf"\A%|[^\W\d_][{HYPHENS}](?![^\W_])|\A[{HYPHENS}][^\W\d_]")
"""What changes words wherever it stands."""
_FIGURE = re.compile(r"§|\d[.]*(?:t\.|m|tus|[jfasond])|paragraf", re.IGNORECASE)
"""What may be a figure, or begin one."""
_SCALE = re.compile(r"t\.|mio|mill|mia|mrd|tusind|jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec|\d{3}", re.IGNORECASE)
"""What makes a figure of a number before it: what is counted, a month, more digits."""


class Seeking:
    """A reader (indexer.matches.Reader) for texts that are looked through for what is `sought`, or for one of the other `terms`.

    What it reads has only the words that can be of use, each at its place among all words of the text; what was typed is read whole. Each
    text is read once, until those of another passage follow.
    """

    def __init__(self, analyzer: Analyzer, sought: Iterable[Sought], terms: Iterable[str] = ()) -> None:
        self.analyse = analyzer.analyse
        self.synonyms = analyzer.synonyms
        self._analyzer = analyzer
        self._pieces = _pieces_of(analyzer)
        asked = tuple(sought)
        found = [leaf for one in asked for reading in one.readings for leaf in leaves(reading)]
        self._names = {leaf.text for leaf in found if isinstance(leaf, Term)}.union(
            terms, *(leaf.texts for leaf in found if isinstance(leaf, Phrase))
        )
        self._looked_for = self._names | {_ODD, _SEVERAL}
        self._beginnings = tuple({leaf.text for leaf in found if isinstance(leaf, Prefix)})
        # What makes a figure changes no other words: whoever seeks none need not know of it.
        self._figures = any(sign.isdigit() or sign == "§" for text in (*self._names, *self._beginnings) for sign in text)
        self._typed = {one.typed: Read(enumerate(analyzer.read(one.typed))) for one in asked}
        self._read = dict(self._typed)

    def read(self, text: str) -> Read:
        """The words of a text that may be sought."""
        found = self._read.get(text)
        if found is None:
            found = self._read[text] = self._sought_in(text)
        return found

    def again(self) -> Seeking:
        """Itself, the texts it read forgotten."""
        self._read = dict(self._typed)
        return self

    def _sought_in(self, text: str) -> Read:
        pieces = text.split()
        said = self._pieces.said(pieces)
        apart = self._looked_for.isdisjoint
        here = [number for number, names in enumerate(said) if not apart(names)]
        if here and self._changing(text, pieces, here):
            return Read(enumerate(self._analyzer.read(text)))
        return Read(self._words(text, pieces, range(len(said)) if self._beginnings else here))

    def _wanted(self, names: frozenset[str]) -> bool:
        return not self._names.isdisjoint(names) or (bool(self._beginnings) and any(name.startswith(self._beginnings) for name in names))

    def _changing(self, text: str, pieces: Sequence[str], here: Sequence[int]) -> bool:
        """Whether words of a text have another meaning together than each has alone: only then may what is sought be in none of them."""
        odd = [number for number in here if _ODD in self._pieces.named(pieces[number])]
        if any(_CHANGING.search(pieces[number]) for number in odd):
            return True
        if not self._figures:
            return False
        if "§" in text:
            return True
        figures = (_FIGURE.search(pieces[number]) or any(map(_SCALE.match, pieces[number + 1 : number + 2])) for number in odd)
        return any(figures) and next(find_figures(text), None) is not None

    def _words(self, text: str, pieces: Sequence[str], here: Iterable[int]) -> Iterator[tuple[int, tuple[Token, Word]]]:
        """The words of the pieces `here` that are wanted, each by its place among all; every piece that is not one word is `here`."""
        more = 0
        for number in here:
            piece = pieces[number]
            names = self._pieces.named(piece)
            if self._wanted(names):
                # What is left after so many pieces begins where this one does.
                start = len(text) - len(text.split(None, number)[number])
                for place, token in enumerate(tokenise(piece), number + more):
                    yield place, (Token(token.text, start + token.start, start + token.end), self.analyse(token.text))
            if _SEVERAL in names:
                more += sum(1 for _ in tokenise(piece)) - 1


class _Pieces:
    """What pieces of text without white space say: the forms and terms of their words. Safe to share between threads."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._said: dict[str, frozenset[str]] = {}

    def said(self, pieces: Iterable[str]) -> list[frozenset[str]]:
        """Of each of the pieces every form and term of its words."""
        get = self._said.get
        return [get(piece) or self.named(piece) for piece in pieces]

    def named(self, piece: str) -> frozenset[str]:
        """Every form and term of the words of a piece, and a sign of those that are odd; never nothing."""
        found = self._said.get(piece)
        if found is None:
            words = [self._analyzer.analyse(token.text) for token in tokenise(piece)]
            names = {name for word in words for name in (word.form, word.term, *word.parts)}
            if any(map(str.isdigit, piece[-2:])) or _CHANGING.search(piece) or _FIGURE.search(piece):
                names.add(_ODD)
            if len(words) != 1:
                names.add(_SEVERAL)
            found = frozenset(names)
            if len(self._said) >= REMEMBERED:
                self._said = {}
            self._said[piece] = found
        return found


@lru_cache(maxsize=4)
def _pieces_of(analyzer: Analyzer) -> _Pieces:
    return _Pieces(analyzer)
