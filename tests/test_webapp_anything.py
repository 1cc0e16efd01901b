from __future__ import annotations

import csv
import io
import json
import re
import sys
from contextlib import suppress
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.config import Corpus
from indexer.config import Settings
from indexer.config import Web
from indexer.model.letter import Person
from indexer.model.letter import Remark
from indexer.model.letter import Signer
from indexer.model.letter import Table
from indexer.rebuild import rebuild
from indexer.suggest import Suggestion
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from tests.webapp_builders import passage
from tests.webapp_requests import MARKUP
from tests.webapp_requests import Request
from tests.webapp_requests import ask
from tests.webapp_requests import requests
from webapp import create_app
from webapp.present.letter.spreadsheet import spreadsheet
from webapp.present.wording.harmless import harmless
from webapp.security import HEADERS


if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse


WILD = f"=1+1 {MARKUP} \u202e\u2066\0"
LETTER = letter(
    "b1",
    passage(
        "1",
        heading=WILD,
        question=WILD,
        answer=f"{WILD}\n\n- {WILD}",
        tables=(Table(rows=((WILD, WILD), (WILD, "12"), ("=1+1", "3")), caption=WILD, footnotes=(WILD,)),),
    ),
    passage("2", kind="section", heading=WILD, question=None),
    metadata=metadata(
        authority=WILD,
        administration=WILD,
        addressee=Person(WILD, WILD, WILD),
        asker=Person(WILD),
        signers=(Signer(WILD, WILD),),
        subject=WILD,
        reference=WILD,
    ),
    preamble=WILD,
    closing=WILD,
    appendix=WILD,
    remarks=(Remark("a", WILD),),
    editions=("udgave.txt",),
    file="brev.txt",
)
OTHER = letter("b2", passage(question=WILD), metadata=metadata(subject=WILD, signers=(Signer(WILD),), date="2019-01-02"), file="brev.txt")


UNLIMITED = Web(requests_per_minute=0)


def site_of(folder: Path) -> Flask:
    """A site of two letters that try everything, whose files lie in `folder`/corpus."""
    (folder / "corpus").mkdir()
    for name in ("brev.txt", "udgave.txt"):
        (folder / "corpus" / name).write_text(MARKUP, encoding="utf-8")
    index = PlainIndex((LETTER, OTHER), completions=(Suggestion(WILD, "question", None), Suggestion(f"mælk {WILD}", "name", 2)))
    return create_app(Settings(folder=folder, web=UNLIMITED), index=index)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A site of two letters that try everything."""
    return site_of(tmp_path_factory.mktemp("invented"))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, corpus: Path) -> Flask:
    """The site of the five letters, over an index of them."""
    chosen = Settings(folder=tmp_path_factory.mktemp("real"), corpus=Corpus(path=str(corpus)), web=UNLIMITED)
    rebuild(chosen)
    return create_app(chosen)


TEMPLATES = "".join(path.read_text(encoding="utf-8") for path in (Path(__file__).parent.parent / "webapp" / "templates").glob("*.html"))
TAGS = {*re.findall(r"<(\w+)", TEMPLATES), "td", "th", *(f"h{level}" for level in range(1, 7))}
ATTRIBUTES = set(re.findall(r"[\s}]([a-z-]+)(?:=|(?=[\s>{]))", TEMPLATES.lower()))
LEADING = ("href", "src", "action", "data-forslag")


class Page(HTMLParser):
    """What a page is made of: its text, and whatever of its markup no template holds."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.strange: list[object] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Hold an element against the templates, and its links against the site."""
        links = [value or "" for name, value in attrs if name in LEADING]
        self.strange += [tag] if tag not in TAGS else []
        self.strange += [name for name, _ in attrs if name not in ATTRIBUTES or name.startswith("on")]
        self.strange += [link for link in links if not re.match(r"/(?!/)|#|https?://[^/]*/oembed\?", link) and f'"{link}"' not in TEMPLATES]
        self.strange += [attrs] if tag == "script" and not (dict(attrs).get("src") or "").startswith(("/static/", "/embed.js")) else []

    def handle_data(self, data: str) -> None:
        """Gather the text."""
        self.text += data

    def handle_comment(self, data: str) -> None:
        """No page has a comment."""
        self.strange.append(data)


def check(answer: TestResponse, method: str = "GET") -> None:
    """Nothing; the answer is one that may be given to anybody."""
    assert answer.status_code in (200, 206, 302, 304, 308, 400, 404, 405, 413, 416), answer.text
    assert {name: answer.headers.get(name) for name in HEADERS if name != "Content-Security-Policy"}.items() <= HEADERS.items()
    assert "default-src 'none'; script-src 'self';" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers
    if method == "HEAD" or answer.status_code == 304:
        assert answer.data == b""
    elif answer.status_code in (302, 308):
        assert re.match(r"/(?!/)", answer.location)
        assert answer.text == f"Siden findes på {answer.location}\n"
    elif answer.mimetype == "application/json":
        assert isinstance(json.loads(answer.data), dict)
    elif answer.mimetype == "text/html" and method != "OPTIONS" and "Content-Encoding" not in answer.headers:
        html = answer.data.decode()
        assert html.lstrip().startswith('<!doctype html>\n<html lang="da"')
        assert html.rstrip().endswith("</html>")
        assert harmless(html) == html
        assert Page(html).strange == []


