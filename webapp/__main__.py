"""The production server: `python -m webapp`.

Knows waitress, sockets and exit codes; must not know what is served.
"""

from __future__ import annotations

import errno
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
import waitress
from waitress.channel import HTTPChannel
from waitress.task import ErrorTask

from indexer.config import load_settings
from indexer.errors import ConfigError
from indexer.errors import ServerError
from indexer.errors import SvarsoegError
from indexer.search import Index
from webapp import create_app
from webapp import logs
from webapp.drafts import MOST_BYTES
from webapp.errors import BROKEN
from webapp.errors import HTTP
from webapp.errors import Trouble
from webapp.present.wording.danish import count
from webapp.security import HEADERS


if TYPE_CHECKING:
    from indexer.config import Settings


BACKLOG = 1024
MOST_HEADER_BYTES = 65536
MOST_BODY_BYTES = 2 * MOST_BYTES
"""What is longer is cut off without a page; up to here the page itself can say that a draft is too long."""

MOST_CONNECTIONS = 400
"""Browsers keep several open each. More than so many cannot be waited on everywhere: Windows stops at 512."""
IDLE_SECONDS = 30
"""So long a connection may say nothing; whoever opens many and says nothing keeps the others out no longer."""

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
    letters = count(index.stamp.letters, "brev", "breve")
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
        )
        server.channel_class = Channel
        click.echo(f"Svarsøg svarer på {url_of(listening)} ({letters}). Stop med Ctrl-C.")
        server.run()


class Refusal(ErrorTask):  # type: ignore[misc]  # waitress has no types
    """What waitress refuses before a page sees it, refused in Danish."""

    def execute(self) -> None:
        """Say why, and hang up."""
        text = "{0.title}. {0.advice}\n".format(REFUSALS.get(self.request.error.code, MALFORMED)).encode()
        self.status = f"{self.request.error.code} {self.request.error.reason}"
        self.response_headers += [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]
        self.response_headers += [*HEADERS.items(), ("X-Frame-Options", "DENY")]
        self.content_length = len(text)
        self.set_close_on_finish()
        self.write(text)


class Channel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection whose refusals are ours."""

    error_task_class = Refusal


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
