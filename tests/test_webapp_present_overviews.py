from __future__ import annotations

from indexer.model.entry import Stamp
from indexer.model.results import Count
from indexer.model.results import FacetCounts
from tests.webapp_builders import found
from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from tests.webapp_builders import passage
from tests.webapp_builders import results
from webapp.params import Links
from webapp.present.case import case_page
from webapp.present.case import unknown_case
from webapp.present.chart import COLUMN
from webapp.present.collection import HEIGHT
from webapp.present.collection import collection_page
from webapp.present.people import OUTRIGHT
from webapp.present.people import people_page


STAMP = Stamp(versions={}, corpus="0", built="2020-03-04T12:06:07+00:00", letters=1234, passages=5678)


def counts(missing: int = 0, **entries: int) -> FacetCounts:
    """Counts of values; `_` in a name is a space."""
    return FacetCounts(tuple(Count(name.replace("_", " "), number) for name, number in entries.items()), missing)


def test_a_case_has_its_letters_as_they_were_found() -> None:
    """Passages of one letter are put together in its order, letters stay in theirs, and letters and notes are counted apart."""
    new = letter("ny", passage("1"), passage("2", question="Hvad nu?"))
    note = letter("n", passage("1", kind="section", question=None, heading="Økonomi"), metadata=metadata(kind="budget_note"))
    page = case_page("7", results(found(new), found(new, at=1), found(note)), links=Links("/x"))
    assert page.count == "1 brev og 1 notat med 3 svar"
    assert [each.url for each in page.letters] == ["/x/brev/ny", "/x/brev/n"]
    assert page.letters[0].passages[1] == ("Hvad nu?", "/x/brev/ny#svar-2", "Spørgsmål 2")
    assert page.letters[1].passages[0].lead == "Afsnit"
    assert "sag" not in " ".join(fact.text for fact in page.letters[0].facts)
    assert page.search == "/x/?sag=7"
    assert page.notice == ""


def test_a_case_too_large_for_a_page_says_so() -> None:
    """Where not all passages stand on the page, it says how many do, and counts no letters it has not seen."""
    page = case_page("7", results(found(letter()), total=900), links=Links())
    assert page.count == "900 svar"
    assert page.notice == "Sagen er stor; her er de nyeste 1 svar."


def test_an_unknown_case_leads_to_those_numbered_alike() -> None:
    """A document's number leads to its case, a number cut off to the cases that begin so; all else to a search."""
    cases = counts(**{"2018-0000012": 1, "2018-0000088": 2, "2019-0000088": 1}).values
    assert [each.url for each in unknown_case("2018-0000012-3", cases, links=Links()).alike] == ["/sag/2018-0000012"]
    assert [each.text for each in unknown_case("2018", cases, links=Links()).alike] == ["Sag 2018-0000088", "Sag 2018-0000012"]
    unknown = unknown_case("x/y", cases, links=Links())
    assert unknown.alike == ()
    assert unknown.search == "/?q=x%2Fy"


def test_people_stand_by_count_and_then_by_the_danish_alphabet() -> None:
    """Most answers first, equals with æ, ø, å last; bars are measured by the greatest and never vanish."""
    (group,) = people_page({"asker": counts(3, Åse=2, Ærø=2, Bo=2, Ib=1000)}, links=Links())
    assert [(row.name, row.answers, row.bar) for row in group.rows] == [
        ("Ib", "1.000", 100),
        ("Bo", "2", 1),
        ("Ærø", "2", 1),
        ("Åse", "2", 1),
    ]
    assert group.rows[3].url == "/?spoerger=%C3%85se"
    assert group.missing == "Ikke angivet: 3 svar"


def test_askers_who_are_the_addressees_are_shown_once() -> None:
    """Where everybody who asked was written to, and as often, they are one group; otherwise they are two."""
    same = people_page({"asker": counts(Bo=2), "addressee": counts(Bo=2), "director": counts(Ib=1)}, links=Links())
    assert [group.title for group in same] == ["Direktører", "Spørgere og modtagere"]
    two = people_page({"asker": counts(Bo=2), "addressee": counts(Bo=1)}, links=Links())
    assert [group.title for group in two] == ["Spørgere", "Modtagere"]


def test_few_stand_outright_and_a_group_of_nobody_is_left_out() -> None:
    """The rest of a long group is folded, unless it is only one; a group without a name is not shown."""
    many = {f"n{place}": 1 for place in range(OUTRIGHT + 2)}
    (group,) = people_page({"party": counts(**many), "director": counts(4)}, links=Links())
    assert (len(group.rows), len(group.more)) == (OUTRIGHT, 2)
    many.popitem()
    (group,) = people_page({"party": counts(**many)}, links=Links())
    assert (len(group.rows), len(group.more)) == (OUTRIGHT + 1, 0)


def test_the_collection_is_told_by_year() -> None:
    """Years stand from the oldest, one without answers keeps its place free, the greatest is as high as the drawing."""
    page = collection_page(STAMP, counts(2, **{"2018": 40, "2015": 10, "2016": 1}), newest=metadata(), links=Links())
    assert [tuple(each) for each in page.known] == [
        ("Breve og notater", "1.234"), ("Svar", "5.678"), ("Nyeste", "24. september 2018"), ("Indekset er fra", "4. marts 2020"),
    ]  # fmt: skip
    assert page.chart
    assert [(each.label, each.reach // COLUMN, each.height) for each in page.chart.years] == [
        ("2015: 10 svar", 0, HEIGHT // 4), ("2016: 1 svar", 1, HEIGHT // 40), ("2018: 40 svar", 3, HEIGHT),
    ]  # fmt: skip
    assert page.chart.years[0].url == "/?aar=2015"
    assert page.chart.width == 4 * COLUMN
    assert page.chart.caption == "Svar pr. år, 2015–2018. Flest er der fra 2018: 40."
    assert page.undated == "Uden dato: 2 svar."


def test_a_collection_without_days_or_of_a_stray_year() -> None:
    """Without a day there is no chart; a year misread by centuries does not stretch it."""
    assert collection_page(STAMP, counts(2), newest=metadata(date=None, inquiry_date=None), links=Links()).chart is None
    chart = collection_page(STAMP, counts(**{"2018": 1, "1018": 1}), newest=None, links=Links()).chart
    assert chart
    assert chart.width == 2 * COLUMN
