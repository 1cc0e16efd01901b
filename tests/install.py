"""Programs that tests need and Debian has: whether they may be installed here, and installing them.

Knows Debian's package manager; must not know what a program is for.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING
from typing import TypeVar

import pytest


if TYPE_CHECKING:
    from collections.abc import Sequence


SECONDS = 900
Program = TypeVar("Program")


def why_not(program: str, packages: Sequence[str], *, elsewhere: str) -> str:
    """Why a missing program is not installed here, in Danish, with `elsewhere` as what to do on other systems; "" when it may be."""
    if not (shutil.which("apt-get") and is_debian()):
        return f"der er ingen {program}, og kun på Debian hentes den af sig selv; {elsewhere}"
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return f"der er ingen {program}, og kun root må hente den: apt-get install {' '.join(packages)}"
    return ""


def install(packages: Sequence[str]) -> str:
    """What went wrong when Debian's packages were installed, in Danish; "" when nothing did."""
    commands = (("apt-get", "update"), ("apt-get", "install", "--yes", "--no-install-recommends", *packages))
    for command in commands:
        try:
            done = subprocess.run(
                (command[0], "-qq", *command[1:]),
                check=False,
                capture_output=True,
                text=True,
                timeout=SECONDS,
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return f"{' '.join(command)} blev ikke færdig ({type(error).__name__})"
        if done.returncode:
            return f"{' '.join(command)} gik galt: {' '.join(done.stderr.split())[-200:]}"
    return ""


def required(found: Program | None, *, name: str, why: str) -> Program:
    """The program that was found. Without one the test is passed over, with the reason; where CI says it is CI, it fails."""
    if found is None:
        reason = f"no {name}: {why}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def is_debian() -> bool:
    """Whether this is Debian or a relative."""
    try:
        known = Path("/etc/os-release").read_text(encoding="utf-8").casefold()
    except OSError:
        return False
    return "debian" in known
