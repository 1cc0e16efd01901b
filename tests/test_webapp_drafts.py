from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer.config import Settings
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from tests.webapp_builders import passage
from webapp import create_app
from webapp.drafts import MOST_BYTES
from webapp.drafts import MOST_CHARACTERS
from webapp.security import HEADERS


if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient


DRAFT = "Kære alle\n\nHvor meget mælk drikker skolerne?\nHvornår åbner svømmehallen?"


MULTIPART = "multipart/form-data; boundary=b"


def multipart(text: str) -> bytes:
    """The form with this text, as browsers send it."""
    return f'--b\r\nContent-Disposition: form-data; name="tekst"\r\n\r\n{text}\r\n--b--\r\n'.encode()


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    """A client of the page over two letters."""
    index = PlainIndex((letter("a"), letter("b", passage(question="Hvad koster ost?"))))
    return create_app(Settings(folder=tmp_path), index=index).test_client()  # type: ignore[arg-type]


def test_the_form(client: FlaskClient) -> None:
    """The empty page has a labelled field that is posted to the page itself; start page, header and an empty result lead there."""
    html = client.get("/foer").text
    assert '<label for="tekst">' in html
    assert 'method="post" action="/foer#svar" enctype="multipart/form-data"' in html
    assert 'role="status"' not in html
    assert 'href="/foer"' in client.get("/hjaelp").text
    for url in ("/", "/?q=findesikke"):
        assert client.get(url).text.count('href="/foer"') == 2


@pytest.mark.parametrize("kind", ["multipart/form-data", "application/x-www-form-urlencoded"])
def test_a_draft_is_answered(client: FlaskClient, kind: str) -> None:
    """Each question of a posted draft has its earlier answers; the text stays in the field."""
    html = client.post("/foer", data={"tekst": DRAFT}, content_type=kind).text
    assert "2 spørgsmål i teksten" in html
    assert '<section class="asked" id="spoergsmaal-2"' in html
    assert '<span class="alike">Ligner meget</span> · Spørgsmål 1' in html
    assert '<h3 class="title"><a href="/brev/a#svar-1">' in html
    assert DRAFT in html


def test_a_draft_leaves_no_trace(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    """The answer to a draft is kept by nobody, sets no cookie and carries the headers; no link and no log line has anything of it."""
    answer = client.post("/foer", data={"tekst": f"{DRAFT} Hemmelighed"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.text.count("Hemmelighed") == 1
    assert "Hemmelighed" not in caplog.text


def test_a_draft_is_never_markup(client: FlaskClient) -> None:
    """Script and template syntax in a draft are text, in the field and in its questions."""
    html = client.post("/foer", data={"tekst": "</textarea><script>x</script>{{ 7*7 }} mælk?"}).text
    assert html.count("&lt;script&gt;") >= 2
    assert "<script>" not in html
    assert "{{ 7*7 }}" in html


@pytest.mark.parametrize("data", [{}, {"tekst": " \r\n "}, {"andet": "x"}])
def test_nothing_pasted(client: FlaskClient, data: dict[str, str]) -> None:
    """Without a text the page asks for one."""
    answer = client.post("/foer", data=data)
    assert answer.status_code == 200
    assert "Skriv eller indsæt en tekst først." in answer.text


def test_limits(client: FlaskClient) -> None:
    """A text of the greatest length is read, in whatever letters and line ends; a longer one is a kind page, and so is a huge one."""
    lines = "æ\r\n" * (MOST_CHARACTERS // 2)
    for text in (lines, "😀" * MOST_CHARACTERS):
        assert client.post("/foer", data=multipart(text), content_type=MULTIPART).status_code == 200
    for text in ("x" * (MOST_CHARACTERS + 1), "x" * MOST_BYTES):
        answer = client.post("/foer", data=multipart(text), content_type=MULTIPART)
        assert answer.status_code == 413
        assert "Der er plads til 300.000 tegn." in answer.text
        assert answer.headers["Cache-Control"] == "no-store"


def test_similar(client: FlaskClient) -> None:
    """A question of a letter leads to the passages of others like it; what does not exist is not found."""
    assert '<a href="/brev/a/lignende/svar-1">Lignende svar' in client.get("/brev/a").text
    html = client.get("/brev/a/lignende/svar-1").text
    assert "<h1>Hvor meget mælk drikker skolerne?</h1>" in html
    assert '<a href="/brev/a#svar-1">Tilbage til brevet</a>' in html
    assert 'href="/brev/b#svar-1"' in html
    assert client.get("/brev/a/lignende/svar-9").status_code == 404
    assert client.get("/brev/ingen/lignende/svar-1").status_code == 404


def test_nothing_similar(tmp_path: Path) -> None:
    """Where no other passage is like it, the page says so."""
    client = create_app(Settings(folder=tmp_path), index=PlainIndex()).test_client()  # type: ignore[arg-type]
    assert "Ingen svar i andre breve ligner." in client.get("/brev/b1/lignende/svar-1").text
