from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer.config import Settings
from indexer.model.letter import Table
from tests.webapp_builders import TABLE
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from tests.webapp_builders import passage
from webapp import create_app


if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from indexer.model.letter import Letter


PRICES = Table(rows=(("Vare", "Pris"), ("Mælk", "-3,5")))
TABLES = letter("b1", passage("1", tables=(TABLE, PRICES)), passage("2"), passage("3", tables=(TABLE,)))
EDITIONS = letter("b1", file="2020/svar.pdf", editions=("2019/svar.pdf", "2018/udkast.pdf"))


def client_of(of: Letter, folder: Path | None = None) -> FlaskClient:
    """A client of the page over this letter, whose files lie in `folder`/corpus."""
    return create_app(Settings(folder=folder or Path.cwd()), index=PlainIndex((of,))).test_client()  # type: ignore[arg-type]


def links(html: str, wording: str) -> list[tuple[str, str]]:
    """The links whose text begins so: where each leads, and its whole text."""
    found = re.findall(r'<a href="([^"]+)">(.*?)</a>', html)
    texts = [(url, re.sub("<[^>]+>", "", text)) for url, text in found]
    return [(url, text) for url, text in texts if text.startswith(wording)]


def test_each_table_has_its_link() -> None:
    """Each table of a letter can be saved, through a link that says which table, in the whole site's place."""
    html = client_of(TABLES).get("/brev/b1?q=m%C3%A6lk", base_url="http://localhost/svar").text
    assert links(html, "Hent til regneark (CSV)") == [
        ("/svar/brev/b1/tabel/1.csv", "Hent til regneark (CSV) (Tabel 1. Mælk i liter)"),
        ("/svar/brev/b1/tabel/2.csv", "Hent til regneark (CSV) (Tabel nr. 2)"),
        ("/svar/brev/b1/tabel/3.csv", "Hent til regneark (CSV) (Tabel 1. Mælk i liter)"),
    ]
    assert links(client_of(letter()).get("/brev/b1").text, "Hent til regneark (CSV)") == []


def test_a_link_gives_the_table_beside_it() -> None:
    """Table number two is the second on the page, as a file to be saved, named by letter and table."""
    answer = client_of(TABLES).get("/brev/b1/tabel/2.csv")
    assert answer.status_code == 200
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=b1-tabel-2.csv"
    assert answer.data.decode("utf-8-sig") == "Vare;Pris\r\nMælk;-3,5\r\n"


def test_danish_letters_in_the_name_of_a_table() -> None:
    """A letter whose id has Danish letters gives its file a name with them."""
    answer = client_of(letter("svar-på-æ", passage(tables=(TABLE,)))).get("/brev/svar-på-æ/tabel/1.csv")
    assert "filename*=UTF-8''svar-p%C3%A5-%C3%A6-tabel-1.csv" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "url",
    [
        *(f"/brev/b1/tabel/{number}.csv" for number in ("0", "4", "-1", "01", "٣", "x", "1e0", "9" * 5000)),
        *("/brev/none/tabel/1.csv", "/brev/b1/tabel/1", "/brev/b1/tabel/.csv", "/brev/b1/udgave/1", "/brev/none/udgave/1"),
    ],
)
def test_what_is_not_there(url: str) -> None:
    """A table or an edition that the letter does not have, or a number written another way, is the usual page that says so."""
    answer = client_of(TABLES).get(url)
    assert answer.status_code == 404
    assert "<h1>Siden findes ikke</h1>" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_earlier_editions_are_told_where_the_metadata_stand() -> None:
    """Each earlier edition is named and linked among the metadata, one or several; a letter without any says nothing of it."""
    html = client_of(EDITIONS).get("/brev/b1").text
    about = html.partition("<dl>")[2].partition("</dl>")[0]
    editions = about.partition("<dt>Tidligere udgaver</dt>")[2]
    assert links(editions, "") == [("/brev/b1/udgave/2", "2019/svar.pdf"), ("/brev/b1/udgave/1", "udkast.pdf")]
    assert "<dt>Tidligere udgave</dt>" in client_of(letter(editions=("a.pdf",))).get("/brev/b1").text
    assert "udgave" not in client_of(letter()).get("/brev/b1").text


def test_an_earlier_edition_is_its_own_file(tmp_path: Path) -> None:
    """The link to an edition gives just that file, shown as the original is, and 404 once it is gone."""
    (tmp_path / "corpus" / "2018").mkdir(parents=True)
    (tmp_path / "corpus" / "2018" / "udkast.pdf").write_bytes(b"%PDF-1.4 udkast")
    client = client_of(EDITIONS, tmp_path)
    answer = client.get("/brev/b1/udgave/1", buffered=True)
    assert (answer.status_code, answer.data, answer.content_type) == (200, b"%PDF-1.4 udkast", "application/pdf")
    assert answer.headers["Content-Disposition"] == "inline; filename=udkast.pdf"
    assert client.get("/brev/b1/udgave/2").status_code == 404


def test_an_edition_outside_the_corpus_is_not_served(tmp_path: Path) -> None:
    """Whatever an index names as an edition, only files inside the corpus are sent."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "secret.txt").write_text("hemmeligt", encoding="utf-8")
    assert client_of(letter(editions=("../secret.txt",)), tmp_path).get("/brev/b1/udgave/1").status_code == 404
