"""A reference -> a file for a reference manager: BibTeX or RIS.

Knows both formats and what in a text would break them; must not know letters, HTML or URLs.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote

from webapp.present.wording.danish import capitalised
from webapp.present.wording.harmless import harmless


if TYPE_CHECKING:
    from collections.abc import Iterator

    from webapp.present.letter.citation import Cited


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""What BibTeX itself calls the months; each style writes them out in its own language."""

# Braces are counted by BibTeX even behind a backslash, so they are written by name.
_BIBTEX = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "#": r"\#", "$": r"\$", "%": r"\%", "&": r"\&", "_": r"\_",
})  # fmt: skip

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
_URL_SIGNS = ":/?#[]@!$&'()*+,;=%~"


def bibtex(source: Cited) -> bytes:
    """The reference as one BibTeX entry in UTF-8, for BibTeX and biblatex alike."""
    held = [f"  {name} = {value},\n" for name, value in _bibtex_fields(source)]
    return f"@misc{{{_key(source.key)},\n{''.join(held)}}}\n".encode()


def ris(source: Cited) -> bytes:
    """The reference as one RIS record in UTF-8; lines end in CRLF, as the format asks."""
    held = [("TY", "GOVDOC"), *_ris_fields(source), ("ER", "")]
    return "".join(f"{tag}  - {_clean(value)}\r\n" for tag, value in held).encode()


def _bibtex_fields(source: Cited) -> Iterator[tuple[str, str]]:
    issuer = ", ".join(source.issuers)
    if source.authors:
        yield "author", _braced(" and ".join(map(_bibtex_name, source.authors)))
    elif issuer:
        yield "author", _braced(_braced(_escaped(issuer)))  # one name, not to be cut into first and last
    yield "title", _braced(_braced(_escaped(source.title)))  # twice, or styles write its names in small letters
    yield "howpublished", _braced(_escaped(capitalised(source.what)))
    if issuer:
        yield "organization", _braced(_escaped(issuer))
    if source.iso:
        year, month, day = source.iso.split("-")
        yield "year", _braced(year)
        yield "month", MONTHS[int(month) - 1]
        yield "day", _braced(str(int(day)))
    if notes := _notes(source):
        yield "note", _braced(_escaped(capitalised(", ".join(notes))))
    yield "url", _braced(_url(source.url))
    yield "language", "{danish}"


def _ris_fields(source: Cited) -> Iterator[tuple[str, str]]:
    issuer = ", ".join(source.issuers)
    for name in source.authors:
        yield "AU", _family_first(name.replace("*", ""))  # the format forbids the sign in names
    if issuer and not source.authors:
        yield "AU", issuer
    yield "TI", source.title
    if issuer:
        yield "PB", issuer
    if source.iso:
        yield "PY", source.iso[:4]
        yield "DA", source.iso.replace("-", "/")
    yield "N1", capitalised(", ".join((source.what, *_notes(source))))
    yield "UR", _url(source.url)
    yield "LA", "da"


def _notes(source: Cited) -> tuple[str, ...]:
    """What has no field of its own; the day of an inquiry is not the letter's."""
    return source.details if source.iso or not source.dated else (source.dated, *source.details)


def _key(text: str) -> str:
    """A name that every BibTeX takes: ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-") or "svar"


def _escaped(text: str) -> str:
    return _clean(text).translate(_BIBTEX)


def _braced(text: str) -> str:
    return f"{{{text}}}"


def _bibtex_name(name: str) -> str:
    """The name as BibTeX cuts it up itself; in braces where a comma or a word in it would be taken for more."""
    return _braced(_escaped(name)) if re.search(r",|\b(?:and|others)\b", name, re.IGNORECASE) else _escaped(name)


def _family_first(name: str) -> str:
    """The name as "Lund, Bodil"; as BibTeX has it, a family name begins at the first word in small letters, else it is the last word."""
    words = name.split()
    begins = next((place for place, word in enumerate(words) if place and word[0].islower()), len(words) - 1)
    if begins < 1 or "," in name:
        return name
    return f"{' '.join(words[begins:])}, {' '.join(words[:begins])}"


def _url(text: str) -> str:
    return quote(text, safe=_URL_SIGNS)


def _clean(text: str) -> str:
    """The text on one line, without what would break the file or turn what stands after it."""
    return harmless(" ".join(text.split()))
