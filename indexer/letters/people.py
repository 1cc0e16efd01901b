"""Who is written to, and who signs.

Knows the forms of names, titles and parties; must not know any particular person.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexer.letters.furniture import WEB
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
    """Those who sign in the rows below a closing, and how many rows their names and titles take.

    Two may sign side by side; then each column is read on its own.
    """
    signers: dict[int, list[Signer]] = {}
    taken = 0
    for at, row in enumerate(rows):
        for column, cell in enumerate(row.cells or (row.text,)):
            if not _sign(signers.setdefault(column, []), cell.text, close=row.gap < 0.8):
                return [signer for column in sorted(signers) for signer in signers[column]], taken
        taken = at + 1
    return [signer for column in sorted(signers) for signer in signers[column]], taken


def _sign(signers: list[Signer], text: str, *, close: bool) -> bool:
    """Whether a line belongs to a signature: a name, a name with its title, or the title of the name above, which is then kept."""
    name, _, title = (part.strip() for part in text.partition(","))
    if _is_name(name) and (not title or ROLE.search(title)):
        signers.append(with_title(name, title) if title else Signer(name))
    elif signers and signers[-1].title is None and (ROLE.search(text) or close) and len(text.split()) < 9:
        signers[-1] = with_title(signers[-1].name, text.strip(" ,"))
    else:
        return False
    return True


def _is_name(text: str) -> bool:
    return NAME.fullmatch(text) is not None and not ROLE.search(text)


def with_title(name: str, title: str) -> Signer:
    """The signer with a title as written, what it says written out, and whether the holder is acting."""
    acting = ACTING.match(title) is not None
    bare = ACTING.sub("", title, count=1) if acting else title
    role = " ".join(SHORT_FORMS.get(word.casefold(), word) for word in bare.split())
    return Signer(name=name, title=title, role=role[:1].upper() + role[1:], acting=acting)
