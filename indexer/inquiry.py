"""A draft that somebody pastes -> its single questions.

Knows how people set out what they ask: numbers, bullets, paragraphs, question marks; must not know what a question is about, nor how it
is answered. A draft need not be a letter: it has no letterhead to go by, and its lines may be wrapped, quoted or pasted together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import field
from itertools import islice
from typing import TYPE_CHECKING

from indexer.analysis.tokens import tokenise
from indexer.letters.labels import read_label
from indexer.letters.text import Text
from indexer.letters.text import flow
from indexer.query.words import is_function_word


if TYPE_CHECKING:
    from collections.abc import Iterator


CHARACTERS = 50_000
"""So much of a text is read, some twenty pages: what comes after tells little more, and reading stays a matter of a tenth of a second."""

MOST_QUESTIONS = 20
"""Questions of a draft; those after are only part of the draft as a whole."""

STANDS_ALONE = 2
"""Words that a sentence needs, beside function words, to be understood without the one before it."""

PARAGRAPH = 5
"""Such words of the shortest paragraph that is taken for a question where nothing asks: greetings have fewer."""

LONGEST = 60
"""Characters that are looked at of a word at the end of a line."""

_CLOSING = "\"'”’»)]*"
_SIGNS = tuple(".?!:;,)")

# A question mark ends a sentence always, a full stop before a capital and not within or after an abbreviation (bl.a., f.eks.).
_ENDS = re.compile(
    rf"(?<!\?)\?++[{re.escape(_CLOSING)}]*+(?=\s|$|[A-ZÆØÅ])"
    rf"|(?:[!…]|(?<!\.\w)(?<!\.\w\w)(?<!\.\w\w\w)\.)[{re.escape(_CLOSING)}]*+\s++(?=[\"'“”‘»(]*+[A-ZÆØÅ])"
    r"|\n[^\S\n]*+\n"
)
_QUOTED = re.compile(r"[>|\s]*+")
_BULLET = re.compile(r"(?:[^\w\s\"'“”‘’«»(\[§]|o(?=\t))\s++(?=\S)")


def questions_in(draft: str) -> tuple[str, ...]:
    """The single questions of a draft, in its order and each once, at most `MOST_QUESTIONS`; where nothing asks, its paragraphs.

    A numbered item is a question with all it says; elsewhere each sentence that ends in a question mark is one. A sentence that says too
    little to stand alone ("Hvorfor ikke?") belongs to the question before it. Only the first `CHARACTERS` are read.
    """
    blocks = list(_joined(_blocks(draft[:CHARACTERS])))
    questions = [question for block in blocks for question in _questions(block)]
    paragraphs = [block.text for block in blocks if _telling(block.text) >= PARAGRAPH]
    return tuple(islice(dict.fromkeys(questions or paragraphs or [block.text for block in blocks if _telling(block.text)]), MOST_QUESTIONS))


def paragraphs(draft: str) -> tuple[str, ...]:
    """The paragraphs and items of a draft, each in one line: what was wrapped or hyphenated is whole again."""
    return tuple(text for block in _blocks(draft) if (text := block.text))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text begin and end; together they are the text."""
    start = 0
    for found in _ENDS.finditer(text):
        yield start, found.end()
        start = found.end()
    yield start, len(text)


def asks(sentence: str) -> bool:
    """Whether a sentence ends in a question mark."""
    return sentence.rstrip().rstrip(_CLOSING).rstrip().endswith("?")


@dataclass(slots=True)
class _Block:
    """A paragraph or an item of a list. `number` is that of an item, and `listed` says that it may be one of several below another."""

    number: str | None = None
    listed: bool = False
    rows: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What it says, in one line, without marks of emphasis around it."""
        pieces = [""]
        for row in self.rows:
            # Whether a hyphen at the end of a row is the writer's is seen from the word it ends; to flow the whole anew takes forever.
            before = pieces.pop()
            word = max(before.rfind(" ") + 1, len(before) - LONGEST)
            pieces += [before[:word], flow((Text(before[word:]), Text(" ".join(row.split())))).text]
        return "".join(pieces).strip("*_ ")


def _blocks(draft: str) -> Iterator[_Block]:
    block = _Block()
    after_gap = True
    for line in draft.splitlines():
        row = line[_QUOTED.match(line).end() :].rstrip()  # type: ignore[union-attr]  # it matches nothing, too
        begun = _begun(row, block, after_gap=after_gap)
        if begun or (after_gap and row and block.rows and not _goes_on(block.rows[-1], row)):
            yield block
            block = begun or _Block()
        if row and not begun:
            block.rows.append(row)
        after_gap = not row
    yield block


def _begun(row: str, before: _Block, *, after_gap: bool) -> _Block | None:
    """The item that a row begins, if it begins one. A row within a paragraph that only happens to begin with a number does not."""
    label = read_label(row)
    if label and label.numbers:
        number = label.numbers[0]
        if after_gap or not before.rows or before.rows[-1].endswith(_SIGNS) or _follows(number, before.number):
            rest = [row[label.length :]] if row[label.length :] else []
            return _Block(rows=rest) if label.role == "answer" else _Block(number, number.isalpha(), rest)
    bullet = _BULLET.match(row)
    return _Block(None, listed=True, rows=[row[bullet.end() :]]) if bullet else None


def _goes_on(row: str, after: str) -> bool:
    """Whether a sentence goes on after a gap, as where a page ended in the middle of it."""
    return not row.endswith(_SIGNS) and after[:1].islower()


def _follows(number: str, before: str | None) -> bool:
    if before is None:
        return number in {"1", "a"}
    if number.isdigit() and before.isdigit():
        return int(number) == int(before) + 1
    return len(number) == len(before) and number[:-1] == before[:-1] and ord(number[-1]) == ord(before[-1]) + 1


def _joined(blocks: Iterator[_Block]) -> Iterator[_Block]:
    """The blocks, each with the list below it that it leads up to with a colon."""
    leading: _Block | None = None
    for block in blocks:
        if leading and block.listed and (leading.number or not asks(block.text)):
            leading.rows += block.rows
            continue
        if leading:
            yield leading
        leading = None
        if block.text.endswith(":"):
            leading = block
        else:
            yield block
    if leading:
        yield leading


def _questions(block: _Block) -> Iterator[str]:
    if block.number:
        if _telling(block.text):
            yield block.text
        return
    text = block.text
    question = ""
    for start, end in sentences(text):
        sentence = text[start:end].strip()
        if not asks(sentence):
            continue
        if question and _telling(sentence) >= STANDS_ALONE:
            yield question
            question = ""
        question = f"{question} {sentence}".strip()
    if _telling(question):
        yield question


def _telling(text: str) -> int:
    """How many words it has that not nearly every text has."""
    return sum(any(map(str.isalpha, token.text)) and not is_function_word(token) for token in tokenise(text))
