from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from indexer.config import Settings
from indexer.config import Site
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from webapp import create_app
from webapp.present.theme import style_sheet


if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient


def visit(folder: Path, **site: str) -> FlaskClient:
    """A client of a site that its city has set up so, with one letter."""
    return create_app(Settings(folder=folder, site=Site(**site)), index=PlainIndex((letter(),))).test_client()  # type: ignore[arg-type]


def test_every_page_leads_to_how_accessible_it_is(tmp_path: Path) -> None:
    """The foot of a page leads there, also where the site hangs under a path; it names standard, law, authority and whom to write to."""
    client = visit(tmp_path, contact="svar@lilleby.example")
    for url in ("/", "/?q=m%C3%A6lk", "/brev/b1", "/nowhere"):
        assert '<a href="/svar/tilgaengelighed">Tilgængelighed</a>' in client.get(url, base_url="http://localhost/svar").text
    page = client.get("/tilgaengelighed").text
    main = page[page.index("<main") : page.index("</main>")]
    for named in ("WCAG 2.2", "EN 301 549", "webtilgængelighedsloven", "Digitaliseringsstyrelsen", "svar@lilleby.example", "Originalerne"):
        assert named in main


def test_the_statement_of_the_law_is_found(tmp_path: Path) -> None:
    """/was leads to the organisation's own statement where there is one, which the page links to as well; else to the page."""
    own = "https://was.example.dk/lilleby"
    answer = visit(tmp_path, accessibility=own).get("/was")
    assert (answer.status_code, answer.headers["Location"]) == (302, own)
    assert f'<a href="{own}">' in visit(tmp_path, accessibility=own).get("/tilgaengelighed").text
    answer = visit(tmp_path).get("/was", base_url="http://localhost/svar")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/svar/tilgaengelighed")


@pytest.mark.parametrize(("logo", "shown"), [("", "Svarsøg"), ("Lilleby <Kommune>", "Lilleby &lt;Kommune&gt;")])
def test_what_stands_at_the_top_left(tmp_path: Path, logo: str, shown: str) -> None:
    """The logo stands there as text, or else the title, which the browser's window is called by in either case."""
    html = visit(tmp_path, logo=logo).get("/hjaelp").text
    assert f'<a class="brand" href="/">{shown}</a>' in html
    assert "– Svarsøg</title>" in html


def test_the_colours_are_made_from_the_settings(tmp_path: Path) -> None:
    """The colours follow the accent and come first, so that the style sheet may change them for print; unchanged they are not sent."""
    client = visit(tmp_path, accent="#c8102e")
    html = client.get("/").text
    (url,) = re.findall(r'href="(/tema\.css\?v=\w+)"', html)
    assert html.index(url) < html.index("/static/svarsoeg.css")
    answer = client.get(url)
    assert (answer.mimetype, answer.text) == ("text/css", style_sheet("#c8102e"))
    assert "--accent: #c8102e;" in answer.text
    assert client.get(url, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert f'href="{url}"' not in visit(tmp_path, accent="#003a70").get("/").text


def test_references_give_the_public_address(tmp_path: Path) -> None:
    """Where the settings say the address of the site, references give that, whoever asks under whatever name; else the one asked under."""
    public = visit(tmp_path, url="https://by.example.dk/svar")
    for client, address in ((public, "https://by.example.dk/svar/brev/b1"), (visit(tmp_path), "http://inside:8000/brev/b1")):
        html = client.get("/brev/b1", base_url="http://inside:8000").text
        assert f" {address}</p>" in html
        assert f"url = {{{address}}}" in client.get("/brev/b1/henvisning.bib", base_url="http://inside:8000").text
        assert '<a class="brand" href="/">' in html
