"""Finds a chromium for the browser tests, and installs Debian's where it may.

Knows where chromium lies; must not know the tests. `python -m tests.browser.install` always ends well: what it could not do is said in one
line, and the browser tests then say the same (and fail where CI is true).
The variable CHROMIUM names another one, such as CHROMIUM=/opt/chrome/chrome.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from tests import install as debian


NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
USUAL_PLACES = (
    "/usr/bin/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
)
PACKAGES = ("chromium", "fonts-liberation", "fonts-dejavu-core")


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
    return debian.why_not("chromium", PACKAGES, elsewhere="angiv en med CHROMIUM=STI")


def install() -> str:
    """What went wrong when Debian's chromium was installed, in Danish; "" when nothing did."""
    return debian.install(PACKAGES) or ("" if find_chromium() else "apt-get hentede den, men der er ingen chromium at finde")


def main() -> None:
    """Say nothing when chromium is there; else install it, or say in one line why the browser tests are skipped."""
    if find_chromium():
        return
    trouble = why_not() or install()
    if trouble:
        sys.stderr.write(f"Browserprøverne springes over: {trouble}.\n")


if __name__ == "__main__":
    main()
