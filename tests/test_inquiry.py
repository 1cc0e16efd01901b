from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.inquiry import CHARACTERS
from indexer.inquiry import MOST_QUESTIONS
from indexer.inquiry import asks
from indexer.inquiry import paragraphs
from indexer.inquiry import questions_in
from indexer.inquiry import sentences


@pytest.mark.parametrize(
    ("draft", "questions"),
    [
        pytest.param(
            "Kære alle\n\nBroen males i år. Hvor mange biler kører over broen? Hvad koster malingen?\n\nHilsen Bo",
            ["Hvor mange biler kører over broen?", "Hvad koster malingen?"],
            id="sentences that ask",
        ),
        pytest.param("Hvad koster broen? Hvorfor?", ["Hvad koster broen? Hvorfor?"], id="what cannot stand alone"),
        pytest.param(
            "Jeg vil gerne vide:\n1) Hvor mange biler der er\n2) Hvad broen koster\n   i 2018 og\n   2019?\n3. Redegør for malingen",
            ["Hvor mange biler der er", "Hvad broen koster i 2018 og 2019?", "Redegør for malingen"],
            id="numbered items, asking or not",
        ),
        pytest.param(
            "Jeg vil vide\n1. Hvem maler broen\n2. Hvad det koster", ["Hvem maler broen", "Hvad det koster"], id="no sign before a list"
        ),
        pytest.param(
            "> Spørgsmål 1:\n>\n> Hvor mange biler er der?\n> Spørgsmål 2: Hvem maler broen?",
            ["Hvor mange biler er der?", "Hvem maler broen?"],
            id="labels in a quoted mail",
        ),
        pytest.param("Broen:\n- hvem maler den?\n• hvad koster malingen?", ["hvem maler den?", "hvad koster malingen?"], id="bullets"),
        pytest.param(
            "1. Om broen:\na) Hvem maler den?\nb) Hvad koster malingen?\n2. Om bussen: hvor tit kører den",
            ["Om broen: Hvem maler den? Hvad koster malingen?", "Om bussen: hvor tit kører den"],
            id="a list below an item",
        ),
        pytest.param(
            "1. Hvor mange biler kører\n\nover broen?", ["Hvor mange biler kører over broen?"], id="a page ended within a sentence"
        ),
        pytest.param(
            "Hvad koster ma-\nlingen af bro- \nog vejanlæg?", ["Hvad koster malingen af bro- og vejanlæg?"], id="hyphens at line ends"
        ),
        pytest.param("Hvad koster fx bl.a. Storebroen?", ["Hvad koster fx bl.a. Storebroen?"], id="an abbreviation"),
        pytest.param("Hvem maler broen?Hvem kører bussen?", ["Hvem maler broen?", "Hvem kører bussen?"], id="a space is missing"),
        pytest.param("**1. Hvem maler broen?**\n\n- 2. Hvem kører bussen?*", ["Hvem maler broen?", "Hvem kører bussen?"], id="Markdown"),
        pytest.param(
            "Hvem maler broen?\n\nhvem  maler broen?\n\nHvem maler broen?", ["Hvem maler broen?", "hvem maler broen?"], id="twice"
        ),
        pytest.param(
            "Kære alle\n\nVi beder om en redegørelse for maling af broer\nog veje.\n\nDesuden ønskes udgifterne til busser oplyst.",
            ["Vi beder om en redegørelse for maling af broer og veje.", "Desuden ønskes udgifterne til busser oplyst."],
            id="nothing asks: paragraphs",
        ),
        pytest.param("Om broen:\n\nHvem maler den?", ["Hvem maler den?"], id="a heading with a colon"),
        pytest.param("maling af broer", ["maling af broer"], id="a few words"),
        pytest.param("", [], id="nothing"),
        pytest.param("??\n\n- - -\n\nhvad?", [], id="no words"),
    ],
)
def test_the_questions_of_a_draft(draft: str, questions: list[str]) -> None:
    """Questions are found however they are set out, each whole and by itself."""
    assert list(questions_in(draft)) == questions


def test_a_line_that_only_begins_with_a_number_is_no_item() -> None:
    """A wrapped line that happens to begin with a number and a full stop does not divide a sentence."""
    assert questions_in("Hvor mange biler kørte over broen i\n4. kvartal sidste år?") == (
        "Hvor mange biler kørte over broen i 4. kvartal sidste år?",
    )


def test_there_is_an_end_to_it() -> None:
    """Of many questions the first are given, and what comes after the characters that are read is not."""
    assert len(questions_in("\n".join(f"{number}. Hvad koster bro {number}?" for number in range(1, 60)))) == MOST_QUESTIONS
    assert questions_in("ord " * (CHARACTERS // 4) + "\n\nHvem maler broen?")[0].startswith("ord ord")


def test_paragraphs_are_whole_lines() -> None:
    """A draft can be read as running text: wrapped lines joined, marks of lists and quotes gone."""
    assert paragraphs("> Broen skal ma-\n> les.\n>\n> - Hvem\n>   maler?\n\nSvar 1: Ingen.") == (
        "Broen skal males.",
        "Hvem maler?",
        "Ingen.",
    )


DRAFTS = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.sampled_from(
            ["1. ", "a) ", "- ", "> ", "Spørgsmål 2:", "Ad 3: ", "broen ", "Hvem ", "ma-", "\n", "\n\n", "? ", ". ", ":", "!", "\t", "*"]
        )
    ).map("".join),
)


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@given(DRAFTS)
@settings(deadline=None)
def test_any_draft_is_read(draft: str) -> None:
    """Whatever is pasted gives a few questions, each of words that stand in the draft, in one line."""
    questions = questions_in(draft)
    assert len(questions) <= MOST_QUESTIONS
    for question in questions:
        assert question == " ".join(question.split()) != ""
        assert all(_plain(word) in _plain(draft) for word in question.split())


@given(DRAFTS)
def test_sentences_are_the_text(draft: str) -> None:
    """Nothing is lost or said twice between sentences, and none goes on after its question mark."""
    pieces = [draft[start:end] for start, end in sentences(draft)]
    assert "".join(pieces) == draft
    assert all(asks(piece) for piece in pieces[:-1] if "? " in piece)
