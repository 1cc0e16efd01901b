"""`indexer rebuild`: the corpus into the index, and the report of it.

Knows how a report reads; must not know how an index is built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from indexer.cli import streams
from indexer.cli.danish import DanishCommand
from indexer.cli.options import json_option
from indexer.cli.options import with_settings
from indexer.cli.progress import following
from indexer.errors import NothingToServeError
from indexer.rebuild import rebuild
from indexer.report import Report
from indexer.report import plain_values


if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.config import Settings


@click.command("rebuild", cls=DanishCommand)
@json_option
@with_settings
def command(settings: Settings, *, as_json: bool) -> None:
    """Læs alle breve i korpus, og byg et nyt indeks.

    Det gamle indeks bruges, til det nye er helt færdigt og prøvet; går noget galt, eller afbrydes kommandoen, er det urørt. Breve, der ikke
    er ændret siden sidst, læses ikke igen. Et brev, der ikke kan læses, nævnes i rapporten og stopper ikke de andre.

    Koden er 0, når der er et nyt indeks at søge i.
    """
    try:
        with following() as progress:
            report = rebuild(settings, progress=progress)
    except NothingToServeError as error:
        if isinstance(error.report, Report):
            _show(error.report, as_json=as_json)
        raise
    _show(report, as_json=as_json)


def _show(report: Report, *, as_json: bool) -> None:
    if as_json:
        streams.write_json(plain_values(report))
    else:
        for line in _lines(report):
            streams.write(line)


def _lines(report: Report) -> Iterator[str]:
    """The report as lines to read."""
    seconds = f"{report.seconds:.1f}".replace(".", ",")
    if report.generation is None:
        yield f"Intet nyt indeks ({seconds} s)."
    else:
        yield f"Indekset er bygget på {seconds} s: {_count(report.letters, 'brev', 'breve')}, {_count(report.passages, 'svar', 'svar')}."
        yield f"Læst: {report.read}. Uændret siden sidst: {report.cached}."
    if report.hiding:
        yield f"Skjult: {_count(report.hidden, 'adresse eller nummer', 'adresser og numre')} i {_count(report.hiding, 'brev', 'breve')}."
    if report.withdrawn:
        yield f"Trukket tilbage: {_count(len(report.withdrawn), 'brev eller svar', 'breve og svar')}."
    if report.remarks:
        yield f"Bemærkninger: {sum(remark.count for remark in report.remarks)}"
    for remark in report.remarks:
        yield "  " + streams.one_line(f"{remark.count} {remark.code}: {remark.example} ({remark.file})")
    if report.failures:
        yield f"Kunne ikke læses: {_count(len(report.failures), 'fil', 'filer')}"
    for failure in report.failures:
        yield "  " + streams.one_line(f"{failure.file}: {failure.reason} [{failure.code}]")
    if report.generation and (report.remarks or report.failures):
        yield "Hele listen: indexer report"
    if report.ignored:
        shown = ", ".join(report.ignored[:3]) + (" ..." if len(report.ignored) > 3 else "")
        yield streams.one_line(f"Sprunget over, fordi de er af en anden slags: {_count(len(report.ignored), 'fil', 'filer')} ({shown})")


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
