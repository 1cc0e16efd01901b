"""Letters as a city might have them, as many as are wanted, from a seed: the same seed gives the same letters on every machine.

Knows what letters are like (how many passages, who writes to whom, what is now and then there); must not know what is done with them.
All names are invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING
from typing import TypeVar
from typing import overload

from indexer.letters.passages import letter_id
from indexer.model.letter import Letter
from indexer.model.letter import Metadata
from indexer.model.letter import Passage
from indexer.model.letter import Person
from indexer.model.letter import Remark
from indexer.model.letter import Signer
from indexer.model.letter import Table


if TYPE_CHECKING:
    from bench.prose import Prose

Drawn = TypeVar("Drawn")

YEARS = range(2013, 2025)
DIRECTORS, ADDRESSEES = 30, 400
PASSAGES = {1: 10, 2: 20, 3: 27, 4: 20, 5: 12, 6: 7, 8: 4}
"""How often in a hundred a letter has so many passages: 3.4 on average."""
SHARED_CASE, NOTE, TABLE, REMARKED, UNDATED = 0.15, 0.08, 0.1, 0.15, 0.01
"""The shares of: pairs of letters in one case, budget notes, passages with a table, letters with a remark, letters without a date."""

_FIRST = (
    "Agnes Asger Birk Bodil Dagny Ebbe Elin Frode Gerda Gorm Hjalmar Inga Jens Karla Kjeld Ludvig Maren Otto Regitze Sigrid Tove Ulla Åge "
    "Øjvind"
)
_LAST = (
    "Bækgreb Dalsvang Elverhøj Fuglmose Grankær Havtorn Isbak Klitlund Lyngstrøm Mosekjær Nørrevig Pilekrog Ravnsø Skovtang Tangriis "
    "Ulvdal Vildmark Æblegård Østermark Ågreen"
)
_PARTIES = ("Byens Liste", "Havnelisten", "Det Grønne Forbund", "Fællesskabet", "Fremgang", "Lokallisten", "Midterpartiet", "Ungelisten")
_ADMINISTRATIONS = ("Børne", "Kultur", "Social", "Sundheds", "Teknik- og Miljø", "Økonomi", "Beskæftigelses")
_REMARKS = {
    "missing_date": "Brevets dato blev ikke fundet.",
    "no_answer": "Et spørgsmål har intet svar.",
    "guessed_answer": "Svarets begyndelse er gættet.",
    "unsure_table": "En tabel er måske delt forkert.",
    "no_structure": "Brevet har ingen spørgsmål.",
}
_COLUMNS = ("Område", "Budget", "Forbrug", "Afvigelse", "Antal")


class Letters(Sequence[Letter]):
    """Letters with `passages` passages in all, telling `prose`. Each is made when it is asked for, and needs no other to be made."""

    def __init__(self, passages: int, prose: Prose, *, seed: int = 1) -> None:
        self.prose = prose
        self._seed = seed
        self._sizes = _sizes(passages, Random(f"sizes/{seed}"))
        chance = Random(f"people/{seed}")
        names = [f"{first} {last}" for first in _FIRST.split() for last in _LAST.split()]
        chance.shuffle(names)
        self._directors = names[:DIRECTORS]
        self._addressees = [Person(name, "MB", chance.choice(_PARTIES)) for name in names[DIRECTORS : DIRECTORS + ADDRESSEES]]

    def __len__(self) -> int:
        return len(self._sizes)

    @overload
    def __getitem__(self, number: int) -> Letter: ...
    @overload
    def __getitem__(self, number: slice) -> list[Letter]: ...
    def __getitem__(self, number: int | slice) -> Letter | list[Letter]:
        """The letter of this number, or those of a slice."""
        return [self._letter(each) for each in places] if isinstance(places := range(len(self))[number], range) else self._letter(places)

    def _letter(self, number: int) -> Letter:
        chance = Random(f"letter/{self._seed}/{number}")
        passages = tuple(self._passage(place, chance) for place in range(1, self._sizes[number] + 1))
        metadata = self._metadata(number, chance)
        file = f"{number:06}.txt"
        return Letter(
            id=letter_id(metadata, file),
            file=file,
            fingerprint=sha256(f"{self._seed}/{number}".encode()).hexdigest(),
            metadata=metadata,
            passages=passages,
            preamble=f"Du har den {metadata.inquiry_date or 'forleden'} stillet spørgsmål om {metadata.subject}.",
            remarks=_remarks(passages, chance),
        )

    def _metadata(self, number: int, chance: Random) -> Metadata:
        # Letters in one case are to the same person in the same year: what they share is drawn for both of the pair.
        pair = Random(f"pair/{self._seed}/{number // 2}")
        first = number - number % 2 if pair.random() < SHARED_CASE else number
        shared = Random(f"case/{self._seed}/{first}")
        year = shared.choice(YEARS)
        case = f"{year}-{first:07}"
        asked = date(year, 1, 1) + timedelta(shared.randrange(350) + number % 2)
        subject = self.prose.said(shared).question.rstrip("?").split()[-4:]
        dated = chance.random() >= UNDATED
        return Metadata(
            kind="budget_note" if chance.random() < NOTE else "letter",
            authority="Ny Kommune",
            administration=f"{shared.choice(_ADMINISTRATIONS)}forvaltningen",
            addressee=_often(self._addressees, shared),
            asker=_often(self._addressees, chance) if chance.random() < 0.3 else None,
            date=(asked + timedelta(chance.randint(1, 14))).isoformat() if dated else None,
            date_source="letter" if dated else None,
            inquiry_date=asked.isoformat() if dated else None,
            case_number=case,
            document_number=f"{case}-{number - first + 1}",
            subject=" ".join(subject),
            signers=(Signer(_often(self._directors, chance), "direktør", "Direktør"),),
        )

    def _passage(self, place: int, chance: Random) -> Passage:
        question, answer = self.prose.said(chance)
        table = (_table(answer, chance),) if chance.random() < TABLE else ()
        return Passage(str(place), f"svar-{place}", "question_answer", answer, question, tables=table, page=1 + place // 3)


def _sizes(passages: int, chance: Random) -> list[int]:
    sizes: list[int] = []
    while passages > 0:
        size = min(passages, *chance.choices(list(PASSAGES), list(PASSAGES.values())))
        sizes.append(size)
        passages -= size
    return sizes


def _often(people: Sequence[Drawn], chance: Random) -> Drawn:
    """One of them: the first writes most, the tenth an eighth as often."""
    return people[min(int(len(people) ** chance.random()) - 1, len(people) - 1)]


def _table(text: str, chance: Random) -> Table:
    """A table of words of the text and of figures."""
    words = chance.sample(text.split(), chance.randint(3, 8))
    rows = [(word.strip(".,").capitalize() or "I alt", *(str(chance.randint(1, 9999)) for _ in _COLUMNS[1:])) for word in words]
    return Table((_COLUMNS, *rows), caption=f"Tabel: {words[0].strip('.,').capitalize()}")


def _remarks(passages: Sequence[Passage], chance: Random) -> tuple[Remark, ...]:
    if chance.random() >= REMARKED:
        return ()
    code = chance.choice(list(_REMARKS))
    return (Remark(code, _REMARKS[code], passage=chance.choice(passages).anchor if code != "missing_date" else None),)
