"""Words -> terms: the one chain for indexing, querying and highlighting.

Knows the order of the steps, and what each kind of token (simple, hyphenated, suspended, with an apostrophe) goes through; must not know
where a text comes from or what its terms are used for.

    normalise -> tokenise -> lemma -> stem -> parts, every level, each through lemma and stem -> fold æ, ø, å last
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import combinations
from typing import TYPE_CHECKING

from indexer.analysis.compounds import Splitter
from indexer.analysis.danish import stem
from indexer.analysis.figures import find_figures
from indexer.analysis.folding import fold
from indexer.analysis.function_words import function_words
from indexer.analysis.lemmas import Lemmas
from indexer.analysis.suspended import find_suspended
from indexer.analysis.tokens import HYPHENS
from indexer.analysis.tokens import PERCENT
from indexer.analysis.tokens import normalise
from indexer.analysis.tokens import tokenise
from indexer.analysis.words import LONGEST
from indexer.analysis.words import Levels
from indexer.analysis.words import figure_word
from indexer.analysis.words import make_word
from indexer.analysis.words import other_word
from indexer.analysis.words import plain_word


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.analysis.compounds import Parts
    from indexer.analysis.compounds import Piece
    from indexer.analysis.compounds import Split
    from indexer.analysis.curated import Lists
    from indexer.analysis.lexicon import Lexicon
    from indexer.analysis.tokens import Token
    from indexer.analysis.words import Word


CACHED = 100_000
"""Words whose analysis is remembered: more than a large collection of letters has."""

_ENDINGS = frozenset(("", "s", "er", "ere", "eren", "en", "ens", "et", "ets", "erne", "ernes", "ene", "enes", "ers", "e", "t", "n", "ne"))
"""Danish endings after an apostrophe, which joins them to short and foreign words: SF's, pc'en."""


class Analyzer:
    """Texts and words as what they are looked up by. Safe to share between threads; the same input always gives the same words."""

    def __init__(self, lexicon: Lexicon, parts: Parts, lists: Lists) -> None:
        self._lexicon = lexicon
        self._protected = lists.protected
        self._splitter = Splitter(parts, lemma=lexicon.lemma, forced={**lists.always_split, **dict.fromkeys(lists.never_split)})
        self._common = function_words()
        self._lemmas = Lemmas(lexicon, self._splitter)
        self._words: dict[str, Word] = {}
        self._terms: dict[str, str] = {}
        self._synonyms: dict[str, list[tuple[str, ...]]] = {}
        for word, other in lists.synonyms:
            self._synonyms.setdefault(self.analyse(word).term, []).append(tuple(each.term for _, each in self.read(other)))

    def read(self, text: str) -> list[tuple[Token, Word]]:
        """The tokens of `text` in order, each with its word.

        A suspended compound has the term of what it is short for, the number of an amount or a date that of the whole.
        """
        tokens = list(tokenise(text))
        found = [(token, self.analyse(token.text)) for token in tokens]
        if any(hyphen in text for hyphen in HYPHENS):
            for index, word in self._expanded(text, tokens):
                found[index] = (tokens[index], word)
        for index, word in self._figures(text, found):
            found[index] = (tokens[index], word)
        return found

    def analyse(self, word: str) -> Word:
        """A single token as a word; a string of several, or of none, is taken as if written together."""
        found = self._words.get(word)
        if found is None:
            plain = normalise(word)
            found = self._words.get(plain) or self._analyse(plain)
            if len(self._words) >= CACHED:
                self._words.clear()
            self._words[word] = self._words[plain] = found
        return found

    def synonyms(self, term: str) -> Sequence[tuple[str, ...]]:
        """What else the word with this term may be called, from the list: each as the terms of its words."""
        return self._synonyms.get(term, ())

    def known(self, word: str) -> bool:
        """Whether the word list has `word`, in this or any spelling of æ, ø and å. A compound need not be known: see `Word.leaves`."""
        return self._lemmas.known(normalise(word))

    def _analyse(self, word: str) -> Word:
        if word.isalpha():
            return self._spoken(word, form=word)
        if "-" in word and _is_spoken(word):
            return self._hyphenated([piece for piece in word.split("-") if piece], form=word)
        if "'" in word:
            base, _, ending = word.rpartition("'")
            return self._apostrophe(base.replace("'", ""), ending, form=word)
        if word == PERCENT:
            return make_word(word, self._term("procent"), Levels([], [], []))
        return other_word(word)

    def _spoken(self, word: str, *, form: str) -> Word:
        base = self._lemmas.base(word)
        return make_word(form, self._term(base), self._levels(base))

    def _apostrophe(self, base: str, ending: str, *, form: str) -> Word:
        """SF's is SF, pc'en is pc; in other words (d'Angleterre, 1990'erne) the apostrophe is only left out."""
        whole = base if base.isalpha() and ending in _ENDINGS else base + ending
        return self._spoken(whole, form=form) if whole.isalpha() else plain_word(form, whole)

    def _hyphenated(self, pieces: Sequence[str], *, form: str) -> Word:
        """job-samtaler is jobsamtaler, and what stands between the hyphens are its parts; a single letter (a-kasse) is none."""
        last = self._lemmas.base(pieces[-1]) if pieces[-1].isalpha() else pieces[-1]
        together = "".join(pieces[:-1]) + last
        whole = self._lemmas.base(together) if together.isalpha() else together
        words = [self._analyse(piece) for piece in pieces if len(piece) > 1 or piece.isdigit()]
        inside = [part for word in words for part in (word.term, *word.parts)]
        leaves = [leaf for word in words for leaf in (word.leaves or (word.term,))]
        return make_word(form, self._term(whole), Levels([*inside, *self._levels(whole).parts], leaves, [word.term for word in words]))

    def _term(self, base: str) -> str:
        term = self._terms.get(base)
        if term is None:
            term = fold(base if base in self._protected or not base.isalpha() else self._stem(base))[:LONGEST]
            if len(self._terms) >= CACHED:
                self._terms.clear()
            self._terms[base] = term
        return term

    def _stem(self, base: str) -> str:
        """The stem of a base form; itself where what is left of it is a word nearly every text has, as of forene (for) and vare (var)."""
        short = stem(base)
        return base if short in self._common and base not in self._common else short

    def _part(self, part: str) -> str:
        return self._term(self._lemmas.base(part))

    def _levels(self, base: str) -> Levels:
        split = self._splitter.split(base)
        if split is None:
            return Levels([], [], [])
        halves = [self._part(split.left), self._part(split.right)]
        inner = [self._part(side) for inside in self._inside(split) for side in (inside.left, inside.right)]
        pieces = list(self._splitter.pieces(base))
        spans = [self._part(span) for span in self._spans(base, pieces)]
        return Levels([*halves, *inner, *spans], [self._part(piece.word) for piece in pieces], halves)

    def _inside(self, split: Split) -> Iterator[Split]:
        for side in (split.left, split.right):
            inner = self._splitter.split(side)
            if inner is not None:
                yield inner
                yield from self._inside(inner)

    def _spans(self, base: str, pieces: Sequence[Piece]) -> Iterator[str]:
        """Known words that neighbouring parts make up, whatever the levels: of a, b and c split as ab + c also bc."""
        for first, last in combinations(range(len(pieces)), 2):
            span = base[pieces[first].start : pieces[last].end]
            if last - first < len(pieces) - 1 and self._lexicon.lemma(span) is not None:
                yield span

    def _expanded(self, text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, Word]]:
        for suspended in find_suspended(text, tokens):
            short, full = normalise(tokens[suspended.place].text), normalise(tokens[suspended.source].text)
            whole = self._with_first_of(full, short) if suspended.leading else self._with_last_of(full, short)
            if whole is not None:
                word, own = self.analyse(whole), self.analyse(short)
                yield suspended.place, make_word(short, word.term, Levels([*word.parts, own.term], list(word.leaves), list(word.halves)))

    def _figures(self, text: str, found: Sequence[tuple[Token, Word]]) -> Iterator[tuple[int, Word]]:
        """The words that a figure takes, its head with its value."""
        figures = list(find_figures(text))
        starts = [token.start for token, _ in found] if figures else []
        for figure in figures:
            first, last = bisect_left(starts, figure.start), bisect_left(starts, figure.end)
            head = bisect_left(starts, figure.head)
            if first <= head < last and starts[head] == figure.head:
                for index in range(first, last):
                    word = found[index][1]
                    yield index, figure_word(word, figure.value) if index == head else word._replace(minor=True)

    def _with_last_of(self, full: str, short: str) -> str | None:
        """`short` with the last part of `full`, or with a word that `full` ends in, where both make a known word (ind- og udbetaling)."""
        _, hyphen, last = full.rpartition("-")
        if hyphen:
            return short + last
        split = self._lemmas.split(full)
        if split is not None:
            return short + full[split.at :]
        ends = (full[at:] for at in range(1, len(full) - 2))
        return next((short + end for end in ends if self._lexicon.lemma(end) and self._lexicon.lemma(short + end)), None)

    def _with_first_of(self, full: str, short: str) -> str | None:
        split = self._lemmas.split(full)
        return None if split is None else full[: split.at] + short


def _is_spoken(word: str) -> bool:
    """Whether between hyphens there is something to inflect, as in 225-timers-reglen, or nothing but letters, as in A-Z."""
    pieces = word.split("-")
    return any(len(piece) > 1 and piece.isalpha() for piece in pieces) or (
        any(pieces) and not any(character.isdigit() for character in word)
    )
