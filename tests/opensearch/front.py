"""A server in front of a node that speaks HTTPS, asks who calls, and can be told to go wrong: as a cluster does with its security on.

Knows what may go wrong and when; must not know what is asked. The node behind it is real, and so is every answer not told otherwise.

    with Front(cluster.hosts[0], papers, login=("svarsoeg", "hemmeligt")) as front:
        front.url                             # "https://127.0.0.1:23456"; its certificate is checked by papers.authority
        front.fault(Fault.BUSY, times=3)      # the next three requests are answered 429
        front.fault(Fault.CUT, path="_bulk")  # the next whose path holds "_bulk" is done, and its answer cut off in the middle
        front.refuse()                        # nobody listens there, until
        front.accept()                        # somebody does again
        front.seen                            # every request so far: method, path, and what befell it

With `certificate=True` only who has a certificate of the same authority is let in (`papers.caller`); both may be asked for together.
"""

from __future__ import annotations

import base64
import ssl
import threading
from typing import TYPE_CHECKING
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.opensearch.cluster import free_ports
from tests.opensearch.passing import Server


if TYPE_CHECKING:
    from types import TracebackType

    from tests.opensearch.papers import Papers
    from tests.opensearch.passing import Fault


class Seen(NamedTuple):
    """A request that was let in."""

    method: str
    path: str
    fault: Fault | None


class Front:
    """A front for one node, there as long as the `with` lasts, on a port of its own."""

    def __init__(self, host: str, papers: Papers, *, login: tuple[str, str] | None = None, certificate: bool = False) -> None:
        self.seen: list[Seen] = []
        self.node = urlsplit(host).netloc
        self.over = threading.Event()
        self.login = "Basic " + base64.b64encode(":".join(login).encode()).decode() if login else ""
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(papers.server)
        if certificate:
            self.tls.load_verify_locations(papers.authority)
            self.tls.verify_mode = ssl.CERT_REQUIRED
        (self._port,) = free_ports(1)
        self._due: list[tuple[Fault, str]] = []
        self._lock = threading.Lock()
        self._server: Server | None = None

    @property
    def url(self) -> str:
        """Its address, the same whether anybody listens or not."""
        return f"https://127.0.0.1:{self._port}"

    def fault(self, fault: Fault, *, times: int = 1, path: str = "") -> None:
        """Let this befall the next `times` requests whose path holds `path`; what was told before comes first."""
        with self._lock:
            self._due += [(fault, path)] * times

    def accept(self) -> None:
        """Listen, if nobody does."""
        if self._server is None:
            self.over.clear()
            self._server = Server(("127.0.0.1", self._port), self)
            threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}).start()

    def refuse(self) -> None:
        """Listen no more, and cut every connection."""
        self.over.set()
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def befalls(self, method: str, path: str) -> Fault | None:
        """What befalls this request, which from then on counts as seen."""
        with self._lock:
            due = next((told for told in self._due if told[1] in path), None)
            if due:
                self._due.remove(due)
            fault = due[0] if due else None
            self.seen.append(Seen(method, path, fault))
            return fault

    def __enter__(self) -> Front:
        self.accept()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.refuse()
