"""A letter full of characters that turn the direction of text or break a file, in every place where text of letters comes out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from indexer.config import Settings
from indexer.model.letter import Person
from indexer.model.letter import Remark
from indexer.model.letter import Signer
from indexer.model.letter import Table
from indexer.suggest import Suggestion
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from tests.webapp_builders import passage
from webapp import create_app


if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient


TURNING = "\u202e\u202d\u202b\u2066\u2067\u2068\u2069\u2069\u202c\u200f\u200e\u061c"
BREAKING = "\0\x07\x1b\x7f\x9f"


def hostile(text: str) -> str:
    """The text with all of it before, between and behind its words."""
    return " ".join(f"{TURNING}{BREAKING}{word}{TURNING}" for word in text.split())


LETTER = letter(
    "b1",
    passage(
        "1",
        heading=hostile("Om mælk"),
        question=hostile("Hvad koster mælk?"),
        answer=hostile("Mælk koster 12 kr.\n\n- en liter"),
        tables=(
            Table(rows=((hostile("Vare"), hostile("=1+1")), ("Mælk", "12")), caption=hostile("Tabel 1"), footnotes=(hostile("Note"),)),
        ),
    ),
    passage("2", kind="section", heading=hostile("Økonomi"), question=None),
    metadata=metadata(
        authority=hostile("Lilleby"),
        administration=hostile("Skoler"),
        addressee=Person(hostile("Åse Ørsted"), hostile("MB"), hostile("Parti")),
        asker=Person(hostile("Ib Bo")),
        signers=(Signer(hostile("Bodil Ågård"), hostile("direktør")),),
        subject=hostile("mælk i skolerne"),
        reference=hostile("BI7"),
    ),
    preamble=hostile("Tak for henvendelsen."),
    closing=hostile("Med venlig hilsen"),
    appendix=hostile("Bilag"),
    remarks=(Remark("a", hostile("Brevet er uklart.")),),
    editions=(f"{TURNING}b0.txt",),
)
OTHER = replace(LETTER, id="b2", file="b2.txt")


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    """A client of a site that holds the letter, another like it, and suggests a question of it."""
    index = PlainIndex((LETTER, OTHER), completions=(Suggestion(hostile("mælk i skolerne"), "question", None),))
    return create_app(Settings(folder=tmp_path), index=index).test_client()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("url", "holds"),
    [
        ("/?q=koster", "Hvad <mark>koster</mark> mælk?"),
        ("/brev/b1", "Hvad koster mælk?"),
        ("/brev/b1?q=koster", "Hvad <mark>koster</mark> mælk?"),
        ("/brev/b1/lignende/svar-1", "Hvad koster mælk?"),
        ("/sag/2018-0000012", "Hvad koster mælk?"),
        ("/personer", "Bodil Ågård"),
        ("/forslag?q=m%C3%A6lk", '"tekst":"mælk i skolerne"'),
        ("/brev/b1/tabel/1.csv", "Vare;'=1+1"),
        ("/brev/b1/henvisning.bib", "title = {{mælk i skolerne}}"),
        ("/brev/b1/henvisning.ris", "TI  - mælk i skolerne"),
    ],
)
def test_nothing_of_it_comes_out(client: FlaskClient, url: str, holds: str) -> None:
    """Pages and files hold the words in the order they were written, and nothing that turns or breaks what stands beside them."""
    answer = client.get(url, buffered=True)
    text = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), answer.text).removeprefix("\ufeff")
    assert holds in text
    assert {unicodedata.name(sign, hex(ord(sign))) for sign in text if sign in TURNING + BREAKING} == set()


def test_nothing_of_it_comes_back(client: FlaskClient) -> None:
    """Neither does what a reader types or pastes turn the page it is answered with."""
    text = hostile("Hvad koster mælk?")
    for answer in (client.get("/", query_string={"q": text}), client.post("/foer", data={"tekst": text}), client.get(f"/sag/{TURNING}1")):
        assert [sign for sign in answer.text if sign in TURNING + BREAKING] == []


def test_nothing_of_it_names_a_file(tmp_path: Path) -> None:
    """A file whose name would read backwards is handed over under the name as it is written."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "b\u202etxt.fdp.txt").write_text("Mælk", encoding="utf-8")
    index = PlainIndex((replace(LETTER, file="b\u202etxt.fdp.txt"),))
    answer = create_app(Settings(folder=tmp_path), index=index).test_client().get("/brev/b1/original", buffered=True)  # type: ignore[arg-type]
    assert answer.headers["Content-Disposition"] == "inline; filename=btxt.fdp.txt"
