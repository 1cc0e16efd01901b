"""What browsers, other searches and those who link to a page are told of it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from indexer.config import Settings
from indexer.config import Site
from indexer.errors import IndexMissingError
from indexer.suggest import Suggestion
from tests.format_schemas import laid_out
from tests.format_schemas import mistakes
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from webapp import create_app


if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient


SITE = "https://svar.example.dk"
NAMESPACE = "{http://a9.com/-/spec/opensearch/1.1/}"
COMPLETIONS = (Suggestion("nytteindsats", "word", 3), Suggestion("nyt <b>?", "question", None))


def visit(folder: Path, index: PlainIndex | None = None, **site: str) -> FlaskClient:
    """A client of a site with a public address."""
    settings = Settings(folder=folder, site=Site(**{"url": SITE, **site}))
    return create_app(settings, index=index or PlainIndex(completions=COMPLETIONS)).test_client()  # type: ignore[arg-type]


@pytest.mark.parametrize("title", ["Svarsøg", "Svarsøg i Københavns Kommune", "Forvaltningssvarsøgningen" * 3, "A & B <i>\u202e"])
def test_the_description_keeps_the_rules_of_its_format(tmp_path: Path, title: str) -> None:
    """Whatever the site is called, its description has the elements, lengths and attributes that OpenSearch 1.1 demands."""
    answer = visit(tmp_path, title=title, subtitle="x" * 2000).get("/opensearch.xml")
    assert answer.content_type == "application/opensearchdescription+xml; charset=utf-8"
    root = ET.fromstring(answer.data)
    assert root.tag == f"{NAMESPACE}OpenSearchDescription"
    assert mistakes("opensearch", laid_out(root, namespace=NAMESPACE)) == []
    assert {each.get("type") for each in root.iterfind(f"{NAMESPACE}Url")} >= {
        "text/html",
        "application/atom+xml",
        "application/rss+xml",
        "application/x-suggestions+json",
    }


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("<ShortName>Svarsøg</ShortName>", ""),
        ("<ShortName>Svarsøg", "<ShortName>Svarsøg i Københavns Kommune"),
        ('type="text/html" rel="results" template', 'rel="results" template'),
        ("?q={searchTerms}", "?q={words}"),
        (f'template="{SITE}/?q', 'template="/?q'),
        ('role="example"', 'role="try"'),
        ("<Language>da</Language>", "<Language>da</Language><Tongue>da</Tongue>"),
    ],
)
def test_the_schema_knows_the_rules(tmp_path: Path, change: str, what: str) -> None:
    """A description that breaks one rule of OpenSearch 1.1 is told from a good one."""
    good = visit(tmp_path).get("/opensearch.xml").text
    assert change in good
    assert mistakes("opensearch", laid_out(ET.fromstring(good.replace(change, what, 1)), namespace=NAMESPACE)) != []


def test_a_long_name_is_cut_between_words(tmp_path: Path) -> None:
    """The short name ends with a whole word, and every page names the description by it."""
    client = visit(tmp_path, title="Svarsøg i Københavns Kommune")
    assert ET.fromstring(client.get("/opensearch.xml").data).findtext(f"{NAMESPACE}ShortName") == "Svarsøg i"
    link = '<link rel="search" type="application/opensearchdescription+xml" href="/opensearch.xml" title="Svarsøg i">'
    for url in ("/", "/?q=x", "/brev/b1", "/hjaelp", "/foer", "/findesikke"):
        assert link in client.get(url).text


def test_every_template_leads_to_what_it_names(tmp_path: Path) -> None:
    """Filled in, with what may be left out left empty, each URL answers with the type it is said to have."""
    client = visit(tmp_path)
    for url in ET.fromstring(client.get("/opensearch.xml").data).iterfind(f"{NAMESPACE}Url"):
        filled = re.sub(r"\{\w+\?\}", "", url.get("template", "").replace("{searchTerms}", "m%C3%A6lk%20%26"))
        answer = client.get(filled.removeprefix(SITE))
        assert (answer.status_code, answer.mimetype) == (200, url.get("type"))


def test_browsers_get_suggestions_as_they_want_them(tmp_path: Path) -> None:
    """What is typed, the ways on, a line on each, and where each leads, absolute; without an index none, and the script's form stays."""
    client = visit(tmp_path)
    answer = client.get("/forslag?q=nyt&type=brev&format=opensearch")
    assert answer.mimetype == "application/x-suggestions+json"
    assert answer.headers["Cache-Control"] == "private, max-age=60"
    assert answer.get_json(force=True) == [
        "nyt",
        ["nytteindsats", "nyt <b>?"],
        ["3 svar", ""],
        [f"{SITE}/?q=nytteindsats&type=brev", f"{SITE}/?q=nyt+%3Cb%3E%3F&type=brev"],
    ]
    assert client.get("/forslag?q=nyt").get_json()["forslag"][0]["tekst"] == "nytteindsats"
    closed = visit(tmp_path, PlainIndex(trouble=IndexMissingError("index"))).get("/forslag?q=nyt&format=opensearch")
    assert (closed.get_json(force=True), closed.headers["Cache-Control"]) == (["nyt", [], [], []], "no-store")


