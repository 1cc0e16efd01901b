"""What the page of a letter shows: all of it at its anchors, where it came from, its original, its case, and the way back."""

from __future__ import annotations

import re

from indexer.model.letter import Origin
from indexer.model.letter import Remark
from indexer.model.letter import Span
from tests.client_builders import client_of
from tests.client_builders import page
from tests.client_builders import three
from tests.webapp_builders import TABLE
from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from tests.webapp_builders import passage
from webapp.present.overview.case import PASSAGES_OF_OTHERS


def test_letter() -> None:
    """A letter shows metadata, passages at their anchors, tables as tables, remarks, and the way to the original."""
    whole = letter(
        "a1",
        passage("1", tables=(TABLE,)),
        passage("2", confidence=0.1),
        preamble="Tak for brevet.",
        closing="Med venlig hilsen",
        appendix="Bilagets ord.",
        remarks=(Remark("x", "Uden adresse."),),
    )
    html = page(client_of(whole), "/brev/a1")
    assert "<title>Mælk i skolerne – Svarsøg</title>" in html
    assert '<link rel="canonical" href="/brev/a1">' in html
    assert '<dt>Sagsnummer</dt><dd><a href="/sag/2018-0000012">2018-0000012</a></dd>' in html
    assert '<section class="passage" id="svar-2"' in html
    assert '<a class="anchor" href="/brev/a1#svar-1"' in html
    assert "<caption>Tabel 1. Mælk i liter</caption>" in html
    assert '<th scope="col" class="number">2018</th>' in html
    assert '<th scope="row">Sødmælk</th>' in html
    assert "Uden adresse." in html
    assert "Bilagets ord." in html
    assert 'href="/brev/a1/original"' in html
    assert "Det er usikkert" in html
    assert "Tilbage til svarene" not in html


def test_letter_leads_back_to_its_search() -> None:
    """A letter opened from a search leads back to just that search."""
    html = page(client_of(), "/brev/b1?q=m%C3%A6lk&aar=2018&side=2")
    assert '<a href="/?q=m%C3%A6lk&amp;aar=2018&amp;side=2">Tilbage til svarene</a>' in html


def test_letter_marks_the_words_of_its_search() -> None:
    """The words a letter was found by are marked in it, in every inflection."""
    html = page(client_of(letter("b1", passage(answer="Mælken er kold."))), "/brev/b1?q=m%C3%A6lk")
    assert "<mark>Mælken</mark> er kold" in html
    assert "<mark>" not in page(client_of(), "/brev/b1?q=zebra")


def test_the_original_beside_the_letter() -> None:
    """Each passage leads to its page of the original, search and passage kept; there a frame shows that page, and the links turn it."""
    client = client_of(letter("b1", passage("1"), passage("2", page=3), file="b1.pdf", remarks=(Remark("x", "Uklar tabel.", page=2),)))
    closed = page(client, "/brev/b1?q=m%C3%A6lk")
    assert "<iframe" not in closed
    assert 'href="/brev/b1?q=m%C3%A6lk&amp;original=1">Vis originalen ved siden af</a>' in closed
    assert 'href="/brev/b1?q=m%C3%A6lk&amp;original=3#svar-2">Side 3 i originalen<span class="unseen"> (spørgsmål 2)</span>' in closed
    assert 'Uklar tabel. <a class="at" href="/brev/b1?q=m%C3%A6lk&amp;original=2">' in closed
    shown = page(client, "/brev/b1?q=m%C3%A6lk&original=3")
    assert '<iframe name="original" title="Originalen" src="/brev/b1/original?side=3#page=3' in shown
    assert re.search(r'href="/brev/b1/original\?side=1#page=1[^"]*" target="original">Side 1 i originalen', shown)
    assert re.search(r'href="/brev/b1\?q=m%C3%A6lk">Skjul', shown)
    assert "Vis originalen" not in shown
    assert '<link rel="canonical" href="/brev/b1">' in shown


def test_an_original_without_pages_is_shown_whole() -> None:
    """Of a text file no page is named; a page that is none is said so."""
    assert ">Originalen<span" in page(client_of(), "/brev/b1")
    shown = page(client_of(), "/brev/b1?original=0")
    assert 'src="/brev/b1/original"' in shown
    assert "”original” i adressen skal være et helt tal" in shown
    assert "Side 1 i" not in shown


def test_letter_names_the_others_of_its_case() -> None:
    """The newest five other letters of the case stand on a letter's page with their days, and a link to the rest; alone it says nothing."""
    letters = [letter(f"b{number}", passage("1"), passage("2"), metadata=metadata(date=f"2018-05-0{number}")) for number in range(1, 8)]
    html = page(client_of(*letters), "/brev/b7")
    assert re.findall(r'<a href="/brev/b(\d)">Mælk i skolerne</a> <span class="day">(\d)', html) == [(n, n) for n in "65432"]
    assert '<a href="/sag/2018-0000012">Hele sagen</a>' in html
    two = page(client_of(*letters[:2]), "/brev/b1")
    assert '<a href="/brev/b2">' in two
    assert "Hele sagen" not in two
    long = letter("b9", *(passage(f"{number}") for number in range(PASSAGES_OF_OTHERS)), metadata=metadata(date="2018-05-09"))
    hidden = page(client_of(long, *letters[:1]), "/brev/b9")
    assert 'I samme sag</h2> <p><a href="/sag/2018-0000012">Hele sagen</a></p>' in hidden
    assert "I samme sag" not in page(client_of(*three()), "/brev/b")
    assert "I samme sag" not in page(client_of(*three()), "/brev/c")


def test_letter_says_where_it_has_everything_from() -> None:
    """A letter's page tells, folded away, its file's name, and of each value how and on which page it was found, with a link to there."""
    whole = letter("b1", file="2018/Svar om mælk.pdf", origins={"case_number": Origin("margin or letterhead", 2, (Span(0, 0, 3),))})
    html = page(client_of(whole), "/brev/b1")
    assert "<summary>Hvor står det?</summary>" in html
    assert "Filen hedder Svar om mælk.pdf." in html
    assert "i brevhovedet eller margenen, <a" in html
    assert 'href="/brev/b1?original=2">side 2<span' in html


def test_remarks_stand_at_their_passage() -> None:
    """A remark on a passage stands at that passage as well as among all at the end."""
    html = page(client_of(letter("b1", passage("1"), passage("2"), remarks=(Remark("x", "Uklar tabel.", passage="svar-2"),))), "/brev/b1")
    assert html.count("Uklar tabel.") == 2
    assert html.index('id="svar-2"') < html.index("Uklar tabel.") < html.index("Bemærkninger til læsningen")


def test_letter_without_text_says_why() -> None:
    """A letter that is only a picture says so; a section is headed by its heading alone, a theme stands above its question."""
    whole = letter("a", passage("1", heading="Tema"), passage("2", kind="section", question=None, heading="Økonomi"), needs_ocr=True)
    html = page(client_of(whole), "/brev/a")
    assert "Filen er et billede uden tekst" in html
    assert '<p class="theme">Tema</p>' in html
    assert '<h2 class="titled" id="svar-2-navn">Økonomi</h2>' in html
    assert 'aria-label="Fast link til afsnittet ”Økonomi”"' in html
    assert 'aria-label="Fast link til spørgsmål 1"' in html
