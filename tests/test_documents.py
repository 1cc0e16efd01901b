"""What indexer/documents.py promises: what is packed comes back as it was, to the last byte."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import default_analyzer
from indexer.documents import pack
from indexer.documents import repack
from indexer.documents import unpack
from indexer.entries import encode_letter
from indexer.entries import make_entries
from indexer.model.entry import Terms
from indexer.model.entry import spaced
from indexer.model.letter import Letter
from indexer.model.letter import Metadata
from indexer.model.letter import Passage


def _letter(answers: list[str], subject: str) -> Letter:
    passages = tuple(Passage(str(place), f"svar-{place}", "question_answer", answer, subject) for place, answer in enumerate(answers, 1))
    return Letter(
        "2018-1", "a.txt", "ab" * 32, Metadata(date="2018-05-06", subject=subject), passages, preamble=answers[0] if answers else ""
    )


@given(
    answers=st.lists(st.text(alphabet='aå "\\\n1.', max_size=12), max_size=4),
    subject=st.text(alphabet='aå "}', max_size=6),
    first=st.integers(0, 9),
)
def test_what_is_packed_comes_back(answers: list[str], subject: str, first: int) -> None:
    """The letter, its entries numbered as asked for, and what each of them stores, whatever is said twice in them."""
    letter = _letter(answers, subject)
    made = make_entries(letter, default_analyzer())
    document = unpack(pack(letter, default_analyzer(), cached=False).document, first=first)
    assert document.stored == encode_letter(letter)
    assert document.entries == tuple(replace(entry, ord=first + entry.ord) for entry in made)


def test_other_words_about_a_letter_leave_its_passages() -> None:
    """With its editions named, a letter's passages are what they were."""
    letter = _letter(["ja", "nej", "ja"], "ja")
    before = pack(letter, default_analyzer(), cached=False).document
    after = unpack(repack(before, replace(letter, editions=("gammel.txt",))))
    assert after.stored == encode_letter(replace(letter, editions=("gammel.txt",)))
    assert after.entries == unpack(before).entries


@given(st.lists(st.text(alphabet="abå¶", min_size=1, max_size=3)))
def test_terms_are_what_they_were(terms: list[str]) -> None:
    """Terms held as one text are the same terms in the same order, however they are asked for."""
    held = Terms(" ".join(terms))
    assert (len(held), list(held), held[1:], bool(held)) == (len(terms), terms, terms[1:], bool(terms))
    assert held == tuple(terms)
    assert spaced(held) == spaced(terms)
    assert hash(held) == hash(Terms(" ".join(terms)))
