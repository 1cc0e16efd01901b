"""The metadata of a letter -> Danish names and values, one line each.

Knows what each value is called and what is said where it is missing; must not know Flask, HTML or passages.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from typing import TYPE_CHECKING

from webapp.present.wording.danish import day


if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.model.letter import Metadata
    from indexer.model.letter import Person
    from indexer.model.letter import Signer


@dataclass(frozen=True, slots=True)
class Datum:
    """One line of the metadata; `is_missing` when the letter does not say it, `case` the case whose page it leads to."""

    label: str
    value: str
    is_missing: bool = False
    case: str = ""


def metadata_facts(metadata: Metadata) -> Iterator[Datum]:
    """What is known about a letter, in the order of a letterhead; what it ought to say and does not is there as missing."""
    note = "ikke angivet i notatet" if metadata.kind == "budget_note" else "ikke angivet i brevet"

    def datum(label: str, value: str | None) -> Datum:
        return Datum(label, value or note, is_missing=not value)

    yield datum("Dato", day(metadata.own_date) if metadata.own_date else None)
    if metadata.inquiry_date:
        yield datum("Henvendelse", day(metadata.inquiry_date))
    yield datum("Til", _person(metadata.addressee) if metadata.addressee else None)
    if metadata.asker and metadata.asker != metadata.addressee:
        yield datum("Spurgt af", _person(metadata.asker))
    yield datum("Fra", "; ".join(signature(signer) for signer in metadata.signers))
    yield replace(datum("Sagsnummer", metadata.case_number), case=" ".join((metadata.case_number or "").split()))
    yield datum("Dokumentnummer", metadata.document_number)
    if metadata.reference:
        yield datum("Reference", metadata.reference)
    yield datum("Forvaltning", metadata.administration)
    if metadata.authority:
        yield datum("Myndighed", metadata.authority)


def _person(person: Person) -> str:
    party = person.party if person.party != person.name else None
    return ", ".join(part for part in (person.name, person.title, party) if part)


def signature(signer: Signer) -> str:
    """A signer with the title as written."""
    return f"{signer.name}, {signer.title}" if signer.title else signer.name
