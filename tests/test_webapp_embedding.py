from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest

from indexer.config import Embed
from indexer.config import Search
from indexer.config import Settings
from indexer.config import Site
from indexer.errors import IndexMissingError
from tests.format_schemas import laid_out
from tests.format_schemas import mistakes
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from webapp import create_app
from webapp.framing import LOOK
from webapp.framing import THEMES
from webapp.framing import Look
from webapp.framing import look_pairs
from webapp.framing import parse_look
from webapp.params import SearchRequest


if TYPE_CHECKING:
    from flask.testing import FlaskClient


ROOT = Path(__file__).parent.parent
SCRIPT = (ROOT / "webapp" / "static" / "embed.js").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "indlejring.md").read_text(encoding="utf-8")

INTRANET = "https://intranet.example.dk"
SITE = "https://svar.example.dk"
LETTERS = tuple(
    letter(f"b{number}", metadata=metadata(date=f"20{10 + number}-03-04", case_number=f"2018-{number:07}")) for number in range(12)
)


def visit(folder: Path, *origins: str, index: PlainIndex | None = None) -> FlaskClient:
    """A client of a site over twelve letters that these other sites may show."""
    settings = Settings(folder=folder, embed=Embed(origins=origins), site=Site(url=SITE), search=Search(facet_values=3))
    return create_app(settings, index=index or PlainIndex(LETTERS)).test_client()  # type: ignore[arg-type]


def ancestors(client: FlaskClient, url: str) -> str:
    """Who may frame the page at a URL."""
    found = re.search(r"frame-ancestors ([^;]*)", client.get(url).headers["Content-Security-Policy"])
    assert found
    return found[1]


