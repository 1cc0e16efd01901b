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


# Never changed once made, as all values here; `frozen` would make making one half as slow again, and a letter takes hundreds.
@dataclass(slots=True, unsafe_hash=True)
class Text:
    """A string and the runs of the source it was put together from, in order.

    `keeps_hyphen` tells of a hyphen at its end that it is the writer's, where the letters around it do not.
    """

    text: str = ""
    runs: tuple[Run, ...] = ()
    keeps_hyphen: bool = False

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
        return Text(self.text[start:end], tuple(self._runs_between(start, end)), self.keeps_hyphen and end == len(self.text))

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

SOFT_HYPHEN = "\u00ad"
LEFT_OUT = re.compile(rf"{NOTE_NUMBER.pattern}|(?<=[^\s{SOFT_HYPHEN}]){SOFT_HYPHEN}+(?=[^\s{SOFT_HYPHEN}])")
"""What stands inside a line and is none of its text: also where a word might have been broken and was not."""


def line_text(number: int, line: str, start: int = 0, end: int | None = None) -> Text:
    """Characters `start` to `end` of the source's line `number`, white space folded to single spaces."""
    words = [_cleared(number, line, *match.span()) for match in WORDS.finditer(line, start, len(line) if end is None else end)]
    return words[0] if len(words) == 1 else join(words, " ")


def _cleared(number: int, line: str, start: int, end: int) -> Text:
    """The words from `start` to `end` without raised numbers of footnotes and unused hyphens, which keep their place behind the word."""
    if SOFT_HYPHEN not in line and NOTE_NUMBER.search(line, start, end) is None:
        return Text(line[start:end], (Run(0, number, start, end),))
    parts: list[Text] = []
    for left_out in LEFT_OUT.finditer(line, start, end):
        parts.append(Text(line[start : left_out.start()], (Run(0, number, start, left_out.end()),)))
        start = left_out.end()
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
    return Text(separator.join([piece.text for piece in filled]), tuple(runs), filled[-1].keeps_hyphen)


LINE_END_HYPHENS = "-\u2010" + SOFT_HYPHEN
JOINING_WORDS = frozenset({"og", "eller", "samt", "og/eller", "henholdsvis", "hhv."})
HYPHEN_PREFIXES = frozenset({"ikke", "it", "tv", "pc"})
"""Words that Danish joins to the next by a hyphen; so it does every abbreviation (Retskrivningsordbogen § 57)."""


def flow(pieces: Iterable[Text]) -> Text:
    """Lines of one paragraph as running text: hyphens of the typesetter joined away, hyphens of the writer kept.

    A hyphen at the end of a line is the writer's when a joining word follows ("job- og"), when it ends a number or an abbreviation
    ("225-timers-", "IPS-", "cpr-", "ph.d.-"), when the next line does not go on in lower case ("Nørrebro-Nordvest"), or when the line says
    so itself.
    """
    result = Text()
    for piece in pieces:
        result = _follow(result, piece) if result else piece
    return result


def _follow(before: Text, after: Text) -> Text:
    if not after or not _ends_in_hyphen(before.text):
        return join((before, after), " ")
    if breaks_word(before.text, after.text) and not (before.keeps_hyphen and before.text[-1] != SOFT_HYPHEN):
        shortened = Text(before.text[:-1], before.runs)  # the run keeps the hyphen's place
        return join((shortened, after), "")
    return join((before, after), " " if _joins_or_opens(after.text) else "")


def _ends_in_hyphen(line: str) -> bool:
    """Whether a line ends with a hyphen behind a word, which a dash is not."""
    return line[-1] in LINE_END_HYPHENS and len(line) > 1 and (line[-2].isalnum() or line[-2] in ".)")


def breaks_word(line: str, following: str) -> bool:
    """Whether a line ends with a hyphen that, by the letters around it, only breaks a word which the following line goes on with."""
    if not _ends_in_hyphen(line):
        return False
    if line[-1] == SOFT_HYPHEN:
        return True
    return following[0].islower() and not _joins_or_opens(following) and not _is_hyphen_written(line[:-1].rsplit(None, 1)[-1])


def _joins_or_opens(line: str) -> bool:
    """Whether a line begins with what stands apart from a hyphen before it: a joining word, a stroke, a bracket."""
    return line[0] in "/(" or line.split(None, 1)[0].casefold() in JOINING_WORDS


def _is_hyphen_written(word: str) -> bool:
    """Whether a word that a line ends with keeps its hyphen: it holds a digit, or its last part is an abbreviation."""
    last = word.replace("\u2010", "-").rsplit("-", 1)[-1]
    vowels = any(character in "aeiouyæøåé" for character in last.casefold())
    abbreviated = last.isupper() or not vowels or not last[-1].isalnum()
    return any(character.isdigit() for character in word) or abbreviated or last.casefold() in HYPHEN_PREFIXES
