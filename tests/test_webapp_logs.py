"""What is searched for stands in no log, unless the settings say so; what went wrong is told by its kind and place."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.client_builders import site
from tests.webapp_builders import PlainIndex
from webapp import logs


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


SECRET = "hemmeligtord"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the program writes in its log, from whatever part of it, with nothing held back at the end."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter(logs.LINE))
    root = logging.getLogger()
    levels = root.level, logs.LOG.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logs.LOG.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(levels[0])
    logs.LOG.setLevel(levels[1])


@pytest.mark.parametrize("trouble", [None, KeyError(SECRET), RuntimeError(f"{SECRET}: no")])
def test_what_is_searched_stands_in_no_log(tmp_path: Path, log: io.StringIO, trouble: Exception | None) -> None:
    """Neither a search, a draft nor an error on the way to an answer leaves the words in any log; the error's kind and place it does."""
    index = PlainIndex()
    client = site(tmp_path, index=index)
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    urls = ("/?q={}", "/?q=sag:{}", "/forslag?q={}", "/vaelg/aar?q={}&find={}", "/brev/b1?q={}", "/indlejret?q={}", "/api/v1/search?q={}",
            "/api/v1/search?q={}&markoer=x", "/api/v1/export.csv?q={}", "/brev/b1/lignende/svar-1?q={}",
            "/nowhere?q={}", "/oembed?url={}")  # fmt: skip
    index.trouble = trouble
    for url in urls:
        client.get(url.replace("{}", SECRET), headers={"User-Agent": f"a {SECRET}", "Referer": f"http://x/?q={SECRET}"})
    client.post("/foer", data={"tekst": f"Hvor er {SECRET}?"})
    assert SECRET not in log.getvalue()
    assert ("unforeseen error" in log.getvalue()) == (trouble is not None)
    if trouble:
        assert f"builtins.{type(trouble).__name__}" in log.getvalue()
        assert "self.trouble" in log.getvalue()


def test_an_error_without_words_is_told_whole(tmp_path: Path, log: io.StringIO) -> None:
    """Where nobody looked for anything, the log has what the error says, and what it came from."""
    index = PlainIndex(trouble=RuntimeError("disken er væk"))
    client = site(tmp_path, index=index)
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    assert client.get("/brev/b1").status_code == 500
    assert "unforeseen error: disken er væk" in log.getvalue()


def test_what_breaks_while_it_is_sent_is_told_without_words(log: io.StringIO) -> None:
    """The server's own note of an answer that broke off has the kind and place of the errors, and nothing they say."""
    next(each for each in logging.getLogger().handlers if getattr(each, "stream", None) is log).addFilter(logs.discreet)
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise RuntimeError(SECRET) from error
    except RuntimeError:
        logging.getLogger("waitress").exception("Exception while serving %s", "/api/v1/export.csv")
    assert SECRET not in log.getvalue()
    assert "Exception while serving /api/v1/export.csv" in log.getvalue()
    assert "builtins.KeyError" in log.getvalue()
    assert "builtins.RuntimeError" in log.getvalue()


def test_searches_are_written_down_when_the_settings_say_so(tmp_path: Path, log: io.StringIO) -> None:
    """Then each search is one line: time, words, number of hits; no address, no program's name, no line of a searcher's making."""
    client = site(tmp_path, log_queries=True)
    asking = {"User-Agent": "Kigger/1.0", "X-Forwarded-For": "198.51.100.1"}
    for url in ("/?q=m%C3%A6lk", "/api/v1/search?q=m%C3%A6lk%E2%80%A8ERROR+webapp:+falsk%0D%0Ax", "/", "/?q=m%C3%A6lk&side=7"):
        client.get(url, headers=asking, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    client.get("/api/v1/search?q=skole")
    client.post("/foer", data={"tekst": "Hvor er kladden?"})
    lines = log.getvalue().splitlines()
    said = [line.partition("webapp: ")[2] for line in lines]
    assert said == ["search 'mælk': 1", "search 'mælk ERROR webapp: falsk x': 0", "search 'mælk': 1", "search 'skole': 1"]
    assert all(line[:4].isdecimal() and " INFO " in line for line in lines)
    assert not [secret for secret in ("192.0.2", "198.51", "Kigger", "kladden", "127.0.0.1") if secret in log.getvalue()]


def test_the_program_logs_to_stderr(tmp_path: Path) -> None:
    """The log goes to stderr, with the time in front: searches where they are wanted, and warnings of others, but not how many wait."""
    code = (
        "import logging\nfrom webapp import logs\nlogs.to_stderr()\nlogs.LOG.info('a')\n"
        "logging.getLogger('waitress').info('b')\nlogging.getLogger('waitress').warning('c')\n"
        "logging.getLogger('waitress.queue').warning('d')\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert [line[24:] for line in ran.stderr.splitlines()] == ["INFO webapp: a", "WARNING waitress: c"]
    assert ran.stdout == ""
