"""What the kinds of places in a letter are called, and how each looks in a terminal and on a page.

Knows Danish names, colours and patterns; must not know how anything is drawn.
The colours are those of Okabe and Ito, which readers with any colour vision tell apart; what shares a colour differs by pattern.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Literal
from typing import NamedTuple


if TYPE_CHECKING:
    from indexer.model.letter import Passage
    from indexer.model.letter import PlaceKind

Colour = tuple[int, int, int]
Pattern = Literal["plain", "rising", "falling", "upright", "crossed", "dotted"]

BLUE: Colour = (0, 114, 178)
ORANGE: Colour = (230, 159, 0)
GREEN: Colour = (0, 158, 115)
PINK: Colour = (204, 121, 167)
YELLOW: Colour = (240, 228, 66)
VERMILION: Colour = (213, 94, 0)
GREY: Colour = (128, 128, 128)


class Look(NamedTuple):
    """How a kind is named and drawn: `style` in a terminal (for rich), `colour`, `strength` (0 to 1) and `pattern` on a page."""

    name: str
    style: str
    colour: Colour
    strength: float
    pattern: Pattern = "plain"


# Terminal colours are as light as can be told from white and from black alike.
_QUESTION, _ANSWER, _TABLE, _WRONG = "#0f7fc4", "#b86e00", "#008a64", "#d55e00"

LOOKS: dict[PlaceKind | None, Look] = {
    "letterhead": Look("brevhoved", "dim", GREY, 0.12),
    "furniture": Look("margen", "dim", GREY, 0.5, "rising"),
    "salutation": Look("tiltale", "default", PINK, 0.6, "upright"),
    "preamble": Look("indledning", "default", YELLOW, 0.55),
    "label": Look("ledetekst", "dim", GREY, 0.4),
    "heading": Look("overskrift", "bold", PINK, 0.95),
    "question": Look("spørgsmål", _QUESTION, BLUE, 0.35),
    "answer": Look("svar", _ANSWER, ORANGE, 0.55),
    "table": Look("tabel", _TABLE, GREEN, 0.65),
    "footnote": Look("fodnote", "dim", BLUE, 0.4, "dotted"),
    "closing": Look("afslutning", "default", PINK, 0.6, "falling"),
    "appendix": Look("bilag", "dim", GREEN, 0.5, "crossed"),
    "unreadable": Look("ulæseligt", "dim", VERMILION, 0.7),
    None: Look("uden plads", f"bold {_WRONG}", VERMILION, 0.8, "crossed"),
}
"""Every kind there is; None is text that no place was given to, which is a mistake of the reader of letters."""

WARNING = f"bold {_WRONG}"
"""How a remark looks in a terminal."""

VALUES = {
    "kind": "Type",
    "authority": "Myndighed",
    "administration": "Forvaltning",
    "addressee": "Modtager",
    "addressee_party": "Modtagers parti",
    "asker": "Spørger",
    "date": "Dato",
    "inquiry_date": "Henvendelse",
    "case_number": "Sagsnummer",
    "document_number": "Dokumentnummer",
    "reference": "Reference",
    "subject": "Emne",
    "signer": "Underskriver",
}
"""The metadata values by the names that Letter.origins has for them."""


def name_of(kind: PlaceKind | None, passage: Passage | None = None) -> str:
    """What a place is called, with the number of its passage: "svar 2", "tabel i svar 2"; prose under a heading is an "afsnit"."""
    names = {"section": "afsnit", "remainder": "øvrig tekst"}
    name = names.get(passage.kind, LOOKS[kind].name) if passage and kind == "answer" else LOOKS[kind].name
    number = passage.label if passage and passage.label != passage.heading else None
    if kind == "table" and number:
        return f"{name} i {name_of('answer', passage)}"
    return f"{name} {number}" if number else name


def certainty(passage: Passage) -> str:
    """How sure the pairing is, where it is not quite: "60 % sikkert", else nothing."""
    return f"{passage.confidence * 100:.0f} % sikkert" if passage.confidence < 1 else ""


RULES = {
    "margin or letterhead": "i margen eller brevhoved",
    "letterhead": "i brevhovedet",
    "below Til": "under Til",
    "behind Til": "efter Til",
    "the questions' own words": "spørgsmålenes egne ord",
    "opening": "i indledningen",
    "latest date of the opening sentence": "seneste dato i indledningens første sætning",
    "what the opening is about": "det, indledningen handler om",
    "named most often in the text": "nævnt oftest i teksten",
    "title": "i titlen",
    "below the closing": "under hilsenen",
    "correction": "rettet i .meta.toml",
}
"""Rules of Origin.rule in Danish; one that is not here is shown by its own name."""
