"""Files of texts and questions, read and checked.

Knows the two formats and what can be wrong with them; must not know how anything is searched.

    --passages   one JSON object a line: {"id": ..., "title": ..., "text": ..., "questions": [...]}; each question must find its passage
    --queries    one JSON object: {"queries": [{"id", "query", "relevant": [{"file", "label", "relevance"}], "must_not": ["file/label"],
                 "must_not_rule": "absent" or "below"}]}; in must_not the beginning of a file's name will do, when no other begins so
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Annotated
from typing import Literal
from typing import NamedTuple

import msgspec

from bench.relevance_metrics import ANSWERS
from bench.relevance_metrics import Judged


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence
    from pathlib import Path


class InputError(Exception):
    """What was given cannot be used; the message is one sentence that says where and why."""


class Line(msgspec.Struct):
    """A line of a file of passages."""

    id: Annotated[str, msgspec.Meta(min_length=1)]
    title: str
    text: str
    questions: list[str]


class _Relevant(msgspec.Struct):
    file: str
    label: str | None
    relevance: int


class _Query(msgspec.Struct):
    id: str
    query: str
    relevant: list[_Relevant]
    must_not: list[str] = []
    must_not_rule: Literal["absent", "below"] = "absent"


class _Queries(msgspec.Struct):
    queries: list[_Query]


class Text(NamedTuple):
    """A passage as any search engine may have it: its key, and all that is said of it."""

    key: str
    text: str


def passage_key(file: str, label: str | None) -> str:
    """What a passage is called in a ranking: its file, and the number it is asked under."""
    return file if label is None else f"{file}/{label}"


def read_passages(path: Path) -> list[Line]:
    """The lines of a file of passages, empty ones left out. Raises InputError."""
    decoder = msgspec.json.Decoder(Line)
    lines: list[Line] = []
    first: dict[str, int] = {}
    for number, text in enumerate(_text(path).split("\n"), 1):
        if not text.strip():
            continue
        try:
            line = decoder.decode(text)
        except msgspec.DecodeError as error:
            raise InputError(f"{path.name}, line {number} is no passage: {error}.") from None
        if line.id in first:
            raise InputError(f"{path.name}, line {number} has the same id as line {first[line.id]}: {line.id!r}.")
        first[line.id] = number
        lines.append(line)
    if not any(line.questions for line in lines):
        raise InputError(f"{path.name} holds no question.")
    return lines


def judged_passages(lines: Iterable[Line]) -> list[Judged]:
    """The questions of all lines; each is answered by the passage it stands with."""
    return [
        Judged(f"{line.id}?{number}", question, {passage_key(line.id, None): ANSWERS})
        for line in lines
        for number, question in enumerate(line.questions, 1)
    ]


def read_queries(path: Path, files: Sequence[str]) -> list[Judged]:
    """The questions in a file of queries about the letters in `files`. Raises InputError, also when it names another letter."""
    try:
        queries = msgspec.json.decode(_text(path), type=_Queries).queries
    except msgspec.DecodeError as error:
        raise InputError(f"{path.name} is no list of queries: {error}.") from None
    if not queries:
        raise InputError(f"{path.name} holds no query.")
    return [_judged(query, path.name, files) for query in queries]


def _judged(query: _Query, name: str, files: Sequence[str]) -> Judged:
    relevance: dict[str, int] = {}
    for passage in query.relevant:
        if passage.file not in files:
            raise InputError(f"{name}, query {query.id} expects {passage.file}, which is none of the letters.")
        relevance[passage_key(passage.file, passage.label)] = passage.relevance
    must_not = frozenset(_named(key, query.id, name, files) for key in query.must_not)
    if clash := sorted(key for key in must_not if relevance.get(key)):
        raise InputError(f"{name}, query {query.id} both expects and refuses {clash[0]}.")
    absent = query.must_not_rule == "absent"
    return Judged(query.id, query.query, relevance, absent=must_not if absent else frozenset(), below=frozenset() if absent else must_not)


def _named(key: str, query: str, name: str, files: Sequence[str]) -> str:
    """The key of the passage that is written `key`."""
    beginning, _, label = key.rpartition("/")
    meant = [file for file in files if file == beginning] or [file for file in files if beginning and file.startswith(beginning)]
    if len(meant) != 1:
        raise InputError(f"{name}, query {query} refuses {key!r}, which names {len(meant)} of the letters, not one.")
    return passage_key(meant[0], label)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InputError(f"{path} cannot be read: {reason}.") from None
