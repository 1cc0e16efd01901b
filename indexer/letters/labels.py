"""The labels of questions and answers: "Spørgsmål 1", "Ad 2 og 3:", "4.", "Svar 1a", "Forvaltningens svar".

Knows how people number and head; must not know what a question is about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from indexer.letters.dates import MONTH


Role = Literal["question", "answer"]

_ONE = r"\d{1,2}(?:\s?[.-]?\s?[a-h]\b)?"
_NUMBERS = rf"{_ONE}(?:\s*(?:,|og|samt|\+|/|&|-|–|til)\s*{_ONE})*"
_WORD = r"[^\W\d_][\w-]*(?:\.\s*|\s+|(?![^\W\d_]))"  # ends where no letter follows: tried at every letter, a long line takes forever
_STEM = rf"(?:{_WORD}){{0,4}}?"

LABELLED = re.compile(rf"(?P<stem>{_STEM})(?P<numbers>{_NUMBERS})\s*(?P<end>[.:)\]]+|[–-](?=\s))?(?!\w)\s*", re.IGNORECASE)
ORDINAL = re.compile(r"(?P<number>\d{1,2})\.\s+(?P<stem>[^\W\d_]+)\s*[.:]?\s*")
"""A label that puts its number first: "2. spørgsmål"."""

HEAD = re.compile(r"(?:[^\W\d_][\w&.-]*\s+){0,7}[^\W\d_]+\s*:?")
WORD_BEFORE_TEXT = re.compile(r"[^\W\d_]+\s*:\s*")
ITEM = re.compile(rf"(?:[-–•]\s+)?(?P<number>\d{{1,2}}(?:\.?[a-h])?|[a-h](?!\.\s*\d))\s?[.)]\s+(?=\S)(?!(?:{MONTH})\b)", re.IGNORECASE)
"""An item of a list: "3. ", "3) ", "b) ", "3a. ", "- 3. " as some converters write it; not a date that begins a line ("3. maj")."""

BULLET = re.compile(r"[•·▪◦–-]\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says: whose it is, which numbers, and how many characters of the text it takes.

    `role` is None for a bare number, `numbers` is empty for a head without one. `stem` are the words before the number, in lower case.
    """

    role: Role | None
    numbers: tuple[str, ...]
    length: int
    stem: str = ""


def role_of(words: str) -> Role | None:
    """What a head speaks of, by the roots of its words: an answer where it speaks of one, else a question, else neither.

    "Svar på spørgsmål 2" is an answer's label.
    """
    words = words.casefold().strip(" .:")
    if re.search(r"\b\w*(?:svar|besvar)\w*", words) or re.match(r"ad\b", words):
        return "answer"
    if re.search(r"\b(?:\w*spørgsmål\w*|spm|spørgs?)\b", words):
        return "question"
    return None


@lru_cache(maxsize=1024)  # the same line is asked about as a row, as what follows one, and as a block
def read_label(text: str) -> Label | None:
    """The label with a number that a block begins with, if any: "Ad 1:", "Spørgsmål 2", "3."."""
    item = ITEM.match(text)
    ordinal = ORDINAL.fullmatch(text)
    if ordinal and (role := role_of(ordinal["stem"])):
        return Label(role, (ordinal["number"],), ordinal.end())
    if item:
        return Label(None, numbers(item["number"]) or (item["number"].casefold(),), item.end())
    match = LABELLED.match(text) if text[:1].isupper() else None
    if not match:
        return None
    role = role_of(match["stem"])
    if role is None or not _is_ended(match, text):
        return None
    return Label(role, numbers(match["numbers"]), match.end(), match["stem"].casefold().strip(" ."))


def _is_ended(match: re.Match[str], text: str) -> bool:
    """Whether a label ends: by a sign, with its block, or before a sentence that begins."""
    after = match.end()
    return bool(match["end"]) or after == len(text) or (text[after - 1] == " " and text[after].isupper())


def read_series(text: str) -> Label | None:
    """The label that a block begins with, whatever its words: "Punkt 3:", "Emne 1", alone in its block or before a colon or point.

    Only a whole series of them is a label in earnest: one such block may be a caption, an address or the name of a thing.
    """
    match = LABELLED.match(text) if text[:1].isupper() else None
    if not match or not _is_ended(match, text):
        return None
    return Label(None, numbers(match["numbers"]), match.end(), match["stem"].casefold().strip(" ."))


@lru_cache(maxsize=1024)
def read_head(text: str) -> Label | None:
    """The head without a number that a block is or begins with: "Forvaltningens svar", "Spørgsmål:", "Svar: Ja, ...".

    Without a colon the head must be the whole block; with one, a single word may be followed by the text it heads.
    """
    match = HEAD.fullmatch(text) or WORD_BEFORE_TEXT.match(text)
    if not match:
        return None
    words = match.group().rstrip(" :").split()
    speaks_last = role_of(" ".join(words)) if len(words) < 4 else role_of(words[-1])  # "Svar på spørgsmålene", "Forvaltningens svar"
    role = speaks_last or (role_of(words[0]) if words[1:2] == ["fra"] else None)  # "Svar fra forvaltningen"
    return Label(role, (), match.end()) if role else None


def numbers(text: str) -> tuple[str, ...]:
    """The numbers a label names, ranges counted out: "2 og 3", "1-3", "1a"."""
    found = [re.sub(r"[^\da-h]", "", one.casefold()) for one in re.findall(_ONE, text, re.IGNORECASE)]
    span = re.fullmatch(r"\s*(\d+)\s*(?:-|–|til)\s*(\d+)\s*", text)
    if span and 0 < int(span[2]) - int(span[1]) < 20:
        return tuple(str(number) for number in range(int(span[1]), int(span[2]) + 1))
    return tuple(found)


def whole(number: str) -> str:
    """A number without the letter of its part: "1" of "1a"."""
    return number.rstrip("abcdefgh")


def follows(before: str, number: str) -> bool:
    """Whether a number is the next of a list: "2" or "2a" after "1", "1b" or "2" after "1a", "1a" after "1" when it divides that."""
    last, this = whole(before), whole(number)
    if not (last.isdigit() and this.isdigit()):
        return False
    part, next_part = before[len(last) :], number[len(this) :]
    if int(this) == int(last):
        return next_part == (chr(ord(part) + 1) if part else "a")
    return int(this) == int(last) + 1 and next_part in ("", "a")
