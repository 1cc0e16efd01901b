from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from webapp.links import Links
from webapp.present.letter.citation import cited
from webapp.present.letter.references import bibtex
from webapp.present.letter.references import ris


LETTER = letter("2018-0000012-3")
SOURCE = cited(LETTER, LETTER.passages[0], links=Links("https://svar.example"))
BARE = cited(letter("b1", metadata=type(metadata())()), links=Links())

HOSTILE = st.text(alphabet=st.sampled_from('a Æ1{}\\"%$&#_~^@,=-*\r\n\u2028\x85\x00'), max_size=30)


def test_bibtex() -> None:
    """An entry has author, title kept as it is written, who issued it, the day, numbers, and the address of the passage."""
    assert bibtex(SOURCE).decode() == (
        "@misc{2018-0000012-3-svar-1,\n"
        "  author = {Bodil Ågård},\n"
        "  title = {{Mælk i skolerne}},\n"
        "  howpublished = {Svar til Åse Ørsted},\n"
        "  organization = {Lilleby Kommune, Børne- og Skoleforvaltningen},\n"
        "  year = {2018},\n"
        "  month = sep,\n"
        "  day = {24},\n"
        "  note = {Sag 2018-0000012, dok. 2018-0000012-3, spørgsmål 1},\n"
        "  url = {https://svar.example/brev/2018-0000012-3#svar-1},\n"
        "  language = {danish},\n"
        "}\n"
    )


def test_ris() -> None:
    """A record runs from TY to ER, each line six characters and a value, ended by CRLF, with names family first."""
    assert ris(SOURCE).decode() == (
        "TY  - GOVDOC\r\n"
        "AU  - Ågård, Bodil\r\n"
        "TI  - Mælk i skolerne\r\n"
        "PB  - Lilleby Kommune, Børne- og Skoleforvaltningen\r\n"
        "PY  - 2018\r\n"
        "DA  - 2018/09/24\r\n"
        "N1  - Svar til Åse Ørsted, sag 2018-0000012, dok. 2018-0000012-3, spørgsmål 1\r\n"
        "UR  - https://svar.example/brev/2018-0000012-3#svar-1\r\n"
        "LA  - da\r\n"
        "ER  - \r\n"
    )


def test_what_is_not_known_has_no_field() -> None:
    """A letter that says nothing gives an entry and a record without empty fields."""
    assert re.findall(r"^  (\w+) = ", bibtex(BARE).decode(), re.MULTILINE) == ["title", "howpublished", "url", "language"]
    assert re.findall(r"^(\w\w)  - ", ris(BARE).decode(), re.MULTILINE) == ["TY", "TI", "N1", "UR", "LA", "ER"]


def test_the_authority_stands_for_an_unsigned_letter() -> None:
    """Without a signer the author is the authority, as one name that is not cut up."""
    unsigned = replace(SOURCE, authors=())
    assert "author = {{Lilleby Kommune, Børne- og Skoleforvaltningen}}" in bibtex(unsigned).decode()
    assert "AU  - Lilleby Kommune, Børne- og Skoleforvaltningen\r\n" in ris(unsigned).decode()


def test_special_characters_in_bibtex() -> None:
    """Each character that means something to TeX is written so that it is set as itself."""
    entry = bibtex(replace(SOURCE, title=r"100 % & $5 #1 a_b ~ ^ \ {}")).decode()
    written = r"100 \% \& \$5 \#1 a\_b \textasciitilde{} \textasciicircum{} \textbackslash{} \textbraceleft{}\textbraceright{}"
    assert f"title = {{{{{written}}}}}," in entry


@pytest.mark.parametrize(
    ("name", "written", "family_first"),
    [
        ("Bo Lund Ås", "Bo Lund Ås", "Ås, Bo Lund"),
        ("Ida von der Mark", "Ida von der Mark", "von der Mark, Ida"),
        ("Ås, Bo", "{Ås, Bo}", "Ås, Bo"),
        ("Bo And Ea", "{Bo And Ea}", "Ea, Bo And"),
        ("Bo*", "Bo*", "Bo"),
    ],
)
def test_names(name: str, written: str, family_first: str) -> None:
    """A name is cut up as BibTeX would, and one that BibTeX would take for two stands in braces."""
    source = replace(SOURCE, authors=(name,))
    assert f"author = {{{written}}}," in bibtex(source).decode()
    assert f"AU  - {family_first}\r\n" in ris(source).decode()


@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_text_breaks_the_formats(title: str, name: str, address: str) -> None:
    """Whatever a letter holds, braces stay balanced, nothing ends the entry, and no value begins a line or a field of its own."""
    source = replace(SOURCE, title=title, authors=(f"x{name}",), url=f"https://svar.example/{address}", key=title, details=(name,))
    entry = bibtex(source).decode()
    depths = [entry[:place].count("{") - entry[:place].count("}") for place in range(1, len(entry))]
    assert min(depths[len("@misc") : -1]) == 1
    assert len(entry.splitlines()) == 12
    assert re.match(r"@misc\{[A-Za-z0-9-]+,\n", entry)
    record = ris(source).decode()
    assert all(re.match(r"[A-Z][A-Z0-9]  - [^\x00-\x1f]*\Z", line) for line in record.split("\r\n")[:-1])
    assert re.findall(r"^\w\w", record, re.MULTILINE) == ["TY", "AU", "TI", "PB", "PY", "DA", "N1", "UR", "LA", "ER"]
