"""The words of an index: what its letters say, how often, and how they spell it.

Knows how words are counted and how the counts are kept beside a generation of the index; must not know engines, queries or what anybody
does with the words. A generation without its words (made by hand, damaged) is searched all the same, only with less help.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING
from typing import TypeAlias

import msgspec

from indexer.analysis.folding import fold
from indexer.engines import disk
from indexer.model.fields import CONTEXT_WORDS
from indexer.model.fields import NAMES
from indexer.model.fields import PREAMBLE
from indexer.model.fields import SUBJECT
from indexer.model.fields import TABLES
from indexer.model.fields import TERMS
from indexer.model.fields import WORDS


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Iterable
    from collections.abc import Mapping
    from collections.abc import Sequence
    from pathlib import Path

    from indexer.model.entry import Entry


VERSION = "2"
"""Changes when the same letters would give another vocabulary; an index of another version is not searched."""

FOLDER = "vocabularies"
"""The name of the folder of vocabularies inside the index folder."""

LONGEST = 60
"""Letters of the longest form that is taken for a word: the longest in Danish law has 51, what is longer is text that lost its spaces."""

FormCounts: TypeAlias = dict[int, str]
"""The words of one letter, separated by spaces, by the number of its passages that hold them: short as bytes, and quickly added up."""

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_UNSEEN = (("\u00ad", ""), ("\u2010", "-"), ("\u2011", "-"))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of an index, and in how many of its `passages` they are.

    `forms` are words as written (NFC, lower case, æ, ø and å as they are, hyphens kept; no numbers), also those that a passage shares with
    its letter: names, the subject. `terms` are the terms of what passages say themselves, parts of compounds included; `context` those
    that are only in what they share.
    """

    forms: dict[str, int]
    terms: dict[str, int]
    passages: int
    context: frozenset[str] = frozenset()

    def holds(self, term: str) -> bool:
        """Whether a search for the term would find anything."""
        return term in self.terms or term in self.context


@dataclass(frozen=True, slots=True)
class LetterWords:
    """What a vocabulary needs of one letter of so many `passages`: its forms, its terms, and the terms its passages share with it."""

    forms: FormCounts
    terms: FormCounts
    context: FormCounts
    passages: int


@dataclass(slots=True)
class Counting:
    """A vocabulary in the making: letters are added, or taken away again. `context` counts letters, the others passages."""

    forms: dict[str, int] = field(default_factory=dict)
    terms: dict[str, int] = field(default_factory=dict)
    context: dict[str, int] = field(default_factory=dict)
    passages: int = 0

    def add(self, words: LetterWords) -> None:
        """Take the words of a letter."""
        _count(self.forms, words.forms, 1)
        _count(self.terms, words.terms, 1)
        _count(self.context, words.context, 1)
        self.passages += words.passages

    def remove(self, words: LetterWords) -> None:
        """Take a letter that was added away again; nothing is left of it."""
        _count(self.forms, words.forms, -1)
        _count(self.terms, words.terms, -1)
        _count(self.context, words.context, -1)
        self.passages -= words.passages

    def join(self, other: Counting) -> None:
        """Take all that another took."""
        for held, more in ((self.forms, other.forms), (self.terms, other.terms), (self.context, other.context)):
            if held:
                get = held.get
                held.update((word, count + get(word, 0)) for word, count in more.items())
            else:
                held.update(more)
        self.passages += other.passages

    def copy(self) -> Counting:
        """The same words, counted on by themselves."""
        return Counting(dict(self.forms), dict(self.terms), dict(self.context), self.passages)

    def vocabulary(self) -> Vocabulary:
        """All that was taken."""
        return Vocabulary(dict(self.forms), dict(self.terms), self.passages, frozenset(self.context.keys() - self.terms.keys()))


def _count(held: dict[str, int], counts: FormCounts, times: int) -> None:
    get = held.get
    for passages, words in counts.items():
        more = passages * times
        for word in words.split(" "):
            count = get(word, 0) + more
            if count:
                held[word] = count
            else:
                del held[word]


