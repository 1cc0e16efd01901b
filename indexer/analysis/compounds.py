"""Compounds: where a Danish word is put together, and of what.

Knows which words begin and end compounds and how surely; must not know stems, sentences or what the parts are used for.

A boundary is judged by its two sides. Each word of the shipped table carries the logarithm of how often, among all the words of the
language that begin (end) with those letters, it really is the first (last) part of a compound: `pension` begins `pensionsalder` but
`par` seldom is the first part of what begins with par-. The boundary with the best sum is taken, if it reaches `THRESHOLD`; then
each side is split in the same way. What Danish puts between the parts (-s-, -e-, or s for e as in arbejdsplads) belongs to neither.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING
from typing import NamedTuple


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from pathlib import Path


THRESHOLD = -2.6
"""The lowest sum of the two log shares that still counts as a boundary: a lower one splits more simple words than it finds parts."""

KNOWN_INSIDE = -0.4
UNKNOWN_INSIDE = -1.2
INNER_SHARE = 0.3
"""A side that is itself a compound has no share of its own: a fixed one, less for unknown words, and some of its own boundary's."""

LONGEST = 60
"""Letters of the longest word that is split. The longest in Danish law has 51; the work grows with the cube of the length."""

CACHED = 100_000
"""Words whose split is remembered."""

LINKS = {"bare": ("", ""), "s": ("s", ""), "e": ("e", ""), "se": ("s", "e")}
"""How a first part becomes a word of its own: what is taken off its end, and what is put there instead."""


class Modifier(NamedTuple):
    """How surely a string is a first part, and its link: a key of `LINKS`."""

    score: float
    link: str


class Split(NamedTuple):
    """A boundary: `left` and `right` as words of their own, `at` where the right one begins in the word, `score` how sure it is."""

    left: str
    right: str
    at: int
    score: float


class Piece(NamedTuple):
    """A part no more to be split: a word of its own, and where it stands in the whole, its link not included in `end`."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parts:
    """What compounds are made of: first parts, last parts, and known words that must stay whole."""

    modifiers: dict[str, Modifier] = field(default_factory=dict)
    heads: dict[str, float] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()


class Splitter:
    """Splits words by `parts`. `lemma` gives the base form of a known form, else None; `forced` holds words that are not to be judged."""

    def __init__(self, parts: Parts, *, lemma: Callable[[str], str | None], forced: Mapping[str, Split | None] | None = None) -> None:
        self._parts = parts
        self._lemma = lemma
        self._forced = forced or {}
        self._splits: dict[str, Split | None] = {}

    def split(self, word: str) -> Split | None:
        """The surest boundary of `word` (a base form, or an unknown form), or None when it is simple."""
        try:
            return self._splits[word]
        except KeyError:
            pass
        found = self._forced[word] if word in self._forced else self._judge(word)
        if len(self._splits) > CACHED:
            self._splits.clear()
        self._splits[word] = found
        return found

    def head(self, word: str) -> str:
        """The base form of a word that ends a compound: what is a last part itself stays (modtager is no form of modtage)."""
        heads = self._parts.heads
        if word in heads:
            return word
        base = participle(word)
        return base if base is not None and base in heads else self._lemma(word) or word

    def pieces(self, word: str, *, at: int = 0) -> Iterator[Piece]:
        """The smallest parts of `word` in order, `at` being where it stands; itself when it is simple."""
        found = self.split(word)
        if found is None:
            yield Piece(word, at, at + len(word))
        else:
            yield from self.pieces(found.left, at=at)
            yield from self.pieces(found.right, at=at + found.at)

    def _judge(self, word: str) -> Split | None:
        if len(word) < 5 or len(word) > LONGEST or word in self._parts.whole:
            return None
        best: Split | None = None
        inflected = self._lemma(word) != word
        for at in range(2, len(word) - 1):
            found = self._boundary(word[:at], word[at:], inflected=inflected)
            if found is not None and (best is None or found.score > best.score):
                best = found
        if best is None or best.score < THRESHOLD or self._possessive(word, best, inflected=inflected):
            return None
        return best

    def _possessive(self, word: str, found: Split, *, inflected: bool) -> bool:
        """Whether an unknown word is rather the genitive of a simple one, as Luthers is: no compound has its last part only by its -s."""
        ending = word[found.at :]
        return inflected and ending.endswith("s") and ending != found.right and self.split(word[:-1]) is None

    def _boundary(self, left: str, right: str, *, inflected: bool) -> Split | None:
        modifier = self._parts.modifiers.get(left)
        if modifier is not None:
            head = self._head_score(right, inflected=inflected)
            if head is None:
                return None
            cut, ending = LINKS[modifier.link]
            return Split(left.removesuffix(cut) + ending, self.head(right), len(left), modifier.score + head)
        if len(left) < 6 or (head := self._simple_head_score(right, inflected=inflected)) is None:
            return None
        base = self._without_link(left)
        inside = self._inside(base)
        return None if inside is None else Split(base, self.head(right), len(left), inside + head)

    def _without_link(self, left: str) -> str:
        """A compound as first part without its -s-, unless the -s is its own (nytteindsats)."""
        if not left.endswith("s"):
            return left
        found = self.split(left)
        return left if found is not None and left.endswith(found.right) else left[:-1]

    def _head_score(self, word: str, *, inflected: bool) -> float | None:
        score = self._simple_head_score(word, inflected=inflected)
        if score is None and len(word) >= 6:
            return self._inside(self.head(word) if inflected else word)
        return score

    def _simple_head_score(self, word: str, *, inflected: bool) -> float | None:
        """The share of a last part. A base form ends in one: billede is not bil and lede, an inflection of something else."""
        score = self._parts.heads.get(word)
        return score if score is not None or not inflected or len(word) < 3 else self._parts.heads.get(self.head(word))

    def _inside(self, word: str) -> float | None:
        """The share of a side that is a compound itself; None when it is none."""
        found = self.split(word)
        if found is None:
            return None
        return (KNOWN_INSIDE if self._lemma(word) is not None else UNKNOWN_INSIDE) + INNER_SHARE * found.score


def participle(word: str) -> str | None:
    """The uninflected form of what may be an inflected past participle (rettede: rettet, ramte: ramt), or None."""
    if word.endswith("ede"):
        return word[:-2] + "t"
    return word[:-1] if word.endswith("te") else None


def load_parts(path: Path) -> Parts:
    """The parts in the file at `path`, as `dump_parts` writes them."""
    modifiers: dict[str, Modifier] = {}
    heads: dict[str, float] = {}
    whole: frozenset[str] = frozenset()
    for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines():
        kind, score, *words = line.split(" ")
        share = -int(score) / 10
        if kind == "whole":
            whole = frozenset(words)
        elif kind == "head":
            heads.update(dict.fromkeys(words, share))
        else:
            modifiers.update(dict.fromkeys(words, Modifier(share, kind)))
    return Parts(modifiers, heads, whole)


def dump_parts(parts: Parts) -> str:
    """`parts` as text: a line for each kind and score (tenths, without the minus), followed by its words."""
    groups: dict[tuple[str, int], list[str]] = {("whole", 0): sorted(parts.whole)}
    for word, (score, link) in sorted(parts.modifiers.items()):
        groups.setdefault((link, round(-score * 10)), []).append(word)
    for word, score in sorted(parts.heads.items()):
        groups.setdefault(("head", round(-score * 10)), []).append(word)
    return "".join(f"{kind} {score} {' '.join(words)}\n" for (kind, score), words in sorted(groups.items()))
