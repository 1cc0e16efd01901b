"""A table -> a file that a Danish spreadsheet opens: CSV, each cell as the letter says it.

Knows how spreadsheets in Danish read CSV and what they would run; must not know letters, HTML or URLs.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from typing import TYPE_CHECKING

from webapp.present.letter.tables import is_number
from webapp.present.wording.harmless import harmless


if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.model.letter import Table


MARK = b"\xef\xbb\xbf"
"""What a file begins with, for Excel to take it for UTF-8."""

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet may run instead of show (https://owasp.org/www-community/attacks/CSV_Injection)."""

_CONTROL = ("\t", "\r", "\n")
"""What a spreadsheet may drop from the beginning of a cell, and then see a formula."""

_WITHIN = re.compile(rf"(?<=[,;\t\r\n])(?=\s*[{re.escape(''.join(_FORMULA))}][^,;\t\r\n]*(?:\||\w\())")
"""Where a spreadsheet of another language, for which commas divide cells, would see one begin that calls a function or a program."""


def spreadsheet(table: Table) -> bytes:
    """The rows of the table as CSV: UTF-8 with its mark, semicolons, CRLF, as Excel in Danish expects it.

    Caption and footnotes are left out: the first line is the first row, so that columns can be sorted and summed as they are.
    """
    return MARK + as_csv(table.rows)


def as_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """The rows as they stand in such a file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([_inert(harmless(cell)) for cell in row] for row in rows)
    return text.getvalue().encode()


def _inert(cell: str) -> str:
    """The cell, with an apostrophe where a spreadsheet might take it, or a piece of it, for a formula; a number with a sign is none."""
    seen = "".join(sign for sign in cell if unicodedata.category(sign) != "Cf")  # what has no width hides nothing from a spreadsheet
    runs = seen.startswith(_CONTROL) or seen.lstrip().startswith(_FORMULA)
    cell = _WITHIN.sub("'", cell)
    return f"'{cell}" if runs and not is_number(cell) else cell
