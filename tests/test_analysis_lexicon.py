"""The word list as a table."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.lexicon import Lexicon
from indexer.analysis.lexicon import encode
from indexer.analysis.lexicon import load_lexicon


if TYPE_CHECKING:
    from pathlib import Path

LETTERS = st.text(alphabet="abesønrtå", min_size=1, max_size=9)


@given(st.dictionaries(LETTERS, LETTERS, max_size=300))
def test_every_form_is_found_again(lemmas: dict[str, str]) -> None:
    """Whatever forms and lemmas a table is made of, each form gives its lemma."""
    lexicon = Lexicon(encode(lemmas))
    assert {form: lexicon.lemma(form) for form in lemmas} == lemmas


@given(st.dictionaries(LETTERS, LETTERS, max_size=50), LETTERS)
def test_an_unknown_form_has_no_lemma(lemmas: dict[str, str], form: str) -> None:
    """What is not in the table is unknown, save the genitive of a known form."""
    lexicon = Lexicon(encode(lemmas))
    if form not in lemmas:
        assert lexicon.lemma(form) == (lemmas.get(form[:-1]) if form.endswith("s") else None)


def test_a_table_of_many_blocks_is_searched_to_both_ends() -> None:
    """Forms in the first and the last block, and before and after both, are answered rightly."""
    lemmas = {f"ord{number:05}": f"ord{number:04}" for number in range(2000)}
    lexicon = Lexicon(encode(lemmas))
    assert lexicon.lemma("ord00000") == "ord0000"
    assert lexicon.lemma("ord01999") == "ord1999"
    assert lexicon.lemma("aa") is lexicon.lemma("åå") is lexicon.lemma("") is None


def test_regular_genitives_take_no_room() -> None:
    """A genitive that follows from its base is not written, one that does not is."""
    text = encode({"plan": "plan", "plans": "plan", "hus": "hus", "huss": "hus", "pri": "pri", "pris": "pris"})
    assert [line.split("\t")[0] for line in text.split("\n") if line] == ["hus", "huss", "plan", "pri", "pris"]


def test_corrections_go_before_the_table() -> None:
    """A corrected form has the corrected lemma, also in the genitive, and `correction` tells which those are."""
    lexicon = Lexicon(encode({"planen": "planen", "plan": "plan"}), corrections={"planen": "plan"})
    assert lexicon.lemma("planen") == lexicon.lemma("planens") == "plan"
    assert lexicon.correction("planens") == "plan"
    assert lexicon.correction("plan") is lexicon.correction("s") is None


def test_a_table_is_read_from_its_file(tmp_path: Path) -> None:
    """What was written compressed is read back."""
    path = tmp_path / "forms.txt.gz"
    path.write_bytes(gzip.compress(encode({"årene": "år"}).encode("latin-1")))
    assert load_lexicon(path).lemma("årene") == "år"
