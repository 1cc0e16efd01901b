from __future__ import annotations

import io
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

import pytest

from indexer.config import Access
from indexer.config import Settings
from indexer.config import Web
from indexer.errors import ConfigError
from indexer.rebuild import rebuild
from tests.webapp_builders import PlainIndex
from webapp import create_app
from webapp import logs
from webapp.limits import COSTS
from webapp.limits import FREE
from webapp.limits import Budgets
from webapp.limits import client_of
from webapp.limits import host_of


if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def site(folder: Path, *, index: PlainIndex | None = None, access: Access | None = None, **web: Any) -> FlaskClient:
    """A client of the site with these settings of `[web]`."""
    settings = Settings(folder=folder, web=Web(**web), access=access or Access())
    return create_app(settings, index=index or PlainIndex()).test_client()  # type: ignore[arg-type]


# Hosts


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


PROXY = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


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


# What is written down

SECRET = "hemmeligtord"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the program writes in its log, from whatever part of it, with nothing held back at the end."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter(logs.LINE))
    root = logging.getLogger()
    levels = root.level, logs.LOG.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logs.LOG.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(levels[0])
    logs.LOG.setLevel(levels[1])


@pytest.mark.parametrize("trouble", [None, KeyError(SECRET), RuntimeError(f"{SECRET}: no")])
def test_what_is_searched_stands_in_no_log(tmp_path: Path, log: io.StringIO, trouble: Exception | None) -> None:
    """Neither a search, a draft nor an error on the way to an answer leaves the words in any log; the error's kind and place it does."""
    index = PlainIndex()
    client = site(tmp_path, index=index)
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    urls = ("/?q={}", "/?q=sag:{}", "/forslag?q={}", "/vaelg/aar?q={}&find={}", "/brev/b1?q={}", "/indlejret?q={}", "/api/v1/search?q={}",
            "/api/v1/search?q={}&markoer=x", "/api/v1/export.csv?q={}", "/brev/b1/lignende/svar-1?q={}",
            "/nowhere?q={}", "/oembed?url={}")  # fmt: skip
    index.trouble = trouble
    for url in urls:
        client.get(url.replace("{}", SECRET), headers={"User-Agent": f"a {SECRET}", "Referer": f"http://x/?q={SECRET}"})
    client.post("/foer", data={"tekst": f"Hvor er {SECRET}?"})
    assert SECRET not in log.getvalue()
    assert ("unforeseen error" in log.getvalue()) == (trouble is not None)
    if trouble:
        assert f"builtins.{type(trouble).__name__}" in log.getvalue()
        assert "self.trouble" in log.getvalue()


def test_an_error_without_words_is_told_whole(tmp_path: Path, log: io.StringIO) -> None:
    """Where nobody looked for anything, the log has what the error says, and what it came from."""
    index = PlainIndex(trouble=RuntimeError("disken er væk"))
    client = site(tmp_path, index=index)
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    assert client.get("/brev/b1").status_code == 500
    assert "unforeseen error: disken er væk" in log.getvalue()


def test_what_breaks_while_it_is_sent_is_told_without_words(log: io.StringIO) -> None:
    """The server's own note of an answer that broke off has the kind and place of the errors, and nothing they say."""
    next(each for each in logging.getLogger().handlers if getattr(each, "stream", None) is log).addFilter(logs.discreet)
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise RuntimeError(SECRET) from error
    except RuntimeError:
        logging.getLogger("waitress").exception("Exception while serving %s", "/api/v1/export.csv")
    assert SECRET not in log.getvalue()
    assert "Exception while serving /api/v1/export.csv" in log.getvalue()
    assert "builtins.KeyError" in log.getvalue()
    assert "builtins.RuntimeError" in log.getvalue()


