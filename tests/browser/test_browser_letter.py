from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from indexer.config import Settings
from indexer.model.letter import Table
from tests.browser.browsing import at
from tests.browser.browsing import objections
from tests.browser.letters import WIDE
from tests.browser.sites import served
from tests.drawn_letters import lines
from tests.drawn_letters import page as sheet
from tests.pdf_builder import drawn_pdf
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from tests.webapp_builders import passage
from webapp import create_app


if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.browser.browsing import Visitor


pytestmark = pytest.mark.browser

MIXED = Table(
    rows=(
        ("Skole", "Liter", "Pris", "Sprog"),
        ("Åløkke", "1.234,5", "2 mio. kr.", "dansk"),
        ("Ærø", "-3", "900.000 kr.", ""),
        ("I alt", "1.232", "2,9 mio. kr.", "begge"),
        ("Østre", "–", "12 kr.", "arabisk"),
        ("Zone", "98", "ikke opgjort", "engelsk"),
        ("Vestre", "12,5", "1 mia. kr.", "fransk"),
    ),
    caption="Mælk på skolerne",
)
TARGETS = ".copy, .ways a, .file a, .bar a, .sheet th button"
TOO_SMALL = """all => all.filter(each => {
    const {width, height} = each.getBoundingClientRect();
    return width < 24 || (height < 24 && !(each.closest('th')?.clientHeight >= 24));
}).map(each => each.outerHTML)"""
PLACES = "all => all.map(each => each.getBoundingClientRect()).map(box => [box.x, box.y + scrollY, box.width, box.height])"


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a page over a letter of two pages in PDF, and one that is all tables."""
    folder = tmp_path_factory.mktemp("letters")
    (folder / "corpus").mkdir()
    drawn_pdf(folder / "corpus" / "sider.pdf", sheet(lines("Første side")), sheet(lines("Anden side")))
    long = "\n\n".join(["Skolerne drikker mælk, og det er uændret."] * 12)
    index = PlainIndex((
        letter("sider", passage("1", answer=long), passage("2", answer=long, page=2), file="sider.pdf"),
        letter("tabeller", passage("1", tables=(MIXED, WIDE))),
    ))  # fmt: skip
    with served(create_app(Settings(folder=folder), index=index)) as url:  # type: ignore[arg-type]
        yield url


def column(page: Page, place: int) -> list[str]:
    """The texts of the first table's body in the column at this place, from 1."""
    return page.locator(f".sheet >> nth=0 >> tbody tr > :nth-child({place})").all_inner_texts()


@pytest.mark.parametrize("script", [True, False])
def test_the_original_is_read_beside_the_letter(visitor: Visitor, letters: str, script: bool) -> None:
    """With script or without, a passage opens the original at its page, another turns it, and the page and the place in it stay."""
    page = visitor.open(f"{letters}/brev/sider?q=m%C3%A6lk", java_script_enabled=script)
    with page.expect_response("**/original?side=2") as answer:
        page.get_by_role("link", name="Side 2 i originalen (spørgsmål 2)").click()
    assert (answer.value.status, answer.value.headers["content-type"]) == (200, "application/pdf")
    assert page.url == f"{letters}/brev/sider?q=m%C3%A6lk&original=2#svar-2"
    expect(page.locator("#svar-2")).to_be_in_viewport()
    frame = page.get_by_title("Originalen")
    expect(frame).to_be_in_viewport(ratio=0.9)
    assert "#page=2" in (frame.get_attribute("src") or "")
    text = page.locator(".text").bounding_box()
    beside = frame.bounding_box()
    assert text
    assert beside
    assert beside["x"] >= text["x"] + text["width"]
    assert beside["height"] > 700
    with page.expect_response("**/original?side=1"):
        page.get_by_role("link", name="Side 1 i originalen (spørgsmål 1)").click()
    assert page.url.endswith("original=2#svar-2")
    page.get_by_role("link", name="Skjul originalen").click()
    expect(frame).to_have_count(0)
    assert page.url == f"{letters}/brev/sider?q=m%C3%A6lk" + ("#svar-2" if script else "")


def test_a_turned_original_can_be_turned_again(visitor: Visitor, letters: str) -> None:
    """Asked for the page it was opened at, the original is opened there anew, without a step more to go back."""
    page = visitor.open(f"{letters}/brev/sider?original=1")
    steps = page.evaluate("history.length")
    for name in ("Side 2 i originalen (spørgsmål 2)", "Side 2 i originalen (spørgsmål 2)", "Side 1 i originalen (spørgsmål 1)"):
        with page.expect_response("**/original?side=*"):
            page.get_by_role("link", name=name).click()
    assert page.evaluate("history.length") == steps


@pytest.mark.parametrize("path", ["/brev/sider?original=2", "/brev/tabeller"])
def test_accessible_in_any_window(window: Page, letters: str, path: str) -> None:
    """With the original open, and with tables that can be sorted, axe is content; nothing is cut off or too small to hit."""
    page = at(window, letters + path)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    for width, size in ((1280, "100%"), (1280, "200%"), (320, "100%")):
        page.set_viewport_size({"width": width, "height": 640})
        page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert objections(page) == []
    assert page.locator(TARGETS).evaluate_all(TOO_SMALL) == []


