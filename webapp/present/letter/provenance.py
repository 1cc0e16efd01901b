"""Where a letter says what the page says it says: each value with its page and how it was found, each passage with its page.

Knows the rules by which values are found, and the Danish for each; must not know Flask, HTML or how a rule works.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from typing import NamedTuple

from indexer.personal import mask_name
from webapp.present.letter.metadata import Datum
from webapp.present.letter.metadata import metadata_facts
from webapp.present.results.facets import KIND_NAMES
from webapp.present.wording.danish import capitalised


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from indexer.model.letter import Letter
    from indexer.model.letter import Origin
    from indexer.model.letter import Passage


SURE = 0.8
"""Below this confidence the page says that question and answer may not belong together."""

RULES = {
    "margin or letterhead": "i brevhovedet eller margenen",
    "letterhead": "i brevhovedet",
    "title": "i titlen",
    "opening": "i indledningen",
    "what the opening is about": "i indledningen, som det, brevet handler om",
    "latest date of the opening sentence": "i indledningens første sætning med en dato",
    "named most often in the text": "den kommune, teksten nævner oftest",
    "behind Til": "i brevhovedet efter ”Til”",
    "below Til": "i brevhovedet under ”Til”",
    "the name greeted": "i brevhovedet, med det navn, brevet hilser",
    "a person's name with a title or party": "i brevhovedet, som et navn med titel eller parti",
    "salutation": "i hilsenen øverst",
    "the questions' own words": "af spørgsmålenes egne ord",
    "register of members": "af listen over medlemmer",
    "below the closing": "under hilsenen nederst",
    "correction": "rettet af et menneske",
}
"""How a value was found, by the rule its origin names."""

FIELDS = {
    "Type": "kind",
    "Emne": "subject",
    "Dato": "date",
    "Henvendelse": "inquiry_date",
    "Til": "addressee",
    "Spurgt af": "asker",
    "Fra": "signer",
    "Sagsnummer": "case_number",
    "Dokumentnummer": "document_number",
    "Reference": "reference",
    "Forvaltning": "administration",
    "Myndighed": "authority",
}
"""The name under which a letter keeps the origin of a value, by what the page calls the value."""

PARTS = {"": "", "_title": "titlen ", "_party": "partiet ", "_email": "mailadressen "}
"""What of a person has an origin of its own: the end of its name, and what the page calls it."""

UNKNOWN = "det er ikke noteret, hvor det står"


class Way(NamedTuple):
    """How a value was found, and on which page; 0 where it stands on none that the file shows."""

    text: str
    page: int = 0


class Stands(NamedTuple):
    """Where a passage stands, and what is said of its pairing ("" if nothing)."""

    name: str
    anchor: str
    way: Way


@dataclass(frozen=True, slots=True)
class Provenance:
    """The file's name, each value with how it was found, and each passage with where it stands."""

    file: str
    values: tuple[tuple[Datum, tuple[Way, ...]], ...]
    passages: tuple[Stands, ...]


def provenance(letter: Letter, named: Iterable[tuple[Passage, str]]) -> Provenance:
    """Where everything in the letter stands; `named` are its passages with what the page calls them."""
    shows_pages = has_pages(letter.file)
    return Provenance(
        file=mask_name(PurePosixPath(letter.file).name),
        values=tuple(_values(letter)),
        passages=tuple(Stands(name, each.anchor, Way(_pairing(each), each.page if shows_pages else 0)) for each, name in named),
    )


def has_pages(file: str) -> bool:
    """Whether a file is shown page by page, and can be opened at one of them."""
    return PurePosixPath(file).suffix.lower() == ".pdf"


def is_unsure(passage: Passage) -> bool:
    """Whether there are a question and an answer that may not belong together."""
    return bool(passage.question and _is_answered(passage)) and passage.confidence < SURE


def rule_name(rule: str) -> str:
    """How a value was found by this rule; one of a later version is named as it stands."""
    return RULES.get(rule, f"ved reglen ”{rule}”")


def _values(letter: Letter) -> Iterator[tuple[Datum, tuple[Way, ...]]]:
    metadata = letter.metadata
    kind = Datum("Type", KIND_NAMES.get(metadata.kind, metadata.kind)) if "kind" in letter.origins else None
    subject = Datum("Emne", capitalised(metadata.subject)) if metadata.subject else None
    for datum in (*filter(None, (kind, subject)), *metadata_facts(metadata)):
        field = FIELDS[datum.label]
        found = [(what, letter.origins.get(field + end)) for end, what in PARTS.items()]
        ways = tuple(_way(what, origin, letter.file) for what, origin in found if origin)
        # A value that a correction says the letter lacks is missing and has an origin.
        if ways or not datum.is_missing:
            yield datum, ways or (Way(UNKNOWN),)


def _way(what: str, origin: Origin, file: str) -> Way:
    return Way(what + rule_name(origin.rule), origin.page if origin.spans and has_pages(file) else 0)


def _pairing(passage: Passage) -> str:
    if passage.kind != "question_answer":
        return ""
    if not passage.question:
        return "uden spørgsmål"
    if not _is_answered(passage):
        return "uden svar"
    return "usikkert parret med sit svar" if is_unsure(passage) else "sikkert parret med sit svar"


def _is_answered(passage: Passage) -> bool:
    return bool(passage.answer or passage.tables)
