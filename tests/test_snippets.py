from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.model.letter import StoredPassage
from indexer.model.letter import Table
from indexer.query import compile_query
from indexer.query import parse_query
from indexer.snippets import excerpts
from indexer.snippets import mark
from indexer.snippets import settle
from indexer.snippets import snippet
from tests.search_builders import TINY
from tests.search_builders import letter
from tests.search_builders import passage


if TYPE_CHECKING:
    from indexer.model.letter import Letter
    from indexer.model.results import Excerpt
    from indexer.snippets import Matcher


def matcher(words: str, *, relaxed: bool = False) -> Matcher:
    """What to mark for a query."""
    return compile_query(parse_query(words), TINY, relaxed=relaxed).terms


def shown(excerpt: Excerpt) -> str:
    """An excerpt as text, its marks in brackets."""
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in excerpt)


def joined(excerpt: Excerpt) -> str:
    """An excerpt as plain text."""
    return "".join(piece.text for piece in excerpt)


@pytest.mark.parametrize(
    ("words", "text", "marked"),
    [
        ("nytteindsats", "Nytteindsatsen/nytteindsatserne, indsats", "[Nytteindsatsen]/[nytteindsatserne], indsats"),
        ("kontanthjælp", "til kontanthjælpsmodtagere.", "til [kontanthjælpsmodtagere]."),
        ("nytteindsats", "Til nytte er indsatsen.", "Til [nytte] er [indsatsen]."),
        ("nytteindsats", "Indsatsen er dyr.", "Indsatsen er dyr."),
        ("kontanthjælpsmodtagere", "Kontant hjælp.", "Kontant hjælp."),
        ('"anden aktør"', "En anden aktør, aktør anden, ANDEN  AKTØR", "En [anden aktør], aktør anden, [ANDEN  AKTØR]"),
        ('"anden aktør" aktør', "En anden aktør.", "En [anden aktør]."),
        ("aktiv*", "Aktiveret og inaktiv", "[Aktiveret] og inaktiv"),
        ("2018-0000088", "Se 2018-0000088 og 2018-0000088-137.", "Se [2018-0000088] og [2018-0000088-137]."),
        ("hvad koster bussen", "Hvad bussen koster, er ukendt", "Hvad [bussen] [koster], er ukendt"),
        ("skole -bus", "Skole og bus", "[Skole] og bus"),
        ("skole", "", ""),
    ],
)
def test_every_matched_form_is_marked(words: str, text: str, marked: str) -> None:
    """Inflected and compound forms, parts of a compound found by its parts, phrases and beginnings are marked, and nothing else."""
    assert shown(mark(text, matcher(words), TINY)) == marked


def test_a_relaxed_search_marks_a_lone_part() -> None:
    """Where one part of a compound was enough to be found, it is marked."""
    assert shown(mark("Indsatsen", matcher("nytteindsats skole", relaxed=True), TINY)) == "[Indsatsen]"


def test_the_texts_of_a_passage_decide_together() -> None:
    """Parts of a compound that stand in different texts of a passage are marked in each; a lone part beside the compound in none."""
    apart = settle(matcher("nytteindsats"), ["Hvad er indsatsen?", "Den er til nytte."], TINY)
    assert shown(mark("Hvad er indsatsen?", apart, TINY)) == "Hvad er [indsatsen]?"
    whole = settle(matcher("nytteindsats"), ["Hvad er indsatsen?", "En nytteindsats."], TINY)
    assert shown(mark("Hvad er indsatsen?", whole, TINY)) == "Hvad er indsatsen?"


FILL = "Der er ikke noget nyt at sige om den sag i denne sætning. "


def test_a_snippet_is_the_stretch_with_the_most_different_words() -> None:
    """The stretch with most of what was sought is shown, though an earlier one repeats a single word."""
    text = "Skole, skole, skole. " + FILL * 6 + "Bus til skole. " + FILL * 6
    found = shown(snippet(text, matcher("skole bus"), TINY))
    assert "[Bus] til [skole]." in found
    assert found.startswith("… ")
    assert found.endswith(" …")


def test_a_snippet_begins_and_ends_with_sentences_where_it_can() -> None:
    """Cuts lie between sentences when one ends nearby, and at the latest between words."""
    text = FILL * 4 + "Bus til skole. " + FILL * 8
    found = joined(snippet(text, matcher("bus"), TINY))
    assert found.removeprefix("… ")[0].isupper()
    assert found.removesuffix(" …").endswith(".")
    long = "ord " * 100 + "bus " + "ord " * 100
    found = shown(snippet(long, matcher("bus"), TINY))
    assert set(found.replace("…", "").split()) == {"ord", "[bus]"}
    assert 200 < len(found) < 300


