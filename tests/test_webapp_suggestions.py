from __future__ import annotations

from typing import TYPE_CHECKING
from typing import get_args
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.config import Index as IndexSettings
from indexer.config import Settings
from indexer.errors import IndexMissingError
from indexer.errors import IndexOutdatedError
from indexer.suggest import Kind
from indexer.suggest import Suggestion
from tests.webapp_builders import PlainIndex
from webapp import create_app
from webapp.links import Links
from webapp.params import SearchRequest
from webapp.parsing import MOST_TYPED
from webapp.parsing import typed
from webapp.present.results.suggestions import KINDS
from webapp.present.results.suggestions import completions


if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient


COMPLETIONS = (
    Suggestion("lygtepæl", "word", 12),
    Suggestion("Lykke Lygum", "name", 3),
    Suggestion("2019-0000012", "number", 1),
    Suggestion("Hvad koster en lygtepæl?", "question", None),
)


def client_of(index: PlainIndex, folder: Path) -> FlaskClient:
    """A client of the page over this index."""
    return create_app(Settings(folder=folder), index=index).test_client()  # type: ignore[arg-type]


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    """A client of a page that has something to suggest."""
    return client_of(PlainIndex(completions=COMPLETIONS), tmp_path)


def test_every_kind_is_suggested_with_its_search(client: FlaskClient) -> None:
    """Each suggestion has its whole text, a Danish kind, a count or null, and the address of the search for it."""
    words = client.get("/forslag?q=en+lygt").get_json()
    assert words == {
        "forslag": [
            {"tekst": "en lygtepæl", "slags": "ord", "antal": 12, "url": "/?q=en+lygtep%C3%A6l"},
            {"tekst": "Hvad koster en lygtepæl?", "slags": "spoergsmaal", "antal": None, "url": "/?q=Hvad+koster+en+lygtep%C3%A6l%3F"},
        ]
    }
    assert [each["slags"] for each in client.get("/forslag?q=lyk").get_json()["forslag"]] == ["navn"]
    assert [each["slags"] for each in client.get("/forslag?q=2019").get_json()["forslag"]] == ["nummer"]


def test_every_kind_has_a_name_of_its_own() -> None:
    """Whatever the indexer can suggest, the page has a word for."""
    assert set(KINDS) == set(get_args(Kind))
    assert len(set(KINDS.values())) == len(KINDS)


def test_what_is_chosen_stays_chosen() -> None:
    """A suggestion searches with the filters and the order of the search it is typed in, from the first page, under the site's path."""
    asked = SearchRequest("lygt", {"year": ("2019",)}, "newest", 4)
    chosen = completions(COMPLETIONS[:1], request=asked, links=Links("/svar"))[0]
    assert chosen == ("lygtepæl", "ord", 12, "/svar/?q=lygtep%C3%A6l&aar=2019&sorter=nyeste")


def test_suggestions_are_kept_briefly_by_the_reader_alone(client: FlaskClient) -> None:
    """An answer may be kept for a minute by the browser, by nobody in between."""
    answer = client.get("/forslag?q=lygt")
    assert answer.headers["Cache-Control"] == "private, max-age=60"
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("trouble", [IndexMissingError("Intet indeks."), IndexOutdatedError("For gammelt.")])
def test_without_an_index_nothing_is_suggested(tmp_path: Path, trouble: Exception) -> None:
    """Where nothing can be searched there is an empty list, which is not kept."""
    answer = client_of(PlainIndex(trouble=trouble), tmp_path).get("/forslag?q=lygt")
    assert (answer.status_code, answer.get_json()) == (200, {"forslag": []})
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_real_index_may_be_missing(tmp_path: Path) -> None:
    """Over a folder without an index the answer is empty, too."""
    client = create_app(Settings(folder=tmp_path, index=IndexSettings(path="none"))).test_client()
    assert client.get("/forslag?q=lygt").get_json() == {"forslag": []}


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("q=hvad+", "hvad "),
        ("q=%20hvad%09%0Ab%C3%B8rn", "hvad børn"),
        ("aar=2019&q=en&q=to", "en"),
        ("", ""),
        (urlencode({"q": "x" * MOST_TYPED}), "x" * MOST_TYPED),
        (urlencode({"q": "x" * (MOST_TYPED + 1)}), ""),
    ],
)
def test_what_is_typed_is_read_as_it_stands(query: str, text: str) -> None:
    """A space at the end is kept, since the word before it is ended; what is too long to be completed is not looked at."""
    assert typed(query) == text


@given(st.binary(max_size=60) | st.text(st.sampled_from("q=&+%a\x00æ "), max_size=40).map(str.encode))
def test_any_address_may_be_asked(query: bytes) -> None:
    """Whatever stands after the question mark, something of at most the longest length is read."""
    text = typed(query)
    assert len(text) <= MOST_TYPED
    assert text == typed(urlencode({"q": text}))


@pytest.mark.parametrize("query", [b"q=%ff%00", b"q=" + b"a" * 5000, b"&" * 5000, b"q=lygt&aar=x&foo=1", b"q"])
def test_no_address_is_an_error(client: FlaskClient, query: bytes) -> None:
    """Bytes that are no text, too much text and parameters nobody knows give a list like any other."""
    answer = client.get("/forslag", environ_overrides={"QUERY_STRING": query.decode("latin-1")})
    assert answer.status_code == 200
    assert isinstance(answer.get_json()["forslag"], list)
