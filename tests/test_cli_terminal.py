"""The command line as a program among others: its help, what it says of mistakes, and whom it writes to."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer import __version__
from indexer.cli import COMMANDS
from tests.cli_builders import build
from tests.cli_builders import indexer
from tests.cli_builders import indexer_process
from tests.corpus_builders import letter_text
from tests.corpus_builders import process_environment


if TYPE_CHECKING:
    from indexer.config import Settings


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Three letters, two on one subject, and their index."""
    return build(tmp_path_factory.mktemp("built"))


@pytest.fixture
def config(built: Settings) -> Path:
    """The config.toml of the letters."""
    return built.folder / "config.toml"


# help and mistakes


@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_help_is_danish(command: str | None) -> None:
    """Every help page names all options in Danish; none of click's English is left."""
    result = indexer(*([command] if command else []), "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("Brug: indexer")
    assert "Vis denne hjælp." in result.stdout
    for english in ("Usage", "Options", "Commands", "Show", "exit", "OPTIONS", "COMMAND", "default"):
        assert english not in result.stdout


def test_help_needs_nothing_but_click() -> None:
    """The first help page loads neither the Danish resources nor a PDF reader nor an engine."""
    loaded = "import sys; from indexer.cli import main; main(['--help'], standalone_mode=False)"
    code = f"try:\n    {loaded.replace('; ', chr(10) + '    ')}\nexcept SystemExit:\n    print(sorted(sys.modules), file=sys.stderr)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=process_environment(), check=True)
    assert not {"pdfplumber", "whoosh", "pebble", "rich", "indexer.analysis", "indexer.search"} & set(eval(result.stderr))


def test_search_does_not_load_a_pdf_reader() -> None:
    """Searching needs no reader of files and no processes."""
    code = "import sys, indexer.cli.search; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=process_environment(), check=True)
    assert not {"pdfplumber", "pebble", "rich"} & set(result.stdout.split())


def test_without_a_command_the_help_is_shown() -> None:
    """`indexer` alone shows what there is."""
    result = indexer()
    assert result.exit_code == 2
    assert "Kommandoer:" in result.stderr


def test_version() -> None:
    """--version says which."""
    assert indexer("--version").stdout == f"Svarsøg {__version__}\n"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["rebuld"], "Kommandoen rebuld kendes ikke. Mente du rebuild? Se `indexer --help`."),
        (["rebuild", "--jsn"], "Valget --jsn kendes ikke. Mente du --json? Se `indexer rebuild --help`."),
        (["show"], "Der mangler FIL. Se `indexer show --help`."),
        (["search", "--limit", "nul", "x"], "--limit: nul er ikke et helt tal fra 1 og op. Se `indexer search --help`."),
        (["search", "--limit", "0", "x"], "--limit: 0 er ikke et helt tal fra 1 og op. Se `indexer search --help`."),
        (
            ["rebuild", "--config"],
            "Valget --config er brugt forkert: enten mangler dets værdi, eller det skal ingen have. Se `indexer rebuild --help`.",
        ),
        (
            ["rebuild", "--json=ja"],
            "Valget --json er brugt forkert: enten mangler dets værdi, eller det skal ingen have. Se `indexer rebuild --help`.",
        ),
    ],
)
def test_mistakes_on_the_command_line_are_one_danish_line(args: list[str], said: str) -> None:
    """What was wrong and where to read how it is done; code 2."""
    result = indexer(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"indexer: {said}\n"


def test_too_many_words_are_a_mistake(config: Path) -> None:
    """A command that takes no words says so."""
    result = indexer("check", "--config", config, "x")
    assert result.exit_code == 2
    assert result.stderr == "indexer: Der er for mange ord: x. Se `indexer check --help`.\n"


def test_a_broken_config_is_told_line_by_line(tmp_path: Path) -> None:
    """Every mistake of config.toml is named; no traceback; code 2."""
    (tmp_path / "config.toml").write_text('[rebuild]\nworkers = "mange"\nspeed = 1\n', encoding="utf-8")
    result = indexer("rebuild", "--config", tmp_path / "config.toml")
    assert result.exit_code == 2
    assert "workers" in result.stderr
    assert "speed" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_error_of_ours_is_one_line(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug shows one line and how to get the rest; with the variable set it shows all."""
    monkeypatch.setattr("indexer.search.Index.search", lambda *_, **__: 1 / 0)
    result = indexer("search", "x", "--config", config)
    assert result.exit_code == 1
    assert result.stderr.startswith("indexer: En fejl i Svarsøg (ZeroDivisionError: division by zero). Kør igen med SVARSOEG_DEBUG=1")
    monkeypatch.setenv("SVARSOEG_DEBUG", "1")
    assert isinstance(indexer("search", "x", "--config", config).exception, ZeroDivisionError)


# streams


@pytest.mark.parametrize(
    "variables",
    [{"PYTHONIOENCODING": "cp1252"}, {"PYTHONIOENCODING": "ascii"}, {"LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
    ids=["cp1252", "ascii", "C"],
)
def test_any_encoding_will_do(built: Settings, config: Path, variables: dict[str, str]) -> None:
    """Where stdout is not UTF-8, drawings lose signs and JSON is escaped, and nothing fails."""
    path = built.corpus_path / "tegn.txt"
    path.write_text(letter_text(6, topic="ålegræs – “☃” 日本"), encoding="utf-8")
    drawn, as_json, plain = (
        indexer_process("show", path, "--config", config, **variables),
        indexer_process("show", "--json", path, "--config", config, **variables),
        indexer_process("--help", **variables),
    )
    path.unlink()
    assert (drawn.returncode, as_json.returncode, plain.returncode) == (0, 0, 0)
    assert b"Traceback" not in drawn.stderr + as_json.stderr
    assert json.loads(as_json.stdout)["passages"][0]["question"] == "Hvor mange borgere er i ålegræs – “☃” 日本?"


def test_nobody_reading_is_no_error(config: Path) -> None:
    """A reader that goes away, as `head` does, ends the command quietly."""
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "indexer", "search", "--json", "--config", str(config), "nytteindsats"]
    with subprocess.Popen(command, stdout=writer, stderr=subprocess.PIPE, env=process_environment()) as process:
        os.close(writer)
        assert process.stderr is not None
        said = process.stderr.read()
    assert said.decode() == "4 af 4 svar.\n"


def test_a_terminal_gets_a_bar(config: Path) -> None:
    """On a terminal, reading is a bar that goes away; the report comes all the same."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "indexer", "rebuild", "--config", str(config)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=process_environment(TERM="xterm")) as process:
        os.close(theirs)
        shown = b""
        with suppress(OSError):  # what Linux says when the other end of a terminal is gone
            while piece := os.read(ours, 4096):
                shown += piece
        assert process.stdout is not None
        report = process.stdout.read().decode()
    os.close(ours)
    assert process.returncode == 0
    assert "Læser breve" in shown.decode()
    assert report.startswith("Indekset er bygget")


def test_a_result_that_cannot_be_written_is_one_line(config: Path) -> None:
    """A full disk behind stdout is no traceback."""
    command = [sys.executable, "-m", "indexer", "search", "--json", "--config", str(config), "nytteindsats"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=process_environment(), check=False)
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == ["4 af 4 svar.", "indexer: No space left on device"]


INTERRUPTED = """
    import os, signal, sys
    from indexer.cli import main
    import indexer.cli.rebuild as command
    name = sys.argv.pop()
    def rebuild(settings, progress):
        os.kill(os.getpid(), getattr(signal, name))
        signal.pause()
    command.rebuild = rebuild
    main()
"""


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_an_interrupted_command_says_that_the_index_is_untouched(config: Path, name: str, code: int) -> None:
    """Ctrl-C and SIGTERM: one line, and the code that shells expect."""
    command = [sys.executable, "-c", textwrap.dedent(INTERRUPTED), "--config", str(config), "rebuild", name]
    done = subprocess.run(command, capture_output=True, text=True, env=process_environment(), timeout=60, check=False)
    assert done.returncode == code
    assert done.stderr == "indexer: Afbrudt. Det indeks, der søges i, er urørt.\n"
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
