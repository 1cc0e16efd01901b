from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer.config import Settings
from indexer.model.letter import Person
from indexer.model.letter import Remark
from indexer.model.results import Count
from indexer.model.results import FacetCounts
from indexer.report import Failure
from indexer.report import Report
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from tests.webapp_builders import passage
from webapp import create_app
from webapp.counting import Counted
from webapp.counting import Tally
from webapp.security import HEADERS


if TYPE_CHECKING:
    from flask.testing import FlaskClient


HOSTILE = "<b>fed</b>{{ 7*7 }}\"'&"
UNSIGNED = (Remark("missing_signers", "Underskriveren fremgår ikke."),)
LETTERS = (
    letter("ny", passage("1"), passage("2", question="Hvad koster den?"), metadata=metadata(date="2019-05-06"), remarks=UNSIGNED),
    letter("gammel", metadata=metadata(date="2016-05-06", asker=Person("Ib Bæk"), addressee=Person("Ea Ås", party="Mælkepartiet"))),
    letter("anden", metadata=metadata(case_number="2020-1/2 b"), remarks=UNSIGNED),
)
NEW = ("/brev/ny/henvisning.bib", "/brev/ny/henvisning.ris?svar=svar-2", "/sag/2018-0000012", "/personer", "/om")


@pytest.fixture
def index() -> PlainIndex:
    """An index of three letters of two cases."""
    return PlainIndex(LETTERS)


@pytest.fixture
def client(index: PlainIndex) -> FlaskClient:
    """A client of the page over it."""
    return create_app(Settings(folder=Path.cwd()), index=index).test_client()  # type: ignore[arg-type]


def page(client: FlaskClient, url: str, *, status: int = 200, **more: str) -> str:
    """The HTML behind a URL, white space put together."""
    answer = client.get(url, **more)  # type: ignore[arg-type]
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.text)


def test_a_letter_says_how_to_refer_to_it(client: FlaskClient) -> None:
    """Letter and passages each have their reference, with the address the reader sees, and links to the files of just that one."""
    html = page(client, "/brev/ny?q=m%C3%A6lk", base_url="https://svar.example/under")
    assert html.count("<summary>Henvis") == 3
    assert "spørgsmål 2. Bodil Ågård, adm. direktør. https://svar.example/under/brev/ny#svar-2</p>" in html
    assert 'href="/under/brev/ny/henvisning.bib?svar=svar-2">BibTeX<span class="unseen"> (spørgsmål 2)' in html
    assert 'href="/under/brev/ny/henvisning.ris">RIS<span class="unseen"> (brevet)' in html


def test_a_reference_is_a_file(client: FlaskClient) -> None:
    """The link gives a file of its own type and name, to be saved, with the passage's absolute address in it."""
    answer = client.get("/brev/ny/henvisning.bib?svar=svar-2", base_url="https://svar.example/under")
    assert answer.content_type == "application/x-bibtex; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=ny-svar-2.bib"
    assert "url = {https://svar.example/under/brev/ny#svar-2}" in answer.text
    answer = client.get("/brev/ny/henvisning.ris")
    assert answer.content_type == "application/x-research-info-systems; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=ny.ris"
    assert b"\r\nUR  - http://localhost/brev/ny\r\n" in answer.data


@pytest.mark.parametrize("url", ["/brev/ny/henvisning.txt", "/brev/none/henvisning.bib", "/brev/ny/henvisning.bib?svar=svar-9"])
def test_what_cannot_be_referred_to(client: FlaskClient, url: str) -> None:
    """Another format, letter or passage is the usual page that says it is not there."""
    assert "<h1>Siden findes ikke</h1>" in page(client, url, status=404)


@pytest.mark.parametrize("host", ["a b", 'x"><script>alert(1)</script>', "", "[::1"])
def test_a_host_that_is_none_is_left_out(client: FlaskClient, host: str) -> None:
    """A name of the site that no site can have is put neither on the page nor in a file."""
    answer = client.get("/brev/ny/henvisning.ris", environ_overrides={"HTTP_HOST": host, "SERVER_NAME": ""})
    assert answer.status_code == 200
    assert "\r\nUR  - /brev/ny\r\n" in answer.data.decode()


