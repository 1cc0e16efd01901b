"""Letters in words the parser does not know: what asks and what answers must follow from order, number, repetition and type."""

from __future__ import annotations

import pytest

from tests.letter_builders import letter
from tests.letter_builders import misplaced
from tests.letter_builders import source


OPENING = """
    Til
    Vera Holm, MB (V)

    Kære Vera Holm

    Tak for din henvendelse af 3. maj 2019 om cykler til ledige.
    """

CLOSING = """
    Med venlig hilsen
    Carl Broe
    Direktør
    """

TWO = [("1", "Hvor mange cykler er der i kommunen?", "Der er syv."), ("2", "Hvem kører på cyklerne til daglig?", "De ledige.")]

BODIES = {
    "points answered under the same words": """
    **Punkt 1**

    Hvor mange cykler er der i kommunen?

    **Punkt 2**

    Hvem kører på cyklerne til daglig?

    **Forvaltningens bemærkninger**

    Punkt 1: Der er syv.

    Punkt 2: De ledige.
    """,
    "points answered by other words with the same numbers": """
    **Emne 1**

    Hvor mange cykler er der i kommunen?

    **Emne 2**

    Hvem kører på cyklerne til daglig?

    **Redegørelse**

    Vedr. 1: Der er syv.

    Vedr. 2: De ledige.
    """,
    "answers that name the question's number": """
    Spørgsmål 1: Hvor mange cykler er der i kommunen?

    Spørgsmål 2: Hvem kører på cyklerne til daglig?

    Til spørgsmål 1: Der er syv.

    Til spørgsmål 2: De ledige.
    """,
    "a refrain above every answer": """
    **Spørgsmål 1**

    Hvor mange cykler er der i kommunen?

    **Kommentar fra direktionen**

    Der er syv.

    **Spørgsmål 2**

    Hvem kører på cyklerne til daglig?

    **Kommentar fra direktionen**

    De ledige.
    """,
    "a list, a heading of another word, and answers under bare numbers": """
    Spørgsmål
    1. Hvor mange cykler er der i kommunen?
    2. Hvem kører på cyklerne til daglig?

    **Redegørelse**

    1. Der er syv.

    2. De ledige.
    """,
    "a list, and each question said again above its answer": """
    Spørgsmål
    1. Hvor mange cykler er der i kommunen?
    2. Hvem kører på cyklerne til daglig?

    **Redegørelse**

    **Hvor mange cykler er der i kommunen?**

    Der er syv.

    **Hvem kører på cyklerne til daglig?**

    De ledige.
    """,
    "a list without any heading, and each question said again": """
    Du har spurgt om følgende:

    1. Hvor mange cykler er der i kommunen?
    2. Hvem kører på cyklerne til daglig?

    **1. Hvor mange cykler er der i kommunen?**

    Der er syv.

    **2. Hvem kører på cyklerne til daglig?**

    De ledige.
    """,
}


@pytest.mark.parametrize("name", BODIES)
def test_unknown_words(name: str) -> None:
    """Each question gets its answer though no word on the page says which is which, and no character is lost or used twice."""
    text = OPENING + BODIES[name] + CLOSING
    found = letter(text)
    assert [(passage.label, passage.question, passage.answer) for passage in found.passages] == TWO
    assert misplaced(found, source(text)) == []
