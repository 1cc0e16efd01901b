"""Finds a chromium for the browser tests, and installs Debian's where it may.

Knows where chromium lies and how Debian installs it; must not know the tests. `python tests/browser/install.py` always ends well: what it
could not do is said in one line, and the browser tests then say the same (and fail where CI is true).
The variable CHROMIUM names another one, such as CHROMIUM=/opt/chrome/chrome.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
USUAL_PLACES = (
    "/usr/bin/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
)
PACKAGES = ("chromium", "fonts-liberation", "fonts-dejavu-core")
SECONDS = 900


def find_chromium() -> str | None:
    """The path of a chromium or chrome, or None; a CHROMIUM in the environment is taken at its word, or not at all."""
    if named := os.environ.get("CHROMIUM"):
        return named if Path(named).is_file() else None
    on_path = (shutil.which(name) for name in NAMES)
    usual = (place for place in USUAL_PLACES if Path(place).is_file())
    return next(filter(None, (*on_path, *usual)), None)


def why_not() -> str:
    """Why chromium is not installed here, in Danish; "" when it may be."""
    if os.environ.get("CHROMIUM"):
        return f"CHROMIUM={os.environ['CHROMIUM']} er ikke en fil"
    if not (shutil.which("apt-get") and _is_debian()):
        return "der er ingen chromium, og kun på Debian hentes den af sig selv; angiv en med CHROMIUM=STI"
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return f"der er ingen chromium, og kun root må hente den: apt-get install {' '.join(PACKAGES)}"
    return ""


def install() -> str:
    """What went wrong when Debian's chromium was installed, in Danish; "" when nothing did."""
    commands = (("apt-get", "update"), ("apt-get", "install", "--yes", "--no-install-recommends", *PACKAGES))
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
    return "" if find_chromium() else "apt-get hentede den, men der er ingen chromium at finde"


def main() -> None:
    """Say nothing when chromium is there; else install it, or say in one line why the browser tests are skipped."""
    if find_chromium():
        return
    trouble = why_not() or install()
    if trouble:
        sys.stderr.write(f"Browserprøverne springes over: {trouble}.\n")


def _is_debian() -> bool:
    try:
        known = Path("/etc/os-release").read_text(encoding="utf-8").casefold()
    except OSError:
        return False
    return "debian" in known


if __name__ == "__main__":
    main()
