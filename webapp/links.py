"""The URL of every page: all links are made here.

Knows the addresses, which are permanent; must not know Flask or what a page says. What follows the `?` is written in webapp.params.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote
from urllib.parse import urlencode

from webapp.params import search_pairs


if TYPE_CHECKING:
    from webapp.params import Pairs
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

    def theme(self, *, version: str) -> str:
        """The colours of the page as a style sheet; another version has another URL, so that it may be kept for ever."""
        return f"{self.root}/tema.css?v={quote(version)}"

    def static(self, name: str, *, version: str) -> str:
        """A file of the page itself; another version has another URL, so that it may be kept for ever."""
        return f"{self.root}/static/{quote(name)}?v={quote(version)}"


def _query(request: SearchRequest | None, also: Pairs = ()) -> str:
    pairs = (*(search_pairs(request) if request else ()), *also)
    return f"?{urlencode(pairs)}" if pairs else ""
