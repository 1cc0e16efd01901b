"""A site over invented letters whose feeds are read as a feed reader does: what the tests of feeds are built from."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING
from typing import Any

from indexer.config import Embed
from indexer.config import Settings
from indexer.config import Site
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from tests.webapp_builders import passage
from webapp import create_app


with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # the reader's own
    import feedparser


if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient


SITE = "https://svar.example.dk"
FORMS = ("atom", "rss", "json")
XML = ("atom", "rss")
NAMES = {"atom": "http://www.w3.org/2005/Atom", "opensearch": "http://a9.com/-/spec/opensearch/1.1/"}

MANY = tuple(letter(f"b{number}", passage("1"), passage("2"), metadata=metadata(date=f"2018-03-{number:02}")) for number in range(1, 24))
"""Letters of two answers each, one a day."""


def visit(folder: Path, *letters: Any, **index: Any) -> FlaskClient:
    """A client of a site with a public address over these letters."""
    settings = Settings(
        folder=folder, site=Site(url=SITE, title="Svarsøg i Lilleby"), embed=Embed(origins=("https://intranet.example.dk",))
    )
    return create_app(settings, index=PlainIndex(letters, **index)).test_client()  # type: ignore[arg-type]


def read(client: FlaskClient, url: str) -> Any:
    """The feed at a URL as a feed reader has it; it may find nothing amiss."""
    answer = client.get(url.removeprefix(SITE))
    assert answer.status_code == 200, answer.status_code
    feed = feedparser.parse(answer.data, response_headers={"content-type": answer.headers["Content-Type"]})
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def ids(client: FlaskClient, url: str) -> list[str]:
    """What the entries of the feed at a URL are called, in any format."""
    if ".json" in url:
        return [item["id"] for item in client.get(url.removeprefix(SITE)).get_json(force=True)["items"]]
    return [entry.id for entry in read(client, url).entries]


def following(client: FlaskClient, url: str) -> str:
    """The URL of the next page of the feed at a URL, "" at the end."""
    if ".json" in url:
        return str(client.get(url.removeprefix(SITE)).get_json(force=True).get("next_url", ""))
    return next((link.href for link in read(client, url).feed.links if link.rel == "next"), "")
