from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.editions import Editions
from indexer.editions import Identity
from indexer.editions import find_editions
from indexer.editions import identify
from indexer.letters import parse_letter
from indexer.model.letter import Letter
from indexer.model.letter import Metadata
from indexer.model.letter import Passage
from indexer.model.letter import Person
from indexer.model.letter import Remark
from indexer.model.letter import Table
from indexer.sources import read_source
from tests.pdf_builder import Design
from tests.pdf_builder import plain_letter_pdf


if TYPE_CHECKING:
    from pathlib import Path


def _letter(answer: str = "Der er 17 borgere.", *, metadata: Metadata | None = None, tables: tuple[Table, ...] = ()) -> Letter:
    passage = Passage("1", "svar-1", "question_answer", answer, question="Hvor mange?", tables=tables)
    return Letter("brev", "brev.pdf", "0" * 64, metadata or Metadata(), (passage,) if answer else ())


def _same(one: Letter, other: Letter) -> bool:
    """Whether two letters, each in a file of its own, are one document."""
    letters = (replace(one, file="1.pdf", fingerprint="1"), replace(other, file="2.pdf", fingerprint="2"))
    return len(find_editions(identify(letter, corrected=False) for letter in letters)) == 1


def _found(*letters: Identity) -> list[Editions]:
    return find_editions(letters)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("Der  er\n17 \xa0borgere.", True),
        ("Der er 17 bor-\ngere.", True),
        ("Der er 18 borgere.", False),
        ("Der er 1,7 borgere.", False),
        ("Der er -17 borgere.", False),
    ],
)
def test_letters_that_say_the_same_are_one(written: str, same: bool) -> None:
    """White space and hyphens in words are no difference, a figure or its sign is."""
    assert _same(_letter(), _letter(written)) is same


def test_lists_are_compared_without_their_bullets() -> None:
    """The same list is the same, whatever sign stands before its items."""
    assert _same(_letter("Der er:\n\n- heste\n- køer"), _letter("Der er:\n\n• heste\n• køer"))


def test_tables_are_part_of_what_a_letter_says() -> None:
    """Two letters that differ in one cell are two."""
    one, other = (_letter(tables=(Table((("år", cell),)),)) for cell in ("17", "18"))
    assert _same(one, one)
    assert not _same(one, other)


def test_letters_that_say_nothing_are_different() -> None:
    """Two scans without text are not one document; two exact copies of one are."""
    assert not _same(_letter(""), _letter(""))
    letters = [replace(_letter(""), file=name) for name in ("a.pdf", "b.pdf")]
    assert len(find_editions(identify(letter, corrected=False) for letter in letters)) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Metadata(), Metadata(case_number="2018-1", date="2018-01-01", date_source="letter", addressee=Person("Vera Holm")), True),
        (Metadata(case_number="2018-1"), Metadata(case_number="2018-2"), False),
        (Metadata(addressee=Person("Vera Holm")), Metadata(addressee=Person("Ib Lund")), False),
        (Metadata(date="2018-01-01", date_source="letter"), Metadata(date="2018-01-02", date_source="letter"), False),
        (Metadata(date="2018-01-01", date_source="letter"), Metadata(date="2018-01-02", date_source="inquiry"), True),
        (Metadata(document_number="2018-1-1"), Metadata(document_number="2018-1-2"), False),
        (Metadata(document_number="2018-1-1"), Metadata(), True),
        (Metadata(document_number="2018-1-1a", case_number="1"), Metadata(document_number="2018-1- 1A", case_number="2"), True),
    ],
)
def test_numbers_decide_and_without_them_what_both_letters_know(one: Metadata, other: Metadata, same: bool) -> None:
    """The same answer to two members is two letters; a copy that has lost its letterhead is a copy; a document number settles it."""
    assert _same(_letter(metadata=one), _letter(metadata=other)) is same
    assert _same(_letter(metadata=other), _letter(metadata=one)) is same


def test_the_newest_edition_is_served() -> None:
    """Of one number and different texts the newest date is served, whatever the files are called; the undated is the oldest."""
    editions = _found(
        Identity("a.pdf", "ny", "1", "2018-03-01"),
        Identity("b.pdf", "mellem", "1", "2018-02-01"),
        Identity("c.pdf", "gammel", "1", None),
        Identity("d.pdf", "andet", "2", "2019-01-01"),
    )
    assert editions == [Editions("a.pdf", earlier=("b.pdf", "c.pdf")), Editions("d.pdf")]
    undated_copy = Identity("a.txt", "ny", "1"), Identity("a.pdf", "ny", "1", "2018-03-01"), Identity("b.pdf", "gl", "1", "2018-02-01")
    assert _found(*undated_copy) == [Editions("a.pdf", ("a.txt",), ("b.pdf",))]


