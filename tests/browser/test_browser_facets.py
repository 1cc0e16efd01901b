from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import at


if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.browsing import Visitor


pytestmark = pytest.mark.browser


def test_a_period_is_chosen_without_script(visitor: Visitor, invented: str) -> None:
    """The two ends of a period are chosen below the chart; the page then shows its years as one chip, and so does the address."""
    page = visitor.open(f"{invented}/?q=m%C3%A6lk&sorter=nyeste", java_script_enabled=False)
    years = page.get_by_role("region", name="År", exact=True)
    years.get_by_label("Fra").select_option("2012")
    years.get_by_label("til").select_option("2014")
    years.get_by_role("button", name="Vis").click()
    expect(page.get_by_role("status")).to_have_text("3 svar")
    expect(page.get_by_role("link", name="Fjern År: 2012–2014")).to_be_visible()
    page.get_by_role("navigation", name="Rækkefølge").get_by_role("link", name="Ældste").click()
    assert page.url == f"{invented}/?q=m%C3%A6lk&aar=2012..2014&sorter=aeldste"


def test_a_period_is_dragged_and_a_year_is_clicked(window: Page, invented: str) -> None:
    """Dragging over columns of the chart chooses their years; a click chooses one, and a drag given up with Escape nothing."""
    page = at(window, f"{invented}/?q=m%C3%A6lk")
    start = page.get_by_role("link", name="2012: 1 svar").bounding_box()
    end = page.get_by_role("link", name="2014: 1 svar").bounding_box()
    assert start
    assert end
    # The form is held, so that what is tried shows before the page is another.
    page.evaluate("form = document.querySelector('.period'); form.onsubmit = event => { form.tried = true; event.preventDefault(); }; 0")
    for ended in ("Escape", "Shift"):
        page.mouse.move(start["x"] + 4, start["y"] + 20)
        page.mouse.down()
        page.mouse.move(end["x"] + 4, end["y"] + 20, steps=4)
        page.keyboard.press(ended)
        page.mouse.up()
        assert page.evaluate("form.tried === true") == (ended == "Shift")
    page.evaluate("form.submit()")
    expect(page.get_by_role("status")).to_have_text("3 svar")
    page.get_by_role("link", name="2016: 1 svar").click()
    expect(page.get_by_role("status")).to_have_text("4 svar")
    expect(page.get_by_role("link", name="Fjern År:")).to_have_count(2)


def test_values_are_ticked_from_the_keyboard(window: Page, invented: str) -> None:
    """On the page of all values one finds some by a part of them, ticks several and comes to the answers that have any."""
    page = at(window, f"{invented}/vaelg/modtager?q=m%C3%A6lk&type=brev")
    page.get_by_label("Find i listen").focus()
    page.keyboard.type("medlem")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("8 modtagere")
    first = page.get_by_role("checkbox", name="Medlem 0")
    first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("2 svar")
    assert page.url == f"{invented}/?q=m%C3%A6lk&modtager=Medlem+0&modtager=Medlem+1&type=brev"
    expect(page.get_by_role("link", name="Fjern Modtager: Medlem")).to_have_count(2)


def test_answers_of_one_letter_stand_together(window: Page, invented: str) -> None:
    """Answers of one letter that follow each other are one entry of the list, and the facts of the letter are said once."""
    page = at(window, f"{invented}/?q=m%C3%A6lk&aar=2021")
    expect(page.get_by_role("status")).to_contain_text("svar")
    entries = page.locator(".cards > li")
    expect(entries).to_have_count(1)
    expect(entries.get_by_role("list", name="Fra samme brev").get_by_role("article")).not_to_have_count(0)
    expect(entries.locator(".facts")).to_have_count(1)
