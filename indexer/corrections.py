"""`NAME.meta.toml`: what a person says of a letter's metadata, put in place of what was read.

Knows what may be corrected and how it is written; does no IO and must not know where letters or corrections lie.
A mistake costs its own value alone: it becomes a sentence that says what, where and what is allowed, and the rest applies.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from typing import TYPE_CHECKING
from typing import Annotated
from typing import Any
from typing import Literal

import msgspec

from indexer.config import allowed
from indexer.letters.passages import letter_id
from indexer.letters.passages import missing
from indexer.letters.people import with_title
from indexer.model.letter import Origin
from indexer.model.letter import Person
from indexer.model.letter import Remark
from indexer.model.letter import Signer


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping

    from indexer.model.letter import Letter
    from indexer.model.letter import Metadata


VERSION = "1"
"""Raised whenever the same correction gives another letter, so that an index made before is rebuilt."""

RULE = "correction"
"""The rule that the origin of a corrected value names."""

MOST_BYTES = 64 * 1024
"""A longer file is no correction."""

_Text = Annotated[str, msgspec.Meta(max_length=500, description='en tekst på højst 500 tegn; "" er ingen')]
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=500, description="et navn på højst 500 tegn")]
_Day = Annotated[dt.date, msgspec.Meta(description='en dato fra 1900 til 2099, skrevet som "2018-09-24"; "" er ingen')]
_Kind = Annotated[Literal["letter", "budget_note"], msgspec.Meta(description='"letter" (brev) eller "budget_note" (notat)')]
_Acting = Annotated[bool, msgspec.Meta(description="true eller false")]

_PERSON = 'et navn, eller et afsnit med name, title, party og email; "" er ingen'
_SIGNERS = 'en liste som [{name = "Navn", title = "Titel", acting = false}]; [] er ingen'


@dataclass(frozen=True, slots=True)
class Correction:
    """What a correction says: the values that can be used, by the names of Metadata, and a Danish sentence for each mistake.

    None stands for what the letter does not have; a person is a dict of the parts that are given, `signers` a tuple of Signers.
    """

    values: dict[str, Any] = field(default_factory=dict)
    mistakes: tuple[str, ...] = ()


def read_correction(data: bytes, *, file: str) -> Correction:
    """The correction in the bytes of a file; `file` is what its mistakes call it. Never raises."""
    if len(data) > MOST_BYTES:
        return Correction(mistakes=(f"{file} er for stor til at være en rettelse; den må højst fylde {MOST_BYTES // 1024} kB.",))
    try:
        written = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Correction(mistakes=(f"{file} kan ikke læses; gem den som tekst i UTF-8.",))
    except RecursionError:
        return Correction(mistakes=(f'{file} har for mange parenteser inden i hinanden; skriv hver oplysning som navn = "værdi".',))
    except ValueError as error:  # TOMLDecodeError, and what Python says of a number with thousands of digits
        return Correction(mistakes=(f'{file} kan ikke læses{_line(error)}; skriv hver oplysning på sin egen linje som navn = "værdi".',))
    mistakes: list[str] = []
    values = _table(f"{file}: ", written, _READERS, mistakes)
    return Correction(values, tuple(mistakes))


def correct(letter: Letter, correction: Correction, *, parties: Mapping[str, str], members: Mapping[str, str]) -> Letter:
    """The letter with the values of the correction, and a remark `correction_mistake` for each of its mistakes.

    What the correction names is settled: the remark that it is missing goes, also where the correction says that the letter has none.
    `parties` and `members` are as for parse_letter.
    """
    values, mistakes = {name: value for name, value in correction.values.items() if value != {}}, list(correction.mistakes)
    for name, found in (("addressee", letter.metadata.addressee), ("asker", letter.metadata.asker)):
        if values.get(name) and not (found or "name" in values[name]):
            mistakes.append(f"Rettelsen af {name} mangler name, for brevet nævner selv ingen; skriv navnet også.")
            del values[name]
    metadata = _corrected(letter.metadata, values, parties=parties, members=members)
    return replace(
        letter,
        id=letter_id(metadata, letter.file) if "document_number" in values else letter.id,
        metadata=metadata,
        remarks=(*_remaining(letter, metadata, values), *(Remark("correction_mistake", mistake) for mistake in mistakes)),
        origins={**letter.origins, **{name: Origin(RULE, 1) for name in _origins(values)}},
    )


def _corrected(found: Metadata, values: dict[str, Any], *, parties: Mapping[str, str], members: Mapping[str, str]) -> Metadata:
    own = values.get("date", found.own_date)
    inquiry = values.get("inquiry_date", found.inquiry_date)
    people = {
        name: parts and _person(before, parts, parties=parties, members=members)
        for name, before in (("addressee", found.addressee), ("asker", found.asker))
        if name in values
        for parts in [values[name]]
    }
    if "addressee" in people and found.asker == found.addressee:
        people.setdefault("asker", people["addressee"])
    dates: dict[str, Any] = {"date": own, "date_source": "letter" if own else None}
    if not own and found.date_source == "inquiry":
        dates = {"date": inquiry, "date_source": "inquiry" if inquiry else None}
    changed: dict[str, Any] = {**values, **people, **dates}
    return replace(found, **changed)


def _person(before: Person | None, parts: dict[str, Any], *, parties: Mapping[str, str], members: Mapping[str, str]) -> Person | None:
    """The person with the parts that are given. A party may be given by its letter; where only the name is, the registers are asked."""
    if "name" in parts and not parts["name"]:
        return None
    person = replace(before or Person(""), **parts)
    if "party" in parts:
        letters = {letter: name for name, letter in reversed(list(parties.items()))}
        return replace(person, party=letters.get((person.party or "").upper(), person.party))
    return replace(person, party=person.name if person.name in parties else members.get(person.name, person.party))


def _remaining(letter: Letter, metadata: Metadata, values: dict[str, Any]) -> list[Remark]:
    """The remarks that the correction does not settle; one on a missing date says anew what is used instead."""
    anew = {remark.code: remark for remark in missing(metadata)}
    settled = {f"missing_{name}" for name in values}
    kept = [remark for remark in letter.remarks if remark.code not in settled]
    return [anew.get(remark.code, remark) for remark in kept]


def _origins(values: dict[str, Any]) -> list[str]:
    """The names under which a letter keeps the origins of these values."""
    names: list[str] = []
    for name, value in values.items():
        if name in ("addressee", "asker") and value:
            names += [name if part == "name" else f"{name}_{part}" for part in value]
        else:
            names.append("signer" if name == "signers" else name)
    return names


class _NotAllowedError(Exception):
    """Carries what is allowed from where a value is read to where its place is known."""


def _table(
    where: str, data: dict[str, Any], readers: Mapping[str, Callable[[str, Any, list[str]], Any]], mistakes: list[str]
) -> dict[str, Any]:
    """The values in `data` that can be used, by name; what is wrong with the others goes to `mistakes`."""
    values: dict[str, Any] = {}
    for name, value in data.items():
        if name not in readers:
            mistakes.append(f"{where}{name} kendes ikke. Tilladt er {', '.join(sorted(readers))}.")
            continue
        try:
            values[name] = readers[name](f"{where}{name}", value, mistakes)
        except _NotAllowedError as error:
            mistakes.append(f"{where}{name} = {_shown(value)} er ikke tilladt; det skal være {error}.")
    return values


def _convert(value: Any, kind: Any) -> Any:
    try:
        return msgspec.convert(value, type=kind)
    except msgspec.ValidationError:
        raise _NotAllowedError(allowed(kind)) from None


def _read_text(_where: str, value: Any, _mistakes: list[str]) -> str | None:
    return _clean(_convert(value, _Text)) or None


def _read_day(_where: str, value: Any, _mistakes: list[str]) -> str | None:
    if isinstance(value, str) and not value.strip():
        return None
    day: dt.date = _convert(value.strip() if isinstance(value, str) else value, _Day)
    if not 1900 <= day.year <= 2099:  # as far as dates in letters are read
        raise _NotAllowedError(allowed(_Day))
    return f"{day:%Y-%m-%d}"


def _read_kind(_where: str, value: Any, _mistakes: list[str]) -> str:
    kind: str = _convert(value, _Kind)
    return kind


def _read_person(where: str, value: Any, mistakes: list[str]) -> dict[str, str | None] | None:
    if isinstance(value, str):
        name = _read_text(where, value, mistakes)
        return {"name": name} if name else None
    if not isinstance(value, dict):
        raise _NotAllowedError(_PERSON)
    return _table(f"{where}.", value, dict.fromkeys(("name", "title", "party", "email"), _read_text), mistakes) or {}


def _read_signers(where: str, value: Any, mistakes: list[str]) -> tuple[Signer, ...]:
    if value == "":
        return ()
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise _NotAllowedError(_SIGNERS)
    found = [_table(f"{where}[{number}].", each, _SIGNER_READERS, mistakes) for number, each in enumerate(value, 1)]
    if not all(each.get("name") for each in found):
        raise _NotAllowedError(_SIGNERS)
    return tuple(_signer(**each) for each in found)


def _read_name(_where: str, value: Any, _mistakes: list[str]) -> str:
    return _clean(_convert(value, _Name))


def _read_acting(_where: str, value: Any, _mistakes: list[str]) -> bool:
    acting: bool = _convert(value, _Acting)
    return acting


def _signer(name: str, title: str | None = None, acting: bool | None = None) -> Signer:  # noqa: FBT001 - called by name
    signer = with_title(name, title) if title else Signer(name)
    return signer if acting is None else replace(signer, acting=acting)


_SIGNER_READERS: dict[str, Callable[[str, Any, list[str]], Any]] = {"name": _read_name, "title": _read_text, "acting": _read_acting}

_READERS: dict[str, Callable[[str, Any, list[str]], Any]] = {
    "kind": _read_kind,
    **dict.fromkeys(("authority", "administration", "case_number", "document_number", "reference", "subject"), _read_text),
    **dict.fromkeys(("date", "inquiry_date"), _read_day),
    **dict.fromkeys(("addressee", "asker"), _read_person),
    "signers": _read_signers,
}


def _clean(text: str) -> str:
    """The text on one line, with å as one character and without those that cannot be seen."""
    line = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(character for character in line if character.isprintable())


def _line(error: ValueError) -> str:
    match = re.search(r"at line (\d+)", str(error))
    return f" i linje {match[1]}" if match else ""


def _shown(value: Any) -> str:
    text = msgspec.json.encode(value, enc_hook=str).decode()
    return text if len(text) <= 80 else text[:77] + "..."
