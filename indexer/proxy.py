"""The login proxy that the settings trust: from where it asks, and the secret that proves it is the proxy.

Knows what makes such a proxy half configured, which nothing may be started with; must not know requests or HTTP.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from ipaddress import IPv4Network
from ipaddress import IPv6Network
from ipaddress import ip_network
from typing import TYPE_CHECKING
from typing import TypeAlias

from indexer.errors import ConfigError


if TYPE_CHECKING:
    from indexer.config import Settings


Network: TypeAlias = IPv4Network | IPv6Network

SHORTEST_SECRET = 16
"""Characters of the shortest secret: what can be guessed by trying proves nothing."""

LONGEST_SECRET = 4096
"""Bytes of the file that are read at most."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """What a request must show to be the proxy's: that it comes from one of the networks, and the secret."""

    networks: tuple[Network, ...]
    secret: bytes = field(repr=False)


def trusted_proxy(settings: Settings) -> Proxy | None:
    """The proxy of the settings; None where everybody sees the same. Raises ConfigError where it is half configured."""
    if settings.access.mode == "open":
        return None
    mistakes = access_mistakes(settings)
    if mistakes:
        raise ConfigError(settings.folder / "config.toml", mistakes)
    return Proxy(tuple(map(ip_network, settings.access.networks)), _secret(settings))


def access_mistakes(settings: Settings) -> list[str]:
    """What is missing or wrong about the proxy, a sentence each; none where there is none to trust."""
    access = settings.access
    if access.mode == "open":
        return []
    mistakes = [] if access.networks else ['[access] mode = "proxy" kræver networks: de netværk, som proxyen spørger fra.']
    for network in access.networks:
        try:
            everybody = ip_network(network).prefixlen == 0
        except ValueError:
            mistakes.append(f'[access] networks: "{network}" er ikke et netværk som "10.1.0.0/16".')
        else:
            if everybody:
                mistakes.append(f'[access] networks: "{network}" er alle adresser. Nævn kun proxyens.')
    if len({name.casefold() for name in (access.user_header, access.groups_header, access.secret_header)}) < 3:
        mistakes.append("[access] user_header, groups_header og secret_header skal være tre forskellige navne.")
    return [*mistakes, *_secret_mistakes(settings)]


def _secret_mistakes(settings: Settings) -> list[str]:
    named = settings.access.secret_file
    if not named:
        return ['[access] mode = "proxy" kræver secret_file: filen med den hemmelighed, proxyen sender.']
    try:
        secret = _secret(settings)
    except OSError as error:
        return [f'[access] secret_file: "{named}" kan ikke læses ({error.strerror}).']
    if len(secret) < SHORTEST_SECRET:
        return [f'[access] secret_file: hemmeligheden i "{named}" skal have mindst {SHORTEST_SECRET} tegn.']
    if len(secret) >= LONGEST_SECRET or not all(0x21 <= byte <= 0x7E for byte in secret) or b"," in secret:
        return [f'[access] secret_file: hemmeligheden i "{named}" skal være én linje af bogstaver, tal og tegn uden mellemrum og komma.']
    return []


def _secret(settings: Settings) -> bytes:
    """What the file holds, without the line's end. Raises OSError."""
    with (settings.folder / settings.access.secret_file).open("rb") as file:
        return file.read(LONGEST_SECRET).strip()
