"""Texts read only where something that is sought can stand.

Knows which words a text must hold to be worth reading closely; must not know marks, snippets or what a match is called.

A page of ten answers holds some two thousand words, of which perhaps twenty were sought, and to read all of them took half of its time.
So a text is cut at white space, which is quick, and each piece looked up: what it says is remembered, and compared with what is sought.
Only pieces that have some of it are read, suspended compounds with the words beside them. A text with a figure of several words is read
whole, where numbers are sought. A test holds that the words found are the same either way.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import compress
from operator import not_
from typing import TYPE_CHECKING
from typing import NamedTuple
from typing import cast

from indexer.analysis import Token
from indexer.analysis.figures import find_figures
from indexer.analysis.suspended import BEFORE
from indexer.analysis.suspended import FURTHEST
from indexer.analysis.tokens import HYPHENS
from indexer.analysis.tokens import PERCENT
from indexer.analysis.tokens import tokenise
from indexer.matches import Read
from indexer.matches import leaves
from indexer.model.query import Phrase
from indexer.model.query import Prefix
from indexer.model.query import Term


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence

    from indexer.analysis import Analyzer
    from indexer.analysis import Word
    from indexer.model.query import Sought

REMEMBERED = 100_000
"""Pieces of text of which it is remembered what they say, some 50 MB with what the analysis remembers: of any text nine words of ten."""

READ = 1_000
"""So many texts that were read are held: those of a page many times over."""

_CHANGES, _FIGURES, _PERCENT = "\0", "\1", "\2"
"""Are said by a piece whose word those beside it may change, by one that may belong to a figure, and by one that begins with the sign that
is a word only after a blank; no word is written so."""

_NOTHING = Read()

_AROUND = ',.;:!?()[]/"”“„»«'
"""Stands around a word without being part of it."""

_CHANGING = re.compile(rf"[^\W\d_][{HYPHENS}](?![^\W_])|\A[{HYPHENS}][^\W\d_]")
"""What changes a word wherever it stands."""
_FIGURE = re.compile(r"§|\d[.]*(?:t\.|m|tus|[jfasond])|paragraf", re.IGNORECASE)
"""What may be a figure, or begin one."""
_SCALE = re.compile(r"t\.|mio|mill|mia|mrd|tusind|jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec|\d{3}", re.IGNORECASE)
"""What makes a figure of a number before it: what is counted, a month, more digits."""


class Seeking:
    """A reader (indexer.matches.Reader) for texts that are looked through for what is `sought`, or for one of the other `terms`.

    What it reads has only the words that can be of use, each at its place among all words of the text; what was typed is read whole. Each
    text is read once: passages of one letter share some, and a page's passages many names.
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
        self._beginnings = tuple({leaf.text for leaf in found if isinstance(leaf, Prefix)})
        # What makes a figure changes no other words: whoever seeks none need not know of it.
        self._figures = any(sign.isdigit() or sign == "§" for text in (*self._names, *self._beginnings) for sign in text)
        self._looked_for = self._names | {_CHANGES, _PERCENT} | ({_FIGURES} if self._figures else set())
        self._typed = {one.typed: Read(enumerate(analyzer.read(one.typed))) for one in asked}
        self._read = dict(self._typed)

    def read(self, text: str) -> Read:
        """The words of a text that may be sought."""
        found = self._read.get(text)
        if found is None:
            if len(self._read) >= READ:
                self._read = dict(self._typed)
            found = self._read[text] = self._sought_in(text)
        return found

    def _sought_in(self, text: str) -> Read:
        pieces = text.split()
        known, said = self._pieces.said(pieces)
        here = [*compress(range(len(said)), map(not_, map(self._looked_for.isdisjoint, said)))]
        if here and self._is_odd(text, pieces, [(number, said[number]) for number in here]):
            return Read(enumerate(self._analyzer.read(text)))
        if self._beginnings:
            here = sorted({*here, *known.beginning(pieces, self._beginnings)})
        return Read(self._words(_Text(text, pieces, said, known.more), here)) if here else _NOTHING

    def _is_odd(self, text: str, pieces: Sequence[str], here: Sequence[tuple[int, frozenset[str]]]) -> bool:
        """Whether words of a text mean a number together, so that what is sought may be in none of them, or a sign is a word only here."""
        percents = sum(_PERCENT in names for _, names in here)
        if percents and text.count(" %") != percents:
            return True
        if not self._figures:
            return False
        if "§" in text:
            return True
        odd = [number for number, names in here if _FIGURES in names]
        figures = (_FIGURE.search(pieces[number]) or any(map(_SCALE.match, pieces[number + 1 : number + 2])) for number in odd)
        return any(figures) and next(find_figures(text), None) is not None

    def _words(self, text: _Text, here: Iterable[int]) -> Iterator[tuple[int, tuple[Token, Word]]]:
        """The words that are sought of the pieces `here`, each by its place among all."""
        before = done = 0
        for number in here:
            before += text.words(done, number)
            done = number
            changing = _CHANGES in text.said[number]
            for place, (token, word) in enumerate(self._beside(text, number) if changing else self._alone(text, number), before):
                if not changing or self._is_sought(word):
                    yield place, (token, word)

    def _alone(self, text: _Text, number: int) -> Iterator[tuple[Token, Word]]:
        """The words of a piece."""
        start = text.start(number)
        for token in _tokens(text.pieces[number]):
            yield Token(token.text, start + token.start, start + token.end), self.analyse(token.text)

    def _beside(self, text: _Text, number: int) -> Iterator[tuple[Token, Word]]:
        """The words of a piece as those beside it make them."""
        first, last = text.around(number)
        shift, start = text.start(first), text.start(number)
        end = start + len(text.pieces[number])
        for token, word in self._analyzer.read(text.whole[shift : text.start(last) + len(text.pieces[last])]):
            if start <= shift + token.start < end:
                yield Token(token.text, shift + token.start, shift + token.end), word

    def _is_sought(self, word: Word) -> bool:
        names = (word.form, word.term, *word.parts)
        return not self._names.isdisjoint(names) or (bool(self._beginnings) and any(name.startswith(self._beginnings) for name in names))


