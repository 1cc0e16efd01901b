"""Results -> what the search page says.

Knows cards, counts, orders and pages in Danish; must not know Flask or HTML.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from typing import TYPE_CHECKING
from typing import NamedTuple

from webapp.present.results.cards import Group
from webapp.present.results.cards import card
from webapp.present.results.cards import grouped
from webapp.present.results.facets import Chip
from webapp.present.results.facets import Facet
from webapp.present.results.facets import chips
from webapp.present.results.facets import chosen_values
from webapp.present.results.facets import facets
from webapp.present.results.rewording import Way
from webapp.present.results.rewording import changed
from webapp.present.results.rewording import proposed
from webapp.present.wording.danish import count
from webapp.present.wording.danish import day
from webapp.present.wording.danish import local_day


if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.model.entry import Stamp
    from indexer.model.letter import Metadata
    from indexer.model.results import Found
    from indexer.model.results import Results
    from webapp.links import Links
    from webapp.params import SearchRequest
    from webapp.params import Sort
    from webapp.present.results.cards import Card


SORT_NAMES: dict[Sort, str] = {"relevance": "Relevans", "newest": "Nyeste", "oldest": "Ældste"}
NEARLY = "Svar, der har nogle af ordene"
NEARLY_MORE = "Andre svar, der har nogle af ordene"
RELAXED = "Ingen svar har alle ord; her er dem med de fleste."


class Order(NamedTuple):
    """An order to sort by, and whether it is the one in use."""

    text: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Pages:
    """Where the reader is among the pages; a link that leads nowhere new is ""."""

    text: str
    first: str = ""
    previous: str = ""
    next: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Everything the page of a search says; `unfiltered` is the count without the filters.

    `nearly` are answers that lack some of the words, under a heading of their own. `changed` says which words were taken for
    others, and leads to what was typed; `proposal` leads to another spelling.
    """

    title: str
    count: str
    reading: str
    notices: tuple[str, ...]
    groups: tuple[Group, ...]
    chips: tuple[Chip, ...]
    facets: tuple[Facet, ...]
    orders: tuple[Order, ...]
    pages: Pages | None
    unfiltered: str = ""
    nearly_title: str = ""
    nearly: tuple[Group, ...] = ()
    changed: Way | None = None
    proposal: Way | None = None


@dataclass(frozen=True, slots=True)
class StartPage:
    """What the empty search page says of the index: how much there is, how new it is ("" if nothing is dated), when it was built."""

    contents: str
    newest: str
    built: str


def search_page(
    results: Results,
    *,
    request: SearchRequest,
    links: Links,
    page_size: int,
    facet_values: int,
    mistakes: Iterable[str] = (),
    unfiltered: int = 0,
) -> SearchPage:
    """What the page of these results says; `unfiltered` is how many passages there would be without the chosen filters."""
    read = results.reading
    # A letter is to show what was searched, which is not what was typed where that was taken for something else.
    searched = replace(request, words=read.text) if read.changes else request

    leading = links.letters(searched)

    def to_card(hit: Found, level: int = 2) -> Card:
        return card(hit, url=leading(hit.stored.letter, hit.stored.passage.anchor), level=level)

    return SearchPage(
        title=_title(request, results.total),
        count=answers(results.total) if results.total else "Ingen svar",
        # What was read just as it was typed stands in the field already.
        reading=read.text if request.words and read.text != request.words and not read.changes else "",
        notices=(*mistakes, *read.ignored, *([RELAXED] if read.relaxed and results.total else [])),
        groups=grouped(map(to_card, results.found)),
        chips=chips(request, links=links),
        facets=facets(results.facets, request=request, links=links, shown=facet_values),
        orders=_orders(request, links),
        pages=_pages(results.total, request=request, links=links, page_size=page_size),
        unfiltered=answers(unfiltered) if unfiltered else "",
        nearly_title=NEARLY_MORE if results.found else NEARLY,
        nearly=grouped(to_card(hit, 3) for hit in results.nearly),
        changed=changed(results, request=request, links=links),
        proposal=proposed(results, request=request, links=links),
    )


def start_page(stamp: Stamp, *, newest: Metadata | None) -> StartPage:
    """What the start page says of the index with this stamp, whose newest dated letter has these metadata."""
    letters = count(stamp.letters, "brev", "breve")
    return StartPage(f"{letters} med {answers(stamp.passages)}", newest=_newest(newest), built=local_day(stamp.built))


def answers(total: int) -> str:
    """How many answers, as "1.234 svar"."""
    return count(total, "svar", "svar")


def last_page(total: int, page_size: int) -> int:
    """The number of the last page; of nothing it is 1."""
    return max(1, -(-total // page_size))


def _title(request: SearchRequest, total: int) -> str:
    asked = request.words or ", ".join(text for _, text, _ in chosen_values(request))
    page = f", side {request.page}" if request.page > 1 else ""
    return f"{asked or 'Alle svar'} – {answers(total) if total else 'ingen svar'}{page}"


def _newest(metadata: Metadata | None) -> str:
    if metadata is None or metadata.day is None:
        return ""
    verb = "er fra" if metadata.own_date else "svarer på en henvendelse fra"
    return f"Det nyeste {verb} {day(metadata.day)}."


def _orders(request: SearchRequest, links: Links) -> tuple[Order, ...]:
    # Without words nothing is more relevant than anything else, and the newest comes first.
    offered: tuple[Sort, ...] = ("relevance", "newest", "oldest") if request.words else ("newest", "oldest")
    used = request.sort if request.sort in offered else "newest"
    return tuple(Order(SORT_NAMES[sort], links.search(request.sorted_by(sort)), sort == used) for sort in offered)


def _pages(total: int, *, request: SearchRequest, links: Links, page_size: int) -> Pages | None:
    last = last_page(total, page_size)
    here = request.page
    if last == 1:
        return None
    return Pages(
        text=f"Side {here} af {last}",
        first=links.search(request.at(1)) if here > 1 else "",
        previous=links.search(request.at(here - 1)) if here > 1 else "",
        next=links.search(request.at(here + 1)) if here < last else "",
        last=links.search(request.at(last)) if here < last else "",
    )
