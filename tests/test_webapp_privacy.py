from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from indexer.config import Privacy
from indexer.config import Settings
from indexer.rebuild import rebuild
from indexer.report import Report
from tests.corpus_builders import configured
from tests.corpus_builders import letter_text
from tests.corpus_builders import put_letters
from tests.pdf_builder import plain_letter_pdf
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from tests.webapp_builders import passage
from webapp import create_app


if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from indexer.model.letter import Letter


def client(folder: Path, *letters: Letter, privacy: Privacy | None = None, gone: tuple[str, ...] = ()) -> FlaskClient:
    """A browser at a site with these letters, whose files lie in `folder/corpus`; `gone` were withdrawn by the last rebuild."""
    settings = Settings(folder=folder, privacy=privacy or Privacy())
    report = Report(0, 0, (), (), 0, 0, (), 0.0, withdrawn=gone)
    return create_app(settings, index=PlainIndex(letters, report=report)).test_client()  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252"])
def test_a_text_is_masked_as_it_is_sent(tmp_path: Path, encoding: str) -> None:
    """A text file is shown without what is personal, whatever the index knew of it, and else as it is."""
    put_letters(tmp_path / "corpus", {})
    (tmp_path / "corpus").mkdir(exist_ok=True)
    (tmp_path / "corpus" / "b1.txt").write_bytes("Kære Åse\nTlf. 23 45 67 89\n".encode(encoding))
    answer = client(tmp_path, letter("b1")).get("/brev/b1/original")
    assert (answer.text, answer.content_type) == ("Kære Åse\nTlf. [telefon skjult]\n", "text/plain; charset=utf-8")
    as_received = client(tmp_path, letter("b1"), privacy=Privacy(originals="as_received")).get("/brev/b1/original", buffered=True)
    assert b"23 45 67 89" in as_received.data


def test_a_pdf_by_another_name_is_withheld_as_one(tmp_path: Path) -> None:
    """What is a PDF by its bytes is no text to be masked, whatever the file is called."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "b1.txt").write_bytes(b"%PDF-1.4 hemmeligt")
    page = client(tmp_path, letter("b1", hides=("b1.txt",))).get("/brev/b1/original")
    assert page.status_code == 403
    assert "hemmeligt" not in page.text


@pytest.mark.parametrize("framed", [False, True])
def test_a_file_without_a_copy_is_withheld(tmp_path: Path, framed: bool) -> None:
    """A PDF in which something is hidden and that has no copy is not sent: a page says why, in a frame without the head of the site."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "b1.pdf").write_bytes(b"%PDF-1.4 hemmeligt")
    browser = client(tmp_path, letter("b1", file="b1.pdf", hides=("b1.pdf",)))
    told = browser.get("/brev/b1").text
    assert ("Hvorfor vises originalen ikke?" in told, 'class="at"' in told) == (True, False), "no answer leads to a file that is withheld"
    page = browser.get("/brev/b1/original" + "?side=1" * framed)
    assert page.status_code == 403
    assert "Originalen vises ikke" in page.text
    assert "hemmeligt" not in page.text
    assert ('role="search"' in page.text or "<form" in page.text) is not framed
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]


def test_a_pdf_is_shown_as_its_copy(tmp_path: Path) -> None:
    """A PDF in which something is hidden is sent as pictures, also in parts; an earlier edition of it likewise."""
    settings = configured(tmp_path)
    for name, edition in (("ny", "nul"), ("gl", "gammel")):
        text = letter_text(1, edition=edition).replace("Det koster", "Ring på telefon 23456789. Det koster")
        plain_letter_pdf(settings.corpus_path / f"{name}.pdf", text)
    rebuild(settings)
    browser = create_app(settings).test_client()
    assert "Åbn originalen uden personoplysninger" in browser.get("/brev/2018-0000001-1").text
    received = {path.read_bytes() for path in settings.corpus_path.iterdir()}
    for path in ("original", "udgave/1"):
        answer = browser.get(f"/brev/2018-0000001-1/{path}", buffered=True)
        assert (answer.status_code, answer.content_type) == (200, "application/pdf")
        assert answer.data.startswith(b"%PDF")
        assert answer.data not in received
        assert b"/Font" not in answer.data
    part = browser.get("/brev/2018-0000001-1/original", headers={"Range": "bytes=0-3"}, buffered=True)
    assert (part.status_code, part.data) == (206, b"%PDF")


