"""The field operators of the query language.

Knows their Danish names, what they search and what is said when a value is not understood; must not know which values an index holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from indexer.model import fields
from indexer.query.periods import Span
from indexer.query.periods import days
from indexer.query.periods import years


@dataclass(frozen=True, slots=True)
class Choice:
    """A field that picks values of a facet. `unknown` is the Danish sentence about a value nobody has, with {} where it stands.

    `whole` values are numbers, compared from their beginning; the others are names, compared word by word.
    `labels` gives the Danish names of values that are kept under English ones.
    """

    name: str
    facet: str
    unknown: str
    whole: bool = False
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Time:
    """A field that picks a span of a number. `wrong` is the Danish sentence about a value that is no time, with {} where it stands."""

    name: str
    number: str
    read: Callable[[str], Span | None]
    wrong: str


Operator: TypeAlias = Choice | Time

_KINDS = (("brev", "letter"), ("breve", "letter"), ("notat", "budget_note"), ("notater", "budget_note"), ("budgetnotat", "budget_note"))

_OPERATORS: tuple[Operator, ...] = (
    Choice("sag", fields.CASE, "Ingen sag har nummeret {}.", whole=True),
    Choice("dok", fields.DOCUMENT, "Intet dokument har nummeret {}.", whole=True),
    Choice("direktør", fields.DIRECTOR, "Ingen direktør hedder {}."),
    Choice("til", fields.ADDRESSEE, "Ingen modtager hedder {}."),
    Choice("parti", fields.PARTY, "Intet parti hedder {}."),
    Choice("type", fields.KIND, "Ingen type hedder {}; skriv type:brev eller type:notat.", labels=_KINDS),
    Choice("forvaltning", fields.ADMINISTRATION, "Ingen forvaltning hedder {}."),
    Time("år", fields.YEAR, years, "{} er ikke et år; skriv fx år:2018 eller år:2017..2019."),
    Time("dato", fields.DATE, days, "{} er ikke en dato; skriv fx dato:2018-09-24 eller dato:2018-09..2018-12."),
)

OPERATORS: dict[str, Operator] = {operator.name: operator for operator in _OPERATORS}
"""The operators by name."""

SPELLINGS: dict[str, str] = {name: name for name in OPERATORS} | {"direktoer": "direktør", "aar": "år"}
"""What a reader may type before the colon, in lower case, and the name it stands for."""

CHOSEN: tuple[str, ...] = tuple(operator.facet for operator in _OPERATORS if isinstance(operator, Choice))
"""The facets whose values the operators pick from."""
