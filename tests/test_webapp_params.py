from __future__ import annotations

from string import printable
from urllib.parse import quote
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from webapp.links import Links
from webapp.params import FACETS
from webapp.params import KINDS
from webapp.params import SearchRequest
from webapp.params import search_pairs
from webapp.parsing import MOST_CHARACTERS
from webapp.parsing import MOST_MISTAKES
from webapp.parsing import MOST_PAIRS
from webapp.parsing import MOST_VALUES
from webapp.parsing import is_canonical
from webapp.parsing import parse_letter
from webapp.parsing import parse_search


texts = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=30).map(lambda text: " ".join(text.split()))
names = texts.filter(bool)
values = {
    "year": (st.integers(1000, 2999) | st.integers(2010, 2015)).map(str),
    "kind": st.sampled_from(sorted(KINDS.values())),
    "director": names,
    "addressee": names,
    "party": names,
    "case": names,
    "administration": names,
    "remark": names,
}
filters = st.fixed_dictionaries(
    {},
    optional={facet: st.sets(values[facet], min_size=1, max_size=5).map(lambda chosen: tuple(sorted(chosen))) for facet in FACETS.values()},
)
requests = st.builds(
    SearchRequest,
    words=texts,
    filters=filters,
    sort=st.sampled_from(["relevance", "newest", "oldest"]),
    page=st.integers(1, 999_999),
)
bits = st.one_of(
    st.sampled_from(["q", "side", "aar", "type", "sorter", "sag", "=", "&", "%", "%ff", "%00", "+", "brev"]), st.text(printable)
)


YEARS = "”aar” i adressen skal være et årstal på fire cifre eller højst 100 år som 2017..2019;"


@given(requests)
@settings(max_examples=60)
def test_url_round_trip(request: SearchRequest) -> None:
    """A search written as a URL and read again is the same search, and nothing of it is refused."""
    parsed = parse_search(Links().search(request).partition("?")[2])
    assert parsed.request == request
    assert parsed.mistakes == ()


@given(st.one_of(st.binary(max_size=80), st.lists(bits, max_size=12).map("".join)))
@settings(max_examples=120)
def test_any_query_has_one_canonical_url(query: str | bytes) -> None:
    """Whatever stands after the question mark is a search, and writing it makes a URL that reads without a mistake."""
    request = parse_search(query).request
    again = parse_search(urlencode(search_pairs(request)))
    assert again.request == request
    assert again.mistakes == ()


@given(requests)
@settings(max_examples=40)
def test_a_link_is_canonical(request: SearchRequest) -> None:
    """What a link of ours says is known as canonical, however its signs are escaped; the same with its parts turned round is not."""
    pairs = search_pairs(request)
    assert is_canonical(urlencode(pairs))
    assert is_canonical(urlencode(pairs, quote_via=quote))
    assert is_canonical(urlencode(pairs[::-1])) == (len(pairs) < 2)


def test_order_is_canonical() -> None:
    """Parameters come in one order, however they were given."""
    first = parse_search("side=2&type=notat&aar=2019&aar=2018&q=m%C3%A6lk&sorter=nyeste").request
    second = parse_search("q=m%c3%a6lk&sorter=nyeste&aar=2018&type=notat&aar=2019&side=2").request
    assert Links().search(first) == Links().search(second) == "/?q=m%C3%A6lk&aar=2018&aar=2019&type=notat&sorter=nyeste&side=2"


@pytest.mark.parametrize(
    ("query", "mistake"),
    [
        ("q=a&q=b", "”q” står flere gange i adressen; kun den første er brugt."),
        ("side=2&side=3", "”side” står flere gange i adressen; kun den første er brugt."),
        ("side=0", "”side” i adressen skal være et helt tal fra 1 til 999999; ”0” er ikke brugt."),
        ("side=-1", "”side” i adressen skal være et helt tal fra 1 til 999999; ”-1” er ikke brugt."),
        ("side=%C2%B2", "”side” i adressen skal være et helt tal fra 1 til 999999; ”²” er ikke brugt."),
        ("side=9999999", "”side” i adressen skal være et helt tal fra 1 til 999999; ”9999999” er ikke brugt."),
        ("sorter=score", "”sorter” i adressen skal være relevans, nyeste eller aeldste; ”score” er ikke brugt."),
        ("aar=18", f"{YEARS} ”18” er ikke brugt."),
        ("aar=1000..2999", f"{YEARS} ”1000..2999” er ikke brugt."),
        ("fra=2017&til=x", f"{YEARS} ”2017..x” er ikke brugt."),
        ("type=letter", "”type” i adressen skal være brev eller notat; ”letter” er ikke brugt."),
        ("utm_source=x", "”utm_source” i adressen kendes ikke og er ikke brugt."),
        ("%3Cscript%3E=1", "”<script>” i adressen kendes ikke og er ikke brugt."),
        (f"sag={'9' * (MOST_CHARACTERS + 1)}", f"”sag” i adressen skal være højst {MOST_CHARACTERS} tegn; ”{'9' * 39}…” er ikke brugt."),
        (f"q={'a' * (MOST_CHARACTERS + 1)}", f"Søgningen er på over {MOST_CHARACTERS} tegn; kun de første er brugt."),
    ],
)
def test_what_is_not_used_is_named(query: str, mistake: str) -> None:
    """A parameter that is repeated, unknown, huge or of a wrong kind is left out, and a Danish sentence says so."""
    assert parse_search(query).mistakes == (mistake,)


