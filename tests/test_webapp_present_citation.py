from __future__ import annotations

from indexer.model.letter import Signer
from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from tests.webapp_builders import passage
from webapp.links import Links
from webapp.present.letter.citation import citation
from webapp.present.letter.citation import citations
from webapp.present.letter.citation import cited


LINKS = Links("https://svar.example")


def test_a_letter_is_cited_by_all_it_says() -> None:
    """A citation names authority, addressee, day, numbers, question, signer and address, in that order."""
    assert citations(letter("b1"), links=LINKS) == {
        "": "Lilleby Kommune, Børne- og Skoleforvaltningen: svar til Åse Ørsted, 24. september 2018, sag 2018-0000012, "
        "dok. 2018-0000012-3. Bodil Ågård, adm. direktør. https://svar.example/brev/b1",
        "svar-1": "Lilleby Kommune, Børne- og Skoleforvaltningen: svar til Åse Ørsted, 24. september 2018, sag 2018-0000012, "
        "dok. 2018-0000012-3, spørgsmål 1. Bodil Ågård, adm. direktør. https://svar.example/brev/b1#svar-1",
    }


def test_what_is_not_known_is_left_out() -> None:
    """A letter that says nothing is cited as an answer and its address, without holes, guesses or its file's day."""
    bare = letter("b1", passage("1", label=None), metadata=type(metadata())())
    assert citations(bare, links=LINKS) == {"": "Svar. https://svar.example/brev/b1", "svar-1": "Svar. https://svar.example/brev/b1#svar-1"}


def test_the_inquirys_day_is_never_taken_for_the_letters() -> None:
    """Where only the inquiry's day is known, the citation says whose it is, and no day of the letter is given."""
    source = cited(letter(metadata=metadata(date="2018-09-19", date_source="inquiry")), links=LINKS)
    assert "henvendelse 19. september 2018" in citation(source)
    assert source.iso == ""


def test_a_note_is_called_by_its_reference_and_name() -> None:
    """A note is cited as one, with the heading of the section."""
    note = letter(
        "n", passage("1", kind="section", heading="Økonomi", question=None), metadata=metadata(kind="budget_note", reference="BI7")
    )
    assert "budgetnotat BI7 til Åse Ørsted, ”Mælk i skolerne”, 24. september 2018" in citations(note, links=LINKS)[""]
    assert "afsnittet ”Økonomi”. Bodil" in citations(note, links=LINKS)["svar-1"]


def test_titles_within_a_sentence() -> None:
    """A title begins with a small letter, an abbreviation stays; several signers are told apart."""
    of = letter(metadata=metadata(signers=(Signer("Bo Ås", "Direktør"), Signer("Ea Bæk", "HR-chef"), Signer("Ib"))))
    assert ". Bo Ås, direktør; Ea Bæk, HR-chef; Ib. https" in citations(of, links=LINKS)[""]


def test_a_passage_is_called_by_its_own_question_where_the_letter_has_no_subject() -> None:
    """Without a subject, the second question's title is not the first question."""
    of = letter("b1", passage("1", question="Først?"), passage("2", question="Dernæst?"), metadata=metadata(subject=None))
    assert [cited(of, each, links=LINKS).title for each in (None, *of.passages)] == ["Først?", "Først?", "Dernæst?"]
