"""Results -> a feed of entries, the same for every format.

Knows what an entry says and what it is called; must not know Flask or how a format writes it.

An entry is called by the permanent URL of its passage, so that a rebuilt index makes nothing new of what was there before.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import UTC
from datetime import date
from datetime import datetime
from typing import TYPE_CHECKING
from typing import NamedTuple

from webapp.present.embedding.snippets import called
from webapp.present.feeds.content import as_html
from webapp.present.feeds.content import as_text
from webapp.present.feeds.titles import named
from webapp.present.feeds.titles import titles
from webapp.present.feeds.tree import legal
from webapp.present.results.cards import known_line
from webapp.present.results.page import RELAXED
from webapp.present.results.page import answers
from webapp.present.results.page import last_page
from webapp.present.results.rewording import changed
from webapp.present.wording.text import wording


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from indexer.model.letter import Metadata
    from indexer.model.results import Found
    from indexer.model.results import Results
    from webapp.following import FeedRequest
    from webapp.links import Links


LANGUAGE = "da"
UNDATED = "Svar uden dato har dagen 1. januar 1970, da Atom kræver en dag."
WAITING = "Ingen svar har alle ordene endnu. Nye svar, der har dem, kommer her."

# At noon it is the same day in all of Europe and America, whatever clock a reader shows it by.
_NOON = 12

# For what has no day, in a format that demands one: never another, or a reader would tell of it as new after each rebuild.
_NO_DAY = datetime(1970, 1, 1, _NOON, tzinfo=UTC)


class Query(NamedTuple):
    """Words, and whether they are what was asked (`request`) or may have been meant (`correction`), as OpenSearch calls it."""

    role: str
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer: `day` is what its letter is sorted by, None where it has none; `updated` then is a day that stays the same.

    `summary` is the best part of the answer, `text` and `html` all of it.
    """

    id: str
    url: str
    title: str
    summary: str
    text: str
    html: str
    authors: tuple[str, ...]
    day: datetime | None
    updated: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """A page of a feed; `page` is the same search for people, `description` that of the whole search. A link that leads nowhere is ""."""

    title: str
    subtitle: str
    site: str
    page: str
    description: str
    url: str
    first: str
    previous: str
    next: str
    last: str
    updated: datetime
    total: int
    start: int
    size: int
    queries: tuple[Query, ...]
    entries: tuple[Entry, ...]


class Source(NamedTuple):
    """Where a feed comes from: the site's name, its absolute links, the form of the feed, when the index was built (ISO 8601)."""

    site: str
    links: Links
    form: str
    built: str


def feed_of(results: Results, asked: FeedRequest, *, source: Source, mistakes: Iterable[str] = ()) -> Feed:
    """The feed of these results; `mistakes` are Danish sentences on what of its URL was not used."""
    built = _moment(source.built)
    results = _without_guesses(results, asked)
    here = asked.search.page
    last = last_page(results.total, asked.size)

    def link(page: int) -> str:
        return asked.link(source.links, source.form, page=page)

    return Feed(
        title=_line(f"{called(asked.search)} – {source.site}"),
        subtitle=_line(" ".join(_remarks(results, asked, source, mistakes))),
        site=_line(source.site),
        page=source.links.search(asked.search.at(1)),
        description=source.links.description(),
        url=link(here),
        first=link(1),
        previous=link(min(here - 1, last)) if here > 1 else "",
        next=link(here + 1) if here < last else "",
        last=link(last),
        updated=built,
        total=results.total,
        start=(here - 1) * asked.size + 1,
        size=asked.size,
        queries=tuple(_queries(results, asked)),
        entries=_entries(results, asked, links=source.links, site=source.site),
    )


def _without_guesses(results: Results, asked: FeedRequest) -> Results:
    """What a feed holds of the results: each entry of one by day is news to somebody, and so has all the words as they were written.

    One by relevance is what another search shows, and holds what the page of the search does.
    """
    is_guess = bool(results.reading.relaxed or results.reading.changes)
    return replace(results, total=0, found=()) if is_guess and asked.search.sort != "relevance" else results


def _entries(results: Results, asked: FeedRequest, *, links: Links, site: str) -> tuple[Entry, ...]:
    # A letter is to show what was searched, which is not what was typed where that was taken for something else.
    words = results.reading.text if results.reading.changes else asked.search.words
    searched = replace(asked.search, words=words, page=1)
    called_by = titles([hit.stored for hit in results.found])

    def entry(hit: Found, title: str) -> Entry:
        stored = hit.stored
        passage = stored.passage
        whole = named(stored)
        told = {"asked": whole if passage.question and not title.startswith(whole) else "", "line": known_line(stored.metadata)}
        day = _noon(stored.metadata.day)
        return Entry(
            id=links.letter(stored.letter, anchor=passage.anchor),
            url=links.letter(stored.letter, anchor=passage.anchor, request=searched),
            title=title,
            summary=_line(wording(hit.snippet)),
            text=as_text(passage, **told),
            html=as_html(passage, **told),
            authors=_authors(stored.metadata) or (_line(site),),
            day=day,
            updated=day or _NO_DAY,
        )

    return tuple(entry(hit, title) for hit, title in zip(results.found, called_by, strict=True))


def _authors(metadata: Metadata) -> tuple[str, ...]:
    """Who signed; else the administration, else the authority."""
    signers = [_line(signer.name) for signer in metadata.signers]
    return tuple(filter(None, signers)) or tuple(filter(None, (_line(metadata.administration or metadata.authority or ""),)))


def _queries(results: Results, asked: FeedRequest) -> Iterator[Query]:
    yield Query("request", asked.search.words)
    reading = results.reading
    for words in dict.fromkeys((reading.text if reading.changes else "", reading.proposal)):
        if words:
            yield Query("correction", words)


def _remarks(results: Results, asked: FeedRequest, source: Source, mistakes: Iterable[str]) -> Iterator[str]:
    """What is to be known of the results, in sentences."""
    reading = results.reading
    if results.total:
        yield f"{answers(results.total)}."
        if way := changed(results, request=asked.search, links=source.links):
            yield way.lead
        if reading.relaxed:
            yield RELAXED
    else:
        yield WAITING if reading.relaxed or reading.changes else "Ingen svar."
    if source.form == "atom" and any(_noon(hit.stored.metadata.day) is None for hit in results.found):
        yield UNDATED
    yield from reading.ignored
    yield from mistakes


def _noon(iso: str | None) -> datetime | None:
    try:
        day = date.fromisoformat(iso or "")
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day, _NOON, tzinfo=UTC)


def _moment(iso: str) -> datetime:
    found = datetime.fromisoformat(iso)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def _line(text: str) -> str:
    return " ".join(legal(text).split())
