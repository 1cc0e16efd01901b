"""What the bytes of a file, and of a whole corpus, amount to.

Knows how files are listed; must not know what a file says or how it is read.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from indexer.corpus import correction_name
from indexer.corpus import unreadable
from indexer.errors import SourceError


if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from indexer.corpus import Listing


_AT_ONCE = 64 * 1024
"""Bytes of a file that are read in one go; most letters in text have fewer."""


def fingerprint(path: Path) -> str:
    """The SHA-256 of the file's bytes in hex. Raises SourceError (`unreadable`) when it cannot be read."""
    try:
        with path.open("rb", buffering=0) as file:
            begun = file.read(_AT_ONCE)
            if len(begun) < _AT_ONCE:
                return hashlib.sha256(begun).hexdigest()
            file.seek(0)
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise unreadable(error) from None


def corpus_fingerprint(listing: Listing, known: Mapping[str, str] | None = None) -> str:
    """One fingerprint over all that is listed, names and contents; what cannot be read counts by its name alone.

    `known` maps the names of files and corrections to fingerprints that need not be taken again.
    """
    digest = hashlib.sha256()
    corrections = {correction_name(file.file): file.correction for file in listing.files if file.correction}
    for name, path in [*((file.file, file.path) for file in listing.files), *corrections.items()]:
        digest.update(f"{len(name)}:{name}={(known or {}).get(name) or _fingerprint_if_readable(path)}\n".encode())
    for name in listing.strays:
        digest.update(f"{len(name)}:{name} stray\n".encode())
    for refusal in listing.refused:
        digest.update(f"{len(refusal.file)}:{refusal.file} {refusal.error.code}\n".encode())
    return digest.hexdigest()


def _fingerprint_if_readable(path: Path) -> str:
    try:
        return fingerprint(path)
    except SourceError:
        return ""
