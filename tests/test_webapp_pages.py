from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from indexer.config import Search
from indexer.config import Settings
from indexer.config import Site
from indexer.errors import IndexMissingError
from indexer.model.letter import Origin
from indexer.model.letter import Remark
from indexer.model.letter import Span
from tests.webapp_builders import TABLE
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from tests.webapp_builders import passage
from webapp import create_app
from webapp.present.overview.case import PASSAGES_OF_OTHERS


if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from indexer.model.results import Results


HOSTILE = "<script>alert(1)</script>{{ 7*7 }}{% raw %}\"'&<b>fed</b>"


def client_of(*letters: object, **site: str) -> FlaskClient:
    """A client of the page over these letters."""
    settings = Settings(folder=Path.cwd(), search=Search(page_size=2, facet_values=3), site=Site(**site))
    return create_app(settings, index=PlainIndex(letters or (letter(),))).test_client()  # type: ignore[arg-type]


def page(client: FlaskClient, url: str, *, status: int = 200) -> str:
    """The HTML behind a URL, white space put together."""
    answer = client.get(url)
    assert answer.status_code == status
    assert answer.content_type == "text/html; charset=utf-8"
    return re.sub(r"\s+", " ", answer.text)


def three() -> tuple[object, ...]:
    """Three letters of different years, directors and cases."""
    return (
        letter("a", metadata=metadata(date="2018-05-06")),
        letter("b", metadata=metadata(date="2019-05-06", case_number="2019-0000001")),
        letter("c", metadata=metadata(date=None, date_source=None, case_number=None, kind="budget_note")),
    )


def test_start_page() -> None:
    """The empty page invites to search and says how much there is and how new it is."""
    html = page(client_of(*three()), "/")
    assert '<html lang="da">' in html
    assert "<title>Søg i forvaltningens svar til politikerne – Svarsøg</title>" in html
    assert "3 breve med 3 svar. Det nyeste er fra 6. maj 2019." in html
    assert 'role="search"' in html
    assert "autofocus" in html


def test_the_field_follows_the_conventions() -> None:
    """There is one field: a text field with a visible label, no placeholder, a button that says Søg, and the words kept."""
    html = page(client_of(), "/?q=m%C3%A6lk")
    assert html.count('type="text"') == 1
    assert 'enterkeyhint="search" value="mælk"' in html
    assert '<label for="q">' in html
    assert "placeholder" not in html
    assert '<button type="submit">Søg</button>' in html


def test_results() -> None:
    """A search shows its count as a status, and each passage as an article in an ordered list with its words marked."""
    html = page(client_of(*three()), "/?q=m%C3%A6lk")
    assert '<p class="count" role="status">3 svar</p>' in html
    assert '<ol class="cards"> <li> <article>' in html
    assert html.count("<article>") == 2
    assert "<mark>mælk</mark>" in html
    assert '<h2 class="title"><a href="/brev/b?q=m%C3%A6lk#svar-1">' in html
    assert '<time datetime="2019-05-06">6. maj 2019</time>' in html
    assert "Læst som" not in html
    assert "<title>mælk – 3 svar – Svarsøg</title>" in html


def test_words_read_otherwise_than_typed_are_said() -> None:
    """How the words were read is said below the count where it is not what stands in the field."""

    class Tidying(PlainIndex):
        """Leaves out a sign that has no mate."""

        def search(self, words: str, **how: Any) -> Results:
            return super().search(words.rstrip(" )"), **how)

    client = create_app(Settings(folder=Path.cwd()), index=Tidying()).test_client()  # type: ignore[arg-type]
    assert '<p class="reading">Læst som: <span>mælk</span></p>' in page(client, "/?q=m%C3%A6lk+)")


def test_a_card_says_why_it_was_found() -> None:
    """Each card opens to the words that met those asked for, and where they stand."""
    html = page(client_of(), "/?q=m%C3%A6lk")
    assert "<summary>Hvorfor dette svar?</summary>" in html
    assert "<dt>mælk</dt><dd><b>mælk:</b> begynder sådan, i spørgsmålet, i svaret og i brevets emne</dd>" in html
    assert "Hvorfor" not in page(client_of(), "/?type=brev")


