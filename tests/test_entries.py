from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.analysis import default_analyzer
from indexer.entries import BREAK
from indexer.entries import SCHEMA
from indexer.entries import canonical_key
from indexer.entries import decode_letter
from indexer.entries import decode_passage
from indexer.entries import encode_letter
from indexer.entries import make_entries
from indexer.model.letter import Person
from indexer.model.letter import Remark
from indexer.model.letter import StoredPassage
from indexer.model.letter import Table
from tests.search_builders import TINY
from tests.search_builders import letter
from tests.search_builders import passage


if TYPE_CHECKING:
    from indexer.model.entry import Entry
    from indexer.model.letter import Letter


TABLE = Table(rows=(("Skoler", ""), ("Bus", "12")), caption="Tabel 1", footnotes=("Uden moms",))


def entries(of: Letter) -> tuple[Entry, ...]:
    """The entries of a letter."""
    return make_entries(of, TINY)


def test_a_passage_is_indexed_with_all_it_says() -> None:
    """Question, heading and answer are in terms, every part of a table in tables, and all of it, in order and apart, in words."""
    whole = passage("Nytteindsatsen virker.", question="Hvad hjælper?", heading="Svar", tables=(TABLE,), footnotes=("Jf. planen",))
    (entry,) = entries(letter("a", whole))
    texts = " ".join(entry.terms["words"]).split(f" {BREAK} ")
    assert texts == ["hvad hjaelper", "svar", "nytteindsatsen virker", "tabel 1", "skoler", "bus", "12", "uden moms", "jf planen"]
    assert {"hjaelp", "nytteindsats", "nytt", "indsats"} <= set(entry.terms["terms"])
    assert {"skol", "12", "tabel", "mom"} & set(entry.terms["tables"]) >= {"skol", "12"}
    assert not set(entry.terms["tables"]) & set(entry.terms["terms"])
    assert set(entry.terms["title"]) == {"hvad", "hjaelp", "svar"}
    assert not {"nytt", "indsats"} & set(entry.terms["stems"])
    assert {"hjaelp", "nytteindsats", "skol"} <= set(entry.terms["stems"])
    assert BREAK not in entry.terms["terms"]


def test_every_passage_has_the_context_of_its_letter() -> None:
    """Subject, preamble, names, numbers and reference are found in every passage, and the shared words are no words of its own."""
    made = entries(
        letter(
            "a", "Et.", "To.", preamble="Tak for brevet", subject="busser", signers=("Åse Holm",), case_number="2018-0000088",
            document_number="2018-0000088-1", reference="BI105", addressee=Person("Bo Berg", party="Venstre"), asker=Person("Udvalget"),
        )
    )  # fmt: skip
    wanted = {"buss", "tak", "bo", "berg", "venstr", "udvalg", "aase", "holm", "2018-0000088", "2018-0000088-1", "bi105"}
    assert all(wanted == {*entry.terms["subject"], *entry.terms["preamble"], *entry.terms["names"]} - {"for", "brev"} for entry in made)
    assert (made[0].terms["subject"], made[0].terms["preamble"]) == (("buss",), ("tak", "for", "brev"))
    assert not wanted & set(made[0].terms["terms"])
    texts = " ".join(made[0].terms["context_words"]).split(f" {BREAK} ")
    assert texts == ["busser", "tak for brevet", "bo berg", "venstre", "udvalget", "aase holm", "2018-0000088", "2018-0000088-1", "bi105"]


def test_facets_and_numbers_say_what_the_letter_says() -> None:
    """Each facet holds the distinct values of the letter in one spelling, the date also as a number."""
    (entry,) = entries(
        letter(
            "a", "Et.", date="2018-09-24", signers=("Åse  Holm", "Bo Berg"), addressee=Person("Bo Berg", party="Venstre"),
            asker=Person("Venstre", party="Venstre"), case_number="2018-0000088", document_number="2018-0000088-1", administration="Skole",
        )
    )  # fmt: skip
    assert entry.facets == {
        "year": ("2018",),
        "director": ("Åse Holm", "Bo Berg"),
        "addressee": ("Bo Berg",),
        "asker": ("Venstre",),
        "party": ("Venstre",),
        "case": ("2018-0000088",),
        "document": ("2018-0000088-1",),
        "kind": ("letter",),
        "administration": ("Skole",),
        "letter": ("a",),
    }
    assert entry.numbers == {"date": 20180924, "year": 2018}


def test_a_passage_has_the_remarks_about_it_and_about_its_letter() -> None:
    """What was remarked about the letter is a facet of all its passages, what was remarked about one is of that alone."""
    remarks = (Remark("ocr", "Genkendt."), Remark("no_answer", "Intet svar.", passage="svar-2"), Remark("ocr", "Svær.", page=2))
    first, second = entries(replace(letter("a", "Et.", "To."), remarks=remarks))
    assert first.facets["remark"] == ("ocr",)
    assert second.facets["remark"] == ("ocr", "no_answer")


def test_what_is_absent_is_left_out() -> None:
    """A letter that says nothing of itself has entries without those facets, numbers and terms."""
    (entry,) = entries(letter("a", ""))
    assert (entry.terms, entry.facets, entry.numbers) == ({}, {"kind": ("letter",), "letter": ("a",)}, {})


def test_entries_are_named_and_numbered_in_the_order_of_the_letter() -> None:
    """Each passage, remainders included, has its key and its place within the letter."""
    made = entries(letter("a", passage("Et."), passage("Rest.", anchor="rest", kind="remainder", label=None)))
    assert [(entry.key, entry.ord, entry.letter) for entry in made] == [("a#svar-1", 0, "a"), ("a#rest", 1, "a")]


def test_entries_name_only_what_the_schema_has() -> None:
    """The schema knows every field, facet and number of an entry; phrases can be asked of what is as written."""
    (entry,) = entries(letter("a", "Et.", date="2018-09-24"))
    assert set(entry.terms) <= {text.name for text in SCHEMA.texts}
    assert set(entry.facets) <= set(SCHEMA.facets)
    assert set(entry.numbers) <= set(SCHEMA.numbers)
    assert [text.name for text in SCHEMA.texts if text.positions] == ["words", "context_words"]


def test_passages_and_letters_come_back_from_their_bytes() -> None:
    """What is stored is what was given; other bytes are an error."""
    whole = letter("a", passage("Et.", tables=(TABLE,)), preamble="Tak.", date="2018-09-24", signers=("Åse Holm",))
    assert decode_letter(encode_letter(whole)) == whole
    assert decode_passage(entries(whole)[0].stored) == StoredPassage("a", "a.txt", whole.metadata, whole.passages[0], "Tak.")
    for decode in (decode_letter, decode_passage):
        with pytest.raises(msgspec.DecodeError):
            decode(b"{}")


def test_the_newest_letter_comes_first_and_the_undated_last() -> None:
    """The canonical order is by date downwards, then by id."""
    ordered = sorted(
        [letter("u"), letter("b", date="2018-01-02"), letter("a", date="2018-01-02"), letter("n", date="2020-01-01")], key=canonical_key
    )
    assert [each.id for each in ordered] == ["n", "a", "b", "u"]


@settings(deadline=None)
@given(st.text(max_size=400) | st.text(alphabet="ab", min_size=190, max_size=300))
def test_terms_are_what_an_engine_accepts(answer: str) -> None:
    """Whatever the text, every term of the real analyzer has 1 to 200 characters and no white space."""
    for entry in make_entries(letter("a", answer), default_analyzer()):
        for terms in entry.terms.values():
            assert all(0 < len(term) <= 200 and not any(map(str.isspace, term)) for term in terms)
