"""Form -> lemma, with the known weaknesses of the source mended.

Knows how Danish words inflect, in general; must not know compounds, nor any single word (those stand in data/inflections.txt).

The source gives each form one lemma, and sometimes the rare one: `budgetter` is there the imperative of budgettere, `filtre` the verb.
What is mended here is only what the rest of a word's inflection proves, and only when the stemmer would not bring both together.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from indexer.analysis.danish import stem


if TYPE_CHECKING:
    from tools.lexicon.sources import Sources


OWN_FORMS = 0.2
"""How frequent its inflected forms must be, against the form itself, for a form to be a word of its own."""


class Inflections:
    """Every form of every lemma, and what kinds of word the forms show a lemma to be."""

    def __init__(self, lemmas: dict[str, str]) -> None:
        self.lemmas = lemmas
        self.forms: dict[str, set[str]] = defaultdict(set)
        for form, lemma in lemmas.items():
            self.forms[lemma].add(form)
        self.verbs = {lemma for lemma in self.forms if self._is_verb(lemma)}
        self.nouns = {lemma for lemma in self.forms if self._is_noun(lemma)}
        self.adjectives = {lemma for lemma in self.forms.keys() - self.verbs - self.nouns if self._is_adjective(lemma)}

    def inflects(self, lemma: str) -> bool:
        """Whether a form other than the bare one and its genitive belongs to `lemma`."""
        return any(form not in {lemma, lemma + "s"} for form in self.forms.get(lemma, ()))

    def move(self, form: str, lemma: str) -> None:
        """Give `form` to `lemma`."""
        if form in self.lemmas:
            self.forms[self.lemmas[form]].discard(form)
        self.lemmas[form] = lemma
        self.forms[lemma].add(form)

    def _is_verb(self, lemma: str) -> bool:
        if lemma[-1:] not in "aeiouyæøå":
            return False
        participles = {lemma + "nde", lemma + "ende"} & self.lemmas.keys()
        if any(self.lemmas[participle] == lemma for participle in participles):
            return True
        return bool(participles) and not self.forms[lemma].isdisjoint({lemma + "r", lemma + "s"}) and not self._is_noun(lemma)

    def _is_noun(self, lemma: str) -> bool:
        if lemma[-1:] not in "aeiouyæøå" and not self.forms[lemma].isdisjoint({lemma + "en", lemma + "et"}):
            return True
        return any(
            (form.endswith(("ens", "ets", "nes", "ns")) and not form.endswith("endes")) or form == lemma + "ts"
            for form in self.forms[lemma]
        )

    def _is_adjective(self, lemma: str) -> bool:
        forms = self.forms[lemma]
        return lemma + "e" in forms or lemma + "t" in forms or lemma.endswith("sk")


def mend(sources: Sources, corrections: dict[str, str]) -> Inflections:
    """The source's forms, corrected, and with the rare lemma replaced by the common one where the rest of the inflection proves it."""
    found = Inflections(dict(sources.lemmas))
    for form, lemma in corrections.items():
        found.move(form, lemma)
    _nouns_over_imperatives(found, sources.frequency)
    _own_words(found, sources.frequency)
    _plurals_of_rare_verbs(found, sources.frequency)
    _plurals(found, sources.frequency)
    _genitives(found, sources.frequency)
    _comparison(found)
    for form, lemma in corrections.items():
        found.move(form, lemma)
    return Inflections(found.lemmas)


def _nouns_over_imperatives(words: Inflections, frequency: dict[str, float]) -> None:
    """`handicap` is a noun with forms of its own, not the imperative of `handicappe`."""
    for form, lemma in list(words.lemmas.items()):
        imperative = lemma in {form + "e", form + form[-1:] + "e", form + "ere"}
        if imperative and words.inflects(form) and frequency.get(form, 0) >= frequency.get(lemma, 0) / 4:
            words.move(form, form)


def _own_words(words: Inflections, frequency: dict[str, float]) -> None:
    """`begreb` is a noun of its own, not the past of `begribe`, and `planet` no form of `plan`: its other forms are in use."""
    for form, lemma in list(words.lemmas.items()):
        if form == lemma or form not in frequency or not words.inflects(form) or stem(form) == stem(lemma):
            continue
        if lemma == form[:-1] and form.endswith("s") and frequency[form] > frequency.get(lemma, 0):
            words.move(form, form)
            continue
        others = sum(frequency.get(other, 0) for other in words.forms[form] if other not in {form, form + "s"})
        if others >= OWN_FORMS * frequency[form]:
            words.move(form, form)


def _plurals_of_rare_verbs(words: Inflections, frequency: dict[str, float]) -> None:
    """`priser` is the plural of `pris`, not the present of the rare `prise`."""
    for noun in sorted(words.nouns):
        plural = any(form.endswith("ne") for form in words.forms[noun])
        if not plural and frequency.get(noun, 0) > 10 * frequency.get(noun + "e", 1) and noun + "erne" in words.lemmas:
            for ending in ("er", "ers", "erne", "ernes"):
                if words.lemmas.get(noun + ending) == noun + "e":
                    words.move(noun + ending, noun)


def _plurals(words: Inflections, frequency: dict[str, float]) -> None:
    """A plural and its definite form (budgetter, budgetterne) belong to one lemma: the commoner, when the two differ."""
    for definite in sorted(words.lemmas):
        if not definite.endswith(("rne", "ene")) or len(definite) <= 5:
            continue
        plural = definite[:-2]
        ours, theirs = words.lemmas.get(plural), words.lemmas[definite]
        if ours is None or theirs == definite or (stem(ours) == stem(theirs) and ours in words.nouns):
            continue
        if frequency.get(theirs, 0) > frequency.get(ours, 0):
            words.move(plural, theirs)
        elif ours != plural and ours in words.nouns and ours not in words.verbs:
            words.move(definite, ours)


def _genitives(words: Inflections, frequency: dict[str, float]) -> None:
    """A genitive belongs where the form without -s does, unless it is a word of its own (pris, hus)."""
    for form in sorted(words.lemmas):
        base = words.lemmas.get(form[:-1])
        if not form.endswith("s") or len(form) < 4 or base is None or stem(base) == stem(words.lemmas[form]):
            continue
        own = words.lemmas[form] == form
        if own and (words.inflects(form) or base not in words.nouns or frequency.get(base, 0) <= frequency.get(form, 0)):
            continue
        if own or base in words.nouns:
            words.move(form, base)


def _comparison(words: Inflections) -> None:
    """Superlatives and neuters the source leaves alone go with their adjective: senest with seneste, normalt with normal."""
    for form, lemma in list(words.lemmas.items()):
        if lemma != form or not form.endswith("t") or len(form) < 5 or words.inflects(form):
            continue
        if form.endswith("st") and words.lemmas.get(form + "e", form) not in {form, form + "e"}:
            words.move(form, words.lemmas[form + "e"])
        elif words.lemmas.get(form[:-1]) == form[:-1] == words.lemmas.get(form[:-1] + "e") and stem(form) != stem(form[:-1]):
            words.move(form, form[:-1])
