"""How the tests themselves are run: what a run must not hide, in however many processes."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT


if TYPE_CHECKING:
    from pathlib import Path

SKIPS = {
    "a test": "import pytest\ndef test_a(): pytest.skip('why')\ndef test_b(): pass\n",
    "a file": "import pytest\npytest.skip('why', allow_module_level=True)\n",
}


def run(folder: Path, test: str, *options: str, ci: str = "") -> subprocess.CompletedProcess[str]:
    """What became of a run over this test alone, by the rules of ours."""
    (folder / "conftest.py").write_text("from tests.conftest import *\n", encoding="utf-8")
    (folder / "test_it.py").write_text(test, encoding="utf-8")
    command = (sys.executable, "-m", "pytest", "-q", "-p", "xdist", "--rootdir", str(folder), *options, str(folder))
    environment = {**os.environ, "CI": ci, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True, encoding="utf-8")


@pytest.mark.parametrize("processes", ["0", "2"])
@pytest.mark.parametrize("skipping", SKIPS)
def test_in_ci_nothing_is_skipped(tmp_path: Path, processes: str, skipping: str) -> None:
    """Where CI says it is CI, a run that skipped a test or a file has failed, and says what was skipped."""
    told = run(tmp_path, SKIPS[skipping], "-n", processes, "-rs", ci="true")
    assert told.returncode == pytest.ExitCode.TESTS_FAILED, told.stdout + told.stderr
    assert "why" in told.stdout


def test_elsewhere_a_test_may_be_skipped(tmp_path: Path) -> None:
    """On a machine that lacks a program its tests are passed over."""
    assert run(tmp_path, SKIPS["a test"], "-n", "2").returncode == 0


def test_expected_files_are_written_by_one_process(tmp_path: Path) -> None:
    """Several processes refuse to write golden files."""
    told = run(tmp_path, "def test_a(): pass\n", "-n", "2", "--update-golden")
    assert told.returncode == pytest.ExitCode.USAGE_ERROR
    assert "make golden" in told.stderr
