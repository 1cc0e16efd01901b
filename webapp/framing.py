"""How an embedded search looks, and the parameters of a URL that say so.

Knows each parameter by its Danish name, and what may stand in it; must not know Flask or what a search answers.

    felt    ja or nej (if left out): whether there is a field to search in
    filtre  ja or nej (if left out): whether what is found can be narrowed
    antal   so many answers a page, from 1 to 20; 5 if left out
    tema    lys, moerk or auto (if left out): light, dark, or as the reader's device is set
    farve   the accent as rrggbb; that of the settings if left out
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Literal
from typing import TypeAlias
from typing import get_args

from webapp.parsing import own
from webapp.parsing import refused


if TYPE_CHECKING:
    from webapp.params import Pairs


Theme: TypeAlias = Literal["auto", "lys", "moerk"]

THEMES: tuple[Theme, ...] = get_args(Theme)
LOOK = ("felt", "filtre", "antal", "tema", "farve")
"""The parameters, in the order they are written."""

USUAL_COUNT = 5
MOST = 20

_COUNT = re.compile(r"[1-9][0-9]?", re.ASCII)
_COLOUR = re.compile(r"#?([0-9a-f]{6})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """What an embedded search shows besides what it finds: a field, filters, so many answers a page, its theme, its accent as `#rrggbb`.

    Without an accent it has that of the settings.
    """

    has_field: bool = False
    has_filters: bool = False
    count: int = USUAL_COUNT
    theme: Theme = "auto"
    accent: str = ""


def parse_look(query: str | bytes) -> tuple[Look, tuple[str, ...]]:
    """The look in the part of a URL after `?`, and a Danish sentence for each part of it that was not used."""
    given = own(query, LOOK)
    mistakes: list[str] = []
    look = Look(
        has_field=_yes("felt", given, mistakes),
        has_filters=_yes("filtre", given, mistakes),
        count=_count(given.get("antal", ""), mistakes),
        theme=_theme(given.get("tema", ""), mistakes),
        accent=_accent(given.get("farve", ""), mistakes),
    )
    return look, tuple(mistakes)


def parse_accent(query: str | bytes) -> str:
    """The accent in the part of a URL after `?` as `#rrggbb`, or ""."""
    return parse_look(query)[0].accent


def look_pairs(look: Look) -> Pairs:
    """The parameters of a look in their order, defaults left out."""
    written = {
        "felt": "ja" if look.has_field else "",
        "filtre": "ja" if look.has_filters else "",
        "antal": str(look.count) if look.count != USUAL_COUNT else "",
        "tema": look.theme if look.theme != "auto" else "",
        "farve": look.accent.removeprefix("#"),
    }
    return tuple((name, written[name]) for name in LOOK if written[name])


def _yes(name: str, given: dict[str, str], mistakes: list[str]) -> bool:
    value = given.get(name, "")
    if value not in ("", "ja", "nej"):
        mistakes.append(refused(name, value, allowed="ja eller nej"))
    return value == "ja"


def _count(value: str, mistakes: list[str]) -> int:
    if _COUNT.fullmatch(value) and int(value) <= MOST:
        return int(value)
    if value:
        mistakes.append(refused("antal", value, allowed=f"et helt tal fra 1 til {MOST}"))
    return USUAL_COUNT


def _theme(value: str, mistakes: list[str]) -> Theme:
    if value in THEMES:
        return value
    if value:
        mistakes.append(refused("tema", value, allowed="lys, moerk eller auto"))
    return "auto"


def _accent(value: str, mistakes: list[str]) -> str:
    if read := _COLOUR.fullmatch(value):
        return f"#{read[1].lower()}"
    if value:
        mistakes.append(refused("farve", value, allowed="en farve på seks cifre som 0b5566"))
    return ""
