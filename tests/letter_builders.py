"""Letters for tests, from a few lines of text.

The text is the letter as it would stand in a file; blank lines become space, "**bold**" lines become bold ones.
"""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

from indexer.letters import parse_letter
from indexer.model.source import Line
from indexer.model.source import Source


if TYPE_CHECKING:
    from indexer.model.letter import Letter

PARTIES = {"Enhedslisten": "Ø", "Venstre": "V", "Det Konservative Folkeparti": "C", "Radikale Venstre": "B"}


def source(text: str, *, file: str = "brev.txt") -> Source:
    """The lines of a text as the reader of sources gives them."""
    lines: list[Line] = []
    gap = 0
    for raw in dedent(text).strip("\n").split("\n"):
        if not raw.strip():
            gap += 1
            continue
        bold = raw.startswith("**") and raw.endswith("**")
        written = raw.strip("*") if bold else raw.rstrip()
        cells = tuple(cell.strip() for cell in written.split("\t")) if "\t" in written else ()
        written = "\t".join(cells) if cells else written
        lines.append(Line(text=written, gap=gap, indent=len(written) - len(written.lstrip()), cells=cells, bold=bold))
        gap = 0
    return Source(file=file, fingerprint="0" * 64, format="text", lines=tuple(lines))


def letter(text: str, *, file: str = "brev.txt", members: dict[str, str] | None = None) -> Letter:
    """The letter that a text is understood as."""
    return parse_letter(source(text, file=file), parties=PARTIES, members=members or {})


def places_of(parsed: Letter, read: Source) -> list[list[int]]:
    """How often each character of each line was placed."""
    count = [[0] * len(line.text) for line in read.lines]
    for place in parsed.places:
        for span in place.spans:
            for at in range(span.start, span.end):
                count[span.line][at] += 1
    return count


def misplaced(parsed: Letter, read: Source) -> list[str]:
    """The lines with a character that is not a space and does not lie in exactly one place, with how often each was placed."""
    counts = places_of(parsed, read)
    return [
        f"{line.text!r}: {''.join(map(str, count))}"
        for line, count in zip(read.lines, counts, strict=True)
        if any(n != 1 and not character.isspace() for n, character in zip(count, line.text, strict=True))
    ]
