"""Generations that can be told apart: every passage of one says its number, and each has another count of passages.

Knows how such a generation is made and recognised on a page; must not know servers or clients.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from indexer.analysis import default_analyzer
from indexer.engines.base import Document
from indexer.entries import SCHEMA
from indexer.entries import encode_letter
from indexer.entries import make_entries
from indexer.model.entry import Stamp
from indexer.model.letter import Letter
from indexer.model.letter import Metadata
from indexer.model.letter import Passage
from indexer.versions import current_versions


if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.config import Settings
    from indexer.engines.base import Engine

WORD = "fælles"
"""In every passage of every generation."""
LETTERS, MORE = 20, 7
"""Letters of the smallest generation, and how many sizes there are: each generation has one letter more than the one before it."""
DIFFERENT = 28
"""So many generations differ; then they come again."""
_Q = quote(WORD)
PATHS = (f"/?q={_Q}", f"/?q={_Q}&sorter=nyeste", f"/?q={_Q}&side=2", "/brev/brev-1", f"/api/v1/search?q={_Q}", "/?aar=2020")
"""Pages that show several passages, counts of them and what all passages of a letter share."""

_SAID = re.compile(r"[Uu]dgave(\d+)nu")
_COUNT = re.compile(r'class="count"[^>]*>(\d+) svar')


def put(engine: Engine, settings: Settings, number: int) -> str:
    """The name of the new generation `number`, which is served from now on."""
    documents = _documents(number % DIFFERENT)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    stamp = Stamp(current_versions(settings.lists_path, shown=settings.privacy), str(number), now, len(documents), len(documents))
    return engine.write(documents, schema=SCHEMA, stamp=stamp)


def shown(page: str) -> set[int]:
    """The generations that a page is made of: more than one, and it is of none."""
    found = {int(number) for number in _SAID.findall(page)}
    counted = _COUNT.search(page)
    if counted and any(int(counted[1]) != size_of(number) for number in found):
        found.add(-1)  # the count is another generation's
    return found


def size_of(number: int) -> int:
    """How many letters and passages a generation has."""
    return LETTERS + number % MORE


@cache
def _documents(number: int) -> Sequence[Document]:
    documents = []
    for place in range(size_of(number)):
        letter = _letter(place, f"udgave{number}nu")
        (entry,) = make_entries(letter, default_analyzer())
        documents.append(Document(letter.id, encode_letter(letter), (replace(entry, ord=place),)))
    return documents


def _letter(place: int, word: str) -> Letter:
    metadata = Metadata(subject=f"sag om {word}", date="2020-01-01", date_source="letter", addressee=None)
    passage = Passage("1", "svar-1", "question_answer", f"Det er {WORD} for alle i {word}.", f"Hvad er {WORD} i {word}?")
    return Letter(f"brev-{place}", f"brev-{place}.txt", "0" * 64, metadata, (passage,), preamble=f"Du har spurgt til {word}.")
