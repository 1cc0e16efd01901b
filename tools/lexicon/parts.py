"""What compounds begin and end with, and which known words must stay whole.

Knows how Danish compounds and derivations are formed, in general; must not know how a text is analysed.

Every word of the lexicon is cut at every place. How often the letters before (after) the cut, wherever they begin (end) a word, leave
a known noun or adjective (a known first part) behind, is their share: high for `pension`, low for `par`. Rare strings lean on the
share of strings of their length.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.analysis.compounds import LINKS
from indexer.analysis.compounds import THRESHOLD
from indexer.analysis.compounds import Modifier
from indexer.analysis.compounds import Parts
from indexer.analysis.compounds import Splitter


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator

    from tools.lexicon.forms import Inflections
    from tools.lexicon.sources import Sources


_PARTICLES = """
af al an at au be bi bort da de den der det du eller en er ere et efter for fora forbi fore forud fra frem ge gen gennem ham han hen her
hid hos hun i igen igennem imod ind inde inden ja jeg jo kon man med mel mellem men mis mod ned nede nej nu og om omkring op oppe ouvre
over på pro re sam sammen sig sin så som til tilbage u ud ude uden udi under ved veder vi å
"""
_SUFFIXES = """
agtig ant ation bar dom eri else ende ene er ert fuld hed ig ik inde ing isk ist let lig ling løs mæssig ne ning or ren rende rig sel
sen skab som tion ven vis ør
"""

PARTICLES = frozenset(_PARTICLES.split())
"""Words that make derivations (afgift, understøtte), not compounds, or that are too common inside others to tell."""

SUFFIXES = frozenset(_SUFFIXES.split())
"""Endings that make derivations, though some are words too."""

ABBREVIATIONS = frozenset({"nr"})
"""Short for a noun, and used as one at the end of a compound (sagsnr)."""

PLACE_ENDINGS = (
    "berg",
    "bjerg",
    "borg",
    "bro",
    "by",
    "gade",
    "havn",
    "holm",
    "land",
    "lev",
    "lund",
    "rup",
    "sted",
    "strup",
    "sund",
    "vej",
    "ø",
)
"""How names of places end: they are names, whatever they once meant."""

WEIGHT = 4
"""How many cuts the share of a string's length counts for."""

TWO_LETTERS = (20, 0.1, 0.4)
"""A part of two letters must have been seen so often, as so large a share of the words it begins, or ends."""

