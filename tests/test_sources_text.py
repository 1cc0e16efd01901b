"""Text files as lines: encodings, pages, tabs, gaps and indents."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.errors import SourceError
from indexer.sources.text import decode
from indexer.sources.text import read_text


if TYPE_CHECKING:
    from indexer.model.source import Line


def read(text: str | bytes, *, markdown: bool = False) -> tuple[Line, ...]:
    """The lines of a text."""
    data = text.encode() if isinstance(text, str) else text
    return read_text(data, file="brev.txt", fingerprint="0", markdown=markdown).lines


def rows(text: str) -> list[tuple[str, float, float]]:
    """Text, gap and indent of each line."""
    return [(line.text, line.gap, line.indent) for line in read(text)]


DANISH = "Kære Åse Ærø – spørgsmål om „støtte”"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings(encoding: str) -> None:
    """The encodings of municipal files all give the same text."""
    assert decode(DANISH.encode(encoding)) == DANISH


def test_big_endian() -> None:
    """A mark at the beginning tells the order of bytes."""
    assert decode(b"\xfe\xff" + DANISH.encode("utf-16-be")) == DANISH


def test_one_foreign_byte_does_not_garble_the_rest() -> None:
    """UTF-8 with a byte of cp1252 in it stays UTF-8, and the byte is read as what it is."""
    assert decode("Kære Åse, spørgsmål ".encode() + b"\xf8") == "Kære Åse, spørgsmål ø"


def test_undefined_bytes() -> None:
    """What not even cp1252 defines leaves nothing behind."""
    assert [line.text for line in read(b"bl\xe5b\x81\xe6r")] == ["blåbær"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\u2028", "\x85"])
def test_line_ends(end: str) -> None:
    """Every way to end a line ends a line."""
    assert rows(end.join(["et", "to", "", "tre"])) == [("et", 0, 0), ("to", 0, 0), ("tre", 1, 0)]


def test_pages() -> None:
    """A form feed begins a page, and the first line of a page has no gap."""
    assert [(line.page, line.text, line.gap) for line in read("et\n\n\f\n\nto\n \n\ntre\f")] == [(1, "et", 0), (2, "to", 0), (2, "tre", 2)]


def test_indent_and_spaces() -> None:
    """Leading blanks are the indent, trailing ones nothing, runs inside a line stay."""
    assert rows("  to   ord  \n\tefter tab\n\u00a0et") == [("to   ord", 0, 2), ("efter tab", 0, 8), ("et", 0, 1)]


def test_tabs_make_cells() -> None:
    """Tabs inside lines separate cells; a line beside them that opens with a tab has an empty first cell."""
    found = read("Tabel 1\n\n\tMio. kr.\nØvrig vejl.\t 296 \nI alt\t\t430\t\n")
    assert [line.cells for line in found] == [(), ("", "Mio. kr."), ("Øvrig vejl.", "296"), ("I alt", "", "430")]
    assert found[3].text == "I alt\t\t430"


def test_tabs_that_are_no_cells() -> None:
    """A tab behind a list label or before a line only sets it apart."""
    found = read("1.\tHvor mange?\n2.\tHvor meget?\n\n\tIndrykket afsnit")
    assert [(line.text, line.cells) for line in found] == [("1. Hvor mange?", ()), ("2. Hvor meget?", ()), ("Indrykket afsnit", ())]


def test_a_numbered_table_is_one() -> None:
    """Labels with more than one tab, or next to a row of cells, are cells."""
    assert [line.cells for line in read("Nr.\tTilbud\n1.\tMentor\n2.\tKurser")] == [("Nr.", "Tilbud"), ("1.", "Mentor"), ("2.", "Kurser")]
    assert [line.cells for line in read("1.\tMentor\t5")] == [("1.", "Mentor", "5")]


def test_bullets_and_hyphens() -> None:
    """Bullets are written alike; a hyphen that ends a line is left to whoever joins lines."""
    assert [line.text for line in read("\uf0b7 Område\n● To\n- be-\nskæf\u00ad")] == ["• Område", "• To", "- be-", "skæf\u00ad"]


def test_plain_text_is_no_markdown() -> None:
    """Without a single mark of Markdown, stars and backslashes are text."""
    assert [line.text for line in read("Kurser*\n*ekskl. moms*")] == ["Kurser*", "*ekskl. moms*"]


def test_markdown_by_name_or_by_look() -> None:
    """A file called Markdown is read as such, and one that looks like it too."""
    assert [(line.text, line.italic) for line in read("*Hvor mange?*", markdown=True)] == [("Hvor mange?", True)]
    assert [(line.text, line.heading, line.bold, line.gap) for line in read("## Svar\n\n*ja*")] == [
        ("Svar", 2, True, 0),
        ("ja", 0, False, 1),
    ]


def test_empty_cells_alone_are_an_empty_line() -> None:
    """A row of a table without any text is no line, and counts as space."""
    assert [(line.text, line.gap) for line in read("| a | b |\n|---|---|\n| | |\n| c | d |")] == [("a\tb", 0), ("c\td", 1)]


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff\u200b\n", "\f\f"])
def test_empty(text: str) -> None:
    """Nothing but white space is an error of its own."""
    with pytest.raises(SourceError) as caught:
        read(text)
    assert caught.value.code == "empty"


@settings(max_examples=100)
@given(st.binary() | st.text().map(str.encode), st.booleans())
def test_any_bytes(data: bytes, markdown: bool) -> None:
    """Any bytes give lines of composed text without line ends, or SourceError; nothing else is raised."""
    found: tuple[Line, ...] = ()
    with suppress(SourceError):
        found = read(data, markdown=markdown)
    for line in found:
        assert line.text.strip()
        assert len(line.text.splitlines()) == 1
        assert unicodedata.is_normalized("NFC", line.text)
        assert line.text == ("\t".join(line.cells) or line.text)
