"""Small folders of letters, and settings that point at them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.config import load_settings


if TYPE_CHECKING:
    from indexer.config import Settings


LETTER = """\
Forvaltningen for Prøver

Til
{to}

{day}

Sagsnr.
{case}

Dokumentnr.
{document}

Kære {to}

Tak for din henvendelse, hvor du har stillet følgende spørgsmål:

### Spørgsmål 1

Hvor mange borgere er i {topic}?

### Svar

Der er 17 borgere i {topic} i udgave {edition}.

### Spørgsmål 2

Hvad koster {topic} om året?

### Svar

Det koster 4 mio. kr. i udgave {edition}.

Med venlig hilsen

Anna Prøvesen
Direktør
"""


def letter_text(
    number: int = 1, *, day: str | None = None, document: str | None = None, topic: str = "nytteindsats", edition: str = "nul"
) -> str:
    """A letter with two questions; `number` makes its case, document and day differ from other letters."""
    case = f"2018-00000{number:02}"
    return LETTER.format(
        to="Enhedslisten",
        day=day if day is not None else f"{1 + number % 28:02}-09-2018",
        case=case,
        document=document or f"{case}-{number}",
        topic=topic,
        edition=edition,
    )


def put_letters(folder: Path, letters: dict[str, str]) -> None:
    """Nothing; the letters lie in `folder`, by file name."""
    for name, text in letters.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def configured(folder: Path, *, workers: int = 1, engine: str = "whoosh", seconds: int = 60) -> Settings:
    """The settings of a new config.toml in `folder`, with the letters in `folder/corpus` and the index in `folder/index`."""
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    config = folder / "config.toml"
    config.write_text(
        f'[rebuild]\nworkers = {workers}\nseconds_per_file = {seconds}\n[index]\nengine = "{engine}"\n[parties]\n"Enhedslisten" = "Ø"\n',
        encoding="utf-8",
    )
    return load_settings(config)


def process_environment(**variables: str) -> dict[str, str]:
    """The environment for a process that runs this checkout, whether it is installed or not, with streams buffered as they normally are."""
    path = os.pathsep.join(filter(None, (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONUNBUFFERED": "", "PYTHONPATH": path, **variables}
