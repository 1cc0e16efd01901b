from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import COLOURS
from tests.browser.browsing import PLACES
from tests.browser.browsing import at
from tests.browser.browsing import objections
from tests.browser.states import STATES
from tests.browser.states import unfold
from tests.browser.states import visit


if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.browsing import Visitor


pytestmark = pytest.mark.browser

PLAIN = {state.address for state in STATES.values() if state.act is None and state.posted is None}
LOOKED_AT = [name for name, state in STATES.items() if not (state.act is unfold and state.address in PLAIN)]
"""The states but for those that are another one unfolded, since whatever is folded is unfolded here anyway."""


def found(page: Page) -> list[str]:
    """The titles of the cards."""
    return page.locator(".cards .title").all_inner_texts()


def test_search_by_typing(window: Page, site: str) -> None:
    """Typing a word and pressing Enter finds its answers in every inflection, and marks them."""
    page = at(window, site)
    page.get_by_label("Søg i spørgsmål og svar").type("nytteindsats")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("3 svar")
    assert page.url == f"{site}/?q=nytteindsats"
    assert len(found(page)) == 3
    marked = {text.casefold() for text in page.locator("mark").all_inner_texts()}
    assert {"nytteindsatsen", "nytteindsats"} <= marked
    assert all("nytteindsats" in text for text in marked)
    expect(page.get_by_label("Søg i")).to_have_value("nytteindsats")
    expect(page).to_have_title("nytteindsats – 3 svar – Svarsøg")


def test_a_result_opens_its_letter_at_the_answer(visitor: Visitor, site: str) -> None:
    """A card leads to its passage in the letter, with the words marked there, and the letter leads back."""
    page = visitor.open(f"{site}/?q=nytteindsats", height=500)
    page.locator(".cards .title a").first.click()
    anchor = re.search(r"#(svar-\w+)$", page.url)
    assert anchor
    expect(page.locator(f"#{anchor[1]}")).to_be_in_viewport()
    expect(page.locator(f"#{anchor[1]} mark").first).to_be_visible()
    page.get_by_role("link", name="Tilbage til svarene").click()
    assert page.url == f"{site}/?q=nytteindsats"


def test_a_draft_finds_what_was_answered_before(window: Page, site: str) -> None:
    """A pasted draft shows each of its questions with the earlier answers, keeps the text, tells no URL of it, and leads to the letter."""
    page = at(window, site)
    page.get_by_role("link", name="Har vi svaret på det før?").click()
    text = "Kære alle\n\n1. Hvad er den årlige omkostning til nytteindsatsen?\n2. Hvornår åbner svømmehallen for elitesvømmere?"
    page.get_by_label("Henvendelse eller udkast").fill(text)
    page.get_by_role("button", name="Slå op").click()
    expect(page.get_by_role("status")).to_have_text("2 spørgsmål i teksten")
    expect(page.get_by_label("Henvendelse eller udkast")).to_have_value(text)
    assert page.url == f"{site}/foer#svar"
    first = page.get_by_role("region", name="nytteindsatsen")
    expect(first.get_by_role("article").first).to_contain_text("Ligner meget")
    expect(page.get_by_role("region", name="svømmehallen")).to_contain_text("Intet tidligere svar ligner")
    assert objections(page) == []
    first.locator(".title a").first.click()
    page.wait_for_url(re.compile(r"/brev/[^?]+#svar-"))


def test_why_an_answer_was_found(visitor: Visitor, site: str) -> None:
    """A misspelt word is searched as it is meant; the reasons open without script, and the word as typed is a link away."""
    page = visitor.open(f"{site}/?q=nyteindsats", java_script_enabled=False)
    expect(page.get_by_text("da ingen svar har ”nyteindsats”")).to_be_visible()
    card = page.get_by_role("article").first
    expect(card.get_by_text("bøjet, i svaret")).to_be_hidden()
    card.get_by_text("Hvorfor dette svar?").click()
    expect(card.get_by_text("bøjet, i svaret")).to_be_visible()
    page.get_by_role("link", name="Søg kun efter ”nyteindsats”").click()
    expect(page.get_by_role("status")).to_have_text("Ingen svar")


def test_original(window: Page, site: str) -> None:
    """The letter as it was received can be read in the browser."""
    page = at(window, f"{site}/?q=nytteindsats")
    page.locator(".cards .title a").first.click()
    page.get_by_role("link", name="Åbn originalen").click()
    expect(page.locator("body")).to_contain_text("KOMMUNE")


def test_a_table_is_saved(window: Page, invented: str) -> None:
    """The link at a table, called by the table's caption, saves a file named after letter and table, and the page stays."""
    page = at(window, f"{invented}/brev/alt")
    with page.expect_download() as download:
        page.get_by_role("link", name="Hent til regneark (CSV) (Tabel 1. Mælk i liter)", exact=True).click()
    assert download.value.suggested_filename == "alt-tabel-1.csv"
    assert download.value.path().read_text(encoding="utf-8-sig").splitlines()[:2] == [";2017;2018", "Sødmælk;1.200;980"]
    assert page.url == f"{invented}/brev/alt"


