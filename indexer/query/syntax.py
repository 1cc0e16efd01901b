"""The reader's own tree: what was asked for, before any word is analysed.

Knows how expressions nest and how they are written in the query language; must not know terms, fields of an index or engines.
Trees are built by `every`, `either` and `without`, which keep them in the one form that `write` and the parser agree on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import TypeAlias


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without a space as typed: normally one word, sometimes a few ("nytteindsats/lignende")."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A case or document number standing alone."""

    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words in quotation marks: exactly these, in this order."""

    text: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """The beginning of a word, typed with a star after it."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field operator: `name` is the Danish name as the table of fields spells it, `value` as typed."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Every:
    """All of two or more expressions, none of them an Every."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of two or more expressions, none of them an Either."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What is not `part`, which is no Without."""

    part: Expression


Leaf: TypeAlias = Word | Number | Quoted | Beginning | Field
Expression: TypeAlias = Leaf | Every | Either | Without

_BARE = re.compile(r"[^\s()]+")


def every(parts: Iterable[Expression]) -> Expression | None:
    """All of `parts` as one expression; None of none."""
    return _group(Every, [inner for part in parts for inner in (part.parts if isinstance(part, Every) else (part,))])


def either(parts: Iterable[Expression]) -> Expression | None:
    """Any of `parts` as one expression; None of none."""
    return _group(Either, [inner for part in parts for inner in (part.parts if isinstance(part, Either) else (part,))])


def without(part: Expression) -> Expression:
    """What is not `part`."""
    return part.part if isinstance(part, Without) else Without(part)


def depth(expression: Expression) -> int:
    """How many groups stand inside one another; 0 for a leaf."""
    match expression:
        case Every(parts) | Either(parts):
            return 1 + max(depth(part) for part in parts)
        case Without(part):
            return 1 + depth(part)
    return 0


def leaves(expression: Expression) -> Iterator[Expression]:
    """The leaves from left to right, those that are asked to be absent as Without."""
    match expression:
        case Every(parts) | Either(parts):
            for part in parts:
                yield from leaves(part)
        case Without(part):
            for leaf in leaves(part):
                yield leaf.part if isinstance(leaf, Without) else Without(leaf)
        case _:
            yield expression


def write(expression: Expression | None) -> str:
    """The expression in the query language; parsing it gives the same expression."""
    match expression:
        case None:
            return ""
        case Every(parts):
            return " ".join(_enclosed(part) if isinstance(part, Either) else write(part) for part in parts)
        case Either(parts):
            return " ELLER ".join(_enclosed(part) if isinstance(part, Every) else write(part) for part in parts)
        case Without(part):
            return "-" + (_enclosed(part) if isinstance(part, Every | Either) else write(part))
        case Quoted(text):
            return f'"{text}"'
        case Beginning(text):
            return f"{text}*"
        case Field(name, value):
            return f"{name}:{value}" if _BARE.fullmatch(value) else f'{name}:"{value}"'
    return expression.text


def _enclosed(expression: Expression) -> str:
    return f"({write(expression)})"


def _group(kind: type[Every | Either], parts: list[Expression]) -> Expression | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return kind(tuple(parts))
