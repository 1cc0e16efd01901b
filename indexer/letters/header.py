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

from indexer.letters.blocks import build_blocks
from indexer.letters.dates import find_dates
from indexer.letters.imprint import find_addressee
from indexer.letters.imprint import find_letter_date
from indexer.letters.imprint import find_number
from indexer.letters.imprint import imprint
from indexer.letters.imprint import titles
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
    from indexer.letters.text import Text

ADMINISTRATION = re.compile(r"(?:[A-ZÆØÅ][\wæøå]*(?:-,?|,)?\s(?:og\s)?){0,4}[A-ZÆØÅ]\w*forvaltning(?:en)?\b")
AUTHORITY = re.compile(r"(?P<name>[A-ZÆØÅ][\w-]+)\sKommune(?=s?\b)")
REFERENCE = re.compile(r"(?P<code>[A-ZÆØÅ]{1,4}[ -]?\d{1,4}[a-z]?)\b[.:]?\s+(?=[A-ZÆØÅ])")
_TO = r"(?:vedr\.|vedrørende|angående|ang\.|om)"
ABOUT = re.compile(
    r"(?:\bvedr\.|\bvedrørende|\bangående|\bang\.|\bom|\bredegør(?:e|else)\s+for)\s+(?P<subject>\S.*)", re.IGNORECASE | re.DOTALL
)
REQUEST = re.compile(
    r"(?:at\s+(?:svare\s+på|besvare|få)\s+)?(?:(?:en|et|nogle|følgende|yderligere|flere)\s+)*"
    rf"(?:\w*(?:spørgsmål|notat|oplysninger|information|orientering|svar)\s+{_TO}|redegørelse\s+(?:for|{_TO}))\s+(?=\S)"
    rf"|at\s+(?:oplyse|redegøre)\s+(?:for|{_TO})\s+(?=\S)",
    re.IGNORECASE,
)
"""What is asked for, where the subject proper comes after it: "oplysninger om ...", "at svare på spørgsmål om ..."."""
# A clause of the answerer's own, such as ", som forvaltningen hermed besvarer", is no part of the subject.
SUBJECT_END = re.compile(r"[.:?](?=\s+[A-ZÆØÅ]|\s*$)|\s(?=(?:kan|skal|vil)\s+[A-ZÆØÅ])|,(?=\s+(?:som|hvilke[nt]?)\s+[A-ZÆØÅ])")
SENTENCE_END = re.compile(r"[.!?:](?=\s+[A-ZÆØÅ])")


@dataclass(slots=True)
class Findings:
    """Metadata under construction: values and their origins by name."""

    values: dict[str, str] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)

    def note(self, name: str, value: str | None, *, rule: str, text: Text | None = None, page: int = 1) -> None:
        """Keep a value unless an earlier rule found one."""
        if value and name not in self.values:
            self.values[name] = value
            self.origins[name] = Origin(rule, page, text.spans if text else ())


def read_metadata(
    anatomy: Anatomy, opening: Sequence[Text], questions: str, *, parties: Mapping[str, str], members: Mapping[str, str]
) -> tuple[Metadata, dict[str, Origin], int]:
    """The metadata of a letter, where each value stands, and how many rows below the closing the signature takes.

    `opening` are the paragraphs before the first question, `questions` all that was asked, as text.
    """
    found = Findings()
    _imprinted(anatomy, found)
    _inquiry(opening, found)
    _sender(anatomy, opening, found)
    _subject(anatomy, opening, found)
    addressee = _addressee(anatomy, questions, found, parties=parties, members=members)
    asking = requester(opening[0].text, parties) if opening else None
    signers, taken = find_signers(anatomy.after)
    if signers:
        found.note("signer", signers[0].name, rule="below the closing", text=anatomy.after[0].text, page=anatomy.after[0].page)
    value = found.values.get
    metadata = Metadata(
        authority=value("authority"),
        administration=value("administration"),
        addressee=addressee,
        asker=Person(asking, party=asking) if asking else addressee,
        date=value("date"),
        date_source="letter" if value("date") else None,
        inquiry_date=value("inquiry_date"),
        case_number=value("case_number"),
        document_number=value("document_number"),
        reference=value("reference"),
        subject=value("subject"),
        signers=tuple(signers),
    )
    return metadata, found.origins, taken


