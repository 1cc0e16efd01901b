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


@pytest.fixture
def index() -> PlainIndex:
    """An index of one letter, which has a table."""
    return PlainIndex((letter("b1", passage(tables=(TABLE,)), editions=("b0.txt",)),))


@pytest.fixture
def client(index: PlainIndex, tmp_path: Path) -> FlaskClient:
    """A client of the page over it."""
    return create_app(Settings(folder=tmp_path), index=index).test_client()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "url",
    [
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
        "/forslag?q=x",
        "/nowhere",
    ],
)
def test_every_answer_carries_the_headers(client: FlaskClient, url: str) -> None:
    """Pages, files and errors alike are guarded, and no cookie is ever set."""
    headers = client.get(url, buffered=True).headers
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert "Set-Cookie" not in headers
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "require-trusted-types-for 'script'" in headers["Content-Security-Policy"]
    assert "script-src 'self';" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("url", ["/", "/?q=m%C3%A6lk", "/brev/b1", "/brev/b1/tabel/1.csv", "/brev/b1/lignende/svar-1", "/foer", "/hjaelp"])
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


@pytest.mark.parametrize(("name", "named"), [("svarsoeg.css", 'rel="stylesheet" href="'), ("svarsoeg.js", '<script type="module" src="')])
def test_static_files_are_kept_for_ever_under_their_version(client: FlaskClient, name: str, named: str) -> None:
    """The page asks for its style sheet and its script under a version, and that may be kept; without one they are asked for again."""
    url = client.get("/").text.partition(named)[2].partition('"')[0]
    assert url.startswith(f"/static/{name}?v=")
    assert "immutable" in client.get(url, buffered=True).headers["Cache-Control"]
    assert client.get(f"/static/{name}", buffered=True).headers["Cache-Control"] == "no-cache"


def test_pages_have_no_inline_script_or_style(client: FlaskClient) -> None:
    """A page names its one script, and holds none, nor a style element or attribute: the policy would refuse them."""
    for url in ("/", "/?q=m%C3%A6lk", "/brev/b1", "/brev/b1/lignende/svar-1", "/foer", "/hjaelp", "/nowhere"):
        html = client.get(url).text
        assert re.findall(r"<script[^>]*>[^<]*", html) == re.findall(r'<script type="module" src="/static/svarsoeg\.js\?v=\w+">', html)
        assert html.count("<script") == 1
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
    for path in (Path(__file__).parent.parent / "webapp" / "static").glob("*.css"):
        css = path.read_text(encoding="utf-8")
        assert len(css.encode()) < (20_000 if path.name == "svarsoeg.css" else 10_000)
        assert "url(" not in css
        assert "@import" not in css


def test_script_is_small_and_sets_text_alone(client: FlaskClient) -> None:
    """The script is our own and small, comes as a script, brings in no other, and makes no text into markup or code."""
    answer = client.get("/static/svarsoeg.js", buffered=True)
    assert answer.mimetype == "text/javascript"
    assert len(answer.data) < 6_000
    assert [means for means in ("HTML", "eval", "Function(", "import", "document.write", "http", ".style") if means in answer.text] == []
