"""Why a passage was found, word by word.

Knows which texts of a passage and its letter are searched, and what a match is called; must not know how a reason is worded, engines, or
the query language. What is explained is what is marked (indexer.snippets): by the first of its readings that the passage itself holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import NamedTuple

from indexer.matches import leaves
from indexer.matches import read
from indexer.matches import stands
from indexer.model.fields import WORDS
from indexer.model.query import And
from indexer.model.query import Or
from indexer.model.query import Phrase
from indexer.model.query import Prefix
from indexer.model.query import Term
from indexer.model.reasons import Reason
from indexer.model.reasons import Spot
from indexer.snippets import table_text


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.analysis import Token
    from indexer.analysis import Word
    from indexer.matches import Read
    from indexer.matches import Reader
    from indexer.model.letter import Passage
    from indexer.model.letter import StoredPassage
    from indexer.model.query import Query
    from indexer.model.query import Sought
    from indexer.model.reasons import Field
    from indexer.model.reasons import How


def reasons(stored: StoredPassage, sought: Iterable[Sought], analyzer: Reader) -> tuple[Reason, ...]:
    """Why the passage was found: for each thing sought, in that order, the forms that met it as they come in the passage, and then in what
    it shares with its letter. A thing without a reason is not in the passage; see `words_missing`.
    """
    # Texts that hold nothing of what is sought have no reason to give: of the cells of a table that is nearly all.
    passage = [_Text(field, text, held) for field, text in _own(stored.passage, analyzer) if text and (held := read(text, analyzer))]
    shared = [(field, text) for field, text in _shared(stored) if text]
    # They are ten short texts, nine times out of ten without anything of what is sought: which one look tells.
    together = read("\n\n".join(text for _, text in shared), analyzer)
    letter = [_Text(field, text, held) for field, text in shared if together and (held := read(text, analyzer))]
    return tuple(reason for thing in sought for reason in _reasons(_Asked(thing, analyzer), passage, letter))


def words_missing(sought: Iterable[Sought], found: Iterable[Reason]) -> tuple[str, ...]:
    """What was typed and is not in the passage that `found` are the reasons for, each once."""
    met = {reason.typed for reason in found}
    return tuple(dict.fromkeys(thing.typed for thing in sought if thing.typed and thing.typed not in met))


class _Text(NamedTuple):
    """One text as it is read, and where it is from."""

    field: Field
    text: str
    read: Read


class _Match(NamedTuple):
    """The words `first` to `last` of a text, which met a leaf."""

    text: _Text
    first: int
    last: int
    how: How

    @property
    def spot(self) -> Spot:
        """Where they stand."""
        return Spot(self.text.text, self.text.read[self.first][0].start, self.text.read[self.last][0].end)


def _reasons(asked: _Asked, passage: Sequence[_Text], letter: Sequence[_Text]) -> Iterator[Reason]:
    """The reasons that one thing gives, one for each form, field and way."""
    spots: dict[tuple[str, Field, How], dict[Spot, None]] = {}
    for match in (*asked.held(passage), *asked.named(letter)):
        spot = match.spot
        form = " ".join(spot.text[spot.start : spot.end].split())
        spots.setdefault((form.casefold(), match.text.field, match.how), {})[spot] = None
    for (_, field, how), here in spots.items():
        first = next(iter(here))
        form = " ".join(first.text[first.start : first.end].split())
        yield Reason(asked.sought.typed, form, field, how, tuple(here))


class _Asked:
    """One thing sought, and what its matches are called."""

    def __init__(self, sought: Sought, analyzer: Reader) -> None:
        self.sought = sought
        self._analyzer = analyzer
        self._forms = {word.form for _, word in read(sought.typed, analyzer).values()}

    def held(self, passage: Sequence[_Text]) -> list[_Match]:
        """Where the passage itself has it, by the first of its readings that is there."""
        for reading in self.sought.readings:
            found = [match for text in passage for match in self._matches(reading, text)]
            there = {leaf for leaf, _ in found}
            if there and (len(there) == len(set(leaves(reading))) or not isinstance(reading, And)):
                return [match for _, match in found]
        return []

    def named(self, letter: Sequence[_Text]) -> list[_Match]:
        """Where what the passage shares with its letter has it: there parts and other words do not count."""
        reading = next(iter(self.sought.readings), None)
        if reading is None or isinstance(reading, And):
            return []
        return [match for text in letter for _, match in self._matches(reading, text)]

    def _matches(self, reading: Query, text: _Text) -> list[tuple[Query, _Match]]:
        """The leaves of a reading that a text has, where it has them, in its order."""
        places = [(first, last, leaf) for leaf in leaves(reading) for first, last in stands(leaf, text.read)]
        named = self._how(reading)
        return [
            (leaf, _Match(text, first, last, named or self._met(leaf, *text.read[first])))
            for first, last, leaf in sorted(places, key=lambda place: place[:2])
        ]

    def _how(self, reading: Query) -> How | None:
        """What all matches of a reading are called; None when each has a name of its own."""
        first = self.sought.readings[0]
        if reading == first:
            return None
        if isinstance(reading, And):
            others = self._analyzer.synonyms(first.text) if isinstance(first, Term) else ()
            return "synonym" if tuple(leaf.text for leaf in reading.parts if isinstance(leaf, Term)) in others else "parts"
        return "part" if isinstance(reading, Or) else "synonym"

    def _met(self, leaf: Query, token: Token, word: Word) -> How:
        if isinstance(leaf, Phrase):
            return "phrase"
        if isinstance(leaf, Prefix):
            return "beginning"
        field, text = (leaf.field, leaf.text) if isinstance(leaf, Term) else ("", "")
        if word.form in self._forms or field == WORDS:
            return "exact"
        if not any(map(str.isalpha, text)):
            return "number"
        alone = self._analyzer.analyse(token.text)
        if text == alone.term:
            return "inflected"
        return "suspended" if text == word.term or text not in alone.parts else "compound"


def _own(passage: Passage, analyzer: Reader) -> Iterator[tuple[Field, str | None]]:
    """What a passage says itself, as far as it is searched (indexer.entries); of its tables those that have anything of what is sought."""
    yield "question", passage.question
    yield "heading", passage.heading
    yield "answer", passage.answer
    for table in passage.tables:
        if not read(table_text(table), analyzer):  # which its snippet needed too
            continue
        yield from (("table", text) for text in (table.caption, *(cell for row in table.rows for cell in row)))
        yield from (("footnote", note) for note in table.footnotes)
    yield from (("footnote", note) for note in passage.footnotes)


def _shared(stored: StoredPassage) -> Iterator[tuple[Field, str | None]]:
    """What a passage shares with its letter."""
    metadata = stored.metadata
    yield "subject", metadata.subject
    yield "preamble", stored.preamble
    people = [person for person in (metadata.addressee, metadata.asker) if person]
    names = (*(name for person in people for name in (person.name, person.party)), *(signer.name for signer in metadata.signers))
    yield from (("name", name) for name in names)
    yield from (("number", number) for number in (metadata.case_number, metadata.document_number, metadata.reference))