class _Text(NamedTuple):
    """A text in pieces, what each says, and how many more than one word those are that are not one."""

    whole: str
    pieces: Sequence[str]
    said: Sequence[frozenset[str]]
    more: Mapping[str, int]

    def start(self, number: int) -> int:
        """Where a piece begins: what is left after those before it begins there."""
        return len(self.whole) - len(self.whole.split(None, number)[number])

    def words(self, first: int, last: int) -> int:
        """How many words there are in the pieces from `first` up to `last`."""
        return last - first + sum(filter(None, map(self.more.get, self.pieces[first:last])))

    def around(self, number: int) -> tuple[int, int]:
        """The first and the last of the pieces that can change what the words of one say."""
        first, last = number, number
        while first > 0 and self.words(first, number) < BEFORE:
            first -= 1
        while last < len(self.pieces) - 1 and self.words(number + 1, last + 1) < FURTHEST:
            last += 1
        return first, last


def learn(analyzer: Analyzer, words: Sequence[str]) -> None:
    """Nothing; what these words say is remembered before a text has them."""
    _pieces_of(analyzer).said(words)


class _Known:
    """What is remembered of pieces of text without white space.

    `said` has the forms and terms of their words, and the signs above; `more`, for those that are not one word, how many more they are.
    """

    __slots__ = ("_written", "more", "said")

    def __init__(self) -> None:
        self.said: dict[str, frozenset[str]] = {}
        self.more: dict[str, int] = {}
        self._written: dict[str, str] = {}

    def beginning(self, pieces: Sequence[str], beginnings: Iterable[str]) -> list[int]:
        """Which of the pieces, all of them known, say something that begins like this."""
        # To look into one text is quicker than to ask each of its words.
        written = [self._written.get(piece) or self._write(piece) for piece in pieces]
        begun = [f"\n{beginning}" for beginning in beginnings]
        return [number for number, text in enumerate(written) if any(beginning in text for beginning in begun)]

    def _write(self, piece: str) -> str:
        written = self._written[piece] = "\n" + "\n".join(self.said[piece])
        return written


class _Pieces:
    """What pieces of text say. Safe to share between threads: whoever began with what was known before goes on with it."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._known = _Known()

    def said(self, pieces: Sequence[str]) -> tuple[_Known, list[frozenset[str]]]:
        """What is known, these pieces included, and of each of them every form and term of its words."""
        known = self._known
        said = [*map(known.said.get, pieces)]
        if None not in said:
            return known, cast("list[frozenset[str]]", said)
        if len(known.said) >= REMEMBERED:
            known = self._known = _Known()
        return known, [known.said[piece] if piece in known.said else self._learn(known, piece) for piece in pieces]

    def _learn(self, known: _Known, piece: str) -> frozenset[str]:
        # A word says what it says with a capital or a comma, too: half of all pieces that are new are one that is known.
        plain = piece.strip(_AROUND).lower()
        if plain != piece and plain.isalpha():
            found = known.said[piece] = known.said[plain] if plain in known.said else self._learn(known, plain)
            return found
        words = [self._analyzer.analyse(token.text) for token in _tokens(piece)]
        names = {name for word in words for name in (word.form, word.term, *word.parts)}
        if _CHANGING.search(piece):
            names.add(_CHANGES)
        if piece.startswith(PERCENT):
            names.add(_PERCENT)
        if any(map(str.isdigit, piece[-2:])) or _FIGURE.search(piece):
            names.add(_FIGURES)
        if len(words) != 1:
            known.more[piece] = len(words) - 1
        found = known.said[piece] = frozenset(names)
        return found


def _tokens(piece: str) -> Iterator[Token]:
    """The tokens of a piece that has a blank before it."""
    return (Token(token.text, token.start - 1, token.end - 1) for token in tokenise(f" {piece}"))


@lru_cache(maxsize=4)
def _pieces_of(analyzer: Analyzer) -> _Pieces:
    return _Pieces(analyzer)
