from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.model.results import Count
from indexer.model.results import FacetCounts
from webapp.links import Links
from webapp.params import SearchRequest
from webapp.present.results.choice import MOST_LISTED
from webapp.present.results.choice import choice_page


if TYPE_CHECKING:
    from webapp.present.results.choice import ChoicePage


def cases(number: int) -> FacetCounts:
    """So many cases, the first with the most answers."""
    return FacetCounts(tuple(Count(f"2018-{place:07}", number - place) for place in range(number)))


def page(counted: FacetCounts, *, find: str = "", request: SearchRequest | None = None) -> ChoicePage:
    """The page of cases."""
    return choice_page("sag", counted, find=find, request=request or SearchRequest("mælk"), links=Links())


def test_the_most_frequent_are_listed_and_the_rest_can_be_found() -> None:
    """Of too many values those with most answers stand there, in the facet's order; part of another brings it forth."""
    whole = page(cases(MOST_LISTED + 50))
    assert [value.text for value in whole.values] == [f"2018-{place:07}" for place in reversed(range(MOST_LISTED))]
    assert whole.listed.startswith("De 100 med flest svar, af 150 sager.")
    found = page(cases(MOST_LISTED + 50), find="0149")
    assert ([value.text for value in found.values], found.listed) == (["2018-0000149"], "1 sag")
    assert page(cases(2), find="x").listed == "Ingen af 2 sager har det i sig."
    assert page(cases(0)).listed == "Der er ingen sager at vælge."


def test_names_are_found_by_any_part_in_any_case() -> None:
    """All that is typed must be in the name as the page writes it, wherever."""
    kinds = FacetCounts((Count("letter", 3), Count("budget_note", 1)))
    found = choice_page("type", kinds, find="NOTAT bud", request=SearchRequest(), links=Links())
    assert [(value.text, value.sent) for value in found.values] == [("Budgetnotat", "notat")]


def test_the_form_keeps_the_search_and_what_is_chosen_out_of_sight() -> None:
    """What is ticked comes from the list alone; chosen values that do not stand there, and everything else, are kept."""
    request = SearchRequest("mælk", {"case": ("2018-0000000", "2018-0000001"), "kind": ("letter",)}, sort="newest", page=4)
    found = page(cases(3), find="0001", request=request)
    assert [(value.text, value.chosen) for value in found.values] == [("2018-0000001", True)]
    assert found.kept == (("q", "mælk"), ("sag", "2018-0000000"), ("type", "brev"), ("sorter", "nyeste"))
    assert ("sag", "2018-0000001") in found.asked
    assert found.within == "svarene på ”mælk”"
