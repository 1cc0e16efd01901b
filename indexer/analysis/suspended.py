"""Suspended compounds: "job- og uddannelsesstatus" says jobstatus.

Knows how words that share a part are written together; must not know how compounds are split or stemmed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import NamedTuple

from indexer.analysis.tokens import HYPHENS


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.analysis.tokens import Token


_BETWEEN = frozenset({"og", "eller", "samt", "til", "henholdsvis"})
"""Words that may stand between a suspended word and the one it leans on."""

BEFORE, FURTHEST = 2, 12
"""Words looked at for the one a suspended word leans on: before it, with one that joins; after it six of a row, each with such a one."""

_WIDEST = 4
"""Characters of the widest gap: a hyphen, a comma, a line break, an indent."""


class Suspended(NamedTuple):
    """The token at `place` lacks the last part (`leading` False: its first part) of the token at `source`."""

    place: int
    source: int
    leading: bool


def find_suspended(text: str, tokens: Sequence[Token]) -> Iterator[Suspended]:
    """The suspended words among the tokens of `text`, each with the word that has what it lacks."""
    for index, token in enumerate(tokens):
        after = text[token.end : token.end + 2]
        if after[:1] and after[:1] in HYPHENS and not after[1:2].isalnum() and token.text[-1:].isalpha():
            source = _following(text, tokens, index)
            if source is not None:
                yield Suspended(index, source, leading=False)
        elif token.start >= 2 and text[token.start - 1] in HYPHENS and text[token.start - 2].isspace() and token.text[:1].isalpha():
            source = _preceding(text, tokens, index)
            if source is not None:
                yield Suspended(index, source, leading=True)


def _following(text: str, tokens: Sequence[Token], index: int) -> int | None:
    """The next word that is not itself suspended, over words that join."""
    for at in range(index + 1, min(index + 1 + FURTHEST, len(tokens))):
        gap = text[tokens[at - 1].end : tokens[at].start]
        joins = tokens[at].text.lower() in _BETWEEN
        if len(gap) > _WIDEST or not _is_gap(gap):
            return None
        suspended = text[tokens[at].end : tokens[at].end + 1]
        if not joins and not (suspended and suspended in HYPHENS):
            return at
    return None


def _preceding(text: str, tokens: Sequence[Token], index: int) -> int | None:
    """The word before, over one word that joins."""
    at = index - 1
    if at >= 1 and tokens[at].text.lower() in _BETWEEN:
        at -= 1
    if at < 0 or "\n\n" in text[tokens[at].end : tokens[index].start]:
        return None
    return at if index - at > 1 else None


def _is_gap(gap: str) -> bool:
    return all(character.isspace() or character in f",/+&{HYPHENS}" for character in gap) and "\n\n" not in gap