def test_a_case(client: FlaskClient) -> None:
    """A case has its letters newest first, and leads to each question; the letter leads to the case."""
    html = page(client, "/sag/2018-0000012")
    assert "<h1>Sag 2018-0000012</h1>" in html
    assert "2 breve med 3 svar fra 2016 til 2019." in html
    assert html.index('<h2 id="brev-1"><a href="/brev/ny">') < html.index('<h2 id="brev-2"><a href="/brev/gammel">')
    assert '<a href="/brev/ny#svar-2"><span class="ask">Spørgsmål 2</span> Hvad koster den?</a>' in html
    assert '<a href="/?sag=2018-0000012">Vis som søgning</a>' in html
    assert '<dd><a href="/sag/2018-0000012">2018-0000012</a></dd>' in page(client, "/brev/ny")


def test_the_link_to_a_case_leads_there_whatever_its_number(client: FlaskClient) -> None:
    """A number with a slash and a space is found through the letter's own link."""
    url = re.findall(r'"(/sag/[^"]+)"', page(client, "/brev/anden"))[0]
    assert "<h1>Sag 2020-1/2 b</h1>" in page(client, url)
    nameless = PlainIndex((letter("b1", metadata=metadata(case_number=None)),))
    without = create_app(Settings(folder=Path.cwd()), index=nameless).test_client()  # type: ignore[arg-type]
    assert "/sag/" not in page(without, "/brev/b1")


def test_an_unknown_case_helps_onward(client: FlaskClient) -> None:
    """An unknown case is 404, is not kept, and leads to a case numbered alike and to a search; its number is text."""
    html = page(client, "/sag/2018-0000012-3", status=404)
    assert '<a href="/sag/2018-0000012">Sag 2018-0000012</a>' in html
    assert '<a href="/?q=2018-0000012-3">' in html
    answer = client.get(f"/sag/{HOSTILE}")
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<b>fed" not in answer.text


def test_people(client: FlaskClient) -> None:
    """Each person and party stands in a table with a count and a course, and leads to a search that finds just so many."""
    html = page(client, "/personer")
    assert re.findall(r'<h2 id="\w+-navn">(\w+)', html) == ["Direktører", "Spørgere", "Modtagere", "Partier"]
    row = '<th scope="row"><a href="{}">{}</a></th><td class="number">{}</td><td><svg viewBox="0 0 8 20"'
    assert row.format("/?modtager=%C3%85se+%C3%98rsted", "Åse Ørsted", 3) in html
    assert '<title>2018: 1, 2019: 2</title><path d="M5 20V10M7 20V0"/></svg>' in html
    assert '<span class="ends" aria-hidden="true"><span>2016</span><span>2019</span></span>' in html
    for url, name in (("/?spoerger=Ib+B%C3%A6k", "Ib Bæk"), ("/?parti=M%C3%A6lkepartiet", "Mælkepartiet")):
        assert row.format(url, name, 1) in html
        assert '<p class="count" role="status">1 svar</p>' in page(client, url)
    assert '<span class="unseen">Fjern </span>Parti: Mælkepartiet' in page(client, "/?parti=M%C3%A6lkepartiet")


