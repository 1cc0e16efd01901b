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
    figures.py     amounts, dates and paragraphs of several words
    function_words.py  words that nearly every text has
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
from indexer.analysis.curated import list_paths
from indexer.analysis.curated import load_lists
from indexer.analysis.danish import stemmer_version
from indexer.analysis.lexicon import load_lexicon
from indexer.analysis.tokens import Token
from indexer.analysis.words import Word
from indexer.errors import ConfigError


__all__ = ["VERSION", "Analyzer", "Token", "Word", "check_lists", "default_analyzer", "versions"]

VERSION = "2"
"""Changes when the same text would give other words; an index of another version is not searched."""

DATA = Path(__file__).parent / "data"

_FORMS = "forms.txt.gz"
_PARTS = "parts.txt.gz"
_FUNCTION_WORDS = "function_words.txt"


@cache
def default_analyzer(lists: Path | None = None) -> Analyzer:
    """The analyzer with the shipped tables and lists, made once; a list that lies in the folder `lists` takes the place of the shipped one.

    Raises ConfigError when a list holds what cannot be used.
    """
    read = load_lists(DATA, lists)
    return Analyzer(load_lexicon(DATA / _FORMS, corrections=read.inflections), load_parts(DATA / _PARTS), read)


def check_lists(lists: Path | None = None) -> None:
    """Nothing; raises ConfigError when a list holds what cannot be used, in a tenth of the time that an analyzer takes to load."""
    load_lists(DATA, lists)


@cache
def versions(lists: Path | None = None) -> dict[str, str]:
    """The version of the analysis, the stemmer, the tables and the lists: when one differs, words may too."""
    return {
        "analysis": VERSION,
        "stemmer": stemmer_version(),
        "forms": _fingerprint(DATA / _FORMS),
        "parts": _fingerprint(DATA / _PARTS),
        "lists": _fingerprint(DATA / _FUNCTION_WORDS, *list_paths(DATA, lists).values()),
    }


def _fingerprint(*paths: Path) -> str:
    together = hashlib.sha256()
    for path in paths:
        try:
            together.update(hashlib.sha256(path.read_bytes()).digest())
        except OSError as error:
            raise ConfigError(path, [f"Listen kan ikke læses: {error}"]) from None
    return together.hexdigest()[:12]
