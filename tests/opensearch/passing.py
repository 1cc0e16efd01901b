"""How a front passes a request on to its node, and how the answer goes wrong.

Knows HTTP over TLS, and what OpenSearch answers where a queue is full; must not know when anything goes wrong.
"""

from __future__ import annotations

import enum
import gzip
import http.client
import http.server
import socket
import struct
import sys
import threading
from typing import TYPE_CHECKING
from typing import NamedTuple

from tests.opensearch.rejecting import BUSY
from tests.opensearch.rejecting import STATUS
from tests.opensearch.rejecting import divided
from tests.opensearch.rejecting import together


if TYPE_CHECKING:
    from tests.opensearch.front import Front


SECONDS = 60
AT_ONCE = struct.pack("ii", 1, 0)
"""Makes a connection that is closed be broken, as by a process that was killed, rather than ended."""


class Fault(enum.Enum):
    """What may befall a request."""

    BUSY = "answered 429 and not passed on: every queue is full"
    REJECT = "every second item of a bulk request answered 429 and not passed on: one queue is full"
    CUT = "passed on, and the answer cut off in the middle"
    LOST = "not passed on, and the connection cut"
    HANG = "not answered, until `refuse` cuts the connection"


class Answer(NamedTuple):
    """What is answered: a status, and JSON in whatever form it was asked for."""

    status: int
    body: bytes
    kind: str = "application/json; charset=UTF-8"


class Server(http.server.ThreadingHTTPServer):
    """What listens for a front; when it is closed all its connections are cut, and nothing of it goes on."""

    daemon_threads = False  # they are waited for
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], front: Front) -> None:
        self.front = front
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(address, Handler)

    def opened(self, connection: socket.socket) -> None:
        """A connection that is to be cut at the end."""
        with self._lock:
            if self.front.over.is_set():
                raise ConnectionAbortedError
            self._open.add(connection)

    def closed(self, connection: socket.socket) -> None:
        """A connection that need not be cut any more; it is closed."""
        with self._lock:
            self._open.discard(connection)
        connection.close()

    def server_close(self) -> None:
        """Cut all connections, and wait until they are gone."""
        with self._lock:
            for connection in self._open:
                hang_up(connection)
        super().server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing to say of connections that break: callers without a certificate, and all that were meant to."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Handler(http.server.BaseHTTPRequestHandler):
    """One connection: request after request is let in or not, befallen by a fault or passed on."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    @property
    def front(self) -> Front:
        """Who says what goes wrong."""
        return self.server.front

    def setup(self) -> None:
        """Agree on encryption, in the connection's own thread, since that too may hang."""
        self.request.settimeout(SECONDS)
        self.request = self.front.tls.wrap_socket(self.request, server_side=True, do_handshake_on_connect=False)
        try:
            self.server.opened(self.request)
            self.request.do_handshake()
        except BaseException:
            self.server.closed(self.request)
            raise
        super().setup()

    def finish(self) -> None:
        """Close the connection."""
        try:
            super().finish()
        finally:
            self.server.closed(self.request)

    def do_GET(self) -> None:
        """Answer a request of any method."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        if self.front.login and self.headers.get("Authorization") != self.front.login:
            self.answer(Answer(401, b"Unauthorized", "text/plain; charset=UTF-8"))
            return
        fault = self.front.befalls(self.command, self.path)
        if fault is Fault.HANG:
            self.front.over.wait(SECONDS)
        if fault in (Fault.HANG, Fault.LOST):
            self.cut()
        elif fault is Fault.BUSY:
            self.answer(Answer(STATUS, BUSY))
        else:
            passed, refused = divided(body) if fault is Fault.REJECT else (body, {})
            answer = self.passed_on(passed)
            answer = answer._replace(body=together(answer.body, refused)) if refused else answer
            self.answer(answer, whole=fault is not Fault.CUT)

    do_HEAD = do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815

    def passed_on(self, body: bytes) -> Answer:
        """What the node answers; where it is gone, the connection is cut as the node's own would be."""
        connection = http.client.HTTPConnection(self.front.node, timeout=SECONDS)
        kept = {name: self.headers[name] for name in ("Content-Type", "Accept") if name in self.headers}
        try:
            connection.connect()
            self.server.opened(connection.sock)
            connection.request(self.command, self.path, body, kept)
            answer = connection.getresponse()
            return Answer(answer.status, answer.read(), answer.headers.get("Content-Type", ""))
        except (OSError, http.client.HTTPException) as error:
            self.cut()
            raise ConnectionAbortedError from error
        finally:
            if connection.sock:
                self.server.closed(connection.sock)
            connection.close()

    def answer(self, answer: Answer, *, whole: bool = True) -> None:
        """Send an answer, or say how long it is, send half of it, and be gone."""
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        if answer.status == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="OpenSearch"')
        self.end_headers()
        if whole:
            self.wfile.write(b"" if self.command == "HEAD" else answer.body)
        else:
            self.wfile.write(answer.body[: len(answer.body) // 2])
            self.cut()

    def cut(self) -> None:
        """Break the connection."""
        self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        self.request.close()
        self.close_connection = True

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 (named by http.server)
        """Nothing: `Front.seen` remembers."""


def hang_up(connection: socket.socket) -> None:
    """End a connection whoever waits for it in another thread, which then closes it; TLS, which is that thread's, is not asked."""
    try:
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
    except OSError:
        return  # it was gone already