def test_only_the_sites_of_the_settings_may_frame(tmp_path: Path) -> None:
    """The page for frames names just them, also when it goes wrong or is unchanged, and nobody where there are none; no other page does."""
    client = visit(tmp_path, INTRANET, "http://10.0.0.7:8080")
    assert ancestors(client, "/indlejret?q=m%C3%A6lk") == f"{INTRANET} http://10.0.0.7:8080"
    assert ancestors(visit(tmp_path), "/indlejret") == "'none'"
    broken = visit(tmp_path, INTRANET, index=PlainIndex(trouble=IndexMissingError("index")))
    assert ancestors(broken, "/indlejret") == INTRANET
    first = client.get("/indlejret")
    again = client.get("/indlejret", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    others = ("/", "/?q=m%C3%A6lk", "/indlejr?q=m%C3%A6lk", "/brev/b1", "/oembed?url=x", "/indlejret/")
    assert {url: ancestors(client, url) for url in others} == dict.fromkeys(others, "'none'")
    assert ancestors(client, "/indlejr/proeve") == "'self'"


def test_what_goes_wrong_in_a_frame_is_told_in_the_frame(tmp_path: Path) -> None:
    """Without an index, the frame says so in its own theme, without the head and foot of the site; the other pages keep theirs."""
    client = visit(tmp_path, INTRANET, index=PlainIndex(trouble=IndexMissingError("index")))
    answer = client.get("/indlejret?tema=moerk")
    assert answer.status_code == 503
    assert f'data-tema="moerk" data-vaerter="{INTRANET}"' in answer.text, "and the frame is as high as that"
    assert "indexer rebuild" in answer.text
    assert "<header" not in answer.text
    assert "<header" in client.get("/?q=x").text


def test_a_frame_shows_what_it_is_asked_to(tmp_path: Path) -> None:
    """Field and filters are there when asked for, and so many answers; all that stays in it keeps the look, all else opens beside."""
    client = visit(tmp_path, INTRANET)
    plain = client.get("/indlejret?q=m%C3%A6lk").text
    assert plain.count("<article>") == 5
    assert "<input" not in plain
    assert "Afgræns" not in plain
    full = client.get("/indlejret?q=m%C3%A6lk&felt=ja&filtre=ja&antal=7&tema=lys&farve=C8102E").text
    assert full.count("<article>") == 7
    assert f'data-tema="lys" data-vaerter="{INTRANET}"' in full
    assert "&amp;farve=c8102e" in re.findall(r'href="(/tema\.css[^"]*)"', full)[0]
    look = "felt=ja&filtre=ja&antal=7&tema=lys&farve=c8102e"
    links = [unescape(each) for each in re.findall(r'<a\b[^>]*?href="([^"]+)"(?![^>]*target="_blank" rel="noopener")', full)]
    assert [each for each in links if not (each.startswith("?") and each.endswith(look))] == []
    assert len(links) > 10
    for form in re.findall(r"<form.*?</form>", full, re.DOTALL):
        sent = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        assert look_pairs(Look(has_field=True, has_filters=True, count=7, theme="lys", accent="#c8102e")) == tuple(
            (name, sent[name]) for name in LOOK
        )


def test_a_frame_pages_and_says_when_there_is_nothing(tmp_path: Path) -> None:
    """It is paged by its own number; beyond the last page is the last; of nothing it says so; of nothing asked the newest is shown."""
    client = visit(tmp_path, INTRANET)
    assert "Side 3 af 3" in client.get("/indlejret?q=m%C3%A6lk&side=99").text
    assert "Ingen svar" in client.get("/indlejret?q=findesikke").text
    newest = client.get("/indlejret?antal=1").text
    assert "/brev/b11#" in newest


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("field", [True, False])
def test_a_look_has_one_url(theme: str, field: bool) -> None:
    """A look written to a URL is read as it was; what equals the default is left out."""
    look = Look(has_field=field, has_filters=not field, count=20, theme=theme, accent="#0a1b2c")  # type: ignore[arg-type]
    assert parse_look("&".join(f"{name}={value}" for name, value in look_pairs(look))) == (look, ())
    assert look_pairs(Look()) == ()


@pytest.mark.parametrize("query", ["felt=1", "filtre=yes", "antal=0", "antal=21", "antal=%C2%B2", "tema=blue", "farve=red", "farve=0b556"])
def test_what_a_look_cannot_be_is_named(query: str) -> None:
    """A value that cannot be used is left out and named, and never breaks the page."""
    look, mistakes = parse_look(query)
    assert look == Look()
    assert len(mistakes) == 1
    assert mistakes[0].startswith(f"”{query.partition('=')[0]}” i adressen skal være ")


def test_the_component_is_for_the_sites_of_the_settings(tmp_path: Path) -> None:
    """The script says which site may load it, to that site alone; it is kept for minutes, and unchanged not sent again."""
    client = visit(tmp_path, INTRANET)
    answer = client.get("/embed.js", headers={"Origin": INTRANET}, buffered=True)
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/javascript", "public, max-age=300")
    assert answer.headers["Access-Control-Allow-Origin"] == INTRANET
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Origin" in answer.headers["Vary"]
    for other in ("https://evil.example", "https://intranet.example.dk.evil.example", "null", INTRANET.upper()):
        refused = client.get("/embed.js", headers={"Origin": other}, buffered=True)
        assert "Access-Control-Allow-Origin" not in refused.headers
        assert "Origin" in refused.headers["Vary"]
    assert client.get("/embed.js", headers={"If-None-Match": answer.headers["ETag"]}, buffered=True).status_code == 304


def said(client: FlaskClient, url: str, **asked: object) -> dict[str, object]:
    """What oEmbed says of a URL, as JSON and as XML the same and by the rules of the format."""
    answer = client.get("/oembed", query_string={"url": url, **asked})
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    values: dict[str, object] = json.loads(answer.text)
    assert mistakes("oembed", values) == []
    as_xml = client.get("/oembed", query_string={"url": url, "format": "xml", **asked})
    assert as_xml.mimetype == "text/xml"
    root = ET.fromstring(as_xml.data)
    assert root.tag == "oembed"
    assert {name: element["text"] for name, (element,) in laid_out(root).items()} == {name: str(value) for name, value in values.items()}
    if "html" in values:  # the format wants XHTML
        frame = ET.fromstring(str(values["html"]))
        assert (frame.tag, frame.get("width"), frame.get("height")) == ("iframe", str(values["width"]), str(values["height"]))
    return values


def test_oembed_of_a_search_is_a_frame(tmp_path: Path) -> None:
    """A search of ours, filters and all, is a frame no larger than allowed."""
    client = visit(tmp_path, INTRANET)
    url = f"{SITE}/?q=m%C3%A6lk&type=brev&side=2"
    values = said(client, url, maxwidth=400, maxheight=99999)
    assert (values["type"], values["version"], values["title"]) == ("rich", "1.0", "mælk · Brev")
    assert (values["width"], values["height"]) == (400, 640)
    html = str(values["html"])
    assert html.startswith(f'<iframe src="{SITE}/indlejret?q=m%C3%A6lk&amp;type=brev" title="Svarsøg: mælk · Brev" width="400"')
    for address in (SITE, f"{SITE}/", f"{SITE}?q=x", f"{SITE}/#x", f"{SITE}/indlejret?q=x&felt=ja"):
        assert said(client, address)["type"] == "rich"
    assert "felt=ja" in str(said(client, f"{SITE}/indlejret?q=x&felt=ja")["html"])


def test_oembed_of_what_no_site_may_frame_is_a_link(tmp_path: Path) -> None:
    """A letter is a link called by its title; so is a search where no site may frame one."""
    client = visit(tmp_path, INTRANET)
    values = said(client, f"{SITE}/brev/b1?q=m%C3%A6lk#svar-1")
    assert (values["type"], values["title"]) == ("link", "Mælk i skolerne")
    assert "html" not in values
    assert said(visit(tmp_path), f"{SITE}/?q=x")["type"] == "link"


@pytest.mark.parametrize(
    "broken",
    [
        {"version": 1.0},
        {"type": "frame"},
        {"width": "640"},
        {"html": None},
        {"thumbnail_url": f"{SITE}/x.png"},
        {"provider_url": "/"},
        {"tittle": "x"},
        {"type": "link"},
    ],
)
def test_the_schema_of_oembed_knows_the_rules(tmp_path: Path, broken: dict[str, object]) -> None:
    """An answer that breaks one rule of oEmbed 1.0 is told from a good one."""
    values = {**said(visit(tmp_path, INTRANET), f"{SITE}/?q=x"), **broken}
    assert mistakes("oembed", {name: value for name, value in values.items() if value is not None}) != []


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("", 404),
        ("https://evil.example/?q=x", 404),
        (f"{SITE}.evil.example/?q=x", 404),
        (f"{SITE}@evil.example/", 404),
        (f"{SITE}/brev/findesikke", 404),
        (f"{SITE}/brev/b1/original", 404),
        (f"{SITE}/foer", 404),
        (f"{SITE}/?q=x&format=yaml", 200),
    ],
)
def test_oembed_knows_its_own_addresses_alone(tmp_path: Path, url: str, status: int) -> None:
    """Of any other address it says 404, as the format has it; of a format it does not speak, 501."""
    client = visit(tmp_path, INTRANET)
    assert client.get("/oembed", query_string={"url": url}).status_code == status
    assert client.get("/oembed", query_string={"url": f"{SITE}/?q=x", "format": "yaml"}).status_code == 501


