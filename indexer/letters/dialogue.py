"""The body of a letter read block by block: which block asks, which answers, under which number.

Knows the order in which questions and answers follow each other; must not know metadata.
The reading is a small machine. Its state is whose turn it is (opening, question, answer) and which draft is being written to;
labels, heads and numbered items move it, everything else is written to where it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.letters.blocks import without_marker
from indexer.letters.captions import find_captions
from indexer.letters.captions import in_order
from indexer.letters.cues import find_cues
from indexer.letters.drafts import Draft
from indexer.letters.drafts import DraftTable
from indexer.letters.drafts import Reading
from indexer.letters.forms import read_dialogue
from indexer.letters.labels import Label
from indexer.letters.labels import follows
from indexer.letters.labels import whole
from indexer.letters.repetition import asks
from indexer.letters.repetition import drop_repetition
from indexer.letters.repetition import repeated
from indexer.letters.text import Text


if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.letters.blocks import Block
    from indexer.letters.labels import Role


class Reader:
    """Reads the blocks of one body; `reading` is what it has made of them so far."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.reading = Reading()
        self._turn: Role | None = None
        self._current: list[Draft] = []
        self._pending: list[Text] = []
        cues = find_cues(blocks)
        answers = [cue for cue in cues if cue and cue.role == "answer"]
        self._answers_are_labelled = any(answer.numbers for answer in answers)
        self._answers_are_headed = bool(answers)
        asked_under_head = any(cue and cue.role == "question" and not cue.numbers for cue in cues)
        self._answers_follow = self._answers_are_headed or asked_under_head or _asked_twice(blocks)
        captions = find_captions(blocks)
        belongs = set(captions.values())
        for at, block in enumerate(blocks):
            if block.kind == "table":
                self._table(block, blocks[captions[at]] if at in captions else None)
            elif at not in belongs:
                self._read(block, cues[at], cues[at + 1] if at + 1 < len(blocks) else None)
        self._settle_pending()
        for draft in self.reading.drafts:
            drop_repetition(draft)

    def _read(self, block: Block, cue: Label | None, next_cue: Label | None) -> None:
        if cue and cue.numbers and cue.role == "question":
            self._question(cue, block)
        elif cue and cue.numbers and cue.role == "answer":
            self._answer(cue, block)
        elif said := self._said_again(cue, block):
            self._answer(said, block)
        elif cue and cue.numbers and self._is_sub_question(cue):
            self._sub_question(cue, block)
        elif cue and cue.numbers and self._is_question_item(cue, block):
            self._item(cue, block)
        elif cue and cue.numbers and self._is_answer_item(cue):
            self._answer(cue, block)
        elif cue and cue.role:
            self._head(cue, block)
        elif block.kind == "heading" and self._heads_answers(next_cue):
            self._head(Label("answer", (), len(block.text)), block)
        elif not self._footnote(block):
            self._say(block.text, indented=block.rows[0].indent >= 1)

    def _heads_answers(self, next_cue: Label | None) -> bool:
        """Whether a heading of unknown words heads the answers: where questions end and a labelled answer, or no other head, follows."""
        asked = [*self._pending, *(self._current[0].question if self._current else [])]
        if self._turn != "question" or not any(asks(text.text) for text in asked):
            return False
        labelled = next_cue is not None and next_cue.role == "answer" and bool(next_cue.numbers)
        return labelled or not self._answers_are_headed

    def _said_again(self, cue: Label | None, block: Block) -> Label | None:
        """A label for a block that says a listed question again, with or without its number: its answer begins here."""
        start = cue.length if cue and cue.role is None else 0
        rest = block.text.cut(start).text
        for draft in self.reading.drafts if not self._answers_are_labelled else ():
            if draft.listed and not draft.answered and (at := repeated(rest, draft.question[0].text)):
                return Label("answer", draft.numbers, start + at)
        return None

    def _question(self, label: Label, block: Block) -> None:
        self._settle_pending()
        draft = next((draft for draft in self.reading.drafts if draft.numbers == label.numbers and draft.listed), None)
        if draft is None:
            draft = Draft(label.numbers)
            self.reading.drafts.append(draft)
        draft.dropped += [*draft.question, block.text.cut(0, label.length)]
        draft.listed = False
        draft.question = _texts(block.text.cut(label.length))
        self._turn, self._current = "question", [draft]

    def _item(self, label: Label, block: Block) -> None:
        self.reading.opening += self._pending
        self._pending = []
        draft = Draft(label.numbers, question=[without_marker(block.text)], dropped=[block.text.cut(0, label.length)], listed=True)
        self.reading.drafts.append(draft)
        self._turn, self._current = "question", [draft]

    def _sub_question(self, label: Label, block: Block) -> None:
        """Question 1 with items a, b, c is three questions 1a, 1b, 1c; what leads in to them stands with the first."""
        parent = self._current[0]
        part = label.numbers[0][-1]
        draft = Draft((whole(parent.numbers[0]) + part,), question=[block.text.cut(label.length)], listed=parent.listed)
        draft.dropped.append(block.text.cut(0, label.length))
        if part == "a":
            self.reading.drafts.remove(parent)
            draft.question[:0] = parent.question
            draft.dropped[:0] = parent.dropped
        self.reading.drafts.append(draft)
        self._current = [draft]

    def _answer(self, label: Label, block: Block) -> None:
        self._settle_pending()
        drafts = [draft for draft in self.reading.drafts if set(draft.numbers) & set(label.numbers)]
        if not drafts:
            drafts = [Draft(label.numbers)]
            self.reading.drafts += drafts
        draft = self._merge(drafts)
        self._turn, self._current = "answer", [draft]
        draft.dropped.append(block.text.cut(0, label.length))
        self._say(block.text.cut(label.length))

    def _merge(self, drafts: list[Draft]) -> Draft:
        """Questions that share an answer as one draft under all their numbers; those answered before stay on their own."""
        first, *others = [draft for draft in drafts if not draft.answered] or drafts[:1]
        for draft in others:
            first.numbers += draft.numbers
            first.question += draft.question
            first.dropped += draft.dropped
            self.reading.drafts.remove(draft)
        return first

    def _head(self, head: Label, block: Block) -> None:
        rest = block.text.cut(head.length)
        label = block.text.cut(0, head.length)
        if head.role == "question":
            self._settle_pending()
            self._turn, self._current = "question", []
            if rest:
                self._current = [Draft(question=[rest])]
                self.reading.drafts += self._current
        else:
            self._settle_pending()
            self._find_unlabelled_question()
            waiting = [draft for draft in self.reading.drafts if not draft.answered]
            asked = [draft for draft in waiting if not draft.listed] or waiting
            self._turn, self._current = "answer", asked if len(asked) == 1 else []
        (self._current[0].dropped if self._current else self.reading.heads).append(label)
        if head.role == "answer" and rest:
            self._say(rest)

    def _say(self, text: Text, *, indented: bool = False) -> None:
        if not text:
            return
        if self._turn is None:
            self.reading.opening.append(text)
        elif self._turn == "question" and not self._current:
            self._pending.append(text)
        elif self._turn == "question":
            in_list = self._current[0].listed and not indented
            (self.reading.opening if in_list else self._current[0].question).append(text)
        elif not self._current and self._answers_are_labelled:
            self.reading.opening.append(text)  # a word ahead of the first answer belongs to none of them
        else:
            self._answering().answer.append(text)

    def _answering(self) -> Draft:
        """The draft that an answer belongs to; the first that has none where nothing says which, marked as guessed."""
        if not self._current:
            waiting = [draft for draft in self.reading.drafts if not draft.answered] or self.reading.drafts[-1:] or [Draft()]
            if waiting[0] not in self.reading.drafts:
                self.reading.drafts.append(waiting[0])
            waiting[0].guessed = True
            self._current = waiting[:1]
        return self._current[0]

    def _table(self, block: Block, caption: Block | None) -> None:
        assert block.grid is not None
        caption_text = caption.text if caption else Text()
        if dialogue := read_dialogue(block):
            self._say(caption_text)
            self._settle_pending()
            self.reading.drafts += dialogue
            self._turn, self._current = None, []
        elif self._turn == "answer" or self._current:
            draft = self._answering() if self._turn == "answer" else self._current[0]
            draft.tables.append(DraftTable(block.grid, block, caption_text))
        else:
            for text in in_order(block, caption):
                self._say(text)

    def _footnote(self, block: Block) -> bool:
        """Whether the block is a note to the table above it; then it has been put there."""
        table = self._current[0].tables[-1] if self._current and self._current[0].tables else None
        if table is None or not table.noted_by(block):
            return False
        table.footnotes.append(block.text)
        return True

    def _is_question_item(self, label: Label, block: Block) -> bool:
        """Whether a numbered item is the next question of a list: in a part that asks, or in an opening when answers follow."""
        if self._turn == "answer" or not self._answers_follow:
            return False
        if self._turn == "question" and self._current and not self._current[0].listed:
            return False
        before = next((draft.numbers[-1] for draft in reversed(self.reading.drafts) if draft.listed), "0")
        asks = self._turn == "question" or block.string.rstrip("* ").endswith("?")
        return asks and follows(before, label.numbers[0])

    def _is_sub_question(self, label: Label) -> bool:
        """Whether an item is the next lettered part of the question at hand: "b" or "1b" after "1a"."""
        if self._turn != "question" or not self._current or not self._current[0].numbers:
            return False
        last, number = self._current[0].numbers[0], label.numbers[0]
        return whole(number) in ("", whole(last)) and follows(last, number if whole(number) else whole(last) + number)

    def _is_answer_item(self, label: Label) -> bool:
        """Whether a bare number heads an answer: only where answers carry no other label and the number is the next one unanswered."""
        if self._turn != "answer" or self._answers_are_labelled or len(self.reading.drafts) < 2:
            return False
        waiting = [draft for draft in self.reading.drafts if not draft.answered]
        return bool(waiting) and all(draft.listed for draft in self.reading.drafts) and waiting[0].numbers == label.numbers

    def _find_unlabelled_question(self) -> None:
        """Where nothing is marked as a question and an answer begins, the last paragraph that asks, and what is quoted with it, is one."""
        if self.reading.drafts or self._turn is not None:
            return
        asking = next((at for at in range(len(self.reading.opening) - 1, -1, -1) if asks(self.reading.opening[at].text)), None)
        if asking:
            self.reading.drafts.append(Draft(question=self.reading.opening[asking:]))
            del self.reading.opening[asking:]

    def _settle_pending(self) -> None:
        """Text under a head of questions without any number is one question, unless numbered ones stand beside it."""
        if self._pending and not self._current:
            if any(draft.question for draft in self.reading.drafts):
                self.reading.opening += self._pending
            else:
                self.reading.drafts.append(Draft(question=self._pending))
        self._pending = []


def _asked_twice(blocks: Sequence[Block]) -> bool:
    """Whether a numbered question is said again later, word for word: then that is where it is answered."""
    asked = [without_marker(block.text).text.casefold().rstrip("* ") for block in blocks if block.kind != "table" and asks(block.string)]
    return len(set(asked)) < len(asked)


def _texts(text: Text) -> list[Text]:
    return [text] if text else []
