"""The feeds of a search, read by a feed reader and by the rules of their formats."""

from __future__ import annotations

import json
import re
import warnings
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.config import Embed
from indexer.config import Settings
from indexer.config import Site
from indexer.errors import IndexMissingError
from indexer.model.letter import Person
from indexer.model.letter import Signer
from indexer.rebuild import rebuild
from indexer.search import Index
from tests.browser.sites import PatientIndex
from tests.corpus_builders import letter_text
from tests.webapp_builders import TABLE
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from tests.webapp_builders import passage
from webapp import create_app
from webapp.following import MOST
from webapp.following import USUAL_SIZE
from webapp.present.feeds.tree import add
from webapp.present.feeds.tree import element
from webapp.present.feeds.tree import legal
from webapp.present.feeds.tree import written


with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # the reader's own
    import feedparser


if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient


SITE = "https://svar.example.dk"
FORMS = ("atom", "rss", "json")
XML = ("atom", "rss")
NAMES = {"atom": "http://www.w3.org/2005/Atom", "opensearch": "http://a9.com/-/spec/opensearch/1.1/"}
HOSTILE = "Mælk <script>alert(1)</script> ]]> &amp; \"q\" 'a'\0\x07\x0b\x0c\x1b\x85\u202e\u2066\ufffe\uffff\ud800 \U0001f95b é\u2028slut"

MANY = tuple(letter(f"b{number}", passage("1"), passage("2"), metadata=metadata(date=f"2018-03-{number:02}")) for number in range(1, 24))


def visit(folder: Path, *letters: Any, **index: Any) -> FlaskClient:
    """A client of a site with a public address over these letters."""
    settings = Settings(
        folder=folder, site=Site(url=SITE, title="Svarsøg i Lilleby"), embed=Embed(origins=("https://intranet.example.dk",))
    )
    return create_app(settings, index=PlainIndex(letters, **index)).test_client()  # type: ignore[arg-type]


def read(client: FlaskClient, url: str) -> Any:
    """The feed at a URL as a feed reader has it; it may find nothing amiss."""
    answer = client.get(url.removeprefix(SITE))
    assert answer.status_code == 200
    feed = feedparser.parse(answer.data, response_headers={"content-type": answer.headers["Content-Type"]})
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def ids(client: FlaskClient, url: str) -> list[str]:
    """What the entries of the feed at a URL are called, in any format."""
    if ".json" in url:
        return [item["id"] for item in client.get(url.removeprefix(SITE)).get_json(force=True)["items"]]
    return [entry.id for entry in read(client, url).entries]


def following(client: FlaskClient, url: str) -> str:
    """The URL of the next page of the feed at a URL, "" at the end."""
    if ".json" in url:
        return str(client.get(url.removeprefix(SITE)).get_json(force=True).get("next_url", ""))
    return next((link.href for link in read(client, url).feed.links if link.rel == "next"), "")


@pytest.mark.parametrize(("form", "version"), [("atom", "atom10"), ("rss", "rss20")])
def test_a_feed_reader_has_all_of_an_answer(tmp_path: Path, form: str, version: str) -> None:
    """It is told what was asked, how much there is and where, and of an answer who, when, the question, its best part and all of it."""
    whole = passage("1", answer="Skolerne drikker mælk.\n\n- hver dag\n\n- året rundt", tables=(TABLE,), footnotes=("Note 1",))
    feed = read(visit(tmp_path, letter("b1", whole)), f"/feed.{form}?q=m%C3%A6lk&sag=2018-0000012")
    assert feed.version == version
    assert feed.feed.title == "mælk · 2018-0000012 – Svarsøg i Lilleby"
    assert feed.feed.subtitle == "1 svar."
    links = {link.rel: link.href for link in feed.feed.links}
    here = f"{SITE}/feed.{form}?q=m%C3%A6lk&sag=2018-0000012"
    assert (links["self"], links["first"], links["last"]) == (here, here, here)
    assert links["alternate"] == f"{SITE}/?q=m%C3%A6lk&sag=2018-0000012&sorter=nyeste"
    assert links["search"] == f"{SITE}/opensearch.xml"
    assert {"next", "previous"}.isdisjoint(links)
    (entry,) = feed.entries
    assert entry.title == "Hvor meget mælk drikker skolerne?"
    assert entry.id == f"{SITE}/brev/b1#svar-1"
    assert entry.link == f"{SITE}/brev/b1?q=m%C3%A6lk&sag=2018-0000012&sorter=nyeste#svar-1"
    assert entry.author == "Bodil Ågård"
    assert entry.published_parsed[:3] == (2018, 9, 24)
    assert entry.summary.startswith("Skolerne drikker mælk.")
    assert entry.content[0].type == "text/html"
    content = entry.content[0].value
    assert content.startswith("<p>Skolerne drikker mælk.</p><ul><li>hver dag</li><li>året rundt</li></ul><table>")
    assert "<td>1.500</td>" in content
    assert "<p>Note 1</p>" in content
    assert "24. september 2018 · fra Bodil Ågård · til Åse Ørsted · sag 2018-0000012" in content


