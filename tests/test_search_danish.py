from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from indexer.analysis import default_analyzer
from indexer.config import Analysis as AnalysisSettings
from indexer.config import Index as IndexSettings
from indexer.config import Search as SearchSettings
from indexer.config import Settings
from indexer.engines import open_engine
from indexer.model.letter import Person
from indexer.model.letter import Table
from indexer.rebuild import rebuild
from indexer.search import Index
from indexer.versions import current_versions
from tests.corpus_builders import configured
from tests.corpus_builders import letter_text
from tests.corpus_builders import put_letters
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
    letter("d", "Den 12. marts 2017 blev der givet 3 millioner kr., 15 % af rammen, jf. § 16a."),
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
        ("3 mio. kroner", "d1"),
        ("3.000.000 kr.", "d1"),
        ("15 procent", "d1"),
        ("paragraf 16a", "d1"),
        ("12-03-2017", "d1"),
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


def nearly(results: Results) -> list[str]:
    """What was found that lacks some of the words."""
    return [f"{found.stored.letter}{found.stored.passage.anchor.removeprefix('svar-')}" for found in results.nearly]


def test_what_has_some_of_the_words_comes_after(index: Index) -> None:
    """Few answers are followed by those with half of the words, apart from the total and never one twice; one word has no half."""
    results = index.search("unge banderelationer")
    assert (results.total, keys(results), nearly(results)) == (1, {"b1"}, ["a2"])
    assert marked(results.nearly[0].snippet) == ["unge"]
    assert nearly(index.search("unge")) == []
    assert nearly(index.search("unge banderelationer", limit=1)) == []
    assert nearly(index.search("unge banderelationer", sort="newest")) == []
    assert nearly(index.search("unge banderelationer -kontrakt år:2018..2019")) == ["a2"]


def test_a_phrase_in_another_form_comes_after(index: Index) -> None:
    """Quotes mean exact; where the words stand next to each other in another form they come after, and nowhere else."""
    results = index.search('"lignende tilbuddene"')
    assert (keys(results), nearly(results)) == (set(), ["a2"])
    assert nearly(index.search('"tilbud lignende"')) == []


