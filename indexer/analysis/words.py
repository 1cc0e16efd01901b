"""What a token is looked up by.

Knows the rules every term obeys, and tokens that no word list helps with: numbers, dates, case numbers, §, abbreviations; must not know
how Danish words are inflected or put together.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from indexer.analysis.figures import numeric_day
from indexer.analysis.folding import fold


class Word(NamedTuple):
    """What a token is looked up by. All strings are folded: NFC, lower case, no white space, 1 to 200 characters.

    `form` is the word as written, for exact matches and phrases; `term` stands for the word in all its inflections; `parts` are the terms
    of what it is put together from, at every level, each once, without `term`. `leaves` are the terms of the smallest parts that make up
    the whole, in order, and `halves` those of its two (of a hyphenated word: all) uppermost parts; both are empty for a simple word.
    A `minor` word says nothing that the word it belongs to does not: "millioner" in "430 millioner", where 430 has the term 430000000.
    Form and term may be empty only for a string without a letter, digit or §, which is no token.
    """

    form: str
    term: str
    parts: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    halves: tuple[str, ...] = ()
    minor: bool = False


class Levels(NamedTuple):
    """The terms of a compound's parts: all of them in any order and number, the smallest, the uppermost."""

    parts: list[str]
    leaves: list[str]
    halves: list[str]


LONGEST = 200
"""Characters of the longest term an engine takes; what is longer is cut, alike when indexing and searching."""

_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_YEARS = re.compile(r"([12]\d{3})[-/]([12]\d{3})")


def make_word(form: str, term: str, levels: Levels) -> Word:
    """The word with this (normalised) form, term and parts; with fewer than two leaves it is no compound."""
    parts = dict.fromkeys(part for part in levels.parts if part != term)
    several = len(levels.leaves) > 1
    return Word(fold(form)[:LONGEST], term, tuple(parts), tuple(levels.leaves) if several else (), tuple(levels.halves) if several else ())


def plain_word(form: str, term: str) -> Word:
    """The word with this (normalised) form and term, without parts."""
    return Word(fold(form)[:LONGEST], fold(term)[:LONGEST])


def figure_word(word: Word, value: str) -> Word:
    """The word as the head of a figure (see indexer.analysis.figures) of this value; what it says alone is a part of it."""
    return Word(word.form, value, (word.term,) if word.term != value else ())


def other_word(form: str) -> Word:
    """A number, date, case number, § or mixture (bi105, bl.a): one term.

    Thousands are without their points, a day in any order is as in ISO 8601, a span of years has its years.
    """
    if day := numeric_day(form):
        return plain_word(form, day)
    if _THOUSANDS.fullmatch(form):
        return plain_word(form, form.replace(".", ""))
    if years := _YEARS.fullmatch(form):
        return Word(form, form, years.groups(), years.groups(), years.groups())
    return plain_word(form, form)
