from __future__ import annotations

from indexer.model.results import Count
from indexer.model.results import FacetCounts
from webapp.params import Links
from webapp.params import SearchRequest
from webapp.present.facets import Chip
from webapp.present.facets import chips
from webapp.present.facets import facets


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
    assert view.missing == "2 svar"
    (view,) = facets({"case": counts(("1", 1))}, request=SearchRequest("x"), links=Links(), shown=8)
    assert view.missing == ""


def test_facets_without_values_are_left_out() -> None:
    """A facet nobody can choose from is not shown; the others keep the order of the URL's parameters."""
    views = facets(
        {"kind": counts(("letter", 1)), "case": counts(), "year": counts(("2018", 1))}, request=SearchRequest("x"), links=Links(), shown=8
    )
    assert [view.label for view in views] == ["År", "Type"]


def test_value_leads_to_the_search_with_it_and_back() -> None:
    """Following a value chooses it; following it again gives it up; the page starts over."""
    (view,) = facets({"year": counts(("2018", 1))}, request=SearchRequest("x", page=4), links=Links(), shown=8)
    assert view.values[0].url == "/?q=x&aar=2018"
    (view,) = facets({"year": counts(("2018", 1))}, request=SearchRequest("x", {"year": ("2018",)}), links=Links(), shown=8)
    assert view.values[0].url == "/?q=x"


def test_chips_say_facet_and_value() -> None:
    """Each chosen value is a chip that leads to the search without it."""
    request = SearchRequest("x", {"kind": ("letter",), "year": ("2017", "2018")})
    assert chips(request, links=Links()) == (
        Chip("År: 2017", "/?q=x&aar=2018&type=brev"),
        Chip("År: 2018", "/?q=x&aar=2017&type=brev"),
        Chip("Type: Brev", "/?q=x&aar=2017&aar=2018"),
    )
