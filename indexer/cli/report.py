"""`indexer report`: the work list, all that is missing or doubtful in the letters, one line each.

Knows how a list of findings is shown; must not know how they are found.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

import click
import msgspec
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from indexer.cli import streams
from indexer.cli.danish import DanishCommand
from indexer.cli.options import json_option
from indexer.cli.options import with_settings
from indexer.engines import open_engine
from indexer.errors import IndexMissingError
from indexer.errors import ReportMissingError
from indexer.report import Finding
from indexer.report import kept_report


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

    from indexer.config import Settings

COLUMNS = Finding.__match_args__
"""The names of a line's values, in CSV and JSON."""

MOST = 500
"""How many lines of one code the table shows, unless the code was asked for: nobody reads more, and drawing them takes seconds."""

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet may run instead of show (https://owasp.org/www-community/attacks/CSV_Injection)."""


@click.command("report", cls=DanishCommand)
@click.option("--remark", "codes", multiple=True, metavar="KODE", help="Vis kun denne bemærkning; kan gives flere gange.")
@click.option("--csv", "as_csv", is_flag=True, help="Skriv CSV, som et regneark kan åbne.")
@json_option
@with_settings
def command(settings: Settings, *, codes: tuple[str, ...], as_csv: bool, as_json: bool) -> None:
    """List det, der mangler eller er tvivlsomt i de breve, der søges i, og de filer, der ikke kunne læses: en arbejdsliste.

    Hver linje har fil, brev, kode, side og besked. Listen er fra den genopbygning, der lavede indekset. Med --json skrives hver linje som
    ét JSON-objekt.

    \b
      indexer report --remark missing_date     kun breve uden dato
      indexer report --csv > liste.csv         til et regneark
    """  # noqa: D301 - click's sign for lines to leave alone
    if as_csv and as_json:
        raise click.UsageError("Vælg enten --csv eller --json.", click.get_current_context())
    every = _findings(settings)
    found = [finding for finding in every if not codes or finding.code in codes]
    if not found:
        streams.say(_nothing(every, codes))
    if as_json:
        for finding in found:
            streams.write_json(msgspec.to_builtins(finding))
    elif as_csv:
        for row in (COLUMNS, *map(_texts, found)):
            streams.write(_csv(row))
    elif found:
        streams.write(_drawn(found, most=len(found) if codes else MOST))


def _findings(settings: Settings) -> Sequence[Finding]:
    generation = open_engine(settings).current()
    if generation is None:
        raise IndexMissingError(settings.index_path)
    report = kept_report(settings.index_path, generation)
    if report is None:
        raise ReportMissingError(settings.index_path)
    return report.findings


def _nothing(every: Iterable[Finding], codes: Iterable[str]) -> str:
    there = Counter(finding.code for finding in every)
    if not there:
        return "Der er intet at bemærke til nogen af brevene."
    listed = ", ".join(f"{code} ({count})" for code, count in sorted(there.items()))
    return streams.one_line(f"Der er ingen bemærkninger med koden {' eller '.join(codes)}. Der er: {listed}.")


def _texts(finding: Finding) -> tuple[str, ...]:
    """The values of a finding, each on one line; absent ones are empty."""
    page = "" if finding.page is None else str(finding.page)
    return tuple(map(streams.one_line, (finding.file, finding.letter or "", finding.code, finding.message, page)))


def _csv(row: Sequence[str]) -> str:
    """The row as a line of CSV, each value marked as text where a spreadsheet would take it for a formula."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([f"'{text}" if text.startswith(_FORMULA) else text for text in row])
    return line.getvalue()


def _drawn(found: Sequence[Finding], *, most: int) -> str:
    """The findings as text for stdout, a table for each code: as wide as the terminal, and in colour if it is one."""
    console = Console(file=sys.stdout, highlight=False)
    with console.capture() as capture:
        for code, group in groupby(found, lambda finding: finding.code):
            console.print(_table(code, list(group), most=most))
    return "\n".join(line.rstrip() for line in capture.get().strip("\n").split("\n"))


def _table(code: str, found: Sequence[Finding], *, most: int) -> Table:
    table = Table(title=Text(f"{code}: {len(found)}", "bold"), title_justify="left", box=box.SIMPLE_HEAD, expand=True)
    for name, ratio in (("Fil", 3), ("Brev", 2), ("Side", None), ("Besked", 5)):
        table.add_column(name, ratio=ratio, overflow="fold", justify="right" if name == "Side" else "left")
    for file, letter, _, message, page in map(_texts, found[:most]):
        table.add_row(*map(Text, (file, letter, page, message)))
    if found[most:]:
        table.caption = Text(f"og {len(found) - most} til; se dem med indexer report --remark {code}")
        table.caption_justify = "left"
    return table
