from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import install as debian
from tests import vnu_install


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine with npm but without Java, and nothing fetched yet, where root could install what is missing."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name in ("apt-get", "npm") else None)
    monkeypatch.setattr(debian, "is_debian", lambda: True)
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(vnu_install, "FOLDER", tmp_path)
    monkeypatch.setattr(vnu_install, "JAR", tmp_path / "vnu.jar")


def test_without_a_checker_its_tests_are_passed_over(bare: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the checker the test of the pages' HTML is passed over with the reason; in CI that is a failure."""
    with pytest.raises(pytest.skip.Exception, match="no HTML checker"):
        vnu_install.required()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no HTML checker"):
        vnu_install.required()


def test_only_what_is_missing_is_asked_for(bare: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root on Debian may install; others are told which packages are missing, and no others; what is there needs nobody's leave."""
    assert vnu_install.why_not() == ""
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    assert vnu_install.why_not() == "der er ingen java, og kun root må hente den: apt-get install default-jre-headless"
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert vnu_install.why_not() == ""


def test_another_archive_is_refused(bare: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is not, byte for byte, the archive that was looked at is never opened, and nothing of it stays behind."""

    def handed_over(command: tuple[str, ...], *, cwd: str, **_: object) -> None:
        (Path(cwd) / "vnu-jar.tgz").write_bytes(b"something else")

    monkeypatch.setattr(subprocess, "run", handed_over)
    assert vnu_install.fetch() == f"det, npm hentede som vnu-jar@{vnu_install.VERSION}, er ikke det, det skal være"
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_fetched_is_one_line(bare: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Where npm fails, fetching ends well, with one line that says what was passed over and why."""

    def fails(command: tuple[str, ...], **_: object) -> None:
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(debian, "install", lambda _: "")
    monkeypatch.setattr(subprocess, "run", fails)
    vnu_install.main()
    said = capsys.readouterr().err
    assert said == f"Prøverne af sidernes HTML springes over: npm pack vnu-jar@{vnu_install.VERSION} gik galt (CalledProcessError).\n"


def test_an_old_java_is_none(bare: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Java that is there but cannot run the checker counts as none, and that is said."""
    vnu_install.JAR.touch()
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/false" if name == "java" else None)
    assert vnu_install.found() is None
    assert vnu_install.why_not() == ""
    assert vnu_install.install() == "den er hentet, men java kan ikke køre den (den kræver Java 17)"
