"""The search a URL asks for.

Knows what of a URL can be used; must not know Flask or what a search answers. What cannot be used is left out and named in Danish: no URL
is an error.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from webapp.params import FILTERS
from webapp.params import KINDS
from webapp.params import SORTS
from webapp.params import SearchRequest
from webapp.params import search_pairs
from webapp.years import MOST_YEARS
from webapp.years import read_years


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Iterator

    from webapp.params import Sort


FIND = "find"
"""The parameter that looks for values of a facet, on the page of all of them."""

ENDS = ("fra", "til")
"""The first and the last year of a period, as a form sends them."""

MOST_CHARACTERS = 1000
"""Longer words are cut: a search of that length is a pasted letter."""
MOST_TYPED = 200
"""Characters of the longest text that is completed."""
MOST_VALUES = 50
MOST_PAIRS = 200
MOST_MISTAKES = 5

_PAGE = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A search as read from a URL, and a Danish sentence for each part of the URL that was not used.

    `original` is the page at which the file of a letter is to be shown beside it, 0 if it is not; `find` what listed values of a facet are
    to have in them.
    """

    request: SearchRequest
    mistakes: tuple[str, ...] = ()
    original: int = 0
    find: str = ""


def parse_search(query: str | bytes, *, besides: Collection[str] = ()) -> Parsed:
    """The search in the part of a URL after `?`; whatever it holds, there is one. The parameters `besides` are the page's own to read."""
    values: dict[str, list[str]] = {}
    mistakes: list[str] = []
    for name, value in _pairs(query, mistakes):
        if name in FILTERS or name in ("q", "sorter", "side", *ENDS):
            values.setdefault(name, []).append(value)
        elif name not in besides:
            mistakes.append(_unknown(name))
    request = SearchRequest(
        words=_words(_single("q", values, mistakes), mistakes),
        filters=dict(_filters(values, mistakes)),
        sort=_sort(_single("sorter", values, mistakes), mistakes),
        page=_page("side", values, mistakes),
    )
    return Parsed(request, _listed(mistakes))


def parse_letter(query: str | bytes) -> Parsed:
    """The search in the URL of a letter, and the page at which its file is shown beside it."""
    parsed = parse_search(query, besides=("original",))
    given = [_clean(value) for name, value in islice(_parts(query), MOST_PAIRS) if name == "original"]
    mistakes: list[str] = []
    page = _page("original", {"original": given}, mistakes) if any(given) else 0
    return replace(parsed, mistakes=(*parsed.mistakes, *mistakes), original=page)


def parse_choice(query: str | bytes) -> Parsed:
    """The search in the URL of all values of a facet, and what is looked for among them."""
    parsed = parse_search(query, besides=(FIND,))
    mistakes: list[str] = []
    given = [_clean(value) for name, value in islice(_parts(query), MOST_PAIRS) if name == FIND]
    find = _single(FIND, {FIND: given} if given else {}, mistakes)
    if len(find) > MOST_TYPED:
        mistakes.append(f"”{FIND}” er på over {MOST_TYPED} tegn; kun de første er brugt.")
    return replace(parsed, mistakes=(*parsed.mistakes, *mistakes), find=find[:MOST_TYPED].strip())


def unused(query: str | bytes) -> tuple[str, ...]:
    """A Danish sentence for each parameter in the URL of a page that knows none."""
    mistakes: list[str] = []
    names = [name for name, _ in _pairs(query, mistakes)]
    return _listed([*mistakes, *map(_unknown, names)])


def is_canonical(query: str | bytes) -> bool:
    """Whether the part of a URL after `?` is written as a link of ours would be, but for how its signs are escaped."""
    return tuple(pair for pair in _parts(query) if any(pair)) == search_pairs(parse_search(query).request)


def typed(query: str | bytes) -> str:
    """What stands in a search field so far, from the part of a URL after `?`: a space at its end ends a word and is kept.

    Empty when it is longer than anything that is completed.
    """
    text = first("q", query)
    if len(text) > MOST_TYPED:
        return ""
    return _clean(text) + (" " if text[-1:].isspace() else "")


def first(name: str, query: str | bytes) -> str:
    """The first value of this parameter in the part of a URL after `?`, as it stands; "" where there is none."""
    return next((value for given, value in _parts(query) if given == name), "")


def own(query: str | bytes, names: Collection[str]) -> dict[str, str]:
    """What a page reads of its own in the part of a URL after `?`: the parameters of these names, each as it first stands."""
    given: dict[str, str] = {}
    for name, value in islice(_parts(query), MOST_PAIRS):
        if name in names:
            given.setdefault(name, _clean(value))
    return given


