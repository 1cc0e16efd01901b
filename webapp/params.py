"""The search a URL asks for, and the URL of every page.

Knows each parameter by its Danish name; must not know Flask or what a search answers. Every link of the page is made here.

    q          the words, as typed
    aar        a year of four digits               may stand several times: any of the years
    direktoer  the name of who signed              may stand several times
    modtager   who is written to                   may stand several times
    sag        a case number                       may stand several times
    type       brev or notat                       may stand several times
    spoerger   who asked                           may stand several times
    parti      the party of who asked or is written to; may stand several times
    sorter     relevans (if left out), nyeste or aeldste
    side       the page of results, from 1 (if left out)

Written in that order, values of a facet sorted, whatever equals the default left out: one search has one URL.
What cannot be used is left out and named in Danish; no URL is an error.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from typing import TYPE_CHECKING
from typing import Literal
from typing import TypeAlias
from urllib.parse import quote
from urllib.parse import unquote_plus
from urllib.parse import urlencode


if TYPE_CHECKING:
    from collections.abc import Iterator


Sort: TypeAlias = Literal["relevance", "newest", "oldest"]
Pairs: TypeAlias = tuple[tuple[str, str], ...]

FACETS = {"aar": "year", "direktoer": "director", "modtager": "addressee", "sag": "case", "type": "kind"}
"""The facets that can be chosen in a URL: parameter -> facet of the index, in the order they are shown."""

FILTERS = {**FACETS, "spoerger": "asker", "parti": "party"}
"""All that can be chosen in a URL; those that are no facets of the search page are linked from other pages."""

KINDS = {"brev": "letter", "notat": "budget_note"}
SORTS: dict[str, Sort] = {"relevans": "relevance", "nyeste": "newest", "aeldste": "oldest"}

MOST_CHARACTERS = 1000
"""Longer words are cut: a search of that length is a pasted letter."""
MOST_TYPED = 200
"""Characters of the longest text that is completed."""
MOST_VALUES = 50
MOST_PAIRS = 200
MOST_MISTAKES = 5

_YEAR = re.compile(r"[12][0-9]{3}", re.ASCII)
_PAGE = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is searched: the words, the values chosen of each facet (sorted, by the index's names), the order, the page from 1."""

    words: str = ""
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "relevance"
    page: int = 1

    @property
    def is_empty(self) -> bool:
        """True when nothing is asked for."""
        return not self.words and not self.filters

    def toggled(self, facet: str, value: str) -> SearchRequest:
        """The same search with `value` of `facet` chosen, or no longer chosen; from the first page."""
        chosen = set(self.filters.get(facet, ())) ^ {value}
        filters = {name: values for name, values in self.filters.items() if name != facet}
        if chosen:
            filters[facet] = tuple(sorted(chosen))
        return replace(self, filters=filters, page=1)

    def worded(self, words: str) -> SearchRequest:
        """Other words with the same filters and order, from the first page."""
        return replace(self, words=words, page=1)

    def without_filters(self) -> SearchRequest:
        """The same words among all passages, from the first page."""
        return replace(self, filters={}, page=1)

    def sorted_by(self, sort: Sort) -> SearchRequest:
        """The same search in another order, from the first page."""
        return replace(self, sort=sort, page=1)

    def at(self, page: int) -> SearchRequest:
        """The same search at another page."""
        return replace(self, page=page)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A search as read from a URL, and a Danish sentence for each part of the URL that was not used."""

    request: SearchRequest
    mistakes: tuple[str, ...] = ()


def parse_search(query: str | bytes) -> Parsed:
    """The search in the part of a URL after `?`; whatever it holds, there is one."""
    values: dict[str, list[str]] = {}
    mistakes: list[str] = []
    for name, value in _pairs(query, mistakes):
        if name in FILTERS or name in ("q", "sorter", "side"):
            values.setdefault(name, []).append(value)
        else:
            mistakes.append(f"”{_shown(name)}” i adressen kendes ikke og er ikke brugt.")
    request = SearchRequest(
        words=_words(_single("q", values, mistakes), mistakes),
        filters=dict(_filters(values, mistakes)),
        sort=_sort(_single("sorter", values, mistakes), mistakes),
        page=_page(_single("side", values, mistakes), mistakes),
    )
    return Parsed(request, _listed(mistakes))


def typed(query: str | bytes) -> str:
    """What stands in a search field so far, from the part of a URL after `?`: a space at its end ends a word and is kept.

    Empty when it is longer than anything that is completed.
    """
    text = next((value for name, value in _parts(query) if name == "q"), "")
    if len(text) > MOST_TYPED:
        return ""
    return _clean(text) + (" " if text[-1:].isspace() else "")


def search_pairs(request: SearchRequest) -> Pairs:
    """The parameters of a search in canonical order, defaults left out."""
    pairs = [("q", request.words)] if request.words else []
    pairs += [(name, _written(name, value)) for name, facet in FILTERS.items() for value in request.filters.get(facet, ())]
    pairs += [("sorter", name) for name, sort in SORTS.items() if sort == request.sort != "relevance"]
    if request.page != 1:
        pairs.append(("side", str(request.page)))
    return tuple(pairs)


@dataclass(frozen=True, slots=True)
class Links:
    """The URLs of the pages; `root` is the path the whole site hangs under, empty or `/like/this`."""

    root: str = ""

    def search(self, request: SearchRequest | None = None) -> str:
        """The page of a search; of none: the start page."""
        return f"{self.root}/{_query(request)}"

    def letter(self, letter: str, *, anchor: str = "", request: SearchRequest | None = None) -> str:
        """The page of a letter, at a passage of it; with the search it was found by, whose words are marked and which it leads back to."""
        return f"{self.root}/brev/{quote(letter, safe='')}{_query(request)}" + (f"#{quote(anchor, safe='')}" if anchor else "")

    def original(self, letter: str) -> str:
        """The letter's file."""
        return f"{self.root}/brev/{quote(letter, safe='')}/original"

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

    def people(self) -> str:
        """The page of the people and parties."""
        return f"{self.root}/personer"

    def about(self) -> str:
        """The page about the collection."""
        return f"{self.root}/om"

    def help(self) -> str:
        """The page on how to search."""
        return f"{self.root}/hjaelp"

    def static(self, name: str, *, version: str) -> str:
        """A file of the page itself; another version has another URL, so that it may be kept for ever."""
        return f"{self.root}/static/{quote(name)}?v={quote(version)}"


