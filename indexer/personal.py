"""Which stretches of a Danish text are an e-mail address, a telephone number or a CPR number.

Knows how addresses are written, and in which order all are looked for (numbers: digits.py); must not know letters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Literal
from typing import NamedTuple

from indexer import digits
from indexer.plainly import plainly


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable


Kind = Literal["email", "phone", "cpr"]

SHOWN: dict[Kind, str] = {"email": "[e-mail skjult]", "phone": "[telefon skjult]", "cpr": "[cpr skjult]"}
"""What is shown instead."""


class Piece(NamedTuple):
    """Characters `start` to `end` (not included) of a text, and what they are."""

    start: int
    end: int
    kind: Kind


# While a text is searched, what was found stands in it as one of these: of the same length, neither digit nor letter.
_FOUND: dict[Kind, str] = {"email": "\ue000", "phone": digits.PHONE_FOUND, "cpr": "\ue002"}
_MASKS = {shown: _FOUND[kind] for kind, shown in SHOWN.items()}
_MASK = re.compile("|".join(map(re.escape, _MASKS)))

_WORTH_A_LOOK = re.compile("[\\d@(\\[\ufe6b\uff20]")
_LOCAL = r"\w.+%'&*=~\\-"
_DOMAIN = r"(?:[\w-]+-\s)?[\w-]+(?:\\?\.[\w-]+)*\\?\.[^\W\d_]{2,24}"
_EMAIL = re.compile(rf"(?<![{_LOCAL}])[{_LOCAL}]+(?:\s?@\s?|\s?[(\[](?:at|a|snabel-?a)[)\]]\s?){_DOMAIN}", re.IGNORECASE)


def find(text: str, *, label: str = "", tabular: bool = False) -> tuple[Piece, ...]:
    """The addresses and numbers in a text, in order and apart.

    `label` is what stands before the text where it is set, such as the heading of a column; `tabular` says that the text is a cell of a
    table, in which digits alone are a figure.
    """
    if not _WORTH_A_LOOK.search(text):
        return ()
    plain = plainly(text)
    lead = _hidden(plainly(label[-digits.REACH :]).text + " " if label else "")
    seen = [*lead, *_hidden(plain.text)]
    found: list[Piece] = []
    # What is found may tell what a number beside it is, so it is looked again until nothing more is found.
    while new := _search(seen, tabular=tabular):
        found += [Piece(*plain.written(start - len(lead), end - len(lead)), kind) for start, end, kind in new if start >= len(lead)]
    return tuple(sorted(found))


def mask(text: str, *, label: str = "", tabular: bool = False) -> str:
    """The text with what `find` finds in it hidden; nothing else of it changes."""
    return hide(text, find(text, label=label, tabular=tabular))


def mask_name(file: str) -> str:
    """The name or path of a file, hidden in it what is surely an address or number of a person: digits alone number documents."""
    return hide(file, find(file.replace("_", " "), tabular=True))


def hide(text: str, pieces: Iterable[Piece]) -> str:
    """The text with these pieces of it hidden."""
    kept: list[str] = []
    at = 0
    for start, end, kind in pieces:
        kept += [text[at:start], SHOWN[kind]]
        at = end
    return "".join([*kept, text[at:]])


def _hidden(text: str) -> str:
    """The text, of the same length, with what was masked before standing in it as if just found."""
    return _MASK.sub(lambda found: _MASKS[found[0]] * len(found[0]), text)


def _search(seen: list[str], *, tabular: bool) -> list[Piece]:
    """The pieces of one kind, e-mail addresses before CPR numbers before telephone numbers; in `seen`, they stand as found."""
    searches: tuple[tuple[Kind, re.Pattern[str], Callable[[digits.Around], bool]], ...] = (
        ("email", _EMAIL, lambda _: True),
        ("cpr", digits.CPR, digits.is_cpr),
        ("phone", digits.PHONE, digits.is_phone),
        ("phone", digits.FOREIGN, digits.is_foreign),
        ("phone", digits.LOOSE, digits.is_announced),
    )
    text = "".join(seen)
    for kind, pattern, is_one in searches:
        pieces: list[Piece] = []
        for found in pattern.finditer(text):
            if is_one(digits.Around(found, text, seen, tabular)):
                start, end = found.span()
                seen[start:end] = _FOUND[kind] * (end - start)
                pieces.append(Piece(start, end, kind))
        if pieces:
            return pieces
    return []
