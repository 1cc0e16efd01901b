"""Only the proxy is believed about who asks, from its networks, with its secret and in its own fields; nobody else is told anything."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from indexer.config import Access
from indexer.config import Embed
from tests.access_builders import DRAFT
from tests.access_builders import HR
from tests.access_builders import OUTSIDE
from tests.access_builders import PROXY
from tests.access_builders import SECRET
from tests.access_builders import asking
from tests.access_builders import behind_proxy
from tests.access_builders import grown
from tests.access_builders import proof
from tests.access_builders import site
from webapp import __main__ as program


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

    from tests.access_builders import Sites


FORGED: dict[str, tuple[str, dict[str, str]]] = {
    "from outside": (OUTSIDE, proof("A")),
    "from nowhere": ("", proof("A")),
    "from a socket": ("localhost", proof("A")),
    "from outside, saying otherwise": (
        OUTSIDE,
        proof("A") | {"X-Forwarded-For": PROXY, "X-Real-IP": PROXY, "Forwarded": f"for={PROXY}", "Remote-Addr": PROXY},
    ),
    "from outside, in IPv6": (f"::ffff:{OUTSIDE}", proof("A")),
    "without anything": (PROXY, {}),
    "without a secret": (PROXY, proof("A", secret="")),
    "with another secret": (PROXY, proof("A", secret=SECRET[:-1] + "x")),
    "with the beginning of the secret": (PROXY, proof("A", secret=SECRET[:-1])),
    "with more than the secret": (PROXY, proof("A", secret=SECRET + "x")),
    "with the secret twice": (PROXY, proof("A", secret=f"{SECRET}, {SECRET}")),
    "with another secret before": (PROXY, proof("A", secret=f"x, {SECRET}")),
    "with a secret of odd letters": (PROXY, proof("A", secret="ø" * 28)),
    "without a user": (PROXY, proof("A", user="")),
    "with a blank user": (PROXY, proof("A", user="  ")),
    "with two users": (PROXY, proof("A", user="en, to")),
    "with one user twice": (PROXY, proof("A", user="en,en")),
    "with a comma": (PROXY, proof("A", user=",")),
    "with a sign that cannot be seen": (PROXY, proof("A", user="en\u00ad")),
}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """The site with its restricted letters."""
    with grown(tmp_path_factory.mktemp("proxy")) as both:
        yield both


@pytest.mark.parametrize("forged", FORGED)
def test_a_request_without_proof_is_refused(sites: Sites, forged: str, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever is asked for, who cannot prove to be the proxy gets the same short page; why is in the log, without the query."""
    peer, headers = FORGED[forged]
    client = sites.app.test_client()
    bodies = set()
    with caplog.at_level(logging.WARNING):
        for path in (
            "/?q=hemmeligt",
            f"/brev/{HR}",
            f"/brev/{HR}/original",
            "/forslag?q=rab",
            "/static/svarsoeg.css",
            "/findes-ikke",
            "/om",
        ):
            answer = client.get(path, headers=headers, environ_base={"REMOTE_ADDR": peer}, buffered=True)
            assert (answer.status_code, answer.headers["Cache-Control"]) == (403, "no-store")
            assert "ETag" not in answer.headers
            bodies.add(answer.text)
        assert client.post("/foer", data=DRAFT, headers=headers, environ_base={"REMOTE_ADDR": peer}).status_code == 403
        assert client.get("/api/v1/search?q=rab", headers=headers, environ_base={"REMOTE_ADDR": peer}).status_code == 403
    [body] = bodies
    assert "Ingen adgang" in body
    assert "href" not in body
    assert len(body) < 1000
    assert len([record for record in caplog.records if "refused" in record.message]) == 9
    assert "hemmeligt" not in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("peer", [PROXY, f"::ffff:{PROXY}", "fd00::1"])
def test_the_proxy_is_believed_from_its_networks(sites: Sites, peer: str) -> None:
    """What the proxy says counts from any of its addresses, however they are written; a header beside it changes nothing."""
    answer = sites.app.test_client().get(
        f"/brev/{HR}", headers=proof("x", " A ") | {"X-Forwarded-For": "1.2.3.4"}, environ_base={"REMOTE_ADDR": peer}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "groups",
    ["a", "A;B", "A B", "[A]", '"A"', "%41", "A\u200b", "*", "hr", "AA", ".", "A\x00", "A%2C", "А"],  # the last is Cyrillic
)
def test_only_a_groups_whole_name_is_that_group(sites: Sites, groups: str) -> None:
    """Nothing like a group's name, and no name of a folder, opens it."""
    assert asking(sites.app, groups).get(f"/brev/{HR}").status_code == 404


