"""Letters for tests, from a few lines of text.

The text is the letter as it would stand in a file; blank lines become space, "**bold**" lines become bold ones.
"""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from indexer.letters import parse_letter
from indexer.model.source import Line
from indexer.model.source import Source


if TYPE_CHECKING:
    from indexer.model.letter import Letter

PARTIES = {"Enhedslisten": "Ø", "Venstre": "V", "Det Konservative Folkeparti": "C", "Radikale Venstre": "B"}

_KNOWN = st.sampled_from(
    [
        "",
        "",
        "Kære Vera Holm",
        "Spørgsmål",
        "Spørgsmål 1",
        "**Spørgsmål 2**",
        "1. Hvor mange cykler er der?",
        "2. Hvem kører på dem?",
        "a) De små?",
        "Ad 1: Der er syv.",
        "Ad 2 og 3:",
        "Forvaltningens svar",
        "Svar: Ja, det er der i hele kommunen, og det har der længe været, som det fremgår.",
        "Tabel 1. Cykler pr. år",
        "Cykler\t2018\t2019",
        "Røde\t3\t4",
        "I alt 5.460 5.460   0",
        "*uden hjelm",
        "Sagsnr.",
        "2019-0001234",
        "14. maj 2019",
        "1234 Byrum Ø",
        "Skovvej 12",
        "Baggrund",
        "- Cykler til unge",
        "Med venlig hilsen",
        "Carl Broe",
        "Kst. direktør",
        "lokalt forankrede be-",
        "skæftigelsesindsatser",
        "**",
        "Hvor mange cykler er der?",
    ]
)
PIECES = _KNOWN | st.text(max_size=30).filter(lambda text: "\n" not in text and "\r" not in text)
"""Lines of letters in any order, and lines of anything."""


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
