"""`indexer show`: how a letter is understood, without an index.

Knows in what shape a letter is shown; must not know how it is read.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

import click

from indexer.cli import streams
from indexer.cli.danish import DanishCommand
from indexer.cli.drawing import draw
from indexer.cli.options import json_option
from indexer.cli.options import with_settings_if_any
from indexer.errors import SourceError
from indexer.letters import parse_letter
from indexer.sources import read_source


if TYPE_CHECKING:
    from indexer.config import Settings
    from indexer.model.letter import Letter
    from indexer.model.letter import Passage


@click.command("show", cls=DanishCommand)
@json_option
@click.argument("files", metavar="FIL...", nargs=-1, required=True, type=click.Path(path_type=Path))
@with_settings_if_any
def command(settings: Settings, *, files: tuple[Path, ...], as_json: bool) -> int:
    """Vis, hvordan breve forstås: spørgsmål, svar, tabeller, dato, sagsnummer, underskriver og bemærkninger.

    Intet indeks bruges eller ændres. Med --json skrives hvert brev som ét JSON-objekt på én linje. En fil, der ikke kan læses, nævnes, de
    andre vises, og koden er 1.
    """
    failed = False
    for path in files:
        try:
            source = read_source(path, file=path.as_posix())
        except SourceError as error:
            failed = True
            streams.say(streams.one_line(f"indexer: {path.as_posix()}: {error}"))
            continue
        letter = parse_letter(source, parties=settings.parties, members=settings.members)
        if as_json:
            streams.write_json(letter_values(letter))
        else:
            streams.write(draw(letter))
    return int(failed)


def letter_values(letter: Letter) -> dict[str, Any]:
    """The letter as values that JSON has, under the keys that DESIGN 10 names."""
    metadata = letter.metadata
    signer = metadata.signers[0] if metadata.signers else None
    return {
        "file": letter.file,
        "kind": metadata.kind,
        "authority": metadata.authority,
        "administration": metadata.administration,
        "addressee": metadata.addressee and metadata.addressee.name,
        "addressee_party": metadata.addressee and metadata.addressee.party,
        "asker": metadata.asker and metadata.asker.name,
        "date": metadata.date,
        "date_source": metadata.date_source,
        "inquiry_date": metadata.inquiry_date,
        "case_number": metadata.case_number,
        "document_number": metadata.document_number,
        "reference": metadata.reference,
        "subject": metadata.subject,
        "signer": signer and signer.name,
        "signer_title": signer and signer.title,
        "signers": [{"name": each.name, "title": each.title, "role": each.role, "acting": each.acting} for each in metadata.signers],
        "preamble": letter.preamble,
        "needs_ocr": letter.needs_ocr,
        "passages": [_passage_values(passage) for passage in letter.passages],
        "remarks": [{"code": remark.code, "message": remark.message} for remark in letter.remarks],
    }


def _passage_values(passage: Passage) -> dict[str, Any]:
    return {
        "label": passage.label,
        "kind": passage.kind,
        "heading": passage.heading,
        "question": passage.question,
        "answer": passage.answer,
        "tables": [{"caption": table.caption, "rows": [list(row) for row in table.rows]} for table in passage.tables],
        "page": passage.page,
        "confidence": passage.confidence,
    }
