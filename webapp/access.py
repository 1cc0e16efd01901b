"""Who asks: what a request may see besides what is open, and whether it is answered at all.

Knows the fields a login proxy sets, and when they are to be believed; must not know letters, or how anything is hidden. Nothing is believed
of a request but that it comes from one of the proxy's networks with the proxy's secret; then its user and groups are what the proxy says.
Nobody is remembered: each request is judged by itself.
"""

from __future__ import annotations

import hmac
from functools import partial
from ipaddress import IPv6Address
from ipaddress import ip_address
from typing import TYPE_CHECKING
from typing import NamedTuple

from flask import abort
from flask import current_app
from flask import g
from flask import has_request_context
from flask import request

from indexer.proxy import trusted_proxy
from indexer.restricted import restricted_folders


if TYPE_CHECKING:
    from ipaddress import IPv4Address

    from flask import Flask

    from indexer.config import Access
    from indexer.config import Settings
    from indexer.proxy import Proxy
    from indexer.restricted import Restricted


WITHOUT_PROOF = frozenset({"pages.health"})
"""The endpoints that answer whoever asks; with a proxy, they say nothing of what there is."""

SEPARATOR = ","
"""Stands between groups; in a user or a secret it shows that the field came twice, and one of them from somebody else."""


class Visitor(NamedTuple):
    """Who asks, by what the proxy says: the user, "" where all see the same, and the labels (indexer.restricted) they may see."""

    user: str = ""
    labels: frozenset[str] = frozenset()


class RefusedError(Exception):
    """The request is not the proxy's; `str(error)` says why, for the log."""


def install(app: Flask, settings: Settings) -> None:
    """Let `app` answer only those the settings let in; to be installed before whatever answers early.

    Raises ConfigError when the settings say it by halves.
    """
    proxy = trusted_proxy(settings)
    restricted = restricted_folders(settings)
    if proxy:
        app.before_request(partial(_admit, proxy, settings.access, restricted))


def visitor() -> Visitor:
    """Who asks; nobody in particular outside of a request, or before it was judged."""
    found: Visitor = g.get("visitor", Visitor()) if has_request_context() else Visitor()
    return found


def _admit(proxy: Proxy, access: Access, restricted: Restricted) -> None:
    try:
        user = _proven_user(proxy, access)
    except RefusedError as reason:
        if request.endpoint in WITHOUT_PROOF:
            return
        # Without the query: it may say what somebody looks for.
        current_app.logger.warning("refused: %s; %r asked for %r", reason, request.environ.get("REMOTE_ADDR", ""), request.path)
        abort(403)
    g.visitor = Visitor(user, restricted.labels_for(_groups(access)))


def _proven_user(proxy: Proxy, access: Access) -> str:
    """The user the proxy names. Raises RefusedError."""
    peer = _peer()
    if peer is None or not any(peer in network for network in proxy.networks):
        raise RefusedError("it does not come from the proxy's networks")
    # A header that came twice has both values with a comma between, which no secret has.
    if not hmac.compare_digest(_field(access.secret_header).encode("latin-1", "replace"), proxy.secret):
        raise RefusedError("it does not have the proxy's secret")
    user = _field(access.user_header).strip()
    if not user or SEPARATOR in user or not user.isprintable():
        raise RefusedError("it does not name one user")
    return _text(user)


def _groups(access: Access) -> list[str]:
    return _text(_field(access.groups_header)).split(SEPARATOR)


def _peer() -> IPv4Address | IPv6Address | None:
    """The address at the other end, None where it has none. Whatever a header says of addresses is not asked."""
    try:
        peer = ip_address(request.environ.get("REMOTE_ADDR", ""))
    except ValueError:
        return None
    return (peer.ipv4_mapped or peer) if isinstance(peer, IPv6Address) else peer


def _field(name: str) -> str:
    return request.headers.get(name, "")


def _text(value: str) -> str:
    """What a field says; servers give its bytes as Latin-1, and proxies write UTF-8."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value
