from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests import install as debian
from tests.opensearch import install


ROOT = f"opensearch-{install.VERSION}/"


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of a machine with Java and Maven, where OpenSearch was not fetched yet."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(install, "java", lambda: Path("java"))
    monkeypatch.setattr(install, "FOLDER", tmp_path)
    monkeypatch.setattr(install, "HOME", tmp_path / "home")
    return tmp_path


def test_without_opensearch_its_tests_are_passed_over(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without OpenSearch a test that needs it is passed over with the reason; in CI that is a failure."""
    with pytest.raises(pytest.skip.Exception, match=r"no OpenSearch: run python -m tests.opensearch.install"):
        install.required()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no OpenSearch"):
        install.required()


def test_what_is_missing_is_named(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may not fetch Maven is told what to install; where no Java is new enough, which packages bring one."""
    assert install.why_not() == ""
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(debian, "is_debian", lambda: True)
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    assert install.why_not() == "der er ingen mvn, og kun root må hente den: apt-get install maven"
    monkeypatch.setattr(install, "java", lambda: None)
    assert install.why_not() == "der er ingen Java 21 eller nyere; den følger med requirements-dev.lock"


def test_another_archive_is_refused(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not, byte for byte, the distribution that was looked at is never opened, and nothing of it stays behind."""

    def handed_over(command: tuple[str, ...], *, cwd: str, **_: object) -> None:
        (Path(cwd) / f"opensearch-{install.VERSION}.zip").write_bytes(b"something else")

    monkeypatch.setattr(subprocess, "run", handed_over)
    assert install.fetch() == f"det, Maven hentede som {install.ARTIFACT}, er ikke det, det skal være"
    assert list(bare.iterdir()) == []


def test_what_cannot_be_fetched_is_one_line(bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Where Maven fails, fetching ends well, with one line that says what is passed over and why."""

    def fails(command: tuple[str, ...], **_: object) -> None:
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(subprocess, "run", fails)
    install.main()
    assert capsys.readouterr().err == (
        f"Prøverne af OpenSearch springes over: Maven kunne ikke hente {install.ARTIFACT} (CalledProcessError).\n"
    )


def test_only_the_server_is_unpacked(tmp_path: Path) -> None:
    """Of a distribution the server and what speaks HTTP are kept, readable for whoever runs it, and the folders it looks for are there."""
    archive = tmp_path / "distribution.zip"
    with zipfile.ZipFile(archive, "w") as written:
        for name in ("lib/server.jar", "modules/transport-netty4/netty.jar", "modules/ingest-geoip/cities.mmdb", "bin/opensearch"):
            written.writestr(ROOT + name, name)
    home = install.unpack(archive, tmp_path)
    kept = sorted(str(path.relative_to(home)) for path in home.rglob("*"))
    assert [name for name in kept if "." in name] == ["lib/server.jar", "modules/transport-netty4/netty.jar"]
    assert {"bin", "config", "plugins"} < set(kept)
    if os.name == "posix":
        assert all(path.stat().st_mode & 0o044 == 0o044 for path in home.rglob("*"))


def test_an_old_java_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Java that is too old counts as none, and so does what is only called java."""
    said = {"old": 'openjdk version "17.0.15" 2025-04-15', "new": 'openjdk version "21.0.8" 2025-07-15 LTS', "false": ""}

    def run(command: tuple[str, ...], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 0, stdout="", stderr=said[command[0]])

    monkeypatch.setattr(install, "find_spec", lambda _: None)
    monkeypatch.setattr(subprocess, "run", run)
    for name, expected in (("old", None), ("false", None), ("new", Path("new"))):
        monkeypatch.setattr(shutil, "which", lambda _, name=name: name)
        assert install.java() == expected
