from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from werkzeug.test import Client

from tests.browser.sites import invented_sites
from tests.browser.states import STATES
from tests.browser.states import ask


if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


PAGES = (
    "start",
    "results",
    "results-filtered",
    "nearly",
    "none-filtered",
    "letter",
    "letter-full",
    "similar",
    "draft-answered",
    "case",
    "case-unknown",
    "people",
    "about",
    "embedded-full",
    "embedding",
    "error-damaged",
)
"""A state of each page, and the richer one where there are several: whatever changes in a template is seen in one of them."""


@pytest.mark.parametrize("name", PAGES)
def test_the_html_of_a_page(name: str, golden: Callable[[str, str], None], tmp_path: Path) -> None:
    """The page is the reviewed one to the last sign, but for the version in the addresses of its static files."""
    html = ask(Client(invented_sites(tmp_path)), STATES[name]).text
    golden(f"pages/{name}.html", re.sub(r"\?v=[0-9a-f]+", "?v=VERSION", html))
