"""One question to the cluster, and what may happen to it: the only place that speaks to it.

Knows the library, hosts, time limits and which answers mean what; must not know what is stored or asked for.

A question is put to one host after the other, each once at least, until one answers or the time is up: a host that refuses or says nothing
is passed over for a while, longer each time (the library's doing). Every question may be put twice: whoever writes sees to it that it then
does the same once. One try may take half of the time left, so that a host that hangs leaves time for another.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING
from typing import Any
from urllib.parse import urlsplit

import msgspec
from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as UnreachableError
from opensearchpy.exceptions import SerializationError
from opensearchpy.exceptions import TransportError
from opensearchpy.serializer import JSONSerializer
from urllib3 import Timeout

from indexer.errors import EngineDownError


if TYPE_CHECKING:
    from collections.abc import Mapping

    from indexer.engines.opensearch.access import Access


PORT = 9200
"""OpenSearch's own, where a host names none."""

CONNECTIONS = 32
"""Kept open to each host: as many as ask at a time, or each further question costs a connection of its own."""

MISSING = "index_not_found_exception"
"""The kind of error where an index is not there."""

_SIDELINED = 2.0
"""Seconds that a host is passed over after it failed; twice as long after each further time, five times at most."""
_CONNECTING = 3.0
_PAUSE = 0.1
_BUSY = {429, 502, 503, 504}


def _worth_noting(record: logging.LogRecord) -> bool:
    """Let the library note hosts that fail, in a line each; what the cluster refuses is told by whoever asked for it."""
    status = record.args[2] if isinstance(record.args, tuple) and len(record.args) > 3 else None
    record.exc_info = None
    return not isinstance(status, int) or status in _BUSY


_LOG = logging.getLogger("opensearch")
_LOG.addFilter(_worth_noting)
_LOG.addHandler(logging.NullHandler())  # or Python prints it where nobody listens


class RefusedError(Exception):
    """The cluster understood and said no: an HTTP status, the kind of error by OpenSearch's name, and its reason."""

    def __init__(self, status: int, kind: str, reason: str) -> None:
        self.status = status
        self.kind = kind
        self.reason = reason
        super().__init__(f"{status} {kind}: {reason}")

    @property
    def is_full(self) -> bool:
        """Whether it said no because its disks are full."""
        return is_full(self.kind, self.reason)


class BusyError(EngineDownError):
    """The cluster answers, but has too much to do, or too few of its machines, to take this; `reason` is its own."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__("Søgemaskinen er overbelastet eller mangler en del af sine maskiner. Prøv igen om lidt.")


class Deadline:
    """So many seconds from now."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """The seconds that are left, never below 0."""
        return max(0.0, self._end - time.monotonic())


class Cluster:
    """The cluster behind some hosts; safe to share between threads. A question has `seconds` in all unless it comes with a deadline."""

    def __init__(self, access: Access, *, seconds: float, retries: int) -> None:
        self.seconds = seconds
        self._tries = 1 + max(retries, len(access.hosts) - 1)
        self._client = OpenSearch(
            hosts=[_host(url) for url in access.hosts],
            http_auth=(access.user, access.password) if access.user else None,
            ssl_context=access.tls,
            serializer=_Json(),
            pool_maxsize=CONNECTIONS,
            max_retries=0,
            retry_on_timeout=True,  # with no retries of its own: that a host that hangs is passed over as well
            retry_on_status=(),
            dead_timeout=_SIDELINED,
        )

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        params: Mapping[str, str] | None = None,
        deadline: Deadline | None = None,
    ) -> Any:
        """What the cluster answers, from JSON; a `body` of bytes goes as lines of JSON.

        Raises RefusedError where it says no, BusyError where it cannot, and EngineDownError where it does not answer in time.
        """
        deadline = deadline or Deadline(self.seconds)
        headers = {"content-type": "application/x-ndjson"} if isinstance(body, bytes) else None
        why: Exception | None = None
        for left in range(self._tries, 0, -1):
            if not deadline.left:
                break
            limit = deadline.left if left == 1 else deadline.left / 2
            try:
                return self._client.transport.perform_request(
                    method,
                    path,
                    params=dict(params or {}),
                    body=body,
                    headers=headers,
                    timeout=Timeout(total=limit, connect=min(limit, _CONNECTING)),  # type: ignore[arg-type]  # passed on to urllib3
                )
            except (UnreachableError, SerializationError, msgspec.DecodeError) as error:
                why = error
            except TransportError as error:
                why = _understood(error)
                if not isinstance(why, BusyError):
                    raise why from error
                time.sleep(min(deadline.left, _PAUSE * 2 ** (self._tries - left)) if left > 1 else 0)
        if isinstance(why, BusyError):
            raise why
        raise EngineDownError("Søgemaskinen svarer ikke. Prøv igen om lidt.") from why


def is_full(kind: str, reason: str) -> bool:
    """Whether an error of this kind and reason says that the cluster's disks are full."""
    return kind == "cluster_block_exception" and any(words in reason for words in ("flood-stage", "create-index", "read-only-allow-delete"))


def _understood(error: TransportError) -> RefusedError | BusyError | EngineDownError:
    status = error.status_code if isinstance(error.status_code, int) else 0
    kind, reason = _said(error)
    if is_full(kind, reason):
        return RefusedError(status, kind, reason)
    if status in _BUSY or status >= 500:  # also a machine lost in the middle of a search is 500; another may know better
        return BusyError(f"{status} {kind}: {reason}")
    if status == 401:
        return EngineDownError("Søgemaskinen kender ikke brugeren eller adgangskoden i [opensearch].")
    if status == 403:
        return EngineDownError(f"Søgemaskinen giver ikke brugeren i [opensearch] lov til det ({kind}).")
    return RefusedError(status, kind, reason)


def _said(error: TransportError) -> tuple[str, str]:
    """Kind and reason of the error, the innermost where one lies in another."""
    told = error.info.get("error") if isinstance(error.info, dict) else None
    if not isinstance(told, dict):
        return str(error.error)[:200], str(told or "")[:500]
    causes = told.get("root_cause") or [told]
    return str(causes[0].get("type") or told.get("type")), str(causes[0].get("reason") or told.get("reason"))[:500]


def _host(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    return {"host": parts.hostname, "port": parts.port or PORT, "use_ssl": secure, "url_prefix": parts.path}


class _Json(JSONSerializer):
    """JSON by msgspec, several times as fast; bytes are JSON already."""

    def loads(self, s: str) -> Any:
        """The value of a text. Raises msgspec.DecodeError."""
        return msgspec.json.decode(s)

    def dumps(self, data: Any) -> Any:
        """The bytes of a value."""
        return data if isinstance(data, bytes) else msgspec.json.encode(data)
