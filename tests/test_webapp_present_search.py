from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from typing import Any

import pytest

from indexer.model.entry import Stamp
from indexer.model.letter import Signer
from indexer.model.results import Change
from tests.webapp_builders import SIGNER
from tests.webapp_builders import found
from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from tests.webapp_builders import passage
from tests.webapp_builders import results
from webapp.links import Links
from webapp.params import SearchRequest
from webapp.present.results.cards import Fact
from webapp.present.results.page import RELAXED
from webapp.present.results.page import last_page
from webapp.present.results.page import search_page
from webapp.present.results.page import start_page
from webapp.present.results.rewording import exactly
from webapp.present.wording.text import wording


if TYPE_CHECKING:
    from indexer.model.results import Results
    from webapp.present.results.cards import Card
    from webapp.present.results.page import SearchPage


STAMP = Stamp(versions={}, corpus="", built="2020-03-04T12:00:00+00:00", letters=1, passages=1200)


def page_of(of: Results, *, request: SearchRequest | None = None, size: int = 10, **more: Any) -> SearchPage:
    """What the page of these results says."""
    return search_page(of, request=request or SearchRequest("mælk"), links=Links(), page_size=size, facet_values=8, **more)


def card_of(**changes: Any) -> Card:
    """The card of the first passage of a letter with these metadata."""
    return page_of(results(found(letter(metadata=metadata(**changes))))).groups[0].first


def texts(card: Card) -> list[str]:
    """The facts on a card."""
    return [fact.text for fact in card.facts]


def test_card_says_what_a_secretary_needs() -> None:
    """A card has the question as its title, links to the passage with the search kept, and names date, people, case and document."""
    card = page_of(results(found(letter(), marked="mælk"))).groups[0].first
    assert wording(card.title) == "Hvor meget mælk drikker skolerne?"
    assert card.url == "/brev/b1?q=m%C3%A6lk#svar-1"
    assert card.place == "Spørgsmål 1 · Mælk i skolerne"
    assert card.facts[0] == Fact("24. september 2018", "2018-09-24")
    assert texts(card)[1:] == ["fra Bodil Ågård", "til Åse Ørsted", "sag 2018-0000012", "dok. 2018-0000012-3"]


def test_card_says_honestly_what_is_missing() -> None:
    """A missing date is said; the date of an inquiry is called one; what else is missing is left out."""
    undated = {"date": None, "date_source": None}
    bare = {"inquiry_date": None, "signers": (), "addressee": None, "case_number": None, "document_number": None}
    assert texts(card_of(**undated, **bare)) == ["uden dato"]
    assert card_of(**undated, inquiry_date="2021-06-22").facts[0] == Fact("henvendelse 22. juni 2021", "2021-06-22")
    assert card_of(date="2021-06-22", date_source="inquiry").facts[0] == Fact("henvendelse 22. juni 2021", "2021-06-22")


def test_card_names_every_signer() -> None:
    """Two who sign are both named."""
    assert "fra Bodil Ågård og Carl Dam" in texts(card_of(signers=(SIGNER, Signer("Carl Dam"))))


def test_section_of_a_note_shows_heading_and_subject() -> None:
    """A section is titled by its heading, and the note's reference and subject stand above it."""
    note = letter(
        "n1",
        passage("1", kind="section", heading="Økonomi", question=None),
        metadata=metadata(kind="budget_note", reference="BI7", subject="skolemad"),
    )
    card = page_of(results(found(note))).groups[0].first
    assert (card.place, wording(card.title)) == ("BI7 · Skolemad", "Økonomi")


def test_place_is_never_empty() -> None:
    """Without label, subject and reference a card says what kind of letter it is from; without a question it is titled by the subject."""
    bare = metadata(subject=None)
    assert page_of(results(found(letter("x", passage("1", label=None), metadata=bare)))).groups[0].first.place == "Brev"
    rest = letter("x", passage("1", kind="remainder", question=None))
    assert page_of(results(found(rest))).groups[0].first.place == "Øvrig tekst · Mælk i skolerne"
    assert wording(page_of(results(found(rest))).groups[0].first.title) == "Mælk i skolerne"
    nameless = letter("x", passage("1", kind="section", question=None), metadata=replace(bare, kind="budget_note"))
    assert page_of(results(found(nameless))).groups[0].first.place == "Budgetnotat"
    assert wording(page_of(results(found(nameless))).groups[0].first.title) == "Uden overskrift"


def test_counts_and_titles() -> None:
    """The count is in Danish, and the title says words, count and page."""
    page = page_of(results(found(letter()), total=1234), request=SearchRequest("mælk", page=2))
    assert page.count == "1.234 svar"
    assert page.title == "mælk – 1.234 svar, side 2"
    assert page_of(results(), request=SearchRequest("mælk")).count == "Ingen svar"
    assert page_of(results(), request=SearchRequest(filters={"year": ("2018",), "kind": ("letter",)})).title == "2018, Brev – ingen svar"
    assert page_of(results(found(letter())), request=SearchRequest()).title == "Alle svar – 1 svar"


def test_reading_and_notices() -> None:
    """The page says how words were read, if not as typed, what was ignored, and when the search was relaxed, but not over an empty list."""
    read = results(found(letter()), text="mælk", ignored=("(",), relaxed=True)
    page = page_of(read, request=SearchRequest("mælk ("), mistakes=("”x” kendes ikke.",))
    assert page.reading == "mælk"
    assert page_of(read, request=SearchRequest("mælk")).reading == ""
    assert page.notices == ("”x” kendes ikke.", "(", RELAXED)
    assert page_of(results(relaxed=True)).notices == ()
    assert page_of(results(found(letter())), request=SearchRequest(filters={"year": ("2018",)})).reading == ""


