"""The word list: every Danish form we know, and the base form (lemma) it belongs to.

Knows the shipped table and how to look a form up in it; must not know stems, compounds or where a word stood.

The table is one sorted text, kept whole in memory (about 7 MB) and searched in place: a dictionary of 400,000 strings would take ten
times the memory and a noticeable start. A line is `form<TAB>cut ending`: the lemma is the form without its last `cut` characters (a
letter, `A` = 0) and with `ending` added. A genitive is left out of the table when taking away its -s leads to the same lemma.
"""

from __future__ import annotations

import gzip
from bisect import bisect_right
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from pathlib import Path


BLOCK = 1024
"""Characters between two entries of the lookup index: shorter blocks are quicker to search, and more of them to keep."""


class Lexicon:
    """The lemma of every known form. `text` is a table as `encode` writes it; `corrections` of form to lemma go before it."""

    def __init__(self, text: str, *, corrections: Mapping[str, str] | None = None) -> None:
        self._text = text
        self._corrections = corrections or {}
        self._starts, self._firsts = _blocks(text)

    def lemma(self, form: str) -> str | None:
        """The base form of a known form, given and returned in lower case; None when the word list does not have it."""
        found = self._find(form)
        if found is None and form.endswith("s"):
            return self._find(form[:-1])
        return found

    def correction(self, form: str) -> str | None:
        """The lemma of a form that the corrections name, also in the genitive; None for all others."""
        return self._corrections.get(form) or (self._corrections.get(form[:-1]) if form.endswith("s") else None)

    def _find(self, form: str) -> str | None:
        if form in self._corrections:
            return self._corrections[form]
        block = bisect_right(self._firsts, form) - 1
        if block < 0:
            return None
        at = self._text.find(f"\n{form}\t", self._starts[block], self._starts[block + 1])
        if at < 0:
            return None
        at += len(form) + 2
        code = self._text[at : self._text.index("\n", at)]
        return form[: len(form) - ord(code[0]) + 65] + code[1:]


def load_lexicon(path: Path, *, corrections: Mapping[str, str] | None = None) -> Lexicon:
    """The lexicon in the file at `path`, corrected."""
    return Lexicon(gzip.decompress(path.read_bytes()).decode("latin-1"), corrections=corrections)


def encode(lemmas: Mapping[str, str]) -> str:
    """The table for these forms (lower case, Latin-1 letters) and their lemmas."""
    return "\n" + "".join(_line(form, lemmas[form]) for form in sorted(_needed(lemmas)))


def _line(form: str, lemma: str) -> str:
    shared = 0
    for ours, theirs in zip(form, lemma, strict=False):
        if ours != theirs:
            break
        shared += 1
    return f"{form}\t{chr(65 + len(form) - shared)}{lemma[shared:]}\n"


def _needed(lemmas: Mapping[str, str]) -> Iterable[str]:
    for form, lemma in lemmas.items():
        # Two steps down the table would be needed for a base that is itself left out, so such a base keeps its derived form.
        base = form[:-1]
        if form.endswith("s") and lemmas.get(base) == lemma and not base.endswith("s"):
            continue
        yield form


def _blocks(text: str) -> tuple[list[int], list[str]]:
    starts: list[int] = []
    firsts: list[str] = []
    at = 0
    while 0 <= at < len(text) - 1:
        starts.append(at)
        firsts.append(text[at + 1 : text.index("\t", at)])
        at = text.find("\n", at + BLOCK)
    starts.append(len(text))
    return starts, firsts
