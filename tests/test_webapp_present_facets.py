from __future__ import annotations

from indexer.model.results import Count
from indexer.model.results import FacetCounts
from webapp.links import Links
from webapp.params import SearchRequest
from webapp.present.results.facets import Chip
from webapp.present.results.facets import chips
from webapp.present.results.facets import facets


def counts(*values: tuple[str, int], missing: int = 0) -> FacetCounts:
    """Counts as an engine gives them: most frequent first."""
    return FacetCounts(tuple(Count(*each) for each in sorted(values, key=lambda each: (-each[1], each[0]))), missing)


def shown(facet: str, counted: FacetCounts, *, request: SearchRequest | None = None, most: int = 8) -> list[tuple[str, str, bool]]:
    """What stands outright of one facet: text, count, chosen."""
    (view,) = facets({facet: counted}, request=request or SearchRequest("x"), links=Links(), shown=most)
    return [(value.text, value.passages, value.chosen) for value in view.values]


def test_years_stand_newest_first_and_names_by_the_alphabet() -> None:
    """The order of values does not follow the counts, so nothing jumps while choosing."""
    assert [text for text, *_ in shown("year", counts(("2016", 9), ("2019", 1), ("2018", 4)))] == ["2019", "2018", "2016"]
    assert [text for text, *_ in shown("director", counts(("Åse", 9), ("Bo", 1), ("Ane", 2)))] == ["Ane", "Bo", "Åse"]


def test_kinds_have_danish_names() -> None:
    """A kind is shown by its Danish name, an unknown one as it is."""
    assert [text for text, *_ in shown("kind", counts(("budget_note", 3), ("letter", 4), ("memo", 1)))] == ["Brev", "Budgetnotat", "memo"]


def test_chosen_value_without_hits_stays() -> None:
    """A chosen value that nothing has any more is still shown, with 0, so that it can be given up."""
    request = SearchRequest("x", {"year": ("2015",)})
    assert shown("year", counts(("2018", 2)), request=request) == [("2018", "2", False), ("2015", "0", True)]
    assert shown("year", counts(), request=request) == [("2015", "0", True)]


def test_rare_values_stand_apart() -> None:
    """Beyond the most frequent, values stand apart, unless chosen or alone; both parts are in order."""
    many = counts(("A", 9), ("B", 1), ("C", 8), ("D", 2), ("E", 1))
    request = SearchRequest("x", {"addressee": ("B",)})
    (view,) = facets({"addressee": many}, request=request, links=Links(), shown=2)
    assert [value.text for value in view.values] == ["A", "B", "C"]
    assert [value.text for value in view.more] == ["D", "E"]
    assert len(shown("addressee", counts(("A", 3), ("B", 2), ("C", 1)), most=2)) == 3


def test_passages_without_a_value_are_said() -> None:
    """How many passages have no value is said in words, and nothing if all have one."""
    (view,) = facets({"case": counts(("1", 1), missing=2)}, request=SearchRequest("x"), links=Links(), shown=8)
    assert view.missing == "Ikke angivet: 2 svar"
    (view,) = facets({"remark": counts(("no_answer", 1), missing=2)}, request=SearchRequest("x"), links=Links(), shown=8)
    assert (view.values[0].text, view.missing) == ("Intet svar i brevet", "Uden bemærkninger: 2 svar")
    (view,) = facets({"case": counts(("1", 1), ("2", 1))}, request=SearchRequest("x"), links=Links(), shown=8)
    assert view.missing == ""


def test_facets_that_narrow_nothing_are_left_out() -> None:
    """A facet is shown where choosing in it leaves something out, or gives up what is chosen; in the order of the URL's parameters."""
    counted = {
        "kind": counts(("letter", 2), ("budget_note", 1)),
        "case": counts(),
        "party": counts(("A", 3)),
        "administration": counts(("B", 3)),
        "year": counts(("2018", 1), missing=2),
    }
    views = facets(counted, request=SearchRequest("x", {"party": ("A",)}), links=Links(), shown=8)
    assert [view.label for view in views] == ["År", "Parti", "Type"]


def test_value_leads_to_the_search_with_it_and_back() -> None:
    """Following a value chooses it; following it again gives it up; the page starts over."""
    years = counts(("2018", 1), ("2019", 1))
    (view,) = facets({"year": years}, request=SearchRequest("x", page=4), links=Links(), shown=8)
    assert view.values[1].url == "/?q=x&aar=2018"
    (view,) = facets({"year": years}, request=SearchRequest("x", {"year": ("2018",)}), links=Links(), shown=8)
    assert view.values[1].url == "/?q=x"


def test_years_are_a_chart_and_a_period() -> None:
    """Each year is a column that leads where its value does; the ends are those chosen, or all there are, and a form keeps the rest."""
    request = SearchRequest("x", {"year": ("2017", "2018"), "kind": ("letter",)}, sort="newest", page=3)
    (view, _) = facets({"year": counts(("2015", 4), ("2018", 2)), "kind": counts(("letter", 6))}, request=request, links=Links(), shown=8)
    assert view.chart
    assert view.ends
    assert [(year.year, year.height, year.chosen) for year in view.chart.years] == [
        ("2015", 48, False),
        ("2017", 0, True),
        ("2018", 24, True),
    ]
    assert [year.url for year in view.chart.years] == [value.url for value in reversed(view.values)]
    assert (view.ends.years, view.ends.first, view.ends.last) == (("2015", "2017", "2018"), "2017", "2018")
    assert view.ends.kept == (("q", "x"), ("type", "brev"), ("sorter", "nyeste"))


def test_very_many_values_are_on_a_page_of_their_own() -> None:
    """Of thousands of cases some stand, some are folded away, and a link leads to all of them, in the same search."""
    many = counts(*((f"2018-{number:07}", 5000 - number) for number in range(2000)))
    (view,) = facets({"case": many}, request=SearchRequest("x", page=2), links=Links("/svar"), shown=8)
    assert (len(view.values), len(view.more)) == (8, 20)
    assert (view.every, view.total) == ("/svar/vaelg/sag?q=x", "2.000")
    (view,) = facets({"case": many.first(29)}, request=SearchRequest("x"), links=Links(), shown=8)
    assert (len(view.more), view.total) == (20, "")
    (view,) = facets({"case": counts(*((str(number), 1) for number in range(20)))}, request=SearchRequest("x"), links=Links(), shown=8)
    assert view.every == ""


def test_years_in_a_row_are_one_chip() -> None:
    """A period is given up as a whole; years apart are chips of their own."""
    request = SearchRequest("x", {"year": ("2011", "2015", "2016", "2017")})
    assert chips(request, links=Links()) == (Chip("År: 2011", "/?q=x&aar=2015..2017"), Chip("År: 2015–2017", "/?q=x&aar=2011"))


def test_chips_say_facet_and_value() -> None:
    """Each chosen value is a chip that leads to the search without it."""
    request = SearchRequest("x", {"kind": ("letter",), "year": ("2017", "2018")})
    assert chips(request, links=Links()) == (
        Chip("År: 2017", "/?q=x&aar=2018&type=brev"),
        Chip("År: 2018", "/?q=x&aar=2017&type=brev"),
        Chip("Type: Brev", "/?q=x&aar=2017&aar=2018"),
    )
