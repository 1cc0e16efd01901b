from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from indexer.errors import ConfigError
from indexer.errors import IndexMissingError
from tests.webapp_builders import PlainIndex
from webapp import __main__ as program


if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> PlainIndex:
    """The index the program finds."""
    plain = PlainIndex()
    monkeypatch.setattr(program, "Index", lambda _settings: plain)
    return plain


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, index: PlainIndex) -> Callable[..., Result]:
    """Runs the program with a config.toml beside it; a server that starts ends at once."""
    config = tmp_path / "config.toml"
    config.write_text("[web]\nport = 0\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(program.waitress.server.TcpWSGIServer, "run", lambda server: server.close())
    return lambda *arguments: CliRunner().invoke(program.main, arguments)


def one_line(text: str) -> bool:
    """True when a text is one line and no traceback."""
    return text.count("\n") == 1 and "Traceback" not in text


def test_it_prints_the_url_it_serves(run: Callable[..., Result]) -> None:
    """Port 0 is a free port, and the line says which."""
    result = run("--port", "0")
    assert result.exit_code == 0
    assert result.stdout.startswith("Svarsøg svarer på http://127.0.0.1:")
    assert not result.stdout.startswith("Svarsøg svarer på http://127.0.0.1:0/")
    assert "1 brev)" in result.stdout


def test_settings_are_the_default(run: Callable[..., Result], tmp_path: Path) -> None:
    """Without options, host and port come from the settings; another file of settings can be named."""
    other = tmp_path / "other.toml"
    other.write_text('[web]\nhost = "localhost"\nport = 0\n', encoding="utf-8")
    assert run().exit_code == 0
    assert run("--config", str(other)).exit_code == 0


def test_port_in_use(run: Callable[..., Result]) -> None:
    """A port in use is one Danish line that says what to do, and the exit code of a server that cannot start."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        result = run("--port", str(other.getsockname()[1]))
    assert result.exit_code == 4
    assert one_line(result.stderr)
    assert "er optaget af et andet program. Vælg en anden med --port" in result.stderr


@pytest.mark.parametrize("host", ["192.0.2.1", "", "a" * 300])
def test_host_that_cannot_be_used(run: Callable[..., Result], host: str) -> None:
    """A host that is not this machine's is one Danish line; no host at all is the one of the settings."""
    result = run("--host", host)
    assert result.exit_code == (4 if host else 0)
    assert one_line(result.stderr) or not host


def test_unknown_host(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """A host nobody knows is one Danish line that says how to choose another."""

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(program.socket, "getaddrinfo", unknown)
    result = run("--host", "findes.ikke")
    assert result.exit_code == 4
    assert result.stderr == "Adressen findes.ikke kendes ikke. Vælg en anden med --host, eller ret [web] host i config.toml.\n"


def test_no_index(run: Callable[..., Result], index: PlainIndex) -> None:
    """A missing index is one Danish line that names the command to build it."""
    index.trouble = IndexMissingError("index")
    result = run()
    assert result.exit_code == 3
    assert result.stderr == "Der er intet indeks i index. Kør `indexer rebuild`.\n"


def test_broken_config(run: Callable[..., Result], tmp_path: Path) -> None:
    """Settings that cannot be used are one Danish line with every mistake; so is a file that is not there."""
    (tmp_path / "config.toml").write_text("[web]\nport = 'x'\nhest = 1\n", encoding="utf-8")
    result = run()
    assert result.exit_code == 2
    assert one_line(result.stderr)
    assert "hest" in result.stderr
    assert "port" in result.stderr
    assert one_line(run("--config", "none.toml").stderr)
    assert program.one_line(ConfigError("f", ["A.", "B."])) == "f kan ikke bruges: A. B."


def test_refusals_say_what_to_do() -> None:
    """Whatever the system refuses, the error names host and port and the way out."""
    assert "må dette program ikke bruge" in str(program.refused(PermissionError(13, "no"), "h", 80))
    assert "h:80 kan ikke bruges (odd)" in str(program.refused(OSError(5, "odd"), "h", 80))


def test_url_of_any_address() -> None:
    """A socket that listens everywhere is found on this machine, one on IPv6 in brackets."""

    class Listening:
        def __init__(self, host: str) -> None:
            self.host = host

        def getsockname(self) -> tuple[str, int]:
            return self.host, 80

    urls = [program.url_of(Listening(host)) for host in ("0.0.0.0", "::", "::1", "10.0.0.1")]  # type: ignore[arg-type]
    assert urls == ["http://127.0.0.1:80/", "http://[::1]:80/", "http://[::1]:80/", "http://10.0.0.1:80/"]


def test_help_is_danish(run: Callable[..., Result]) -> None:
    """`--help` says in Danish what the program does and takes."""
    text = run("--help").stdout
    assert "Vis søgesiden" in text
    assert all(option in text for option in ("--host", "--port", "--config"))
