"""The entries of a feed, read by a feed reader and by the rules of their formats: whole, told apart, dated, and never markup."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model.letter import Person
from indexer.model.letter import Signer
from tests.feed_builders import FORMS
from tests.feed_builders import MANY
from tests.feed_builders import NAMES
from tests.feed_builders import SITE
from tests.feed_builders import ids
from tests.feed_builders import read
from tests.feed_builders import visit
from tests.webapp_builders import TABLE
from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from tests.webapp_builders import passage
from webapp.present.feeds.tree import add
from webapp.present.feeds.tree import element
from webapp.present.feeds.tree import legal
from webapp.present.feeds.tree import written


if TYPE_CHECKING:
    from pathlib import Path


HOSTILE = "Mælk <script>alert(1)</script> ]]> &amp; \"q\" 'a'\0\x07\x0b\x0c\x1b\x85\u202e\u2066\ufffe\uffff\ud800 \U0001f95b é\u2028slut"


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
