from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Any

import msgspec
import pytest

from indexer.config import Settings
from indexer.config import Site
from indexer.errors import IndexDamagedError
from indexer.errors import IndexMissingError
from indexer.model.letter import Remark
from indexer.model.results import Reading
from indexer.model.results import Results
from indexer.suggest import Suggestion
from tests.webapp_builders import TABLE
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from tests.webapp_builders import passage
from webapp import create_app
from webapp.api import answers


if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient


LETTERS = tuple(
    letter(
        f"b{number}",
        passage("1", tables=(TABLE,)),
        passage("2", question=None, heading="Ost", kind="section"),
        metadata=metadata(date=f"201{number}-01-02", case_number=f"201{number}-0000001"),
        remarks=(Remark("missing_date", "Brevet har ingen dato.", page=1),),
    )
    for number in range(5)
)

OPERATIONS = {
    "/api/v1/search": answers.SearchAnswer,
    "/api/v1/letters/b1": answers.LetterAnswer,
    "/api/v1/letters/b1/passages/svar-1": answers.PassageAnswer,
    "/api/v1/letters/b1/passages/svar-1/similar": answers.SimilarAnswer,
    "/api/v1/cases/2011-0000001": answers.CaseAnswer,
    "/api/v1/suggestions": answers.SuggestionsAnswer,
    "/api/v1/facets/sag": answers.FacetAnswer,
}
"""An address of each operation, and the shape of its answer."""


@pytest.fixture
def index() -> PlainIndex:
    """An index of five letters with two passages each, that has something to suggest."""
    return PlainIndex(LETTERS, completions=(Suggestion("lygtepæl", "word", 12),))


@pytest.fixture
def client(index: PlainIndex, tmp_path: Path) -> FlaskClient:
    """A client of the site over it, under an address of its own."""
    return create_app(Settings(folder=tmp_path, site=Site(url="https://svar.example.dk")), index=index).test_client()  # type: ignore[arg-type]


def followed(client: FlaskClient, url: str) -> list[dict[str, Any]]:
    """The answers from this one on, each led to by the one before."""
    pages = [client.get(url).get_json()]
    while pages[-1]["next"]:
        pages.append(client.get(pages[-1]["next"].removeprefix("https://svar.example.dk")).get_json())
    return pages


@pytest.mark.parametrize(("url", "shape"), OPERATIONS.items())
def test_every_answer_has_its_shape(client: FlaskClient, url: str, shape: type) -> None:
    """Each operation answers with exactly the fields of its shape, and names what it could not use of the address."""
    answer = client.get(f"{url}?nonsens=1")
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    msgspec.json.decode(answer.data, type=shape)
    assert set(answer.get_json()) == set(shape.__dataclass_fields__)
    assert answer.get_json()["mistakes"] == ["”nonsens” i adressen kendes ikke og er ikke brugt."]
    assert client.get(url).get_json()["mistakes"] == []


def test_what_is_found_says_where_and_why(client: FlaskClient) -> None:
    """A passage found comes with its marks as pieces of text, its letter's metadata, and addresses that lead to it from anywhere."""
    item = client.get("/api/v1/search?q=mælk&antal=1").get_json()["items"][0]
    assert [token["text"] for token in item["question"] if token["marked"]] == ["mælk"]
    assert "".join(token["text"] for token in item["question"]) == "Hvor meget mælk drikker skolerne?"
    assert (item["id"], item["label"], item["kind"]) == ("b4#svar-1", "1", "question_answer")
    assert item["metadata"]["case_number"] == "2014-0000001"
    assert item["url"] == "https://svar.example.dk/brev/b4?q=m%C3%A6lk#svar-1"
    assert item["api_url"] == "https://svar.example.dk/api/v1/letters/b4/passages/svar-1"


