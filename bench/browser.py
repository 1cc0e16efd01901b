"""What a page takes in a real browser: `python -m bench.browser [--url URL]`, a line for each page, cold and warm.

Knows what chromium tells of a page (requests, bytes, paints, tasks, shifts); must not know how a page is made. Without a URL it starts the
product's own server over the index of config.toml. Every figure is the median of several visits.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from typing import Any
from urllib.parse import urlencode
from urllib.parse import urljoin

from tests.browser.browsing import launched
from tests.browser.install import find_chromium
from tests.browser.install import why_not


if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from playwright.sync_api import BrowserContext

ROOT = Path(__file__).parent.parent
KINDS = {"Document": "html", "Stylesheet": "css", "Script": "js"}
BLOCKED = 50
"""Milliseconds of a task that do not count as blocking."""
SETTLED = 300
"""Milliseconds after loading in which a page may still paint, shift or work."""

# Observed from the beginning, since not all of it is kept for those who come later.
_OBSERVE = """
window.seen = {lcp: 0, shift: 0, tasks: []};
const on = (type, take) => new PerformanceObserver(list => list.getEntries().forEach(take)).observe({type, buffered: true});
on('largest-contentful-paint', entry => { seen.lcp = entry.startTime; });
on('layout-shift', entry => { if (!entry.hadRecentInput) seen.shift += entry.value; });
on('longtask', entry => { seen.tasks.push(entry.duration); });
"""
_READ = """blocked => {
  const [way] = performance.getEntriesByType('navigation');
  const [paint] = performance.getEntriesByName('first-contentful-paint');
  return {ttfb: way.responseStart, fcp: paint ? paint.startTime : 0, lcp: seen.lcp, shift: seen.shift,
          tbt: seen.tasks.reduce((sum, task) => sum + Math.max(0, task - blocked), 0)};
}"""

COLUMNS = {
    "requests": "{:.0f}",
    "html kB": "{:.1f}",
    "css kB": "{:.1f}",
    "js kB": "{:.1f}",
    "decoded kB": "{:.1f}",
    "TTFB ms": "{:.0f}",
    "FCP ms": "{:.0f}",
    "LCP ms": "{:.0f}",
    "TBT ms": "{:.0f}",
    "CLS": "{:.3f}",
}


def main(arguments: list[str] | None = None) -> None:
    """Visit the pages the arguments name, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m bench.browser", description=__doc__)
    parser.add_argument("--url", help="a running site; without it one is started")
    parser.add_argument("--config", type=Path, default=ROOT / "config.toml", metavar="FILE", help="the settings of the one that is started")
    parser.add_argument("--query", default="forvaltningen", metavar="WORDS", help="what is searched for (default: forvaltningen)")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="visits to each page (default: 5)")
    parser.add_argument("--throttle", type=float, default=1.0, metavar="X", help="make the browser's processor so many times slower")
    given = parser.parse_args(arguments)
    chromium = find_chromium()
    if chromium is None:
        sys.exit(why_not())
    with _served(given.url, given.config) as url, launched(chromium) as browser:
        pages = _pages(browser, url, given.query)
        print(f"chromium {browser.version}, processor {given.throttle:g} times slower; median of {given.runs} visits\n")
        print(_line("", list(COLUMNS)))
        for name, path in pages.items():
            visits = [_visited(browser, urljoin(url, path), given.throttle) for _ in range(given.runs)]
            for way, times in zip(("cold", "warm"), zip(*visits, strict=True), strict=True):
                print(_line(f"{name}, {way}", [form.format(median(time[column] for time in times)) for column, form in COLUMNS.items()]))


@contextmanager
def _served(url: str | None, config: Path) -> Iterator[str]:
    """The address of the site: the one given, or that of a server that ends with the block."""
    if url:
        yield url
        return
    command = [sys.executable, "-m", "webapp", "--port", "0", "--config", str(config.absolute())]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as server:
        try:
            told = server.stdout.readline() if server.stdout else ""
            found = re.search(r"http://\S+", told)
            if found is None:
                sys.exit("The server did not start; it has said why.")
            yield found[0]
        finally:
            server.terminate()


def _pages(browser: Browser, url: str, query: str) -> dict[str, str]:
    """The paths of the pages to visit; the letter is that of the first answer found."""
    search = f"/?{urlencode({'q': query})}"
    page = browser.new_page()
    page.goto(urljoin(url, search))
    links = page.locator("main a[href*='/brev/']")
    if not links.count():
        sys.exit(f"{query!r} finds nothing; say with --query what to search for.")
    letter = links.first.get_attribute("href") or ""
    page.close()
    return {"start": "/", "ten hits": search, "letter": letter, "om": "/om", "foer": "/foer"}


def _visited(browser: Browser, url: str, throttle: float) -> tuple[dict[str, float], dict[str, float]]:
    """The figures of a first visit with an empty cache, and of the next with what the first left there."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    try:
        return _visit(context, url, throttle), _visit(context, url, throttle)
    finally:
        context.close()


def _visit(context: BrowserContext, url: str, throttle: float) -> dict[str, float]:
    page = context.new_page()
    session = context.new_cdp_session(page)
    wire = _Wire(session)
    session.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    page.add_init_script(_OBSERVE)
    page.goto(url, wait_until="load")
    page.wait_for_timeout(SETTLED)
    seen = page.evaluate(_READ, BLOCKED)
    page.close()
    return {
        **wire.figures(),
        "TTFB ms": seen["ttfb"],
        "FCP ms": seen["fcp"],
        "LCP ms": seen["lcp"],
        "TBT ms": seen["tbt"],
        "CLS": seen["shift"],
    }


class _Wire:
    """What goes over the wire while a page loads: bytes as sent, headers included, and as unpacked."""

    def __init__(self, session: Any) -> None:
        self._kinds: dict[str, str] = {}
        self._sent: dict[str, float] = {}
        self._cached: set[str] = set()
        self._decoded = 0.0
        session.on("Network.responseReceived", self._answered)
        session.on("Network.requestServedFromCache", lambda told: self._cached.add(told["requestId"]))
        session.on("Network.dataReceived", self._received)
        session.on("Network.loadingFinished", lambda told: self._sent.update({told["requestId"]: told["encodedDataLength"]}))
        session.send("Network.enable")

    def figures(self) -> dict[str, float]:
        """How many requests left the browser, kilobytes of each kind, and of all unpacked."""
        kinds = dict.fromkeys(KINDS.values(), 0.0)
        for request, sent in self._sent.items():
            kind = self._kinds.get(request, "")
            kinds[kind] = kinds.get(kind, 0.0) + sent / 1000
        asked = len(self._sent.keys() - self._cached)
        return {"requests": asked, **{f"{kind} kB": kinds[kind] for kind in KINDS.values()}, "decoded kB": self._decoded / 1000}

    def _answered(self, told: dict[str, Any]) -> None:
        self._kinds[told["requestId"]] = KINDS.get(told["type"], "other")
        if told["response"].get("fromDiskCache") or told["response"].get("fromPrefetchCache"):
            self._cached.add(told["requestId"])

    def _received(self, told: dict[str, Any]) -> None:
        self._decoded += told["dataLength"]


def _line(name: str, cells: list[str]) -> str:
    return f"{name:16}" + "".join(f"{cell:>11}" for cell in cells)


if __name__ == "__main__":
    main()
