from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests import install as debian
from tests.browser import browsing
from tests.browser import install


if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without chromium, where root could install it."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(install, "USUAL_PLACES", ())
    monkeypatch.setattr(debian, "is_debian", lambda: True)
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)


def test_named_chromium_is_taken_at_its_word(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """CHROMIUM names the one to use; a wrong name is not replaced by another one, and is said."""
    browser = tmp_path / "chrome"
    browser.touch()
    monkeypatch.setenv("CHROMIUM", str(browser))
    assert install.find_chromium() == str(browser)
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "none"))
    assert install.find_chromium() is None
    assert install.why_not() == f"CHROMIUM={tmp_path / 'none'} er ikke en fil"


def test_without_a_browser_tests_are_passed_over(bare: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without chromium a browser test is passed over with the reason; in CI that is a failure."""
    with pytest.raises(pytest.skip.Exception, match="no browser"):
        browsing.required()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no browser"):
        browsing.required()


def test_only_root_on_debian_installs(bare: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere, and for others, one line says why nothing is installed."""
    assert install.why_not() == ""
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    assert "kun root" in install.why_not()
    monkeypatch.setattr(debian, "is_debian", lambda: False)
    assert "kun på Debian" in install.why_not()


def test_installing_updates_first(bare: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Where it may, the lists of packages are fetched, then chromium and its fonts, quietly; a failure is one line."""
    commands: list[tuple[str, ...]] = []

    def done(command: tuple[str, ...], **_: object) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return subprocess.CompletedProcess(command, 0 if "update" in command else 100, "", "E: no\nsuch package\n")

    monkeypatch.setattr(subprocess, "run", done)
    install.main()
    assert [command[2] for command in commands] == ["update", "install"]
    assert "chromium" in commands[1]
    assert capsys.readouterr().err.startswith("Browserprøverne springes over: apt-get install")


def test_installing_may_not_end(bare: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package manager that hangs is given up."""

    def hangs(command: tuple[str, ...], **_: object) -> None:
        raise subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(subprocess, "run", hangs)
    assert install.install() == "apt-get update blev ikke færdig (TimeoutExpired)"


def test_nothing_is_said_when_all_is_there(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """With chromium in place nothing happens and nothing is printed."""
    monkeypatch.setattr(install, "find_chromium", lambda: "/usr/bin/chromium")
    install.main()
    assert capsys.readouterr() == ("", "")
