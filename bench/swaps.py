"""Many requests to real servers while a new generation is put in place every second: `python -m bench.swaps [--requests 10000]`.

Knows servers of several processes, and clients; must not know how a generation is made. A request has failed that was not answered by 200,
or not at all; an answer is mixed that shows more than one generation. Servers: `waitress`, as `python -m webapp` on a port for each worker,
and `gunicorn`, one port for all.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from contextlib import closing
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bench import swapped
from indexer.config import load_settings
from indexer.engines import open_engine


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.config import Settings
    from indexer.engines.base import Engine

ROOT = Path(__file__).parent.parent
SERVERS = ("waitress", "gunicorn")
CONFIG = '[corpus]\npath = "corpus"\n\n[index]\npath = "index"\nengine = "{}"\n\n[web]\nport = 0\nrequests_per_minute = 0\n'
PATIENCE = 60.0
"""Seconds until a server must answer for the first time."""


@dataclass(slots=True)
class Told:
    """What came of it. `failed` and `mixed` say what was asked and what came, `last` which generation each server showed in the end."""

    answers: int = 0
    generations: int = 0
    seconds: float = 0.0
    failed: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    last: list[set[int]] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)


def swapping(folder: Path, *, server: str, engine: str, workers: int, clients: int, requests: int, pause: float) -> Told:
    """What `clients` were told in so many requests, by so many workers, while a generation was put in place every `pause` seconds."""
    (folder / "corpus").mkdir(exist_ok=True)
    (folder / "config.toml").write_text(CONFIG.format(engine), encoding="utf-8")
    settings = load_settings(folder / "config.toml")
    writer, told = open_engine(settings), Told()
    swapped.put(writer, settings, 0)
    with _served(folder, server, workers) as ports:
        begun = time.perf_counter()
        left = itertools.count()
        threads = [threading.Thread(target=_read, args=(ports, left, requests, told)) for _ in range(clients)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            _put(writer, settings, told)
            end = time.monotonic() + pause
            while time.monotonic() < end and any(thread.is_alive() for thread in threads):
                threads[0].join(min(pause, 0.05))
        told.seconds = time.perf_counter() - begun
        _put(writer, settings, told)
        # Each worker of one port is asked by and by: whoever opens a generation lets the others go on for a moment.
        told.last = [_settled(port, told.generations % swapped.DIFFERENT) for port in ports for _ in range(workers)]
    return told


def _put(writer: Engine, settings: Settings, told: Told) -> None:
    told.generations += 1
    swapped.put(writer, settings, told.generations)


def _read(ports: Sequence[int], left: Iterator[int], requests: int, told: Told) -> None:
    """Ask until all requests are made, every port in turn, by a connection that is kept."""
    connections = [http.client.HTTPConnection("127.0.0.1", port, timeout=30) for port in ports]
    while (number := next(left)) < requests:
        path = swapped.PATHS[number % len(swapped.PATHS)]
        connection = connections[number % len(ports)]
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            page = answer.read().decode()
            shown = swapped.shown(page)
            told.seen |= shown
            if answer.status != 200 or not shown:
                told.failed.append(f"{path}: {answer.status}")
            elif len(shown) > 1:
                told.mixed.append(f"{path}: {sorted(shown)}")
        except (OSError, http.client.HTTPException) as error:
            told.failed.append(f"{path}: {type(error).__name__}: {error}")
            connection.close()
        told.answers += 1
    for connection in connections:
        connection.close()


def _settled(port: int, newest: int) -> set[int]:
    """What a server shows once it has had time to open the newest generation."""
    shown: set[int] = set()
    for _ in range(100):
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            connection.request("GET", swapped.PATHS[0])
            shown = swapped.shown(connection.getresponse().read().decode())
        if shown == {newest}:
            break
        time.sleep(0.05)
    return shown


@contextmanager
def _served(folder: Path, server: str, workers: int) -> Iterator[list[int]]:
    """The ports at which the site is served by so many processes until the end of the block."""
    ports = [_free_port() for _ in range(workers if server == "waitress" else 1)]
    with ExitStack() as stack:
        for port in ports:
            own = [sys.executable, "-m", "webapp", "--config", str(folder / "config.toml"), "--port", str(port)]
            several = [sys.executable, "-m", "gunicorn", "--workers", str(workers), "--worker-class", "gthread", "--threads", "4"]
            several += ["--bind", f"127.0.0.1:{port}", "--log-level", "error", f"webapp.wsgi:site('{folder / 'config.toml'}')"]
            process = subprocess.Popen(own if server == "waitress" else several, cwd=ROOT, stdout=subprocess.DEVNULL)
            stack.callback(_stop, process)
        for port in ports:
            _await(port)
        yield ports


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _await(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        with suppress(OSError, http.client.HTTPException), closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        if time.monotonic() > end:
            raise RuntimeError(f"the server on port {port} does not answer")
        time.sleep(0.1)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def main(arguments: list[str] | None = None) -> None:
    """Ask as the arguments say, and print what came of it; anything failed or mixed is exit code 1."""
    parser = argparse.ArgumentParser(prog="python -m bench.swaps", description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000, metavar="N")
    parser.add_argument("--clients", type=int, default=8, metavar="N")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="processes of the server (default: 2)")
    parser.add_argument("--engines", default="whoosh", metavar="NAMES", help="engines on disk, by commas (default: whoosh)")
    parser.add_argument("--pause", type=float, default=1.0, metavar="S", help="seconds between two generations (default: 1)")
    given = parser.parse_args(arguments)
    broken = 0
    for engine, server in itertools.product(given.engines.split(","), SERVERS):
        if find_spec(server) is None:
            print(f"{server}: not installed")
            continue
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            told = swapping(
                Path(folder),
                server=server,
                engine=engine,
                workers=given.workers,
                clients=given.clients,
                requests=given.requests,
                pause=given.pause,
            )
        print(
            f"{engine}, {server}, {given.workers} workers: {told.answers} requests by {given.clients} clients in {told.seconds:.0f} s, "
            f"{told.generations} generations, {len(told.seen)} of them seen; {len(told.failed)} failed, {len(told.mixed)} mixed"
        )
        print("\n".join([*told.failed[:10], *told.mixed[:10]]), end="\n" if told.failed or told.mixed else "")
        broken += len(told.failed) + len(told.mixed)
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