RULES = sorted({rule.rule for rule in create_app(Settings(folder=Path()), index=PlainIndex()).url_map.iter_rules()})  # type: ignore[arg-type]
many = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("rule", ["", *RULES])
@given(data=st.data())
@many
def test_any_request(invented: Flask, rule: str, data: st.DataObject) -> None:
    """Each address, asked for in any way, is answered by a whole guarded page in Danish or a file; a redirect leads on, and ends."""
    asked = data.draw(requests(rule))
    answer = ask(invented, asked)
    check(answer, asked.method)
    for _ in range(2):
        if answer.status_code in (302, 308):
            path, _, query = answer.location.partition("?")
            answer = ask(invented, Request("GET", unquote_to_bytes(path), query.encode(), {}, b""))
            check(answer)
    assert answer.status_code not in (302, 308)


@given(data=st.data())
@many
def test_any_request_of_the_five_letters(real: Flask, data: st.DataObject) -> None:
    """So is it over a real index, where words are read, searched, mended and marked."""
    asked = data.draw(st.sampled_from(RULES).flatmap(requests))
    check(ask(real, asked), asked.method)


PAGES = (
    *("/", "/?q=m%C3%A6lk", "/brev/b1", "/brev/b1?q=m%C3%A6lk&original=1", "/brev/b1/lignende/svar-1", "/sag/2018-0000012", "/personer"),
    *("/om", "/vaelg/direktoer", "/foer", "/hjaelp", "/tilgaengelighed"),
)
SILENT = ("/", "/om", "/foer", "/hjaelp", "/tilgaengelighed")
"""Those that show no text of letters."""


@pytest.mark.parametrize("url", [url for url in PAGES if url not in SILENT])
def test_markup_of_letters_is_text(invented: Flask, url: str) -> None:
    """What letters say is shown as they say it, and makes no element, attribute, link or title of its own."""
    answer = invented.test_client().get(url)
    check(answer)
    page = Page(answer.text)
    assert "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}{% raw %}${7}&lt;b&gt;--> ]]> }" in page.text
    assert answer.text.count("</title>") == answer.text.count("<title>")


def test_markup_of_letters_is_text_in_files(invented: Flask) -> None:
    """Suggestions, tables and references hold it as their formats write it: one value, which ends where it ends."""
    client = invented.test_client()
    whole = harmless(WILD).strip()
    assert {each["tekst"].strip() for each in client.get("/forslag?q=m%C3%A6lk").json["forslag"]} == {whole, f"mælk {whole}"}
    rows = list(csv.reader(io.StringIO(client.get("/brev/b1/tabel/1.csv", buffered=True).data.decode("utf-8-sig")), delimiter=";"))
    assert [[cell.strip() for cell in row] for row in rows] == [[f"'{whole}"] * 2, [f"'{whole}", "12"], ["'=1+1", "3"]]
    bib = client.get("/brev/b1/henvisning.bib", buffered=True).text
    assert re.sub(r"\\[a-z]+\{\}|\\.", "", bib).count("{") == re.sub(r"\\[a-z]+\{\}|\\.", "", bib).count("}")
    assert bib.endswith("\n}\n")
    ris = client.get("/brev/b1/henvisning.ris", buffered=True).data.decode()
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in ris.rstrip("\r\n").split("\r\n"))
    assert ris.count("\r\nER  - ") == 1


@pytest.mark.parametrize("url", PAGES)
def test_every_page_names_what_it_does_not_use(invented: Flask, url: str) -> None:
    """A parameter that a page does not know is named on it, cut where it is long, whichever page it is."""
    text = invented.test_client().get(f"{url}{'&' if '?' in url else '?'}{'hest' * 30}=1").text
    assert f"<li>”{('hest' * 30)[:39]}…” i adressen kendes ikke og er ikke brugt.</li>" in text


@pytest.mark.parametrize(
    ("query", "says", "shown"),
    [
        ("find=a&find=b", "”find” står flere gange i adressen; kun den første er brugt.", "a"),
        (f"find={'a' * 201}", "”find” er på over 200 tegn; kun de første er brugt.", "a" * 200),
        ("find=&q=", "", ""),
    ],
)
def test_what_is_looked_for_among_values(invented: Flask, query: str, says: str, shown: str) -> None:
    """What is looked for twice, or at length, is cut to what is used, and the page says so."""
    text = invented.test_client().get(f"/vaelg/direktoer?{query}").text
    assert (f"<li>{says}</li>" in text) == bool(says)
    assert ("notices" in text) == bool(says)
    assert f'name="find" type="text" enterkeyhint="search" value="{shown}"' in text


