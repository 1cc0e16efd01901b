"""`indexer search`: hits, one after another.

Knows how a hit reads on a terminal and as JSON; must not know how it is found.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING
from typing import Any

import click

from indexer.cli import streams
from indexer.cli.danish import DanishCommand
from indexer.cli.danish import WholeNumber
from indexer.cli.options import json_option
from indexer.cli.options import with_settings
from indexer.search import Index


if TYPE_CHECKING:
    from indexer.config import Settings
    from indexer.model.results import Change
    from indexer.model.results import Excerpt
    from indexer.model.results import Found
    from indexer.model.results import Results


# Unknown options are words: "-ord" leaves out the answers that have it.
@click.command("search", cls=DanishCommand, context_settings={"ignore_unknown_options": True})
@json_option
@click.option("--limit", type=WholeNumber(1), metavar="N", help="Vis højst så mange svar; ellers [search] page_size.")
@click.argument("words", metavar="ORD...", nargs=-1, required=True)
@with_settings
def command(settings: Settings, *, words: tuple[str, ...], limit: int | None, as_json: bool) -> None:
    """Søg i indekset, og vis de bedste svar.

    Alle ord skal være der, i en hvilken som helst bøjning. Desuden forstås:

    \b
      '"præcis ordlyd"'     ordene i denne rækkefølge
      nytte*                ord, der begynder sådan
      ledig ELLER borger    det ene eller det andet
      -sanktion             uden dette ord
      sag:2018-0000088      også dok: direktør: til: parti: type: år: dato:

    Er der kun få svar, følger de, der har nogle af ordene. Med --json skrives hvert svar som ét JSON-objekt på én linje.
    """  # noqa: D301 - click's sign for lines to leave alone
    results = Index(settings).search(" ".join(words), limit=limit or settings.search.page_size)
    for note in _notes(results):
        streams.say(note)
    for number, found in enumerate((*results.found, *results.nearly), 1):
        nearly = number > len(results.found)
        if as_json:
            streams.write_json(hit_values(found, nearly=nearly))
            continue
        if nearly and number == len(results.found) + 1:
            streams.write("Svar, der kun har nogle af ordene:\n")
        _draw(number, found)


def hit_values(found: Found, *, nearly: bool = False) -> dict[str, Any]:
    """The hit as values that JSON has, under the keys that are promised; `nearly` says that it lacks some of the words."""
    stored = found.stored
    return {
        "file": stored.file,
        "label": stored.passage.label,
        "score": found.score,
        "question": stored.passage.question,
        "snippet": _joined(found.snippet),
        "date": stored.metadata.date,
        "case_number": stored.metadata.case_number,
        "nearly": nearly,
    }


def _notes(results: Results) -> list[str]:
    ignored = [streams.one_line(note) for note in results.reading.ignored]
    ignored += [f"Viser svar for ”{meant}”; ingen svar har ”{typed}”." for typed, meant in map(_plain, results.reading.changes)]
    if results.reading.proposal:
        ignored.append(f"Mente du: {streams.one_line(results.reading.proposal)}")
    if not results.found and results.nearly:
        return [*ignored, "Ingen svar har det hele."]
    if not results.found:
        return [*ignored, "Ingen svar fundet. Prøv færre eller andre ord."]
    notes = [f"{len(results.found)} af {results.total} svar."]
    if results.reading.relaxed:
        notes.append("Ingen svar har alle ordene; her er dem, der har de fleste.")
    return [*ignored, *notes]


def _plain(change: Change) -> tuple[str, str]:
    return streams.one_line(change.typed), streams.one_line(change.meant)


def _draw(number: int, found: Found) -> None:
    passage, metadata = found.stored.passage, found.stored.metadata
    label = f"{'afsnit' if passage.kind == 'section' else 'spørgsmål'} {passage.label}" if passage.label else None
    case = f"sag {metadata.case_number}" if metadata.case_number else None
    title = _marked(found.question) if found.question else click.style(streams.one_line(passage.heading or found.stored.file), bold=True)
    streams.write(_coloured(f"{number}. {title}"))
    streams.write("   " + streams.one_line(", ".join(filter(None, (found.stored.file, label, metadata.date, case)))))
    streams.write(_coloured("   " + _marked(found.snippet)))
    streams.write("")


def _marked(excerpt: Excerpt) -> str:
    """The text on one line, with what matched in bold."""
    pieces = [(re.sub(r"\s+", " ", streams.plain(mark.text)), mark.marked) for mark in excerpt]
    return "".join(click.style(text, bold=True) if marked else text for text, marked in pieces)


def _joined(excerpt: Excerpt) -> str:
    return "".join(mark.text for mark in excerpt)


def _coloured(text: str) -> str:
    return text if sys.stdout.isatty() else click.unstyle(text)
