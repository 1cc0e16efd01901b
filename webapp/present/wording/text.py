"""Marked text as it is set: paragraphs, points of a list, and shortened to a title.

Knows excerpts and blank lines; must not know what the text is about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.model.results import Excerpt
from indexer.model.results import Mark


_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
_POINT = re.compile(r"(?P<sign>[-–—•*·▪◦]|\d{1,2}[.)]|[a-zæøå]\))\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, or the points of one list, each with the sign or number it was written with in `signs`."""

    lines: tuple[Excerpt, ...]
    signs: tuple[str, ...] = ()


def plain(text: str) -> Excerpt:
    """The text with nothing marked."""
    return (Mark(text, marked=False),) if text else ()


def wording(excerpt: Excerpt) -> str:
    """The text of an excerpt."""
    return "".join(piece.text for piece in excerpt)


def paragraphs(excerpt: Excerpt) -> tuple[Excerpt, ...]:
    """The excerpt cut at its blank lines; empty paragraphs are left out."""
    found: list[list[Mark]] = [[]]
    for piece in excerpt:
        first, *later = _BREAK.split(piece.text)
        found[-1].append(Mark(first, piece.marked))
        found.extend([Mark(text, piece.marked)] for text in later)
    kept = (tuple(piece for piece in line if piece.text) for line in found)
    return tuple(line for line in kept if wording(line).strip())


def blocks(excerpt: Excerpt) -> tuple[Block, ...]:
    """The paragraphs of an excerpt, neighbours that are points of one list taken together."""
    found: list[Block] = []
    for line in paragraphs(excerpt):
        text = wording(line)
        point = _POINT.match(text)
        block = Block((_slice(line, point.end(), len(text)),), (point["sign"],)) if point else Block((line,))
        if point and found and found[-1].signs:
            found[-1] = Block((*found[-1].lines, *block.lines), (*found[-1].signs, *block.signs))
        else:
            found.append(block)
    return tuple(found)


def shortened(excerpt: Excerpt, length: int) -> Excerpt:
    """At most about `length` characters on one line: the beginning and, where nothing in it is marked, the first mark further on."""
    line = tuple(Mark(re.sub(r"\s+", " ", piece.text), piece.marked) for piece in excerpt)
    if len(wording(line)) <= length:
        return line
    head = _until(line, length)
    mark = _first_mark(line)
    if mark is None or _first_mark(head) is not None:
        return (*head, Mark("\N{NO-BREAK SPACE}…", marked=False))
    half = length // 2
    rest = _from(line, max(mark - half // 2, half))
    is_end = len(wording(rest)) <= half
    window = rest if is_end else (*_until(rest, half), Mark("\N{NO-BREAK SPACE}…", marked=False))
    return (*_until(line, half), Mark(" … ", marked=False), *window)


def _first_mark(line: Excerpt) -> int | None:
    at = 0
    for piece in line:
        if piece.marked:
            return at
        at += len(piece.text)
    return None


def _until(line: Excerpt, length: int) -> Excerpt:
    """The beginning of a line, cut between words."""
    text = wording(line)
    cut = text.rfind(" ", 0, length + 1)
    return _slice(line, 0, cut if cut > length // 2 else length)


def _from(line: Excerpt, start: int) -> Excerpt:
    """The end of a line, from the first word that begins at or after `start`, or the mark there."""
    text = wording(line)
    cut = text.find(" ", start) + 1
    mark = _first_mark(line)
    return _slice(line, cut or start if mark is None else min(cut or start, mark), len(text))


def _slice(line: Excerpt, start: int, stop: int) -> Excerpt:
    found: list[Mark] = []
    at = 0
    for piece in line:
        text = piece.text[max(start - at, 0) : max(stop - at, 0)]
        at += len(piece.text)
        if text:
            found.append(Mark(text, piece.marked))
    return tuple(found)