def test_a_withdrawn_letter_is_gone(tmp_path: Path) -> None:
    """The address of a withdrawn letter says that it is gone, its id and nothing else; others are unknown as before."""
    browser = client(tmp_path, letter("b2"), gone=("b1",))
    for path in ("/brev/b1", "/brev/b1/original", "/brev/b1/tabel/1.csv"):
        page = browser.get(path)
        assert page.status_code == 410
        assert "Brevet er trukket tilbage" in page.text
        assert "<code>b1</code>" in page.text
    assert browser.get("/brev/b3").status_code == 404


def test_the_list_counts_before_the_next_rebuild(tmp_path: Path) -> None:
    """What the list names is not shown from the moment it is named: the letter, its file, and the file of a letter with such a passage."""
    put_letters(tmp_path / "corpus", {f"{name}.txt": "Kære Åse" for name in ("b1", "b2", "b3")})
    (tmp_path / "liste.txt").write_text("b1\nb2#svar-1\n", encoding="utf-8")
    browser = client(tmp_path, *map(letter, ("b1", "b2", "b3")), privacy=Privacy(withdrawn="liste.txt"))
    answers = [
        browser.get(f"/brev/{path}", buffered=True).status_code for path in ("b1", "b1/original", "b2", "b2/original", "b3/original")
    ]
    assert answers == [410, 410, 200, 403, 200]
    offered = [name in browser.get(f"/brev/{letter_id}").text for letter_id, name in (("b2", "Hvorfor vises"), ("b3", "Åbn originalen<"))]
    assert offered == [True, True], "the way to a file says what will be seen"
    (tmp_path / "liste.txt").write_text("b3.txt\n", encoding="utf-8")
    assert [browser.get(f"/brev/{name}").status_code for name in ("b1", "b3")] == [200, 410]
    (tmp_path / "liste.txt").unlink()
    assert browser.get("/brev/b1").status_code == 500, "without its list, nothing is shown"


def test_a_withdrawn_passage_is_told_at_its_place(tmp_path: Path) -> None:
    """At the address of a withdrawn passage the letter says that one is gone; its file is withheld, and no page of it is left."""
    put_letters(tmp_path / "corpus", {"b1.txt": "Det hele"})
    browser = client(tmp_path, letter("b1", passage("1"), passage("3"), withdrawn={"svar-2": 1}))
    page = browser.get("/brev/b1").text
    assert page.index('id="svar-1"') < page.index('id="svar-2"') < page.index("Et svar er trukket tilbage.") < page.index('id="svar-3"')
    assert browser.get("/brev/b1/lignende/svar-2").status_code == 410
    assert browser.get("/brev/b1/original").status_code == 403


def test_programs_are_told_what_was_withdrawn(tmp_path: Path) -> None:
    """A program that asks for a withdrawn letter or passage is told so, also when only the list names it, and oEmbed does not name it."""
    (tmp_path / "liste.txt").write_text("b2\n", encoding="utf-8")
    letters = (letter("b1", passage("1"), withdrawn={"svar-2": 1}), letter("b2"))
    browser = client(tmp_path, *letters, privacy=Privacy(withdrawn="liste.txt"), gone=("b0",))
    for path in ("b0", "b2", "b2/passages/svar-1", "b2/passages/svar-1/similar", "b1/passages/svar-2"):
        answer = browser.get(f"/api/v1/letters/{path}")
        assert (answer.status_code, answer.mimetype) == (410, "application/problem+json")
        assert answer.get_json()["type"] == "/api#fejl-trukket-tilbage"
        assert "Mælk" not in answer.text
    assert browser.get("/api/v1/letters/b3").status_code == 404
    assert browser.get("/oembed?url=http://localhost/brev/b1").status_code == 200
    assert browser.get("/oembed?url=http://localhost/brev/b2").status_code == 404


@pytest.mark.parametrize(("noindex", "header", "rule"), [(True, "noindex", "Disallow: /"), (False, None, "Allow: /")])
def test_search_engines_are_told(tmp_path: Path, noindex: bool, header: str | None, rule: str) -> None:
    """Every answer, errors and files included, and robots.txt say whether the pages may be listed."""
    browser = client(tmp_path, letter("b1"), privacy=replace(Privacy(), noindex=noindex))
    for path in ("/", "/brev/b1", "/brev/none", "/static/svarsoeg.css", "/robots.txt", "/forslag?q=m", "/healthz"):
        assert browser.get(path, buffered=True).headers.get("X-Robots-Tag") == header
    assert browser.get("/robots.txt").text == f"User-agent: *\n{rule}\n"
