from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.letter_builders import PIECES
from tests.letter_builders import letter
from tests.letter_builders import misplaced
from tests.letter_builders import source


OPENING = """
    Til
    Vera Holm, MB (V)

    Kære Vera Holm

    Tak for din henvendelse af 3. maj 2019 om cykler til ledige.
    """


def pairs(text: str) -> list[tuple[str | None, str | None, str]]:
    """Label, question and answer of each passage."""
    return [(passage.label, passage.question, passage.answer) for passage in letter(text).passages]


def test_headed_questions_with_answers_in_turn() -> None:
    """Each headed question gets the answer that stands between it and the next."""
    assert pairs(
        OPENING
        + """
    **Spørgsmål 1**

    Hvor mange cykler er der?

    **Forvaltningens svar**

    Der er syv.

    **Spørgsmål 2**

    Hvem kører på dem?

    **Forvaltningens svar**

    De ledige.

    Med venlig hilsen
    Carl Broe
    Direktør
    """
    ) == [("1", "Hvor mange cykler er der?", "Der er syv."), ("2", "Hvem kører på dem?", "De ledige.")]


def test_a_numbered_list_answered_by_ad() -> None:
    """A list of questions is matched with the answers that name its numbers, in whatever order they come."""
    assert pairs(
        OPENING
        + """
    Spørgsmål
    1. Hvor mange cykler er der?
    2. Hvem kører på dem?

    Forvaltningens svar
    Ad 2: De ledige.

    Ad 1: Der er syv.
    """
    ) == [("1", "Hvor mange cykler er der?", "Der er syv."), ("2", "Hvem kører på dem?", "De ledige.")]


def test_a_question_repeated_in_its_answer_is_said_once() -> None:
    """An answer that begins with its question again loses the repetition, even when a word of it was changed."""
    assert pairs(
        OPENING
        + """
    Spørgsmål
    1. Hvor mange cykler er der i alt i kommunen?

    Forvaltningens svar
    Ad 1: Hvor mange cykler er der i alt i Kommunen?

    Der er syv.
    """
    ) == [("1", "Hvor mange cykler er der i alt i kommunen?", "Der er syv.")]


def test_a_list_that_is_worded_anew_under_headings() -> None:
    """A question listed first and headed later is one question, in the later wording."""
    found = letter(
        OPENING
        + """
    Det drejer sig om følgende:

    1. Hvor mange cykler er der?
    2. Hvem kører på dem?

    Med cykler menes også ladcykler.

    **Spørgsmål 1**

    Hvor mange cykler er der (uden ladcykler)?

    **Svar**

    Der er syv.

    **Spørgsmål 2**

    Hvem kører på dem?

    **Svar**

    De ledige.
    """
    )
    assert [passage.question for passage in found.passages] == ["Hvor mange cykler er der (uden ladcykler)?", "Hvem kører på dem?"]
    assert "ladcykler" in found.preamble


def test_a_list_inside_an_answer_asks_nothing() -> None:
    """Numbered items of an answer stay in the answer."""
    (passage,) = letter(
        OPENING
        + """
    Spørgsmål
    1. Hvad er pengene brugt på?

    Forvaltningens svar
    Ad 1: Udvalget godkendte:

    1. Cykler til unge
    2. Hjelme til alle

    2,5 mio. kr. er brugt.
    """
    ).passages
    assert passage.answer == "Udvalget godkendte:\n\n1. Cykler til unge\n\n2. Hjelme til alle\n\n2,5 mio. kr. er brugt."


def test_one_answer_to_two_questions() -> None:
    """Questions that are answered together are one passage under both numbers."""
    assert pairs(
        OPENING
        + """
    Spørgsmål
    1. Hvor mange cykler er der?
    2. Hvem kører på dem?

    Forvaltningens svar
    Ad 1 og 2: Syv ledige har hver en.
    """
    ) == [("1 og 2", "Hvor mange cykler er der?\n\nHvem kører på dem?", "Syv ledige har hver en.")]


def test_a_single_question_without_a_number() -> None:
    """A letter with one unnumbered question has one passage without a label."""
    assert pairs(
        OPENING
        + """
    **Spørgsmål**

    Hvor mange cykler er der?

    **Svar**

    Der er syv.
    """
    ) == [(None, "Hvor mange cykler er der?", "Der er syv.")]


def test_inline_questions_and_answers() -> None:
    """Running text divides at "Spørgsmål:" and "Svar:" as it does at headings."""
    assert pairs(
        OPENING
        + """
    Spørgsmål: Hvor mange cykler er der?

    Svar: Der er syv.

    Spørgsmål: Hvem kører på dem?

    Svar: De ledige.
    """
    ) == [(None, "Hvor mange cykler er der?", "Der er syv."), (None, "Hvem kører på dem?", "De ledige.")]


def test_a_note_is_divided_by_its_headings() -> None:
    """A note without questions becomes a passage for each heading, numbered as they come."""
    found = letter(
        """
        XY12 Svar vedr. budgetnotat for cykler til ledige

        Enhedslisten har bedt Trafikforvaltningen udarbejde et budgetnotat om cykler.

        Forvaltningens svar:

        Baggrund
        Der har siden 2013 været cykler i kommunen, og de bruges af mange ledige.

        Økonomi
        Der afsættes 7 mio. kr. til cykler i 2019 og frem, svarende til 70 cykler.
        """
    )
    assert found.metadata.kind == "budget_note"
    assert found.metadata.reference == "XY12"
    assert found.metadata.subject == "budgetnotat for cykler til ledige"
    assert found.metadata.asker is not None
    assert found.metadata.asker.name == "Enhedslisten"
    assert [(passage.label, passage.heading, passage.kind) for passage in found.passages] == [
        ("1", "Baggrund", "section"),
        ("2", "Økonomi", "section"),
    ]


