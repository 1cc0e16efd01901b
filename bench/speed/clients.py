"""Readers of a real server: several at once, each with a connection that it keeps, in a process of their own.

`python -m bench.speed.clients PORT CLIENTS SECONDS < paths` prints what came of it. Knows HTTP; must not know what a page says.
"""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field

from bench.speed.figures import Served
from bench.speed.turns import ROOT


SECONDS_TO_ANSWER = 30


def served(port: int, paths: Sequence[str], *, clients: int, seconds: float) -> Served:
    """What `clients` at once got of a server in so many seconds; they are another process, which does not slow this one down."""
    command = [sys.executable, "-m", "bench.speed.clients", str(port), str(clients), str(seconds)]
    done = subprocess.run(command, cwd=ROOT, input="\n".join(paths), stdout=subprocess.PIPE, check=True, encoding="utf-8")
    return Served(**json.loads(done.stdout))


@dataclass
class _Reader:
    """One client, which begins at a place of its own in the row of paths."""

    port: int
    paths: Sequence[str]
    start: int
    until: float
    waits: list[float] = field(default_factory=list)
    failed: int = 0

    def read(self) -> None:
        """Ask until the time is over."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_TO_ANSWER)
        at = self.start
        while (begun := time.perf_counter()) < self.until:
            try:
                connection.request("GET", self.paths[at % len(self.paths)])
                answer = connection.getresponse()
                answer.read()
                self.failed += answer.status != 200
            except (OSError, http.client.HTTPException):
                self.failed += 1
                connection.close()
            self.waits.append(time.perf_counter() - begun)
            at += 1
        connection.close()


def main(port: str, clients: str, seconds: str) -> None:
    """Ask the paths that are read, and print what came of it."""
    paths = sys.stdin.read().split()
    begun = time.perf_counter()
    step = max(1, len(paths) // int(clients))
    readers = [_Reader(int(port), paths, number * step, begun + float(seconds)) for number in range(int(clients))]
    threads = [threading.Thread(target=reader.read) for reader in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    waits = [wait for reader in readers for wait in reader.waits]
    took = {"seconds": time.perf_counter() - begun, "waits": waits, "answers": len(waits), "failed": sum(each.failed for each in readers)}
    print(json.dumps({"clients": int(clients), **took}))


if __name__ == "__main__":
    main(*sys.argv[1:4])