def test_facets_are_counted_where_they_are_asked_for(client: FlaskClient) -> None:
    """The facets named by their parameters come with values that the parameters take; one that is none is named."""
    answer = client.get("/api/v1/search?facetter=type,aar,x").get_json()
    assert [facet["name"] for facet in answer["facets"]] == ["aar", "type"]
    assert answer["facets"][1]["values"] == [{"value": "brev", "label": "Brev", "count": 10}]
    assert len(answer["mistakes"]) == 1
    assert client.get("/api/v1/search").get_json()["facets"] == []
    found = client.get("/api/v1/facets/aar?find=13").get_json()["facet"]
    assert (found["total"], [value["value"] for value in found["values"]]) == (1, ["2013"])


@pytest.mark.parametrize("size", [1, 3, 7, 10, 100])
def test_pages_follow_each_other_to_the_end(client: FlaskClient, size: int) -> None:
    """Whatever the size of a page, following `next` gives every passage once, in the order of the whole, with the search kept."""
    whole = [item["id"] for item in client.get("/api/v1/search?sorter=aeldste&type=brev&antal=100").get_json()["items"]]
    pages = followed(client, f"/api/v1/search?sorter=aeldste&type=brev&facetter=aar&antal={size}")
    assert [item["id"] for page in pages for item in page["items"]] == whole
    assert all(page["facets"] and not page["changed"] and not page["mistakes"] for page in pages)


def test_a_new_index_is_told_to_the_end(client: FlaskClient, index: PlainIndex) -> None:
    """When the index is built anew between two pages, that page and all after it say so."""
    first = client.get("/api/v1/search?antal=3").get_json()
    assert not first["changed"]
    index.served = "g2"
    pages = followed(client, first["next"].removeprefix("https://svar.example.dk"))
    assert [page["changed"] for page in pages] == [True, True, True]


def test_how_the_words_were_read_is_told(tmp_path: Path) -> None:
    """Words taken for others, a proposal, and passages with fewer words are told apart from what was found."""

    class Lenient(PlainIndex):
        def search(self, words: str, **asked: Any) -> Results:
            found = super().search(words, **asked)
            return Results(0, (), {}, Reading(words, ("x er ikke forstået",), relaxed=True, proposal="mælk"), nearly=found.found)

    client = create_app(Settings(folder=tmp_path), index=Lenient(spelling={"mælkk": "mælk"})).test_client()  # type: ignore[arg-type]
    answer = client.get("/api/v1/search?q=mælkk").get_json()
    assert answer["reading"] == {
        "text": "mælkk", "relaxed": True, "changes": [], "proposal": "mælk", "ignored": ["x er ikke forstået"]
    }  # fmt: skip
    assert (answer["total"], answer["items"], len(answer["nearly"]), answer["next"]) == (0, [], 1, None)


@pytest.mark.parametrize(
    "query", ["antal=0", "antal=101", "antal=-1", "antal=1e1", "antal=١", "markoer=x", "markoer=%00", "markoer=" + "A" * 9999]
)
def test_what_cannot_be_left_out_is_refused(client: FlaskClient, query: str) -> None:
    """A size or a cursor that is none is a problem, since any answer would be another than was asked for."""
    answer = client.get(f"/api/v1/search?{query}")
    assert answer.status_code == 400
    assert answer.get_json()["type"].startswith(f"/api#fejl-{query.partition('=')[0]}")


