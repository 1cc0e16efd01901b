from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.model.entry import Stamp
from indexer.model.letter import Person
from indexer.model.results import Count
from indexer.model.results import FacetCounts
from tests.webapp_builders import found
from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from tests.webapp_builders import passage
from tests.webapp_builders import results
from webapp.counting import PEOPLE
from webapp.counting import Counted
from webapp.counting import Tally
from webapp.links import Links
from webapp.present.chart import COLUMN
from webapp.present.overview.case import case_page
from webapp.present.overview.case import unknown_case
from webapp.present.overview.collection import HEIGHT
from webapp.present.overview.collection import collection_page
from webapp.present.overview.courses import FEW
from webapp.present.overview.courses import axis
from webapp.present.overview.people import FOLDED
from webapp.present.overview.people import OUTRIGHT
from webapp.present.overview.people import people_page


if TYPE_CHECKING:
    from webapp.present.overview.collection import CollectionPage


STAMP = Stamp(versions={}, corpus="0", built="2020-03-04T12:06:07+00:00", letters=1234, passages=5678)


NOBODY = dict.fromkeys(PEOPLE, FacetCounts(()))


def counts(missing: int = 0, **entries: int) -> FacetCounts:
    """Counts of values."""
    return FacetCounts(tuple(Count(name, number) for name, number in entries.items()), missing)


def counted(years: dict[str, Tally] | None = None, *, letters: int = 0, **facets: FacetCounts) -> Counted:
    """What was counted of a collection; a facet that is not given is one that nothing has."""
    return Counted(Tally({**dict.fromkeys((*PEOPLE, "year", "remark"), counts()), **facets}, letters), years or {})


def test_a_case_has_its_letters_as_they_were_found() -> None:
    """Passages of one letter are put together in its order, letters stay in theirs, and letters and notes are counted apart."""
    new = letter("ny", passage("1"), passage("2", question="Hvad nu?"))
    note = letter("n", passage("1", kind="section", question=None, heading="Økonomi"), metadata=metadata(kind="budget_note"))
    page = case_page("7", results(found(new), found(new, at=1), found(note)), links=Links("/x"))
    assert page.count == "1 brev og 1 notat med 3 svar fra 2018"
    assert [each.url for each in page.letters] == ["/x/brev/ny", "/x/brev/n"]
    assert page.letters[0].passages[1] == ("Hvad nu?", "/x/brev/ny#svar-2", "Spørgsmål 2")
    assert page.letters[1].passages[0].lead == "Afsnit"
    assert "sag" not in " ".join(fact.text for fact in page.letters[0].facts)
    assert page.search == "/x/?sag=7"
    assert page.notice == ""


def test_a_case_of_several_letters_tells_its_years_and_people() -> None:
    """Whoever signed or was written to is named once, the earliest first, a long list cut; a single letter says it itself."""
    people = [Person(name) for name in "ABCDEFGH"]
    letters = [letter(each.name, metadata=metadata(addressee=each, date=f"201{place}-01-01")) for place, each in enumerate(people)]
    page = case_page("7", results(*map(found, reversed(letters))), links=Links())
    assert page.count == "8 breve med 8 svar fra 2010 til 2017"
    assert page.people == ("Fra Bodil Ågård", "Til A, B, C, D, E, F og 2 andre")
    assert case_page("7", results(*map(found, reversed(letters[:7]))), links=Links()).people[1] == "Til A, B, C, D, E, F og G"
    nobody = letter(metadata=metadata(signers=(), addressee=None, date=None, inquiry_date=None))
    assert case_page("7", results(found(letters[0])), links=Links()).people == ()
    assert case_page("7", results(found(nobody), found(letters[0])), links=Links()).people == ("Fra Bodil Ågård", "Til A")
    assert case_page("7", results(found(nobody)), links=Links()).count == "1 brev med 1 svar"


def test_a_case_too_large_for_a_page_says_so() -> None:
    """Where not all passages stand on the page, it says how many do, and counts no letters it has not seen."""
    page = case_page("7", results(found(letter()), total=900), links=Links())
    assert page.count == "900 svar"
    assert page.people == ()
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
    """Most answers first, equals with æ, ø, å last, each leading to its search; how many name nobody is said."""
    page = people_page(counted(asker=counts(3, Åse=2, Ærø=2, Bo=2, Ib=1000)), links=Links())
    (group,) = page.groups
    assert [(row.name, row.answers) for row in group.rows] == [("Ib", "1.000"), ("Bo", "2"), ("Ærø", "2"), ("Åse", "2")]
    assert group.rows[3].url == "/?spoerger=%C3%85se"
    assert group.missing == "Ikke angivet: 3 svar"
    assert (page.axis, group.rows[0].course, page.reading) == (None, None, "")


def test_people_have_their_course_over_the_years_of_all() -> None:
    """Every row has the same years, is drawn in its own measure, and says its numbers; answers without a column are told of."""
    years = {
        "2016": Tally({**NOBODY, "director": counts(Bo=8, Ib=1)}, 3),
        "2018": Tally({**NOBODY, "director": counts(Bo=2)}, 1),
    }
    whole = counted(years, director=counts(Bo=1010, Ib=3), year=counts(2, **{"2018": 2, "2016": 9}))
    page = people_page(whole, links=Links())
    bo, ib = page.groups[0].rows
    assert page.axis
    assert (page.axis.first, page.axis.last, page.axis.width) == ("2016", "2018", 6)
    assert bo.course == ("2016: 8, 2018: 2", "M1 20V0M5 20V15")
    assert ib.course == ("2016: 1", "M1 20V0")
    assert page.reading.startswith("Søjlerne viser svar pr. år fra 2016 til 2018.")
    assert page.reading.endswith(" 2 svar uden år står kun i tallet.")
    older = people_page(counted(years, director=counts(Åse=1), year=counts(1, **{"1999": 4, "2016": 9})), links=Links())
    assert older.reading.endswith(" 5 svar fra tidligere år eller uden år står kun i tallet.")
    assert older.groups[0].rows[0].course == ("Uden år", "")


