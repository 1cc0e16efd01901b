"""Finds the programs that the examples in deploy/ are for, and installs Debian's where it may.

Knows which packages they come in; must not know the tests. `python -m tests.deploy_install` always ends well: what it could not do is said
in one line, and the tests then say the same (and fail where CI is true).
"""

from __future__ import annotations

import shutil
import sys

from tests import install as debian


PACKAGES = {"systemd-analyze": "systemd", "nginx": "nginx", "caddy": "caddy", "openssl": "openssl"}
"""Debian's package of each program."""


def found(program: str) -> str | None:
    """The path of the program, or None; those for administrators count, whoever asks."""
    return shutil.which(program) or shutil.which(program, path="/usr/sbin")


def why_not(program: str) -> str:
    """Why the program is not installed here, in Danish; "" when it may be."""
    return debian.why_not(program, (PACKAGES[program],), elsewhere="installér det selv")


def main() -> None:
    """Say nothing when all are there; else install them, or say in one line why their tests are skipped."""
    missing = [program for program in PACKAGES if not found(program)]
    if not missing:
        return
    trouble = why_not(missing[0]) or debian.install([PACKAGES[program] for program in missing])
    left = [program for program in missing if not found(program)]
    if trouble or left:
        sys.stderr.write(f"Prøverne af deploy/ springes over: {trouble or 'apt-get hentede ikke ' + ', '.join(left)}.\n")


def required(program: str) -> str:
    """The path of the program. Without it the test is passed over, with the reason; where CI says it is CI, it fails."""
    return debian.required(found(program), name=program, why=why_not(program) or "run python -m tests.deploy_install")


if __name__ == "__main__":
    main()
