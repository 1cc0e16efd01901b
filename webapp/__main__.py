"""The production server: `python -m webapp`.

Knows waitress, sockets and exit codes; must not know what is served.
"""

from __future__ import annotations

import errno
import re
import socket
import sys
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import click
import waitress
from waitress.channel import ClientDisconnected
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.parser import ParsingError
from waitress.task import ErrorTask

from indexer.config import load_settings
from indexer.errors import ConfigError
from indexer.errors import EngineDownError
from indexer.errors import ServerError
from indexer.errors import SvarsoegError
from indexer.search import Index
from webapp import create_app
from webapp import logs
from webapp.api.problems import TYPE
from webapp.api.problems import is_for_programs
from webapp.api.problems import unasked
from webapp.drafts import MOST_BYTES
from webapp.errors import BROKEN
from webapp.errors import HTTP
from webapp.errors import Trouble
from webapp.present.wording.danish import count
from webapp.security import HEADERS
from webapp.service import prepare


if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    from indexer.config import Settings


BACKLOG = 1024
MOST_HEADER_BYTES = 65536
MOST_BODY_BYTES = 2 * MOST_BYTES
"""What is longer is cut off without a page; up to here the page itself can say that a draft is too long."""

MOST_CONNECTIONS = 400
"""Browsers keep several open each. More than so many cannot be waited on everywhere: Windows stops at 512."""
IDLE_SECONDS = 30
"""So long a connection may say nothing; whoever opens many and says nothing keeps the others out no longer."""

MOST_WAITING = 2**24
"""Bytes that are sent ahead of who reads them; above that a thread waits."""
SLOWEST_SECONDS = 60
"""So long it waits until there are fewer."""

_BEGINNING = 1000
"""Bytes of a request that tell what it asks for."""

_NAME = re.compile(rb"^([!-9;-~]+):", re.MULTILINE)

REFUSALS = {
    413: HTTP[413],
    431: Trouble("Adressen er for lang", "Søg med færre ord."),
    500: BROKEN,
}
MALFORMED = Trouble("Forespørgslen kan ikke læses", "Gå tilbage, og prøv igen.")
"""What is said of whatever else never comes as far as the pages."""


@click.command(help="Vis søgesiden i en browser. Stop med Ctrl-C.", context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--host", metavar="VÆRT", help="Adresse at svare på; ellers den i config.toml.")
@click.option("--port", type=click.IntRange(0, 65535), metavar="PORT", help="Port at svare på; 0 er en ledig. Ellers den i config.toml.")
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("config.toml"),
    show_default=True,
    metavar="FIL",
    help="Filen med indstillinger.",
)
def main(host: str | None, port: int | None, config: Path) -> None:
    """Serve until stopped; an error that stops it from starting is one line, and its exit code."""
    try:
        settings = load_settings(config)
        web = replace(settings.web, host=host or settings.web.host, port=settings.web.port if port is None else port)
        serve(replace(settings, web=web))
    except SvarsoegError as error:
        click.echo(one_line(error), err=True)
        sys.exit(error.exit_code)


def serve(settings: Settings) -> None:
    """Serve the page where the settings say until interrupted. Raises SvarsoegError when there is no index or no free port."""
    logs.to_stderr()
    index = Index(settings)
    app = create_app(settings, index=index)
    try:
        letters = count(index.stamp.letters, "brev", "breve")
        prepare(index)
    except EngineDownError:  # on other machines, which may come back by themselves: until then the page says that it is down
        letters = "søgemaskinen svarer ikke endnu"
    with listen(settings.web.host, settings.web.port) as listening:
        server = waitress.create_server(
            app,
            sockets=[listening],
            clear_untrusted_proxy_headers=False,  # webapp.limits decides whom to believe; nothing else reads them
            threads=settings.web.threads,
            ident=None,
            max_request_header_size=MOST_HEADER_BYTES,
            max_request_body_size=MOST_BODY_BYTES,
            inbuf_overflow=MOST_BODY_BYTES,  # above this, what is sent would be put in a file
            connection_limit=MOST_CONNECTIONS,
            channel_timeout=IDLE_SECONDS,
            cleanup_interval=IDLE_SECONDS // 3,
            outbuf_high_watermark=MOST_WAITING,
        )
        server.channel_class = Channel
        server.once = {"HOST", *map(_key, (settings.access.user_header, settings.access.groups_header, settings.access.secret_header))}
        click.echo(f"Svarsøg svarer på {url_of(listening)} ({letters}). Stop med Ctrl-C.")
        server.run()