def test_searches_are_written_down_when_the_settings_say_so(tmp_path: Path, log: io.StringIO) -> None:
    """Then each search is one line: time, words, number of hits; no address, no program's name, no line of a searcher's making."""
    client = site(tmp_path, log_queries=True)
    asking = {"User-Agent": "Kigger/1.0", "X-Forwarded-For": "198.51.100.1"}
    for url in ("/?q=m%C3%A6lk", "/api/v1/search?q=m%C3%A6lk%E2%80%A8ERROR+webapp:+falsk%0D%0Ax", "/", "/?q=m%C3%A6lk&side=7"):
        client.get(url, headers=asking, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    client.get("/api/v1/search?q=skole")
    client.post("/foer", data={"tekst": "Hvor er kladden?"})
    lines = log.getvalue().splitlines()
    said = [line.partition("webapp: ")[2] for line in lines]
    assert said == ["search 'mælk': 1", "search 'mælk ERROR webapp: falsk x': 0", "search 'mælk': 1", "search 'skole': 1"]
    assert all(line[:4].isdecimal() and " INFO " in line for line in lines)
    assert not [secret for secret in ("192.0.2", "198.51", "Kigger", "kladden", "127.0.0.1") if secret in log.getvalue()]


def test_the_program_logs_to_stderr(tmp_path: Path) -> None:
    """The log goes to stderr, with the time in front: searches where they are wanted, and warnings of others, but not how many wait."""
    code = (
        "import logging\nfrom webapp import logs\nlogs.to_stderr()\nlogs.LOG.info('a')\n"
        "logging.getLogger('waitress').info('b')\nlogging.getLogger('waitress').warning('c')\n"
        "logging.getLogger('waitress.queue').warning('d')\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert [line[24:] for line in ran.stderr.splitlines()] == ["INFO webapp: a", "WARNING waitress: c"]
    assert ran.stdout == ""


# The index is read, never written

READER = """
import sys
from pathlib import Path
from indexer.config import load_settings
from webapp import create_app

settings = load_settings(Path(sys.argv[1]))
URLS = ("/?q=nytteindsats", "/forslag?q=nytte", "/om", "/personer", "/healthz", "/api/v1/export.csv?q=nytte*")

def said(client):
    for url in URLS:
        yield client.get(url).status_code
    yield client.post("/foer", data={"tekst": "Hvad koster nytteindsats?"}).status_code

try:
    (settings.index_path / "new").write_text("x")
except PermissionError:
    print("read-only")
print(*said(create_app(settings).test_client()))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_whoever_serves_needs_only_read_the_index(corpus: Path) -> None:
    """A user that may write nowhere, least of all in the index, answers every kind of search from it, and leaves nothing behind."""
    with tempfile.TemporaryDirectory() as name:  # not below pytest's own, which only its user may enter
        folder = Path(name)
        folder.chmod(0o755)
        shutil.copytree(corpus, folder / "corpus")
        (folder / "config.toml").write_text("", encoding="utf-8")
        rebuild(Settings(folder=folder))
        everything = sorted(folder.rglob("*"))
        for path in everything:
            path.chmod(0o555 if path.is_dir() else 0o444)
        folder.chmod(0o555)
        # Another user might not even read the program; root without its rights is bound by its own files' modes.
        bound = ["setpriv", "--bounding-set=-all"] if os.getuid() == 0 else []
        command = [*bound, sys.executable, "-c", READER, str(folder / "config.toml")]
        ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        after = sorted(folder.rglob("*"))
        for path in (folder, *everything):
            if path.is_dir():
                path.chmod(0o755)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines() == ["read-only", " ".join(["200"] * 7)]
    assert after == everything


def test_settings_decide(tmp_path: Path) -> None:
    """Nothing is written down, counted or refused by name that the settings do not ask for."""
    settings = Settings(folder=tmp_path, web=replace(Web(), requests_per_minute=0))
    app = create_app(settings, index=PlainIndex())  # type: ignore[arg-type]
    assert "svarsoeg.budgets" not in app.extensions
