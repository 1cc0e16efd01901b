"""Form -> base form, for any word.

Knows the order in which a base form is sought: word list, other spellings, regular endings, the last part of a compound; must not know
stems, hyphens or sentences.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexer.analysis.folding import unfold


if TYPE_CHECKING:
    from indexer.analysis.compounds import Split
    from indexer.analysis.compounds import Splitter
    from indexer.analysis.lexicon import Lexicon


_SUFFIXES = ("ernes", "erne", "enes", "este", "ene", "ens", "ets", "ers", "ere", "est", "ste", "en", "et", "er", "st", "e", "s")
"""Regular endings of nouns and adjectives, longest first, for forms the word list does not have."""

_SHORTEST = 4
"""Letters of the shortest word that a form the word list lacks is taken for an inflection of."""

_LOST_E = re.compile(r"([^aeiouyæøå])([lrn])$")
"""Where an inflected form has lost an e, and perhaps one of two consonants before it: tabel, tabl(en); kartoffel, kartofl(er)."""


class Lemmas:
    """The base form of every word, known or not. `splitter` may know compounds that `lexicon` does not."""

    def __init__(self, lexicon: Lexicon, splitter: Splitter) -> None:
        self._lexicon = lexicon
        self._splitter = splitter

    def known(self, word: str) -> bool:
        """Whether the word list has the (normalised) word, in this or any spelling of æ, ø and å."""
        return self._listed(word) is not None

    def base(self, word: str) -> str:
        """The base form of a (normalised) word; itself when nothing is known of it or its last part."""
        listed = self._listed(word)
        if listed is not None:
            return self._with_head(listed)
        return self._regular(word) or self._compound(word) or self._respelled_compound(word) or word

    def split(self, word: str) -> Split | None:
        """The split of a form: that of its base form, when the form goes along with it up to the boundary."""
        base = self.base(word)
        found = self._splitter.split(base)
        return found if found is not None and word.startswith(base[: found.at]) else None

    def _listed(self, word: str) -> str | None:
        lemma = self._lexicon.lemma(word)
        if lemma is not None:
            return lemma
        return next((found for other in unfold(word) if (found := self._lexicon.lemma(other)) is not None), None)

    def _with_head(self, lemma: str) -> str:
        """The lemma, with its last part's own lemma where the lists correct that: what is listed for centre holds for jobcentre."""
        split = self._splitter.split(lemma)
        if split is None:
            return lemma
        head = self._lexicon.correction(lemma[split.at :])
        return lemma if head is None else lemma[: split.at] + head

    def _regular(self, word: str) -> str | None:
        """The known word of which `word` may be a regular form."""
        for suffix in _SUFFIXES:
            stump = word.removesuffix(suffix)
            if stump == word or len(stump) < _SHORTEST:
                continue
            base = next((base for base in _bases(stump) if len(base) >= _SHORTEST and self._lexicon.lemma(base) == base), None)
            if base is not None:
                return base
        return None

    def _compound(self, word: str) -> str | None:
        split = self._splitter.split(word)
        if split is None:
            return None
        return word[: split.at] + (self._lexicon.correction(word[split.at :]) or split.right)

    def _respelled_compound(self, word: str) -> str | None:
        return next((base for other in unfold(word) if (base := self._compound(other)) is not None), None)


def _bases(stump: str) -> tuple[str, ...]:
    """What a word may be whose ending is off: itself, with the e it lost, or with one consonant for two (toilett-er)."""
    undoubled = stump[:-1] if stump[-1] == stump[-2] else stump
    return stump, stump + "e", _LOST_E.sub(r"\1e\2", stump), _LOST_E.sub(r"\1\1e\2", stump), undoubled
