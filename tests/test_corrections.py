from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.corrections import MOST_BYTES
from indexer.corrections import RULE
from indexer.corrections import correct
from indexer.corrections import read_correction
from indexer.model.letter import Metadata
from indexer.model.letter import Person
from indexer.model.letter import Signer
from tests.corpus_builders import letter_text
from tests.letter_builders import PARTIES
from tests.letter_builders import letter


if TYPE_CHECKING:
    from indexer.model.letter import Letter

WHOLE = letter_text(1).replace("### ", "")
BARE = "Kære Vera Holm\n\nHvor mange borgere er der?\n\nDer er 17 borgere i byen i dag.\n\nVenlig hilsen"


def _corrected(toml: str, text: str | None = None, *, members: dict[str, str] | None = None) -> Letter:
    """A letter with two questions, or the one in `text`, as this correction would have it."""
    found = letter(text or WHOLE)
    return correct(found, read_correction(toml.encode(), file="brev.meta.toml"), parties=PARTIES, members=members or {})


def _codes(corrected: Letter) -> list[str]:
    return [remark.code for remark in corrected.remarks]


def _mistakes(toml: str) -> list[str]:
    return [remark.message for remark in _corrected(toml).remarks if remark.code == "correction_mistake"]


ALL = """
kind = "budget_note"
authority = "Prøve Kommune"
administration = "Forvaltningen for Nyt"
date = "2019-02-28"
inquiry_date = 2019-01-31
case_number = "2019-0000077"
document_number = "2019-0000077-3"
reference = "B 12"
subject = "nyt  emne"

[addressee]
name = "Vera Holm"
title = "MB"
party = "Venstre"
email = "vera@example.org"

[asker]
name = "Ib Lund"

[[signers]]
name = "Bo Test"
title = "kst. direktør"

[[signers]]
name = "Else Prøve"
acting = true
"""


def test_every_value_can_be_corrected() -> None:
    """All that is known of a letter as a whole can be said in its correction, and the origin of each value says so."""
    corrected = _corrected(ALL)
    assert corrected.metadata == Metadata(
        kind="budget_note",
        authority="Prøve Kommune",
        administration="Forvaltningen for Nyt",
        addressee=Person("Vera Holm", "MB", "Venstre", "vera@example.org"),
        asker=Person("Ib Lund", party="Enhedslisten"),
        date="2019-02-28",
        date_source="letter",
        inquiry_date="2019-01-31",
        case_number="2019-0000077",
        document_number="2019-0000077-3",
        reference="B 12",
        subject="nyt emne",
        signers=(Signer("Bo Test", "kst. direktør", "Direktør", acting=True), Signer("Else Prøve", acting=True)),
    )
    assert corrected.id == "2019-0000077-3"
    assert corrected.remarks == ()
    rules = {name for name, origin in corrected.origins.items() if origin.rule == RULE}
    named = {field.name for field in fields(Metadata)} - {"date_source", "signers"} | {"signer"}
    assert rules == named | {"addressee_title", "addressee_party", "addressee_email"}


def test_passages_are_untouched() -> None:
    """A correction says nothing of questions and answers."""
    assert _corrected(ALL).passages == letter(WHOLE).passages


@pytest.mark.parametrize(
    "name", ["authority", "administration", "case_number", "document_number", "reference", "subject", "date", "addressee"]
)
@pytest.mark.parametrize("nothing", ['""', '"  "'])
def test_an_empty_text_says_that_the_letter_has_none(name: str, nothing: str) -> None:
    """What was read by mistake is taken away, and nobody is asked to look for what is not there."""
    corrected = _corrected(f"{name} = {nothing}")
    assert getattr(corrected.metadata, name) is None
    assert corrected.remarks == ()
    assert corrected.origins[name].rule == RULE


@pytest.mark.parametrize("nothing", ['""', "[]"])
def test_nobody_may_have_signed(nothing: str) -> None:
    """A letter without a signer is said to have none."""
    corrected = _corrected(f"signers = {nothing}")
    assert (corrected.metadata.signers, corrected.remarks) == ((), ())


def test_an_id_follows_the_corrected_document_number() -> None:
    """A letter is called after its corrected number, and after its file where the correction says that it has none."""
    assert _corrected('document_number = "2019-9-9"').id == "2019-9-9"
    assert _corrected('document_number = ""').id == "brev"
    assert _corrected('subject = "andet"').id == letter(WHOLE).id


def test_what_is_corrected_is_no_longer_missing() -> None:
    """The remarks that a correction settles are gone; the others stay."""
    before = _codes(letter(BARE))
    assert {"missing_date", "missing_case_number", "missing_document_number"} <= set(before)
    after = _codes(_corrected('case_number = "2019-0000077"\ndate = ""', BARE))
    assert after == [code for code in before if code not in ("missing_case_number", "missing_date")]


def test_an_inquiry_date_stands_in_for_a_missing_date() -> None:
    """As when it is read: the corrected day of the inquiry sorts a letter without a date, and the remark says so."""
    corrected = _corrected('inquiry_date = "2019-01-31"', BARE)
    assert (corrected.metadata.date, corrected.metadata.day) == (None, "2019-01-31")
    assert [remark.message for remark in corrected.remarks if remark.code == "missing_date"] == [
        "Brevet har ingen dato; henvendelsens dato bruges til sortering."
    ]


def test_only_the_parts_that_are_given_change() -> None:
    """The title of the addressee alone can be corrected; whoever asked is the addressee as before."""
    corrected = _corrected('[addressee]\ntitle = "Medlem"').metadata
    assert corrected.addressee == Person("Enhedslisten", "Medlem", "Enhedslisten")
    assert corrected.asker == corrected.addressee


