from __future__ import annotations

import re
import socket
import threading
from typing import TYPE_CHECKING
from typing import Any

import pytest

from indexer.config import Settings
from indexer.config import Web
from tests.webapp_builders import PlainIndex
from webapp import __main__ as program


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
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], str]:
    """Asks the production server, which serves for as long as that takes."""
    monkeypatch.setattr(program, "Index", lambda _settings: PlainIndex())

    def ask(said: bytes) -> str:
        answers: list[str] = []

        def run(server: Any) -> None:
            client = threading.Thread(target=lambda: answers.append(talk(server.effective_port, said)))
            client.start()
            while client.is_alive():
                server.asyncore.loop(timeout=0.02, map=server._map, count=1)
            server.close()
            server.task_dispatcher.shutdown()

        monkeypatch.setattr(program.waitress.server.TcpWSGIServer, "run", run)
        program.serve(Settings(folder=tmp_path, web=Web(port=0)))
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
        (b"POST /foer HTTP/1.1\r\n" + ENDS + b"Transfer-Encoding: gzip\r\n\r\n", "501 ", "Forespørgslen kan ikke læses."),
        (
            b"POST /foer HTTP/1.1\r\n" + ENDS + b"Content-Length: 9000000\r\n\r\n",
            "413 ",
            "Teksten er for lang. Der er plads til 300.000 tegn.",
        ),
    ],
)
def test_what_never_reaches_a_page_is_refused_in_danish(asked: Callable[[bytes], str], said: bytes, status: str, says: str) -> None:
    """What is too long or no HTTP is refused by the server itself: in a line of Danish, as plain text, without what it runs on."""
    head, _, body = asked(said).partition("\r\n\r\n")
    assert head.split(" ", 1)[1].startswith(status)
    assert "\r\nContent-Type: text/plain; charset=utf-8\r\n" in head
    assert body.startswith(says)
    assert body.count("\n") == 1
    assert "Server:" not in head


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
