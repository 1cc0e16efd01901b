"""Why a passage was found: which word asked for met which word of it, where and how.

Knows what a reason says; must not know how it is found or worded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from typing import NamedTuple


Field = Literal["question", "heading", "answer", "table", "footnote", "subject", "preamble", "name", "number"]
"""Where a word stands: in the passage itself, or from `subject` on in what it shares with its letter. `number` is a case, document or
reference number, `footnote` one of a table."""

How = Literal["exact", "inflected", "compound", "suspended", "number", "phrase", "beginning", "parts", "part", "synonym"]
"""How a word met what was asked for:

`exact`      as it was typed, but for capitals and the spelling of æ, ø and å
`inflected`  the same word in another form
`compound`   as part of a longer word
`suspended`  short for it, as "job-" in "job- og uddannelsesstatus" is for jobstatus
`number`     the same amount, date or paragraph written in another way, or a year of several
`phrase`     word for word
`beginning`  begins as typed
`parts`      one of its parts, where all of them are in the passage
`part`       one of its parts, where that was enough
`synonym`    another word for it, or one of the words it is called by
"""


class Spot(NamedTuple):
    """Characters `start` to `end` (not included) of `text`, one of the texts of a passage or of its letter."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reason:
    """What was `typed` met `form` in `field`: so it stands there the first of the times, and at all these `spots`."""

    typed: str
    form: str
    field: Field
    how: How
    spots: tuple[Spot, ...]