def test_a_cursor_goes_on_in_its_own_search_alone(client: FlaskClient) -> None:
    """The cursor of one search is refused by another, but does with another size of page."""
    cursor = client.get("/api/v1/search?antal=1").get_json()["next"].partition("markoer=")[2]
    assert client.get(f"/api/v1/search?antal=2&markoer={cursor}").status_code == 200
    assert client.get(f"/api/v1/search?q=ost&markoer={cursor}").status_code == 400


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/api/", 404),
        ("/api/v1/nowhere", 404),
        ("/api/v2/search", 404),
        ("/api/v1/letters/none", 404),
        ("/api/v1/letters/b1/passages/none", 404),
        ("/api/v1/letters/b1/passages/none/similar", 404),
        ("/api/v1/cases/none", 404),
        ("/api/v1/facets/none", 404),
        ("/api/v1/search?antal=x", 400),
    ],
)
def test_what_goes_wrong_is_a_problem(client: FlaskClient, url: str, status: int) -> None:
    """Under /api/ every error is a problem that says which it is, what is wrong and where, and is never kept."""
    answer = client.get(url)
    told = msgspec.json.decode(answer.data, type=answers.Problem)
    assert (answer.status_code, answer.mimetype, told.status) == (status, "application/problem+json", status)
    assert told.instance == url.partition("?")[0]
    assert answer.headers["Cache-Control"] == "no-store"
    assert f'id="{told.type.removeprefix("/api#")}"' in client.get("/api").text


def test_other_methods_are_refused(client: FlaskClient) -> None:
    """The API only reads; another method is a problem that names those allowed."""
    answer = client.post("/api/v1/search")
    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("trouble", "status", "says"),
    [
        (IndexMissingError("/et/sted"), 503, "indexer rebuild"),
        (IndexDamagedError("tom"), 503, "Indekset er beskadiget"),
        (RuntimeError("hemmelig"), 500, "Fejlen er noteret"),
    ],
)
@pytest.mark.parametrize("url", [*OPERATIONS, "/api/v1/export.csv", "/api/v1/export.jsonl"])
def test_without_an_index_there_is_a_problem(
    client: FlaskClient, index: PlainIndex, url: str, trouble: Exception, status: int, says: str
) -> None:
    """What cannot be served is a problem with the right status, and tells nothing of the inside."""
    index.trouble = trouble
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    answer = client.get(url)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert says in answer.get_json()["detail"]
    assert ("Retry-After" in answer.headers) == (status == 503)
    assert "hemmelig" not in answer.text
    assert "/et/sted" not in answer.text


def test_text_of_letters_cannot_break_an_answer(tmp_path: Path) -> None:
    """Half characters, control characters and those that turn direction are no part of an answer; what looks like markup is text."""
    hostile = letter("h", passage(question="\ud800 a\0b \u202eomvendt <b>fed</b>"), metadata=metadata(subject="\udfff\x1b"))
    client = create_app(Settings(folder=tmp_path), index=PlainIndex((hostile,))).test_client()  # type: ignore[arg-type]
    for url in ("/api/v1/search", "/api/v1/letters/h", "/api/v1/export.jsonl"):
        assert "\ufffd ab omvendt <b>fed</b>" in client.get(url).text


@pytest.mark.parametrize("url", OPERATIONS)
def test_unchanged_answers_are_not_sent_again(client: FlaskClient, index: PlainIndex, url: str) -> None:
    """An answer asked for again over the same index is 304, over a newer one it is sent."""
    tag = {"If-None-Match": client.get(url).headers["ETag"]}
    assert client.get(url, headers=tag).status_code == 304
    index.served = "g2"
    assert client.get(url, headers=tag).status_code == 200


def test_links_lie_under_the_site(tmp_path: Path) -> None:
    """A site that hangs under a path has its answers, problems and description there."""
    client = create_app(Settings(folder=tmp_path), index=PlainIndex(LETTERS)).test_client()  # type: ignore[arg-type]
    under = {"SCRIPT_NAME": "/svar"}
    assert (
        client.get("/api/v1/search?antal=1", environ_overrides=under).get_json()["next"].startswith("http://localhost/svar/api/v1/search?")
    )
    told = client.get("/api/v1/letters/none", environ_overrides=under).get_json()
    assert (told["type"], told["instance"]) == ("/svar/api#fejl-findes-ikke", "/svar/api/v1/letters/none")
    assert client.get("/api/v1/openapi.json", environ_overrides=under).get_json()["servers"] == [{"url": "http://localhost/svar"}]
