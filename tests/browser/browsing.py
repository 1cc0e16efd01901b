"""How the tests look at pages: launching chromium, a visitor who listens to what pages complain about, and what Axe objects to.

Knows Playwright and Axe; must not know what the pages say.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests import install as debian
from tests.browser.install import find_chromium
from tests.browser.install import why_not


if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from playwright.sync_api import ConsoleMessage
    from playwright.sync_api import Frame
    from playwright.sync_api import Page


ARGUMENTS = (
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
SECONDS = 15

COLOURS = ("color-contrast", "link-in-text-block")
"""What Axe looks at again in dark mode, where nothing but colours is another."""
PLACES = ("target-size", "scrollable-region-focusable")
"""What it looks at again in a narrow window, where things lie otherwise."""


def required() -> str:
    """The path of a chromium. Without one the test is passed over, with the reason; where CI says it is CI, it fails."""
    return debian.required(find_chromium(), name="browser", why=why_not() or "run python -m tests.browser.install")


@contextmanager
def launched(path: str) -> Iterator[Browser]:
    """A running chromium from this path, ended afterwards."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


class Visitor:
    """Opens pages in windows of any kind; `complaints` collects errors, warnings and refusals of the content security policy."""

    def __init__(self, browser: Browser) -> None:
        self.complaints: list[str] = []
        self._browser = browser
        self._contexts: list[Any] = []

    def __enter__(self) -> Visitor:
        return self

    def __exit__(self, *_: object) -> None:
        for context in self._contexts:
            context.close()

    def open(self, url: str, *, width: int = 1280, height: int = 800, **options: Any) -> Page:
        """A page in a window of its own; `options` are those of Playwright's Browser.new_context."""
        context = self._browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(SECONDS * 1000)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(url)
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        # Chromium reports every answer of 400 and above as an error; an error page is meant to be one.
        if message.type in ("error", "warning") and "the server responded with a status of" not in message.text:
            self.complaints.append(f"{message.type}: {message.text}")


def at(page: Page, url: str) -> Page:
    """The page, at this URL."""
    page.goto(url)
    return page


def objections(of: Page | Frame, *rules: str) -> list[str]:
    """What Axe objects to on a page or in a frame, by these rules or by all, each with the elements it is about."""
    if of.evaluate("!window.axe"):
        of.evaluate(Axe().axe_script)
    asked = {"runOnly": rules} if rules else {"rules": {"target-size": {"enabled": True}}}
    found = of.evaluate("asked => axe.run({resultTypes: ['violations'], ...asked}).then(results => results.violations)", asked)
    return [f"{each['id']}: {each['help']}: {[node['html'] for node in each['nodes']]}" for each in found]
