"""`indexer analyse`: what a word becomes before it is looked up.

Knows the shape of the answer; must not know Danish.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from indexer.analysis import default_analyzer
from indexer.cli import streams
from indexer.cli.danish import DanishCommand
from indexer.cli.options import with_settings_if_any


if TYPE_CHECKING:
    from indexer.config import Settings


@click.command("analyse", cls=DanishCommand)
@with_settings_if_any()
@click.argument("words", metavar="ORD...", nargs=-1, required=True)
def command(settings: Settings, words: tuple[str, ...]) -> None:
    """Vis, hvad hvert ord bliver til, når der indekseres og søges: dets grundform og dele, ét JSON-objekt på én linje.

    To ord finder hinanden, når de har et "terms" til fælles, eller når det enes er blandt det andets "parts".
    """
    analyzer = default_analyzer(settings.lists_path)
    for text in words:
        read = [word for _, word in analyzer.read(text)]
        parts = dict.fromkeys(part for word in read for part in word.parts)
        streams.write_json({"word": text, "terms": [word.term for word in read], "parts": list(parts)})