def test_of_editions_of_one_day_the_last_by_name_is_served() -> None:
    """Names are compared as people number them; one that was read in part gives way to one that is whole."""
    names = ["brev.pdf", "brev v2.pdf", "brev v10.pdf"]
    assert _found(*(Identity(name, name, "1", "2018-01-01") for name in names)) == [Editions(names[2], earlier=(names[1], names[0]))]
    damaged = Identity("z.pdf", "z", "1", "2018-01-01", whole=False)
    assert _found(damaged, Identity("a.pdf", "a", "1", "2018-01-01")) == [Editions("a.pdf", earlier=("z.pdf",))]
    assert _found(Identity("a.txt", "t", "1"), Identity("a.pdf", "p", "1")) == [Editions("a.pdf", earlier=("a.txt",))]


def test_of_copies_the_best_is_served() -> None:
    """What was corrected comes first, then what bears the number, is whole and has lost least, then the PDF, then the first by name."""
    best = [
        Identity("e.txt", "x", "1", facts=("sag",), corrected=True),
        Identity("d.pdf", "x", "1", facts=("sag",)),
        Identity("d (2).pdf", "x", "1", facts=("sag",)),
        Identity("c.txt", "x", "1", facts=("sag",)),
        Identity("bb.pdf", "x", "1", facts=(None,)),
        Identity("b.pdf", "x", "1", facts=("sag",), whole=False),
        Identity("a.pdf", "x", facts=("sag",)),
    ]
    for first in range(len(best)):
        [editions] = _found(*best[first:])
        assert (editions.served, editions.copies) == (best[first].file, tuple(letter.file for letter in best[first + 1 :]))


def test_a_copy_of_an_earlier_edition_is_an_earlier_edition() -> None:
    """A copy without a number belongs to the edition that says the same."""
    letters = Identity("ny.pdf", "ny", "1", "2018-02-01"), Identity("gl.pdf", "gl", "1", "2018-01-01"), Identity("gl.txt", "gl")
    assert _found(*letters) == [Editions("ny.pdf", earlier=("gl.pdf", "gl.txt"))]


def test_every_file_that_is_not_served_is_named() -> None:
    """Copies and earlier editions each get a remark that names the file that is served."""
    remarks = dict(Editions("a.pdf", ("b.pdf",), ("c.pdf",)).remarks())
    assert {file: remark.code for file, remark in remarks.items()} == {"b.pdf": "duplicate", "c.pdf": "earlier_edition"}
    assert all("a.pdf" in remark.message for remark in remarks.values())


def test_what_was_read_in_part_is_not_whole() -> None:
    """Damage, a missing text layer and a missing body are held against a file when there is another."""
    assert identify(_letter(), corrected=True) == replace(identify(_letter(), corrected=False), corrected=True)
    assert identify(_letter(), corrected=False).whole
    assert not identify(_letter(""), corrected=False).whole
    assert not identify(replace(_letter(), needs_ocr=True), corrected=False).whole
    assert not identify(replace(_letter(), remarks=(Remark("damaged", "Side 1 er beskadiget."),)), corrected=False).whole


@pytest.mark.parametrize("hyphenated", [False, True])
def test_a_letter_and_its_print_are_one(corpus: Path, hyphenated: bool, tmp_path: Path) -> None:
    """A text and the PDF printed from it are the same letter, and the PDF is served."""
    text = min(path for path in corpus.glob("*.txt") if "Ad 1" in path.read_text(encoding="utf-8"))
    printed = plain_letter_pdf(tmp_path / "brev.pdf", text, design=Design(justified=hyphenated, hyphenated=hyphenated), footer="{page}")
    letters = [parse_letter(read_source(path, file=f"x{path.suffix}"), parties={}, members={}) for path in (text, printed)]
    assert find_editions(identify(letter, corrected=False) for letter in letters) == [Editions("x.pdf", ("x.txt",))]


identities = st.builds(
    Identity,
    file=st.sampled_from(["a", "a (2)", "b10", "b9", "mappe/a", "å"]).flatmap(lambda stem: st.sampled_from([f"{stem}.pdf", f"{stem}.txt"])),
    content=st.sampled_from("xy"),
    number=st.sampled_from([None, "1", "2"]),
    date=st.sampled_from([None, "2018-01-01", "2018-01-02"]),
    facts=st.tuples(st.none(), st.sampled_from([None, "sag"]), st.sampled_from([None, "vera", "ib"])),
    whole=st.booleans(),
    corrected=st.booleans(),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(identities, max_size=8, unique_by=lambda letter: letter.file), st.randoms())
def test_every_file_is_in_one_document_in_whatever_order_they_come(letters: list[Identity], chance: object) -> None:
    """No file is lost or there twice, and the same files always give the same documents."""
    found = find_editions(letters)
    files = [file for editions in found for file in (editions.served, *editions.copies, *editions.earlier)]
    assert sorted(files) == sorted(letter.file for letter in letters)
    shuffled = list(letters)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert find_editions(shuffled) == found
    numbers = {letter.file: letter.number for letter in letters}
    for editions in found:
        together = {numbers[file] for file in (editions.served, *editions.copies, *editions.earlier)} - {None}
        assert len(together) <= 1
