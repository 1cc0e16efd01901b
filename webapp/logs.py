"""What is written down of requests: nothing of what is searched, unless the settings say so; then the words, and how many hits.

Knows the log, and what of an error may stand in it; must not know who asks: no address is ever written here.
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import TYPE_CHECKING
from typing import Any
from typing import cast

from flask import current_app
from flask import g
from flask import has_request_context
from flask import request


if TYPE_CHECKING:
    from indexer.model.results import Results
    from indexer.search import Index


LOG = logging.getLogger("webapp")
LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def to_stderr() -> None:
    """Let the program's log go to stderr, a line with its time for each event; a traceback follows in lines of its own."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(LINE))
    handler.addFilter(discreet)
    logging.basicConfig(handlers=[handler])  # others' events from warnings on
    LOG.setLevel(logging.INFO)
    # At every burst of requests it tells how many wait, which nobody can do anything about.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def discreet(record: logging.LogRecord) -> bool:
    """Let an error that no page could answer, which the server notes down, be noted by its kind and place alone."""
    if record.exc_info and record.exc_info[1]:
        record.msg, record.args = f"{record.getMessage()}\n{place_of(record.exc_info[1])}", None
        record.exc_info = record.exc_text = None
    return True


def log_unforeseen(error: Exception) -> None:
    """Write down an error nobody foresaw, with all it says where the request held nothing that somebody looks for."""
    if current_app.extensions["svarsoeg"].settings.web.log_queries or not _says_something():
        current_app.logger.error("unforeseen error: %s\n%s", error, place_of(error))
    else:
        current_app.logger.error("unforeseen error\n%s", place_of(error))


def place_of(error: BaseException) -> str:
    """Which error it was, and where, and those it came from: without what it says, since that may be what somebody looks for."""
    lines: list[str] = []
    seen: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and at not in seen:
        seen.append(at)
        lines += [*traceback.format_tb(at.__traceback__), f"{type(at).__module__}.{type(at).__qualname__}\n"]
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return "".join(lines).rstrip()


def noting(index: Index) -> Index:
    """The same index, which writes down the words of the first search of each request, and how many passages have them."""
    return cast("Index", _Noting(index))


def _says_something() -> bool:
    return bool(request.query_string) or bool(request.content_length)


class _Noting:
    """Passes on whatever is asked. Drafts are no searches: they are written nowhere."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)

    def seen_by(self, labels: frozenset[str]) -> Index:
        """The same for an audience."""
        return noting(self._index.seen_by(labels))

    def search(self, words: str, **how: Any) -> Results:
        """What the index finds, written down."""
        results = self._index.search(words, **how)
        if words.strip() and has_request_context() and not g.get("noted", False):
            g.noted = True
            LOG.info("search %r: %d", words, results.total)  # written so that no word can end the line
        return results
