from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from threading import Barrier
from threading import BrokenBarrierError
from typing import TYPE_CHECKING
from typing import Any

from indexer.model.letter import Person
from indexer.model.results import Count
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from tests.webapp_builders import passage
from webapp.counting import MOST_YEARS
from webapp.counting import Counting


if TYPE_CHECKING:
    from indexer.model.results import Results


LETTERS = (
    letter("a", passage("1"), passage("2"), metadata=metadata(date="2019-05-06", asker=Person("Bo"))),
    letter("b", metadata=metadata(date="2016-05-06", asker=Person("Ib"))),
    letter("c", metadata=metadata(date=None)),
)


def counting(index: PlainIndex) -> Counting:
    """What counts over an index of the tests."""
    return Counting(index)  # type: ignore[arg-type]


def test_answers_and_letters_are_counted_in_all_and_by_year() -> None:
    """The whole has every answer, a year its own with whose they are, the oldest year first; an undated letter is in none."""
    counted = counting(PlainIndex(LETTERS)).counted()
    assert (counted.whole.letters, counted.whole.answers["year"].missing) == (3, 1)
    assert list(counted.years) == ["2016", "2019"]
    assert counted.years["2019"].letters == 1
    assert counted.years["2019"].answers["asker"].values == (Count("Bo", 2),)


def test_only_the_latest_years_are_counted_one_by_one() -> None:
    """However many years there are, what is counted has a bound."""
    many = tuple(letter(str(year), metadata=metadata(date=f"{year}-01-01")) for year in range(1900, 2000))
    index = PlainIndex(many)
    assert list(counting(index).counted().years) == [str(year) for year in range(2000 - MOST_YEARS, 2000)]
    assert index.searches == MOST_YEARS + 1


@dataclass
class Meeting(PlainIndex):
    """An index that notices when two search it at once; whoever searches first gives the other time to come."""

    door: Barrier = field(default_factory=lambda: Barrier(2, timeout=0.2))
    met: bool = False

    def search(self, words: str, **asked: Any) -> Results:
        """As ever."""
        with suppress(BrokenBarrierError):
            self.door.wait()
            self.met = True
        return super().search(words, **asked)


def test_a_generation_is_counted_once_however_many_ask() -> None:
    """Whoever asks while it is counted waits for that; later nothing is searched anew until another generation is served."""
    index = Meeting(LETTERS)
    counts = counting(index)
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: counts.counted(), range(2))
    assert first is second
    assert not index.met
    assert index.searches == 3
    index.letters = LETTERS[:1]
    assert counts.counted() is first
    index.served = "g2"
    assert counts.counted().whole.letters == 1


@dataclass
class Changing(PlainIndex):
    """An index that is replaced while it is counted for the first time."""

    def search(self, words: str, **asked: Any) -> Results:
        """As ever; then another generation is served."""
        found = super().search(words, **asked)
        if self.searches == 2:
            self.letters, self.served = LETTERS[:1], "g2"
        return found


def test_what_changed_while_it_was_counted_is_counted_again() -> None:
    """No count is put together from two generations."""
    counted = counting(Changing(LETTERS)).counted()
    assert list(counted.years) == ["2019"]
    assert counted.whole.letters == 1