def test_the_page_of_thousands_of_people_is_small(index: PlainIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """With 30 directors, 2,000 askers and as many others written to, all of them in twelve years, it is under 100 KB and leads on."""
    app = create_app(Settings(folder=Path.cwd()), index=index)  # type: ignore[arg-type]
    sizes = {"director": 30, "asker": 2000, "addressee": 1999, "party": 12}
    facets = {
        facet: FacetCounts(tuple(Count(f"{facet} Langtnavn Åkjærsen {place}", 543) for place in range(size)))
        for facet, size in sizes.items()
    }
    years = {str(year): Tally(facets, 99) for year in range(2013, 2025)}
    whole = Tally({**facets, "year": FacetCounts(tuple(Count(year, 999) for year in years))}, 999)
    monkeypatch.setattr(app.extensions["svarsoeg"].counting, "counted", lambda: Counted(whole, years))
    client = app.test_client()
    html = client.get("/personer").text
    assert '<a href="/vaelg/spoerger">Vis alle 2.000 spørgere</a>' in html
    assert len(html.encode()) < 100_000
    assert client.get("/vaelg/spoerger").status_code == 200


def test_about(client: FlaskClient) -> None:
    """The collection's page says how much there is, and draws the years with links; a table says the same, in letters too."""
    html = page(client, "/om")
    assert "<dt>Svar</dt><dd>4</dd>" in html
    assert '<a href="/?aar=2019" aria-label="2019: 2 svar"><title>2019: 2 svar</title><rect' in html
    assert '<th scope="row"><a href="/?aar=2019">2019</a></th><td class="number">2</td><td class="number">1</td>' in html


def test_about_tells_what_was_remarked(client: FlaskClient) -> None:
    """Each remark leads to a search that finds just so many, and how many answers have none is said."""
    html = page(client, "/om")
    assert "1 af 4 svar (25 %) er læst uden bemærkninger." in html
    assert '<a href="/?bemaerkning=missing_signers">Uden underskriver</a></th><td class="number">3</td>' in html
    assert '<p class="count" role="status">3 svar</p>' in page(client, "/?bemaerkning=missing_signers")


def test_about_tells_what_is_absent_without_naming_it(index: PlainIndex, client: FlaskClient) -> None:
    """Files that are not in the collection are counted by reason; no file is named, since a name may be a person's."""
    assert "Der er ingen rapport" in page(client, "/om")
    failures = (Failure("Svar til Ib Bæk.pdf", "encrypted", "Låst."), Failure("b.pdf", "encrypted", "Låst."))
    index.report = Report(3, 4, (), failures, read=2, cached=1, ignored=("Åse.docx",), seconds=61.0)
    index.served = "g2"
    html = page(client, "/om")
    assert re.findall(r'<th scope="row">([^<]+)<span class="meaning">[^<]+</span></th><td class="number">(\d)', html) == [
        ("Låste", "2"),
        ("Andre slags filer", "1"),
    ]
    assert "<dt>Opdateringen tog</dt><dd>1 minut og 1 sekund</dd>" in html
    assert "<dt>Læst på ny</dt><dd>2 af 3 filer</dd>" in html
    assert "Svar til" not in html
    assert "docx" not in html


def test_an_empty_collection() -> None:
    """Over no letters at all the pages say so instead of breaking."""
    empty = create_app(Settings(folder=Path.cwd()), index=PlainIndex(())).test_client()  # type: ignore[arg-type]
    assert "Brevene nævner ingen personer." in page(empty, "/personer")
    html = page(empty, "/om")
    assert "<svg" not in html
    assert "bemærkninger" not in html


def test_a_collection_without_dates_and_people() -> None:
    """Where the letters say neither day nor name, the pages say what is missing."""
    blank = letter(metadata=metadata(date=None, inquiry_date=None, date_source=None, signers=(), addressee=None))
    bare = create_app(Settings(folder=Path.cwd()), index=PlainIndex((blank,))).test_client()  # type: ignore[arg-type]
    assert "Brevene nævner ingen personer." in page(bare, "/personer")
    html = page(bare, "/om")
    assert "Uden år: 1 svar." in html
    assert "Det ene svar er læst uden bemærkninger." in html


def test_the_foot_of_every_page_leads_to_them(client: FlaskClient) -> None:
    """Also a page that is not found leads on to the collection, its people and help."""
    foot = page(client, "/nowhere", status=404).partition("<footer")[2]
    assert re.findall(r'href="([^"]+)"', foot) == ["/om", "/personer", "/hjaelp", "/tilgaengelighed"]


@pytest.mark.parametrize("url", NEW)
def test_they_are_guarded_and_not_sent_again(client: FlaskClient, index: PlainIndex, url: str) -> None:
    """They carry the headers of all pages, hold no inline style, and unchanged are answered by 304 without a search."""
    first = client.get(url)
    assert {name: first.headers.get(name) for name in HEADERS} == HEADERS
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert " style=" not in first.text
    assert "<style" not in first.text
    searches = index.searches
    assert client.get(url, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert index.searches == searches
