from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

import pytest

from indexer.config import Settings
from indexer.model.letter import Person
from indexer.model.letter import Signer
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from tests.webapp_builders import passage
from webapp import create_app


if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient


MOST = 60_000
"""Bytes: of a page as it stands, and of all files it names as they are sent."""

WORDS = "Hvor mange liter mælk drikker skolerne i forhold til året før, og hvad er den årlige omkostning ved ordningen?"
LETTERS = tuple(
    letter(
        f"2018-{number:07}-{number}",
        passage(str(number), question=f"{number}. {WORDS} {WORDS}", answer=f"{WORDS} {WORDS} {WORDS}"[:320]),
        metadata=metadata(
            date=f"20{number % 20:02}-03-04",
            administration=f"Forvaltningen for Børn, Skoler og Kultur nr. {number % 12}",
            case_number=f"2018-{number:07}",
            document_number=f"2018-{number:07}-{number}",
            subject=f"omkostningerne ved skolemælk i distrikt {number} og udviklingen siden sidste opgørelse",
            signers=(Signer(f"Direktør Langtnavn Efternavnesen {number}"),),
            addressee=Person(f"Medlem Langtnavn Efternavnesen {number}", party=f"Partiet for Mælk {number % 16}"),
        ),
    )
    for number in range(60)
)


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    """A client of a site set up as it is shipped, over sixty letters of as many cases and people, with the parties of a large city."""
    return create_app(Settings(folder=tmp_path), index=PlainIndex(LETTERS)).test_client()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "url",
    ["/", "/?q=m%C3%A6lk", "/?q=m%C3%A6lk+omkostning+skoler", "/?q=m%C3%A6lk+skoler&aar=2007&aar=2008", "/brev/2018-0000007-7", "/hjaelp"],
)
def test_a_page_is_light(client: FlaskClient, url: str) -> None:
    """A page of ten long hits with every facet full, as any other, is less than 60 kB; less than 60 kB more is fetched, all from here."""
    answer = client.get(url)
    assert (answer.status_code, url.count("q=")) == (200, answer.text.count('class="cards"'))
    assert len(answer.data) < MOST
    addresses = fetched(answer.text)
    assert len(addresses) >= 4
    assert [address for address in addresses if not address.startswith("/") or address.startswith("//")] == []
    assert sum(len(gzip.compress(client.get(address, buffered=True).data)) for address in addresses) < MOST


def fetched(html: str) -> list[str]:
    """The addresses that a browser asks for without being told to."""
    tags = re.findall(r"<(?:link|script|img)\b[^>]*>", html)
    named = ('rel="canonical"', 'rel="alternate"', 'rel="search"')
    asked = [tag for tag in tags if not any(rel in tag for rel in named)]
    return [address for tag in asked for address in re.findall(r' (?:href|src)="([^"]+)"', tag)]
