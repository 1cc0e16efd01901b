"""How to get at the cluster: its hosts, who we are there, and by which certificates each knows the other.

Knows what makes such settings half configured, which nothing may be started with; must not know the library or what is stored.
"""

from __future__ import annotations

import os
import ssl
from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from indexer.errors import ConfigError


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from indexer.config import Settings


PASSWORD = "SVARSOEG_OPENSEARCH_PASSWORD"  # noqa: S105 - a name
"""The environment variable that holds the password where no file does."""

_MOST_BYTES = 4096
_LOOPBACK = ("localhost", "127.", "::1")


@dataclass(frozen=True, slots=True)
class Access:
    """The hosts as URLs, and what to show them: a user with a password, certificates, or nothing."""

    hosts: tuple[str, ...]
    user: str
    password: str = field(repr=False)
    tls: ssl.SSLContext | None


def access_to(settings: Settings) -> Access:
    """What the settings say of the cluster. Raises ConfigError with every mistake where that is not enough."""
    mistakes = list(_mistakes(settings))
    if mistakes:
        raise ConfigError(settings.folder / "config.toml", mistakes)
    section = settings.opensearch
    tls = _tls(settings) if any(map(_is_https, section.hosts)) else None
    return Access(section.hosts, section.user, _password(settings), tls)


def _mistakes(settings: Settings) -> Iterator[str]:
    section = settings.opensearch
    if not section.hosts:
        yield '[index] engine = "opensearch" kræver [opensearch] hosts: klyngens adresser, såsom ["https://soeg1.example.dk:9200"].'
    yield from _password_mistakes(settings)
    if section.key and not section.certificate:
        yield "[opensearch] key er angivet uden certificate. Angiv begge filer, eller ingen."
    if section.certificate and not section.key:
        yield "[opensearch] certificate er angivet uden key. Angiv begge filer, eller ingen."
    plain = [host for host in section.hosts if not _is_https(host)]
    secret = [name for name in ("user", "certificate", "ca") if getattr(section, name)]
    if "user" in secret:
        yield from (
            f'[opensearch] hosts: "{host}" sender adgangskoden uden kryptering over nettet. Brug https.'
            for host in plain
            if not (urlsplit(host).hostname or "").startswith(_LOOPBACK)
        )
    if plain and {"certificate", "ca"}.intersection(secret):
        yield f'[opensearch] hosts: "{plain[0]}" er uden kryptering, så certificate, key og ca bruges ikke. Brug https til alle.'
    try:
        _tls(settings)
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        reason = getattr(error, "strerror", None) or error
        yield f"[opensearch] ca, certificate eller key kan ikke bruges ({reason}). Det skal være PEM-filer, og nøglen uden adgangskode."


def _password_mistakes(settings: Settings) -> Iterator[str]:
    section = settings.opensearch
    if not section.user:
        if section.password_file:
            yield "[opensearch] password_file er angivet uden user. Angiv begge, eller ingen."
        return
    if ":" in section.user:
        yield "[opensearch] user må ikke indeholde kolon."
    try:
        password = _password(settings)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "den er ikke UTF-8-tekst"
        yield f'[opensearch] password_file: "{section.password_file}" kan ikke læses ({reason}).'
        return
    if not password:
        yield f"[opensearch] user kræver en adgangskode: i filen, som password_file nævner, eller i miljøvariablen {PASSWORD}."


def _password(settings: Settings) -> str:
    """The password, without the line's end; "" where there is none. Raises OSError and UnicodeDecodeError."""
    section = settings.opensearch
    if not section.user:
        return ""
    if not section.password_file:
        return os.environ.get(PASSWORD, "")
    return _start(settings.folder / section.password_file).decode().strip()


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MOST_BYTES)


def _tls(settings: Settings) -> ssl.SSLContext:
    section = settings.opensearch
    context = ssl.create_default_context(cafile=str(settings.folder / section.ca) if section.ca else None)
    if section.certificate and section.key:
        # A password that is wrong for sure: else a locked key would have OpenSSL ask for one on the terminal.
        context.load_cert_chain(settings.folder / section.certificate, settings.folder / section.key, password=b"\0")
    return context


def _is_https(host: str) -> bool:
    return host.startswith("https:")
