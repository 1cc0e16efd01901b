from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from indexer.config import Settings
from indexer.config import Web
from tests.webapp_builders import PlainIndex
from webapp import create_app


if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient


FOR_PROGRAMS = "/api/v1/search?q=x", "/api/v1/suggestions?q=x", "/api/v1/facets/aar", "/api/v1/cases/x", "/api/v1/export.jsonl"


@pytest.fixture
def spent(tmp_path: Path) -> FlaskClient:
    """A client that has asked for all it may."""
    client = create_app(Settings(folder=tmp_path, web=Web(requests_per_minute=1)), index=PlainIndex()).test_client()  # type: ignore[arg-type]
    client.application.extensions["svarsoeg.budgets"].clock = lambda: 0.0
    assert client.get("/?q=x").status_code == 200
    return client


@pytest.mark.parametrize(
    "url", ["/?q=x", "/forslag?q=x", "/forslag?q=x&format=opensearch", "/vaelg/aar", "/sag/x", "/brev/b1/lignende/svar-1",
            "/indlejret?q=x", "/indlejr/proeve", "/indlejr", "/oembed?url=x", "/feed.atom", "/feed.rss", "/feed.json", *FOR_PROGRAMS],
)  # fmt: skip
def test_whoever_asked_too_often_is_told_when_to_come_back(spent: FlaskClient, url: str) -> None:
    """On every kind of route 429 says how long it takes, keeps nothing, and is a problem for programs, else a page."""
    answer = spent.get(url)
    cost = 15 if url.startswith("/forslag") or "suggestions" in url else 60
    assert (answer.status_code, answer.headers["Retry-After"], answer.headers["Cache-Control"]) == (429, str(cost), "no-store")
    assert answer.mimetype == ("application/problem+json" if url in FOR_PROGRAMS else "text/html")


def test_every_refusal_of_the_api_is_described(spent: FlaskClient) -> None:
    """The statuses with which the API refuses are problems, and are in its description for every operation."""
    told = {spent.get("/api/v1/search").status_code, spent.get("/api/v1/letters/b1", data=b"x").status_code}
    described = json.loads(spent.get("/api/v1/openapi.json").data)["paths"]
    for operation in described.values():
        responses = operation["get"]["responses"]
        assert {str(status) for status in told | {403, 431}} <= set(responses)
        assert all(responses[str(status)] == {"$ref": "#/components/responses/Problem"} for status in (403, 413, 429, 431))
    assert told == {413, 429}