def test_a_json_feed_has_what_the_format_requires(tmp_path: Path) -> None:
    """Version, title and items; of each an id of its own, the same as in Atom, and a content; days in RFC 3339; authors by name."""
    client = visit(tmp_path, *MANY)
    answer = client.get("/feed.json?q=m%C3%A6lk&antal=5")
    assert answer.content_type == "application/feed+json; charset=utf-8"
    feed = json.loads(answer.data)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "mælk – Svarsøg i Lilleby"
    assert (feed["feed_url"], feed["next_url"]) == (f"{SITE}/feed.json?q=m%C3%A6lk&antal=5", f"{SITE}/feed.json?q=m%C3%A6lk&side=2&antal=5")
    assert {key: feed["_opensearch"][key] for key in ("totalResults", "startIndex", "itemsPerPage")} == {
        "totalResults": 46,
        "startIndex": 1,
        "itemsPerPage": 5,
    }
    assert len({item["id"] for item in feed["items"]}) == 5
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["content_text"].startswith("Skolerne drikker 12 liter mælk.\n\nDet er uændret.")
        assert item["content_html"].startswith("<p>Skolerne drikker 12 liter mælk.</p><p>Det er uændret.</p>")
        assert datetime.fromisoformat(item["date_published"]).tzinfo
        assert item["authors"] == [{"name": "Bodil Ågård"}]
    assert ids(client, "/feed.atom?q=m%C3%A6lk&antal=5") == [item["id"] for item in feed["items"]]


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


@pytest.mark.parametrize("form", FORMS)
def test_nothing_in_a_letter_becomes_markup(tmp_path: Path, form: str) -> None:
    """Tags, the end of a CDATA section, characters XML has no way to write and those that turn text: a reader shows the words alone."""
    hostile = letter(
        "b1",
        passage("1", question=HOSTILE, heading=HOSTILE, answer=f"{HOSTILE}\n\n- {HOSTILE}", tables=(TABLE,), footnotes=(HOSTILE,)),
        metadata=metadata(subject=HOSTILE, signers=(Signer(HOSTILE),), addressee=Person(HOSTILE), case_number=HOSTILE),
    )
    client = visit(tmp_path, hostile, proposals={"mælk": HOSTILE})
    answer = client.get(f"/feed.{form}", query_string={"q": "mælk", "foo": HOSTILE.replace("\ud800", "")})
    text = answer.data.decode()
    assert re.findall("[\0-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", text) == []
    assert "\U0001f95b" in text
    if form == "json":
        item = json.loads(text)["items"][0]
        html, summary, title = item["content_html"], item["summary"], item["title"]
        assert summary.startswith("Mælk <script>alert(1)</script> ]]> &amp;")
    else:
        root = ET.fromstring(answer.data)
        names = {"atom": ("{*}entry", "{*}content", "{*}summary"), "rss": ("item", "{*}encoded", "description")}[form]
        item = next(root.iter(names[0].replace("{*}", f"{{{NAMES['atom']}}}")))
        html, summary, title = (item.findtext(name) or "" for name in (names[1], names[2], "{*}title"))
        # RSS has no way to say that a description is plain text, and readers take it for HTML.
        expected = (
            "Mælk &lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; &amp;amp;" if form == "rss" else "Mælk <script>alert(1)</script> ]]> &amp;"
        )
        assert summary.startswith(expected)
        assert not read(client, f"/feed.{form}?q=m%C3%A6lk").bozo
    assert "<script" not in html
    assert html.startswith("<p>Mælk &lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; &amp;amp;")
    assert title.startswith("Mælk <script>")


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_written_as_xml(text: str) -> None:
    """Whatever is in a text and an attribute, the document can be read, and holds all that XML can hold and that turns nothing."""
    root = element("root")
    add(root, "child", text, name=text)
    child = ET.fromstring(written(root))[0]
    assert (child.text or "").split() == legal(text).split()
    assert child.attrib["name"].split() == legal(text).split()
    assert legal(legal(text)) == legal(text)


