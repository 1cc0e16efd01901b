"""How much is answered: under which names of the site, how many costly requests of one client, and how large a request may be.

Knows hosts, clients and budgets; must not know what is answered. A client is an address, kept in memory alone for as long as others do not
push it out: it stands in no log. Nothing an address says of itself is believed unless it is that of a proxy the settings name.
"""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from functools import partial
from ipaddress import IPv6Address
from ipaddress import ip_address
from ipaddress import ip_network
from math import ceil
from typing import TYPE_CHECKING
from typing import NamedTuple
from typing import TypeAlias

from flask import abort
from flask import current_app
from flask import request
from werkzeug.exceptions import BadRequest
from werkzeug.exceptions import TooManyRequests

from indexer.errors import ConfigError
from webapp.api.export import Turns


if TYPE_CHECKING:
    from collections.abc import Callable
    from ipaddress import IPv4Address
    from ipaddress import IPv4Network
    from ipaddress import IPv6Network

    from flask import Flask

    from indexer.config import Settings

    Address: TypeAlias = IPv4Address | IPv6Address
    Networks: TypeAlias = tuple[IPv4Network | IPv6Network, ...]


FREE = frozenset({
    "static",
    "site.theme",
    "site.accessibility",
    "site.statement",
    "robots.robots",
    "discovery.described",
    "embedding.component",
    "pages.letter",
    "pages.original",
    "pages.edition",
    "pages.table",
    "pages.citation_file",
    "pages.draft",
    "pages.help_page",
    "pages.health",
    "pages.overviews.people",
    "pages.overviews.about",
    "api.docs",
    "api.openapi",
})  # fmt: skip
"""The endpoints that cost next to nothing. Whatever is not named here counts, so that a new one is never forgotten."""

COSTS = {"pages.suggestions": 0.25, "api.suggestions": 0.25, "api.export_csv": 10.0, "api.export_jsonl": 10.0}
"""What does not count as one: suggestions are asked for at nearly every key, an export finds everything."""

TAKES_BODY = frozenset({"pages.answered"})
"""The endpoints that are sent more than an address; each says itself how much (webapp.drafts)."""

MOST_CLIENTS = 10_000
_HOST = re.compile(r"(\[[^\[\]]*\]|[^\[\]:/@\s]+)(?::([0-9]{0,5}))?")
_NETWORK_BITS = 64
"""What one customer is given of IPv6: within it, any address can be taken."""


class UnknownHostError(BadRequest):
    """The request names a host that is none of the site's."""


class Host(NamedTuple):
    """The name of a host as it can be compared, and the port, "" where none is named."""

    name: str
    port: str = ""


def guard_hosts(app: Flask, settings: Settings) -> None:
    """Let `app` answer only under the names of the settings, and be asked about its health under the names of this machine.

    To be installed before anything else that asks who is there. Raises ConfigError for a name that is none.
    """
    hosts = tuple(host_of(text) for text in settings.web.hosts)
    if wrong := [f'[web] hosts: "{text}" er ikke et værtsnavn.' for text, host in zip(settings.web.hosts, hosts, strict=True) if not host]:
        raise ConfigError(settings.folder / "config.toml", wrong)
    if hosts:
        app.before_request(partial(_named, tuple(filter(None, hosts))))


