"""What a search gives: passages by their words, the best first, relaxed no further than it must, with counts, pages and reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer.model.results import Count
from tests.search_builders import NEW
from tests.search_builders import NOTE
from tests.search_builders import OLD
from tests.search_builders import index_of
from tests.search_builders import letter


if TYPE_CHECKING:
    from indexer.model.results import Results
    from indexer.search import Index


@pytest.fixture
def index() -> Index:
    """Three letters, six passages."""
    return index_of(OLD, NEW, NOTE, parties={"Venstre": "V", "Enhedslisten": "Ø"})


def keys(results: Results) -> list[str]:
    """What was found, as letter and anchor."""
    return [f"{found.stored.letter}#{found.stored.passage.anchor}" for found in results.found]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("nytteindsats", {"old#svar-1", "new#svar-1"}),
        ("nytteindsatsen -lignende", {"old#svar-1"}),
        ('"anden aktør"', {"note#svar-1"}),
        ('"aktør anden"', set()),
        ('"tanja hansen" skole', {"old#svar-2"}),
        ("traf*", {"new#svar-1", "new#svar-2", "new#svar-3"}),
        ("nytteind*", {"old#svar-1", "new#svar-1"}),
        ("tog ELLER økonomi", {"old#svar-2", "new#svar-3", "note#svar-1"}),
        ("tog direktør:hansen", {"old#svar-2"}),
        ("år:2018", {"new#svar-1", "new#svar-2", "new#svar-3"}),
        ("dato:..2017-12 tog", {"old#svar-2"}),
        ("type:notat", {"note#svar-1"}),
        ("til:berg skole", {"old#svar-2"}),
        ("parti:v skole", {"old#svar-2"}),
        ("sag:2018-0000088 tog", {"new#svar-3"}),
        ("2017-0000001", {"old#svar-1", "old#svar-2", "new#svar-1"}),
        ("2018-0000088-137", {"new#svar-1", "new#svar-2", "new#svar-3"}),
        ("trafik", {"new#svar-1", "new#svar-2", "new#svar-3"}),
        ("-indsats", {"old#svar-2", "new#svar-3"}),
        ("", {"old#svar-1", "old#svar-2", "new#svar-1", "new#svar-2", "new#svar-3", "note#svar-1"}),
        ("???", set()),
    ],
)
def test_words_find_their_passages(index: Index, words: str, found: set[str]) -> None:
    """Inflected and compound forms, phrases, beginnings, operators, fields and numbers find what they mean and nothing else."""
    results = index.search(words)
    assert set(keys(results)) == found
    assert results.total == len(found)
    assert not results.reading.relaxed


def test_a_passage_with_the_word_comes_before_one_with_its_context(index: Index) -> None:
    """What has the word itself, and what has it as typed, is ranked above what has it otherwise."""
    other = index_of(letter("a", "Trafik i byen. Fyld, fyld og fyld."), letter("b", "Fyld.", "Mere.", subject="trafik"))
    assert keys(other.search("trafik"))[0] == "a#svar-1"


def test_when_nothing_has_all_words_those_with_most_are_shown(index: Index) -> None:
    """A question that no passage holds in full finds the passage with most of it first, and the reading says that it was relaxed."""
    results = index.search("Hvor meget koster en nytteindsats i Lilleby?")
    assert keys(results)[0] == "old#svar-1"
    assert results.reading.relaxed
    assert results.reading.text == "Hvor meget koster en nytteindsats i Lilleby?"


def test_relaxing_goes_no_further_than_it_must(index: Index) -> None:
    """Passages with most of the words are enough; only when there are none do those with fewer come."""
    assert keys(index.search("tog skole skib")) == ["old#svar-2"]
    assert set(keys(index.search("tog ufo skib"))) == {"old#svar-2", "new#svar-3"}


def test_a_lone_part_is_found_only_as_a_last_resort() -> None:
    """One part of a compound is found when nothing else is, marked and said to be relaxed."""
    results = index_of(letter("a", "En indsats.")).search("nytteindsats")
    assert results.reading.relaxed
    assert [piece.text for piece in results.found[0].snippet if piece.marked] == ["indsats"]


def test_relaxing_keeps_fields_and_phrases(index: Index) -> None:
    """What was set firmly holds though nothing has it all; if that finds nothing, nothing is shown."""
    assert keys(index.search("tog skib direktør:hansen")) == ["old#svar-2"]
    nothing = index.search('bus "skib ohøj"')
    assert (nothing.total, nothing.reading.relaxed) == (0, False)
    unknown = index.search("tog direktør:Bodil")
    assert (unknown.total, unknown.reading.ignored) == (0, ("Ingen direktør hedder ”Bodil”.",))


def test_a_filter_never_relaxes_the_words(index: Index) -> None:
    """What is asked is settled by the words alone: a choice that nothing has gives nothing, with the counts of the other choices."""
    results = index.search("nytteindsats koster", filters={"year": ["2018"]}, facets=["year"])
    assert (results.total, results.reading.relaxed) == (0, False)
    assert results.facets["year"].values == (Count("2017", 1), Count("2018", 0))
    relaxed = index.search("nytteindsats skib", filters={"year": ["2018"]})
    assert (keys(relaxed), relaxed.reading.relaxed) == (["new#svar-1"], True)


@pytest.mark.parametrize("words", ["", "tog", "nytteindsats skib", "skole ELLER indsats", "år:2018", "-tog"])
def test_a_count_is_what_choosing_it_gives(index: Index, words: str) -> None:
    """Beside each value stands the number of passages that choosing it alone in its facet gives, whatever is chosen elsewhere."""
    for chosen in ({}, {"kind": ("letter",)}, {"year": ("2017", "2018"), "kind": ("letter",)}):
        for facet in ("year", "director", "kind", "case"):
            for value, count in index.search(words, filters=chosen, facets=[facet]).facets[facet].values:
                assert index.search(words, filters={**chosen, facet: (value,)}).total == count


def test_what_is_chosen_is_always_among_the_counts(index: Index) -> None:
    """A chosen value that nothing has stands last with 0; empty choices are none."""
    results = index.search("tog", filters={"director": ["Bodil", "Bodil"], "year": []}, facets=["director", "year"])
    assert results.facets["director"].values[-1] == Count("Bodil", 0)
    assert len(results.facets["director"].values) == 3
    assert results.facets["year"].values == ()
    assert results.total == 0


def test_results_are_sorted_and_paged(index: Index) -> None:
    """Pages of any size together are all that was found, in the order asked for; the undated come last."""
    newest = keys(index.search("", sort="newest"))
    assert newest == ["new#svar-1", "new#svar-2", "new#svar-3", "old#svar-1", "old#svar-2", "note#svar-1"]
    assert keys(index.search("", sort="oldest")) == [*newest[3:5], *newest[:3], newest[5]]
    pages = [index.search("", sort="newest", offset=start, limit=4) for start in (0, 4, 8)]
    assert [key for page in pages for key in keys(page)] == newest
    assert {page.total for page in pages} == {6}
    assert not index.search("tog skib", offset=100).found


def test_a_hit_shows_why(index: Index) -> None:
    """Question and snippet come marked."""
    (found, *_) = index.search("nytteindsats", sort="oldest").found
    assert [piece.text for piece in found.question if piece.marked] == ["nytteindsatsen"]
    assert [piece.text for piece in found.snippet if piece.marked] == ["nytteindsats"]
    assert index.matcher("nytteindsats skole")[1].readings


def test_letters_come_whole(index: Index) -> None:
    """A letter is given back as it was put in; an unknown id gives None."""
    assert index.letter("old") == OLD
    assert index.letter("x") is None