@pytest.mark.parametrize(
    ("asked", "status", "sent"),
    [
        ("bytes=0-3", 206, "bytes 0-3/10"),
        ("Bytes = -4", 206, "bytes 6-9/10"),
        ("bytes=0-0,5-6", 200, None),
        ("lines=1-2", 200, None),
        ("bytes", 200, None),
        (f"bytes={'9' * 500}-", 200, None),
        ("bytes=10-", 416, "bytes */10"),
    ],
)
def test_pieces_of_a_file(tmp_path: Path, asked: str, status: int, sent: str | None) -> None:
    """A piece is sent as asked for; several at once, or what is none, are answered by the whole; past the end, by a page."""
    site = site_of(tmp_path)
    (tmp_path / "corpus" / "brev.txt").write_bytes(b"0123456789")
    answer = site.test_client().get("/brev/b1/original", headers={"Range": asked}, buffered=True)
    assert (answer.status_code, answer.headers.get("Content-Range")) == (status, sent)
    assert (b"filen" in answer.data) == (status == 416)


@pytest.mark.parametrize("name", ["kreds.txt", "x" * 300 + ".txt", "a\0b.txt"])
def test_names_that_are_no_file(tmp_path: Path, name: str) -> None:
    """A link that leads in a circle, and a name no file can have, are no file."""
    (tmp_path / "corpus").mkdir()
    with suppress(OSError):  # Windows lets only some make one
        (tmp_path / "corpus" / "kreds.txt").symlink_to("kreds.txt")
    index = PlainIndex((replace(LETTER, file=name),))
    assert create_app(Settings(folder=tmp_path), index=index).test_client().get("/brev/b1/original").status_code == 404  # type: ignore[arg-type]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_names_of_several_lines(tmp_path: Path) -> None:
    """A file whose name breaks a line is sent under a name that breaks none."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a\r\nX: y.txt").write_text("x", encoding="utf-8")
    index = PlainIndex((replace(LETTER, file="a\r\nX: y.txt"),))
    answer = create_app(Settings(folder=tmp_path), index=index).test_client().get("/brev/b1/original", buffered=True)  # type: ignore[arg-type]
    assert answer.headers["Content-Disposition"] == 'inline; filename="a X: y.txt"'


@pytest.mark.parametrize("url", [*PAGES, "/brev/b1/henvisning.bib", "/brev/b1/tabel/1.csv", "/forslag", "/tema.css", "/was"])
def test_bytes_that_are_no_text(invented: Flask, url: str) -> None:
    """A URL whose bytes are no UTF-8, quoted or not, is read as far as it goes."""
    for query in (b"svar=\xff&v=\xff", b"q=%ff%c3&svar=&%80=%ed%a0%80"):
        check(ask(invented, Request("GET", url.partition("?")[0].encode(), query, {}, b"")))


def test_redirects_name_no_host(invented: Flask) -> None:
    """Where a redirect leads does not depend on what the request calls the site, or on how it reached us."""
    answer = invented.test_client().get("/brev//b1?q=x", headers={"Host": "evil.dk"})
    assert (answer.status_code, answer.location) == (308, "/brev/b1?q=x")
    assert invented.test_client().get("/brev//b1", base_url="http://a.dk/svar").location == "/svar/brev/b1"


def test_any_tag_is_no_page(invented: Flask) -> None:
    """Who has any version of a page has none of one that does not exist."""
    assert invented.test_client().get("/brev/none", headers={"If-None-Match": "*"}).status_code == 404


@pytest.mark.parametrize(
    "cell", ["10,=HYPERLINK(A1)", "a\t@SUM(A1)", "a, +1+cmd|' /C calc'!A0", "10,\uff1dA(1)", "a\n-2+cmd|x!A0", '"a;=A(1),=B(2)"']
)
def test_cells_stay_whole_where_commas_divide(cell: str) -> None:
    """A spreadsheet that takes commas or tabs for what divides cells sees no call of anything begin in the middle of one."""
    text = spreadsheet(Table(rows=(("a", cell),))).decode("utf-8-sig")
    pieces = [piece for sign in ",\t;" for row in csv.reader(text.splitlines(), delimiter=sign) for piece in row]
    assert [piece for piece in pieces if re.match(r"\s*[=+\-@\uff1d].*[|(]", piece)] == []


@pytest.mark.parametrize("cell", ["100,-", "skoler, - bl.a. Åboulevarden", "0,+5 (heraf 2)", "a,=1", "mælk; + ost"])
def test_prose_is_no_formula(cell: str) -> None:
    """What only looks a little like a formula within a cell stays as the letter says it."""
    ((read,),) = csv.reader(io.StringIO(spreadsheet(Table(rows=((cell,),))).decode("utf-8-sig"), newline=""), delimiter=";")
    assert read == cell


@pytest.mark.parametrize("cell", ["\ufeff=1+1", "\u200b=1+1", "\u2060 =1+1", "\u00ad@SUM(A1)"])
def test_signs_without_width_hide_no_formula(cell: str) -> None:
    """A formula behind a sign that a spreadsheet may drop is text as well."""
    assert spreadsheet(Table(rows=((cell,),))).decode("utf-8-sig").startswith("'")
