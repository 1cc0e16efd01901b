"""The URL of every page: all links are made here.

Knows the addresses, which are permanent; must not know Flask or what a page says. What follows the `?` is written in webapp.params.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote
from urllib.parse import quote_plus
from urllib.parse import urlencode

from webapp.params import Pairs
from webapp.params import search_pairs


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable

    from webapp.params import SearchRequest


@dataclass(frozen=True, slots=True)
class Links:
    """The URLs of the pages; `root` is the path the whole site hangs under, empty or `/like/this`."""

    root: str = ""

    def search(self, request: SearchRequest | None = None) -> str:
        """The page of a search; of none: the start page."""
        return f"{self.root}/{_query(request)}"

    def letter(self, letter: str, *, anchor: str = "", request: SearchRequest | None = None, original: int = 0) -> str:
        """The page of a letter, at a passage of it; with the search it was found by, whose words are marked and which it leads back to.

        With a page of the `original`, that is shown beside it.
        """
        also = (("original", str(original)),) if original else ()
        return f"{self.root}/brev/{quote(letter, safe='')}{_query(request, also)}" + (f"#{quote(anchor, safe='')}" if anchor else "")

    def letters(self, request: SearchRequest) -> Callable[[str, str], str]:
        """For a letter and an anchor in it its page with this search, as `letter`; for many of them, what they share is written once."""
        query = _query(request)
        return lambda letter, anchor: f"{self.root}/brev/{quote(letter, safe='')}{query}#{quote(anchor, safe='')}"

    def original(self, letter: str, *, page: int = 0) -> str:
        """The letter's file, at this page of a file that has pages."""
        # Readers turn to a page when they are opened, not when only the part behind # changes: so each page has an address of its own.
        # The pictures of all pages, which some readers put beside the page, would leave it half the room.
        return f"{self.root}/brev/{quote(letter, safe='')}/original" + (f"?side={page}#page={page}&navpanes=0" if page else "")

    def edition(self, letter: str, number: int) -> str:
        """The file of an earlier edition of the letter; 1 is the oldest."""
        return f"{self.root}/brev/{quote(letter, safe='')}/udgave/{number}"

    def table(self, letter: str, number: int) -> str:
        """A table of the letter as a file for a spreadsheet; 1 is its first."""
        return f"{self.root}/brev/{quote(letter, safe='')}/tabel/{number}.csv"

    def citation(self, letter: str, form: str, *, anchor: str = "") -> str:
        """The reference to a letter, or to a passage of it, as a file for a reference manager: `bib` or `ris`."""
        query = f"?{urlencode({'svar': anchor})}" if anchor else ""
        return f"{self.root}/brev/{quote(letter, safe='')}/henvisning.{form}{query}"

    def similar(self, letter: str, anchor: str) -> str:
        """The page of passages of other letters that are like this one."""
        return f"{self.root}/brev/{quote(letter, safe='')}/lignende/{quote(anchor, safe='')}"

    def draft(self, *, answer: bool = False) -> str:
        """The page that looks up what is asked in a draft, or the answer on it. The draft itself is never in a URL."""
        return f"{self.root}/foer" + ("#svar" if answer else "")

    def suggestions(self) -> str:
        """Where one asks how what is typed may go on."""
        return f"{self.root}/forslag"

    def case(self, number: str) -> str:
        """The page of a case."""
        return f"{self.root}/sag/{quote(number, safe='')}"

    def choose(self, name: str, request: SearchRequest | None = None) -> str:
        """The page of all values of the facet with this parameter, to be chosen among those of a search."""
        return f"{self.root}/vaelg/{quote(name, safe='')}{_query(request)}"

    def people(self) -> str:
        """The page of the people and parties."""
        return f"{self.root}/personer"

    def about(self) -> str:
        """The page about the collection."""
        return f"{self.root}/om"

    def help(self) -> str:
        """The page on how to search."""
        return f"{self.root}/hjaelp"

    def accessibility(self) -> str:
        """The page on how accessible the others are."""
        return f"{self.root}/tilgaengelighed"

    def embedded(self, request: SearchRequest | None = None, *, look: Pairs = ()) -> str:
        """The page of a search for frames of other sites."""
        return f"{self.root}/indlejret{_query(request, look)}"

    def tried(self, request: SearchRequest | None = None, *, look: Pairs = ()) -> str:
        """The same page for a frame of this site, which shows how it will look."""
        return f"{self.root}/indlejr/proeve{_query(request, look)}"

    def embedding(self, request: SearchRequest | None = None, *, look: Pairs = ()) -> str:
        """The page that says how a search is embedded."""
        return f"{self.root}/indlejr{_query(request, look)}"

    def component(self) -> str:
        """The web components, for pages of other sites."""
        return f"{self.root}/embed.js"

    def oembed(self, url: str, form: str) -> str:
        """What oEmbed says of a URL of the site, as `json` or `xml`."""
        return f"{self.root}/oembed?{urlencode({'url': url, 'format': form})}"

    def api(self) -> str:
        """The page on how programs search; their operations lie below it."""
        return f"{self.root}/api"

    def api_search(self, request: SearchRequest | None = None, *, size: int = 0, facets: Iterable[str] = (), cursor: str = "") -> str:
        """What a search finds, for programs: so many passages on a page, with these facets, from this cursor on."""
        also = (("antal", str(size) if size else ""), ("facetter", ",".join(facets)), ("markoer", cursor))
        return f"{self.root}/api/v1/search{_query(request, tuple(pair for pair in also if pair[1]))}"

    def export(self, ending: str, request: SearchRequest | None = None) -> str:
        """All that a search finds as a file: `csv` or `jsonl`."""
        return f"{self.root}/api/v1/export.{ending}{_query(request)}"

    def api_letter(self, letter: str) -> str:
        """A letter, for programs."""
        return f"{self.root}/api/v1/letters/{quote(letter, safe='')}"

    def api_passage(self, letter: str, anchor: str) -> str:
        """A passage of a letter, for programs."""
        return f"{self.api_letter(letter)}/passages/{quote(anchor, safe='')}"

    def api_similar(self, letter: str, anchor: str) -> str:
        """Passages of other letters that are like this one, for programs."""
        return f"{self.api_passage(letter, anchor)}/similar"

    def openapi(self) -> str:
        """What programs may ask, described for programs."""
        return f"{self.root}/api/v1/openapi.json"

    def problem(self, name: str) -> str:
        """What is said of a kind of problem, and at the same time its name."""
        return f"{self.api()}#fejl-{quote(name, safe='')}"

    def feed(self, request: SearchRequest | None, form: str, *, also: Pairs = ()) -> str:
        """What a search finds as a feed: `atom`, `rss` or `json`; with the feed's own parameters `also`."""
        return f"{self.root}/feed.{form}{_query(request, also)}"

    def description(self) -> str:
        """The search described for browsers and other searches."""
        return f"{self.root}/opensearch.xml"

    def search_template(self) -> str:
        """The page of a search whose words stand in braces, as OpenSearch writes it."""
        return f"{self.search()}?q={{searchTerms}}"

    def feed_template(self, form: str) -> str:
        """The same as a feed, the most relevant first, with what a caller may leave out."""
        return f"{self.feed(None, form)}?q={{searchTerms}}&sorter=relevans&side={{startPage?}}&antal={{count?}}"

    def suggestions_template(self) -> str:
        """How such words may go on."""
        return f"{self.suggestions()}?q={{searchTerms}}&format=opensearch"

    def theme(self, *, version: str, accent: str = "") -> str:
        """The colours of the page as a style sheet; another version has another URL, so that it may be kept for ever.

        They are made of the accent in the settings, or of this one.
        """
        own = f"&farve={quote(accent.removeprefix('#'))}" if accent else ""
        return f"{self.root}/tema.css?v={quote(version)}{own}"

    def static(self, name: str, *, version: str) -> str:
        """A file of the page itself; another version has another URL, so that it may be kept for ever."""
        return f"{self.root}/static/{quote(name)}?v={quote(version)}"


@dataclass(frozen=True, slots=True)
class FramedLinks(Links):
    """The links of a page in a frame: another search comes in the same place and keeps the `look`; all else is where it is."""

    look: Pairs = ()

    def search(self, request: SearchRequest | None = None) -> str:
        """Another search in the same frame."""
        return _query(request, self.look) or "?"


def _query(request: SearchRequest | None, also: Pairs = ()) -> str:
    pairs = (*(search_pairs(request) if request else ()), *also)
    return f"?{urlencode(pairs, quote_via=_quoted)}" if pairs else ""


# The links of a page have most of what they say in common.
_quoted = lru_cache(maxsize=64)(quote_plus)
