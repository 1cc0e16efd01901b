from __future__ import annotations

import re
from dataclasses import fields
from dataclasses import is_dataclass
from pathlib import Path

import click
import pytest

from indexer.cli import main
from indexer.config import load_settings
from indexer.config import section_names
from indexer.query.fields import OPERATORS
from tests.browser.guide import SHOTS
from webapp import create_app


ROOT = Path(__file__).parent.parent
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "indexer").rglob("*.py")))
NAMES = (
    "README",
    "ARCHITECTURE",
    "CONTRIBUTING",
    "CHANGELOG",
    "corpus/README",
    "docs/reference",
    "docs/brugervejledning",
    "docs/persondata",
    "docs/indlejring",
    "docs/drift",
    "docs/benchmarks",
    "docs/scale",
)
PAGES = [ROOT / f"{name}.md" for name in NAMES]


CONTEXT = click.Context(main)


@pytest.mark.parametrize("name", sorted(main.list_commands(CONTEXT)))
def test_every_command_is_in_the_reference_with_its_options(name: str) -> None:
    """The reference names each command and each of its own options."""
    line = next((line for line in REFERENCE.splitlines() if line.startswith(f"| `indexer {name}")), "")
    assert line, f"`indexer {name}` is missing in docs/reference.md"
    command = main.get_command(CONTEXT, name)
    assert command is not None
    own = [option for parameter in command.params for option in parameter.opts if option.startswith("--")]
    assert [option for option in own if option not in line and option not in ("--help", "--config")] == []


@pytest.mark.parametrize("section", section_names())
def test_every_setting_is_in_the_reference(section: str) -> None:
    """The reference names each section of config.toml and each of its keys."""
    assert f"`[{section}]`" in REFERENCE
    settings = getattr(load_settings(ROOT / "config.toml"), section)
    if is_dataclass(settings):
        assert [key.name for key in fields(settings) if f"`{key.name}`" not in REFERENCE] == []


def test_every_route_is_in_the_reference() -> None:
    """The reference names each address the page answers."""
    app = create_app(load_settings(ROOT / "config.toml"))
    routes = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"}
    assert routes
    assert [route for route in sorted(routes) if f"`{route}`" not in REFERENCE] == []


def test_every_query_operator_is_in_the_reference() -> None:
    """The reference shows each field that can be searched."""
    assert [name for name in OPERATORS if f"{name}:" not in REFERENCE] == []


def test_every_remark_and_reason_is_in_the_reference() -> None:
    """The reference explains each code a report can hold."""
    codes = set(re.findall(r'(?:Remark|SourceError|_refuse)\((?:[\w.()]+, |\s*)"([a-z_]+)"', SOURCE))
    assert len(codes) > 15
    assert [code for code in sorted(codes) if f"`{code}`" not in REFERENCE] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_link_between_the_pages_leads_somewhere(page: Path) -> None:
    """A relative link in the documentation names a file that is there."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_file_the_documentation_names_is_there(page: Path) -> None:
    """A file or folder named with its path in the documentation exists."""
    named = set(re.findall(r"`((?:indexer|webapp|tests|docs|tools|corpus)/[\w/.-]*)`", page.read_text(encoding="utf-8")))
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


GUIDE = (ROOT / "docs" / "brugervejledning.md").read_text(encoding="utf-8")


def test_the_guide_shows_the_pictures_there_are() -> None:
    """Each picture of the guide is there and taken by the script that takes them all, is small, and is described in words."""
    shown = re.findall(r"!\[([^\]]+)\]\(billeder/(\w+)\.png\)", GUIDE)
    pictures = list((ROOT / "docs" / "billeder").glob("*.png"))
    assert sorted(name for _, name in shown) == sorted(path.stem for path in pictures) == sorted(SHOTS)
    assert all(len(text) > 15 for text, _ in shown)
    assert all(path.stat().st_size < 80_000 for path in pictures)


def test_the_guide_calls_things_what_the_pages_call_them() -> None:
    """Whatever the guide sets in bold type stands on a page, letter by letter."""
    web = ROOT / "webapp"
    pages = "\n".join(path.read_text(encoding="utf-8") for ending in ("html", "js", "py") for path in web.rglob(f"*.{ending}"))
    assert [name for name in re.findall(r"\*\*(.+?)\*\*", GUIDE.replace("\n", " ")) if name not in pages] == []