def test_in_a_narrow_window_the_original_stays_at_the_bottom(window: Page, letters: str) -> None:
    """In a narrow window the original takes the lower half, over the text, wherever one reads; and hides nothing that has the focus."""
    window.set_viewport_size({"width": 320, "height": 640})
    page = at(window, f"{letters}/brev/sider?original=2#svar-2")
    expect(page.get_by_title("Originalen")).to_be_in_viewport(ratio=0.9)
    link = page.get_by_role("link", name="Lignende svar som spørgsmål 1")
    link.focus()
    box = link.bounding_box()
    bar = page.locator(".bar").bounding_box()
    assert box
    assert bar
    assert box["y"] + box["height"] <= bar["y"]


def test_a_passages_link_is_copied(visitor: Visitor, letters: str) -> None:
    """At a press a passage's whole address is on the clipboard, without search or original, and that is said; so is the reference."""
    page = visitor.open(f"{letters}/brev/sider?q=m%C3%A6lk", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Kopiér link (spørgsmål 2)").click()
    expect(page.get_by_role("status")).to_have_text("Kopieret")
    field = page.get_by_label("Søg i")  # the page itself may not read the clipboard
    field.fill("")
    field.press("Control+V")
    expect(field).to_have_value(f"{letters}/brev/sider#svar-2")
    page.keyboard.press("Escape")
    expect(page.get_by_role("status")).to_have_text("")
    page.get_by_text("Henvis til spørgsmål 2").click()
    page.get_by_role("button", name="Kopiér (henvisning til spørgsmål 2)").click()
    expect(page.get_by_role("status")).to_have_text("Kopieret")
    field.fill("")
    field.press("Control+V")
    expect(field).to_have_value(re.compile(f"^Lilleby Kommune.*{re.escape(letters)}/brev/sider#svar-2$"))


def test_copying_works_on_a_site_that_is_not_encrypted(visitor: Visitor, letters: str) -> None:
    """Where a browser has no clipboard to write to, as on a plain intranet, the address is copied all the same."""
    page = visitor.open(letters, permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(f"{letters}/brev/sider")
    page.get_by_role("button", name="Kopiér link (spørgsmål 1)").press("Enter")
    expect(page.get_by_role("status")).to_have_text("Kopieret")
    page.get_by_label("Søg i").focus()
    page.keyboard.press("Control+V")
    expect(page.get_by_label("Søg i")).to_have_value(f"{letters}/brev/sider#svar-1")


def test_tables_are_sorted_from_the_keyboard(window: Page, letters: str) -> None:
    """Enter on a column's head sorts up, down, and back to the letter's order: numbers as numbers, sums and empty cells last."""
    page = at(window, f"{letters}/brev/tabeller")
    own = column(page, 2)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Liter":
            break
    head = page.get_by_role("columnheader", name="Liter")
    assert head.get_attribute("aria-sort") is None
    page.keyboard.press("Enter")
    assert column(page, 2) == ["-3", "12,5", "98", "1.234,5", "–", "1.232"]
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(page.get_by_role("status")).to_have_text("Sorteret stigende efter Liter")
    page.keyboard.press("Enter")
    assert column(page, 2) == ["1.234,5", "98", "12,5", "-3", "–", "1.232"]
    expect(head).to_have_attribute("aria-sort", "descending")
    page.keyboard.press("Enter")
    assert column(page, 2) == own
    assert head.get_attribute("aria-sort") is None


def test_tables_are_sorted_as_danes_do(window: Page, letters: str) -> None:
    """Millions are more than thousands, words stand below numbers, æ ø å at the end; only the column sorted by says so."""
    page = at(window, f"{letters}/brev/tabeller")
    table = page.get_by_role("region", name="Mælk på skolerne")
    table.get_by_role("button", name="Pris").click()
    assert column(page, 3) == ["12 kr.", "900.000 kr.", "2 mio. kr.", "1 mia. kr.", "ikke opgjort", "2,9 mio. kr."]
    table.get_by_role("button", name="Skole").click()
    assert column(page, 1) == ["Vestre", "Zone", "Ærø", "Østre", "Åløkke", "I alt"]
    table.get_by_role("button", name="Sprog").click()
    assert column(page, 4) == ["arabisk", "dansk", "engelsk", "fransk", "", "begge"]
    assert table.locator("[aria-sort]").all_inner_texts() == ["Sprog"]


def test_nothing_moves_when_the_script_comes(visitor: Visitor, letters: str) -> None:
    """Heads, tables and passages stand where they stand without script."""
    places = []
    for script in (False, True):
        page = visitor.open(f"{letters}/brev/tabeller", java_script_enabled=script)
        expect(page.locator("button.copy")).to_have_count(3 if script else 0)
        places.append(page.locator("h2, .at, th, td, .fetch, summary").locator("visible=true").evaluate_all(PLACES))
    assert places[0]
    assert places[0] == places[1]


def test_a_printed_letter_has_nothing_to_press(window: Page, letters: str) -> None:
    """On paper there is the letter with what is known about it above, no links' lines and no buttons, and its tables fit the sheet."""
    page = at(window, f"{letters}/brev/tabeller")
    page.set_viewport_size({"width": 620, "height": 800})
    page.emulate_media(media="print")
    for hidden in (".copy", ".ways", ".anchor", ".file", "nav", ".search", ".original", ".fetch", "summary"):
        expect(page.locator(hidden).locator("visible=true")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 620
    lines = page.locator(".letter a:visible").evaluate_all("links => links.map(each => getComputedStyle(each).textDecorationLine)")
    assert set(lines) == {"none"}
    assert re.search(r"Dato\s+24\. september 2018", page.locator(".margin").inner_text())
