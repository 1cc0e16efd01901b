"""Nobody takes more of the site than is allowed: so many requests per minute, and no body but a draft's."""

from __future__ import annotations

import json
from dataclasses import replace
from ipaddress import ip_network
from typing import TYPE_CHECKING

import pytest

from indexer.config import Access
from indexer.config import Settings
from indexer.config import Web
from indexer.errors import ConfigError
from tests.client_builders import site
from tests.webapp_builders import PlainIndex
from webapp import create_app
from webapp.limits import COSTS
from webapp.limits import FREE
from webapp.limits import Budgets
from webapp.limits import client_of


if TYPE_CHECKING:
    from pathlib import Path


PROXY = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now


# Requests per minute


def test_a_client_has_a_budget_that_fills_up_again(tmp_path: Path) -> None:
    """Beyond its budget a client gets 429, a Danish page and when to come back; then it is served again. Another is served all along."""
    client = site(tmp_path, requests_per_minute=30)
    clock = client.application.extensions["svarsoeg.budgets"].clock = Clock()
    assert [client.get("/?q=x").status_code for _ in range(31)] == [200] * 30 + [429]
    refused = client.get("/?q=x")
    assert "<h1>For mange forespørgsler på kort tid</h1>" in refused.text
    assert refused.headers["Retry-After"] == "2"
    assert refused.headers["Cache-Control"] == "no-store"
    assert client.get("/?q=x", environ_base={"REMOTE_ADDR": "10.0.0.2"}).status_code == 200
    clock.now = 2.0
    assert [client.get("/?q=x").status_code for _ in range(2)] == [200, 429]
    clock.now = 3600.0
    assert [client.get("/?q=x").status_code for _ in range(31)] == [200] * 30 + [429]


@pytest.mark.parametrize(
    "url",
    ["/?aar=2018", "/vaelg/aar", "/forslag?q=x", "/indlejret?q=x", "/api/v1/search?q=x", "/api/v1/letters/b1", "/api/v1/export.csv?q=x"],
)
def test_costly_routes_count(tmp_path: Path, url: str) -> None:
    """Whatever searches is paid for, also what is asked of the API: there, a problem says so."""
    client = site(tmp_path, requests_per_minute=1)
    client.application.extensions["svarsoeg.budgets"].clock = Clock()
    assert client.get("/?q=x").status_code == 200
    answer = client.get(url)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    if url.startswith("/api/"):
        assert answer.content_type == "application/problem+json"
        assert json.loads(answer.data)["type"].endswith("for-mange")


@pytest.mark.parametrize(
    "url",
    ["/", "/brev/b1", "/brev/b1?q=x", "/hjaelp", "/foer", "/static/svarsoeg.css", "/tema.css", "/healthz", "/brev/b1/original", "/om"],
)
def test_reading_is_free(tmp_path: Path, url: str) -> None:
    """Letters, originals, files and help are there for whoever has searched too much."""
    client = site(tmp_path, requests_per_minute=1)
    client.application.extensions["svarsoeg.budgets"].clock = Clock()
    assert [client.post("/foer", data={"tekst": "Hvor?"}).status_code for _ in range(2)] == [200, 429]
    assert {client.get(url, buffered=True).status_code for _ in range(3)} <= {200, 404}


def test_unchanged_pages_are_free(tmp_path: Path) -> None:
    """Going back to a search costs nothing when the browser still has it."""
    client = site(tmp_path, requests_per_minute=1)
    client.application.extensions["svarsoeg.budgets"].clock = Clock()
    tag = client.get("/?q=x").headers["ETag"]
    assert [client.get("/?q=x", headers={"If-None-Match": tag}).status_code for _ in range(3)] == [304] * 3


def test_typing_costs_little_and_an_export_much(tmp_path: Path) -> None:
    """Four suggestions are as one search, an export as ten; it can always be afforded by whoever has asked for nothing else."""
    client = site(tmp_path, requests_per_minute=10)
    budgets = client.application.extensions["svarsoeg.budgets"]
    budgets.clock = clock = Clock()
    assert [client.get("/forslag?q=x").status_code for _ in range(41)] == [200] * 40 + [429]
    clock.now = 60.0
    assert [client.get("/api/v1/export.csv?q=x").status_code for _ in range(2)] == [200, 429]
    assert Budgets(4).seconds_until("a", 10.0) == 0


def test_no_number_is_no_limit(tmp_path: Path) -> None:
    """0 is without limit."""
    client = site(tmp_path, requests_per_minute=0)
    assert {client.get("/forslag?q=x").status_code for _ in range(300)} == {200}


