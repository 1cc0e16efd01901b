"""Page furniture in text that has lost its geometry: the column of date and numbers, the sender's address.

Knows the forms of addresses, numbers and their labels; must not know any particular office.
Where a PDF became text, these blocks stand wherever the page put them, often in the middle of a sentence. They are told by what they hold:
a run of short rows in which labels, numbers, dates, streets, post codes and web addresses predominate.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Literal

from indexer.letters.dates import date_alone


if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.letters.rows import Row

CASE_LABEL = r"(?:sags?|journal|j)[\s.-]{0,2}(?:nr|nummer|numre|id)\b\.?"
DOCUMENT_LABEL = r"(?:dok(?:ument)?|akt|brev)[\s.-]{0,2}(?:nr|nummer|id)\b\.?"
CONTACT_LABEL = (
    r"(?:telefon|tlf|mobil|fax|e-?mail|mail|web|hjemmeside|(?:ean|cvr)(?:[ -]?(?:nr|nummer))?|sagsbehandler|kontakt(?:person)?"
    r"|direkte(?: telefon| nummer)?|\w*dato|(?:vores |jeres |deres )?ref(?:erence)?)\b\.?"
)
LABEL = re.compile(rf"(?<!\w)(?:(?P<case>{CASE_LABEL})|(?P<document>{DOCUMENT_LABEL})|(?P<contact>{CONTACT_LABEL}))", re.IGNORECASE)
CODE = re.compile(r"\d[\d\s./-]{4,}\d|\d{2,}-\d{3,}(?:-\d+)*")
WEB = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?|[\w.+-]+@[\w.-]+", re.IGNORECASE)
POST_CODE = re.compile(r"\d{4}\s+[A-ZÆØÅ][\w.]*(?:\s[A-ZÆØÅ][\w.]*){0,2}")
STREET = re.compile(r"[A-ZÆØÅ][\w.]*(?:\s[\w.]+){0,3}(?:\s(?:\d+|I)\s?[A-Z]?)?")
"""A name, often with a house number; text recognition reads the number 1 as a capital I."""

LONGEST = 45
Kind = Literal["label", "value", "post", "short", "text"]


def kind_of(row: Row) -> Kind:
    """What kind of row this is, were it furniture."""
    text = row.string
    if len(text) > LONGEST or row.cells or row.grid:
        return "text"
    label = LABEL.match(text)
    if label:
        rest = text[label.end() :].lstrip(" :")
        if not rest or CODE.fullmatch(rest) or WEB.fullmatch(rest) or date_alone(rest):
            return "label"
    if POST_CODE.fullmatch(text):
        return "post"
    if CODE.fullmatch(text) or WEB.fullmatch(text) or date_alone(text):
        return "value"
    return "short" if STREET.fullmatch(text) and not row.ends_sentence else "text"


def is_contact(text: str) -> bool:
    """Whether a line at the edge of a page is the sender's address or a case number: short parts, one of them labelled, web or post."""
    parts = [part.strip() for part in re.split(r"\s[·•|–]\s|\s{3,}|,\s", text)]
    signs = sum(bool(LABEL.match(part) or WEB.fullmatch(part) or POST_CODE.fullmatch(part)) for part in parts)
    return len(text) <= 120 and signs * 2 >= len(parts)


def find_furniture(rows: Sequence[Row]) -> set[int]:
    """The places in `rows` of those that are page furniture by what they say."""
    kinds = [kind_of(row) for row in rows]
    found: set[int] = set()
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and (kinds[end] in ("label", "value", "post") or _belongs(rows, kinds, end)):
            end += 1
        run = kinds[at:end]
        if len(run) > 1 and ("label" in run or "post" in run):
            found.update(range(at, end))
        at = max(end, at + 1)
    return found


def _belongs(rows: Sequence[Row], kinds: list[Kind], at: int) -> bool:
    """Whether a short row is the street above a post code, the office above the street, or the name below its label."""
    if kinds[at] != "short":
        return False
    after = kinds[at + 1 : at + 3]
    if after[:1] == ["post"]:
        return True
    if after == ["short", "post"]:
        return not rows[at].ends_sentence and len(rows[at].string.split()) <= 3
    return at > 0 and kinds[at - 1] == "label" and _names_somebody(rows[at - 1]) and rows[at].gap < 1


def _names_somebody(row: Row) -> bool:
    return (
        re.fullmatch(r"(?:sagsbehandler|kontakt(?:person)?|(?:vores |jeres |deres )?ref(?:erence)?)\.?\s*:?", row.string, re.IGNORECASE)
        is not None
    )
