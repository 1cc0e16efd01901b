"""Who is written to, and who signs.

Knows the forms of names, titles and parties; must not know any particular person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import field
from math import inf
from typing import TYPE_CHECKING

from indexer.letters.furniture import WEB
from indexer.letters.text import JOINING_WORDS
from indexer.letters.text import Text
from indexer.letters.text import flow
from indexer.model.letter import Person
from indexer.model.letter import Signer


if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence

    from indexer.letters.rows import Row

_CAPITAL = r"[A-ZÆØÅÉÜÖÄ][\w.'’-]*"
NAME = re.compile(rf"{_CAPITAL}(?:\s+(?:{_CAPITAL}|af|de|den|der|van|von|el|al|bin)){{1,5}}")
ROLE = re.compile(r"\w*(?:direktør|chef|leder|borgmester|sekretær|konsulent|koordinator|rådmand|formand)\w*", re.IGNORECASE)
ACTING = re.compile(r"(?:kst|konst|fg|fung)\.\s*|(?:konstitueret|fungerende|midlertidig)\s+", re.IGNORECASE)
LONGEST_TITLE = 9
"""A line of so many words is none of a title."""

CLOSE = 0.5
LONGEST_OFFICE = 3
"""So many rows, this close below a title, may name an office."""

APART = 0.8
"""What stands so many lines below a name has nothing to do with it, unless it names an office."""

SHORT_FORMS = {"adm.": "administrerende", "vicedir.": "vicedirektør", "dir.": "direktør", "afd.": "afdelings"}


def read_person(text: str, parties: Mapping[str, str]) -> Person:
    """The person, party or committee a line names: "Anne Holm, MB (Ø)", "Enhedslisten", "Medlemmerne af Socialudvalget"."""
    letters = {letter: name for name, letter in reversed(list(parties.items()))}
    party = None
    bracket = re.search(r"\(\s*([^)]+?)\s*\)", text)
    if bracket:
        party = letters.get(bracket[1].upper()) or next((name for name in parties if name.casefold() == bracket[1].casefold()), None)
        if party:
            text = (text[: bracket.start()] + text[bracket.end() :]).strip(" ,")
    name, _, title = (part.strip() for part in text.rstrip(" ,.:").partition(","))
    if title in parties or title.upper() in letters:
        party, title = (title if title in parties else letters[title.upper()]), ""
    if name in parties:
        party = name
    return Person(name=name, title=title or None, party=party)


def party_of_writer(text: str, parties: Mapping[str, str]) -> str | None:
    """The party that people who write "vi" or "os" in this text say they belong to."""
    names = "|".join(sorted(map(re.escape, parties), key=len, reverse=True))
    match = re.search(rf"\b(?:vi|os|jeg)\b(?:\s+\w+){{0,2}}\s+(?:i|fra|hos)\s+({names})\b", text, re.IGNORECASE) if names else None
    return match[1] if match else None


def requester(text: str, parties: Mapping[str, str]) -> str | None:
    """The party that opens a text as the one who asked for it ("Enhedslisten har bedt ...")."""
    return next(
        (name for name in sorted(parties, key=len, reverse=True) if re.match(rf"{re.escape(name)}s?\s+(?:har|ønsker|beder|bad)\b", text)),
        None,
    )


def find_email(rows: Sequence[Row], name: str) -> str | None:
    """The first e-mail address in the rows that holds a part of the name; others are the sender's own."""
    addresses = [match.group() for row in rows if "@" in row.string for match in WEB.finditer(row.string) if "@" in match.group()]
    parts = [part for part in re.split(r"\W+", name.casefold()) if len(part) > 2]
    return next((address for address in addresses if any(part in address.casefold() for part in parts)), None)


def find_signers(rows: Sequence[Row]) -> tuple[list[Signer], int]:
    """Those who sign in the rows below a closing, and how many rows their names, titles and offices take.

    Two may sign side by side; then each column is read on its own.
    """
    columns: list[_Signatures] = []
    taken = 0
    for row in rows:
        cells = row.cells or (row.text,)
        edges = row.edges or [float(number) for number in range(2 * len(cells))]
        lines = [(cell, _column(columns, *place)) for cell, *place in zip(cells, edges[::2], edges[1::2], strict=True) if cell]
        gap = inf if row.opens_page else row.gap
        if not all(column.take(line, gap=gap) for line, column in lines):
            break
        taken += 1
    signers = [signer for column in columns for signer in column.signers()]
    return signers, taken + (_office(rows[taken:]) if signers else 0)


def _office(rows: Sequence[Row]) -> int:
    """How many rows right below a title name the office it is held in: short, neither sentences nor labels."""
    count = 0
    while count < min(len(rows), LONGEST_OFFICE) and _names_office(rows[count]):
        count += 1
    return count


def _names_office(row: Row) -> bool:
    plain = not (row.ends_sentence or ":" in row.string or row.opens_page or row.heading)
    return plain and row.gap < CLOSE and len(row.string.split()) < LONGEST_TITLE


def _column(columns: list[_Signatures], left: float, right: float) -> _Signatures:
    """The column that lies where a cell stands, or a new one."""
    column = next((column for column in columns if column.left < right and left < column.right), None)
    if column is None:
        column = _Signatures(left, right)
        columns.append(column)
    column.left, column.right = min(column.left, left), max(column.right, right)
    return column


@dataclass(slots=True)
class _Signatures:
    """What one column of signatures was read as so far, and from where to where it reaches: each name with the lines of its title."""

    left: float
    right: float
    names: list[str] = field(default_factory=list)
    titles: list[list[Text]] = field(default_factory=list)

    def take(self, line: Text, *, gap: float) -> bool:
        """Whether a line belongs to a signature: a name, a name with its title, or a line of the title of the name above; it is kept."""
        comma = line.text.find(",") + 1 or len(line.text) + 1
        name, title = line.text[: comma - 1].strip(), line.cut(comma)
        if _is_name(name) and (not title or ROLE.search(title.text)):
            self.names.append(name)
            self.titles.append([title] if title else [])
        elif self.names and len(line.text.split()) < LONGEST_TITLE and self._goes_on(line.text, gap=gap):
            self.titles[-1].append(line)
        else:
            return False
        return True

    def _goes_on(self, text: str, *, gap: float) -> bool:
        """Whether a line is the title of the last name, or the rest of a title that its narrow column has broken."""
        title = flow(self.titles[-1]).text
        if not title:
            return gap < APART or ROLE.search(text) is not None
        is_open = title.endswith(("-", ",")) or title.rsplit(None, 1)[-1] in JOINING_WORDS
        return gap < APART and (text[0].islower() or is_open or (not ROLE.search(title) and ROLE.search(text) is not None))

    def signers(self) -> list[Signer]:
        """The names with their titles, as far as they have one."""
        titles = [flow(lines).text.strip(" ,") for lines in self.titles]
        return [with_title(name, title) if title else Signer(name) for name, title in zip(self.names, titles, strict=True)]


def _is_name(text: str) -> bool:
    return NAME.fullmatch(text) is not None and not ROLE.search(text)


def with_title(name: str, title: str) -> Signer:
    """The signer with a title as written, what it says written out, and whether the holder is acting."""
    acting = ACTING.match(title) is not None
    bare = ACTING.sub("", title, count=1) if acting else title
    role = " ".join(SHORT_FORMS.get(word.casefold(), word) for word in bare.split())
    return Signer(name=name, title=title, role=role[:1].upper() + role[1:], acting=acting)