def test_a_synonym_finds_what_the_word_does_not(tmp_path: Path) -> None:
    """Words of the list stand for each other, also inside compounds, with a folder of the reader's own lists; they are marked."""
    (tmp_path / "lister").mkdir()
    (tmp_path / "lister" / "synonyms.txt").write_text("unge = ny generation\ntilbud > indsats\n", encoding="utf-8")
    settings = Settings(folder=tmp_path, analysis=AnalysisSettings(lists="lister"), index=IndexSettings(engine="memory"))
    letters = (letter("a", "Den nye generation får en indsats.", date="2020-01-02"), letter("b", "Unge får tilbud.", date="2020-01-01"))
    lists = settings.lists_path
    write(open_engine(settings), *letters, analyzer=default_analyzer(lists), versions=current_versions(lists))
    with closing(Index(settings)) as own:
        assert [found.stored.letter for found in own.search("ung").found] == ["b", "a"]
        assert marked(own.search("unge").found[1].snippet) == ["nye", "generation"]
        assert keys(own.search("ungetilbud")) == {"a1", "b1"}
        [other] = [found for found in own.search("ungetilbud", explained=True).found if found.stored.letter == "a"]
        assert (marked(other.snippet), other.missing) == (["nye", "generation", "indsats"], ())
        assert keys(own.search("indsats")) == {"a1"}
        assert keys(own.search("tilbud -indsats")) == {"b1"}


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index as a rebuild leaves it, with the words of its letters."""
    settings = configured(tmp_path_factory.mktemp("ord"))
    letters = {
        f"{n}.txt": letter_text(n, topic=topic) for n, topic in enumerate(("nytteindsats", "virksomhedspraktik", "ungeindsats", "bad"), 1)
    }
    letters["3.txt"] = letters["3.txt"].replace("17 borgere", "17 bogrere")
    letters |= {f"{n}.txt": letter_text(n, topic="bad") for n in range(5, 9)}
    put_letters(settings.corpus_path, letters)
    rebuild(settings)
    with closing(Index(settings)) as opened:
        yield opened


def test_a_misspelt_word_is_taken_for_one_that_is_there(rebuilt: Index) -> None:
    """A word no answer has is taken for the nearest one of the letters, and that is told; in quotation marks it is not."""
    results = rebuilt.search("nyteindsats")
    assert results.reading.changes == (("nyteindsats", "nytteindsats"),)
    assert (results.total, results.reading.text) == (2, "nytteindsats")
    assert marked(results.found[0].question)[-1] == "nytteindsats"
    assert rebuilt.search('"nyteindsats"').reading.changes == ()
    assert rebuilt.search("nytteindsats").reading.changes == ()


def test_another_spelling_that_finds_more_is_proposed(rebuilt: Index) -> None:
    """A slip that a letter makes too finds that letter, and the word it is like is proposed, for that finds more; no other word is."""
    slip = rebuilt.search("bogrere")
    assert (slip.total, slip.reading.changes, slip.reading.proposal) == (1, (), "borgere")
    assert rebuilt.search("borgere").reading.proposal == ""
    assert rebuilt.search("virksomhedspraktik").reading.proposal == ""


def test_words_names_numbers_and_questions_are_suggested(rebuilt: Index) -> None:
    """What is typed goes on as words, names, numbers and whole questions of the letters do."""
    assert [each.text for each in rebuilt.suggestions("nyttei") if each.kind == "word"] == ["nytteindsats"]
    assert {each.kind: each.text for each in rebuilt.suggestions("hvad koster virk")}["question"].startswith(
        "Hvad koster virksomhedspraktik"
    )
    assert {each.text for each in rebuilt.suggestions("enh") if each.kind == "name"} == {"Enhedslisten"}
    assert "2018-0000001-1" in {each.text for each in rebuilt.suggestions("2018-0000001") if each.kind == "number"}
    assert rebuilt.suggestions("") == ()


def test_similar_answers_are_those_of_other_letters(rebuilt: Index) -> None:
    """What says much the same in other letters is similar, never a passage of the same letter; nothing is similar to what is not there."""
    found = rebuilt.search("nytteindsats").found[0]
    key = f"{found.stored.letter}#{found.stored.passage.anchor}"
    similar = rebuilt.similar(key)
    assert similar
    assert found.stored.letter not in {each.stored.letter for each in similar}
    assert rebuilt.similar("ukendt#svar-1") == ()


def test_the_questions_of_a_draft_are_answered_one_by_one(rebuilt: Index) -> None:
    """Each question of a draft comes with the earlier answers most like it first, what they share marked."""
    draft = "Kære forvaltning\n\n1. Hvor mange borgere er der i nytteindsats?\n\n2. Hvad koster virksomhedspraktik om året?\n"
    answered = rebuilt.answered(draft)
    assert ["".join(mark.text for mark in each.question) for each in answered.asked] == [
        "Hvor mange borgere er der i nytteindsats?",
        "Hvad koster virksomhedspraktik om året?",
    ]
    first, second = (each.earlier[0] for each in answered.asked)
    assert "nytteindsats" in (first.found.stored.passage.question or "")
    assert "virksomhedspraktik" in (second.found.stored.passage.question or "")
    assert "virksomhedspraktik" in marked(answered.asked[1].question)
    assert 0.5 < second.share <= 1.0
    assert rebuilt.answered("").asked == ()


def test_a_hit_says_why(rebuilt: Index) -> None:
    """Asked for, each hit comes with the forms that met each word and where, and with the words it lacks."""
    plain, explained = (rebuilt.search("nytteindsatsen Ballerup koste", explained=explained).found[0] for explained in (False, True))
    assert plain.reasons == ()
    assert {(why.typed, why.form, why.field, why.how) for why in explained.reasons if why.field == "question"} == {
        ("nytteindsatsen", "nytteindsats", "question", "inflected"),
        ("koste", "koster", "question", "inflected"),
    }
    assert explained.missing == ("Ballerup",)


@pytest.mark.parametrize(
    "words",
    [
        '"' * 999,
        "ord " * 10_000,
        "og i at",
        "?!.,;:",
        "\x00\x1f",
        "🙂🙃",
        "שלום عليكم",
        "*",
        "(" * 5000,
        "-" * 3000,
        "a" * 100_000,
        "nytte* " * 50,
    ],
)
def test_any_words_give_an_answer(rebuilt: Index, words: str) -> None:
    """Whatever is typed, or pasted as a draft, there is an answer, explained and with suggestions."""
    assert rebuilt.search(words, explained=True, facets=("year",)).total >= 0
    assert len(rebuilt.suggestions(words)) <= 8
    assert len(rebuilt.answered(words).asked) <= 20


def test_newer_answers_may_count_for_being_new(tmp_path: Path) -> None:
    """Where the settings want it, the newer of two like answers comes first, though the older says a little more; and it finds the same."""
    letters = (
        letter("old", "Busser og flere busser.", date="2010-01-01"),
        letter("new", "Busser og tog.", date="2020-01-01"),
        letter("non", "Bus."),
    )
    orders = {}
    for recency in (0.0, 2.0):
        settings = Settings(folder=tmp_path / str(recency), search=SearchSettings(recency=recency), index=IndexSettings(engine="memory"))
        write(open_engine(settings), *letters, analyzer=default_analyzer())
        with closing(Index(settings)) as own:
            orders[recency] = [found.stored.letter for found in own.search("busser").found]
    assert orders[0.0].index("old") < orders[0.0].index("new")
    assert orders[2.0][0] == "new"
    assert sorted(orders[0.0]) == sorted(orders[2.0])