def test_facets(window: Page, site: str) -> None:
    """Choosing a value narrows to just the number beside it; a chip gives it up again."""
    page = at(window, f"{site}/?q=nytteindsats")
    facet = page.get_by_role("region", name="Direktør")
    value = facet.get_by_role("link").first
    number = value.locator(".number").inner_text().split()[0]
    value.click()
    expect(page.get_by_role("status")).to_have_text(f"{number} svar")
    expect(facet.locator("[aria-current]")).to_have_count(1)
    page.get_by_role("link", name="Fjern Direktør:").click()
    expect(page.get_by_role("status")).to_have_text("3 svar")
    assert page.url == f"{site}/?q=nytteindsats"


def test_a_new_search_keeps_what_is_chosen(window: Page, invented: str) -> None:
    """Searching other words keeps filters and order, and starts at the first page."""
    page = at(window, f"{invented}/?q=m%C3%A6lk&type=brev&sorter=aeldste&side=2")
    page.get_by_label("Søg i").fill("liter")
    page.get_by_role("button", name="Søg").click()
    assert page.url == f"{invented}/?q=liter&type=brev&sorter=aeldste"


def test_paging_and_order(window: Page, invented: str) -> None:
    """Next, last, first and previous lead where they say; the order can be changed."""
    page = at(window, f"{invented}/?q=m%C3%A6lk")
    pages = page.get_by_role("navigation", name="Sider")
    for name, here in (("Næste", 2), ("Sidste", 5), ("Forrige", 4), ("Første", 1)):
        pages.get_by_role("link", name=name).click()
        expect(pages).to_contain_text(f"Side {here} af 5")
    page.get_by_role("navigation", name="Rækkefølge").get_by_role("link", name="Ældste").click()
    expect(page.locator(".cards time, .cards .facts li").first).to_have_text("uden dato")


def test_everything_works_without_script(visitor: Visitor, site: str) -> None:
    """With JavaScript turned off one can search, choose, open a letter and go back."""
    page = visitor.open(site, java_script_enabled=False)
    page.get_by_label("Søg i").fill("nytteindsats")
    page.get_by_role("button", name="Søg").click()
    expect(page.get_by_role("status")).to_have_text("3 svar")
    page.get_by_role("region", name="Direktør").get_by_role("link").first.click()
    expect(page.get_by_role("link", name="Fjern Direktør:")).to_be_visible()
    narrowed = page.url
    page.locator(".cards .title a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("link", name="Tilbage til svarene").click()
    assert page.url == narrowed


def test_everything_works_from_the_keyboard(window: Page, site: str) -> None:
    """Without a mouse one can search, reach a result, open it, and always sees where one is."""
    page = at(window, site)
    expect(page.get_by_label("Søg i")).to_be_focused()
    page.keyboard.type("nytteindsats")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("3 svar")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Gå til indholdet")).to_be_focused()
    page.keyboard.press("Enter")
    first = page.locator(".cards .title a").first
    for _ in range(10):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        if first.evaluate("link => link === document.activeElement"):
            break
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/brev/**")


@pytest.mark.parametrize("name", LOOKED_AT)
def test_every_state_is_for_everyone(window: Page, invented: str, name: str) -> None:
    """In every state Axe objects to nothing, light, dark or narrow; at 320 pixels, or with text at twice the size, nothing lies outside."""
    page = window
    visit(page, invented, STATES[name])
    unfold(page)
    assert objections(page) == []
    page.emulate_media(color_scheme="dark")
    assert objections(page, *COLOURS) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("document.querySelector('#q')?.clientWidth ?? 255") >= 255
    assert objections(page, *PLACES) == []
    page.set_viewport_size({"width": 1280, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_nothing_moves_while_loading(visitor: Visitor, invented: str) -> None:
    """A page of results stands still from the first moment."""
    page = visitor.open(f"{invented}/?q=m%C3%A6lk")
    shifts = page.evaluate(
        """() => new Promise(done => {
            new PerformanceObserver(list => done(list.getEntries().length)).observe({type: 'layout-shift', buffered: true});
            requestAnimationFrame(() => requestAnimationFrame(() => done(0)));
        })"""
    )
    assert shifts == 0


def test_text_is_never_markup(window: Page, invented: str) -> None:
    """Script and markup in a letter stand on the page as text, and nothing of it runs."""
    page = at(window, f"{invented}/brev/alt")
    expect(page.locator(".question").first).to_contain_text("<script>document.title='x'</script>")
    assert page.title() != "x"
    assert page.locator("main img").count() == 0