def test_groups_come_from_the_proxys_field_alone(sites: Sites) -> None:
    """No parameter, cookie, user or other field says which groups somebody is in."""
    client = sites.app.test_client()
    fields = ("X-Remote-Group", "Remote-Groups", "X-Groups", "X-Remote-Groups-2", "Cookie")
    headers = proof(user="A") | dict.fromkeys(fields, "X-Remote-Groups=A")
    for path in (f"/brev/{HR}?X-Remote-Groups=A&groups=A", f"/brev/{HR}"):
        assert client.get(path, headers=headers, environ_base={"REMOTE_ADDR": PROXY}).status_code == 404


@contextlib.contextmanager
def _listening(app: Flask) -> Iterator[int]:
    """The port of the real server over `app`."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = program.waitress.create_server(app, sockets=[listening], threads=2, ident=None, clear_untrusted_proxy_headers=True)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        server.close()
        thread.join(10)


def _status(port: int, *fields: str) -> int:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        lines = (f"GET /brev/{HR} HTTP/1.1", "Host: localhost", "Connection: close", *fields, "", "")
        connection.sendall("\r\n".join(lines).encode("latin-1"))
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    return int(received.split(b" ", 2)[1])


def test_fields_that_only_look_like_the_proxys_are_dropped_by_the_server(sites: Sites) -> None:
    """Over a real socket: fields with _ for -, and fields sent twice, neither prove anything nor add a group."""
    app = site(replace(sites.app.extensions["svarsoeg"].settings, access=Access("proxy", ("127.0.0.1/32",), secret_file="secret")))
    user, groups, secret = "X-Remote-User: en", "X-Remote-Groups: A", f"X-Svarsoeg-Secret: {SECRET}"
    with _listening(app) as port:
        assert _status(port, user, groups, secret) == 200
        assert _status(port, user, secret) == 404
        assert _status(port, user, secret, "X_Remote_Groups: A") == 404
        assert _status(port, user, secret, "X-Remote_Groups: A") == 404
        assert _status(port, "X_Remote_User: en", groups, secret) == 403
        assert _status(port, user, groups, f"X_Svarsoeg_Secret: {SECRET}") == 403
        assert _status(port, user, user, groups, secret) == 403
        assert _status(port, user, groups, secret, secret) == 403
        assert _status(port, user, groups, secret, "X-Svarsoeg-Secret: gaet") == 403
        assert _status(port, user, groups, secret, "X_Remote_User: to", "X_Svarsoeg_Secret: x") == 200
    app.extensions["svarsoeg"]._index.close()


# Who need not prove anything.


def test_a_browser_may_ask_whether_it_may_ask(sites: Sites) -> None:
    """A preflight, which never says who asks, is answered for an allowed origin, the same whatever there is; for any other it is refused,
    and what it was for is refused to both.
    """
    app = site(replace(sites.app.extensions["svarsoeg"].settings, embed=Embed(origins=("https://intranet.example.dk",))))
    client = app.test_client()

    def asked(method: str, path: str, origin: str) -> tuple[int, bytes, dict[str, str]]:
        headers = {"Origin": origin, "Access-Control-Request-Method": "GET"}
        answer = client.open(path, method=method, headers=headers, environ_base={"REMOTE_ADDR": OUTSIDE})
        return answer.status_code, answer.data, dict(answer.headers)

    allowed, other = "https://intranet.example.dk", "https://example.dk"
    hidden, absent = (asked("OPTIONS", f"/api/v1/letters/{letter}", allowed) for letter in (HR, "findes-ikke"))
    assert hidden == absent
    assert (hidden[0], hidden[1], hidden[2]["Access-Control-Allow-Origin"]) == (204, b"", allowed)
    assert asked("OPTIONS", f"/brev/{HR}", allowed)[0] == 403
    for method, origin in (("OPTIONS", other), ("GET", allowed), ("GET", other)):
        status, body, headers = asked(method, f"/api/v1/letters/{HR}", origin)
        assert (status, HR in body.decode(), "Access-Control-Allow-Methods" in headers) == (403, True, False)
        assert headers.get("Access-Control-Allow-Origin", other) == origin
    app.extensions["svarsoeg"]._index.close()


def test_watching_needs_no_proof_and_tells_no_numbers(sites: Sites) -> None:
    """Whether the site can search is told to everybody, and nothing else, also when it cannot."""
    client = sites.app.test_client()
    for headers, peer in (({}, OUTSIDE), (proof("A"), PROXY)):
        assert client.get("/healthz", headers=headers, environ_base={"REMOTE_ADDR": peer}).get_json() == {"status": "ok"}
    assert client.post("/healthz", environ_base={"REMOTE_ADDR": OUTSIDE}).status_code == 403


def test_a_site_without_an_index_says_no_more(tmp_path: Path) -> None:
    """Behind a login, whoever watches is not told where the index would lie."""
    app = site(behind_proxy(tmp_path))
    answer = app.test_client().get("/healthz", environ_base={"REMOTE_ADDR": OUTSIDE})
    assert (answer.status_code, answer.get_json()) == (503, {"status": "unavailable"})
