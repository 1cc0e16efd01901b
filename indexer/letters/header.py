"""The metadata of a letter, each value with where it stands and by which rule it was found.

Knows where letters carry their numbers, dates and names; must not guess: what is not written is absent.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.letters.anatomy import SALUTATION
from indexer.letters.blocks import build_blocks
from indexer.letters.dates import date_alone
from indexer.letters.dates import find_dates
from indexer.letters.furniture import CODE
from indexer.letters.furniture import LABEL
from indexer.letters.furniture import kind_of
from indexer.letters.people import find_email
from indexer.letters.people import find_signers
from indexer.letters.people import party_of_writer
from indexer.letters.people import read_person
from indexer.letters.people import requester
from indexer.model.letter import Metadata
from indexer.model.letter import Origin
from indexer.model.letter import Person


if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence

    from indexer.letters.anatomy import Anatomy
    from indexer.letters.rows import Row
    from indexer.letters.text import Text

ADMINISTRATION = re.compile(r"(?:[A-ZÆØÅ][\wæøå]*(?:-,?|,)?\s(?:og\s)?){0,4}[A-ZÆØÅ]\w*forvaltning(?:en)?\b")
AUTHORITY = re.compile(r"(?P<name>[A-ZÆØÅ][\w-]+)\sKommune(?=s?\b)")
REFERENCE = re.compile(r"(?P<code>[A-ZÆØÅ]{1,4}[ -]?\d{1,4}[a-z]?)\b[.:]?\s+(?=[A-ZÆØÅ])")
ABOUT = re.compile(r"(?:\bvedr\.|\bvedrørende|\bangående|\bang\.|\bom)\s+(?P<subject>\S.*)", re.IGNORECASE | re.DOTALL)
SUBJECT_END = re.compile(r"[.:?](?=\s+[A-ZÆØÅ]|\s*$)|\s(?=(?:kan|skal|vil)\s+[A-ZÆØÅ])")
TO = re.compile(r"til\b\s*:?\s*", re.IGNORECASE)


@dataclass(slots=True)
class Findings:
    """Metadata under construction: values and their origins by name."""

    values: dict[str, str] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)

    def note(self, name: str, value: str | None, *, rule: str, row: Row | None = None, text: Text | None = None) -> None:
        """Keep a value unless an earlier rule found one."""
        if value and name not in self.values:
            self.values[name] = value
            place = text or (row.text if row else None)
            self.origins[name] = Origin(rule, row.page if row else 1, place.spans if place else ())


def read_metadata(
    anatomy: Anatomy, opening: Sequence[Text], questions: str, *, parties: Mapping[str, str], members: Mapping[str, str]
) -> tuple[Metadata, dict[str, Origin], int]:
    """The metadata of a letter, where each value stands, and how many rows below the closing the signature takes.

    `opening` are the paragraphs before the first question, `questions` all that was asked, as text.
    """
    found = Findings()
    _numbers(anatomy, found)
    _date(anatomy, opening, found)
    _sender(anatomy, opening, found)
    _subject(anatomy, opening, found)
    addressee = _addressee(anatomy, questions, found, parties=parties, members=members)
    asking = requester(opening[0].text, parties) if opening else None
    signers, taken = find_signers(anatomy.after)
    if signers:
        found.note("signer", signers[0].name, rule="below the closing", row=anatomy.after[0])
    value = found.values.get
    metadata = Metadata(
        authority=value("authority"),
        administration=value("administration"),
        addressee=addressee,
        asker=Person(asking, party=asking) if asking else addressee,
        date=value("date") or value("inquiry_date"),
        date_source="letter" if value("date") else "inquiry" if value("inquiry_date") else None,
        inquiry_date=value("inquiry_date"),
        case_number=value("case_number"),
        document_number=value("document_number"),
        reference=value("reference"),
        subject=value("subject"),
        signers=tuple(signers),
    )
    return metadata, found.origins, taken


def _numbers(anatomy: Anatomy, found: Findings) -> None:
    """Case and document number: behind their label, or in the row below it."""
    rows = (*anatomy.letterhead, *anatomy.furniture)
    waiting: str | None = None
    for row in rows:
        label = LABEL.match(row.string)
        if label and not label["contact"]:
            waiting = "case_number" if label["case"] else "document_number"
            code = CODE.fullmatch(row.string[label.end() :].strip(" :."))
        else:
            code = CODE.fullmatch(row.string) if waiting else None
        if waiting and code:
            found.note(waiting, re.sub(r"\s", "", code.group()), rule="label", row=row)
            waiting = None
        elif not label:
            waiting = None


def _date(anatomy: Anatomy, opening: Sequence[Text], found: Findings) -> None:
    for row in (*anatomy.furniture, *anatomy.letterhead):
        if (date := date_alone(row.string)) is not None:
            found.note("date", date.iso, rule="stands alone in margin or letterhead", row=row)
    for paragraph in opening[:1]:
        for day in find_dates(paragraph.text)[:1]:
            found.note("inquiry_date", day.iso, rule="first date of the opening", text=paragraph.cut(day.start, day.end))


def _sender(anatomy: Anatomy, opening: Sequence[Text], found: Findings) -> None:
    for row in (*anatomy.letterhead, *anatomy.furniture):
        if re.fullmatch(r"[A-ZÆØÅ][\w-]+\s+kommune", row.string, re.IGNORECASE):
            found.note("authority", row.string.title(), rule="letterhead", row=row)
        if ADMINISTRATION.fullmatch(row.string):
            found.note("administration", row.string, rule="letterhead", row=row)
    for paragraph in opening:
        if match := ADMINISTRATION.search(paragraph.text):
            found.note("administration", match.group(), rule="opening", text=paragraph.cut(*match.span()))
    mentioned = Counter(match["name"] for row in anatomy.body for match in AUTHORITY.finditer(row.string))
    if mentioned:
        found.note("authority", f"{mentioned.most_common(1)[0][0]} Kommune", rule="named most often in the text")


def _subject(anatomy: Anatomy, opening: Sequence[Text], found: Findings) -> None:
    """The title in the letterhead, else what the opening says the inquiry is about."""
    title = _title(anatomy.letterhead)
    if title:
        reference = REFERENCE.match(title.text)
        if reference:
            found.note("reference", reference["code"], rule="title", text=title.cut(0, reference.end("code")))
            title = title.cut(reference.end())
        about = ABOUT.search(title.text)
        found.note(
            "subject", about["subject"] if about else title.text, rule="title", text=title.cut(about.start("subject")) if about else title
        )
    for paragraph in opening[:1]:
        about = ABOUT.search(paragraph.text)
        if about:
            end = SUBJECT_END.search(paragraph.text, about.start("subject"))
            text = paragraph.cut(about.start("subject"), end.start() if end else None)
            found.note("subject", text.text, rule="what the opening is about", text=text)


def _title(rows: Sequence[Row]) -> Text | None:
    """The last block of a letterhead that reads as a title: several words, not all of them names, numbers or addresses."""
    to = next((at for at, row in enumerate(rows) if TO.match(row.string)), None)
    for block in reversed(build_blocks(rows)):
        first = rows.index(block.rows[0])
        words = block.string.split()
        addressed = to is not None and first <= to + 1
        plain = sum(word[0].islower() for word in words)
        if (
            len(words) > 2
            and plain * 3 >= len(words)
            and not addressed
            and kind_of(block.rows[0]) in ("text", "short")
            and "@" not in block.string
        ):
            return None if ADMINISTRATION.fullmatch(block.string) else block.text
    return None


def _addressee(
    anatomy: Anatomy, questions: str, found: Findings, *, parties: Mapping[str, str], members: Mapping[str, str]
) -> Person | None:
    row, text, rule = _addressed(anatomy)
    if row is None:
        return None
    person = read_person(text, parties)
    person = replace(person, email=find_email(anatomy.letterhead))
    found.note("addressee", person.name, rule=rule, row=row)
    if person.party is None:
        party, source = party_of_writer(questions, parties), "the questions' own words"
        if party is None:
            party, source = members.get(person.name), "register of members"
        found.note("addressee_party", party, rule=source, row=row)
        person = replace(person, party=party)
    return person


def _addressed(anatomy: Anatomy) -> tuple[Row | None, str, str]:
    """The row that names the addressee, the name in it, and the rule: behind "Til", below it, or in the salutation."""
    rows = anatomy.letterhead
    for at, row in enumerate(rows):
        match = TO.match(row.string)
        if match and match.end() < len(row.string):
            return row, row.string[match.end() :], "behind Til"
        if match and at + 1 < len(rows):
            return rows[at + 1], rows[at + 1].string, "below Til"
    for row in anatomy.salutation:
        match = SALUTATION.fullmatch(row.string)
        assert match is not None
        return row, match["name"], "salutation"
    return None, "", ""
