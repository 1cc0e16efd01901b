from __future__ import annotations

import csv
import json
from itertools import islice
from typing import TYPE_CHECKING
from typing import Any

import pytest

from indexer.config import Settings
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from tests.webapp_builders import passage
from webapp import create_app
from webapp.api.export import CHANGED
from webapp.api.export import COLUMNS
from webapp.api.export import FORMS
from webapp.api.export import MOST_IN_CELL
from webapp.api.export import PAGE_SIZE
from webapp.api.export import ChangedError
from webapp.api.export import whole
from webapp.links import Links
from webapp.params import SearchRequest


if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from indexer.model.results import Results


MANY = tuple(letter(f"b{number}") for number in range(2 * PAGE_SIZE + 1))
HOSTILE = letter("f", passage(question="=HYPERLINK(1)", answer='a;b\r\n"c" \u202e-1'), passage("2", answer="\t@sum"))


def client_of(index: PlainIndex, folder: Path) -> FlaskClient:
    """A client of the site over this index."""
    return create_app(Settings(folder=folder), index=index).test_client()  # type: ignore[arg-type]


def test_a_spreadsheet_can_open_it(tmp_path: Path) -> None:
    """The CSV file is to be saved, begins with the mark of UTF-8, has semicolons, and holds nothing that a spreadsheet would run."""
    answer = client_of(PlainIndex((HOSTILE,)), tmp_path).get("/api/v1/export.csv")
    assert answer.headers["Content-Disposition"] == "attachment; filename=svar.csv"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data.startswith(b"\xef\xbb\xbfid;")
    head, *rows = csv.reader(answer.data.decode("utf-8-sig").splitlines(keepends=True), delimiter=";")
    assert tuple(head) == COLUMNS
    assert {len(row) for row in rows} == {len(COLUMNS)}
    cells = dict(zip(COLUMNS, rows[0], strict=True))
    assert (cells["id"], cells["Spørgsmål"], cells["Svar"]) == ("f#svar-1", "'=HYPERLINK(1)", 'a;b\r\n"c" -1')
    assert rows[1][COLUMNS.index("Svar")] == "'\t@sum"


def test_a_text_stays_in_its_cell(tmp_path: Path) -> None:
    """Of an answer longer than a cell holds, the file has as much as fits and a sign that there is more; the other form has all of it."""
    long = letter("l", passage(answer="=\U0001f95b" * 20_000))
    client = client_of(PlainIndex((long,)), tmp_path)
    _, row = csv.reader(client.get("/api/v1/export.csv").data.decode("utf-8-sig").splitlines(keepends=True), delimiter=";")
    cell = row[COLUMNS.index("Svar")]
    assert MOST_IN_CELL - 1 <= len(cell.encode("utf-16-le")) / 2 <= MOST_IN_CELL
    assert (cell[:2], cell[-1]) == ("'=", "…")
    assert row[-1] == "2018-09-19", "the day of the inquiry"
    assert len(json.loads(client.get("/api/v1/export.jsonl").text)["passage"]["answer"]) == 40_000


def test_each_line_is_a_passage(tmp_path: Path) -> None:
    """A line of JSON Lines is what its passage answers by itself."""
    client = client_of(PlainIndex(MANY[:3]), tmp_path)
    lines = [json.loads(line) for line in client.get("/api/v1/export.jsonl").text.splitlines()]
    assert [line["letter"] for line in lines] == ["b0", "b1", "b2"]
    alone = client.get("/api/v1/letters/b1/passages/svar-1").get_json()
    del alone["mistakes"]
    assert lines[1] == alone


@pytest.mark.parametrize("ending", FORMS)
def test_all_that_is_found_is_in_the_file(tmp_path: Path, ending: str) -> None:
    """However many passages, each is there once; of a search only what it finds, of nothing only the head."""
    client = client_of(PlainIndex(MANY), tmp_path)
    text = client.get(f"/api/v1/export.{ending}").text
    assert [text.count(f"/brev/b{number}#svar-1") for number in range(len(MANY))] == [1] * len(MANY)
    assert client.get(f"/api/v1/export.{ending}?q=findesikke").text.count("\n") == (1 if ending == "csv" else 0)


@pytest.mark.parametrize("query", ["nonsens=1", "aar=nitten", "sorter=x", "side=2", "antal=5"])
@pytest.mark.parametrize("ending", FORMS)
def test_a_file_is_not_begun_on_a_mistake(tmp_path: Path, ending: str, query: str) -> None:
    """What cannot be used of the address is told instead of a file of something else."""
    answer = client_of(PlainIndex(), tmp_path).get(f"/api/v1/export.{ending}?{query}")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert len(answer.get_json()["mistakes"]) == 1


def test_a_file_is_sent_while_it_is_read() -> None:
    """No more is asked for than a page at a time, and none before the one before it was taken."""
    limits: list[int] = []

    class Counted(PlainIndex):
        def search(self, words: str, **asked: Any) -> Results:
            limits.append(asked["limit"])
            return super().search(words, **asked)

    sent = whole(Counted(MANY), SearchRequest(), FORMS["jsonl"], links=Links())  # type: ignore[arg-type]
    list(islice(sent, 2))
    assert limits == [PAGE_SIZE]
    list(sent)
    assert limits == [PAGE_SIZE] * 3


@pytest.mark.parametrize("ending", FORMS)
def test_a_file_never_mixes_two_indexes(ending: str) -> None:
    """Where the index is built anew meanwhile, the file says at its end that it is not whole, and breaks off."""
    index = PlainIndex(MANY)
    sent = whole(index, SearchRequest(), FORMS[ending], links=Links())  # type: ignore[arg-type]
    begun = b"".join(islice(sent, 2)).decode()
    assert f"b{PAGE_SIZE - 1}#svar-1" in begun
    index.served = "g2"
    assert CHANGED in next(sent).decode()
    with pytest.raises(ChangedError):
        next(sent)