def test_spelling() -> None:
    """A word taken for another is said below the count, with a link to what was typed; another spelling is proposed as a link."""
    index = PlainIndex(spelling={"mælkk": "mælk"}, proposals={"skolerne": "skole"})
    client = create_app(Settings(folder=Path.cwd()), index=index).test_client()  # type: ignore[arg-type]
    html = page(client, "/?q=m%C3%A6lkk")
    assert html.index('role="status"') < html.index("Viser svar for ”mælk”, da ingen svar har ”mælkk”.")
    assert '<a href="/?q=%22m%C3%A6lkk%22">Søg kun efter ”mælkk”</a>' in html
    assert 'href="/brev/b1?q=m%C3%A6lk#svar-1"' in html
    assert 'Mente du <a href="/?q=skole">skole</a>?' in page(client, "/?q=skolerne")


def test_facets_and_chips() -> None:
    """Facets show their counts, a chosen value is a chip that can be removed, and a new search keeps it."""
    client = client_of(*three())
    html = page(client, "/?q=m%C3%A6lk")
    assert 'href="/?q=m%C3%A6lk&amp;aar=2018"' in html
    assert "Ikke angivet: 1 svar" in html
    chosen = page(client, "/?q=m%C3%A6lk&aar=2018")
    assert '<p class="count" role="status">1 svar</p>' in chosen
    assert '<a href="/?q=m%C3%A6lk" aria-current="true">' in chosen
    assert '<span class="unseen">Fjern </span>År: 2018' in chosen
    assert '<input type="hidden" name="aar" value="2018">' in chosen
    assert "Fjern alle" in page(client, "/?q=m%C3%A6lk&aar=2018&aar=2019")


def test_filters_alone_are_a_search() -> None:
    """Without words, a filter lists everything it lets through."""
    html = page(client_of(*three()), "/?type=notat")
    assert "1 svar" in html
    assert "Læst som" not in html


def test_no_results_help_onward() -> None:
    """An empty result gives advice, and when only the filters stand in the way, a way round them."""
    client = client_of(*three())
    assert "Det kan hjælpe" in page(client, "/?q=xyz")
    assert '<a class="strong" href="/?q=m%C3%A6lk">Se 3 svar uden filtre</a>' in page(client, "/?q=m%C3%A6lk&aar=1999")


def test_paging() -> None:
    """Pages lead on and back; a page beyond the last shows the last, and says so."""
    client = client_of(*three())
    assert 'rel="next" href="/?q=m%C3%A6lk&amp;side=2">Næste' in page(client, "/?q=m%C3%A6lk")
    beyond = page(client, "/?q=m%C3%A6lk&side=9")
    assert "Der er ingen side 9; her er den sidste." in beyond
    assert "Side 2 af 2" in beyond
    assert beyond.count("<article>") == 1
    assert 'name="side"' not in beyond
    assert "Der er ingen side" not in page(client, "/?q=xyz&side=9")


@pytest.mark.parametrize(
    "query",
    [
        "sorter=nyeste&q=m%C3%A6lk&aar=2011..2013",
        "q=m%C3%A6lk&fra=2013&til=2011&sorter=nyeste",
        "q=+m%C3%A6lk+&aar=2011&aar=2012&aar=2013&sorter=nyeste&side=1",
    ],
)
def test_one_search_has_one_address(query: str) -> None:
    """However a form or a person writes a search, the address one ends at is that of the links; one with a mistake is answered at once."""
    answer = client_of(*three()).get(f"/?{query}")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/?q=m%C3%A6lk&aar=2011..2013&sorter=nyeste")
    assert client_of(*three()).get(f"/?{query}&x=1").status_code == 200


