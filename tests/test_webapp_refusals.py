from __future__ import annotations

import json
import re
import socket
import threading
import time
from typing import TYPE_CHECKING
from typing import Any

import pytest

from indexer.config import Access
from indexer.config import Settings
from indexer.config import Web
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from webapp import __main__ as program
from webapp.security import HEADERS


if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


SECONDS = 10
ENDS = b"Host: a\r\nConnection: close\r\n"


def talk(port: int, said: bytes) -> str:
    """All that the server answers to these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection:
        connection.sendall(said)
        answer = b""
        try:
            while piece := connection.recv(65536):
                answer += piece
        except ConnectionResetError:  # it hangs up before it has read all
            pass
    return answer.decode()


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Asks the production server with these settings, which serves for as long as that takes; `talks` to it, if in another way."""

    def ask(said: bytes, *, talks: Callable[[int, bytes], Any] = talk, index: PlainIndex | None = None, **settings: Any) -> Any:
        answers: list[Any] = []
        monkeypatch.setattr(program, "Index", lambda _settings: index or PlainIndex())

        def run(server: Any) -> None:
            client = threading.Thread(target=lambda: answers.append(talks(server.effective_port, said)))
            client.start()
            while client.is_alive():
                server.asyncore.loop(timeout=0.02, map=server._map, count=1)
            server.close()
            server.task_dispatcher.shutdown()

        monkeypatch.setattr(program.waitress.server.TcpWSGIServer, "run", run)
        program.serve(Settings(folder=tmp_path, **{"web": Web(port=0), **settings}))
        return answers[0]

    return ask


