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
"""The forms of one letter, separated by spaces, by the number of its passages that hold them: short as bytes, and quickly added up."""

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


@dataclass(slots=True)
class Counting:
    """A vocabulary in the making, letter by letter."""

    _forms: Counter[str] = field(default_factory=Counter)
    _terms: Counter[str] = field(default_factory=Counter)
    _context: set[str] = field(default_factory=set)
    _passages: int = 0

    def add(self, forms: FormCounts, entries: Sequence[Entry]) -> None:
        """Take the words of a letter: its forms as `count_forms` gives them, and the entries of its passages."""
        # A Counter takes lists several times as fast as mappings, and most forms of a letter are in one or two of its passages.
        for passages, words in forms.items():
            held = words.split(" ")
            for _ in range(passages):
                self._forms.update(held)
        for entry in entries:
            self._terms.update({*entry.terms.get(TERMS, ()), *entry.terms.get(TABLES, ())})
        for shared in (SUBJECT, PREAMBLE, NAMES) if entries else ():
            self._context.update(entries[0].terms.get(shared, ()))
        self._passages += len(entries)

    def vocabulary(self) -> Vocabulary:
        """All that was taken."""
        return Vocabulary(dict(self._forms), dict(self._terms), self._passages, frozenset(self._context.difference(self._terms)))


def count_forms(passages: Iterable[Iterable[str]], shared: Iterable[str], entries: Iterable[Entry]) -> FormCounts:
    """The forms of one letter: of the texts of each of its passages and of those they all share, as far as the entries have them."""
    everywhere = _words(shared)
    counted: Counter[str] = Counter()
    for texts in passages:
        counted.update(everywhere | _words(texts))
    indexed = {form for entry in entries for name in (WORDS, CONTEXT_WORDS) for form in entry.terms.get(name, ())}
    counts: dict[int, list[str]] = {}
    for form, held in counted.items():
        if (form if form.isascii() else fold(form)) in indexed and len(form) <= LONGEST:
            counts.setdefault(held, []).append(form)
    return {held: " ".join(forms) for held, forms in counts.items()}


def _words(texts: Iterable[str]) -> set[str]:
    """The words of texts, and some that the analysis would not call one; to read them as it does takes more than twice the time."""
    return {word for text in texts for word in _WORD.findall(_plain(text))}


def _plain(text: str) -> str:
    for written, meant in _UNSEEN:
        if written in text:
            text = text.replace(written, meant)
    return unicodedata.normalize("NFC", text.lower())


def keep_vocabularies(where: Path, generation: str, vocabularies: Mapping[str, Vocabulary]) -> None:
    """Nothing; the vocabularies of the letters with each label (indexer.restricted) lie in the index folder `where` under their
    generation's name, whole or not at all. Raises OSError.

    Called before the generation is put in place, so that one that is served always has its words.
    """
    path = _path(where, generation)
    path.parent.mkdir(parents=True, exist_ok=True)
    disk.put(path, zlib.compress(_ENCODER.encode(dict(vocabularies)), level=6))


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


def prune_vocabularies(where: Path, generation: str) -> None:
    """Nothing; the vocabularies of generations before this one are gone. Later ones stay: another rebuild may be at work already."""
    with suppress(OSError):
        for path in (where / FOLDER).iterdir():
            if path.name < _path(where, generation).name:
                path.unlink()


def _path(where: Path, generation: str) -> Path:
    return where / FOLDER / f"{generation}.msgpack.z"


# Sorted, so that the same letters give the same bytes, and neighbours that begin alike compress well.
_ENCODER = msgspec.msgpack.Encoder(order="deterministic")
_DECODER = msgspec.msgpack.Decoder(dict[str, Vocabulary])
