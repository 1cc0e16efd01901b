"""The generations there are in the cluster, and which of them is served.

Knows indices, their seals and the alias; must not know how a generation is made, searched or judged.

    <prefix>                 the alias that names the served generation; moved in one step
    <prefix>-<generation>    a generation; whole when it is sealed

Nothing can be read of an index that is gone, not even by who has it open. So one that was served until just now stays for `GRACE` seconds,
whatever is to be kept: searches under way end on it. Where only one is to be kept, since the others may be shown no longer, the writer
waits for the searches and clears all the others away.
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING
from typing import Any

from indexer.engines.names import is_name
from indexer.engines.opensearch import layout
from indexer.engines.opensearch.cluster import MISSING
from indexer.engines.opensearch.cluster import RefusedError
from indexer.errors import EngineDownError
from indexer.errors import IndexDamagedError


if TYPE_CHECKING:
    from indexer.engines.opensearch.cluster import Cluster
    from indexer.engines.opensearch.cluster import Deadline
    from indexer.engines.opensearch.layout import Seal


GRACE = 600.0
"""Seconds that a generation stays after it was served."""

NOTICED = 1.0
"""Seconds that others may take to notice that another generation is served."""


class Kept:
    """The generations whose indices and alias begin with `prefix`."""

    def __init__(self, cluster: Cluster, prefix: str) -> None:
        self._cluster = cluster
        self._prefix = prefix

    def index(self, name: str) -> str:
        """The index of a generation."""
        return f"{self._prefix}-{name}"

    def served(self, deadline: Deadline | None = None) -> str | None:
        """The name of the served generation, or None. Raises IndexDamagedError when the alias names no generation, or several."""
        try:
            # As the machine that is asked knows it: so it is known, too, while the machines agree on a new leader.
            named = self._cluster.ask("GET", f"/_alias/{self._prefix}", params={"local": "true"}, deadline=deadline)
        except RefusedError as error:
            if error.status == 404:
                return None
            raise IndexDamagedError(f"aliaset {self._prefix} i OpenSearch kan ikke læses: {error.kind}") from error
        names = [self._name(index) for index in named]
        if len(names) != 1 or names[0] is None:
            raise IndexDamagedError(f"aliaset {self._prefix} i OpenSearch nævner intet eller flere indekser")
        return names[0]

    def put_in_place(self, name: str) -> None:
        """Let the generation, whose seal knows when others were served, be served from now on, in one step."""
        before = self.served()
        if before == name:
            return
        alias = self._prefix
        actions: list[dict[str, Any]] = [{"add": {"index": self.index(name), "alias": alias}}]
        if before:
            actions.append({"remove": {"index": self.index(before), "alias": alias}})
        try:
            self._cluster.ask("POST", "/_aliases", body={"actions": actions})
        except RefusedError:
            # Asked twice, since the first answer was cut off? Then it is done.
            if self.served() != name:
                raise

    def mappings(self, name: str) -> dict[str, Any]:
        """The mappings of a generation. Raises IndexDamagedError when there is no such."""
        try:
            answer = self._cluster.ask("GET", f"/{self.index(name)}/_mapping")
        except RefusedError as error:
            raise IndexDamagedError(f"{name} er ikke i OpenSearch: {error.kind}") from error
        mappings: dict[str, Any] = answer[self.index(name)]["mappings"]
        return mappings

    def seal(self, name: str, seal: Seal | None = None) -> None:
        """Seal the generation: from now on it is complete, and knows what was served until now. One that has a seal keeps it."""
        made = self._all()
        served = self.served()
        now = time.time()
        until = {before: ended for before, ended in made.get(served or "", {}).get(layout.UNTIL, {}).items() if now - ended < GRACE}
        held = layout.sealed(seal) if seal else made[name]
        meta = {**held, layout.UNTIL: until | ({served: now} if served else {})}
        self._cluster.ask("PUT", f"/{self.index(name)}/_mapping", body={"_meta": meta})

    def sealed(self) -> tuple[str, ...]:
        """The names of the generations that are complete, newest first."""
        return tuple(name for name, meta in sorted(self._all().items(), reverse=True) if layout.SEAL in meta)

    def clear_leftovers(self) -> None:
        """Clear away what was never sealed."""
        for name, meta in self._all().items():
            if layout.SEAL not in meta:
                self.discard(name)

    def prune(self, served: str, before: str | None, *, keep: int) -> None:
        """Keep so many generations: the one `served`, then the one served `before`, then the newest; and whatever others still search."""
        found = self._all()
        until = found[served].get(layout.UNTIL, {})
        older = sorted((name for name, meta in found.items() if name != served and layout.SEAL in meta), reverse=True)
        older.sort(key=lambda name: name != before)
        if older and keep == 1:
            time.sleep(NOTICED + self._cluster.seconds)
        for name in older[keep - 1 :]:
            if keep == 1 or time.time() - until.get(name, 0) > GRACE:
                self._delete(name)

    def discard(self, name: str) -> None:
        """Nothing; the generation is gone, unless the cluster cannot be reached or it is served."""
        with suppress(EngineDownError, RefusedError, IndexDamagedError):
            if self.served() != name:
                self._delete(name)

    def _delete(self, name: str) -> None:
        try:
            self._cluster.ask("DELETE", f"/{self.index(name)}")
        except RefusedError as error:
            if error.kind != MISSING:
                raise

    def _all(self) -> dict[str, dict[str, Any]]:
        """What each generation says of itself, by name."""
        answer = self._cluster.ask("GET", f"/{self._prefix}-*/_mapping")
        named = {self._name(index): found["mappings"].get("_meta", {}) for index, found in answer.items()}
        return {name: meta for name, meta in named.items() if name is not None}

    def _name(self, index: str) -> str | None:
        name = index.removeprefix(f"{self._prefix}-")
        return name if is_name(name) else None