@pytest.mark.parametrize(
    "query", ["aar=2017..2020", "aar=2020..2017", "fra=2017&til=2020", "aar=2018&aar=2019&fra=2020&til=2017", "aar=2017..2019&fra=2020"]
)
def test_a_period_is_its_years(query: str) -> None:
    """A period chooses every year of it, however it is asked for, and is written in one way."""
    request = parse_search(query).request
    assert request.filters == {"year": ("2017", "2018", "2019", "2020")}
    assert Links().search(request) == "/?aar=2017..2020"


def test_years_are_cut_to_so_many() -> None:
    """More years than can be searched are cut, and the page says so."""
    parsed = parse_search("aar=1900..1999&aar=2001..2010")
    assert len(parsed.request.filters["year"]) == 100
    assert parsed.mistakes == ("”aar” har over 100 værdier; resten er ikke brugt.",)


def test_the_original_beside_a_letter_is_part_of_its_url() -> None:
    """A letter's URL keeps the page at which its original is shown, behind the search; any other page's knows no such parameter."""
    url = Links().letter("b1", anchor="svar-2", request=SearchRequest("ø", page=2), original=3)
    assert url == "/brev/b1?q=%C3%B8&side=2&original=3#svar-2"
    parsed = parse_letter("q=%C3%B8&side=2&original=3")
    assert (parsed.request, parsed.original, parsed.mistakes) == (SearchRequest("ø", page=2), 3, ())
    assert parse_letter("q=x").original == parse_letter("original=").original == 0
    assert parse_search("original=3").mistakes == ("”original” i adressen kendes ikke og er ikke brugt.",)


@pytest.mark.parametrize("value", ["x", "0", "-1", "99999999"])
def test_a_page_that_is_none_shows_the_first(value: str) -> None:
    """What is no page of an original is named, and the original is shown from its beginning."""
    parsed = parse_letter(f"original={value}")
    assert parsed.original == 1
    assert parsed.mistakes == (f"”original” i adressen skal være et helt tal fra 1 til 999999; ”{value}” er ikke brugt.",)


def test_first_of_a_repeated_parameter_counts() -> None:
    """Of words given twice the first are searched."""
    assert parse_search("q=en&q=to").request.words == "en"


def test_empty_parameters_say_nothing() -> None:
    """A form sent with empty fields is an empty search without mistakes."""
    parsed = parse_search("q=&aar=&side=&sorter=&&")
    assert parsed.request == SearchRequest()
    assert parsed.request.is_empty
    assert parsed.mistakes == ()


def test_floods_are_cut() -> None:
    """Hundreds of parameters, values or mistakes are cut to a few, and the page says so."""
    assert len(parse_search("&".join(f"x{n}=1" for n in range(500))).mistakes) == MOST_MISTAKES + 1
    assert "over" in parse_search("&".join(["q=a"] * (MOST_PAIRS + 1))).mistakes[0]
    many = parse_search("&".join(f"sag={n}" for n in range(MOST_VALUES + 10)))
    assert len(many.request.filters["case"]) == MOST_VALUES
    assert many.mistakes == (f"”sag” har over {MOST_VALUES} værdier; resten er ikke brugt.",)


def test_control_characters_are_spaces() -> None:
    """NUL, line breaks and lone surrogates never reach a search."""
    assert parse_search("q=a%00b%0Ac").request.words == "a b c"
    assert parse_search("q=\ud800a").request.words == "a"


def test_toggling_twice_is_nothing() -> None:
    """Choosing a value and giving it up again is the search one began with; the page starts over."""
    request = SearchRequest("mælk", {"year": ("2018",)}, page=3)
    chosen = request.toggled("year", "2017")
    assert chosen.filters == {"year": ("2017", "2018")}
    assert chosen.page == 1
    assert chosen.toggled("year", "2017") == request.at(1)
    assert request.toggled("year", "2018").filters == {}
    assert chosen.without("year", ("2017",)) == request.at(1)
    assert chosen.without("year").filters == {}


def test_links_hang_under_the_root() -> None:
    """Every link begins with the path the site is mounted at, and names are quoted."""
    links = Links("/svar")
    assert links.search() == "/svar/"
    assert links.letter("a b/c", anchor="svar-1", request=SearchRequest("ø")) == "/svar/brev/a%20b%2Fc?q=%C3%B8#svar-1"
    assert links.original("x") == "/svar/brev/x/original"
    assert links.original("x", page=3).startswith("/svar/brev/x/original?side=3#page=3")
    assert links.help() == "/svar/hjaelp"
    assert links.static("a.css", version="1") == "/svar/static/a.css?v=1"


def test_unknown_kinds_are_written_as_they_are() -> None:
    """A kind of letter that has no Danish name in URLs does not break a link to it."""
    assert search_pairs(SearchRequest(filters={"kind": ("memo",)})) == (("type", "memo"),)