def test_a_snippet_of_the_end_is_as_long_as_any() -> None:
    """A match near the end is shown with what stands before it."""
    found = joined(snippet(FILL * 20 + "Bus.", matcher("bus"), TINY))
    assert found.endswith("Bus.")
    assert len(found) > 200


def test_without_a_match_the_beginning_is_shown() -> None:
    """A text without a match is shown from its start; a short one whole, without a sign of cutting."""
    found = joined(snippet("Et. " + FILL * 20, matcher("bus"), TINY))
    assert found.startswith("Et. Der er")
    assert found.endswith(" …")
    assert joined(snippet("Kort svar.", matcher("bus"), TINY)) == "Kort svar."


def test_a_phrase_longer_than_the_snippet_is_shown_whole() -> None:
    """A mark is never cut, however long."""
    phrase = " ".join(["bus"] * 30)
    found = shown(snippet(f"{FILL * 3}{phrase} slut. {FILL * 3}", matcher(f'"{phrase}"'), TINY, length=40))
    assert f"[{phrase}]" in found


TEXTS = st.lists(
    st.sampled_from(["skole", "skolen", "Bus.", "nytte", "indsats", "og", "\n\n", "x" * 90, "12,5", "Ø!", "  ", ":", "…"]), max_size=80
).map(" ".join)


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["skole bus", "nytteindsats", '"og skole"', "sko*", "x"]), st.integers(min_value=20, max_value=300))
def test_joined_pieces_are_the_text_and_marks_whole_words(text: str, words: str, length: int) -> None:
    """Joined pieces of the whole are the text, those of a snippet a stretch of it; marks begin and end where words do."""
    whole = mark(text, matcher(words), TINY)
    assert joined(whole) == text
    part = snippet(text, matcher(words), TINY, length=length)
    assert joined(part).removeprefix("… ").removesuffix(" …") in text
    tokens = TINY.read(text)
    starts, ends = {token.start for token, _ in tokens}, {token.end for token, _ in tokens}
    at = 0
    for piece in whole:
        assert piece.text
        if piece.marked:
            assert at in starts
            assert at + len(piece.text) in ends
        at += len(piece.text)
    assert {piece.text for piece in part if piece.marked} <= {piece.text for piece in whole if piece.marked}
    assert any(piece.marked for piece in whole) == any(piece.marked for piece in part)


def both(of: Letter, words: str) -> tuple[str, str]:
    """Title and snippet of the first passage of a letter."""
    stored = StoredPassage(of.id, of.file, of.metadata, of.passages[0])
    title, cut = excerpts(stored, matcher(words), TINY)
    return shown(title), shown(cut)


TABLE = Table(rows=(("", "Pris"), ("Bus", "12")), caption="Tabel 1. Udgifter", footnotes=("Uden moms",))


@pytest.mark.parametrize(
    ("words", "title", "cut"),
    [
        ("skole bus", "Hvad koster [skole]?", "Ja."),
        ("bus", "Hvad koster skole?", "Ja."),
        ("pris", "Hvad koster skole?", "Tabel 1. Udgifter\n[Pris]\nBus · 12\nUden moms"),
        ("moms", "Hvad koster skole?", "Tabel 1. Udgifter\nPris\nBus · 12\nUden [moms]"),
        ("ja moms", "Hvad koster skole?", "[Ja]."),
        ("trafik", "Hvad koster skole?", "om [trafik]"),
        ("skole trafik", "Hvad koster [skole]?", "Ja."),
        ("kapitel", "Hvad koster skole?", "[Kapitel] 1"),
        ("intet", "Hvad koster skole?", "Ja."),
    ],
)
def test_a_result_shows_why_it_was_found(words: str, title: str, cut: str) -> None:
    """The title is marked; the snippet is of the answer, a table, the heading or the subject, whichever shows the match first."""
    rows = TABLE if words not in {"skole bus", "bus"} else Table(rows=(("a", "b"),))
    place = passage("Ja.", question="Hvad koster skole?", heading="Kapitel 1", tables=(rows,))
    assert both(letter("a", place, subject="om trafik"), words) == (title, cut)


def test_a_section_of_tables_is_shown_by_its_table() -> None:
    """A passage without question or answer has its heading as title and its table as snippet."""
    place = passage("", heading="Økonomi", tables=(TABLE,), kind="section")
    assert both(letter("a", place), "økonomi") == ("[Økonomi]", "Tabel 1. Udgifter\nPris\nBus · 12\nUden moms")
    assert both(letter("a", passage("")), "økonomi") == ("", "")
