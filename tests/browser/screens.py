"""Pictures of pages, to be looked at: `python -m tests.browser.screens URL FOLDER [PATH ...]`.

Knows the windows a page must be good in; must not know what the pages say.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from tests.browser.browsing import Visitor
from tests.browser.browsing import launched
from tests.browser.install import find_chromium
from tests.browser.install import why_not


WINDOWS: dict[str, dict[str, Any]] = {
    "wide": {"width": 1280, "color_scheme": "light"},
    "tablet": {"width": 768, "color_scheme": "light"},
    "narrow": {"width": 320, "color_scheme": "light"},
    "dark": {"width": 1280, "color_scheme": "dark"},
    "forced": {"width": 1280, "forced_colors": "active"},
}


def main(url: str, folder: str, *paths: str) -> None:
    """Write FOLDER/PAGE-WINDOW.png for each path and window, whole pages."""
    chromium = find_chromium()
    if chromium is None:
        sys.exit(why_not())
    Path(folder).mkdir(parents=True, exist_ok=True)
    with launched(chromium) as browser:
        for path in paths or ("/",):
            for name, options in WINDOWS.items():
                with Visitor(browser) as visitor:
                    page = visitor.open(url.rstrip("/") + path, **options)
                    title = re.sub(r"\W+", "-", path).strip("-") or "start"
                    page.screenshot(path=str(Path(folder) / f"{title}-{name}.png"), full_page=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
