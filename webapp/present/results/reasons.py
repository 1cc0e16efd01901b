"""Why a passage was found -> a few short lines in Danish.

Knows what each field and each way to meet a word is called; must not know Flask, HTML or how a reason is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import NamedTuple

from webapp.present.wording.danish import count
from webapp.present.wording.danish import listed


if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.model.reasons import Field
    from indexer.model.reasons import How
    from indexer.model.reasons import Reason
    from indexer.model.results import Found


FIELDS: dict[Field, str] = {
    "question": "i spørgsmålet",
    "heading": "i overskriften",
    "answer": "i svaret",
    "table": "i en tabel",
    "footnote": "i en fodnote",
    "subject": "i brevets emne",
    "preamble": "i indledningen",
    "name": "i et navn",
    "number": "i et nummer",
}

HOWS: dict[How, str] = {
    "exact": "præcis",
    "inflected": "bøjet",
    "compound": "del af et længere ord",
    "suspended": "underforstået",
    "number": "skrevet på en anden måde",
    "phrase": "ordret",
    "beginning": "begynder sådan",
    "parts": "delene hver for sig",
    "part": "kun en del af ordet",
    "synonym": "et andet ord for det samme",
}

IN_TEXT = "i teksten"
"""Where the answer of a passage stands that answers no question."""

MOST_FORMS = 6
"""Forms shown of one word: the rest are only counted."""


class Form(NamedTuple):
    """A form that met a word, and how and where: "bøjet, 2 gange i svaret"."""

    form: str
    text: str


class WordMet(NamedTuple):
    """A word as typed, the forms that met it, and how many more did ("" for none)."""

    typed: str
    forms: tuple[Form, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a passage was found: the words that are there, and a sentence of those that are not ("" when all are)."""

    words: tuple[WordMet, ...] = ()
    missing: str = ""


NO_REASONS = Why()


def why(hit: Found) -> Why:
    """The reasons of a passage found, by the words typed and in their order; nothing when it was found without reasons."""
    by_word: dict[str, list[Reason]] = {}
    for reason in hit.reasons:
        by_word.setdefault(reason.typed, []).append(reason)
    is_answer = hit.stored.passage.kind == "question_answer"
    return Why(
        tuple(_met(typed, reasons, is_answer=is_answer) for typed, reasons in by_word.items() if typed),
        f"Mangler {listed([quoted(typed) for typed in hit.missing])}." if hit.missing else "",
    )


def quoted(text: str) -> str:
    """The text in Danish quotation marks."""
    return f"”{text}”"


def _met(typed: str, reasons: Iterable[Reason], *, is_answer: bool) -> WordMet:
    # The same form, met in the same way, is one line however it is capitalised and wherever it stands.
    forms: dict[tuple[str, How], list[Reason]] = {}
    for reason in reasons:
        forms.setdefault((reason.form.casefold(), reason.how), []).append(reason)
    shown = [_form(same, is_answer=is_answer) for same in list(forms.values())[:MOST_FORMS]]
    more = len(forms) - len(shown)
    return WordMet(typed, tuple(shown), f"og {count(more, 'anden form', 'andre former')}" if more else "")


def _form(same: list[Reason], *, is_answer: bool) -> Form:
    places = listed([_place(reason, is_answer=is_answer) for reason in same])
    return Form(same[0].form, f"{HOWS[same[0].how]}, {places}")


def _place(reason: Reason, *, is_answer: bool) -> str:
    where = FIELDS[reason.field] if is_answer or reason.field != "answer" else IN_TEXT
    times = len(reason.spots)
    return where if times == 1 else f"{count(times, 'gang', 'gange')} {where}"