@pytest.mark.parametrize(
    ("toml", "party"),
    [
        ('[addressee]\nname = "Vera Holm"\nparty = "v"', "Venstre"),
        ('[addressee]\nname = "Vera Holm"\nparty = "Nyt Parti"', "Nyt Parti"),
        ('[addressee]\nname = "Vera Holm"\nparty = ""', None),
        ('addressee = "Vera Holm"', "Radikale Venstre"),
        ('addressee = "Venstre"', "Venstre"),
        ('addressee = "Ib Lund"', "Enhedslisten"),
    ],
)
def test_parties_are_known_by_letter_and_register(toml: str, party: str | None) -> None:
    """A party may be written as its letter on the ballot; where only a name is given, the registers are asked, and else it stays."""
    addressee = _corrected(toml, members={"Vera Holm": "Radikale Venstre"}).metadata.addressee
    assert addressee is not None
    assert addressee.party == party


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('emne = "x"', "brev.meta.toml: emne kendes ikke. Tilladt er addressee, administration,"),
        ('date = "2019-02-31"', 'brev.meta.toml: date = "2019-02-31" er ikke tilladt; det skal være en dato'),
        ('date = "31. januar 2019"', "er ikke tilladt; det skal være en dato"),
        ('date = "0018-09-24"', "er ikke tilladt; det skal være en dato"),
        ("date = 2019", "brev.meta.toml: date = 2019 er ikke tilladt"),
        ("date = 2019-01-31T10:00:00", "er ikke tilladt; det skal være en dato"),
        ("inquiry_date = true", "brev.meta.toml: inquiry_date = true er ikke tilladt"),
        ("case_number = 2018", "brev.meta.toml: case_number = 2018 er ikke tilladt; det skal være en tekst"),
        (f'subject = "{"x" * 501}"', "xxx... er ikke tilladt; det skal være en tekst på højst 500 tegn"),
        ('kind = "brev"', 'er ikke tilladt; det skal være "letter" (brev) eller "budget_note" (notat)'),
        ('kind = ""', 'er ikke tilladt; det skal være "letter"'),
        ('addressee = ["Vera"]', "brev.meta.toml: addressee = "),
        ('[addressee]\nparti = "V"', "brev.meta.toml: addressee.parti kendes ikke. Tilladt er email, name, party, title."),
        ("[asker]\ntitle = 3", "brev.meta.toml: asker.title = 3 er ikke tilladt"),
        ('signers = "Bo Test"', "det skal være en liste som"),
        ('signers = [{title = "direktør"}]', "det skal være en liste som"),
        (
            'signers = [{name = "Bo", acting = "ja"}]',
            'brev.meta.toml: signers[1].acting = "ja" er ikke tilladt; det skal være true eller false',
        ),
        ("date = 2019-02-31", "brev.meta.toml kan ikke læses i linje 1;"),
        ('\nsubject = "x', "brev.meta.toml kan ikke læses"),
        (f"x = {'[' * 5000}", "brev.meta.toml har for mange parenteser"),
        (f"x = {'1' * 5000}", "brev.meta.toml kan ikke læses;"),
        (f"# {'x' * MOST_BYTES}", "brev.meta.toml er for stor"),
    ],
)
def test_a_mistake_is_one_sentence(toml: str, said: str) -> None:
    """Each mistake is told of once, with what it is, where it stands and what is allowed."""
    [mistake] = _mistakes(toml)
    assert said in mistake
    assert "\n" not in mistake
    assert mistake.endswith(".")


def test_what_is_right_applies_in_spite_of_mistakes() -> None:
    """A mistake costs its own value alone, inside a person, too."""
    corrected = _corrected('date = "nu"\nsubject = "nyt"\n[addressee]\nname = "Vera Holm"\ntitle = 3\n[asker]\nalder = 3')
    assert corrected.metadata.subject == "nyt"
    assert corrected.metadata.date == letter(WHOLE).metadata.date
    assert corrected.metadata.addressee == Person("Vera Holm", party="Enhedslisten")
    assert _codes(corrected) == ["correction_mistake"] * 3


def test_a_person_the_letter_does_not_name_needs_a_name() -> None:
    """A title without anybody to bear it is a mistake that says so."""
    corrected = _corrected('[addressee]\ntitle = "MB"', "Hvor mange er der?\n\nDer er 17 borgere i byen i dag.")
    assert corrected.metadata.addressee is None
    assert "missing_addressee" in _codes(corrected)
    assert "mangler name" in corrected.remarks[-1].message


def test_a_file_from_windows_is_read() -> None:
    """A byte order mark and carriage returns are no mistakes; another encoding is one."""
    assert read_correction(b'\xef\xbb\xbfsubject = "\xc3\xa5"\r\n', file="x").values == {"subject": "å"}
    assert "UTF-8" in read_correction('subject = "å"'.encode("cp1252"), file="x").mistakes[0]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner),
)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@example(b'addressee = {}\nsigners = [{}]\nasker = {name = ""}')
@example(b"kind = {}\ndate = [1979-05-27]\nsubject = inf")
def test_reading_and_correcting_never_raise(data: bytes) -> None:
    """Whatever lies in the file, there is a letter."""
    found = letter(BARE)
    corrected = correct(found, read_correction(data, file="x.meta.toml"), parties=PARTIES, members={})
    assert corrected.passages == found.passages


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["kind", "date", "subject", "addressee", "signers", "asker", "nyt"]), values)
def test_any_kind_of_value_is_used_or_a_mistake(name: str, value: object) -> None:
    """A value of any kind under any name either counts or is told of; empty tables say nothing."""
    correction = read_correction(f"{name} = {json.dumps(value)}".encode(), file="x.meta.toml")
    assert correction.values or correction.mistakes
    correct(letter(BARE), correction, parties=PARTIES, members={})