def _query(request: SearchRequest | None) -> str:
    pairs = search_pairs(request) if request else ()
    return f"?{urlencode(pairs)}" if pairs else ""


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
        if len(given) > MOST_VALUES:
            mistakes.append(f"”{name}” har over {MOST_VALUES} værdier; resten er ikke brugt.")
        chosen = [_read(name, value, mistakes) for value in given[:MOST_VALUES]]
        if kept := tuple(sorted(value for value in chosen if value)):
            yield facet, kept


def _read(name: str, value: str, mistakes: list[str]) -> str:
    if name == "aar" and not _YEAR.fullmatch(value):
        return _refused(name, value, "et årstal på fire cifre", mistakes)
    if name == "type" and value not in KINDS:
        return _refused(name, value, " eller ".join(KINDS), mistakes)
    if len(value) > MOST_CHARACTERS:
        return _refused(name, value, f"højst {MOST_CHARACTERS} tegn", mistakes)
    return KINDS[value] if name == "type" else value


def _written(name: str, value: str) -> str:
    return {kind: word for word, kind in KINDS.items()}.get(value, value) if name == "type" else value


def _sort(value: str, mistakes: list[str]) -> Sort:
    if value and value not in SORTS:
        _refused("sorter", value, "relevans, nyeste eller aeldste", mistakes)
    return SORTS.get(value, "relevance")


def _page(value: str, mistakes: list[str]) -> int:
    if _PAGE.fullmatch(value):
        return int(value)
    if value:
        _refused("side", value, "et helt tal fra 1 til 999999", mistakes)
    return 1


def _refused(name: str, value: str, allowed: str, mistakes: list[str]) -> str:
    mistakes.append(f"”{name}” i adressen skal være {allowed}; ”{_shown(value)}” er ikke brugt.")
    return ""


def _shown(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _listed(mistakes: list[str]) -> tuple[str, ...]:
    distinct = tuple(dict.fromkeys(mistakes))
    if len(distinct) <= MOST_MISTAKES:
        return distinct
    return (*distinct[:MOST_MISTAKES], f"Og {len(distinct) - MOST_MISTAKES} andre dele af adressen er ikke brugt.")
