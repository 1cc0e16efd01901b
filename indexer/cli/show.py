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
from indexer.cli.danish import WholeNumber
from indexer.cli.drawing import draw
from indexer.cli.options import json_option
from indexer.cli.options import with_settings_if_any
from indexer.corpus import correction_beside
from indexer.errors import SourceError
from indexer.letters import parse_letter
from indexer.preparing import corrected
from indexer.privacy import covered
from indexer.privacy import hidden_in
from indexer.privacy import masked
from indexer.recognition import open_recognition
from indexer.redaction import boxes_of
from indexer.sources import read_source


if TYPE_CHECKING:
    from indexer.config import Settings
    from indexer.model.letter import Letter
    from indexer.model.letter import Passage
    from indexer.model.source import Source


@click.command("show", cls=DanishCommand)
@json_option
@click.option("--overlay", "picture", metavar="NAVN.png", type=click.Path(path_type=Path), help="Tegn det på siderne af en PDF-fil.")
@click.option("--page", "number", metavar="N", type=WholeNumber(1), help="Tegn kun side N.")
@click.option("--unmasked", is_flag=True, help="Vis også e-mailadresser, telefonnumre og CPR-numre.")
@click.argument("files", metavar="FIL...", nargs=-1, required=True, type=click.Path(path_type=Path))
@with_settings_if_any("Uden config.toml kendes hverken partier eller medlemmer; angiv den med --config.")
def command(settings: Settings, *, files: tuple[Path, ...], as_json: bool, picture: Path | None, number: int | None, unmasked: bool) -> int:
    """Vis, hvordan breve forstås: spørgsmål, svar, tabeller, dato, sagsnummer, underskriver og bemærkninger.

    En rettelse (NAVN.meta.toml) ved siden af brevet er regnet med. Intet indeks bruges eller ændres. Med --json skrives hvert brev som ét
    JSON-objekt på én linje. Med --overlay tegnes siderne af én PDF-fil, hver linje i farven for det, den er taget for; flere sider bliver
    til NAVN-1.png, NAVN-2.png ... E-mailadresser, telefonnumre og CPR-numre er skjult, som de er på siden; --unmasked viser dem. En fil,
    der ikke kan læses, nævnes, de andre vises, og koden er 1.
    """
    _check_choices(files, as_json=as_json, picture=picture, number=number)
    failed = False
    recognition = open_recognition(settings, keeps=False)
    for path in files:
        try:
            source = read_source(path, file=path.as_posix())
            source = recognition.whole(source, path) if recognition else source
            registers = {"parties": settings.parties, "members": settings.members}
            letter, _ = corrected(parse_letter(source, **registers), correction_beside(path), **registers)
            hides = settings.privacy.mask and not unmasked
            letter = masked(letter) if hides else letter
            if picture:
                _draw_pages(letter, source, path, picture=picture, number=number, hides=hides)
            elif as_json:
                streams.write_json(letter_values(letter))
            else:
                streams.write(draw(letter, covered(source) if hides else source))
        except SourceError as error:
            failed = True
            streams.say(streams.one_line(f"indexer: {path.as_posix()}: {error}"))
    return int(failed)


def _check_choices(files: tuple[Path, ...], *, as_json: bool, picture: Path | None, number: int | None) -> None:
    """Nothing. Raises UsageError when the options do not go together."""
    mistakes = {
        "Valget --page hører sammen med --overlay.": number and not picture,
        "Valgene --overlay og --json kan ikke bruges sammen.": picture and as_json,
        "Valget --overlay tegner én fil ad gangen.": picture and len(files) > 1,
        f"Valget --overlay laver billeder, hvis navn ender på .png, ikke {picture}.": picture and picture.suffix.lower() != ".png",
    }
    for mistake, is_made in mistakes.items():
        if is_made:
            raise click.UsageError(mistake, click.get_current_context())


def _draw_pages(letter: Letter, source: Source, path: Path, *, picture: Path, number: int | None, hides: bool) -> None:
    """Nothing; the pages are drawn, what `hides` asks for black, and the pictures named on stdout. Raises SourceError."""
    if source.format != "pdf":
        raise SourceError("not_a_letter", "Filen er ren tekst og har ingen sider at tegne på. Vis den uden --overlay.")
    pages = [page for page in source.pages if number in (None, page.number)]
    if not pages:
        raise SourceError("no_pages", f"PDF-filen har ingen side {number}; den sidste er side {len(source.pages)}.")
    from indexer.cli.overlay import overlay  # noqa: PLC0415  pictures take longer to load than a letter takes to read

    black = boxes_of(source, hidden_in(source)) if hides else {}
    for page in pages:
        drawn = overlay(letter, source, path, page, black=black.get(page.number) or ())
        out = picture if len(pages) == 1 else picture.with_stem(f"{picture.stem}-{page.number}")
        with out.open("wb") as file:
            drawn.save(file, format="PNG")
        streams.write(out.as_posix())


def letter_values(letter: Letter) -> dict[str, Any]:
    """The letter as values that JSON has, under the keys that are promised."""
    metadata = letter.metadata
    signer = metadata.signers[0] if metadata.signers else None
    return {
        "file": letter.file.rsplit("/", 1)[-1],
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