PUNISHED = 2.5
"""What a tenfold frequency of a word over its rarer part takes off its split: a compound is seldom commoner than what it is made of."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """How often a string begins and ends words, and how often the other side is then a known part."""

    begins: Counter[str]
    begins_compound: Counter[str]
    ends: Counter[str]
    ends_compound: Counter[str]


class Builder:
    """Makes the parts from mended inflections and frequencies."""

    def __init__(self, words: Inflections, sources: Sources) -> None:
        self._words = words
        self._frequency = sources.frequency
        self._names = sources.names
        self._base_forms = [lemma for lemma in words.forms if lemma not in self._names]
        self._cuts = Cuts(Counter(), Counter(), Counter(), Counter())
        self._count()
        self._begin_shares = _shares_by_length(self._cuts.begins, self._cuts.begins_compound, lambda text: bool(self._link(text)))
        self._end_shares = _shares_by_length(self._cuts.ends, self._cuts.ends_compound, lambda text: self._head(text) == text)

    def parts(self, splitter: type[Splitter] = Splitter) -> Parts:
        """The finished parts: with every known part first, then without those that are compounds and never seen in larger ones."""
        every = Parts(dict(self._modifiers()), dict(self._heads()))
        judge = splitter(every, lemma=self._words.lemmas.get)
        whole = frozenset(word for word in sorted(self._words.forms) if judge.split(word) and self._stays_whole(word, judge))
        judge = splitter(Parts(every.modifiers, every.heads, whole), lemma=self._words.lemmas.get)
        modifiers = {
            text: part for text, part in every.modifiers.items() if self._cuts.begins_compound[text] or not judge.split(_base(text, part))
        }
        heads = {text: score for text, score in every.heads.items() if self._cuts.ends_compound[text] or not judge.split(text)}
        return Parts(modifiers, heads, whole)

    def _count(self) -> None:
        begins, begins_compound, ends, ends_compound = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
        common = self._frequency
        for word in self._base_forms:
            for at in range(2, len(word) - 1):
                left, right = word[:at], word[at:]
                begins[left] += 1
                ends[right] += 1
                if right in common and self._head(right) == right:
                    begins_compound[left] += 1
                if len(left) > 2 and (left in common or left[:-1] in common) and self._link(left):
                    ends_compound[right] += 1
        self._cuts = Cuts(begins, begins_compound, ends, ends_compound)

    def _link(self, text: str) -> str | None:
        """How `text` is a first part: a key of LINKS, or None when it is not known as one."""
        words = self._words
        if text in PARTICLES:
            return None
        if text.endswith("s") and len(text) > 3 and text[:-1] not in PARTICLES:
            if text[:-1] in words.nouns:
                return "s"
            if text[:-1] + "e" in words.nouns and text not in words.forms:
                return "se"
        lemma = words.lemmas.get(text)
        if lemma is not None:
            return None if lemma in PARTICLES or text in self._names else "bare"
        if text.endswith("e") and text[:-1] in words.forms and text[:-1] not in PARTICLES:
            return "e"
        seen, cuts = self._cuts.begins_compound[text], self._cuts.begins[text]
        if len(text) > 2 and seen >= 3 and seen > 0.3 * cuts and (text in self._frequency or text.endswith("s")):
            return "s" if text.endswith("s") else "bare"
        return None

    def _head(self, text: str) -> str | None:
        """The base form under which `text` is a last part; None when it is none."""
        words = self._words
        lemma = words.lemmas.get(text)
        if lemma is None or text in self._names:
            return None
        if text in words.nouns or text in words.adjectives:
            found = text
        elif lemma in words.nouns or lemma in words.adjectives:
            found = lemma
        else:
            found = ""
        verb = self._participle(text)
        if verb is not None and text not in words.nouns and (not found or self._like_verb(text, found, verb)):
            found = verb
        if not found or {text, found} & (PARTICLES | SUFFIXES) or not set(text) & set("aeiouyæøå"):
            return None
        return found

    def _like_verb(self, text: str, found: str, verb: str) -> bool:
        """Whether a form of `found`, noun and verb in one or adjective, is the participle `verb`: -et may be the article of a noun."""
        both = found in self._words.nouns and found in self._words.verbs
        return (both and not text.endswith("et")) or (found not in self._words.nouns and self._cuts.ends[verb] > self._cuts.ends[found])

    def _participle(self, text: str) -> str | None:
        """The uninflected participle that `text` is a form of (dækkende, rettet, ramt), or None."""
        words = self._words
        if len(text) < 5:
            return None
        for ending, plain in (("ende", "ende"), ("ede", "et"), ("et", "et"), ("te", "t"), ("t", "t")):
            if text.endswith(ending) and text[: -len(ending)] + "e" in words.verbs:
                return text[: -len(ending)] + plain
        lemma = words.lemmas[text]
        return text.removesuffix("e") if lemma != text and lemma in words.verbs and text.endswith(("t", "te")) else None

    def _modifiers(self) -> Iterator[tuple[str, Modifier]]:
        for text in self._candidates():
            link = self._link(text)
            seen, cuts = self._cuts.begins_compound[text], self._cuts.begins[text]
            common = text in self._frequency or text[:-1] in self._frequency
            if (
                link is None
                or len(text) < 2
                or (len(text) <= 4 and not common)
                or (len(text) == 2 and (seen < TWO_LETTERS[0] or seen < TWO_LETTERS[1] * cuts))
            ):
                continue
            yield text, Modifier(_log_share(seen, cuts, self._begin_shares[min(len(text), LONG)]), link)

    def _candidates(self) -> Iterable[str]:
        """Strings that may begin compounds: forms in use, base forms with their links, and whatever often begins words."""
        words = self._words
        found = {text for text in words.lemmas if text in self._frequency or self._cuts.begins_compound[text]} | set(self._base_forms)
        found |= {noun + "s" for noun in words.nouns} | self._frequency.keys()
        return sorted(found | {text for text, seen in self._cuts.begins_compound.items() if seen >= 2})

    def _heads(self) -> Iterator[tuple[str, float]]:
        bases = {found for text in self._words.lemmas if (found := self._head(text))}
        for text in sorted(bases):
            seen, cuts = self._cuts.ends_compound[text], self._cuts.ends[text]
            if (len(text) <= 4 and text not in self._frequency) or (
                len(text) < 3 and (seen < TWO_LETTERS[0] or seen < TWO_LETTERS[2] * cuts)
            ):
                continue
            yield text, _log_share(seen, cuts, self._end_shares[min(len(text), LONG)])
        yield from ((text, -0.5) for text in sorted(ABBREVIATIONS))

    def _stays_whole(self, word: str, judge: Splitter) -> bool:
        found = judge.split(word)
        if found is None:
            return False
        linked = found.left + found.right != word
        if word in self._names:
            return not linked or word.endswith(PLACE_ENDINGS)
        if not linked and self._comes_from_verb(word, found.left):
            return True
        if word.endswith("hed") and word[:-3] in self._words.forms and found.right not in self._frequency:
            return judge.split(word[:-3]) is None or self._stays_whole(word[:-3], judge)
        common = self._frequency
        if word not in common:
            return False
        parts = [max(common.get(part, 0.0), common.get(self._words.lemmas.get(part, part), 0.0)) for part in (found.left, found.right)]
        excess = max((math.log10(common[word] / share) for share in parts if share), default=0.0)
        return found.score - PUNISHED * max(0.0, excess) < THRESHOLD

    def _comes_from_verb(self, word: str, left: str) -> bool:
        """Whether it is a verb, or made from one (redegøre, redegørelse), so that its first part belongs to the verb.

        A rare verb that begins with a noun is itself made from the compound (databehandle from databehandler).
        """
        words = self._words
        if word in words.verbs and word not in words.nouns:
            return True
        stumps = [word.removesuffix(ending) for ending in ("else", "ning", "ing", "er") if word.endswith(ending)]
        verbs = {verb for stump in stumps for verb in (stump + "e", stump + stump[-1] + "e")} & words.verbs
        return any(left not in words.nouns or any(form in self._frequency for form in words.forms[verb]) for verb in verbs)


LONG = 10
"""From this length on, strings share one expectation."""

EXPECTED = 0.5
"""The share of strings of a length nothing is known of."""


def _base(text: str, part: Modifier) -> str:
    cut, ending = LINKS[part.link]
    return text.removesuffix(cut) + ending


def _log_share(seen: int, cuts: int, expected: float) -> float:
    """The logarithm, to the tenths that the table keeps: the words that stay whole are found with the very numbers in use later."""
    return round(math.log((seen + WEIGHT * expected) / (cuts + WEIGHT)), 1)


def _shares_by_length(cuts: Counter[str], seen: Counter[str], is_part: Callable[[str], bool]) -> dict[int, float]:
    """The share of all parts of a length together; `EXPECTED` where there are none of it."""
    all_cuts, all_seen = Counter[int](), Counter[int]()
    for text, count in cuts.items():
        if len(text) < 25 and is_part(text):
            all_cuts[min(len(text), LONG)] += count
            all_seen[min(len(text), LONG)] += seen[text]
    return {length: all_seen[length] / all_cuts[length] if all_seen[length] else EXPECTED for length in range(2, LONG + 1)}
