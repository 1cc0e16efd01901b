from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import COLOURS
from tests.browser.browsing import at
from tests.browser.browsing import objections


if TYPE_CHECKING:
    from playwright.sync_api import Locator
    from playwright.sync_api import Page
    from playwright.sync_api import Route

    from tests.browser.browsing import Visitor


pytestmark = pytest.mark.browser


def field(page: Page) -> Locator:
    """The search field."""
    return page.get_by_label("Søg i spørgsmål og svar")


def options(page: Page) -> Locator:
    """What is suggested."""
    return page.get_by_role("listbox", name="Forslag").get_by_role("option")


def typed(page: Page, text: str) -> Page:
    """The page with this typed and its suggestions shown."""
    field(page).press_sequentially(text)
    expect(options(page).first).to_be_visible()
    return page


def active(page: Page) -> str | None:
    """The text of the option a screen reader is told of."""
    return page.evaluate("document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.firstChild.textContent")  # type: ignore[no-any-return]


def test_a_word_is_completed_from_the_keyboard(window: Page, site: str) -> None:
    """Down and Enter put the whole word in the field, the caret behind it and the focus still there; Enter again searches for it."""
    page = typed(at(window, site), "omkostning nytteind")
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    word = options(page).filter(has_not=page.locator(".kind")).first
    wanted = word.inner_text()
    for _ in range(options(page).count()):
        page.keyboard.press("ArrowDown")
        if active(page) == wanted:
            break
    expect(word).to_have_attribute("aria-selected", "true")
    assert page.url == f"{site}/"
    page.keyboard.press("Enter")
    expect(options(page)).to_have_count(0)
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value(wanted)
    assert re.fullmatch(r"omkostning nytteind\w+", wanted)
    assert field(page).evaluate("field => [field.selectionStart, field.selectionEnd]") == [len(wanted)] * 2
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/?q={wanted.replace(' ', '+')}")
    expect(page.get_by_role("status")).to_contain_text("svar")


def test_the_keys_go_round_and_leave(window: Page, invented: str) -> None:
    """Down and Up go round by way of the field; Home and End go back into the text; Enter there searches for what is typed."""
    page = typed(at(window, invented), "mælk")
    texts = options(page).locator("span:first-child").all_inner_texts()
    assert len(texts) > 2
    seen = []
    for _ in range(len(texts) + 2):
        page.keyboard.press("ArrowDown")
        seen.append(active(page))
    assert seen == [*texts, None, texts[0]]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert active(page) == texts[-1]
    page.keyboard.press("Home")
    assert active(page) is None
    assert field(page).evaluate("field => field.selectionStart") == 0
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=m%C3%A6lk")


def test_escape_and_tab_close_the_list(window: Page, invented: str) -> None:
    """Escape closes the list and leaves the text, Down opens it again; Tab closes it, chooses nothing and goes on to the button."""
    page = typed(at(window, invented), "mælk")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    expect(field(page)).to_have_value("mælk")
    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Tab")
    expect(options(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Søg")).to_be_focused()
    expect(field(page)).to_have_value("mælk")


def test_the_mouse_chooses(window: Page, invented: str) -> None:
    """A click on a word completes it, one on a question searches for it with the filters kept; a click elsewhere closes the list."""
    page = typed(at(window, f"{invented}/?type=brev"), "mælke")
    options(page).filter(has_text="mælkeordning").first.click()
    expect(field(page)).to_have_value("mælkeordning")
    expect(field(page)).to_be_focused()
    field(page).fill("")
    typed(page, "mælk")
    page.get_by_role("heading", name="Afgræns").click()
    expect(options(page)).to_have_count(0)
    field(page).fill("")
    typed(page, "mælk")
    options(page).filter(has_text="spørgsmål").first.click()
    page.wait_for_url(re.compile(r"/\?q=Hvor\+meget\+m%C3%A6lk\+\S+&type=brev$"))


def test_a_finger_chooses(visitor: Visitor, invented: str) -> None:
    """A tap on a name searches for it."""
    page = typed(visitor.open(invented, width=320, height=640, has_touch=True), "åg")
    options(page).filter(has_text="navn").first.tap()
    page.wait_for_url("**/?q=Bodil+%C3%85g%C3%A5rd")


def test_the_number_of_suggestions_is_told_once(window: Page, invented: str) -> None:
    """A screen reader hears how many there are when the list opens, and not again at every key; of one letter nothing is suggested."""
    page = at(window, invented)
    told = page.locator(".search [aria-live=polite]")
    field(page).press_sequentially("m")
    expect(told).to_have_text("")
    field(page).press_sequentially("æ")
    expect(told).to_have_text(re.compile(r"^\d forslag$"))
    before = told.inner_text()
    with page.expect_response(re.compile("q=m%C3%A6lkeo$")):
        field(page).press_sequentially("lkeo")
    expect(options(page)).to_have_count(1)
    assert told.inner_text() == before


def test_an_answer_that_comes_late_is_not_shown(window: Page, invented: str) -> None:
    """Where an earlier question is answered after a later one, the list is that of the later one."""
    page = at(window, invented)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile("q=m%C3%A6l$"), hold)
    with page.expect_request(re.compile("q=m%C3%A6l$")):
        field(page).press_sequentially("mæl")
    typed(page, "keo")
    expect(options(page)).to_have_count(1)
    held[0].fulfill(json={"forslag": [{"tekst": "for sent", "slags": "ord", "antal": 1, "url": "/"}] * 2})
    page.evaluate("fetch('/forslag?q=').then(answer => answer.text())")
    expect(options(page)).to_have_count(1)


def test_where_suggestions_fail_the_field_is_plain(window: Page, invented: str) -> None:
    """An answer that is no list is passed over in silence, and the form searches."""
    page = at(window, invented)
    page.route("**/forslag?*", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    with page.expect_response("**/forslag?*"):
        field(page).press_sequentially("mælk")
    expect(options(page)).to_have_count(0)
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=m%C3%A6lk")


def test_without_script_the_field_is_an_ordinary_one(visitor: Visitor, invented: str) -> None:
    """Without script the field has no role it cannot live up to, and Enter searches."""
    page = visitor.open(invented, java_script_enabled=False)
    expect(page.get_by_role("textbox")).to_have_count(1)
    expect(page.get_by_role("combobox")).to_have_count(0)
    field(page).press_sequentially("mælk")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=m%C3%A6lk")


@pytest.mark.parametrize("path", ["/", "/?q=liter", "/brev/alt"])
def test_the_open_list_is_accessible_and_moves_nothing(window: Page, invented: str, path: str) -> None:
    """Axe finds nothing to object to in the open list, light or dark; the page under it stays where it was, and fits 320 pixels."""
    window.set_viewport_size({"width": 320, "height": 640})
    page = at(window, invented + path)
    place = "document.querySelector('main h1').getBoundingClientRect().top + scrollY"
    field(page).fill("")
    before = page.evaluate(place)
    typed(page, "mælk")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(place) == before
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert objections(page) == []
    page.emulate_media(color_scheme="dark")
    assert objections(page, *COLOURS) == []