def test_changed_words_are_named_and_can_be_searched_as_typed() -> None:
    """Words taken for others are said instead of the reading; the letters mark what was searched, and a link searches what was typed."""
    asked = SearchRequest("mælkk skole", {"year": ("2018",)}, page=2)
    page = page_of(results(found(letter()), text="mælk skole", changes=(Change("mælkk", "mælk"),)), request=asked)
    assert page.changed is not None
    assert page.changed.lead == "Viser svar for ”mælk”, da ingen svar har ”mælkk”."
    assert (page.changed.text, page.changed.url) == ("Søg kun efter ”mælkk”", "/?q=%22m%C3%A6lkk%22+skole&aar=2018")
    assert page.reading == ""
    assert page.groups[0].first.url == "/brev/b1?q=m%C3%A6lk+skole&aar=2018&side=2#svar-1"
    both = page_of(results(changes=(Change("a", "b"), Change("c d", "cd"))), request=SearchRequest("a c d")).changed
    assert both is not None
    assert both.lead == "Der er søgt efter ”b” og ”cd”, da ingen svar har ”a” eller ”c d”."
    assert both.text == "Søg, som det er skrevet"


@pytest.mark.parametrize(
    ("words", "typed", "exact"),
    [
        ("osst -mælkk", ["osst", "mælkk"], '"osst" -"mælkk"'),
        ('"osst" osst', ["osst"], '"osst" "osst"'),
        ("osster osst", ["osst"], 'osster "osst"'),
        ("c d (c ELLER d)", ["c d"], '"c d" (c ELLER d)'),
        ("Osst", ["ukendt"], "Osst"),
    ],
)
def test_exactly(words: str, typed: list[str], exact: str) -> None:
    """Whole words are put in quotes where they stand, but for those that are in quotes already."""
    assert exactly(words, typed) == exact


def test_another_spelling_is_proposed() -> None:
    """Another spelling that finds more is a link, with the filters kept; without one there is none."""
    asked = SearchRequest("mælkk", {"year": ("2018",)}, page=2)
    assert page_of(results(proposal="mælk"), request=asked).proposal == ("Mente du", "mælk", "/?q=m%C3%A6lk&aar=2018")
    assert page_of(results()).proposal is None
    assert page_of(results()).changed is None


def test_orders() -> None:
    """With words there are three orders; without them nothing is more relevant, and the newest come first."""
    assert [(order.text, order.current) for order in page_of(results()).orders] == [
        ("Relevans", True),
        ("Nyeste", False),
        ("Ældste", False),
    ]
    page = page_of(results(), request=SearchRequest(filters={"year": ("2018",)}))
    assert [(order.text, order.current) for order in page.orders] == [("Nyeste", True), ("Ældste", False)]
    assert page_of(results()).orders[1].url == "/?q=m%C3%A6lk&sorter=nyeste"


def test_pages() -> None:
    """Paging leads to first, previous, next and last, and nowhere one already is; one page needs none."""
    assert page_of(results(total=10)).pages is None
    middle = page_of(results(total=25), request=SearchRequest("x", page=2)).pages
    assert middle is not None
    assert (middle.text, middle.first, middle.previous) == ("Side 2 af 3", "/?q=x", "/?q=x")
    assert (middle.next, middle.last) == ("/?q=x&side=3", "/?q=x&side=3")
    end = page_of(results(total=25), request=SearchRequest("x", page=3)).pages
    assert end is not None
    assert (end.next, end.last) == ("", "")
    first = page_of(results(total=25)).pages
    assert first is not None
    assert (first.first, first.previous) == ("", "")
    assert [last_page(total, 10) for total in (0, 1, 10, 11)] == [1, 1, 1, 2]


def test_answers_of_one_letter_that_follow_each_other_stand_together() -> None:
    """Neighbours from one letter are one group, whose others say only where they stand in it; what came apart stays apart."""
    one, other = letter("a", passage("1"), passage("2"), passage("3", kind="section", heading="Økonomi", question=None)), letter("b")
    hits = (found(one, at=0), found(one, at=2), found(other), found(one, at=1))
    groups = page_of(results(*hits)).groups
    assert [(group.first.letter, len(group.others)) for group in groups] == [("a", 1), ("b", 0), ("a", 0)]
    assert groups[0].first.place == "Spørgsmål 1 · Mælk i skolerne"
    assert [(card.place, card.level) for card in groups[0].others] == [("Brev", 3)]


def test_way_out_of_the_filters() -> None:
    """When only the filters stand in the way, the page says how many there are without them."""
    assert page_of(results(), unfiltered=3).unfiltered == "3 svar"
    assert page_of(results()).unfiltered == ""


def test_start_page() -> None:
    """The start page says how much there is, how new it is, and when it was gathered; an undated collection is not given a date."""
    page = start_page(STAMP, newest=metadata())
    assert (page.contents, page.newest, page.built) == ("1 brev med 1.200 svar", "Det nyeste er fra 24. september 2018.", "4. marts 2020")
    assert start_page(STAMP, newest=metadata(date_source="inquiry")).newest == "Det nyeste svarer på en henvendelse fra 24. september 2018."
    assert start_page(STAMP, newest=metadata(date=None, inquiry_date=None)).newest == ""
    assert start_page(STAMP, newest=None).newest == ""
