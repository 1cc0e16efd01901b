"""The feeds of a search, followed by a feed reader: all of it, newest first, never a guess, and the same after a rebuild."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from indexer.config import Settings
from indexer.config import Site
from indexer.errors import IndexMissingError
from indexer.rebuild import rebuild
from indexer.search import Index
from tests.browser.sites import PatientIndex
from tests.corpus_builders import letter_text
from tests.feed_builders import FORMS
from tests.feed_builders import MANY
from tests.feed_builders import NAMES
from tests.feed_builders import SITE
from tests.feed_builders import XML
from tests.feed_builders import following
from tests.feed_builders import ids
from tests.feed_builders import read
from tests.feed_builders import visit
from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from webapp import create_app
from webapp.following import MOST
from webapp.following import USUAL_SIZE


if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("form", FORMS)
def test_the_next_links_lead_through_all_of_it(tmp_path: Path, form: str) -> None:
    """From the first page to the last every answer comes once, newest first, and each page says where it is."""
    client = visit(tmp_path, *MANY)
    url = f"/feed.{form}?q=m%C3%A6lk&antal=7"
    seen = []
    while url:
        seen += ids(client, url)
        url = following(client, url)
    assert seen == [f"{SITE}/brev/b{number}#svar-{label}" for number in range(23, 0, -1) for label in (1, 2)]
    if form in XML:
        last = read(client, f"/feed.{form}?q=m%C3%A6lk&antal=7&side=7").feed
        assert (last.opensearch_totalresults, last.opensearch_startindex, last.opensearch_itemsperpage) == ("46", "43", "7")
        beyond = read(client, f"/feed.{form}?q=m%C3%A6lk&antal=7&side=99")
        assert beyond.entries == []
        assert {link.rel: link.href for link in beyond.feed.links}["previous"].endswith("side=7&antal=7")


def test_a_feed_is_newest_first_unless_asked_otherwise(tmp_path: Path) -> None:
    """Without an order, or with one nobody knows, the newest come first; an order that is asked for stays through the pages."""
    client = visit(tmp_path, *MANY)
    newest = ids(client, "/feed.atom?q=m%C3%A6lk&sorter=nyeste")
    assert newest[0] == f"{SITE}/brev/b23#svar-1"
    assert ids(client, "/feed.atom?q=m%C3%A6lk") == ids(client, "/feed.atom?q=m%C3%A6lk&sorter=x") == newest
    assert ids(client, "/feed.atom?q=m%C3%A6lk&sorter=aeldste")[0] == f"{SITE}/brev/b1#svar-1"
    assert following(client, "/feed.atom?q=m%C3%A6lk&sorter=aeldste").endswith("&sorter=aeldste&side=2")
    assert following(client, "/feed.atom?q=m%C3%A6lk&sorter=relevans").endswith("&side=2&sorter=relevans")
    assert following(client, "/feed.atom?q=m%C3%A6lk&sorter=nyeste").endswith("?q=m%C3%A6lk&side=2")


@pytest.mark.parametrize(
    ("asked", "size"), [("", USUAL_SIZE), ("0", USUAL_SIZE), ("x", USUAL_SIZE), ("1", 1), ("100", MOST), ("5000", MOST)]
)
def test_a_feed_holds_as_many_as_asked_for(tmp_path: Path, asked: str, size: int) -> None:
    """From 1 to 100; of more, 100; what is no number is not used, and said so, but for what a template leaves empty."""
    letters = [letter(f"b{number}", metadata=metadata(date=None)) for number in range(MOST + 1)]
    feed = read(visit(tmp_path, *letters), f"/feed.atom?q=m%C3%A6lk&side=&antal={asked}")
    assert (len(feed.entries), feed.feed.opensearch_itemsperpage) == (size, str(size))
    assert ("antal" in feed.feed.subtitle) == (asked in ("0", "x", "5000"))


@pytest.mark.parametrize("form", XML)
def test_what_may_have_been_meant_is_a_correction(tmp_path: Path, form: str) -> None:
    """The words as asked are the request; those searched instead, or proposed, are corrections."""
    client = visit(tmp_path, letter(), spelling={"mælkk": "mælk"}, proposals={"liter": "mælk"})

    def queries(words: str) -> list[tuple[str | None, str | None]]:
        root = ET.fromstring(client.get(f"/feed.{form}", query_string={"q": words}).data)
        return [(each.get("role"), each.get("searchTerms")) for each in root.iterfind(".//opensearch:Query", NAMES)]

    assert queries("mælk") == [("request", "mælk")]
    assert queries("mælkk") == [("request", "mælkk"), ("correction", "mælk")]
    assert queries("liter") == [("request", "liter"), ("correction", "mælk")]
    assert "Viser svar for ”mælk”" in read(client, f"/feed.{form}?q=m%C3%A6lkk&sorter=relevans").feed.subtitle


@pytest.mark.parametrize("form", XML)
@pytest.mark.parametrize("words", ["m%C3%A6lkk", "liter+findesikke"])
def test_what_is_followed_is_never_a_guess(tmp_path: Path, form: str, words: str) -> None:
    """By day a feed holds no answer that lacks a word or has another in its place, and says what it waits for; by relevance it has them."""
    index = PatientIndex([letter()], spelling={"mælkk": "mælk"})
    client = create_app(Settings(folder=tmp_path, site=Site(url=SITE)), index=index).test_client()  # type: ignore[arg-type]
    for order in ("", "&sorter=nyeste", "&sorter=aeldste"):
        feed = read(client, f"/feed.{form}?q={words}{order}")
        assert (feed.entries, feed.feed.opensearch_totalresults) == ([], "0")
        assert feed.feed.subtitle == "Ingen svar har alle ordene endnu. Nye svar, der har dem, kommer her."
    assert len(read(client, f"/feed.{form}?q={words}&sorter=relevans").entries) == 1


def test_an_answer_is_called_the_same_after_a_rebuild(tmp_path: Path) -> None:
    """What was in the feed before keeps its name and its day when letters are added, and no two answers share one."""
    (tmp_path / "corpus").mkdir()
    settings = Settings(folder=tmp_path, site=Site(url=SITE))

    def entries() -> dict[str, str]:
        rebuild(settings)
        with closing(Index(settings)) as index:
            feed = read(create_app(settings, index=index).test_client(), "/feed.atom")
        assert len({entry.id for entry in feed.entries}) == len(feed.entries)
        return {entry.id: entry.updated for entry in feed.entries}

    for number in (2, 4):
        (tmp_path / "corpus" / f"{number}.txt").write_text(letter_text(number), encoding="utf-8")
    before = entries()
    (tmp_path / "corpus" / "3.txt").write_text(letter_text(3, topic="mælk"), encoding="utf-8")
    after = entries()
    assert (len(before), len(after)) == (4, 6)
    assert before.items() <= after.items()


@pytest.mark.parametrize(
    ("form", "kind"), [("atom", "application/atom+xml"), ("rss", "application/rss+xml"), ("json", "application/feed+json")]
)
def test_a_feed_is_sent_as_its_readers_want_it(tmp_path: Path, form: str, kind: str) -> None:
    """It has its type, is not sent again unchanged, is compressed, may be read by the sites of the settings alone, and runs nothing."""
    client = visit(tmp_path, *MANY)
    answer = client.get(f"/feed.{form}?q=m%C3%A6lk", headers={"Origin": "https://intranet.example.dk", "Accept-Encoding": "gzip"})
    assert answer.content_type == f"{kind}; charset=utf-8"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Access-Control-Allow-Origin"] == "https://intranet.example.dk"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    again = client.get(f"/feed.{form}?q=m%C3%A6lk", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    elsewhere = client.get(f"/feed.{form}", headers={"Origin": "https://other.example.dk"})
    assert "Access-Control-Allow-Origin" not in elsewhere.headers


def test_of_nothing_a_feed_is_empty_and_without_an_index_closed(tmp_path: Path) -> None:
    """Nothing found is a feed without entries, that may be followed; where nothing can be searched, it says when to come back."""
    feed = read(visit(tmp_path, letter()), "/feed.atom?q=findesikke")
    assert (feed.entries, feed.feed.subtitle, feed.feed.opensearch_totalresults) == ([], "Ingen svar.", "0")
    closed = visit(tmp_path, trouble=IndexMissingError("index")).get("/feed.rss")
    assert (closed.status_code, closed.headers["Retry-After"]) == (503, "30")
