from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.letters.passages import letter_id
from indexer.model.letter import Metadata
from indexer.personal import SHOWN
from indexer.personal import find
from indexer.personal import hide
from indexer.personal import mask
from indexer.personal import mask_name


EMAIL, PHONE, CPR = SHOWN["email"], SHOWN["phone"], SHOWN["cpr"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("E-mail: Anne_Prøve@lilleby.dk", f"E-mail: {EMAIL}"),
        (r"[Anne\_Prøve@lilleby.dk](mailto:Anne_Prøve@lilleby.dk)", f"[{EMAIL}](mailto:{EMAIL})"),
        ("skriv til anne.proeve@ lilleby.dk.", f"skriv til {EMAIL}."),
        ("anne (at) lilleby.dk", EMAIL),
        ("Ring på 12 34 56 78.", f"Ring på {PHONE}."),
        ("Ring på 1234 5678 eller 23456789", f"Ring på {PHONE} eller {PHONE}"),
        ("+45 23 45 67 89, 0045 23456789, (+45) 2345 6789", f"{PHONE}, {PHONE}, {PHONE}"),
        ("Telefon\n2345 6789\nEAN nummer\n5798009800206", f"Telefon\n{PHONE}\nEAN nummer\n5798009800206"),
        ("Tlf. 23 45 67 89 1599 Lilleby", f"Tlf. {PHONE} 1599 Lilleby"),
        ("tlf. 23456789/23456780", f"tlf. {PHONE}/{PHONE}"),
        ("mobil 2012 2019", f"mobil {PHONE}"),
        ("Ring til +46 8 123 456 78", f"Ring til {PHONE}"),
        ("født 010190-1234", f"født {CPR}"),
        ("cpr-nr. 0101901234", f"cpr-nr. {CPR}"),
        ("cpr. 610190 1234", f"cpr. {CPR}"),
        ("borgeren (311299 1234) har", f"borgeren ({CPR}) har"),
    ],
)
def test_what_is_personal_is_hidden(text: str, shown: str) -> None:
    """An e-mail address, a telephone number and a CPR number are hidden however they are written, and what stands around them stays."""
    assert mask(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "12.345.678 kr. og 1.234.567 og 12 345 678 kr.",
        "12345678 kroner",
        "2018 2019 2020 2021 2022 I alt",
        "i 2018 2345 borgere",
        "sag 2018-0000088, dokument 2018-0000088-137",
        "EAN 5798009800206, EAN 5798 0098 0020 6",
        "CVR 64 94 22 12, CVR-nr.: 64942212",
        "20180131 og 31012018 og 31-01-2018",
        "01.01.2018-31.12.2018",
        "10 12 34 56 78 90",
        "I alt\t12345678\t23456789",
        "| 12345678 | 0101901234 |",
        "reg. 1234 konto 0101901234",
        "postnumre 2100-2400",
        "§ 12, stk. 2, nr. 12345678",
        "funktion 05.57.72.01",
        "990190-1234",
        "http://lilleby.dk/12345678",
        "@lilleby og 50 % @ 12",
    ],
)
def test_what_is_written_alike_stays(text: str) -> None:
    """Amounts, years, dates and the numbers of cases, documents, companies, accounts and tables are no person's."""
    assert mask(text) == text


def test_digits_in_a_cell_are_a_figure_unless_its_label_says_otherwise() -> None:
    """Eight digits in a table are hidden only where the heading of their column, or the cell before, calls them a number to ring."""
    assert mask("23456789", tabular=True) == "23456789"
    assert mask("23456789", label="Telefon", tabular=True) == PHONE
    assert mask("23 45 67 89", tabular=True) == PHONE


@pytest.mark.parametrize(
    "text",
    [
        "tlf. 23\u200745\u200767\u200789",
        "er 23\u00ad45\u00ad67\u00ad89 nu",
        "er 2345\u20606789 nu",
        "er 23\u201145\u201167\u201189 nu",
        "er 23\u00a045 67 89 nu",
        "tlf: 23/45/67/89",
        "Tlf. 23  45  67  89",
        "tlf. 23 45\n67 89",
        "ring på 2345\r\n6789.",
        "Borgeren kan træffes alle dage på 23 45\n67 89 i dag",
        "+45 23 45\n67 89",
        "010203\u00ad1234",
        "010203\u20141234",
        "cpr 010203-\n1234",
        "cpr 01\u00a002\u00a003\u00a0-\u00a01234",
        "cpr.nr.: 010203/1234",
        "for\u00adnavn@lille\u00adby.dk",
        "fornavn\u200b@lilleby.dk",
        "fornavn@lille-\nby.dk",
        "fornavn\uff20lilleby\uff0edk",
        "fornavn @ lilleby.dk",
    ],
)
def test_no_sign_between_hides_what_a_reader_sees(text: str) -> None:
    """Signs without width, other dashes and spaces, and the end of a line, change nothing for who reads; so neither here."""
    left = re.sub(r"\[[^]]*\]", "", mask(text))
    assert left != text
    assert not re.search(r"\d", left)
    assert "lille" not in left


@pytest.mark.parametrize(
    "text",
    ["Telefontid 10.00-12.00", "sag 010203/1234", "Tallene var 12 34\n56 78", "I alt er der over tid talt sager 2018\n2019 nu"],
)
def test_what_is_broken_alike_stays(text: str) -> None:
    """Hours, case numbers, and figures that end one line and begin the next, are no person's."""
    assert mask(text) == text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("svar_010203-1234_x.pdf", "svar_[cpr skjult]_x.pdf"),
        ("hr/mail til a.b@c.dk.txt", "hr/mail til [e-mail skjult]"),
        ("tlf 23 45 67 89.pdf", "tlf [telefon skjult].pdf"),
        ("23456789.pdf", "23456789.pdf"),
        ("2018-0000012-137.pdf", "2018-0000012-137.pdf"),
    ],
)
def test_names_of_files(name: str, shown: str) -> None:
    """What is surely personal is hidden in a file's name, and so in the id made of it; digits alone number documents."""
    assert mask_name(name) == shown
    assert ("skjult" in letter_id(Metadata(), name)) == (name != shown)


_PIECES = st.sampled_from(
    [
        "\u00ad",
        "\u200b",
        "23 45\n67 89",
        "12 34 56 78",
        "23456789",
        "2018 2019",
        "010190-1234",
        "a.b@c.dk",
        "tlf.",
        "cpr",
        "CVR",
        " ",
        "\n",
        "/",
        ", ",
        "kr.",
        "12",
        "og",
        *SHOWN.values(),
    ]
)
_TEXTS = st.one_of(st.text(), st.lists(_PIECES).map(" ".join), st.lists(_PIECES).map("".join))


@given(_TEXTS)
def test_masking_is_done_once_and_changes_nothing_else(text: str) -> None:
    """What was masked is not masked again; pieces stand in order and apart, and every character outside them stays where it was."""
    pieces = find(text)
    assert all(before.end <= after.start for before, after in pairwise(pieces))
    kept = [
        text[end:start]
        for end, start in zip([0, *(piece.end for piece in pieces)], [*(piece.start for piece in pieces), len(text)], strict=True)
    ]
    shown = [text for pair in zip(kept, [*(SHOWN[piece.kind] for piece in pieces), ""], strict=True) for text in pair]
    assert mask(text) == hide(text, pieces) == "".join(shown)
    assert mask(mask(text)) == mask(text)
