"""What holds of all pages: nothing is ever markup, no query is an error, and title and links are the site's own; then help and health."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from indexer.config import Settings
from indexer.errors import IndexMissingError
from indexer.model.letter import Remark
from tests.client_builders import client_of
from tests.client_builders import page
from tests.webapp_builders import TABLE
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from tests.webapp_builders import passage
from webapp import create_app


if TYPE_CHECKING:
    from pathlib import Path


HOSTILE = "<script>alert(1)</script>{{ 7*7 }}{% raw %}\"'&<b>fed</b>"


def test_what_the_url_says_wrongly_is_named() -> None:
    """A parameter that is not understood is named on the page, as text."""
    assert "”foo” i adressen kendes ikke" in page(client_of(), "/?foo=1")
    assert "”foo” i adressen kendes ikke" in page(client_of(), "/brev/b1?foo=1")
    assert "”&lt;i&gt;” i adressen kendes ikke" in page(client_of(), "/?q=m%C3%A6lk&%3Ci%3E=1")


@pytest.mark.parametrize("url", ["/?q=x", "/brev/h", "/brev/h?q=script", f"/?q={HOSTILE}", f"/?{HOSTILE}=1", f"/brev/{HOSTILE}"])
def test_nothing_is_ever_markup(url: str) -> None:
    """Script, HTML and template syntax in letters, names, words and URLs is shown as text."""
    hostile = letter(
        "h",
        passage("1", question=f"x {HOSTILE}", answer=HOSTILE, heading=HOSTILE, tables=(replace(TABLE, caption=HOSTILE),)),
        metadata=metadata(subject=HOSTILE, case_number=HOSTILE, reference=HOSTILE),
        preamble=HOSTILE,
        closing=HOSTILE,
        remarks=(Remark("x", HOSTILE),),
        editions=(HOSTILE.replace("/", ""),),
    )
    html = client_of(hostile, contact=HOSTILE, title=HOSTILE).get(url).text
    assert "<script>" not in html
    assert "<b>fed" not in html
    assert "{{ 7*7 }}" in html


def test_site_settings_are_shown() -> None:
    """Title, subtitle and contact come from the settings."""
    html = page(client_of(title="Svar", subtitle="Find svar", contact="Sekretariatet"), "/")
    assert "<title>Find svar – Svar</title>" in html
    assert "Kontakt: Sekretariatet" in html


def test_help() -> None:
    """There is a page on how to search."""
    assert "<h1>Sådan søger du</h1>" in page(client_of(), "/hjaelp")


def test_health(tmp_path: Path) -> None:
    """Those who watch the service get JSON: what is served, or 503 and why not."""
    client = client_of()
    assert client.get("/healthz").json == {
        "status": "ok",
        "generation": "g1",
        "built": "2020-03-04T12:06:07+00:00",
        "letters": 1,
        "passages": 1,
    }
    broken = create_app(Settings(folder=tmp_path), index=PlainIndex(trouble=IndexMissingError("index"))).test_client()  # type: ignore[arg-type]
    answer = broken.get("/healthz")
    assert answer.status_code == 503
    assert answer.json == {"status": "unavailable", "message": "Der er intet indeks i index. Kør `indexer rebuild`."}


def test_a_site_under_a_path() -> None:
    """Mounted under a path, the site links to itself there."""
    html = client_of().get("/?q=m%C3%A6lk", base_url="http://localhost/svar").text
    assert 'href="/svar/brev/b1?q=m%C3%A6lk#svar-1"' in html
    assert 'action="/svar/"' in html


@given(st.binary(max_size=60))
@hypothesis_settings(max_examples=40, deadline=None)
def test_no_query_is_an_error(query: bytes) -> None:
    """Whatever bytes stand after the question mark, there is a page, at that address or at the one that links have."""
    answer = client_of().get("/", environ_overrides={"QUERY_STRING": query.decode("latin-1")})
    if answer.status_code == 302:
        answer = client_of().get(answer.headers["Location"])
    assert answer.status_code == 200
