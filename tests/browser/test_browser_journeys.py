"""What people come for, from first page to last: with the mouse, with the keyboard alone, and without script; narrow, and in the dark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import at


if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator
    from playwright.sync_api import Page

    from tests.browser.browsing import Visitor


pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("view", ["narrow", "dark"]),
    pytest.mark.parametrize("way", ["mouse", "keyboard", "scriptless"]),
]
MOST_STOPS = 150
NARROW = {"width": 320, "height": 640}
STOP = """target => {
    const here = document.activeElement;
    const seen = here === document.body || getComputedStyle(here).outlineStyle === "solid";
    return {arrived: here === target, unseen: seen ? "" : here.outerHTML};
}"""
"""Whether the target has the focus, and what has it without showing it; after the last of a page nothing has, before it begins again."""


class Reader:
    """Someone at a page, who uses it in one way: `choose` and `write` are all one can do."""

    def __init__(self, page: Page, *, way: str) -> None:
        self.page = page
        self.has_script = way != "scriptless"
        self._by_keyboard = way == "keyboard"

    def choose(self, target: Locator) -> None:
        """Follow a link, press a button, fold something out."""
        if self._by_keyboard:
            self._go_to(target)
            self.page.keyboard.press("Enter")
        else:
            target.click()

    def choose_option(self, option: Locator) -> None:
        """Take one of what is suggested."""
        if not self._by_keyboard:
            return option.click()
        while option.get_attribute("aria-selected") != "true":
            self.page.keyboard.press("ArrowDown")
        return self.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        """Write in a field, key by key on a single line, else all at once as when something is pasted."""
        if self._by_keyboard:
            self._go_to(target)
        else:
            target.click()
        if "\n" in text:
            self.page.keyboard.insert_text(text)
        else:
            self.page.keyboard.type(text)

    def _go_to(self, target: Locator) -> None:
        """Press Tab until one is there, and see at every stop where one is."""
        target.wait_for()
        node = target.element_handle()
        if node.evaluate(STOP)["arrived"]:
            return
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            stop = node.evaluate(STOP)
            assert stop["unseen"] == ""
            if stop["arrived"]:
                return
        pytest.fail(f"not to be reached from the keyboard: {target}")


@pytest.fixture
def reader(visitor: Visitor, window: Page, way: str, view: str) -> Callable[[str], Reader]:
    """Who opens a URL, in the way and the window the test is about."""
    page = visitor.open("about:blank", java_script_enabled=False) if way == "scriptless" else window
    if view == "narrow":
        page.set_viewport_size(NARROW)
    else:
        page.emulate_media(color_scheme="dark")

    def opened(url: str) -> Reader:
        return Reader(at(page, url), way=way)

    return opened


def test_a_secretary_refers_to_an_answer(reader: Callable[[str], Reader], site: str) -> None:
    """From the beginning of a word, by way of a suggestion and a director, one comes to an answer and a reference that leads to it."""
    someone = reader(site)
    page = someone.page
    field = page.get_by_label("Søg i spørgsmål og svar")
    if someone.has_script:
        someone.write(field, "nytteind")
        someone.choose_option(page.get_by_role("option").filter(has_not=page.locator(".kind")).first)
        expect(field).to_have_value("nytteindsats")
        expect(field).to_be_focused()
        page.keyboard.press("Enter")
    else:
        someone.write(field, "nytteindsats")
        someone.choose(page.get_by_role("button", name="Søg"))
    expect(page.get_by_role("status")).to_have_text("3 svar")
    someone.choose(page.get_by_role("region", name="Direktør").get_by_role("link").first)
    expect(page.get_by_role("link", name="Fjern Direktør:")).to_be_visible()
    someone.choose(page.locator(".cards .title a").first)
    page.wait_for_url(re.compile(r"/brev/.+#svar-\w+$"))
    anchor = page.url.partition("#")[2]
    reference = page.locator(f"#{anchor} details").filter(has_text="Henvis")
    someone.choose(reference.locator("summary"))
    expect(reference.locator("p").first).to_be_visible()
    expect(reference.locator("p").first).to_contain_text(re.compile(rf", spørgsmål \w+\..*{site}/brev/[^?]+#{anchor}"))


def test_a_councillor_sees_what_was_answered(reader: Callable[[str], Reader], site: str) -> None:
    """From a pasted draft one comes to the earlier answer, from there to others like it, and back."""
    someone = reader(site)
    page = someone.page
    someone.choose(page.get_by_role("link", name="Har vi svaret på det før?"))
    draft = "Kære alle\n\n1. Hvad er den årlige omkostning til nytteindsatsen?\n2. Hvornår åbner svømmehallen for elitesvømmere?"
    someone.write(page.get_by_label("Henvendelse eller udkast"), draft)
    someone.choose(page.get_by_role("button", name="Slå op"))
    expect(page.get_by_role("status")).to_have_text("2 spørgsmål i teksten")
    someone.choose(page.get_by_role("region", name="nytteindsatsen").locator(".title a").first)
    page.wait_for_url(re.compile(r"/brev/[^?]+#svar-\w+$"))
    passage = page.locator(f"#{page.url.partition('#')[2]}")
    expect(passage).to_be_in_viewport()
    someone.choose(passage.get_by_role("link", name="Lignende svar"))
    expect(page.get_by_role("heading", name="Lignende svar i andre breve")).to_be_visible()
    someone.choose(page.get_by_role("link", name="Tilbage til brevet"))
    page.wait_for_url(re.compile(r"/brev/[^?/]+#svar-\w+$"))


def test_a_journalist_follows_a_case(reader: Callable[[str], Reader], invented: str) -> None:
    """From the years of the collection one comes to the answers of one, newest first, to the next page, a letter, and its whole case."""
    someone = reader(invented)
    page = someone.page
    someone.choose(page.get_by_role("link", name="Om samlingen"))
    someone.choose(page.get_by_role("group", name="Svar pr. år").get_by_role("link", name="2021"))
    expect(page.get_by_role("status")).to_have_text("6 svar")
    orders = page.get_by_role("navigation", name="Rækkefølge")
    for name in ("Ældste", "Nyeste"):
        someone.choose(orders.get_by_role("link", name=name))
        expect(orders.locator("[aria-current]")).to_have_text(name)
    pages = page.get_by_role("navigation", name="Sider")
    someone.choose(pages.get_by_role("link", name="Næste"))
    expect(pages).to_contain_text("Side 2 af 2")
    someone.choose(page.locator(".cards .title a").last)
    someone.choose(page.locator("dl").get_by_role("link", name="2021-0000077").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("2021-0000077")
    expect(page.get_by_role("article")).to_have_count(2)
