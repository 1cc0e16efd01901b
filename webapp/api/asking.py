"""What a request asks of the API besides a search: how many, from where, which facets; and which of its parameters nobody knows.

Knows the API's own parameters, in plain text; must not know Flask or what is answered.

    antal     passages on a page, from 1 to 100
    markoer   the cursor of the page asked for
    facetter  the facets to be counted, by their parameters, separated by commas
    find      what values of a facet are to have in them
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from webapp.api.cursors import Cursor
from webapp.api.cursors import CursorError
from webapp.api.cursors import read_cursor
from webapp.api.kinds import BAD_CURSOR
from webapp.api.kinds import BAD_SIZE
from webapp.api.kinds import RefusedError
from webapp.params import FILTERS
from webapp.params import SearchRequest
from webapp.params import search_pairs
from webapp.parsing import parse_search


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Iterable
    from collections.abc import Mapping
    from collections.abc import Sequence

    from webapp.params import Pairs


SIZE = "antal"
CURSOR = "markoer"
FACETS = "facetter"

DEFAULT_SIZE = 10
MOST_ITEMS = 100

_SIZE = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Page:
    """The part of a search that is asked for: how many passages, after which cursor (None: from the first), with which facets."""

    request: SearchRequest
    size: int
    cursor: Cursor | None
    facets: tuple[str, ...]
    mistakes: tuple[str, ...]

    @property
    def key(self) -> Pairs:
        """What its cursors are good for."""
        return search_key(self.request)


def read_page(query: bytes, given: Mapping[str, Sequence[str]]) -> Page:
    """The page in the part of a URL after `?`, whose parameters are `given`. Raises RefusedError."""
    request, mistakes = read_search(query, besides=(SIZE, CURSOR, FACETS))
    facets, unknown = _facets(given.get(FACETS, ()))
    text = _first(given, CURSOR)
    try:
        cursor = read_cursor(text, search=search_key(request)) if text else None
    except CursorError:
        raise RefusedError(BAD_CURSOR) from None
    return Page(request, read_size(given), cursor, facets, (*mistakes, *unknown, *_repeated(given, (SIZE, CURSOR))))


def read_search(query: bytes, *, besides: Collection[str] = ()) -> tuple[SearchRequest, tuple[str, ...]]:
    """The search in the part of a URL after `?`, and what could not be used of it; the page of a search is none of the API's."""
    parsed = parse_search(query, besides=besides)
    paged = ("”side” bruges ikke her; følg ”next”.",) if parsed.request.page != 1 else ()
    return parsed.request.at(1), (*parsed.mistakes, *paged)


def read_size(given: Mapping[str, Sequence[str]], *, default: int = DEFAULT_SIZE) -> int:
    """How many are asked for. Raises RefusedError."""
    text = _first(given, SIZE)
    if text and not (_SIZE.fullmatch(text) and int(text) <= MOST_ITEMS):
        raise RefusedError(BAD_SIZE)
    return int(text) if text else default


def unknown(given: Iterable[str], *, known: Collection[str] = ()) -> tuple[str, ...]:
    """A sentence for the parameters that this address does not know."""
    names = [name if len(name) <= 40 else f"{name[:39]}…" for name in given if name not in known]
    return tuple(f"”{name}” i adressen kendes ikke og er ikke brugt." for name in names[:5])


def search_key(request: SearchRequest) -> Pairs:
    """What makes a search another one."""
    return search_pairs(request.at(1))


def _facets(texts: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    names = dict.fromkeys(name for text in texts for part in text.split(",") if (name := part.strip()))
    known = tuple(name for name in FILTERS if name in names)
    wrong = "" if len(known) == len(names) else f"”{FACETS}” skal være {', '.join(FILTERS)}; resten er ikke brugt."
    return known, (wrong,) if wrong else ()


def _first(given: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(given.get(name, ())), "")


def _repeated(given: Mapping[str, Sequence[str]], names: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"”{name}” står flere gange i adressen; kun den første er brugt." for name in names if len(given.get(name, ())) > 1)
