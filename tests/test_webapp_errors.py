from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer.config import Settings
from indexer.errors import EngineDownError
from indexer.errors import IndexDamagedError
from indexer.errors import IndexMissingError
from indexer.errors import IndexOutdatedError
from indexer.errors import SvarsoegError
from tests.webapp_builders import PlainIndex
from webapp import create_app


if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient


@pytest.fixture
def index() -> PlainIndex:
    """An index that can be given trouble."""
    return PlainIndex()


@pytest.fixture
def client(index: PlainIndex, tmp_path: Path) -> FlaskClient:
    """A client of the page over it."""
    return create_app(Settings(folder=tmp_path), index=index).test_client()  # type: ignore[arg-type]


@pytest.mark.parametrize("url", ["/nowhere", "/brev/none", "/brev/none/original", "/brev/", "/brev/a/b/c", "/static/none.css", "/static/"])
def test_not_found(client: FlaskClient, url: str) -> None:
    """What does not exist is a Danish page with 404 and a field to search in."""
    answer = client.get(url)
    assert answer.status_code == 404
    assert "<h1>Siden findes ikke</h1>" in answer.text
    assert 'role="search"' in answer.text


def test_slashes_too_many(client: FlaskClient) -> None:
    """A URL with a slash too many leads to the one without."""
    answer = client.get("/brev//b1")
    assert answer.status_code == 308
    assert answer.headers["Location"].endswith("/brev/b1")


def test_other_methods(client: FlaskClient) -> None:
    """A page can only be read; another method is refused with the ones allowed."""
    answer = client.post("/")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "kun læses" in answer.text
    assert client.head("/").data == b""


@pytest.mark.parametrize(
    ("trouble", "says"),
    [
        (IndexMissingError("mappen"), "<code>indexer rebuild</code>"),
        (IndexOutdatedError("ord 1 mod 2"), "Indekset er lavet af en anden version (ord 1 mod 2). Kør <code>indexer rebuild</code>."),
        (IndexDamagedError("tom"), "Indekset er beskadiget"),
        (EngineDownError("Søgemaskinen svarer ikke."), "Søgemaskinen svarer ikke."),
    ],
)
@pytest.mark.parametrize("url", ["/", "/?q=x", "/brev/b1", "/brev/b1/original", "/brev/b1/lignende/svar-1"])
def test_no_index(client: FlaskClient, index: PlainIndex, trouble: Exception, says: str, url: str) -> None:
    """Without an index every page that needs one says what to do, with 503 and when to try again; help is still there."""
    index.trouble = trouble
    answer = client.get(url)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert says in answer.text
    assert client.get("/hjaelp").status_code == 200


def test_a_cluster_that_is_away_is_told_everywhere(client: FlaskClient, index: PlainIndex) -> None:
    """While the engine does not answer, pages, feeds, the API and /healthz say that it is down for now; with its next answer it is not."""
    index.trouble = EngineDownError("Søgemaskinen svarer ikke. Prøv igen om lidt.")
    assert "<h1>Søgningen er midlertidigt nede</h1>" in client.get("/?q=x").text
    for url in ("/feed.atom?q=x", "/feed.rss", "/api/v1/search?q=x", "/indlejret?q=x"):
        answer = client.get(url)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30"), url
    assert client.get("/api/v1/search?q=x").json["detail"] == "Søgemaskinen svarer ikke. Prøv igen om lidt."
    watched = client.get("/healthz")
    assert (watched.status_code, watched.json["message"]) == (503, "Søgemaskinen svarer ikke. Prøv igen om lidt.")
    index.trouble = None
    assert client.get("/?q=x").status_code == 200


def test_a_new_index_mends_it(client: FlaskClient, index: PlainIndex) -> None:
    """As soon as there is an index, the same site serves it."""
    index.trouble = IndexMissingError("mappen")
    assert client.get("/?q=x").status_code == 503
    index.trouble = None
    assert client.get("/?q=x").status_code == 200


@pytest.mark.parametrize("trouble", [SvarsoegError("hemmelig grund"), RuntimeError("hemmelig grund")])
def test_the_unforeseen(client: FlaskClient, index: PlainIndex, trouble: Exception, caplog: pytest.LogCaptureFixture) -> None:
    """What nobody foresaw is a Danish page with 500 that tells nothing of the inside; the log has it all."""
    index.trouble = trouble
    index.trouble.__traceback__ = None
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    answer = client.get("/brev/b1")
    assert answer.status_code == 500
    assert "Der gik noget galt" in answer.text
    assert "hemmelig" not in answer.text
    assert "hemmelig grund" in caplog.text
