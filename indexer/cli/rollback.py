"""`indexer rollback`: an earlier index in use again.

Knows how indexes are listed on a terminal; must not know which of them may be served.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from indexer import rollback
from indexer.cli import streams
from indexer.cli.danish import DanishCommand
from indexer.cli.options import with_settings


if TYPE_CHECKING:
    from indexer.config import Settings


@click.command("rollback", cls=DanishCommand)
@click.argument("name", metavar="[INDEKS]", required=False)
@click.option("--list", "listing", is_flag=True, help="Vis de indekser, der er gemt, og intet andet.")
@with_settings
def command(settings: Settings, *, name: str | None, listing: bool) -> None:
    """Tag det forrige indeks i brug igen, eller det, der nævnes. Brevene røres ikke, og siden skal ikke startes igen.

    Det varer til næste `indexer rebuild`. Der gemmes så mange indekser, som [index] keep siger; er det, der er skjult eller trukket
    tilbage, ændret siden, gemmes ingen.
    """
    if listing:
        for kept in rollback.generations(settings):
            streams.write(f"{kept.name}  {_size(kept)}{'  i brug' if kept.served else ''}")
        return
    served = rollback.rollback(settings, name)
    streams.write(f"Indekset {served.name} er i brug igen: {_size(served)}.")


def _size(kept: rollback.Generation) -> str:
    return f"{kept.letters} {'brev' if kept.letters == 1 else 'breve'}, {kept.passages} svar"
