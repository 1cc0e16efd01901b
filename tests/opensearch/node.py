"""One OpenSearch node: a process of its own on loopback, with its own data, that never outlives whoever started it.

Knows how OpenSearch is started quickly and with little memory, and as whom; must not know the other nodes but for the settings it is given.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING
from typing import NamedTuple


if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence


QUICK = (
    "-XX:TieredStopAtLevel=1",  # a test is over before better machine code pays
    "-XX:+UseSerialGC",
    "-XX:-UsePerfData",
    "-Xms64m",
)
"""What makes a node start soon; who measures its speed leaves this out."""
OPTIONS = (
    "-Xss1m",
    "-Xshare:auto",
    "-Djava.awt.headless=true",
    "-Djna.nosys=true",
    "-Dio.netty.noUnsafe=true",
    "-Dio.netty.recycler.maxCapacityPerThread=0",
    "-Dio.netty.allocator.numDirectArenas=0",
    "-Dlog4j.shutdownHookEnabled=false",
    "-Dlog4j2.disable.jmx=true",
    "--enable-native-access=ALL-UNNAMED",
)
"""What OpenSearch's own launcher, which starts two more Javas to find it out, gives a node."""
LOGGING = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{HH:mm:ss.SSS} %-5p %c{1.} %m%n
logger.index.name = org.opensearch.index
logger.index.level = warn
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
"""
KEEPER = """
exec 3<&0
"$@" </dev/null 3<&- >>"$0" 2>&1 &
java=$!
{ read -r _ <&3; : >orphan; kill -9 $java; } 2>/dev/null &
reader=$!
echo $java
wait $java
code=$?
kill $reader
test -e orphan && rm -rf "$PWD" "$DATA"
exit $code
"""
"""The shell between us and the node: the node dies when we do, however we do, since our end of the pipe is then closed; so do its files."""
NOBODY = "nobody"
TAIL = 4000


class Distribution(NamedTuple):
    """An OpenSearch and the Java that runs it; and those classes of both that were made ready for this Java, to start in half the time."""

    java: Path
    home: Path
    classes: tuple[Path, ...] = ()

    @property
    def links(self) -> dict[str, Path]:
        """What a node's folder has links to: Java remembers classes by the names that their files had, so every node uses the same."""
        return {"home": self.home, **{path.name: path for path in self.classes}}

    @property
    def command(self) -> tuple[str, ...]:
        """How a node is started, in a folder with these links; options of Java follow, then `MAIN`. The jars are always in one order."""
        jars = sorted(self.home.glob("lib/*.jar")) + sorted(self.home.glob("agent/opensearch-agent-bootstrap*.jar"))
        named = os.pathsep.join(f"home/{jar.relative_to(self.home)}" for jar in jars)
        ready = (f"-XX:SharedArchiveFile={os.pathsep.join(path.name for path in self.classes)}",) if self.classes else ()
        return (str(self.java), "-cp", named, f"-Dopensearch.path.home={self.home}", *ready, *OPTIONS)


MAIN = "org.opensearch.bootstrap.OpenSearch"


class Node:
    """A node in a folder, with its data in another, both made here; started by `start`, and again after `kill`, with the data it had."""

    def __init__(
        self, distribution: Distribution, folder: Path, data: Path, *, settings: Mapping[str, object], options: Sequence[str] = QUICK
    ) -> None:
        self.folder = folder
        self.log = folder / "node.log"
        self.process: subprocess.Popen[str] | None = None
        self.pid = 0
        config = folder / "config"
        config.mkdir(parents=True)
        data.mkdir(parents=True, exist_ok=True)
        for name, path in distribution.links.items():
            (folder / name).symlink_to(path)
        named = {"path.data": str(data), "path.logs": str(folder / "logs"), **settings}
        (config / "opensearch.yml").write_text("".join(f"{name}: {json.dumps(value)}\n" for name, value in named.items()), encoding="utf-8")
        (config / "log4j2.properties").write_text(LOGGING, encoding="utf-8")
        own = (f"-Dopensearch.path.conf={config}", f"-Djava.io.tmpdir={folder}", f"-XX:ErrorFile={folder / 'crash.log'}")
        self._command = (*distribution.command, *own, *options, MAIN)
        self._data = data
        give(folder)
        give(data)

    def start(self) -> None:
        """Start it; whether it came up is asked of its HTTP port."""
        self.process = subprocess.Popen(
            ("sh", "-c", KEEPER, str(self.log), *self._command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=self.folder,
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "DATA": str(self._data)},
            start_new_session=True,  # what is typed at a terminal is for us
            **identity(),
        )
        assert self.process.stdout
        self.pid = int(self.process.stdout.readline())

    @property
    def alive(self) -> bool:
        """Whether it runs; one that is paused does."""
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """Kill it as -9 does; afterwards it is gone. What it had written stays."""
        self._signalled(signal.SIGKILL)

    def close(self) -> None:
        """Let it come to an orderly end, and wait for that."""
        self._signalled(signal.SIGTERM)

    def _signalled(self, sign: signal.Signals) -> None:
        if self.process is None:
            return
        if self.alive:
            os.kill(self.pid, sign)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()
        self.process = None

    def pause(self) -> None:
        """Let it hang: its ports stay open, and nothing is answered until `resume`."""
        os.kill(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on, if it was paused."""
        if self.alive:
            os.kill(self.pid, signal.SIGCONT)

    def tail(self) -> str:
        """The end of what it has logged."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-TAIL:] if self.log.exists() else ""

    def keep_log(self, folder: Path) -> None:
        """Copy its log to a folder, under its own name."""
        folder.mkdir(parents=True, exist_ok=True)
        if self.log.exists():
            shutil.copyfile(self.log, folder / f"{self.folder.name}.log")


def identity() -> dict[str, object]:
    """As whom a node is run, as Popen asks for it: OpenSearch refuses root, who therefore is nobody; everybody else is themself."""
    if os.geteuid():
        return {}
    import pwd  # Windows, where no node is started, has none

    nobody = pwd.getpwnam(NOBODY)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": ()}


def give(folder: Path) -> None:
    """Let a folder, with all that is in it, belong to whoever runs a node."""
    owner = identity()
    for path in (folder, *folder.rglob("*")) if owner else ():
        os.chown(path, int(str(owner["user"])), int(str(owner["group"])), follow_symlinks=False)


def within_reach(distribution: Distribution, folder: Path) -> Distribution:
    """The distribution, copied to `folder` where whoever runs a node may not read it where it lies (root's own folders, mostly)."""
    java = distribution.java.parents[1]
    if not identity() or (_open_to_all(distribution.java.resolve()) and _open_to_all(distribution.home.resolve())):
        return distribution
    for source, target in ((java, "java"), (distribution.home, "opensearch")):
        shutil.copytree(source, folder / target)
    (folder / "classes").mkdir()
    classes = tuple(Path(shutil.copy2(path, folder / "classes")) for path in distribution.classes)
    for path in (*folder.glob("*"), *folder.rglob("*")):
        path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or path.stat().st_mode & 0o100 else 0o044))
    return Distribution(java=folder / "java" / "bin" / "java", home=folder / "opensearch", classes=classes)


def _open_to_all(path: Path) -> bool:
    """Whether everybody may come to what lies there, and read it."""
    return all(parent.stat().st_mode & 0o001 for parent in path.parents) and path.stat().st_mode & 0o005 == 0o005
