from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from indexer.config import Privacy
from indexer.privacy import unseen_pages
from indexer.rebuild import rebuild
from indexer.sources import read_source
from indexer.sources.pictures import draw_page
from tests.access_builders import site
from tests.corpus_builders import configured
from tests.corpus_builders import letter_text
from tests.corpus_builders import put_letters
from tests.ocr_builders import scanned
from tests.pdf_builder import drawn_pdf
from tests.pdf_builder import plain_letter_pdf


if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient
    from reportlab.pdfgen.canvas import Canvas

    from indexer.config import Settings


SENTENCE = "Filen har sider, hvis tekst ikke er læst, så der kan stå personoplysninger på dem."
MIXED, PRINTED, EDITED = "2018-0000001-1", "2018-0000002-2", "2018-0000003-3"


def _with_picture(path: Path, text: str) -> Path:
    """A PDF whose first page has this text, and whose second a black picture in its middle and a page number."""

    def printed(canvas: Canvas) -> None:
        for at, line in enumerate(text.splitlines()):
            canvas.drawString(72, 780 - 14 * at, line)

    def pictured(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (30, 40))), 100, 200, 300, 400)
        canvas.drawString(72, 40, "Side 2")

    return drawn_pdf(path, printed, pictured)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A rebuilt corpus: a letter that is a scan alone, one with a picture for a page, a printed one, one with such an earlier edition."""
    settings = configured(tmp_path_factory.mktemp("unread"))
    corpus = settings.corpus_path
    scanned(plain_letter_pdf(settings.folder / "trykt.pdf", "Borgerens CPR-nummer er 010203-1234."), corpus / "scan.pdf", dpi=72)
    _with_picture(corpus / "blandet.pdf", letter_text(1))
    plain_letter_pdf(corpus / "hel.pdf", letter_text(2))
    put_letters(corpus, {"ny.txt": letter_text(3, day="01-05-2018")})
    _with_picture(corpus / "gl.pdf", letter_text(3, day="01-01-2018", edition="gammel"))
    rebuild(settings)
    return settings


def _browser(settings: Settings, **privacy: str | bool) -> FlaskClient:
    return site(replace(settings, privacy=replace(Privacy(), **privacy))).test_client()  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/brev/scan/original", "/brev/scan/original?side=1"])
def test_a_file_that_nobody_read_is_not_shown(settings: Settings, path: str) -> None:
    """The file of a scan is not sent in any piece: a page says why and what to do, and the letter's page and the API lead nowhere else."""
    browser = _browser(settings)
    for headers in ({}, {"Range": "bytes=0-99"}, {"Sec-Fetch-Dest": "iframe"}):
        page = browser.get(path, headers=headers)
        assert (page.status_code, page.content_type) == (403, "text/html; charset=utf-8")
        assert SENTENCE in page.text
        assert "<code>[ocr]</code>" in page.text
        assert "<code>[privacy] unread</code>" in page.text
    letter = browser.get("/brev/scan").text
    assert "Den vises ikke, for der kan stå personoplysninger i den." in letter
    assert "Åbn originalen" not in letter
    assert browser.get("/api/v1/letters/scan").get_json()["original_url"] == "http://localhost/brev/scan/original"


def test_of_a_file_that_was_partly_read_the_rest_is_withheld(settings: Settings) -> None:
    """Of a letter, or an earlier edition, with a page that was not read there is a copy, in which that page is empty but for the reason."""
    browser = _browser(settings)
    for path in (f"/brev/{MIXED}/original", f"/brev/{EDITED}/udgave/1"):
        copy = browser.get(path, buffered=True)
        assert (copy.status_code, copy.content_type) == (200, "application/pdf")
        assert b"/Font" not in copy.data
        shown = [draw_page(copy.data, number=number, dpi=72).image.convert("L").histogram() for number in (1, 2)]
        text, withheld = (sum(each[:128]) / sum(each) for each in shown)
        assert text > withheld > 0
        assert withheld < 0.01, "the picture of the second page is there"


def test_a_file_that_was_read_is_untouched(settings: Settings) -> None:
    """What was wholly read is sent as it came; and so is all of it where the settings allow that, from the next request on."""
    received = {path.stem: path.read_bytes() for path in settings.corpus_path.glob("*.pdf")}
    letters = {PRINTED: "hel", "scan": "scan", MIXED: "blandet"}

    def shown(**privacy: str | bool) -> list[str]:
        browser = _browser(settings, **privacy)
        return [name for name, file in letters.items() if browser.get(f"/brev/{name}/original", buffered=True).data == received[file]]

    assert shown() == [PRINTED]
    for allowed in ({"unread": "as_received"}, {"originals": "as_received"}):
        assert shown(**allowed) == list(letters)


def test_a_page_that_broke_off_was_not_read(settings: Settings) -> None:
    """Of a page that broke off somebody may see more than was read; what was recognised was read, whatever it looks like."""
    source = read_source(settings.corpus_path / "hel.pdf", file="hel.pdf")
    [page, *_] = source.pages
    assert unseen_pages(source) == ()
    assert unseen_pages(replace(source, pages=(replace(page, damaged=True),))) == (1,)
    assert unseen_pages(replace(source, lines=(), pages=(replace(page, pictures=1.0, ocr=0.9),))) == ()
