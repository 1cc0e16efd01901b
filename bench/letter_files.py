"""Invented letters as the files a city would have them in: `python -m bench.letter_files FOLDER --passages N`.

Knows how a letter is set as text; must not know how it is read. What is read of the files again are as many letters and passages.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from bench.letters import Letters
from bench.prose import make_prose


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.model.letter import Letter
    from indexer.model.letter import Passage


def write_letters(folder: Path, letters: Sequence[Letter]) -> None:
    """Nothing; each letter is a text file in `folder`, a hundred of them in each folder below it."""
    for number, letter in enumerate(letters):
        path = folder / f"{number // 100:04}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n\n".join(_parts(letter)) + "\n", encoding="utf-8", newline="\n")


def _parts(letter: Letter) -> Iterator[str]:
    """The blocks of a letter, from its head to its signature."""
    metadata = letter.metadata
    if metadata.administration:
        yield metadata.administration
    if metadata.addressee:
        yield f"Til\n{metadata.addressee.name}, {metadata.addressee.title} ({metadata.addressee.party})"
    if metadata.date:
        year, month, day = metadata.date.split("-")
        yield f"{day}-{month}-{year}"
    yield f"Sagsnr.\n{metadata.case_number}"
    yield f"Dokumentnr.\n{metadata.document_number}"
    yield f"Kære {metadata.addressee.name if metadata.addressee else 'alle'}"
    yield letter.preamble
    for passage in letter.passages:
        yield from _passage(passage)
    yield "Med venlig hilsen"
    for signer in metadata.signers:
        yield f"{signer.name}\n{signer.role}"


def _passage(passage: Passage) -> Iterator[str]:
    yield f"### Spørgsmål {passage.label}"
    yield passage.question or ""
    yield "### Svar"
    yield passage.answer
    for table in passage.tables:
        yield "\n".join([table.caption or "", *("\t".join(row) for row in table.rows)])


def main(arguments: list[str] | None = None) -> None:
    """Write the files that the arguments describe."""
    parser = argparse.ArgumentParser(prog="python -m bench.letter_files", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the files are made; they are kept")
    parser.add_argument("--passages", type=int, required=True, metavar="N")
    parser.add_argument("--text", type=Path, metavar="FILE.jsonl", help="paragraphs and questions; the lexicon's words without it")
    given = parser.parse_args(arguments)
    write_letters(given.folder, Letters(given.passages, make_prose(given.text)))


if __name__ == "__main__":
    main()
