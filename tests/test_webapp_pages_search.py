"""What the pages of a search show: the field, the hits, why they were found, the choices, and the way onward."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

import pytest

from indexer.config import Settings
from tests.client_builders import client_of
from tests.client_builders import page
from tests.client_builders import three
from tests.webapp_builders import PlainIndex
from webapp import create_app


if TYPE_CHECKING:
    from indexer.model.results import Results


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