def discovered(client: FlaskClient, url: str) -> list[str]:
    """Where the page at a URL says that oEmbed tells of it, as JSON and as XML."""
    found = re.findall(r'<link rel="alternate" type="(application/json|text/xml)\+oembed" href="([^"]+)"', client.get(url).text)
    assert [kind for kind, _ in found] in ([], ["application/json", "text/xml"])
    return [unescape(address).removeprefix(SITE) for _, address in found]


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("/", "rich"),
        ("/?q=m%C3%A6lk&type=brev", "rich"),
        ("/?q=findesikke", "rich"),
        ("/indlejret?q=m%C3%A6lk&felt=ja&side=2", "rich"),
        ("/brev/b1?q=m%C3%A6lk", "link"),
        ("/om", ""),
        ("/brev/findesikke", ""),
    ],
)
def test_each_page_that_oembed_knows_leads_to_it(tmp_path: Path, url: str, kind: str) -> None:
    """Every page whose address is accepted names what is said of it, and that is so; no other page does."""
    client = visit(tmp_path, INTRANET)
    assert [json.loads(client.get(each).text)["type"] for each in discovered(client, url)[:1]] == [kind] * bool(kind)
    if url.startswith("/indlejret"):
        assert "felt%3Dja" in discovered(client, url)[0]


