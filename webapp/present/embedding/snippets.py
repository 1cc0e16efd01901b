"""A search -> what to write in another page to have it there.

Knows the frame, the component, the feed and the address of the data; must not know Flask, or which sites are allowed what. A test holds the
names of the component's attributes against static/embed.js.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from typing import NamedTuple
from urllib.parse import urlencode
from urllib.parse import urlsplit

from webapp.following import USUAL_SIZE
from webapp.framing import look_pairs
from webapp.params import FILTERS
from webapp.params import Pairs
from webapp.params import search_pairs
from webapp.present.results.facets import chosen_values


if TYPE_CHECKING:
    from collections.abc import Iterable

    from webapp.framing import Look
    from webapp.links import Links
    from webapp.params import SearchRequest


HEIGHT = 640
"""Pixels: of a frame whose page runs no script that lets it grow."""

_COMPONENT = "svarsoeg-resultater"


class Snippet(NamedTuple):
    """What to copy: what it is called, what it is good for, the text itself; `name` is what addresses on the page call it."""

    name: str
    title: str
    lead: str
    text: str


@dataclass(frozen=True, slots=True)
class EmbeddingPage:
    """Everything the page on embedding says of a search: what it is called, where it is, how it is tried out, its snippets.

    `kept` is what its form sends besides the look; `origins` are the sites that are allowed, `host` is what they have to allow.
    """

    search: str
    back: str
    tried: str
    kept: Pairs
    snippets: tuple[Snippet, ...]
    origins: tuple[str, ...]
    host: str


def embedding_page(asked: SearchRequest, look: Look, *, links: Links, outside: Links, title: str, origins: Iterable[str]) -> EmbeddingPage:
    """What the page says of this search; `outside` are the links that lead here from anywhere, `title` is what the site is called."""
    first = asked.at(1)
    return EmbeddingPage(
        search=called(first),
        back=links.search(first),
        tried=links.tried(first, look=look_pairs(look)),
        kept=search_pairs(first),
        snippets=snippets(first, look, links=outside, title=title),
        origins=tuple(origins),
        host=urlsplit(outside.root).netloc,
    )


def called(asked: SearchRequest) -> str:
    """What a search is called by what is asked: its words, what is chosen, or that it is all."""
    chosen = ", ".join(text for _, text, _ in chosen_values(asked))
    return " · ".join(filter(None, (asked.words, chosen))) or "Nyeste svar"


def snippets(asked: SearchRequest, look: Look, *, links: Links, title: str) -> tuple[Snippet, ...]:
    """The ways to have a search elsewhere, the simplest first; the links must lead here from anywhere."""
    return (
        Snippet(
            "ramme",
            "Ramme",
            "Virker i SharePoint, Drupal, Umbraco og enhver side, der må vise en ramme. Anden linje lader rammen følge sit indhold "
            "i højden og kan udelades.",
            f"{frame(asked, look, links=links, title=title)}\n{_script(links)}",
        ),
        Snippet(
            "komponent",
            "Komponent",
            "Svarene bliver en del af siden og har dens skrift. Linket inden i vises, indtil svarene er der, og hvis de ikke kan hentes. "
            "Farve og filtre gælder kun rammen; komponentens farver sættes i sidens eget CSS.",
            f"{_script(links)}\n{component(asked, look, links=links)}",
        ),
        Snippet(
            "feed",
            "Feed",
            "Sæt adressen ind i en nyhedslæser, i Outlook eller i en webdel for RSS; så kommer nye svar, der har alle ordene, af sig selv. "
            f"De {USUAL_SIZE} nyeste er med, efter brevenes dag.",
            links.feed(asked.sorted_by("newest"), "atom"),
        ),
        Snippet("data", "Data", "Søgningen som JSON, til programmer.", api_address(asked, look, links=links)),
    )


def frame(asked: SearchRequest, look: Look, *, links: Links, title: str, width: str = "100%", height: int = HEIGHT) -> str:
    """The frame as HTML."""
    attributes = {
        "src": links.embedded(asked, look=look_pairs(look)),
        "title": f"{title}: {called(asked)}",
        "width": width,
        "height": str(height),
        "frameborder": "0",
        "loading": "lazy",
        "data-svarsoeg": "",
    }
    return _tag("iframe", attributes)


def component(asked: SearchRequest, look: Look, *, links: Links) -> str:
    """The component as HTML, with a field where the look has one; a plain link is inside it."""
    attributes = {
        "src": links.root,
        "q": asked.words,
        "afgraens": urlencode(_chosen(asked)),
        "sorter": dict(search_pairs(asked)).get("sorter", ""),
        "antal": str(look.count),
        "tema": look.theme if look.theme != "auto" else "",
    }
    link = _tag("a", {"href": links.search(asked)}, f"Søg efter {called(asked)}" if asked.words else called(asked))
    given = {name: value for name, value in attributes.items() if value}
    shown = _tag(_COMPONENT, given, f"\n  {link}\n", inner=True)
    return f"{_tag('svarsoeg-felt', {'src': links.root})}\n{shown}" if look.has_field else shown


def api_address(asked: SearchRequest, look: Look, *, links: Links) -> str:
    """Where the data of a search are."""
    return links.api_search(asked, size=look.count)


def _chosen(asked: SearchRequest) -> Pairs:
    return tuple((name, value) for name, value in search_pairs(asked) if name in FILTERS)


def _script(links: Links) -> str:
    return _tag("script", {"type": "module", "src": links.component()})


def _tag(name: str, attributes: dict[str, str], text: str = "", *, inner: bool = False) -> str:
    """An element; its text is escaped unless it is made of elements already (`inner`)."""
    written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())  # also without a value: oEmbed wants XHTML
    return f"<{name}{written}>{text if inner else escape(text)}</{name}>"
