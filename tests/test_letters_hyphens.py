"""Hyphens at line ends: those of the typesetter go, those of the writer stay, and the whole document tells which is which."""

from __future__ import annotations

import pytest

from tests.letter_builders import letter


HEAD = ["Kære Vera Holm", "", "Spørgsmål", "", "1. Hvem følger de ledige på cykel?", "", "Forvaltningens svar", ""]
WHOLE = [
    "Ad 1: Det gør de medarbejdere i kommunen",
    "som har lært at køre på en cykel og som",
    "kender vejene omkring de steder hvor der",
    "bliver uddelt hjelme og lygter til dem i",
    "byen der ikke har nogen selv og som ikke",
    "kan få dem andre steder i den nærmeste",
    "fremtid og derfor har brug for at kunne",
    "låne dem af kommunen og aflevere dem når",
    "de ikke skal bruge dem længere eller når",
    "de har fået deres egne cykler af nogen",
    "som har for mange af dem og som gerne",
]
BROKEN = [
    "Ad 1: Det gør de medarbejdere i kommu-",
    "nen som har lært at køre på cykler og ken-",
    "der vejene omkring de steder hvor der bli-",
    "ver uddelt hjelme og lygter til dem i byen",
    "der ikke har nogen selv og som ikke kan få",
]
MODERN = [line.replace("-", "\u2010") for line in BROKEN]
LAST = ["vil have at de bliver hjulpet af en cykel-", "coach i den nærmeste tid."]


def answer(*texts: str) -> str:
    """The answer of a letter with these lines."""
    (passage,) = letter("\n".join([*HEAD, *texts])).passages
    return passage.answer


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        ([*WHOLE, *LAST], "cykel-coach"),
        ([*BROKEN, *LAST], "cykelcoach"),
        ([*MODERN, *LAST], "cykel-coach"),
        ([*BROKEN, *LAST, "", "En cykel-coachs løn er lille."], "cykel-coach"),
        ([*WHOLE, *LAST, "", "Mange cykelcoacher er glade."], "cykelcoach"),
        ([*WHOLE, "vil have at de bliver hjulpet af en cykel\u00ad", *LAST[1:]], "cykelcoach"),
    ],
    ids=["no word broken", "words broken", "words broken with another sign", "hyphened elsewhere", "solid elsewhere", "soft hyphen"],
)
def test_a_hyphen_between_two_words(lines: list[str], word: str) -> None:
    """It stays where the document breaks no words or breaks them with another sign, or writes this word with a hyphen elsewhere."""
    assert f"af en {word} i den" in answer(*lines)


def test_words_broken_by_the_typesetter() -> None:
    """Where lines end inside words all the time, each of them is whole again."""
    assert answer(*BROKEN).startswith("Det gør de medarbejdere i kommunen som har lært at køre på cykler og kender vejene")


def test_a_word_broken_by_hand_in_a_cell() -> None:
    """A narrow cell breaks words though the document breaks none."""
    assert "Styringsområde" in answer(*WHOLE, "får en.", "", "Styrings-", "område i alt")