@pytest.mark.parametrize("form", FORMS)
def test_no_two_titles_of_a_feed_are_alike(tmp_path: Path, form: str) -> None:
    """Answers asked for alike are told apart by place, then by day, then by number; a question nobody else asked
    stays as it is, and a heading has its place with it.
    """
    same = metadata(date="2018-01-02")
    client = visit(
        tmp_path,
        letter("b1", passage("1"), passage("2"), metadata=metadata(date="2018-09-24")),
        letter("b2", passage("1"), metadata=same),
        letter("b3", passage("1", question="hvor meget  MÆLK drikker skolerne?"), metadata=same),
        letter("b4", passage("1", question="Hvad koster mælk?"), metadata=same),
        letter("b5", passage("1", kind="section", question=None, heading="Økonomi"), metadata=metadata(date="2018-01-01", reference="BI7")),
    )
    if form == "json":
        titles = [item["title"] for item in client.get("/feed.json?q=m%C3%A6lk").get_json(force=True)["items"]]
    else:
        titles = [entry.title for entry in read(client, f"/feed.{form}?q=m%C3%A6lk").entries]
    asked = "Hvor meget mælk drikker skolerne? (Spørgsmål"
    assert titles == [
        f"{asked} 1 · Mælk i skolerne, 24. september 2018)",
        f"{asked} 2 · Mælk i skolerne)",
        f"{asked} 1 · Mælk i skolerne, 2. januar 2018, b2#svar-1)",
        "hvor meget MÆLK drikker skolerne? (Spørgsmål 1 · Mælk i skolerne, 2. januar 2018, b3#svar-1)",
        "Hvad koster mælk?",
        "Økonomi (BI7 · Mælk i skolerne)",
    ]


def test_a_long_question_is_short_in_the_title_and_whole_in_the_entry(tmp_path: Path) -> None:
    """A title is short; what it leaves out stands before the answer."""
    question = f"Hvor meget mælk {'og smør ' * 50}drikker skolerne?"
    (entry,) = read(visit(tmp_path, letter("b1", passage("1", question=question))), "/feed.atom?q=m%C3%A6lk").entries
    assert len(entry.title) < 150
    assert entry.title.endswith("…")
    assert entry.content[0].value.startswith(f"<blockquote><p>{question}</p></blockquote><p>Skolerne")


def test_the_undated_have_a_day_that_stays(tmp_path: Path) -> None:
    """Atom demands a time: one that no rebuild changes, and that the feed says is none of the letter; the other formats give none."""
    undated = letter("b1", metadata=metadata(date=None, date_source=None, inquiry_date=None, signers=()))
    client = visit(tmp_path, undated)
    feed = read(client, "/feed.atom")
    assert (feed.entries[0].updated, feed.feed.updated) == ("1970-01-01T12:00:00+00:00", "2020-03-04T12:06:07+00:00")
    assert "published" not in feed.entries[0]
    assert "uden dato" in feed.entries[0].content[0].value
    assert "uden dato" in feed.feed.subtitle
    assert feed.entries[0].author == "Børne- og Skoleforvaltningen"
    assert "published" not in read(client, "/feed.rss").entries[0]
    assert "uden dato" not in read(client, "/feed.rss").feed.subtitle
    assert "date_published" not in client.get("/feed.json").get_json(force=True)["items"][0]


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
