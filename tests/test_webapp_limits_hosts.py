"""The site answers under the names of the settings, and says nothing of itself under any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer.errors import ConfigError
from tests.client_builders import site
from webapp.limits import host_of


if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("host", ["svar.example.dk", "SVAR.Example.dk", "svar.example.dk.", "svar.example.dk:8443", "[2001:DB8::0:1]:80"])
def test_the_site_answers_under_its_names(tmp_path: Path, host: str) -> None:
    """A name of the settings is known however it is written, with or without a port."""
    client = site(tmp_path, hosts=("svar.example.dk", "2001:db8::1"))
    assert client.get("/hjaelp", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "svar.example.dk.evil.example", "evil.example:80@svar.example.dk", "svar.example.dk@evil", "svar.example.dk:x", "",
     "svar.example.dk, evil.example", "svar.example.dk/", "[svar.example.dk]", "2001:db8::1]", "localhost", "127.0.0.1", "x" * 300],
)  # fmt: skip
@pytest.mark.parametrize("url", ["/", "/hjaelp", "/static/svarsoeg.css", "/api/v1/search?q=x", "/nowhere"])
def test_under_any_other_name_it_says_nothing_of_itself(tmp_path: Path, host: str, url: str) -> None:
    """Another host gets a short page with 400, whatever it asks for: without links, words or the site's name, and with all headers."""
    answer = site(tmp_path, hosts=("svar.example.dk", "2001:db8::1")).get(
        url, headers={"Host": host, "X-Forwarded-Host": "svar.example.dk"}
    )
    assert answer.status_code == 400
    assert "<h1>Adressen kendes ikke</h1>" in answer.text
    assert "Svarsøg" not in answer.text
    assert "href" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000"])
def test_this_machine_may_always_ask_how_the_site_is(tmp_path: Path, host: str) -> None:
    """Whoever watches the site from the machine itself needs no name for it, and learns nothing else."""
    client = site(tmp_path, hosts=("svar.example.dk",))
    assert client.get("/healthz", headers={"Host": host}).status_code == 200
    assert client.get("/healthz", headers={"Host": "evil.example"}).status_code == 400


def test_without_names_any_will_do(tmp_path: Path) -> None:
    """An empty list is any host."""
    assert site(tmp_path).get("/hjaelp", headers={"Host": "whatever.example:1"}).status_code == 200


def test_a_name_with_a_port_is_that_port_alone(tmp_path: Path) -> None:
    """Where the settings name a port, another is another host; what is no name at all does not start."""
    client = site(tmp_path, hosts=("svar.example.dk:8443",))
    codes = [client.get("/hjaelp", headers={"Host": f"svar.example.dk{port}"}).status_code for port in (":8443", ":80", "")]
    assert codes == [200, 400, 400]
    with pytest.raises(ConfigError, match="værtsnavn"):
        site(tmp_path, hosts=("a:b:c",))
    assert host_of("[::1") is None