def test_oembed_is_discovered_and_survives_hostile_words(tmp_path: Path) -> None:
    """Whatever was searched, what a search page says of itself is JSON, XML and HTML that can be read."""
    client = visit(tmp_path, INTRANET)
    as_json, as_xml = discovered(client, "/?q=" + quote('"><script>\ufffe&amp;'))
    values = json.loads(client.get(as_json).text)
    assert "<script" not in values["html"]
    root = ET.fromstring(client.get(as_xml).data)
    assert root.findtext("title") == values["title"].replace("\ufffe", "")


def test_what_is_to_be_written_leads_to_the_search(tmp_path: Path) -> None:
    """Frame, component, feed and data have the search with its filters under the site's public address, in text that is only text."""
    client = visit(tmp_path, INTRANET)
    html = client.get('/indlejr?q=m%C3%A6lk+"><script>&type=brev&sorter=nyeste&antal=7&felt=ja').text
    frame, component, feed, data = (unescape(each) for each in re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", html, re.DOTALL))
    query = "q=m%C3%A6lk+%22%3E%3Cscript%3E&type=brev&sorter=nyeste"
    assert f'src="{SITE}/indlejret?{query.replace("&", "&amp;")}&amp;felt=ja&amp;antal=7"' in frame
    assert f'src="{SITE}" q="mælk &quot;&gt;&lt;script&gt;" afgraens="type=brev" sorter="nyeste" antal="7">' in component
    assert f'<svarsoeg-felt src="{SITE}">' in component
    assert feed == f"{SITE}/feed.atom?{query}"
    assert data == f"{SITE}/api/v1/search?{query}&antal=7"
    assert all("<script>" not in each for each in (frame, component))
    assert client.get(data.removeprefix(SITE)).status_code == 200
    assert client.get(unescape(re.findall(r'<iframe src="([^"]+)"', html)[0])).status_code == 200


def test_it_is_said_which_sites_are_allowed(tmp_path: Path) -> None:
    """The page names the sites of the settings, or what has to be set."""
    assert f"<code>{INTRANET}</code>" in visit(tmp_path, INTRANET).get("/indlejr").text
    none = visit(tmp_path).get("/indlejr").text
    assert "Endnu må ingen anden side" in none
    assert "origins = [" in none


def test_the_components_speak_of_attributes_that_are_described() -> None:
    """The guide names every attribute, event, part and property of the components, and every parameter of the frame."""
    attributes = set(re.findall(r'given\("(\w+)"', SCRIPT)) | set(
        re.findall(r'"(\w+)"', re.findall(r"observedAttributes = \[(.*?)\]", SCRIPT)[0])
    )
    parts = set(re.findall(r'part: "(\w+)"', SCRIPT))
    properties = set(re.findall(r"--svarsoeg-[\w-]+", SCRIPT))
    events = set(re.findall(r'"(svarsoeg-(?:fundet|valgt|soeg))"', SCRIPT))
    shown = set(re.findall(r'shown\.includes\("(\w+)"\)', SCRIPT)) | set(re.findall(r"^      (\w+): ", SCRIPT, re.MULTILINE)[-4:])
    assert {"src", "q", "antal", "vis", "niveau", "til"} <= attributes
    assert {"kort", "titel"} <= parts
    assert len(events) == 3
    named = attributes | parts | properties | events | shown | set(LOOK) | {"tema", "data-svarsoeg"}
    assert [name for name in sorted(named) if f"`{name}`" not in GUIDE] == []


def test_a_search_of_everything_has_a_name() -> None:
    """What nothing is asked for is called the newest answers."""
    from webapp.present.embedding.snippets import called

    assert called(SearchRequest()) == "Nyeste svar"
