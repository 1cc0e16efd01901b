"""Words taken for others -> what the search page says of it, and the link that takes the reader at his word.

Knows how the page speaks of spelling; must not know Flask, HTML or how a word is mended.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import NamedTuple

from webapp.present.results.reasons import quoted
from webapp.present.wording.danish import listed


if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.model.results import Results
    from webapp.links import Links
    from webapp.params import SearchRequest


class Way(NamedTuple):
    """A way on: the words before its link, what the link says, and where it leads."""

    lead: str
    text: str
    url: str


def changed(results: Results, *, request: SearchRequest, links: Links) -> Way | None:
    """Which words were taken for others, and the way to the answers that have what was typed; None when none were."""
    changes = results.reading.changes
    if not changes:
        return None
    meant = listed([quoted(change.meant) for change in changes])
    typed = listed([quoted(change.typed) for change in changes], by="eller")
    shown = f"Viser svar for {meant}" if results.total else f"Der er søgt efter {meant}"
    exact = request.worded(exactly(request.words, [change.typed for change in changes]))
    literal = f"Søg kun efter {typed}" if len(changes) == 1 else "Søg, som det er skrevet"
    return Way(f"{shown}, da ingen svar har {typed}.", literal, links.search(exact))


def proposed(results: Results, *, request: SearchRequest, links: Links) -> Way | None:
    """The way to another spelling that finds more; None when there is none."""
    words = results.reading.proposal
    return Way("Mente du", words, links.search(request.worded(words))) if words else None


def exactly(words: str, typed: Iterable[str]) -> str:
    """The words with each of `typed` in quotes, so that it is searched as it stands; what is in quotes already is left alone."""
    for text in typed:
        pieces = words.split('"')
        sought = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")
        pieces[::2] = [sought.sub(lambda found: f'"{found[0]}"', piece) for piece in pieces[::2]]
        words = '"'.join(pieces)
    return words
