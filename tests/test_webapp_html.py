from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from werkzeug.test import Client

from indexer.config import Settings
from indexer.config import load_settings
from indexer.letters import parse_letter
from indexer.sources import read_source
from tests import vnu_install
from tests.browser.sites import invented_sites
from tests.browser.states import NO_PAGE
from tests.browser.states import STATES
from tests.browser.states import ask
from tests.webapp_builders import PlainIndex
from webapp import create_app


if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug.test import TestResponse


ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """Someone who asks the sites of invented letters."""
    return Client(invented_sites(tmp_path_factory.mktemp("sites")))


@pytest.fixture(scope="module")
def answers(client: Client) -> dict[str, TestResponse]:
    """The answer of every state's page."""
    return {name: ask(client, state) for name, state in STATES.items()}


def objections(files: Iterable[Path]) -> list[str]:
    """What the checker has against these files, errors and warnings alike."""
    options = ("--also-check-css", "--also-check-svg", "--stdout", "--exit-zero-always", "--format", "json")
    command = (*vnu_install.required().command, *options, *map(str, files))
    said = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    return [
        f"{Path(each.get('url', '')).name}: {each['message']} {each.get('extract', '')!r}"
        for each in json.loads(said)["messages"]
        if each.get("subType") == "warning" or each["type"] != "info"
    ]


@pytest.mark.parametrize("name", STATES)
def test_every_state_is_what_it_is_called(answers: dict[str, TestResponse], name: str) -> None:
    """Each state in the list answers with its status and shows what it is in the list for."""
    assert answers[name].status_code == STATES[name].status
    assert STATES[name].shows in answers[name].text


def test_every_page_is_among_the_states() -> None:
    """No address can be added to the site without a state of it that is looked at, or a reason why there is nothing to see."""
    urls = create_app(Settings(folder=Path.cwd()), index=PlainIndex()).url_map  # type: ignore[arg-type]
    seen = {urls.bind("localhost").match(state.path.partition("?")[0].partition("#")[0])[0] for state in STATES.values() if not state.site}
    assert {rule.endpoint for rule in urls.iter_rules() if "GET" in (rule.methods or ())} - set(NO_PAGE) == seen


@pytest.mark.slow
def test_html_css_and_svg_are_valid(client: Client, answers: dict[str, TestResponse], tmp_path: Path) -> None:
    """The Nu Html Checker has neither objection nor warning, in any state of a page, style sheet, drawing or letter of the corpus."""
    settings = load_settings(ROOT / "config.toml")
    letters = [
        parse_letter(read_source(path, file=path.name), parties=settings.parties, members=settings.members)
        for path in sorted((ROOT / "corpus").glob("*.txt"))
    ]
    real = create_app(settings, index=PlainIndex(letters)).test_client()  # type: ignore[arg-type]
    pages = {name: answer.text for name, answer in answers.items()}
    pages.update({f"corpus-{each.id}": real.get(f"/brev/{each.id}").text for each in letters})
    for name, html in pages.items():
        (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
    whole = "".join(pages[name] for name, state in STATES.items() if not state.site)
    linked = set(re.findall(r'href="(/[^"?]+\.(?:css|svg))\b', whole))
    assert len(linked) > 2
    for path in linked:
        with client.get(path) as answer:
            (tmp_path / path.strip("/").replace("/", "-")).write_bytes(answer.data)
    assert objections(tmp_path.iterdir()) == []