def test_values_of_a_facet_are_found_and_ticked() -> None:
    """The page of all values of a facet lists them with the chosen ones ticked, finds some by a part, and is there for facets alone."""
    client = client_of(*three())
    html = page(client, "/vaelg/sag?q=m%C3%A6lk&sag=2019-0000001&sorter=nyeste")
    assert '<input type="checkbox" name="sag" value="2019-0000001" checked>' in html
    assert '<input type="checkbox" name="sag" value="2018-0000012">' in html
    assert '<input type="hidden" name="sorter" value="nyeste">' in html
    assert '<a href="/?q=m%C3%A6lk&amp;sag=2019-0000001&amp;sorter=nyeste">Tilbage til svarene</a>' in html
    found = page(client, "/vaelg/sag?q=m%C3%A6lk&find=2018&x=1")
    assert "2019-0000001" not in found
    assert "”x” i adressen kendes ikke" in found
    page(client, "/vaelg/findesikke", status=404)


def test_what_the_url_says_wrongly_is_named() -> None:
    """A parameter that is not understood is named on the page, as text."""
    assert "”foo” i adressen kendes ikke" in page(client_of(), "/?foo=1")
    assert "”foo” i adressen kendes ikke" in page(client_of(), "/brev/b1?foo=1")
    assert "”&lt;i&gt;” i adressen kendes ikke" in page(client_of(), "/?q=m%C3%A6lk&%3Ci%3E=1")


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


@pytest.mark.parametrize("url", ["/?q=x", "/brev/h", "/brev/h?q=script", f"/?q={HOSTILE}", f"/?{HOSTILE}=1", f"/brev/{HOSTILE}"])
def test_nothing_is_ever_markup(url: str) -> None:
    """Script, HTML and template syntax in letters, names, words and URLs is shown as text."""
    hostile = letter(
        "h",
        passage("1", question=f"x {HOSTILE}", answer=HOSTILE, heading=HOSTILE, tables=(replace(TABLE, caption=HOSTILE),)),
        metadata=metadata(subject=HOSTILE, case_number=HOSTILE, reference=HOSTILE),
        preamble=HOSTILE,
        closing=HOSTILE,
        remarks=(Remark("x", HOSTILE),),
        editions=(HOSTILE.replace("/", ""),),
    )
    html = client_of(hostile, contact=HOSTILE, title=HOSTILE).get(url).text
    assert "<script>" not in html
    assert "<b>fed" not in html
    assert "{{ 7*7 }}" in html


def test_site_settings_are_shown() -> None:
    """Title, subtitle and contact come from the settings."""
    html = page(client_of(title="Svar", subtitle="Find svar", contact="Sekretariatet"), "/")
    assert "<title>Find svar – Svar</title>" in html
    assert "Kontakt: Sekretariatet" in html


def test_help() -> None:
    """There is a page on how to search."""
    assert "<h1>Sådan søger du</h1>" in page(client_of(), "/hjaelp")


def test_health(tmp_path: Path) -> None:
    """Those who watch the service get JSON: what is served, or 503 and why not."""
    client = client_of()
    assert client.get("/healthz").json == {
        "status": "ok",
        "generation": "g1",
        "built": "2020-03-04T12:06:07+00:00",
        "letters": 1,
        "passages": 1,
    }
    broken = create_app(Settings(folder=tmp_path), index=PlainIndex(trouble=IndexMissingError("index"))).test_client()  # type: ignore[arg-type]
    answer = broken.get("/healthz")
    assert answer.status_code == 503
    assert answer.json == {"status": "unavailable", "message": "Der er intet indeks i index. Kør `indexer rebuild`."}


def test_a_site_under_a_path() -> None:
    """Mounted under a path, the site links to itself there."""
    html = client_of().get("/?q=m%C3%A6lk", base_url="http://localhost/svar").text
    assert 'href="/svar/brev/b1?q=m%C3%A6lk#svar-1"' in html
    assert 'action="/svar/"' in html


@given(st.binary(max_size=60))
@hypothesis_settings(max_examples=40, deadline=None)
def test_no_query_is_an_error(query: bytes) -> None:
    """Whatever bytes stand after the question mark, there is a page, at that address or at the one that links have."""
    answer = client_of().get("/", environ_overrides={"QUERY_STRING": query.decode("latin-1")})
    if answer.status_code == 302:
        answer = client_of().get(answer.headers["Location"])
    assert answer.status_code == 200