def count_words(passages: Iterable[Iterable[str]], shared: Iterable[str], entries: Sequence[Entry]) -> LetterWords:
    """The words of one letter: of the texts of each of its passages, of those they all share, and of the entries made of them."""
    terms = Counter(term for entry in entries for term in {*entry.terms.get(TERMS, ()), *entry.terms.get(TABLES, ())})
    context = {term for name in (SUBJECT, PREAMBLE, NAMES) for entry in entries[:1] for term in entry.terms.get(name, ())}
    return LetterWords(
        count_forms(passages, shared, entries), _grouped(terms), {1: " ".join(sorted(context))} if context else {}, len(entries)
    )


def count_forms(passages: Iterable[Iterable[str]], shared: Iterable[str], entries: Iterable[Entry]) -> FormCounts:
    """The forms of one letter: of the texts of each of its passages and of those they all share, as far as the entries have them."""
    everywhere = _words(shared)
    counted: Counter[str] = Counter()
    for texts in passages:
        counted.update(everywhere | _words(texts))
    indexed = {form for entry in entries for name in (WORDS, CONTEXT_WORDS) for form in entry.terms.get(name, ())}
    return _grouped(
        {form: held for form, held in counted.items() if (form if form.isascii() else fold(form)) in indexed and len(form) <= LONGEST}
    )


def _grouped(counts: Mapping[str, int]) -> FormCounts:
    """The words by their count; sorted, so that the same letter gives the same bytes."""
    grouped: dict[int, list[str]] = {}
    for word in sorted(counts):
        grouped.setdefault(counts[word], []).append(word)
    return {count: " ".join(words) for count, words in grouped.items()}


def _words(texts: Iterable[str]) -> set[str]:
    """The words of texts, and some that the analysis would not call one; to read them as it does takes more than twice the time."""
    return {word for text in texts for word in _WORD.findall(_plain(text))}


def _plain(text: str) -> str:
    for written, meant in _UNSEEN:
        if written in text:
            text = text.replace(written, meant)
    return unicodedata.normalize("NFC", text.lower())


def packed_vocabularies(vocabularies: Mapping[str, Vocabulary]) -> bytes:
    """The vocabularies of the letters with each label (indexer.restricted) as bytes, as they are kept."""
    return zlib.compress(_ENCODER.encode(dict(vocabularies)), level=6)


def keep_vocabularies(where: Path, generation: str, packed: bytes) -> None:
    """Nothing; the vocabularies lie in the index folder `where` under their generation's name, whole or not at all. Raises OSError.

    Called before the generation is put in place, so that one that is served always has its words.
    """
    path = _path(where, generation)
    path.parent.mkdir(parents=True, exist_ok=True)
    disk.put(path, packed)


def kept_vocabulary(where: Path, generation: str, *, hidden: Collection[str] = ()) -> Vocabulary | None:
    """The vocabulary of a generation, but for the letters whose labels are `hidden`; None when there is none that can be read."""
    try:
        kept = _DECODER.decode(zlib.decompress(disk.read(_path(where, generation))))
    except (OSError, zlib.error, msgspec.MsgspecError):
        return None
    return joined([vocabulary for label, vocabulary in kept.items() if label not in hidden])


def joined(vocabularies: Sequence[Vocabulary]) -> Vocabulary:
    """The vocabulary of all letters of these, as if they had been counted together."""
    if len(vocabularies) == 1:
        return vocabularies[0]
    forms, terms = (_added([getattr(each, name) for each in vocabularies]) for name in ("forms", "terms"))
    shared = frozenset().union(*(each.context for each in vocabularies))
    return Vocabulary(forms, terms, sum(each.passages for each in vocabularies), shared.difference(terms))


def _added(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The sums, in the order a kept vocabulary has: which of equals comes first must not tell where a word is from."""
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return dict(sorted(total.items()))


def prune_vocabularies(where: Path, generation: str, *, keep: Collection[str]) -> None:
    """Nothing; the vocabularies of generations before this one are gone, but for those of `keep`.

    Later ones stay: another rebuild may be at work already.
    """
    with suppress(OSError):
        for path in (where / FOLDER).iterdir():
            if path.name < _path(where, generation).name and path.name.partition(".")[0] not in keep:
                path.unlink()


def _path(where: Path, generation: str) -> Path:
    return where / FOLDER / f"{generation}.msgpack.z"


# Sorted, so that the same letters give the same bytes, and neighbours that begin alike compress well.
_ENCODER = msgspec.msgpack.Encoder(order="deterministic")
_DECODER = msgspec.msgpack.Decoder(dict[str, Vocabulary])