def refused(name: str, value: str, *, allowed: str) -> str:
    """A Danish sentence: that what stands in this parameter is not used, and what may stand there."""
    return f"”{name}” i adressen skal være {allowed}; ”{_shown(value)}” er ikke brugt."


def _pairs(query: str | bytes, mistakes: list[str]) -> Iterator[tuple[str, str]]:
    parts = list(_parts(query))
    if len(parts) > MOST_PAIRS:
        mistakes.append(f"Adressen har over {MOST_PAIRS} dele; resten er ikke brugt.")
    for name, value in parts[:MOST_PAIRS]:
        if value or name:
            yield _clean(name), _clean(value)


def _parts(query: str | bytes) -> Iterator[tuple[str, str]]:
    """The parameters as they stand, unquoted; of too many one more than are used, which is not to be looked at."""
    text = query.decode("utf-8", "replace") if isinstance(query, bytes) else query
    for part in text.split("&", MOST_PAIRS):
        name, _, value = part.partition("=")
        yield unquote_plus(name), unquote_plus(value)


def _clean(text: str) -> str:
    return " ".join("".join(" " if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in text).split())


def _single(name: str, values: dict[str, list[str]], mistakes: list[str]) -> str:
    given = values.get(name, [""])
    if len(given) > 1:
        mistakes.append(f"”{name}” står flere gange i adressen; kun den første er brugt.")
    return given[0]


def _words(text: str, mistakes: list[str]) -> str:
    if len(text) <= MOST_CHARACTERS:
        return text
    mistakes.append(f"Søgningen er på over {MOST_CHARACTERS} tegn; kun de første er brugt.")
    return text[:MOST_CHARACTERS].strip()


def _filters(values: dict[str, list[str]], mistakes: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, facet in FILTERS.items():
        given = sorted({value for value in values.get(name, []) if value})
        read = [each for value in given for each in _read(name, value, mistakes)] + (_between(values, mistakes) if name == "aar" else [])
        chosen = sorted(set(read))
        most = MOST_YEARS if name == "aar" else MOST_VALUES
        if len(chosen) > most:
            mistakes.append(f"”{name}” har over {most} værdier; resten er ikke brugt.")
        if chosen:
            yield facet, tuple(chosen[:most])


def _read(name: str, value: str, mistakes: list[str]) -> tuple[str, ...]:
    """The values of a facet in one parameter: none if it cannot be used, several if it is a period."""
    allowed = ""
    if name == "aar":
        if years := read_years(value):
            return years
        allowed = f"et årstal på fire cifre eller højst {MOST_YEARS} år som 2017..2019"
    elif name == "type" and value not in KINDS:
        allowed = " eller ".join(KINDS)
    elif len(value) > MOST_CHARACTERS:
        allowed = f"højst {MOST_CHARACTERS} tegn"
    if allowed:
        _refused(name, value, allowed, mistakes)
        return ()
    return (KINDS[value] if name == "type" else value,)


def _between(values: dict[str, list[str]], mistakes: list[str]) -> list[str]:
    """The years from `fra` to `til`; of one of them alone that year."""
    ends = [end for end in (_single(name, values, mistakes) for name in ENDS) if end]
    return list(_read("aar", "..".join(ends), mistakes)) if ends else []


def _sort(value: str, mistakes: list[str]) -> Sort:
    if value and value not in SORTS:
        _refused("sorter", value, "relevans, nyeste eller aeldste", mistakes)
    return SORTS.get(value, "relevance")


def _page(name: str, values: dict[str, list[str]], mistakes: list[str]) -> int:
    value = _single(name, values, mistakes)
    if _PAGE.fullmatch(value):
        return int(value)
    if value:
        _refused(name, value, "et helt tal fra 1 til 999999", mistakes)
    return 1


def _unknown(name: str) -> str:
    return f"”{_shown(name)}” i adressen kendes ikke og er ikke brugt."


def _refused(name: str, value: str, allowed: str, mistakes: list[str]) -> None:
    mistakes.append(refused(name, value, allowed=allowed))


def _shown(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _listed(mistakes: list[str]) -> tuple[str, ...]:
    distinct = tuple(dict.fromkeys(mistakes))
    if len(distinct) <= MOST_MISTAKES:
        return distinct
    return (*distinct[:MOST_MISTAKES], f"Og {len(distinct) - MOST_MISTAKES} andre dele af adressen er ikke brugt.")