def _imprinted(anatomy: Anatomy, found: Findings) -> None:
    """Case number, document number and date: from the margin, the letterhead or a running head."""
    strips = imprint(anatomy)
    for name, value in (
        ("case_number", find_number(strips, "case")),
        ("document_number", find_number(strips, "document")),
        ("date", find_letter_date(strips)),
    ):
        if value:
            found.note(name, value.value, rule="margin or letterhead", text=value.text, page=value.page)


def _inquiry(opening: Sequence[Text], found: Findings) -> None:
    """The day of the inquiry: the latest that the first sentence with a date names, unless it is after the letter's own.

    Earlier ones are those of an answer or a meeting that the inquiry follows up.
    """
    for paragraph in opening[:1]:
        days = find_dates(paragraph.text)
        end = SENTENCE_END.search(paragraph.text, days[0].end) if days else None
        first = [day for day in days if end is None or day.end <= end.end()]
        first = [day for day in first if day.iso <= found.values.get("date", day.iso)]
        if first:
            day = max(first, key=lambda day: day.iso)
            found.note("inquiry_date", day.iso, rule="latest date of the opening sentence", text=paragraph.cut(day.start, day.end))


def _sender(anatomy: Anatomy, opening: Sequence[Text], found: Findings) -> None:
    for row in (*anatomy.letterhead, *anatomy.furniture):
        if re.fullmatch(r"[A-ZÆØÅ][\w-]+\s+kommune", row.string, re.IGNORECASE):
            found.note("authority", row.string.title(), rule="letterhead", text=row.text, page=row.page)
        if ADMINISTRATION.fullmatch(row.string):
            found.note("administration", row.string, rule="letterhead", text=row.text, page=row.page)
    for paragraph in opening:
        if match := ADMINISTRATION.search(paragraph.text):
            found.note("administration", match.group(), rule="opening", text=paragraph.cut(*match.span()))
    mentioned = Counter(match["name"] for row in anatomy.body if "Kommune" in row.string for match in AUTHORITY.finditer(row.string))
    if mentioned:
        found.note("authority", f"{mentioned.most_common(1)[0][0]} Kommune", rule="named most often in the text")


def _subject(anatomy: Anatomy, opening: Sequence[Text], found: Findings) -> None:
    """The title in the letterhead, else what the opening says the inquiry is about."""
    title = _title(anatomy)
    if title:
        reference = REFERENCE.match(title.text)
        if reference:
            found.note("reference", reference["code"], rule="title", text=title.cut(0, reference.end("code")))
            title = title.cut(reference.end())
        start = _about(title.text)
        found.note("subject", title.text[start or 0 :], rule="title", text=title.cut(start or 0))
    for paragraph in opening[:1]:
        start = _about(paragraph.text)
        if start is not None:
            end = SUBJECT_END.search(paragraph.text, start)
            text = paragraph.cut(start, end.start() if end else None)
            found.note("subject", text.text, rule="what the opening is about", text=text)


def _about(text: str) -> int | None:
    """Where in a text its subject begins, behind what was asked for and the word that leads to it; None when there is none."""
    about = ABOUT.search(text)
    if about is None:
        return None
    request = REQUEST.match(text, about.start("subject"))
    return request.end() if request else about.start("subject")


def _title(anatomy: Anatomy) -> Text | None:
    """The last block of a letterhead that reads as a title: several words, not all of them names."""
    for block in reversed(build_blocks(list(titles(anatomy)))):
        words = block.string.split()
        plain = sum(word[0].islower() for word in words)
        if len(words) > 2 and plain * 3 >= len(words) and not ADMINISTRATION.fullmatch(block.string):
            return block.text
    return None


def _addressee(
    anatomy: Anatomy, questions: str, found: Findings, *, parties: Mapping[str, str], members: Mapping[str, str]
) -> Person | None:
    strip, rule = find_addressee(anatomy)
    if strip is None:
        return None
    person = read_person(strip.string, parties)
    person = replace(person, email=find_email((*anatomy.letterhead, *anatomy.furniture), person.name))
    found.note("addressee", person.name, rule=rule, text=strip.text, page=strip.row.page)
    if person.party is None:
        party, source = party_of_writer(questions, parties), "the questions' own words"
        if party is None:
            party, source = members.get(person.name), "register of members"
        found.note("addressee_party", party, rule=source)
        person = replace(person, party=party)
    return person
