"""The promise that matters most: whatever happens to a rebuild, those who search never notice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from typing import TYPE_CHECKING
from typing import Any

import pytest

from indexer import ready
from indexer import report
from indexer import vocabulary
from indexer.cache import FOLDER
from tests.corpus_builders import configured
from tests.corpus_builders import letter_text
from tests.corpus_builders import process_environment
from tests.corpus_builders import put_letters


if TYPE_CHECKING:
    from pathlib import Path

    from indexer.config import Settings

LETTERS = 6
EDITIONS = ["anden", "tredje", "fjerde", "femte", "sjette"]

SEARCHING = """
    import json, re, sys, threading
    from pathlib import Path
    from indexer.config import load_settings
    from indexer.search import Index

    index = Index(load_settings(Path(sys.argv[1])))
    stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
    searches, wrong, editions = 0, [], {}
    while not stop.wait(0.02):
        try:
            results = index.search("borgere i nytteindsats", limit=100)
            found = {re.search(r"udgave (\\w+)", hit.stored.passage.answer)[1] for hit in results.found}
            letter = index.letter(results.found[0].stored.letter)
            if (results.total, len(found), letter is not None) != (int(sys.argv[2]), 1, True):
                wrong.append(f"{results.total} hits of {sorted(found)}")
            editions.update(dict.fromkeys(found))
        except Exception as error:
            wrong.append(repr(error))
        if searches == 0:
            print("ready", flush=True)
        searches += 1
    print(json.dumps({"searches": searches, "wrong": wrong[:5], "editions": list(editions)}))
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A few letters, all of one edition, and their index."""
    settings = configured(tmp_path, workers=2)
    _publish(settings, "første")
    assert _start(settings).wait(60) == 0
    return settings


def _publish(settings: Settings, edition: str) -> None:
    """Bring out all letters anew, as one edition: an index that holds two of them is a half one."""
    put_letters(settings.corpus_path, {f"{n}.txt": letter_text(n, edition=edition) for n in range(1, LETTERS + 1)})


def _start(settings: Settings, *, stderr: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "indexer", "--config", str(settings.folder / "config.toml"), "rebuild"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=stderr, start_new_session=True, env=process_environment())


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a rebuild and all its processes as a power cut would: at once, and without a word."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait(30)


def _reached(process: subprocess.Popen[bytes], step: bytes) -> None:
    """Return when the rebuild says that it has come to this step."""
    assert process.stderr is not None
    while step and not process.stderr.readline().startswith(step):
        pass


def _rebuild_killed(settings: Settings, seconds: float, *, after: bytes) -> bool:
    """Whether the rebuild was still running so long after this step, and was killed."""
    with _start(settings, stderr=subprocess.PIPE) as process:
        _reached(process, after)
        try:
            return process.wait(seconds) != 0
        except subprocess.TimeoutExpired:
            _kill(process)
            return True


def _seconds(settings: Settings, *, after: bytes) -> float:
    """How long a rebuild takes from this step to its end."""
    with _start(settings, stderr=subprocess.PIPE) as process:
        _reached(process, after)
        before = time.monotonic()
        assert process.wait(60) == 0
        return time.monotonic() - before


class _Searching:
    """A process of its own that searches all the time, but for a breath after each search: else it takes a core from the rebuild."""

    def __init__(self, settings: Settings) -> None:
        arguments = [str(settings.folder / "config.toml"), str(LETTERS)]
        command = [sys.executable, "-c", textwrap.dedent(SEARCHING), *arguments]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=process_environment())

    def __enter__(self) -> _Searching:
        """The process, when it has searched once."""
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"ready\n"
        return self

    def __exit__(self, *_: object) -> None:
        self.told: dict[str, Any] = json.loads(self._process.communicate(timeout=60)[0])


def _assert_nothing_left(settings: Settings) -> None:
    """Only whole generations, no more than are kept, the reports of those, and no drafts."""
    folders = list((settings.index_path / "generations").iterdir())
    assert len(folders) <= settings.index.keep
    assert all((folder / "stamp.json").exists() for folder in folders)
    kept = [path.name for path in (settings.index_path / FOLDER).rglob("*") if path.is_file()]
    assert len(kept) == LETTERS
    assert not [name for name in kept if name.endswith(".tmp")]
    named = {"current", "lock", "generations", FOLDER, ready.FOLDER, report.FOLDER, vocabulary.FOLDER}
    assert {path.name for path in settings.index_path.iterdir()} <= named
    served = (settings.index_path / "current").read_text(encoding="ascii")
    assert {path.stem for path in (settings.index_path / report.FOLDER).iterdir()} == {folder.name for folder in folders}
    assert report.kept_report(settings.index_path, served)


def _moments(settings: Settings, count: int) -> list[tuple[bytes, float]]:
    """As many moments of a rebuild, at random, but none of its parts left out: half of all of it, half of its writing; in no order."""
    chance = random.Random(2018)
    moments = []
    for step in (b"", b"Skriver"):
        seconds = 1.2 * _seconds(settings, after=step)
        moments += [(step, (number + chance.random()) / (count // 2) * seconds) for number in range(count // 2)]
    chance.shuffle(moments)
    return moments


def _killed_while_searching(settings: Settings, count: int) -> dict[str, Any]:
    with _Searching(settings) as searching:
        killed = 0
        for number, (step, seconds) in enumerate(_moments(settings, count)):
            _publish(settings, EDITIONS[number % len(EDITIONS)])
            killed += _rebuild_killed(settings, seconds, after=step)
        _publish(settings, "sidste")
        assert _start(settings).wait(60) == 0
    _assert_nothing_left(settings)
    return {**searching.told, "killed": killed}


def test_a_killed_rebuild_is_not_noticed(settings: Settings) -> None:
    """Kill a rebuild at a few moments: no search fails, none sees two editions, the next rebuild clears up."""
    told = _killed_while_searching(settings, 4)
    assert told["wrong"] == []
    assert told["killed"] >= 2


@pytest.mark.slow
def test_fifty_killed_rebuilds_are_not_noticed(settings: Settings) -> None:
    """Kill a rebuild at fifty random moments from its start to past its end: no search fails, none sees two editions."""
    # One reading process: how those of a rebuild end together is seen above, and starting a second is a third of the time.
    settings = configured(settings.folder, workers=1)
    told = _killed_while_searching(settings, 50)
    assert told["wrong"] == []
    assert told["killed"] >= 25
    assert told["searches"] > 100
    assert {"første", "sidste"} < set(told["editions"])


def test_an_interrupted_rebuild_is_not_noticed(settings: Settings) -> None:
    """Ctrl-C in the middle of a rebuild leaves the index as it was, and says so in one line."""
    _publish(settings, "ny")
    with _start(settings, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == f"Læser {LETTERS} filer ...\n".encode()
        os.killpg(process.pid, signal.SIGINT)
        said = process.stderr.read().decode()
    assert process.returncode == 130
    assert said == "indexer: Afbrudt. Det indeks, der søges i, er urørt.\n"
    with _Searching(settings) as searching:
        pass
    assert searching.told["wrong"] == []
    assert searching.told["editions"] == ["første"]


def test_two_rebuilds_at_once_leave_one_whole_index(settings: Settings) -> None:
    """Of rebuilds at the same time at least one succeeds; one that was too late says so; the index is whole."""
    _publish(settings, "ny")
    processes = [_start(settings, stderr=subprocess.PIPE) for _ in range(3)]
    said = [process.communicate(timeout=60)[1].decode().splitlines()[-1] for process in processes]
    codes = [process.returncode for process in processes]
    assert 0 in codes
    assert all("En anden genopbygning" in line for line, code in zip(said, codes, strict=True) if code)
    with _Searching(settings) as searching:
        pass
    assert searching.told["wrong"] == []
    assert searching.told["editions"] == ["ny"]
    _assert_nothing_left(settings)
