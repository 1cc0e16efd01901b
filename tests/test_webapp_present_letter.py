from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Any

from indexer.model.letter import Person
from indexer.model.letter import Remark
from indexer.model.letter import Signer
from indexer.model.results import Mark
from tests.webapp_builders import TABLE
from tests.webapp_builders import letter
from tests.webapp_builders import marks
from tests.webapp_builders import metadata
from tests.webapp_builders import passage
from webapp.present.letter.metadata import Datum
from webapp.present.letter.page import RemarkView
from webapp.present.letter.page import letter_page
from webapp.present.letter.page import letter_title
from webapp.present.wording.text import wording


if TYPE_CHECKING:
    from collections.abc import Iterable

    from webapp.present.letter.page import Marking


def facts(**changes: Any) -> dict[str, Datum]:
    """The metadata shown of a letter, by label."""
    return {datum.label: datum for datum in letter_page(letter(metadata=metadata(**changes))).facts}


def test_facts() -> None:
    """Everything known about a letter is shown under its Danish name."""
    assert [(datum.label, datum.value) for datum in letter_page(letter()).facts] == [
        ("Dato", "24. september 2018"),
        ("Henvendelse", "19. september 2018"),
        ("Til", "Åse Ørsted, MB"),
        ("Fra", "Bodil Ågård, Adm. direktør"),
        ("Sagsnummer", "2018-0000012"),
        ("Dokumentnummer", "2018-0000012-3"),
        ("Forvaltning", "Børne- og Skoleforvaltningen"),
        ("Myndighed", "Lilleby Kommune"),
    ]


def test_missing_values_are_said() -> None:
    """What the letter does not say is said to be missing, and an inquiry's date is not shown as the letter's."""
    known = facts(date="2021-06-22", date_source="inquiry", inquiry_date="2021-06-22", case_number=None, signers=(), addressee=None)
    assert known["Dato"] == Datum("Dato", "ikke angivet i brevet", is_missing=True)
    assert known["Henvendelse"].value == "22. juni 2021"
    assert all(known[label].is_missing for label in ("Til", "Fra", "Sagsnummer"))
    assert "Henvendelse" not in facts(inquiry_date=None)
    assert facts(kind="budget_note", date=None, date_source=None)["Dato"].value == "ikke angivet i notatet"


def test_people() -> None:
    """Who asked is shown when it is another than who is written to; a party is not named twice."""
    party = Person(name="Mælkepartiet", party="Mælkepartiet")
    known = facts(addressee=party, asker=Person("Ib Holm", party="Mælkepartiet"), reference="R1", authority=None)
    assert known["Til"].value == "Mælkepartiet"
    assert known["Spurgt af"].value == "Ib Holm, Mælkepartiet"
    assert known["Reference"].value == "R1"
    assert "Myndighed" not in known
    assert "Spurgt af" not in facts(asker=metadata().addressee)


def test_titles() -> None:
    """A letter is called by its subject, else its first question or heading, else its file."""
    assert letter_title(letter()) == "Mælk i skolerne"
    bare = metadata(subject=None)
    assert letter_title(letter(metadata=bare)) == "Hvor meget mælk drikker skolerne?"
    assert letter_title(letter("x", passage("1", question=None, heading="Økonomi"), metadata=bare)) == "Økonomi"
    assert letter_title(letter("x", passage("1", question=None), metadata=bare)) == "X.txt"


def test_passages() -> None:
    """A passage keeps its anchor, is named by its label, and its text is in paragraphs."""
    page = letter_page(letter("x", passage("1a"), passage("2", label=None), passage("3", kind="section", question=None, heading="Økonomi")))
    assert [view.name for view in page.passages] == ["Spørgsmål 1a", "Spørgsmål", "Afsnit"]
    assert [view.called for view in page.passages] == ["spørgsmål 1a", "spørgsmål", "afsnittet ”Økonomi”"]
    assert page.passages[0].anchor == "svar-1a"
    assert len(page.passages[0].answer) == 2
    assert page.passages[2].contents == "Økonomi"
    assert wording(page.passages[2].heading) == "Økonomi"
    rest = letter_page(letter("x", passage("1", kind="remainder", question=None))).passages[0]
    assert (rest.name, rest.contents[:8]) == ("Øvrig tekst", "Skolerne")


def test_unsure_pairs_say_so() -> None:
    """A pairing the parser is unsure of is marked as such; what has no question or no answer is no pair."""
    alone = (passage("3", question=None, kind="remainder", confidence=0.3), passage("4", answer="", confidence=0.3))
    page = letter_page(letter("x", passage("1", confidence=0.6), passage("2", confidence=0.9), *alone))
    assert [view.is_unsure for view in page.passages] == [True, False, False, False]


def test_words_are_marked_everywhere() -> None:
    """Marking is chosen by all that a passage says, and around the passages by all that the letter says; it reaches every text."""
    whole = letter("x", passage("1", tables=(TABLE,)), preamble="Om mælk.", appendix="Mere mælk.")
    seen: list[set[str]] = []

    def marker(texts: Iterable[str]) -> Marking:
        seen.append(set(texts))
        return lambda text: marks(text, "mælk")

    page = letter_page(whole, marker=marker)
    own = {"Sødmælk", "Tabel 1. Mælk i liter", "Hvor meget mælk drikker skolerne?"}
    letterwide, in_passage = seen
    assert own <= in_passage
    assert own | {"Om mælk.", "Mere mælk."} <= letterwide
    marked = Mark("mælk", marked=True)
    (view,) = page.passages
    assert all(marked in block[0].lines[0] for block in (view.question, view.answer, page.preamble, page.appendix))
    assert Mark("mælk", marked=True) in view.tables[0].body[0][0].text or Mark("Mælk", marked=True) in view.tables[0].caption


def test_closing_names_who_signed_once() -> None:
    """Who signed stands below the closing, unless the closing itself names them."""
    page = letter_page(letter(closing="Med venlig hilsen"))
    assert page.signatures == ("Bodil Ågård, Adm. direktør",)
    assert letter_page(letter(closing="Venlig hilsen\nBodil Ågård")).signatures == ()
    assert letter_page(letter(metadata=metadata(signers=(Signer("Carl Dam"),)))).signatures == ("Carl Dam",)


def test_remarks() -> None:
    """Remarks are shown, with their page where the file has pages, and those on a passage at that passage as well."""
    remarks = (Remark("a", "Uden dato."), Remark("b", "Uklar tabel.", page=2, passage="svar-2"))
    page = letter_page(letter("x", passage("1"), passage("2"), remarks=remarks, file="x.PDF"))
    assert page.remarks == (RemarkView("Uden dato.", 0, ""), RemarkView("Uklar tabel.", 2, "svar-2"))
    assert [view.remarks for view in page.passages] == [(), (page.remarks[1],)]
    assert page.has_pages
    assert letter_page(letter(remarks=remarks)).remarks[1].page == 0