@pytest.mark.parametrize(
    ("said", "status", "says"),
    [
        (b"GET / HTTP/1.1\r\n" + ENDS + b"X: " + b"x" * 70_000 + b"\r\n\r\n", "431 ", "Adressen er for lang."),
        (b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n" + ENDS + b"\r\n", "431 ", "Adressen er for lang."),
        (b"GET /?q=\xff HTTP/1.1\r\n" + ENDS + b"\r\n", "400 ", "Forespørgslen kan ikke læses."),
        (b"\x16\x03\x01\x02\r\n\r\n", "400 ", "Forespørgslen kan ikke læses."),
        (b"POST /foer HTTP/1.1\r\n" + ENDS + b"Content-Length: -1\r\n\r\n", "400 ", "Forespørgslen kan ikke læses."),
        (b"POST /foer HTTP/1.1\r\n" + ENDS + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", "400 ", "Forespørgslen kan ikke læses."),
        (b"GET http://[::1/ HTTP/1.1\r\n" + ENDS + b"\r\n", "400 ", "Forespørgslen kan ikke læses."),
        (b"GET / HTTP/1.1\r\n" + ENDS + b"host: b\r\n\r\n", "400 ", "Forespørgslen kan ikke læses."),
        (b"POST /foer HTTP/1.1\r\n" + ENDS + b"Transfer-Encoding: gzip\r\n\r\n", "501 ", "Forespørgslen kan ikke læses."),
        (
            b"POST /foer HTTP/1.1\r\n" + ENDS + b"Content-Length: 9000000\r\n\r\n",
            "413 ",
            "Teksten er for lang. Der er plads til 300.000 tegn.",
        ),
    ],
)
def test_what_never_reaches_a_page_is_refused_in_danish(asked: Callable[[bytes], str], said: bytes, status: str, says: str) -> None:
    """What is too long or no HTTP is refused by the server itself: in a line of Danish, as plain text, without what it runs on, and with
    the headers of every answer.
    """
    head, _, body = asked(said).partition("\r\n\r\n")
    assert head.split(" ", 1)[1].startswith(status)
    assert "\r\nContent-Type: text/plain; charset=utf-8\r\n" in head
    assert body.startswith(says)
    assert body.count("\n") == 1
    assert "Server:" not in head
    for name, value in {**HEADERS, "Cache-Control": "no-store", "X-Frame-Options": "DENY"}.items():
        assert f"\r\n{name}: {value}" in head


@pytest.mark.parametrize(
    ("said", "status", "name"),
    [
        (b"GET /api/v1/search?q=x HTTP/1.1\r\n" + ENDS + b"X: " + b"x" * 70_000, 431, "for-lang"),
        (b"POST /api/v1/search HTTP/1.1\r\n" + ENDS + b"Content-Length: 9000000", 413, "for-stor"),
        (b"GET /api/v1/search?q=\xff HTTP/1.1\r\n" + ENDS, 400, "forespoergsel"),
    ],
)
def test_programs_are_refused_with_a_problem(asked: Callable[..., str], said: bytes, status: int, name: str) -> None:
    """What never reaches the API is told as whatever else goes wrong there."""
    head, _, body = asked(said + b"\r\n\r\n").partition("\r\n\r\n")
    told = json.loads(body)
    assert "\r\nContent-Type: application/problem+json\r\n" in head
    assert (told["status"], told["type"], told["instance"]) == (status, f"/api#fejl-{name}", "/api/v1/search")


def test_a_host_that_is_none_is_an_address_like_any_other(asked: Callable[..., str]) -> None:
    """A name that only looks like one in other letters breaks no page."""
    assert asked(b"GET /hjaelp HTTP/1.1\r\nHost: xn--svar\r\nConnection: close\r\n\r\n").startswith("HTTP/1.1 200 ")


@pytest.mark.parametrize("field", ["X-Remote-Groups: A", "x-REMOTE-groups: A", "X-Remote-User: to", "Host: b"])
def test_nobody_adds_to_what_the_proxy_says(asked: Callable[..., str], tmp_path: Path, field: str) -> None:
    """A second field of those that say who asks, or a second host, is refused before anybody reads it."""
    (tmp_path / "secret").write_text("en-hemmelighed-paa-mindst-16", encoding="utf-8")
    proof = b"X-Remote-User: en\r\nX-Remote-Groups: B\r\nX-Svarsoeg-Secret: en-hemmelighed-paa-mindst-16\r\n"
    access = Access("proxy", ("127.0.0.1/32",), secret_file="secret")
    for more, status in (("X-Other: A\r\nX-Other: B", 200), (field, 400)):
        said = b"GET /hjaelp HTTP/1.1\r\n" + ENDS + proof + more.encode() + b"\r\n\r\n"
        assert asked(said, access=access).split(" ", 2)[1] == str(status)


def test_who_reads_slowly_keeps_no_thread(asked: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Of so many threads half send lists: one more is told to come back. Who does not read what is sent is given up, and another
    has its turn.
    """
    monkeypatch.setattr(program, "SLOWEST_SECONDS", 0.2)
    monkeypatch.setattr(program, "MOST_WAITING", 100_000)
    many = PlainIndex(tuple(letter(f"b{number}") for number in range(6000)))
    export = b"GET /api/v1/export.jsonl HTTP/1.1\r\n" + ENDS + b"\r\n"

    def talks(port: int, _said: bytes) -> list[str]:
        with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as slow:
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            slow.sendall(export)
            slow.recv(100)
            told = [talk(port, export), talk(port, b"GET /hjaelp HTTP/1.1\r\n" + ENDS + b"\r\n")]
            given_up = time.monotonic() + SECONDS
            while (again := talk(port, export)).startswith("HTTP/1.1 503 ") and time.monotonic() < given_up:
                pass
            return [*told, again]

    busy, page, again = asked(b"", talks=talks, index=many, web=Web(port=0, threads=2, requests_per_minute=0))
    assert busy.startswith("HTTP/1.1 503 ")
    assert "\r\nRetry-After: 10\r\n" in busy
    assert "\r\nContent-Type: application/problem+json\r\n" in busy
    assert page.startswith("HTTP/1.1 200 ")
    assert again.startswith("HTTP/1.1 200 ")


def test_requests_one_after_the_other_without_waiting(asked: Callable[[bytes], str]) -> None:
    """What is asked at once is answered in its order, and nothing of a body that no page reads is taken for a request."""
    body = b"GET /nowhere HTTP/1.1\r\n\r\n"
    first = b"POST /om HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(body)
    answer = asked(first + body + b"HEAD /hjaelp HTTP/1.1\r\nHost: a\r\n\r\n" + b"GET /healthz HTTP/1.1\r\n" + ENDS + b"\r\n")
    assert re.findall(r"HTTP/1\.1 (\d+)", answer) == ["405", "200", "200"]
    assert answer.endswith('"status":"ok"}\n')


def test_silence_keeps_nobody_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server waits on hundreds of connections, and on none that says nothing for longer than half a minute."""
    monkeypatch.setattr(program, "Index", lambda _settings: PlainIndex())
    served: list[Any] = []
    monkeypatch.setattr(program.waitress.server.TcpWSGIServer, "run", lambda server: (served.append(server.adj), server.close()))
    program.serve(Settings(folder=tmp_path, web=Web(port=0)))
    (limits,) = served
    assert 300 <= limits.connection_limit <= 500
    assert limits.channel_timeout + limits.cleanup_interval <= 45
