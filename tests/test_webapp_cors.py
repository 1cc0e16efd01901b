from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer.config import Embed
from indexer.config import Settings
from indexer.errors import IndexMissingError
from tests.webapp_builders import PlainIndex
from webapp import create_app


if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient


ALLOWED = "https://intranet.example.dk"
OTHERS = ("https://example.dk", "http://intranet.example.dk", f"{ALLOWED}.evil.dk", f"{ALLOWED}:8443", f"{ALLOWED}/", "null", "*", "")
SHARED = (
    "/api/v1/search",
    "/api/v1/letters/b1",
    "/api/v1/letters/none",
    "/api/v1/nowhere",
    "/api/v1/export.jsonl",
    "/api/v1/openapi.json",
    "/forslag",
)
NOT_SHARED = ("/", "/brev/b1", "/brev/b1/original", "/foer", "/healthz", "/api", "/nowhere")


@pytest.fixture
def index() -> PlainIndex:
    """An index that can be given trouble."""
    return PlainIndex()


@pytest.fixture
def client(index: PlainIndex, tmp_path: Path) -> FlaskClient:
    """A client of a site that one other origin may read."""
    return create_app(Settings(folder=tmp_path, embed=Embed(origins=(ALLOWED,))), index=index).test_client()  # type: ignore[arg-type]


@pytest.mark.parametrize("url", SHARED)
def test_an_allowed_origin_may_read(client: FlaskClient, url: str) -> None:
    """What is meant for other sites is given to the origins of the settings by name, without credentials, errors included."""
    headers = client.get(url, headers={"Origin": ALLOWED}, buffered=True).headers
    assert headers["Access-Control-Allow-Origin"] == ALLOWED
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Origin" in headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in headers


@pytest.mark.parametrize("origin", OTHERS)
@pytest.mark.parametrize("url", SHARED)
def test_no_other_origin_may(client: FlaskClient, url: str, origin: str) -> None:
    """Any other origin, however like it, is told nothing; that the answer depends on the origin is said all the same."""
    headers = client.get(url, headers={"Origin": origin} if origin else {}, buffered=True).headers
    assert [name for name, _ in headers if name.startswith("Access-Control")] == []
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Origin" in headers["Vary"]


@pytest.mark.parametrize("url", NOT_SHARED)
def test_pages_are_nobody_elses(client: FlaskClient, url: str) -> None:
    """Pages, letters' files and the state of health may be read by no other origin."""
    headers = client.get(url, headers={"Origin": ALLOWED}, buffered=True).headers
    assert [name for name, _ in headers if name.startswith("Access-Control")] == []
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(("origin", "status", "methods"), [(ALLOWED, 204, "GET, HEAD, OPTIONS"), ("https://example.dk", 200, None)])
def test_a_browser_may_ask_first(client: FlaskClient, index: PlainIndex, origin: str, status: int, methods: str | None) -> None:
    """A browser that asks what it may is answered, also where there is no index; but only an allowed origin may anything."""
    index.trouble = IndexMissingError("mappen")
    answer = client.options("/api/v1/search", headers={"Origin": origin, "Access-Control-Request-Method": "GET"})
    assert (answer.status_code, answer.data, answer.headers.get("Access-Control-Allow-Methods")) == (status, b"", methods)


def test_an_unchanged_answer_may_be_read_too(client: FlaskClient) -> None:
    """A browser that has the answer already is told again that its page may read it."""
    tag = client.get("/api/v1/search", headers={"Origin": ALLOWED}).headers["ETag"]
    again = client.get("/api/v1/search", headers={"Origin": ALLOWED, "If-None-Match": tag})
    assert (again.status_code, again.headers["Access-Control-Allow-Origin"]) == (304, ALLOWED)


def test_where_no_origin_is_named_none_may(tmp_path: Path) -> None:
    """By default nobody else reads anything."""
    client = create_app(Settings(folder=tmp_path), index=PlainIndex()).test_client()  # type: ignore[arg-type]
    assert "Access-Control-Allow-Origin" not in client.get("/api/v1/search", headers={"Origin": ALLOWED}).headers
