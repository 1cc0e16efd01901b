"""The command line in this process or one of its own, and letters for it: a folder of three with their index, and the text of one."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from click.testing import CliRunner

from indexer.cli import main
from indexer.letters import parse_letter
from indexer.sources import read_source
from tests.corpus_builders import configured
from tests.corpus_builders import letter_text
from tests.corpus_builders import process_environment
from tests.corpus_builders import put_letters


if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from indexer.config import Settings
    from indexer.model.letter import Letter
    from indexer.model.source import Source

BODY = """\
Kære Mette Skov

Tak for din henvendelse af 3. marts 2020, hvor du har stillet følgende spørgsmål:

Spørgsmål 1

Hvor mange bænke er der i parken ved søen?

Svar

Der er sytten bænke i parken, og de males hvert andet forår.

Med venlig hilsen

Bo Krogh
Direktør"""


def indexer(*args: object) -> Result:
    """What `indexer` with these arguments answers."""
    return CliRunner().invoke(main, [str(arg) for arg in args], prog_name="indexer")


def objects(result: Result) -> list[dict[str, object]]:
    """The JSON objects on stdout, one a line."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def indexer_process(*args: object, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """What `indexer` in a process of its own did, with these variables in its environment."""
    command = [sys.executable, "-m", "indexer", *map(str, args)]
    return subprocess.run(command, capture_output=True, env=process_environment(**variables), timeout=60, check=False)


def build(folder: Path) -> Settings:
    """Three letters, two on one subject, an empty file and one of another kind, and their index."""
    settings = configured(folder)
    put_letters(
        settings.corpus_path,
        {"a.txt": letter_text(1), "2018/b.txt": letter_text(2), "c.txt": letter_text(3, topic="vejsalt"), "tom.txt": "", "x.doc": "x"},
    )
    result = indexer("rebuild", "--config", settings.folder / "config.toml")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (0, "Læser 4 filer ...")
    return settings


def read_letter(path: Path) -> tuple[Letter, Source]:
    """The letter in a file, and what was read of it."""
    read = read_source(path, file=path.name)
    return parse_letter(read, parties={}, members={}), read