class Refusal(ErrorTask):  # type: ignore[misc]  # waitress has no types
    """What waitress refuses before a page sees it, refused in Danish."""

    def execute(self) -> None:
        """Say why, and hang up."""
        code, path = self.request.error.code, self.request.asked
        text, kind = "{0.title}. {0.advice}\n".format(REFUSALS.get(code, MALFORMED)).encode(), "text/plain; charset=utf-8"
        if is_for_programs(path):
            text, kind = unasked(code, path), TYPE
        self.status = f"{code} {self.request.error.reason}"
        self.response_headers += [("Content-Type", kind), ("Cache-Control", "no-store")]
        self.response_headers += [*HEADERS.items(), ("X-Frame-Options", "DENY")]
        self.content_length = len(text)
        self.set_close_on_finish()
        self.write(text)


class Received(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """A request as it comes in; refused also where waitress would fail, or take two fields for one with both values.

    The fields called `once` say who asks: whoever writes a second one must not be able to add to what the proxy says.
    """

    def __init__(self, adj: Any, *, once: Collection[str]) -> None:
        super().__init__(adj)
        self._once = once
        self._beginning = b""

    @property
    def asked(self) -> str:
        """The path asked for, as far as it can be told: waitress forgets it of what it refuses."""
        words = self._beginning.split(None, 2)
        return unquote(re.split(rb"[?#]", words[1])[0]) if len(words) > 1 else ""

    def received(self, data: bytes) -> int:
        """How much of the data belongs to this request."""
        self._beginning = self._beginning or data[:_BEGINNING]
        taken: int = super().received(data)
        return taken

    def parse_header(self, header_plus: bytes) -> None:
        """Read first line and fields. Raises ParsingError."""
        named = [_key(name.decode("latin-1")) for name in _NAME.findall(header_plus) if b"_" not in name]
        if any(named.count(name) > 1 for name in self._once):
            raise ParsingError("a field that may come once came twice")
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            raise ParsingError("the address or a number is none") from error


class Patience(threading.Condition):
    """What a thread waits at until somebody has read what was sent; not for ever."""

    def wait(self, timeout: float | None = None) -> bool:
        """Wait. Raises ClientDisconnected for who reads too slowly: the answer ends there."""
        if not super().wait(SLOWEST_SECONDS if timeout is None else timeout):
            raise ClientDisconnected
        return True


class Channel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection whose refusals are ours, and on which no thread waits for ever."""

    error_task_class = Refusal

    def __init__(self, server: Any, *rest: Any, **named: Any) -> None:
        super().__init__(server, *rest, **named)
        self.parser_class = partial(Received, once=server.once)
        self.outbuf_lock = Patience()


def _key(name: str) -> str:
    """A field's name as waitress keeps it."""
    return name.upper().replace("-", "_")


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there and that nobody else can share. Raises ServerError, which says what to do.

    Waitress would bind one itself, but on Windows it then lets two servers share a port.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except (OSError, UnicodeError):
        raise ServerError(f"Adressen {host} kendes ikke. Vælg en anden med --host, eller ret [web] host i config.toml.") from None
    listening = socket.socket(family, kind, protocol)
    try:
        exclusive = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR if exclusive is None else exclusive, 1)
        listening.bind(address)
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        raise refused(error, host, port) from None
    return listening


def url_of(listening: socket.socket) -> str:
    """The URL that a browser on this machine finds the socket under."""
    host, port = listening.getsockname()[:2]
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 - read, not bound
    return f"http://{name}:{port}/"


def one_line(error: SvarsoegError) -> str:
    """The error's message on one line."""
    if isinstance(error, ConfigError):
        return f"{error.path} kan ikke bruges: {' '.join(error.mistakes)}"
    return " ".join(str(error).split())


def refused(error: OSError, host: str, port: int) -> ServerError:
    """The error that says in Danish why the system does not let host and port be used, and what to do."""
    other = "Vælg en anden med --port, eller ret [web] port i config.toml."
    if error.errno == errno.EADDRINUSE:
        return ServerError(f"Port {port} på {host} er optaget af et andet program. {other}")
    if error.errno == errno.EACCES:
        return ServerError(f"Port {port} på {host} må dette program ikke bruge. {other}")
    return ServerError(f"{host}:{port} kan ikke bruges ({error.strerror}). Vælg en anden adresse med --host eller ret [web] i config.toml.")


if __name__ == "__main__":
    main()
