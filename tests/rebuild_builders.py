"""Ways in which reading a file can go wrong; at module level, because a spawned process must be able to import them."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.documents import Preparing


if TYPE_CHECKING:
    from indexer.corpus import CorpusFile
    from indexer.documents import Prepared


@dataclass(frozen=True, slots=True)
class Accidents(Preparing):
    """Reads as always, but some file names bring bad luck."""

    def __call__(self, file: CorpusFile, /) -> Prepared:
        """As Preparing, unless the file is called otherwise."""
        match file.path.stem:
            case "crash":
                os._exit(11)
            case "hang":
                time.sleep(3600)
            case "bug":
                raise KeyError("uha")
        return Preparing.__call__(self, file)
