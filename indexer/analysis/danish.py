"""Stems: what is left of a Danish word when its endings are off.

Knows the Snowball stemmer, whose owner this is; must not know word lists, compounds or sentences.
"""

from __future__ import annotations

import threading
from importlib.metadata import version

import snowballstemmer


_stemmer = snowballstemmer.stemmer("danish")
_turn = threading.Lock()


def stem(word: str) -> str:
    """The Snowball stem of a word in lower case. Safe in threads: the stemmer itself keeps state, so they take turns."""
    with _turn:
        return str(_stemmer.stemWord(word))


def stemmer_version() -> str:
    """Name and version of the stemmer in use: PyStemmer (C) where it is installed, else snowballstemmer; both give the same stems."""
    package = "PyStemmer" if type(_stemmer).__module__ == "Stemmer" else "snowballstemmer"
    return f"{package} {version(package)}"
