"""Titles that no two entries of a feed share.

Knows how one answer is told from another that is asked for alike; must not know what a feed is written as.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from webapp.present.feeds.tree import legal
from webapp.present.results.cards import dated
from webapp.present.results.cards import place
from webapp.present.wording.danish import capitalised
from webapp.present.wording.text import plain
from webapp.present.wording.text import shortened
from webapp.present.wording.text import wording


if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.model.letter import StoredPassage


LENGTH = 140
"""Characters of a title, about, before what tells it from others."""


def titles(passages: Sequence[StoredPassage]) -> tuple[str, ...]:
    """The title of each passage: what is asked, or a heading and its place; of those alike also the place, then the day, then a number."""
    ladders = [_ladder(each) for each in passages]
    steps = [0] * len(ladders)
    while True:
        now = [ladder[step] for ladder, step in zip(ladders, steps, strict=True)]
        times = Counter(title.casefold() for title in now)
        alike = [at for at, title in enumerate(now) if times[title.casefold()] > 1 and steps[at] + 1 < len(ladders[at])]
        if not alike:
            return tuple(now)
        for at in alike:
            steps[at] += 1


def named(stored: StoredPassage) -> str:
    """What a passage is about, whole and on one line."""
    passage = stored.passage
    text = _line(passage.question or "") or _line(passage.heading or "") or _line(capitalised(stored.metadata.subject or ""))
    return text or "Uden overskrift"


def _ladder(stored: StoredPassage) -> tuple[str, ...]:
    """The title, each time with more of what tells it from others; the last is its alone."""
    title = wording(shortened(plain(named(stored)), LENGTH))
    where = _line(place(stored))
    when = f"{where}, {_line(dated(stored.metadata).text)}"
    number = f"{_line(stored.letter)}#{_line(stored.passage.anchor)}"
    ladder = (title, f"{title} ({where})", f"{title} ({when})", f"{title} ({when}, {number})")
    # A heading such as "Økonomi" tells nothing by itself.
    is_bare_heading = _line(stored.passage.heading or "") and not _line(stored.passage.question or "")
    return ladder[1:] if is_bare_heading else ladder


def _line(text: str) -> str:
    return " ".join(legal(text).split())
