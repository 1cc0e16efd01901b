"""What the tests of generations on the disk look at, and what they let go wrong: a process of its own, an error, an interrupt."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

from indexer.model.query import All
from indexer.model.query import Term
from tests.engine_builders import ask


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

    from indexer.engines.base import Document
    from indexer.engines.generations import Generations


ROOT = Path(__file__).parent.parent


def generations(index: Path) -> list[str]:
    """What is in the folder of the generations, by name."""
    return sorted(path.name for path in (index / "generations").iterdir())


def says(served: Generations, word: str) -> bool:
    """Whether what is served can be opened and every passage of it says `word`."""
    searcher = served.open()
    try:
        hits = ask(searcher, All())
        return hits.total == ask(searcher, Term("words", word)).total > 0 and searcher.letter("letter-0") == b"letter-0"
    finally:
        searcher.close()


def started(code: str, *arguments: object) -> subprocess.Popen[str]:
    """A process that runs `code`, with pipes to and from it."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)


def broken_off(written: list[Document]) -> Iterator[Document]:
    """The first document, and then Ctrl-C."""
    yield written[0]
    raise KeyboardInterrupt


def nth(number: int, error: BaseException, real: Callable[..., Any]) -> Callable[..., Any]:
    """`real`, but for the call of this number, counted from 0, which raises `error`."""
    calls = iter(range(10_000))

    def called(*arguments: Any, **named: Any) -> Any:
        if next(calls) == number:
            raise error
        return real(*arguments, **named)

    return called