def install(app: Flask, settings: Settings) -> None:
    """Let `app` refuse bodies nobody asked for and, of one client, more than the settings allow.

    To be installed after what answers that a page is unchanged: that costs nothing. Raises ConfigError for a network that is none.
    """
    app.config["MAX_CONTENT_LENGTH"] = 0
    app.before_request(_without_body)
    app.extensions["svarsoeg.exports"] = Turns(max(1, settings.web.threads // 2))
    trusted = _networks(settings)
    if settings.web.requests_per_minute:
        budgets = app.extensions["svarsoeg.budgets"] = Budgets(settings.web.requests_per_minute)
        app.before_request(partial(_afforded, budgets, trusted))


def host_of(text: str) -> Host | None:
    """The host a Host field or a setting names: addresses in one spelling, names in small letters without the last dot; None for none."""
    try:
        return Host(str(ip_address(text)))
    except ValueError:
        pass
    parts = _HOST.fullmatch(text)
    if not parts:
        return None
    name, port = parts[1].casefold().removesuffix("."), parts[2] or ""
    try:
        return Host(str(ip_address(name.strip("[]"))), port)
    except ValueError:
        return None if not name or name.startswith("[") else Host(name, port)


class Budgets:
    """What each client has left: so many requests at once, filled up again evenly over a minute. May be asked by several threads."""

    def __init__(self, per_minute: int, *, clock: Callable[[], float] = time.monotonic, most: int = MOST_CLIENTS) -> None:
        self.clock = clock
        self._full = float(per_minute)
        self._most = most
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._changing = threading.Lock()

    def seconds_until(self, client: str, cost: float) -> int:
        """0, and the client has paid; else how long it takes until it could, and it has paid nothing."""
        cost = min(cost, self._full)
        rate = self._full / 60
        with self._changing:
            now = self.clock()
            left, then = self._left.pop(client, (self._full, now))
            left = min(self._full, left + max(0.0, now - then) * rate)
            missing = cost - left
            self._left[client] = (left if missing > 0 else left - cost, now)
            if len(self._left) > self._most:
                self._left.popitem(last=False)
        return max(1, ceil(missing / rate)) if missing > 0 else 0

    def __len__(self) -> int:
        return len(self._left)


def client_of(peer: str, forwarded: str, *, trusted: Networks = ()) -> str:
    """Who asks, for counting: the address at the other end or, where that is a trusted proxy, the one it says it forwards for.

    Of those the last alone is the proxy's word; what stands before, anybody may have written.
    """
    address = _address(peer)
    if address and any(address in network for network in trusted):
        address = _forwarded(forwarded) or address
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _NETWORK_BITS), strict=False))
    return str(address or peer)


def _named(hosts: tuple[Host, ...]) -> None:
    asked = host_of(request.environ.get("HTTP_HOST", ""))
    if asked and any(host.name == asked.name and host.port in ("", asked.port) for host in hosts):
        return
    if asked and request.endpoint == "pages.health" and _is_this_machine(asked.name):
        return
    raise UnknownHostError


def _is_this_machine(name: str) -> bool:
    address = _address(name)
    return address.is_loopback if address else name == "localhost"


def _without_body() -> None:
    """Nothing reads what a body would hold; where there is no such page or method, that is said instead."""
    if request.routing_exception is None and request.endpoint not in TAKES_BODY and (request.content_length or 0) > 0:
        abort(413)


def _afforded(budgets: Budgets, trusted: Networks) -> None:
    if request.routing_exception or request.method == "OPTIONS" or request.endpoint in FREE:
        return
    if request.endpoint == "pages.search" and not request.query_string:
        return
    client = client_of(request.environ.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""), trusted=trusted)
    if seconds := budgets.seconds_until(client, COSTS.get(request.endpoint or "", 1.0)):
        _hint(trusted)
        raise TooManyRequests(retry_after=seconds)


def _hint(trusted: Networks) -> None:
    """Say once in the log why everybody may seem to be one client: there is a proxy in front that the settings do not name."""
    told = "svarsoeg.told_of_proxy"
    peer = _address(request.environ.get("REMOTE_ADDR", ""))
    if "X-Forwarded-For" in request.headers and not any(peer in network for network in trusted) and told not in current_app.extensions:
        current_app.extensions[told] = True
        current_app.logger.warning("a proxy that [access] networks does not name counts as one client; requests are refused with 429")


def _networks(settings: Settings) -> Networks:
    try:
        return tuple(ip_network(network) for network in settings.access.networks)
    except ValueError as error:
        raise ConfigError(settings.folder / "config.toml", [f"[access] networks: {error}."]) from None


def _forwarded(field: str) -> Address | None:
    last = field.rpartition(",")[2].strip()
    host = host_of(last)  # some proxies write the port, too
    return _address(host.name) if host else None


def _address(text: str) -> Address | None:
    """The address, an IPv4 one that came by IPv6 as what it is; None for none."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
