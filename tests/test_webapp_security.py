from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer.config import Settings
from indexer.config import Site
from tests.webapp_builders import TABLE
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from tests.webapp_builders import passage
from webapp import create_app
from webapp.security import HEADERS
from webapp.service import Service


if TYPE_CHECKING:
    from flask.testing import FlaskClient


STATIC = Path(__file__).parent.parent / "webapp" / "static"


@pytest.fixture
def index() -> PlainIndex:
    """An index of one letter, which has a table."""
    return PlainIndex((letter("b1", passage(tables=(TABLE,)), editions=("b0.txt",)),))


@pytest.fixture
def client(index: PlainIndex, tmp_path: Path) -> FlaskClient:
    """A client of the page over it."""
    return create_app(Settings(folder=tmp_path), index=index).test_client()  # type: ignore[arg-type]


URLS = (
    "/",
    "/?q=x",
    "/brev/b1",
    "/brev/none",
    "/brev/b1/original",
    "/brev/b1/tabel/1.csv",
    "/brev/b1/udgave/1",
    "/brev/b1/lignende/svar-1",
    "/foer",
    "/healthz",
    "/static/svarsoeg.css",
    "/static/svarsoeg.js",
    "/tema.css",
    "/tilgaengelighed",
    "/was",
    "/forslag?q=x",
    "/nowhere",
)


@pytest.mark.parametrize("url", URLS)
def test_every_answer_carries_the_headers(client: FlaskClient, url: str) -> None:
    """Pages, files and errors alike are guarded, and no cookie is ever set."""
    headers = client.get(url, buffered=True).headers
    others = {name: value for name, value in HEADERS.items() if name != "Content-Security-Policy"}
    assert {name: headers.get(name) for name in others} == others
    assert "Set-Cookie" not in headers
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "default-src 'none'; " in headers["Content-Security-Policy"]
    assert "require-trusted-types-for 'script'" in headers["Content-Security-Policy"]
    assert "script-src 'self';" in headers["Content-Security-Policy"]


def test_only_a_letters_page_frames_and_only_its_original_is_framed(client: FlaskClient) -> None:
    """A letter's page may frame what is ours, its original may be framed by us; everything else neither frames nor is framed."""
    policies = {url: client.get(url, buffered=True).headers["Content-Security-Policy"] for url in URLS}
    assert [url for url, policy in policies.items() if "frame-ancestors 'none'" not in policy] == ["/brev/b1/original"]
    assert "frame-ancestors 'self'" in policies["/brev/b1/original"]
    assert "frame-src 'self'" in policies["/brev/b1"]
    assert [url for url, policy in policies.items() if "frame-src" in policy] == ["/brev/b1", "/brev/none"]


@pytest.mark.parametrize(
    "url", ["/", "/?q=m%C3%A6lk", "/brev/b1", "/brev/b1/tabel/1.csv", "/brev/b1/lignende/svar-1", "/foer", "/hjaelp", "/tilgaengelighed"]
)
def test_unchanged_pages_are_not_sent_again(client: FlaskClient, index: PlainIndex, url: str) -> None:
    """A page asked for again over the same index is answered by 304 without a search; over a newer index it is sent."""
    first = client.get(url)
    assert first.headers["Cache-Control"] == "private, no-cache"
    searches = index.searches
    again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    assert index.searches == searches
    index.served = "g2"
    assert client.get(url, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize("url", ["/nowhere", "/brev/none", "/healthz"])
def test_errors_and_health_are_not_kept(client: FlaskClient, url: str) -> None:
    """Neither an error nor the state of health may be kept."""
    answer = client.get(url)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("path", ["/static/svarsoeg.css", "/static/svarsoeg.js", "/static/favicon.svg", "/tema.css"])
def test_static_files_are_kept_for_ever_under_their_version(client: FlaskClient, path: str) -> None:
    """The page asks for style sheets, script and picture under a version, and that may be kept; without one they are asked for again."""
    (url,) = re.findall(rf'(?:href|src)="({re.escape(path)}\?v=\w+)"', client.get("/").text)
    assert "immutable" in client.get(url, buffered=True).headers["Cache-Control"]
    assert client.get(path, buffered=True).headers["Cache-Control"] == "no-cache"


def test_pages_have_no_inline_script_or_style(client: FlaskClient) -> None:
    """A page names scripts of ours, and holds none, nor a style element or attribute: the policy would refuse them."""
    for url in ("/", "/?q=m%C3%A6lk", "/brev/b1", "/brev/b1/lignende/svar-1", "/foer", "/hjaelp", "/tilgaengelighed", "/nowhere"):
        html = client.get(url).text
        named = re.findall(r'<script type="module" src="/static/\w+\.js\?v=\w+"></script>', html)
        assert len(named) == html.count("<script") > 0
        assert "<style" not in html
        assert " style=" not in html
        assert " on" + "click" not in html


def test_version_follows_the_settings(tmp_path: Path, index: PlainIndex) -> None:
    """A page that would look different over the same index has another version, so no old one is kept."""
    one = Service(Settings(folder=tmp_path), index=index)  # type: ignore[arg-type]
    other = Service(Settings(folder=tmp_path, site=Site(title="Andet")), index=index)  # type: ignore[arg-type]
    assert one.version != other.version
    assert one.tag == f"g1-{one.version}"


def test_style_sheets_are_small() -> None:
    """The style sheets are our own and small, that of all pages as those of some, and fetch nothing."""
    for path in STATIC.glob("*.css"):
        css = path.read_text(encoding="utf-8")
        assert len(css.encode()) < (20_000 if path.name == "svarsoeg.css" else 10_000)
        assert "url(" not in css
        assert "@import" not in css


@pytest.mark.parametrize("name", sorted(path.name for path in STATIC.glob("*.js")))
def test_scripts_are_small_and_set_text_alone(client: FlaskClient, name: str) -> None:
    """Each script is our own and small, comes as a script, brings in no other, and makes no text into markup or code."""
    answer = client.get(f"/static/{name}", buffered=True)
    assert answer.mimetype == "text/javascript"
    assert len(answer.data) < (11_265 if name == "embed.js" else 6_000)
    text = answer.text.replace("HTMLElement", "").replace("/^https?:$/", "")
    text = text.replace("frame.style.height", "")  # a number, of another page's frame
    assert [means for means in ("HTML", "eval", "Function(", "import", "document.write", "http", ".style") if means in text] == []
