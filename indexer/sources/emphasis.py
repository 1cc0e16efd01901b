"""Markdown inside a line: emphasis, links, escapes, the few HTML tags converters leave.

Knows the delimiter rules of CommonMark 0.31, chapter "Inlines"; must not know headings, tables or lists.
A star or underscore that opens or closes nothing is text and stays: footnote marks are such stars.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from dataclasses import field
from typing import NamedTuple

from indexer.sources.characters import superscript


class Piece(NamedTuple):
    """A stretch of text and how it is set."""

    text: str
    bold: bool
    italic: bool


_LINK = re.compile(r"(?<!\\)!?\[((?:[^\[\]\n]|\\[\[\]])*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"\n]*\")?\)")
_TOKEN = re.compile(
    r"""
    (?P<escape> \\+ (?P<escaped> [!-/:-@\[\]^_`{-~] ) )
  | <(?P<auto> (?:https?://|mailto:)[^\s<>]+ | [^\s<>@/]+@[^\s<>@]+ )>
  | <(?P<tag> /?(?:b|strong|i|em|u|s|sup|sub|span|font|br|p|div|center) )\b[^<>\n]*>
  | (?P<entity> &(?:\#\d{1,7}|\#x[0-9a-f]{1,6}|[a-z]{2,8}); )
  | (?P<run> \*+ | _+ )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DEPTH = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "sup": "raised"}


@dataclass(slots=True)
class _Run:
    """A run of stars or underscores: how many are left, and what they open and close."""

    mark: str
    left: int
    opens: bool
    closes: bool
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


def inline(text: str) -> list[Piece]:
    """The pieces of a block of Markdown without its marks; joined they are what a reader sees. Never fails."""
    tokens = _tokens(_LINK.sub(r"\1", text))
    _match([token for token in tokens if isinstance(token, _Run)])
    depth = {"bold": 0, "italic": 0, "raised": 0}
    pieces: list[Piece] = []
    for token in tokens:
        if isinstance(token, _Tag):
            depth[token.style] = max(0, depth[token.style] + token.step)
            continue
        for style in token.after if isinstance(token, _Run) else ():
            depth[style] -= 1
        shown = token.mark * token.left if isinstance(token, _Run) else token
        if shown:
            pieces.append(Piece(superscript(shown) if depth["raised"] else shown, depth["bold"] > 0, depth["italic"] > 0))
        for style in token.before if isinstance(token, _Run) else ():
            depth[style] += 1
    return pieces


class _Tag(NamedTuple):
    style: str
    step: int


def _tokens(text: str) -> list[str | _Run | _Tag]:
    tokens: list[str | _Run | _Tag] = []
    place = 0
    for found in _TOKEN.finditer(text):
        tokens.append(text[place : found.start()])
        tokens.append(_token(found, text))
        place = found.end()
    tokens.append(text[place:])
    return tokens


def _token(found: re.Match[str], text: str) -> str | _Run | _Tag:
    if found["escape"]:
        return found["escaped"]
    if found["auto"]:
        return found["auto"].removeprefix("mailto:")
    if found["entity"]:
        return html.unescape(found["entity"])
    if found["tag"]:
        name = found["tag"].lower().strip("/")
        if name in _DEPTH:
            return _Tag(_DEPTH[name], -1 if found["tag"].startswith("/") else 1)
        return "\n" if name == "br" else ""
    return _run(found["run"], text[: found.start()][-1:], text[found.end() : found.end() + 1])


def _run(run: str, before: str, after: str) -> _Run:
    """The run with its flanks judged: the character before and after it, "" at the ends of the block."""
    # Stricter than CommonMark: nothing is emphasised that begins with ")" or ends with "(", so that "(*)" stays a footnote mark.
    left = bool(after.strip()) and after not in ").,;:" and (_is_word(after) or not _is_word(before))
    right = bool(before.strip()) and before not in "([" and (_is_word(before) or not _is_word(after))
    if run[0] == "_":
        # Inside a word an underscore is part of it, as in e-mail addresses.
        return _Run("_", len(run), left and not (right and _is_word(before)), right and not (left and _is_word(after)))
    return _Run("*", len(run), left, right)


def _is_word(character: str) -> bool:
    return character.isalnum()


def _match(runs: list[_Run]) -> None:
    """Pair openers with closers, nearest first; what is left of a run is text."""
    openers: list[_Run] = []
    for run in runs:
        while run.closes and run.left:
            opener = next((other for other in reversed(openers) if other.mark == run.mark), None)
            if opener is None:
                break
            del openers[openers.index(opener) + 1 :]
            strength = 2 if min(opener.left, run.left) >= 2 else 1
            style = "bold" if strength == 2 else "italic"
            opener.before.append(style)
            run.after.append(style)
            opener.left -= strength
            run.left -= strength
            if not opener.left:
                openers.pop()
        if run.opens and run.left:
            openers.append(run)
