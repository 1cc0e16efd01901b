from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer.config import Settings
from indexer.engines.memory import MemoryEngine
from indexer.errors import IndexDamagedError
from indexer.errors import IndexMissingError
from indexer.errors import IndexOutdatedError
from indexer.model.letter import Person
from indexer.model.results import Count
from indexer.search import Index
from indexer.versions import current_versions
from tests.search_builders import TINY
from tests.search_builders import index_of
from tests.search_builders import letter
from tests.search_builders import passage
from tests.search_builders import write


if TYPE_CHECKING:
    from indexer.engines.base import Searcher
    from indexer.model.query import Request
    from indexer.model.results import Hits
    from indexer.model.results import Results


OLD = letter(
    "old",
    passage("En nytteindsats er dyr.", question="Hvad koster nytteindsatsen?"),
    passage("Toget kører til skolen.", anchor="svar-2"),
    date="2017-03-01",
    signers=("Tanja Hansen",),
    addressee=Person("Bo Berg", party="Venstre"),
    case_number="2017-0000001",
)
NEW = letter(
    "new",
    passage("Nytteindsatserne/lignende fortsætter. Se 2017-0000001-4."),
    passage("En indsats uden navn.", anchor="svar-2"),
    passage("Toget holder.", anchor="svar-3"),
    date="2018-09-24",
    signers=("Søren Holm",),
    case_number="2018-0000088",
    document_number="2018-0000088-137",
    subject="trafik",
)
NOTE = letter(
    "note",
    passage("Anden aktør, skole og indsats.", heading="Økonomi"),
    kind="budget_note",
    addressee=Person("Enhedslisten", party="Enhedslisten"),
)


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


def test_a_newer_generation_is_opened_by_itself() -> None:
    """The search after a rebuild answers from the new index."""
    engine = MemoryEngine(Path("index"))
    index = Index(Settings(folder=Path()), engine=engine, analyzer=TINY)
    with pytest.raises(IndexMissingError):
        index.search("tog")
    first = write(engine, OLD)
    assert (index.generation, index.stamp.letters, index.search("tog").total) == (first, 1, 1)
    second = write(engine, OLD, NEW)
    assert (index.search("tog").total, index.generation, index.stamp.letters) == (2, second, 2)
    index.close()
    assert index.search("tog").total == 2


def test_an_index_of_another_version_is_not_searched() -> None:
    """A stamp that does not fit is an error that names the difference, never a wrong hit."""
    engine = MemoryEngine(Path("index"))
    write(engine, OLD, versions={**current_versions(), "entries": "0"})
    with pytest.raises(IndexOutdatedError, match="entries"):
        Index(Settings(folder=Path()), engine=engine, analyzer=TINY).search("tog")


def test_what_cannot_be_decoded_is_damage() -> None:
    """Stored bytes that hold no passage or letter are a damaged index, not a crash."""
    index = index_of(OLD)
    with index._served() as view:
        searcher = view.searcher
        view.searcher = Spoiled(searcher)  # type: ignore[assignment]
        for ask in (lambda: index.search("tog"), lambda: index.letter("old")):
            with pytest.raises(IndexDamagedError):
                ask()


class Spoiled:
    """A searcher that gives bytes of something else."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self.generation = searcher.generation

    def search(self, request: Request) -> Hits:
        """The hits, their bytes spoiled."""
        hits = self._searcher.search(request)
        return replace(hits, hits=tuple(replace(hit, stored=b"[]") for hit in hits.hits))

    def letter(self, _letter: str) -> bytes | None:
        """No letter."""
        return b"[]"


class Watched:
    """A searcher that waits in a search until it is told to go on, and remembers being closed and what it was asked after that."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self.stamp = searcher.stamp
        self.generation = searcher.generation
        self.begun = threading.Event()
        self.go_on = threading.Event()
        self.closed = 0

    def search(self, request: Request) -> Hits:
        """The hits, when told to go on."""
        self.begun.set()
        assert self.go_on.wait(10)
        assert not self.closed
        return self._searcher.search(request)

    def close(self) -> None:
        """Remember it."""
        self.closed += 1


class WatchedEngine(MemoryEngine):
    """An engine whose searchers are watched."""

    def __init__(self, *, waiting: bool = False) -> None:
        super().__init__(Path("index"))
        self.waiting = waiting
        self.opened: list[Watched] = []
        self._another = threading.Condition()

    def latest(self, number: int) -> Watched:
        """The searcher that is opened as the `number`th, once it is."""
        with self._another:
            assert self._another.wait_for(lambda: len(self.opened) >= number, timeout=10)
            return self.opened[number - 1]

    def open(self, *, versions: dict[str, str] | None = None) -> Searcher:
        """A watched searcher."""
        watched = Watched(super().open(versions=versions))
        if not self.waiting:
            watched.go_on.set()
        with self._another:
            self.opened.append(watched)
            self._another.notify_all()
        return watched  # type: ignore[return-value]


def test_a_search_under_way_ends_on_its_own_generation() -> None:
    """The old generation is closed once, when the last search on it has ended, and not before."""
    engine = WatchedEngine(waiting=True)
    write(engine, OLD)
    index = Index(Settings(folder=Path()), engine=engine, analyzer=TINY)
    totals: list[int] = []
    searching = threading.Thread(target=lambda: totals.append(index.search("tog").total))
    assert index.generation == "1"
    old = engine.opened[0]
    searching.start()
    assert old.begun.wait(10)
    engine.waiting = False
    write(engine, OLD, NEW)
    assert index.generation == "2"
    assert not old.closed
    old.go_on.set()
    searching.join(10)
    assert totals == [1]
    assert old.closed == 1
    index.close()
    assert engine.opened[1].closed == 1


def test_nobody_else_waits_while_a_newer_generation_is_made_ready() -> None:
    """Whoever finds a newer generation makes it ready, words and names and all; meanwhile the others are answered from the one before."""
    engine = WatchedEngine()
    write(engine, OLD)
    index = Index(Settings(folder=Path()), engine=engine, analyzer=TINY)
    assert index.search("tog").total == 1
    engine.waiting = True
    write(engine, OLD, NEW)
    totals: list[int] = []
    first = threading.Thread(target=lambda: totals.append(index.search("tog").total))
    first.start()
    newer = engine.latest(2)
    assert newer.begun.wait(10)
    assert (index.search("tog").total, index.generation) == (1, "1")
    newer.go_on.set()
    first.join(10)
    assert (totals, index.search("tog").total) == ([2], 2)
    with index._served() as view:
        assert {"vocabulary", "speller", "suggester"} <= view._prepared.keys()
    index.close()


def test_many_threads_search_while_generations_change() -> None:
    """Every search of many threads succeeds and sees one whole generation, however often the index changes; each is closed once."""
    engine = WatchedEngine()
    write(engine, OLD)
    index = Index(Settings(folder=Path()), engine=engine, analyzer=TINY)
    seen: list[tuple[int, int]] = []
    done = threading.Event()

    def search() -> None:
        last = False
        while not last:
            last = done.is_set()
            results = index.search("", facets=["letter"])
            seen.append((results.total, sum(count.entries for count in results.facets["letter"].values)))

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(10):
        write(engine, OLD, *([NEW] if number % 2 else []))
    done.set()
    for thread in threads:
        thread.join(10)
    assert set(seen) <= {(2, 2), (5, 5)}
    assert len(seen) >= len(threads)
    index.close()
    assert [watched.closed for watched in engine.opened] == [1] * len(engine.opened)
