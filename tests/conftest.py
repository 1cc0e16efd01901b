"""What all tests share: golden files, and the five letters of the corpus."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings


if TYPE_CHECKING:
    from collections.abc import Callable

# How long an example takes says more of the tests that run beside it than of what it tries.
settings.register_profile("unhurried", settings.default, deadline=None)
settings.load_profile("unhurried")

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
pytest_plugins = ("tests.opensearch.fixtures",)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes the expected files anew instead of comparing with them; the difference is then reviewed by a person.

    `--cluster` runs the tests that need a cluster and no others.
    """
    parser.addoption("--update-golden", action="store_true", help="write the expected files of the golden tests anew")
    parser.addoption("--cluster", action="store_true", help="only the tests that need an OpenSearch cluster, in one process")


def pytest_configure(config: pytest.Config) -> None:
    """Expected files are written in one process alone."""
    if config.getoption("--update-golden") and config.getoption("numprocesses", None):
        raise pytest.UsageError("--update-golden writes files, which several processes must not do at once: make golden, or -n 0")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With several processes each would start a cluster of its own: what needs one is left to a run of its own, `--cluster`."""
    alone = config.getoption("--cluster")
    if alone or hasattr(config, "workerinput"):
        left_out = [item for item in items if bool(item.get_closest_marker("cluster")) is not alone]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """A check that a text is what the golden file of this name holds; a missing file is written and the test fails for review."""

    def check(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden") or not path.exists():
            path.write_text(text, encoding="utf-8", newline="\n")
            pytest.fail(f"{path.name} was written anew; review it and run again")
        assert text == path.read_text(encoding="utf-8"), f"differs from tests/golden/{name}; if it should: make golden, then review"

    return check


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder with the five letters that come with the project."""
    return ROOT / "corpus"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where CI says it is CI, a skipped test is a failed run: what was not run was not shown."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
