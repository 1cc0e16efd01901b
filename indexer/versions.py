"""What an index is made by, and what it must have been made by to be searched.

Knows who has a version; must not know what is done about a difference.
"""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import indexer
from indexer import analysis
from indexer import corrections
from indexer import editions
from indexer import entries
from indexer import letters
from indexer import privacy
from indexer import sources
from indexer import vocabulary
from indexer.config import Privacy
from indexer.restricted import UNRESTRICTED


if TYPE_CHECKING:
    from indexer.restricted import Restricted


def current_versions(lists: Path | None = None, *, restricted: Restricted = UNRESTRICTED, shown: Privacy | None = None) -> dict[str, str]:
    """The versions of this program that decide what an index holds, by name: the `versions` of its stamp.

    `lists` is the folder of the analysis' own lists, if there is one. `restricted` are the restricted folders: an index made when others
    were is not searched, since it would show what is restricted now. `shown` are the settings that
    say what of a letter is not shown.
    """
    return {
        **analysis.versions(lists),
        "access": restricted.fingerprint,
        "corrections": corrections.VERSION,
        "editions": editions.VERSION,
        "entries": entries.VERSION,
        "letters": letters.VERSION,
        "privacy": privacy.version(shown or Privacy()),
        "sources": sources.VERSION,
        "vocabulary": vocabulary.VERSION,
    }


@cache
def program_fingerprint() -> str:
    """What the program itself and the Python it runs in decide: other code, even without another version, may make other letters."""
    digest = hashlib.sha256(f"{indexer.__version__} {sys.version} {unicodedata.unidata_version}".encode())
    folder = Path(indexer.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        digest.update(f"{path.relative_to(folder).as_posix()}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
