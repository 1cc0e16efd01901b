"""Danish: text in, terms with their places out.

Knows how Danish words are inflected, put together and written; must not know letters, queries, engines or the web. Reads its own data
files once and does no other input or output.

    analyzer.py    the chain
    words.py       what a token is looked up by
    tokens.py      text -> tokens with their places; two spellings of one word made the same
    lemmas.py      form -> base form, for any word
    lexicon.py     form -> base form, for the words of the table
    danish.py      base form -> stem (the only user of snowballstemmer)
    compounds.py   where a word is put together
    suspended.py   "job- og uddannelsesstatus" -> jobstatus
    folding.py     æ, ø, å on any keyboard
    curated.py     the lists in data/ that a secretary can edit
    data/          those lists, and two tables made by tools/lexicon
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from indexer.analysis.analyzer import Analyzer
from indexer.analysis.compounds import load_parts
from indexer.analysis.curated import LISTS
from indexer.analysis.curated import load_lists
from indexer.analysis.danish import stemmer_version
from indexer.analysis.lexicon import load_lexicon
from indexer.analysis.tokens import Token
from indexer.analysis.words import Word


__all__ = ["VERSION", "Analyzer", "Token", "Word", "default_analyzer", "versions"]

VERSION = "1"
"""Changes when the same text would give other words; an index of another version is not searched."""

DATA = Path(__file__).parent / "data"

_FORMS = "forms.txt.gz"
_PARTS = "parts.txt.gz"


@cache
def default_analyzer() -> Analyzer:
    """The analyzer with the shipped tables and lists, made once. Raises ConfigError when a list holds what cannot be used."""
    lists = load_lists(DATA)
    return Analyzer(load_lexicon(DATA / _FORMS, corrections=lists.inflections), load_parts(DATA / _PARTS), lists)


@cache
def versions() -> dict[str, str]:
    """The version of the analysis, the stemmer, the tables and the lists: when one differs, words may too."""
    return {
        "analysis": VERSION,
        "stemmer": stemmer_version(),
        "forms": _fingerprint(_FORMS),
        "parts": _fingerprint(_PARTS),
        "lists": _fingerprint(*LISTS),
    }


def _fingerprint(*names: str) -> str:
    together = hashlib.sha256()
    for name in names:
        together.update(hashlib.sha256((DATA / name).read_bytes()).digest())
    return together.hexdigest()[:12]
