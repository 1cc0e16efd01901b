from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from indexer.config import Settings
from indexer.config import Site
from tests.browser.browsing import at
from tests.browser.browsing import objections
from tests.browser.letters import LETTERS
from tests.browser.sites import served
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from tests.webapp_builders import passage
from webapp import create_app


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from indexer.model.letter import Letter
    from tests.browser.browsing import Visitor


pytestmark = pytest.mark.browser


@contextmanager
def city(folder: Path, *letters: Letter, **site: str) -> Iterator[str]:
    """The URL of the site of a city that has set it up so, over these letters or else many."""
    index = PlainIndex(letters or LETTERS)
    with served(create_app(Settings(folder=folder, site=Site(**site)), index=index)) as url:  # type: ignore[arg-type]
        yield url


def colour(page: Page, selector: str, *, of: str = "color") -> str:
    """The colour of the first element there."""
    return page.locator(selector).first.evaluate(f"element => getComputedStyle(element).{of}")


@pytest.mark.parametrize("accent", ["#ffdd00", "#c8102e", "#001133"])
def test_any_colour_a_city_has_is_legible(window: Page, tmp_path: Path, accent: str) -> None:
    """Over whatever colour is set, light or dark, Axe finds the contrast of results, letter and start page to be enough."""
    with city(tmp_path, accent=accent) as url:
        for path in ("/", "/?q=m%C3%A6lk&type=brev", "/brev/alt?q=m%C3%A6lk"):
            page = at(window, url + path)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                assert objections(page, "color-contrast") == []


def test_the_colours_of_a_city(window: Page, tmp_path: Path) -> None:
    """Links and buttons have the colour that is set, a lighter one in the dark, and none on paper."""
    with city(tmp_path, accent="#c8102e") as url:
        page = at(window, f"{url}/hjaelp")
        assert colour(page, "main a") == colour(page, ".field button", of="backgroundColor") == "rgb(200, 16, 46)"
        page.emulate_media(color_scheme="dark")
        assert colour(page, "main a") not in ("rgb(200, 16, 46)", "rgb(0, 0, 0)")
        page.emulate_media(media="print", color_scheme="light")
        assert colour(page, "main a") == "rgb(0, 0, 0)"


def test_the_colours_of_the_system(visitor: Visitor, invented: str) -> None:
    """With the system's own colours one still sees where one is, and which values are chosen, and no colour of ours is left on them."""
    page = visitor.open(f"{invented}/?q=m%C3%A6lk&type=brev", forced_colors="active")
    page.keyboard.press("Tab")
    page.locator(".facets a").first.focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    marker = "(element, chosen) => getComputedStyle(element, '::before').borderTopWidth"
    chosen, other = (page.locator(f".facets li a{which}").first.evaluate(marker) for which in ("[aria-current]", ":not([aria-current])"))
    assert chosen != other
    system = page.evaluate(
        """() => ['LinkText', 'ButtonText', 'CanvasText', 'VisitedText'].map(name => {
            document.body.append(Object.assign(document.createElement('i'), {id: name}));
            const element = document.getElementById(name);
            element.style.color = name;
            return getComputedStyle(element).color;
        })"""
    )
    assert colour(page, ".cards .title a") in system


def test_text_of_letters_turns_nothing_beside_it(window: Page, tmp_path: Path) -> None:
    """A heading that wants to turn its line leaves the link behind it there, and what stands within a line is ordered by itself."""
    with city(tmp_path, letter("b1", passage("1", kind="section", heading="\u202eTema", question=None))) as url:
        page = at(window, f"{url}/brev/b1")
        anchor = page.locator(".passage .anchor")
        assert anchor.evaluate("link => link.getBoundingClientRect().left - link.parentElement.getBoundingClientRect().left") > 20
        page.goto(f"{url}/?q=m%C3%A6lk")
        for place in (".title a", ".why b", ".facts time"):
            assert page.locator(f".cards {place}").first.evaluate("element => getComputedStyle(element).unicodeBidi") == "isolate"
