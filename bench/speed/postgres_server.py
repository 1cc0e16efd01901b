"""A PostgreSQL server of its own: in a folder, on a socket, by somebody who is not root, gone when it is closed.

Knows Debian's programs and how a server is started and stopped; must not know what is kept in it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from bench.speed.contest import Skipped


UNPRIVILEGED = "nobody"
DEBIAN = Path("/usr/lib/postgresql")
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "512MB",
    "work_mem": "64MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "autovacuum": "off",
    "synchronous_commit": "off",
    "jit": "off",
}
"""What a small machine for search alone would be given; nothing that answers otherwise."""


class Server:
    """A server over the data in `folder`, which is made when there is none. Raises Skipped."""

    def __init__(self, folder: Path) -> None:
        programs = _programs()
        self._sockets = Path(tempfile.mkdtemp(prefix="svarsoeg-"))  # a socket's path may have a hundred characters
        self._as: dict[str, Any] = {"user": UNPRIVILEGED, "extra_groups": []} if hasattr(os, "geteuid") and os.geteuid() == 0 else {}
        fresh = not (folder / "PG_VERSION").exists()
        folder.mkdir(parents=True, exist_ok=True)
        for path in (folder, self._sockets):
            self._hand_over(path)
            path.chmod(0o700)
        if fresh:
            self._run(programs / "initdb", "-D", folder, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self._log = (self._sockets / "log").open("w+")
        given = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        self._process = subprocess.Popen(
            [programs / "postgres", "-D", folder, "-k", self._sockets, *given],
            stdout=subprocess.DEVNULL,
            stderr=self._log,
            cwd=self._sockets,
            **self._as,
        )

    @property
    def address(self) -> str:
        """How it is reached."""
        return f"host={self._sockets} user=bench dbname=postgres"

    @property
    def pid(self) -> int:
        """Its first process."""
        return self._process.pid

    def close(self) -> None:
        """Stop it, and wait."""
        self._process.terminate()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()
        shutil.rmtree(self._sockets, ignore_errors=True)

    def refuse_ended(self) -> None:
        """Nothing; raises Skipped with what it said last when it has given up."""
        if self._process.poll() is not None:
            self._log.seek(0)
            raise Skipped(f"postgres: the server ended: {' '.join(self._log.read().split())[-200:]}")

    def _hand_over(self, path: Path) -> None:
        if self._as:
            shutil.chown(path, UNPRIVILEGED)

    def _run(self, *command: object) -> None:
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, cwd=self._sockets, check=False, **self._as)
        if done.returncode:
            raise Skipped(f"postgres: {Path(str(command[0])).name} failed: {' '.join(done.stderr.split())[-200:]}")


def _programs() -> Path:
    """The folder of the programs."""
    places = sorted(DEBIAN.glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    found = [path for path in places if (path / "initdb").exists()] or [Path(path).parent for path in [shutil.which("initdb")] if path]
    if not found:
        raise Skipped("postgres: PostgreSQL is not installed (Debian: postgresql)")
    return found[0]