def test_an_axis_needs_two_years() -> None:
    """A single year is no course; few years are told from many; years far apart lie side by side."""
    assert axis(["2018"]) is None
    assert [axis([str(2000 + place) for place in range(years)]).is_short for years in (FEW, FEW + 1)] == [True, False]  # type: ignore[union-attr]
    stray = axis(["2018", "1018"])
    assert stray
    assert (stray.width, stray.course({"2018": 1, "1018": 1000}).lines) == (4, "M1 20V0M3 20V18")


def test_askers_who_are_the_addressees_are_shown_once() -> None:
    """Where everybody who asked was written to, and as often, they are one group; otherwise they are two."""
    same = people_page(counted(asker=counts(Bo=2), addressee=counts(Bo=2), director=counts(Ib=1)), links=Links())
    assert [group.title for group in same.groups] == ["Direktører", "Spørgere og modtagere"]
    two = people_page(counted(asker=counts(Bo=2), addressee=counts(Bo=1)), links=Links())
    assert [group.title for group in two.groups] == ["Spørgere", "Modtagere"]


def test_few_stand_outright_and_a_group_of_nobody_is_left_out() -> None:
    """The rest of a long group is folded, unless it is only one; a group without a name is not shown."""
    many = {f"n{place}": 1 for place in range(OUTRIGHT + 2)}
    (group,) = people_page(counted(party=counts(**many), director=counts(4)), links=Links()).groups
    assert (len(group.rows), len(group.more), group.every) == (OUTRIGHT, 2, None)
    many.popitem()
    (group,) = people_page(counted(party=counts(**many)), links=Links()).groups
    assert (len(group.rows), len(group.more)) == (OUTRIGHT + 1, 0)


def test_a_group_of_thousands_leads_to_a_page_of_its_own() -> None:
    """What has no room is a link away, unless it is only one."""
    many = {f"n{place}": 1 for place in range(2000)}
    (group,) = people_page(counted(asker=counts(**many)), links=Links("/x")).groups
    assert (len(group.rows), len(group.more)) == (OUTRIGHT, FOLDED)
    assert group.every
    assert (group.every.text, group.every.url) == ("Vis alle 2.000 spørgere", "/x/vaelg/spoerger")
    few = {f"n{place}": 1 for place in range(OUTRIGHT + FOLDED + 1)}
    (group,) = people_page(counted(asker=counts(**few)), links=Links()).groups
    assert (len(group.more), group.every) == (FOLDED + 1, None)


def test_the_collection_is_told_by_year() -> None:
    """Years are drawn from the oldest, the free ones between too, the greatest as high as the drawing; a table has the latest first."""
    years = {"2018": Tally({}, 17), "2016": Tally({}, 1)}
    whole = counted(years, letters=1230, year=counts(2, **{"2018": 40, "2015": 10, "2016": 1}))
    page = collection_page(STAMP, whole, newest=metadata(), report=None, links=Links())
    assert [tuple(each) for each in page.known] == [
        ("Breve og notater", "1.234"), ("Svar", "5.678"), ("Nyeste", "24. september 2018"), ("Opdateret", "4. marts 2020"),
    ]  # fmt: skip
    assert page.chart
    assert [(each.label, each.reach // COLUMN, each.height) for each in page.chart.years] == [
        ("2015: 10 svar", 0, HEIGHT // 4), ("2016: 1 svar", 1, HEIGHT // 40), ("2018: 40 svar", 3, HEIGHT),
    ]  # fmt: skip
    assert page.chart.years[0].url == "/?aar=2015"
    assert page.chart.width == 4 * COLUMN
    assert page.chart.caption == "Svar pr. år, 2015–2018. Flest er der fra 2018: 40."
    assert page.years[0] == ("2018", "/?aar=2018", "40", "17")
    assert page.years[2] == ("2015", "/?aar=2015", "10", "")
    assert page.undated == "Uden år: 2 svar."
    assert [(kind.reason, kind.files) for kind in page.absent.kinds] == [("Uden tekst at søge i", "4")]


def test_a_collection_without_days_or_of_a_stray_year() -> None:
    """Without a day there is no chart; a year misread by centuries does not stretch it."""
    undated = metadata(date=None, inquiry_date=None)
    assert collection_page(STAMP, counted(year=counts(2)), newest=undated, report=None, links=Links()).chart is None
    chart = collection_page(STAMP, counted(year=counts(**{"2018": 1, "1018": 1})), newest=None, report=None, links=Links()).chart
    assert chart
    assert chart.width == 2 * COLUMN


def test_the_collection_is_told_by_remark() -> None:
    """Each remark has its Danish name and leads to its answers; how many have none is never rounded up to all."""

    def told(passages: int, remarks: FacetCounts) -> CollectionPage:
        stamp = replace(STAMP, passages=passages)
        return collection_page(stamp, counted(remark=remarks), newest=None, report=None, links=Links())

    page = told(2000, counts(1999, no_answer=1))
    assert page.read == "1.999 af 2.000 svar (99 %) er læst uden bemærkninger."
    assert page.remarks == (("Intet svar i brevet", "/?bemaerkning=no_answer", "1"),)
    assert told(9, counts(0, ocr=9)).read == "Ingen af 9 svar er læst uden bemærkninger."
    assert told(2, counts(2)).read == "Alle 2 svar er læst uden bemærkninger."
    assert told(1, counts(1)).read == "Det ene svar er læst uden bemærkninger."
    assert told(0, counts(0)).read == ""
