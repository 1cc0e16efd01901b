"""What the sources say: forms with their lemmas, and how frequent words are.

Knows simplemma and wordfreq; must not know what is made of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import wordfreq
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory


@dataclass(frozen=True, slots=True)
class Sources:
    """Forms with their lemmas, in lower case; which of them are written with a capital only; the share of each word in Danish text."""

    lemmas: dict[str, str]
    names: frozenset[str]
    frequency: dict[str, float]


def read_sources() -> Sources:
    """What simplemma has as its Danish dictionary and wordfreq as its Danish list (the default one: the large list is Norwegian)."""
    found = DefaultDictionaryFactory().get_dictionary("da")
    frequency = {word: share for word, share in wordfreq.get_frequency_dict("da").items() if _usable(word)}
    written = {form: found[form] for form in found if _usable(form) and (_akin(form, found[form]) or form in frequency)}
    lemmas: dict[str, str] = {}
    for form in sorted(written, key=lambda form: (form != form.lower(), form)):
        lemmas.setdefault(form.lower(), written[form].lower())
    names = frozenset(form.lower() for form in written if form.lower() not in written)
    return Sources(lemmas, names, frequency)


def _usable(form: str) -> bool:
    """A word of letters that one byte can hold. Hyphens and apostrophes are taken apart before a word is looked up."""
    return form.isalpha() and max(form) <= "ÿ"


def _akin(form: str, lemma: str) -> bool:
    """Whether the two begin alike. Where they do not and nobody writes the form, the entry is a slip (ers: hovdyr)."""
    return form[0].lower() == lemma[0].lower()
