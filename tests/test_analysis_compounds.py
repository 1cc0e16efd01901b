"""Where words are put together."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.compounds import LONGEST
from indexer.analysis.compounds import Modifier
from indexer.analysis.compounds import Parts
from indexer.analysis.compounds import Piece
from indexer.analysis.compounds import Split
from indexer.analysis.compounds import Splitter
from indexer.analysis.compounds import dump_parts
from indexer.analysis.compounds import load_parts
from indexer.analysis.compounds import participle


if TYPE_CHECKING:
    from pathlib import Path

PARTS = Parts(
    modifiers={
        "have": Modifier(-0.3, "bare"),
        "kolonihave": Modifier(-0.3, "bare"),
        "sommer": Modifier(-0.2, "bare"),
        "ejendoms": Modifier(-0.1, "s"),
        "jule": Modifier(-0.3, "e"),
        "arbejds": Modifier(-0.4, "se"),
        "bil": Modifier(-1.0, "bare"),
        "vold": Modifier(-0.4, "bare"),
        "volds": Modifier(-0.3, "s"),
        "gade": Modifier(-2.5, "bare"),
    },
    heads={"have": -0.2, "ejendom": -0.2, "plan": -0.3, "hus": -0.2, "led": -0.8, "ramt": -0.2, "mad": -0.9},
    whole=frozenset({"bilhus"}),
)
LEMMAS = {
    "planen": "plan",
    "planer": "plan",
    "husene": "hus",
    "lede": "led",
    "billede": "billede",
    "ramte": "ramme",
    "sommerhus": "sommerhus",
}


def splitter(**forced: Split | None) -> Splitter:
    """A splitter with the tables above."""
    return Splitter(PARTS, lemma=LEMMAS.get, forced=forced)


def pieces(word: str) -> list[str]:
    """The smallest parts of a word."""
    return [piece.word for piece in splitter().pieces(word)]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("haveplan", ["have", "plan"]),
        ("ejendomsplan", ["ejendom", "plan"]),
        ("juleplan", ["jul", "plan"]),
        ("arbejdsplaner", ["arbejde", "plan"]),
        ("sommerhusplanen", ["sommer", "hus", "plan"]),
        ("sommerhusejendomsplan", ["sommer", "hus", "ejendom", "plan"]),
        ("voldsramte", ["vold", "ramt"]),
    ],
)
def test_parts(word: str, parts: list[str]) -> None:
    """A compound is split at every level, inflected or not, its links gone and each part a word of its own."""
    assert pieces(word) == parts


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("bilhus", "the table says it stays whole"),
        ("billede", "a known base form does not end in an inflected one"),
        ("gademad", "the boundary is not sure enough"),
        ("sommerx", "the last part is unknown"),
        ("husbil", "a last part is not always a first one"),
        ("plan", "too short"),
        ("have" * 20 + "plan", "too long"),
    ],
)
def test_simple_words(word: str, reason: str) -> None:
    """A word is left whole for each of these reasons."""
    assert pieces(word) == [word], reason


def test_the_surest_boundary_is_taken() -> None:
    """Where two boundaries are possible, the one with the higher sum is taken, and both sides told."""
    assert splitter().split("voldsramt") == Split("vold", "ramt", 5, -0.5)


def test_pieces_lie_on_the_word() -> None:
    """A piece stands where it says, without its link."""
    assert list(splitter().pieces("sommerhusejendomsplan")) == [
        Piece("sommer", 0, 6),
        Piece("hus", 6, 9),
        Piece("ejendom", 9, 16),
        Piece("plan", 17, 21),
    ]


def test_a_compound_keeps_an_s_of_its_own() -> None:
    """Before a last part a compound loses its linking -s-, but not an -s it ends in."""
    both = splitter()
    found = both.split("sommerhusplan")
    assert found is not None
    assert found.left == "sommerhus"
    linked = both.split("haveplansplan")
    assert linked is not None
    assert linked.left == "haveplan"


def test_forced_words_are_not_judged() -> None:
    """A list can split what would stay whole, and keep whole what would be split."""
    forced = splitter(gademad=Split("gade", "mad", 4, 0.0), haveplan=None)
    assert forced.split("gademad") == Split("gade", "mad", 4, 0.0)
    assert forced.split("haveplan") is None


def test_head_prefers_what_is_a_last_part_itself() -> None:
    """The base form of a last part: itself, its uninflected participle, its lemma, or itself when nothing is known."""
    assert [splitter().head(word) for word in ("hus", "ramte", "planen", "ukendt")] == ["hus", "ramt", "plan", "ukendt"]


@pytest.mark.parametrize(("word", "base"), [("rettede", "rettet"), ("ramte", "ramt"), ("rettet", None)])
def test_participle(word: str, base: str | None) -> None:
    """Plural and definite participles are led back to the plain one."""
    assert participle(word) == base


def test_parts_survive_their_file(tmp_path: Path) -> None:
    """What is written to a table is read back from it, to a tenth of a score."""
    path = tmp_path / "parts.txt.gz"
    path.write_bytes(gzip.compress(dump_parts(PARTS).encode()))
    assert load_parts(path) == PARTS


def test_memory_of_splits_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many words are split, only so many are remembered, and the answers stay the same."""
    monkeypatch.setattr("indexer.analysis.compounds.CACHED", 3)
    small = splitter()
    for number in range(20):
        small.split("x" * number)
        assert len(small._splits) <= 4
    assert small.split("haveplan") == splitter().split("haveplan")


@given(st.lists(st.sampled_from([*PARTS.modifiers, *PARTS.heads, *LEMMAS, "s", "x"]), max_size=8).map("".join))
def test_any_word_is_split_without_loss(word: str) -> None:
    """The pieces of any word stand in order inside it, and a word beyond the limit is one piece."""
    found = list(splitter().pieces(word))
    ends = [0, *(piece.end for piece in found[:-1])]
    assert all(piece.start >= end for piece, end in zip(found, ends, strict=True))
    assert all(piece.end <= len(word) + 1 for piece in found[:-1])
    if len(word) > LONGEST:
        assert [piece.word for piece in found] == [word]
