"""The pages of the real thing worth seeing, whatever letters it is over: the words and names asked for are taken from them.

Knows which pages there are; must not know any letter.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote
from urllib.parse import quote_plus

from indexer.model import fields
from tests.browser.states import State
from tests.browser.states import suggest
from tests.browser.states import unfold
from webapp.drafts import FIELD


if TYPE_CHECKING:
    from indexer.model.letter import StoredPassage
    from indexer.search import Index


MOST_LETTERS = 12
LONG_WORD = re.compile(r"\w{9,}")


def real_states(index: Index) -> dict[str, State]:
    """States of the pages over this index, each named `real-...`; what the letters have none of is left out."""
    every = [hit.stored for hit in index.search("", limit=1000, sort="newest").found]
    asked = [stored.passage.question.split("\n")[0] for stored in every if stored.passage.question]
    counted = Counter(word for question in asked for word in set(LONG_WORD.findall(question.casefold())))
    (word, _), (other, _) = counted.most_common(2)
    first = every[0]
    found = index.search(word).found[0].stored.metadata
    states = {
        "start": State("/", ""),
        "suggestions": State("/", "", act=partial(suggest, text=word[:4])),
        "all": State("/?type=brev", ""),
        "results": State(f"/?q={quote_plus(word)}", ""),
        "results-unfolded": State(f"/?q={quote_plus(word)}", "", act=unfold),
        "nearly": State(f"/?q={quote_plus(f'{word} {other}')}", ""),
        "question": State(f"/?q={quote_plus(asked[0])}", ""),
        "misspelt": State(f"/?q={quote_plus(word[:4] + word[5:])}", ""),
        "year": State(f"/?q={quote_plus(word)}&aar={(found.day or '')[:4]}", ""),
        "similar": State(f"/brev/{quote(first.letter)}/lignende/{quote(first.passage.anchor)}", ""),
        "draft": State("/foer", "", posted={FIELD: "\n\n".join(dict.fromkeys(asked))}),
        "people": State("/personer", ""),
        "about": State("/om", ""),
    }
    states.update(_letters(every, word=word))
    for count in index.search("", limit=0, facets=(fields.CASE,)).facets[fields.CASE].values[:1]:
        states["case"] = State(f"/sag/{quote(count.value)}", "")
    return {f"real-{name}": state for name, state in states.items()}


def _letters(every: list[StoredPassage], *, word: str) -> dict[str, State]:
    ids = list(dict.fromkeys(stored.letter for stored in every))[:MOST_LETTERS]
    return {f"letter-{at}": State(f"/brev/{quote(each)}?q={quote_plus(word)}", "") for at, each in enumerate(ids, 1)}
