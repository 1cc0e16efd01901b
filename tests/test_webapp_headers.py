from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from indexer.config import Access
from indexer.config import Embed
from indexer.config import Settings
from indexer.config import Site
from indexer.config import Web
from indexer.errors import IndexMissingError
from tests.webapp_builders import TABLE
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from tests.webapp_builders import passage
from webapp import create_app
from webapp.security import HEADERS


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from flask import Response
    from werkzeug.test import TestResponse


KNOWN = {
    "filename": "svarsoeg.css",
    "letter_id": "b1",
    "number": "1",
    "form": "ris",
    "anchor": "svar-1",
    "case_number": "2018-0000012",
    "name": "aar",
}
"""A value for each variable part of an address."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The settings of a site that others may embed, with a letter's files beside it."""
    (tmp_path / "corpus").mkdir()
    for name in ("b0.txt", "b1.txt"):
        (tmp_path / "corpus" / name).write_text("brev " * 100, encoding="utf-8")
    return Settings(folder=tmp_path, embed=Embed(origins=("https://intranet.example.dk",)), web=Web(requests_per_minute=0))


def site(settings: Settings, **index: object) -> Flask:
    """The site over one letter that has everything."""
    app = create_app(settings, index=PlainIndex((letter("b1", passage(tables=(TABLE,)), editions=("b0.txt",)),), **index))  # type: ignore[arg-type]
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


def every_answer(app: Flask) -> Iterator[tuple[str, TestResponse]]:
    """What each address answers: a search, whoever has it or wants a piece, other methods, a body; then errors."""
    client = app.test_client()
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
        paths = [adapter.build(rule.endpoint, {name: KNOWN[name] for name in rule.arguments - set(rule.defaults or {})}) for rule in rules]
    for path in sorted(set(paths)):
        first = client.get(path, query_string="q=m%C3%A6lk", headers={"Origin": "https://intranet.example.dk"}, buffered=True)
        yield f"search {path}", first
        yield (
            f"bare {path}",
            client.get(path, headers={"If-None-Match": first.headers.get("ETag", ""), "Range": "bytes=1-3"}, buffered=True),
        )
        yield f"other {path}", client.delete(path, buffered=True)
        yield f"body {path}", client.get(path, data=b"x", buffered=True)
    for method in ("HEAD", "OPTIONS"):
        for path in ("/", "/brev/b1/original", "/static/svarsoeg.css", "/api/v1/search", "/nowhere"):
            yield f"{method} {path}", client.open(path, method=method, buffered=True)
    yield "draft", client.post("/foer", data={"tekst": "Hvor meget mælk?"})
    for path in ("/nowhere", "/brev//b1", "/brev/none", "/static/none.css", "/static/", "/api/v1/nothing", "/%00", "/?side=x&q=%ff"):
        yield f"error {path}", client.get(path, buffered=True)


def lacking(answer: TestResponse) -> list[str]:
    """The names of headers that the answer should have and has not."""
    names = {*HEADERS, "Cache-Control"} | (
        {"X-Frame-Options"} if "frame-ancestors 'none'" in answer.headers.get("Content-Security-Policy", "") else set()
    )
    return sorted(name for name in names if not answer.headers.get(name))


@pytest.mark.parametrize("trouble", [None, RuntimeError("x"), IndexMissingError("x")])
def test_no_answer_goes_unguarded_or_sets_a_cookie(settings: Settings, trouble: Exception | None) -> None:
    """Every address, method and way to fail answers with every header, none of it unsafe, and no cookie."""
    answers = dict(every_answer(site(settings, trouble=trouble)))
    assert len(answers) > 150
    statuses = {answer.status_code for answer in answers.values()}
    assert statuses >= (
        {200, 206, 302, 304, 308, 404, 405, 413} if not trouble else {200, 404, 405, 413, 500 if type(trouble) is RuntimeError else 503}
    )
    assert {name: lacking(answer) for name, answer in answers.items() if lacking(answer)} == {}
    assert [name for name, answer in answers.items() if "Set-Cookie" in answer.headers] == []
    assert [name for name, answer in answers.items() if "unsafe" in answer.headers["Content-Security-Policy"]] == []
    assert [name for name, answer in answers.items() if "Server" in answer.headers or "X-Powered-By" in answer.headers] == []


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"web": Web(hosts=("svar.example.dk",))}, 400),
        ({"web": Web(requests_per_minute=1)}, 429),
    ],
)
def test_refusals_are_guarded(settings: Settings, changed: dict[str, Web], status: int) -> None:
    """A request refused before any page sees it is answered with every header, too."""
    client = site(replace(settings, **changed)).test_client()  # type: ignore[arg-type]
    answer = [client.get("/?q=x") for _ in range(3)][-1]
    assert answer.status_code == status
    assert lacking(answer) == []
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_stranger_is_guarded(settings: Settings) -> None:
    """Whoever does not come by the login proxy gets every header and nothing else."""
    (settings.folder / "secret").write_text("0123456789abcdef0123", encoding="utf-8")
    access = Access(mode="proxy", networks=("10.0.0.0/8",), secret_file="secret")
    answer = site(replace(settings, access=access)).test_client().get("/?q=x")
    assert answer.status_code == 403
    assert lacking(answer) == []


def test_a_page_may_copy_and_nothing_else(settings: Settings) -> None:
    """Of what browsers may let a page do, all is refused but to copy text, and that to the page itself alone."""
    policy = site(settings).test_client().get("/").headers["Permissions-Policy"].split(", ")
    assert [feature for feature in policy if not feature.endswith("=()")] == ["clipboard-write=(self)"]
    assert {"camera=()", "microphone=()", "geolocation=()", "clipboard-read=()", "usb=()", "payment=()"} <= set(policy)
    assert len(set(policy)) == len(policy)


def test_old_browsers_are_told_what_frames(settings: Settings) -> None:
    """What no page may frame says so also to browsers that know no policy; what some may frame does not: they have no word for it."""
    client = site(settings).test_client()
    told = {
        url: client.get(url, buffered=True).headers.get("X-Frame-Options")
        for url in ("/", "/brev/b1", "/nowhere", "/indlejret", "/brev/b1/original")
    }
    assert told == {"/": "DENY", "/brev/b1": "DENY", "/nowhere": "DENY", "/indlejret": None, "/brev/b1/original": None}
    alone = site(replace(settings, embed=Embed())).test_client()
    assert alone.get("/indlejret").headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(("url", "told"), [("https://svar.example.dk", True), ("http://svar.example.dk", False), ("", False)])
def test_https_for_good_only_where_the_site_has_it(settings: Settings, url: str, told: bool) -> None:
    """Browsers are told to keep to https where the public address is https, on pages, files and errors; never elsewhere."""
    client = site(replace(settings, site=Site(url=url))).test_client()
    headers = [
        client.get(path, buffered=True).headers.get("Strict-Transport-Security") for path in ("/", "/static/svarsoeg.css", "/nowhere")
    ]
    assert headers == (["max-age=31536000"] * 3 if told else [None] * 3)


def test_the_test_would_see_a_cookie(settings: Settings) -> None:
    """An answer that did set a cookie, or lose a header, would be seen."""
    app = site(settings)

    @app.after_request
    def spoilt(response: Response) -> Response:
        response.set_cookie("a", "b")
        return response

    answer = app.test_client().get("/")
    assert "Set-Cookie" in answer.headers
    del answer.headers["Permissions-Policy"]
    assert lacking(answer) == ["Permissions-Policy"]
