"""Text that remembers where in the source it came from.

Knows characters and their places; must not know what the text means.
Letters are cut and joined many times on the way to passages; because every piece keeps its place, each passage and each metadata value
can say where it stands, and a test can hold that nothing was lost or used twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import NamedTuple

from indexer.model.letter import Span


if TYPE_CHECKING:
    from collections.abc import Iterable


class Run(NamedTuple):
    """`text[at:...]` came from characters `start` to `end` of line `line`; a hyphen that was joined away still belongs to its run."""

    at: int
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """A string and the runs of the source it was put together from, in order."""

    text: str = ""
    runs: tuple[Run, ...] = ()

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    def __len__(self) -> int:
        return len(self.text)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the text stands in the source."""
        return tuple(Span(run.line, run.start, run.end) for run in self.runs)

    def cut(self, start: int, end: int | None = None) -> Text:
        """Characters `start` to `end`, with the white space at both ends taken off."""
        end = len(self.text) if end is None else end
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        end -= len(piece) - len(piece.rstrip())
        if start >= end:
            return Text()
        return Text(self.text[start:end], tuple(self._runs_between(start, end)))

    def _runs_between(self, start: int, end: int) -> Iterable[Run]:
        for number, run in enumerate(self.runs):
            stop = self.runs[number + 1].at if number + 1 < len(self.runs) else len(self.text)
            low, high = max(run.at, start), min(stop, end)
            if low < high or start < run.at == stop <= end:  # the second: a run whose only character was joined away
                last = run.end if end >= stop else run.start + high - run.at
                yield Run(low - start, run.line, run.start + low - run.at, min(last, run.end))


WORDS = re.compile(r"\S+(?: \S+)*")


_RAISED = "[⁰¹²³⁴-⁹]"
# What must stand before it is looked at from behind its first digit: a pattern that begins with its rarest character is found fastest.
NOTE_NUMBER = re.compile(rf"{_RAISED}(?<=[\w.,;:!?)”»\"]{_RAISED})(?<!\bm{_RAISED})(?<!\bkm{_RAISED}){_RAISED}*(?=[\s.,;:)]|$)")
"""The raised number of a footnote behind a word; "m²" is none."""


def line_text(number: int, line: str, start: int = 0, end: int | None = None) -> Text:
    """Characters `start` to `end` of the source's line `number`, white space folded to single spaces."""
    words = [_without_notes(number, line, *match.span()) for match in WORDS.finditer(line, start, len(line) if end is None else end)]
    return words[0] if len(words) == 1 else join(words, " ")


def _without_notes(number: int, line: str, start: int, end: int) -> Text:
    """The words from `start` to `end` without the raised numbers of footnotes, which keep their place behind the word before."""
    if NOTE_NUMBER.search(line, start, end) is None:
        return Text(line[start:end], (Run(0, number, start, end),))
    parts: list[Text] = []
    for note in NOTE_NUMBER.finditer(line, start, end):
        parts.append(Text(line[start : note.start()], (Run(0, number, start, note.end()),)))
        start = note.end()
    return join([*parts, Text(line[start:end], (Run(0, number, start, end),) if start < end else ())], "")


def join(pieces: Iterable[Text], separator: str) -> Text:
    """The pieces in order with `separator` between them; empty ones are left out."""
    filled = [piece for piece in pieces if piece.text]
    if len(filled) < 2:
        return filled[0] if filled else Text()
    runs = list(filled[0].runs)
    length = len(filled[0].text)
    for piece in filled[1:]:
        length += len(separator)
        runs += [Run(at + length, line, start, end) for at, line, start, end in piece.runs]
        length += len(piece.text)
    return Text(separator.join([piece.text for piece in filled]), tuple(runs))


SOFT_HYPHEN = "\u00ad"
LINE_END_HYPHENS = "-\u2010" + SOFT_HYPHEN
JOINING_WORDS = frozenset({"og", "eller", "samt", "og/eller", "henholdsvis", "hhv."})
HYPHEN_PREFIXES = frozenset({"ikke", "it", "tv", "pc"})
"""Words that Danish joins to the next by a hyphen; so it does every abbreviation (Retskrivningsordbogen § 57)."""


def flow(pieces: Iterable[Text]) -> Text:
    """Lines of one paragraph as running text: hyphens of the typesetter joined away, hyphens of the writer kept.

    A hyphen at the end of a line is the writer's when a joining word follows ("job- og"), when it ends a number or an abbreviation
    ("225-timers-", "IPS-", "cpr-", "ph.d.-"), or when the next line does not go on in lower case ("Nørrebro-Nordvest").
    """
    result = Text()
    for piece in pieces:
        result = _follow(result, piece) if result else piece
    return result


def _follow(before: Text, after: Text) -> Text:
    last_word = before.text.rsplit(None, 1)[-1]
    if not after or last_word[-1] not in LINE_END_HYPHENS or len(last_word) < 2 or not (last_word[-2].isalnum() or last_word[-2] in ".)"):
        return join((before, after), " ")
    next_word = after.text.split(None, 1)[0]
    if last_word[-1] != SOFT_HYPHEN:
        if next_word.casefold() in JOINING_WORDS or next_word[0] in "/(":
            return join((before, after), " ")
        if not next_word[0].islower() or _is_hyphen_written(last_word[:-1]):
            return join((before, after), "")
    shortened = Text(before.text[:-1], before.runs)  # the run keeps the hyphen's place
    return join((shortened, after), "")


def _is_hyphen_written(word: str) -> bool:
    """Whether a word that a line ends with keeps its hyphen: it holds a digit, or its last part is an abbreviation."""
    last = word.replace("\u2010", "-").rsplit("-", 1)[-1]
    vowels = any(character in "aeiouyæøåé" for character in last.casefold())
    abbreviated = last.isupper() or not vowels or not last[-1].isalnum()
    return any(character.isdigit() for character in word) or abbreviated or last.casefold() in HYPHEN_PREFIXES
