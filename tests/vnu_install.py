"""Finds the Nu Html Checker for the tests of the pages' HTML, and fetches it where it may.

Knows which packages it takes and what its archive must be; must not know the tests. `python -m tests.vnu_install` always ends well: what it
could not do is said in one line, and the tests then say the same (and fail where CI is true).
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path
from typing import IO
from typing import NamedTuple
from typing import cast

from tests import install as debian


VERSION = "26.9.27"
SHA512 = "4e441de4315f39a582f5e6edbe8cd3b2b1f655aa1dde3620faface791133217c417b12f3f7ead2d8336d8e7efe44f5226618258b44a0860057e9125135e6b428"
"""The digest of the package's archive: nothing else is opened, whoever hands it over."""
MEMBER = "package/build/dist/vnu.jar"
FOLDER = Path(sys.prefix) / "share" / "vnu"
JAR = FOLDER / f"vnu-{VERSION}.jar"

PROGRAMS = {"java": "default-jre-headless", "npm": "npm"}
"""What runs it and what fetches it, each with Debian's package of it."""
SECONDS = 300
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""For a run of seconds: to make its code faster than this takes Java longer than it saves."""


class Checker(NamedTuple):
    """What checks: a Java that can run the jar, and the jar."""

    java: str
    jar: Path

    @property
    def command(self) -> tuple[str, ...]:
        """How it is started; options and files follow."""
        return (self.java, *QUICK, "-Xss2m", "-jar", str(self.jar))


def found() -> Checker | None:
    """The checker, or None; a Java that is too old, or only the promise of one, is none."""
    java = shutil.which("java")
    if not java or not JAR.is_file():
        return None
    checker = Checker(java, JAR)
    return checker if _said((*checker.command, "--version")).startswith(VERSION) else None


def why_not() -> str:
    """Why the checker is not fetched here, in Danish; "" when it may be."""
    missing = _missing()
    packages = [PROGRAMS[name] for name in missing]
    return debian.why_not(" og ".join(missing), packages, elsewhere="installér selv begge dele") if missing else ""


def install() -> str:
    """What went wrong when the checker was fetched, in Danish; "" when nothing did."""
    packages = [PROGRAMS[name] for name in _missing()]
    trouble = (debian.install(packages) if packages else "") or ("" if JAR.is_file() else fetch())
    return trouble or ("" if found() else "den er hentet, men java kan ikke køre den (den kræver Java 17)")


def fetch() -> str:
    """What went wrong when npm fetched the jar, in Danish; "" when it is in place, whole or not at all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        command = (shutil.which("npm") or "npm", "pack", f"vnu-jar@{VERSION}", "--silent", "--pack-destination", folder)
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS, cwd=folder)
            archive = next(Path(folder).glob("*.tgz")).read_bytes()
        except (OSError, subprocess.SubprocessError, StopIteration) as error:
            return f"npm pack vnu-jar@{VERSION} gik galt ({type(error).__name__})"
        if hashlib.sha512(archive).hexdigest() != SHA512:
            return f"det, npm hentede som vnu-jar@{VERSION}, er ikke det, det skal være"
        jar = Path(folder) / "vnu.jar"
        with tarfile.open(fileobj=BytesIO(archive)) as package, jar.open("wb") as target:
            shutil.copyfileobj(cast("IO[bytes]", package.extractfile(MEMBER)), target)
        jar.replace(JAR)
    return ""


def main() -> None:
    """Say nothing when the checker is there; else fetch it, or say in one line why its tests are skipped."""
    if found():
        return
    trouble = why_not() or install()
    if trouble:
        sys.stderr.write(f"Prøverne af sidernes HTML springes over: {trouble}.\n")


def required() -> Checker:
    """A checker. Without one the test is passed over, with the reason; where CI says it is CI, it fails."""
    return debian.required(found(), name="HTML checker", why=why_not() or "run python -m tests.vnu_install")


def _missing() -> list[str]:
    """The programs that are not there; npm is only needed where there is no jar yet."""
    return [name for name in PROGRAMS if not (shutil.which(name) or (name == "npm" and JAR.is_file()))]


def _said(command: tuple[str, ...]) -> str:
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=SECONDS).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


if __name__ == "__main__":
    main()