def test_a_search_names_its_feeds(tmp_path: Path) -> None:
    """The page of a search names it in each format, from the first page and the newest first; its links lead to what it is for."""
    html = visit(tmp_path, PlainIndex([letter(f"b{number}") for number in range(30)])).get("/?q=m%C3%A6lk&sorter=aeldste&side=2").text
    named = re.findall(r'<link rel="alternate" type="(application/(?:atom|rss|feed)\+\w+)" href="([^"]+)"', html)
    assert [(kind, unescape(url)) for kind, url in named] == [
        ("application/atom+xml", "/feed.atom?q=m%C3%A6lk&sorter=nyeste"),
        ("application/rss+xml", "/feed.rss?q=m%C3%A6lk&sorter=nyeste"),
        ("application/feed+json", "/feed.json?q=m%C3%A6lk&sorter=nyeste"),
    ]
    ways = {text: unescape(url) for url, text in re.findall(r'<a href="([^"]+)">([^<]+)</a>', html)}
    assert ways["Følg denne søgning"] == "/indlejr?q=m%C3%A6lk&sorter=aeldste#som-feed"
    assert ways["Hent til regneark (CSV)"] == "/api/v1/export.csv?q=m%C3%A6lk&sorter=aeldste"
    assert "regneark" not in visit(tmp_path).get("/?q=findesikke").text


@pytest.mark.parametrize(
    ("url", "kind", "title", "here"),
    [
        ("/", "website", "Svarsøg", "/"),
        ("/?q=m%C3%A6lk", "website", "mælk – 1 svar", "/?q=m%C3%A6lk"),
        ("/brev/b1?q=m%C3%A6lk", "article", '"><script>]]&', "/brev/b1"),
    ],
)
def test_a_page_says_what_it_is_to_those_who_link_to_it(tmp_path: Path, url: str, kind: str, title: str, here: str) -> None:
    """Title, one line on it, kind, its own absolute address, language and site, as text that stays in its attribute."""
    html = visit(tmp_path, PlainIndex((letter("b1", metadata=metadata(subject='"><script>]]&')),))).get(url).text
    said = {name: unescape(text) for name, text in re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', html)}
    assert {name: text for name, text in said.items() if name != "description"} == {
        "title": title,
        "type": kind,
        "url": SITE + here,
        "locale": "da_DK",
        "site_name": "Svarsøg",
    }
    assert said["description"]
    assert "\n" not in said["description"]
    if kind == "article":
        assert said["description"].startswith("24. september 2018 · fra Bodil Ågård · til Åse Ørsted")
