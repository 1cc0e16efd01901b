from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer.analysis import default_analyzer
from indexer.config import Index as IndexSettings
from indexer.config import Settings
from indexer.engines import open_engine
from indexer.model.letter import Person
from indexer.model.letter import Table
from indexer.search import Index
from tests.search_builders import letter
from tests.search_builders import passage
from tests.search_builders import write


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from indexer.model.results import Excerpt
    from indexer.model.results import Results


LETTERS = (
    letter(
        "a",
        passage("Kommunen driver nytteindsatsen for kontanthjælpsmodtagere.", question="Hvad koster nytteindsatsen?"),
        passage("Nytteindsats/lignende tilbud gives til unge. Der købes hos anden aktør.", anchor="svar-2"),
        passage("Nytteindsatserne og job-samtaler fortsætter.", anchor="svar-3"),
        date="2018-09-24",
        case_number="2018-0000012",
        document_number="2018-0000012-3",
        addressee=Person("Åse Ørsted", party="Enhedslisten"),
        signers=("Bodil Ågård",),
        subject="aktivering i Sydhavnen",
    ),
    letter(
        "b",
        passage("En indsats for unge med banderelationer er iværksat. 92 er omfattet.", question="Hvor mange unge har fået en indsats?"),
        passage("Kontrakterne kan forlænges, jf. sag 2018-0000012-3.", anchor="svar-2"),
        date="2019-02-01",
        case_number="2019-0000007",
        addressee=Person("Bo Berg", party="Venstre"),
        signers=("Kim Ågård Holm",),
        preamble="Tak for spørgsmålene om bandeindsatsen i København.",
    ),
    letter(
        "c",
        passage("", heading="Økonomi", tables=(Table(rows=(("Mentor", "44"), ("Uddannelse", "7,2")), caption="Tabel 1. Budget"),)),
        kind="budget_note",
    ),
)


@pytest.fixture(scope="module", params=["memory", "whoosh"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The letters as the real analyzer reads them, in each engine."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    settings = Settings(folder=folder, index=IndexSettings(engine=request.param), parties={"Enhedslisten": "Ø", "Venstre": "V"})
    write(open_engine(settings), *LETTERS, analyzer=default_analyzer())
    opened = Index(settings)
    yield opened
    opened.close()


def keys(results: Results) -> set[str]:
    """What was found: letter and number."""
    return {f"{found.stored.letter}{found.stored.passage.anchor.removeprefix('svar-')}" for found in results.found}


def marked(excerpt: Excerpt) -> list[str]:
    """The marked words."""
    return [piece.text for piece in excerpt if piece.marked]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("nytteindsats", "a1 a2 a3"),
        ("nytteindsatsen", "a1 a2 a3"),
        ("NYTTEINDSATSERNE", "a1 a2 a3"),
        ("indsats -nytteindsats", "b1 b2"),
        ("kontanthjælp", "a1"),
        ("kontanthjaelp", "a1"),
        ("jobsamtale", "a3"),
        ("kontraktforlængelse", "b2"),
        ('"anden aktør"', "a2"),
        ('"aktør anden"', ""),
        ('"Bodil Ågård"', "a1 a2 a3"),
        ("nytteind*", "a1 a2 a3"),
        ("banderel*", "b1"),
        ("direktør:ågård", "a1 a2 a3 b1 b2"),
        ("direktoer:aagaard indsats", "a1 a2 a3 b1 b2"),
        ("direktør:bodil unge", "a2"),
        ("parti:ø unge ELLER samtale", "a2 a3"),
        ("til:berg", "b1 b2"),
        ("år:2018..2019 unge", "a2 b1"),
        ("dato:2018-10.. unge", "b1"),
        ("type:notat", "c1"),
        ("sag:2018-0000012 unge", "a2"),
        ("2018-0000012", "a1 a2 a3 b2"),
        ("2018-0000012-3", "a1 a2 a3 b2"),
        ("7,2", "c1"),
        ("mentor budget", "c1"),
        ("aktivering", "a1 a2 a3"),
        ("koebenhavn", "b1 b2"),
        ("Hvor mange unge med banderelation har fået en indsats?", "b1"),
        ("()", ""),
    ],
)
def test_danish_words_find_what_they_mean(index: Index, words: str, found: str) -> None:
    """Every way to ask finds the same passages in every engine: inflections, compounds, phrases, fields, context, tables."""
    results = index.search(words)
    assert keys(results) == set(found.split())
    assert not results.reading.relaxed


def test_the_marks_are_on_the_forms_that_matched(index: Index) -> None:
    """Question and snippet mark inflected and compound forms, the parts of a compound found apart, and cells of tables."""
    first = index.search("nytteindsats", filters={"letter": ["a"]}, sort="newest").found
    assert [marked(found.snippet) for found in first] == [["nytteindsatsen"], ["Nytteindsats"], ["Nytteindsatserne"]]
    assert marked(first[0].question) == ["nytteindsatsen"]
    assert marked(index.search("kontanthjælp").found[0].snippet) == ["kontanthjælpsmodtagere"]
    assert marked(index.search("kontraktforlængelse").found[0].snippet) == ["Kontrakterne", "forlænges"]
    assert marked(index.search("mentor").found[0].snippet) == ["Mentor"]
    assert marked(index.search("sydhavnen").found[0].snippet) == ["Sydhavnen"]


def test_a_question_without_a_full_answer_is_relaxed(index: Index) -> None:
    """A question with words that no passage has finds the one with most of them, and says so."""
    results = index.search("Hvad koster nytteindsatsen for unge i Ballerup?")
    assert results.reading.relaxed
    assert keys(results) >= {"a1", "a2"}
    alone = index.search("regnskabsindsats")
    assert (alone.reading.relaxed, "b1" in keys(alone)) == (True, True)
