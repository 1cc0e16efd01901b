"""Finds tesseract with Danish for the tests of text recognition, and installs Debian's where it may.

Knows which packages it takes; must not know the tests. `python -m tests.ocr_install` always ends well: what it could not do is said in one
line, and the tests then say the same (and fail where CI is true).
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from indexer.config import Ocr
from indexer.errors import RecognitionError
from indexer.sources.ocr_tesseract import find_tesseract
from tests import install as debian


if TYPE_CHECKING:
    from indexer.sources.ocr_tesseract import Tesseract


PACKAGES = ("tesseract-ocr", "tesseract-ocr-dan")


def found() -> Tesseract | None:
    """The tesseract that the shipped settings find, or None."""
    try:
        return find_tesseract(Ocr())
    except RecognitionError:
        return None


def why_not() -> str:
    """Why tesseract is not installed here, in Danish; "" when it may be."""
    return debian.why_not("tesseract med dansk", PACKAGES, elsewhere="installér den selv")


def main() -> None:
    """Say nothing when tesseract is there; else install it, or say in one line why its tests are skipped."""
    if found():
        return
    trouble = why_not() or debian.install(PACKAGES) or ("" if found() else "apt-get hentede den, men den er ikke at finde")
    if trouble:
        sys.stderr.write(f"Prøverne af tekstgenkendelse springes over: {trouble}.\n")


def required() -> Tesseract:
    """A tesseract. Without one the test is passed over, with the reason; where CI says it is CI, it fails."""
    return debian.required(found(), name="tesseract", why=why_not() or "run python -m tests.ocr_install")


if __name__ == "__main__":
    main()