def test_names_of_endpoints_are_real(tmp_path: Path) -> None:
    """What is named as free, or at another price, is there."""
    assert (FREE | set(COSTS)) - set(site(tmp_path).application.view_functions) == set()


def test_memory_is_bounded() -> None:
    """Of very many clients those asked for last are remembered; a clock that goes back gives nothing and takes nothing."""
    clock = Clock()
    budgets = Budgets(2, clock=clock, most=3)
    for name in "abcda":
        budgets.seconds_until(name, 1.0)
    assert len(budgets) == 3
    assert [budgets.seconds_until("a", 1.0) for _ in range(2)] == [0, 30]  # it was pushed out once, and began anew
    clock.now = -100.0
    assert budgets.seconds_until("a", 1.0) == 30


# Whose requests they are


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.7", "", "192.0.2.7"),
        ("192.0.2.7", "198.51.100.1", "192.0.2.7"),
        ("10.1.1.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("::ffff:10.1.1.1", "198.51.100.1:40312", "198.51.100.1"),
        ("fd00::1", "[2001:db8:1:2:3::4]:443", "2001:db8:1:2::/64"),
        ("10.1.1.1", "", "10.1.1.1"),
        ("10.1.1.1", "198.51.100.1, unknown", "10.1.1.1"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "", "192.0.2.7"),
        ("", "198.51.100.1", ""),
    ],
)
def test_clients(peer: str, forwarded: str, client: str) -> None:
    """A client is an IPv4 address, or the 64 bits of IPv6 one customer has; of what is forwarded the proxy's own word is believed."""
    assert client_of(peer, forwarded, trusted=PROXY) == client


def test_nobody_escapes_by_a_header(tmp_path: Path) -> None:
    """Forwarded addresses part the clients of a proxy the settings name, and of nobody else."""
    access = Access(networks=("10.0.0.0/8",))
    client = site(tmp_path, access=access, requests_per_minute=1)
    client.application.extensions["svarsoeg.budgets"].clock = Clock()

    def codes(peer: str) -> list[int]:
        each = ({"X-Forwarded-For": f"198.51.100.{number}"} for number in range(3))
        return [client.get("/?q=x", headers=headers, environ_base={"REMOTE_ADDR": peer}).status_code for headers in each]

    assert codes("10.0.0.1") == [200, 200, 200]
    assert codes("192.0.2.1") == [200, 429, 429]
    with pytest.raises(ConfigError, match="networks"):
        site(tmp_path, access=Access(networks=("10.0.0.1/8",)))


def test_a_proxy_nobody_named_is_told_of_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """When everybody behind a proxy shares a budget, the log says once why, without an address."""
    client = site(tmp_path, requests_per_minute=1)
    for _ in range(4):
        client.get("/?q=x", headers={"X-Forwarded-For": "198.51.100.1"})
    assert [record.message for record in caplog.records if "[access] networks" in record.message] == [
        "a proxy that [access] networks does not name counts as one client; requests are refused with 429"
    ]
    assert "198.51" not in caplog.text


# Size


@pytest.mark.parametrize("url", ["/", "/?q=x", "/brev/b1", "/healthz", "/static/svarsoeg.css", "/api/v1/search?q=x", "/foer"])
def test_only_a_draft_has_a_body(tmp_path: Path, url: str) -> None:
    """A page that is read is asked for by its address alone: what comes with it is refused, unread."""
    assert site(tmp_path).get(url, data=b"x" * 10, content_type="text/plain").status_code == 413


def test_bodies_elsewhere_are_refused_for_what_they_are(tmp_path: Path) -> None:
    """What cannot be posted to is 405, what is not there 404; a draft is taken, and one that is too long refused."""
    client = site(tmp_path)
    assert client.post("/brev/b1", data=b"x" * 10).status_code == 405
    assert client.post("/nowhere", data=b"x" * 10).status_code == 404
    assert client.post("/foer", data={"tekst": "Hvor?"}).status_code == 200
    assert client.post("/foer", data={"tekst": "x" * 2_000_000}).status_code == 413


# Settings


def test_settings_decide(tmp_path: Path) -> None:
    """Nothing is written down, counted or refused by name that the settings do not ask for."""
    settings = Settings(folder=tmp_path, web=replace(Web(), requests_per_minute=0))
    app = create_app(settings, index=PlainIndex())  # type: ignore[arg-type]
    assert "svarsoeg.budgets" not in app.extensions
