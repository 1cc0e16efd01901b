"""Texts that are looked through: what is found there is what reading them whole finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer import seeking
from indexer.analysis import default_analyzer
from indexer.matches import leaves
from indexer.matches import read
from indexer.matches import stands
from indexer.query import compile_query
from indexer.query import parse_query
from indexer.seeking import Seeking


if TYPE_CHECKING:
    from indexer.model.query import Sought

ANALYZER = default_analyzer()

WORDS = (  # noqa: SIM905 - so it can be read
    "skole skolerne Skolernes, (cykelsti cykel- og gangsti job- jobsamtale job-samtaler be-\nskæftigelse -satser 12 12,6 mio. 3. maj 2018 "
    "24.sep 2018 12\u00a0600 600 § 12 §12a paragraf 7 20 % 20% % 2019-0000012 bl.a. f.eks. borgere.Det SF's 1990'erne i og: A–Z 2017–2019 "
    "covid\u00ad19 lærer\u2011 t.kr. tusind Ja! ”citat” 1.000.000 kr."
).split()
TOGETHER = "cykel- og gangsti", "skole-, cykel- og gangstier samt", "social indsats og -satser", "20 %", "20\n%", "§ 12", "3. maj 2018"
TEXTS = st.lists(st.sampled_from((*WORDS, *TOGETHER)) | st.text(max_size=6), max_size=14).flatmap(
    lambda words: st.lists(st.sampled_from([" ", " ", " ", "\n", "  ", "\u00a0", ""]), min_size=len(words), max_size=len(words)).map(
        lambda gaps: "".join(word + gap for word, gap in zip(words, gaps, strict=True))
    )
)
TYPED = (
    "skole",
    "cykelsti",
    "jobsamtale",
    '"og gangsti"',
    "12,6 mio.",
    "3. maj 2018",
    "§ 12",
    "20 %",
    "sko*",
    "2019-0000012",
    "12600",
    "-i borgere",
    "skolesti procent",
    '"20 % skole"',
)


@settings(max_examples=500, deadline=None)
@given(text=TEXTS, typed=st.sampled_from(TYPED) | st.text(min_size=1, max_size=8))
def test_what_is_sought_stands_where_reading_the_whole_text_finds_it(text: str, typed: str) -> None:
    """Each leaf of a query stands in the same words, whether a text is looked through or read whole."""
    sought = compile_query(parse_query(typed), ANALYZER).terms
    assert _where(sought, text, Seeking(ANALYZER, sought)) == _where(sought, text, ANALYZER)


def _where(sought: tuple[Sought, ...], text: str, reader: object) -> list[object]:
    words = read(text, reader)  # type: ignore[arg-type]
    found = [leaf for one in sought for reading in one.readings for leaf in leaves(reading)]
    return [(leaf, words[first], words[last]) for leaf in found for first, last in stands(leaf, words)]


def test_a_text_without_what_is_sought_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a plain text that has nothing of it, nor one that was read before, is given to the analysis."""
    sought = compile_query(parse_query("skole"), ANALYZER).terms
    seeker = Seeking(ANALYZER, sought)
    there = seeker.read("Den nye skole er bygget i maj 2018.")
    monkeypatch.setattr(ANALYZER, "read", lambda _text: pytest.fail("it was read"))
    assert seeker.read("Den nye skole er bygget i maj 2018.") is there
    assert not seeker.read("Byens veje, stier og parker er for alle.")
    assert list(seeker.read("Der er en skole, og skolen er ny.")) == [3, 5]


def test_what_pieces_say_is_remembered_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many different pieces pass by, what is remembered of them stays small, and what is found the same."""
    monkeypatch.setattr(seeking, "REMEMBERED", 3)
    sought = compile_query(parse_query("skole"), ANALYZER).terms
    pieces = [f"ord{number}" for number in range(10)]
    seeker = Seeking(ANALYZER, sought)
    assert [list(seeker.read(f"{piece} og skoler")) for piece in pieces] == [[2]] * 10
    assert len(seeker._pieces._known.said) <= 3 + 3  # what was known, and one text
