from __future__ import annotations

import pytest

from indexer.letters.labels import read_head
from indexer.letters.labels import read_label


@pytest.mark.parametrize(
    ("text", "role", "numbers", "rest"),
    [
        ("Spørgsmål 1", "question", ("1",), ""),
        ("Spørgsmål 1: Hvor mange?", "question", ("1",), "Hvor mange?"),
        ("Spm. 12", "question", ("12",), ""),
        ("Spørgsmål nr. 3.", "question", ("3",), ""),
        ("Ad 1: Målgruppen er", "answer", ("1",), "Målgruppen er"),
        ("Ad. 1a:", "answer", ("1a",), ""),
        ("Ad 2 og 3: Begge", "answer", ("2", "3"), "Begge"),
        ("Ad 1-3:", "answer", ("1", "2", "3"), ""),
        ("Svar 1b: Ja", "answer", ("1b",), "Ja"),
        ("Svar på spørgsmål 2:", "answer", ("2",), ""),
        ("Ad 1) I gennemsnit", "answer", ("1",), "I gennemsnit"),
        ("4. Hvad er pengene brugt på?", None, ("4",), "Hvad er pengene brugt på?"),
        ("b) Hvornår?", None, ("b",), "Hvornår?"),
    ],
)
def test_labels(text: str, role: str | None, numbers: tuple[str, ...], rest: str) -> None:
    """A label gives its role, its numbers and where the text behind it begins."""
    label = read_label(text)
    assert label is not None
    assert (label.role, label.numbers, text[label.length :]) == (role, numbers, rest)


@pytest.mark.parametrize(
    "text",
    [
        "92 ledige har været omfattet",
        "2,5 mio. kr. er afsat",
        "Pr. 25. oktober 2018 er der",
        "Pkt. 2 i aftalen er ophævet",
        "5 lokale projekter",
        "Tabel 1. Budget",
    ],
)
def test_what_only_looks_like_a_label(text: str) -> None:
    """Amounts, counts, dates and captions label nothing."""
    assert read_label(text) is None


@pytest.mark.parametrize(
    ("text", "role", "rest"),
    [
        ("Forvaltningens svar", "answer", ""),
        ("Beskæftigelses- og Integrationsforvaltningens svar:", "answer", ""),
        ("Svar fra forvaltningen", "answer", ""),
        ("Økonomiforvaltningens besvarelse", "answer", ""),
        ("Spørgsmål", "question", ""),
        ("Svar: Det er muligt.", "answer", "Det er muligt."),
    ],
)
def test_heads(text: str, role: str, rest: str) -> None:
    """A head without a number tells who speaks below it, or behind its colon."""
    head = read_head(text)
    assert head is not None
    assert (head.role, text[head.length :]) == (role, rest)


@pytest.mark.parametrize(
    "text", ["Svaret blev sendt den 3. maj.", "Baggrund", "Det er et godt spørgsmål, som vi ser på.", "Formål: at svare"]
)
def test_what_heads_nothing(text: str) -> None:
    """A sentence about an answer, or a heading about something else, is no head."""
    assert read_head(text) is None
