"""A search that is followed, and the parameters of a feed's URL that ask for it.

Knows the feed's own parameters by their Danish names; must not know Flask or what is found. The others are those of a search.

    antal   how many answers a page, from 1 to 100; 20 if left out
    sorter  as on the search page, but nyeste if left out: what is followed is what is new
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import replace
from typing import TYPE_CHECKING

from webapp.params import SORTS
from webapp.params import SearchRequest
from webapp.parsing import own
from webapp.parsing import parse_search
from webapp.parsing import refused


if TYPE_CHECKING:
    from webapp.links import Links


SIZE = "antal"
USUAL_SIZE = 20
MOST = 100

_SIZE = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class FeedRequest:
    """What a feed is to hold: a page of a search, of so many answers."""

    search: SearchRequest
    size: int = USUAL_SIZE

    def link(self, links: Links, form: str, *, page: int = 1) -> str:
        """The URL of a page of this feed as `atom`, `rss` or `json`; one feed has one URL in each."""
        search = self.search.at(page)
        also = [("sorter", "relevans")] if search.sort == "relevance" else []
        also += [(SIZE, str(self.size))] if self.size != USUAL_SIZE else []
        return links.feed(replace(search, sort="relevance") if search.sort == "newest" else search, form, also=tuple(also))


def parse_feed(query: str | bytes) -> tuple[FeedRequest, tuple[str, ...]]:
    """The feed in the part of a URL after `?`, and a Danish sentence for each part of it that was not used."""
    parsed = parse_search(query, besides=(SIZE,))
    given = own(query, (SIZE, "sorter"))
    mistakes: list[str] = []
    search = parsed.request if given.get("sorter") in SORTS else replace(parsed.request, sort="newest")
    return FeedRequest(search, _size(given.get(SIZE, ""), mistakes)), (*parsed.mistakes, *mistakes)


def _size(value: str, mistakes: list[str]) -> int:
    """How many answers; too many are as many as there may be, since programs ask for as many as they can get."""
    size = int(value) if _SIZE.fullmatch(value) else 0
    if value and not 1 <= size <= MOST:
        mistakes.append(refused(SIZE, value, allowed=f"et helt tal fra 1 til {MOST}"))
    return min(size, MOST) or USUAL_SIZE