@pytest.mark.parametrize(
    "opening",
    [
        "Tak for din henvendelse af 3. maj 2019 om cykler til ledige.",
        "I mail af 3. maj 2019 har I bedt Trafikforvaltningen redegøre for cykler til ledige. Fristen er i dag.",
        "Du beder den 3. maj 2019 om nogle yderligere oplysninger om cykler til ledige.",
        "Udvalget har bedt os om at svare på et tillægsspørgsmål vedrørende cykler til ledige.",
        "Du har stillet flere spørgsmål om cykler til ledige, som Trafikforvaltningen hermed besvarer.",
        "I ønsker en redegørelse for cykler til ledige.",
    ],
)
def test_the_subject_is_what_is_asked_about(opening: str) -> None:
    """However the opening leads up to it, the subject is neither the kind of request nor what the administration does with it."""
    found = letter(
        f"Kære Bo\n\n{opening}\n\nSpørgsmål 1\nHvor mange cykler er der?\n\nSvar\nDer er 17 cykler.\n\nMed venlig hilsen\nEva Holm"
    )
    assert found.metadata.subject == "cykler til ledige"


def test_page_furniture_inside_a_sentence_is_lifted_out() -> None:
    """The column of numbers and the sender's address interrupt no sentence, wherever the page put them."""
    found = letter(
        OPENING
        + """
    Spørgsmål
    1. Hvor mange cykler er der?

    Forvaltningens svar
    Ad 1: Der er syv cykler, og de tre er

    14. maj 2019

    Sagsnr.
    2019-0001234

    Dokumentnr.
    2019-0001234-5

    Direktion

    Skovvej 12
    1234 Byrum Ø

    Telefon
    1234 5678

    www.byrum.example

    punkteret. De andre kører.
    """
    )
    assert found.passages[0].answer == "Der er syv cykler, og de tre er punkteret. De andre kører."
    assert (found.metadata.date, found.metadata.date_source) == ("2019-05-14", "letter")
    assert (found.metadata.case_number, found.metadata.document_number) == ("2019-0001234", "2019-0001234-5")


def test_text_without_any_structure_stays_searchable() -> None:
    """A letter in which nothing asks or answers is kept as one passage, with a remark."""
    found = letter(OPENING + "\n    Vi vender tilbage, når cyklerne er talt, og beklager ventetiden.\n")
    assert [passage.kind for passage in found.passages] == ["remainder"]
    assert "no_structure" in {remark.code for remark in found.remarks}


def test_an_unanswered_question_is_remarked_on() -> None:
    """A question without an answer is kept, at low confidence and with a remark."""
    found = letter(
        OPENING
        + """
    Spørgsmål
    1. Hvor mange cykler er der?
    2. Hvem kører på dem?

    Forvaltningens svar
    Ad 1: Der er syv.
    """
    )
    assert [passage.confidence for passage in found.passages] == [1.0, 0.3]
    assert "Spørgsmål 2 har intet svar i brevet." in {remark.message for remark in found.remarks}


def test_passages_of_a_letter_have_anchors_of_their_own() -> None:
    """Two passages under one number can still be linked to one by one."""
    found = letter(
        OPENING
        + """
    Spørgsmål 1: Hvor mange cykler er der?
    Svar: Der er syv.

    Spørgsmål 1: Hvem kører på dem?
    Svar: De ledige.
    """
    )
    assert [passage.anchor for passage in found.passages] == ["svar-1", "svar-1-2"]


def test_an_empty_source_is_a_scan() -> None:
    """A file without text gives a letter that asks for text recognition and has nothing else to say."""
    found = letter("")
    assert found.needs_ocr
    assert [remark.code for remark in found.remarks] == ["no_text"]


@pytest.mark.parametrize("text", ["K\ufffdre Vera Holm\n\nDer er syv cykler.", "\ue04b\ue0e6\ue072\ue065 Vera Holm"])
def test_text_that_no_font_can_explain_is_never_indexed(text: str) -> None:
    """Replacement and private characters make a letter one that needs text recognition, with a remark and no passages."""
    found = letter(text)
    assert found.needs_ocr
    assert found.passages == ()
    assert [remark.code for remark in found.remarks] == ["unreadable_text"]


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=25).map("\n".join))
def test_every_character_is_placed_exactly_once(text: str) -> None:
    """Whatever the lines, parsing raises nothing, and no character is lost or used twice."""
    assert misplaced(letter(text), source(text)) == []


@pytest.mark.parametrize(
    ("file", "name"),
    [("2019/Svar på spørgsmål – nr. 4.pdf", "2019-svar-på-spørgsmål-nr.-4"), ("....pdf", "brev"), ("ÅBEN.txt", "åben")],
)
def test_a_letter_without_a_number_is_called_after_its_file(file: str, name: str) -> None:
    """The id of a letter without a document number comes from its file and needs little escaping."""
    assert letter("Kære Vera Holm", file=file).id == name
