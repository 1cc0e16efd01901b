"""What each block of a body is a sign of: a question, an answer, an item of a list.

Knows labels, their order and their repetition over the whole body; must not pair questions with answers (indexer.letters.dialogue does).
Words help where they are known ("Spørgsmål 1", "Ad 1:"). Where they are not, order does: a series of numbered labels that asks is the
questions, a later series with the same numbers is the answers, and a heading that returns under every question heads its answer.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from indexer.letters.labels import WORD_BEFORE_TEXT
from indexer.letters.labels import Label
from indexer.letters.labels import read_head
from indexer.letters.labels import read_label
from indexer.letters.labels import read_series
from indexer.letters.labels import whole
from indexer.letters.repetition import asks


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.letters.blocks import Block
    from indexer.letters.labels import Role


@dataclass(frozen=True, slots=True)
class Run:
    """A series of labels under the same words with growing numbers: which blocks they begin, and what they were read as."""

    at: tuple[int, ...]
    labels: tuple[Label, ...]

    @property
    def role(self) -> Role | None:
        """What its words say it is."""
        return self.labels[0].role

    @property
    def stem(self) -> str:
        """Its words; empty for bare numbers."""
        return self.labels[0].stem

    @property
    def numbers(self) -> set[str]:
        """All numbers of the series, without the letters of sub-questions."""
        return {whole(number) for label in self.labels for number in label.numbers}


def find_cues(blocks: Sequence[Block]) -> list[Label | None]:
    """The label or head that each block begins with, None for a block that begins with neither."""
    cues = [None if block.kind in ("table", "caption") else read_label(block.string) or read_head(block.string) for block in blocks]
    for run, role in list(_roles(_runs(blocks, cues), blocks, cues)):
        for at, label in zip(run.at, run.labels, strict=True):
            cues[at] = replace(label, role=role)
    for at, length in _refrains(blocks, cues).items():
        cues[at] = Label("answer", (), length)
    return cues


def _runs(blocks: Sequence[Block], cues: Sequence[Label | None]) -> list[Run]:
    """The series of labels, in the order they begin. A number that does not grow begins a new series."""
    runs: list[Run] = []
    open_runs: dict[str, list[tuple[int, Label]]] = {}
    for at, block in enumerate(blocks):
        label = cues[at] or (read_series(block.string) if block.kind not in ("table", "caption") else None)
        if label is None or not label.numbers or (not label.stem and not asks(block.string)):
            continue
        run = open_runs.setdefault(label.stem, [])
        if run and _key(label) <= _key(run[-1][1]):
            runs.append(_run(run))
            run = open_runs[label.stem] = []
        run.append((at, label))
    runs += [_run(run) for run in open_runs.values()]
    return sorted(runs, key=lambda run: run.at[0])


def _run(members: list[tuple[int, Label]]) -> Run:
    return Run(tuple(at for at, _ in members), tuple(label for _, label in members))


def _key(label: Label) -> tuple[int, str]:
    number = label.numbers[0]
    digits = "".join(character for character in number if character.isdigit())
    return int(digits or 0), number


def _roles(runs: Sequence[Run], blocks: Sequence[Block], cues: Sequence[Label | None]) -> Iterator[tuple[Run, Role]]:
    """The series whose role follows from their place: the first that asks is the questions, a later one with its numbers the answers.

    Unless that one has heads of its own between its labels: then it words the questions anew, each with its answer below. Bare numbers
    stay what they are: whether a list asks is decided where it stands.
    """
    answered = {number for run in runs if run.role == "answer" for number in run.numbers}
    named = {run.at: answered.union(*(later.numbers for later in runs if later.at[0] > run.at[-1])) for run in runs}
    questions = next((run for run in runs if run.role != "answer" and _may_ask(run, named[run.at]) and _asks(run, blocks)), None)
    questions = questions or next((run for run in runs if run.role == "question"), None)
    if questions is None:
        return
    if questions.stem:
        yield questions, "question"
    for run in runs:
        if run is questions or not run.stem or run.role == "answer" or run.at[0] < questions.at[-1] or not run.numbers <= questions.numbers:
            continue
        if run.stem == questions.stem and run.role == "question" and not answered:
            continue
        if _headed_between(run, blocks, cues):
            yield run, "question"
        elif not answered and len(run.at) * 2 >= len(questions.at):
            yield run, "answer"


def _may_ask(run: Run, named: set[str]) -> bool:
    """Whether a series can be that of the questions: its word is known, or it counts from one and is no single mention.

    A single label counts when its number is `named` again, as an answer's is.
    """
    counts = run.labels[0].numbers[0].startswith("1")
    return run.role == "question" or (counts and (len(run.at) > 1 or not run.stem or run.numbers <= named))


def _headed_between(run: Run, blocks: Sequence[Block], cues: Sequence[Label | None]) -> bool:
    """Whether every label of a series is followed by a head of answers before the next: a known one, or the same words each time."""

    def head(at: int) -> str:
        cue = cues[at]
        if cue is not None:
            return "(answer)" if cue.role == "answer" and not cue.numbers else ""
        return _head_words(blocks[at]).casefold()

    gaps = [{head(at) for at in range(low + 1, high)} - {""} for low, high in pairwise([*run.at, len(blocks)])]
    return len(gaps) > 1 and bool(set.intersection(*gaps))


def _asks(run: Run, blocks: Sequence[Block]) -> bool:
    """Whether most labels of a run are followed by a question, in their own block or in one of the next two."""
    asking = sum(any(asks(block.string) for block in blocks[at : at + 3]) for at in run.at)
    return asking * 2 > len(run.at)


def _refrains(blocks: Sequence[Block], cues: Sequence[Label | None]) -> dict[int, int]:
    """The heads of unknown words that return under every question, by block, each with its length; none where a known word says answer.

    A head is a whole heading, or a word before a colon at the beginning of a paragraph.
    """
    questions = [at for at, cue in enumerate(cues) if cue and cue.role == "question"]
    if len(questions) < 2 or any(cue and cue.role == "answer" for cue in cues):
        return {}
    heads = {at: head for at, block in enumerate(blocks) if cues[at] is None and (head := _head_words(block))}
    wording = Counter(head.casefold() for head in heads.values())
    refrains = {at: len(head) for at, head in heads.items() if wording[head.casefold()] == len(questions)}
    bounds = [*questions, len(blocks)]
    each_has_one = all(sum(low < at < high for at in refrains) == 1 for low, high in pairwise(bounds))
    return refrains if each_has_one else {}


def _head_words(block: Block) -> str:
    """The words a block may be headed by: all of a heading that does not ask, or the word before its first colon, with the colon."""
    if block.kind == "heading" and not asks(block.string):
        return block.string
    word = WORD_BEFORE_TEXT.match(block.string) if block.kind == "paragraph" else None
    return word.group() if word else ""
