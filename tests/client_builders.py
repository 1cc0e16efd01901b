"""Somebody who asks the site over letters in memory, and the HTML there is to see: what tests of pages, limits and logs are built from."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

from indexer.config import Access
from indexer.config import Search
from indexer.config import Settings
from indexer.config import Site
from indexer.config import Web
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from webapp import create_app


if TYPE_CHECKING:
    from flask.testing import FlaskClient


def site(folder: Path, *, index: PlainIndex | None = None, access: Access | None = None, **web: Any) -> FlaskClient:
    """A client of the site with these settings of `[web]`."""
    settings = Settings(folder=folder, web=Web(**web), access=access or Access())
    return create_app(settings, index=index or PlainIndex()).test_client()  # type: ignore[arg-type]


def client_of(*letters: object, **site: str) -> FlaskClient:
    """A client of the page over these letters."""
    settings = Settings(folder=Path.cwd(), search=Search(page_size=2, facet_values=3), site=Site(**site))
    return create_app(settings, index=PlainIndex(letters or (letter(),))).test_client()  # type: ignore[arg-type]


def page(client: FlaskClient, url: str, *, status: int = 200) -> str:
    """The HTML behind a URL, white space put together."""
    answer = client.get(url)
    assert answer.status_code == status, answer.status_code
    assert answer.content_type == "text/html; charset=utf-8", answer.content_type
    return re.sub(r"\s+", " ", answer.text)


def three() -> tuple[object, ...]:
    """Three letters of different years, directors and cases."""
    return (
        letter("a", metadata=metadata(date="2018-05-06")),
        letter("b", metadata=metadata(date="2019-05-06", case_number="2019-0000001")),
        letter("c", metadata=metadata(date=None, date_source=None, case_number=None, kind="budget_note")),
    )
