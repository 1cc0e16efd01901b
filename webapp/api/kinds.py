"""The kinds of problem there are, each with its name, which is part of the contract.

Knows what is said of each in Danish; must not know Flask, or which of them a request met.
"""

from __future__ import annotations

from typing import NamedTuple

from werkzeug.exceptions import BadRequest


class Kind(NamedTuple):
    """A kind of problem: its name, its title, and what is said of it."""

    name: str
    title: str
    detail: str


BAD_CURSOR = Kind("markoer", "Markøren kan ikke bruges", "”markoer” hører ikke til denne søgning, eller noget af den mangler.")
BAD_SIZE = Kind("antal", "Antallet kan ikke bruges", "”antal” skal være et helt tal fra 1 til 100.")
BAD_EXPORT = Kind(
    "parametre", "Dele af adressen kan ikke bruges", "En eksport begynder ikke, før hele adressen er forstået. Ret det, der er nævnt."
)
BY_STATUS = {
    400: Kind("forespoergsel", "Forespørgslen kan ikke læses", "Adressen eller noget andet i forespørgslen er skrevet forkert."),
    403: Kind("adgang", "Det er der ikke adgang til", "Den, der spørger, har ikke adgang her."),
    404: Kind("findes-ikke", "Det findes ikke", "Adressen er skrevet forkert, eller det, den fører til, er ikke længere i samlingen."),
    410: Kind("trukket-tilbage", "Det er trukket tilbage", "Det kan ikke længere hentes. Slet de kopier, der er taget af det."),
    405: Kind("metode", "Det kan kun læses", "Der svares kun på GET, HEAD og OPTIONS."),
    413: Kind("for-stor", "Forespørgslen er for stor", "Der svares kun på en adresse, uden noget andet."),
    429: Kind("for-mange", "For mange forespørgsler", "Vent lidt, og spørg igen; Retry-After siger, hvor længe."),
    431: Kind("for-lang", "Adressen er for lang", "Adressen og felterne med den er længere, end der læses."),
    500: Kind("fejl", "Der gik noget galt", "Fejlen er noteret. Prøv igen; sker det igen, så sig det til den, der driver siden."),
    503: Kind("lukket", "Der kan ikke søges lige nu", "Prøv igen om lidt."),
}
"""What is said of each status; where webapp.errors knows more of a 503, that."""

KINDS = (*BY_STATUS.items(), (400, BAD_CURSOR), (400, BAD_SIZE), (400, BAD_EXPORT))
"""All of them, each with the status it ends with."""


def kind_of(status: int) -> Kind:
    """The kind of problem that ends with this status; of one that has none of its own the general one."""
    return BY_STATUS.get(status) or BY_STATUS[500 if status >= 500 else 400]


class RefusedError(BadRequest):
    """A parameter that cannot be left out of account, of this kind; `mistakes` says what is wrong, where that is more than one thing."""

    def __init__(self, kind: Kind, *, mistakes: tuple[str, ...] = ()) -> None:
        self.kind = kind
        self.mistakes = mistakes
        super().__init__(kind.detail)
