"""A whole result as a file: read page by page, and sent while it is read.

Knows how a result is followed to its end, and what a file must not be: too large for memory, or two indexes in one. Must not know HTTP, or
the fields of a line of JSON.

Where the index is built anew while a file is sent, the rest of it would not fit what was sent. So the file ends there with a line that says
so, and the connection is cut: a browser calls such a download failed, and nobody takes half a file for a whole one.
"""

from __future__ import annotations

import threading
import weakref
from typing import TYPE_CHECKING
from typing import NamedTuple

from webapp.api import filling
from webapp.api.encoding import encoded
from webapp.present.letter.spreadsheet import MARK
from webapp.present.letter.spreadsheet import as_csv


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.model.letter import StoredPassage
    from indexer.model.results import Found
    from indexer.model.results import Results
    from indexer.search import Index
    from webapp.links import Links
    from webapp.params import SearchRequest


PAGE_SIZE = 1000
"""So many passages are held at a time. Each page is a search of its own, so that few pages are soon found."""

BUSY = "Der hentes så mange lister lige nu, som der kan ad gangen. Prøv igen om lidt."
BUSY_SECONDS = 10

CHANGED = "Listen er ikke hel: indekset blev lavet om undervejs. Hent den igen."

COLUMNS = (
    "id",
    "Dato",
    "Sagsnummer",
    "Dokumentnummer",
    "Type",
    "Forvaltning",
    "Underskriver",
    "Modtager",
    "Parti",
    "Spørger",
    "Emne",
    "Nummer",
    "Overskrift",
    "Spørgsmål",
    "Svar",
    "Adresse",
    "Henvendelse",
)
"""The head of the CSV file: it is opened by people. Columns are only added, at the end."""

MOST_IN_CELL = 32_767
"""Characters, as UTF-16 counts them: Excel puts the rest of a longer text into cells that are not its own."""


class ChangedError(RuntimeError):
    """The index is another than the one the file was begun with."""


class Turns:
    """So many files are sent at once, each by a thread of its own until it is read: who reads slowly leaves the other threads alone."""

    def __init__(self, most: int) -> None:
        self._left = threading.BoundedSemaphore(most)

    def taken(self) -> bool:
        """Whether there was a turn; it has to be given back."""
        return self._left.acquire(blocking=False)

    def back(self, answer: object) -> Callable[[], object]:
        """What gives the turn back of this answer: whatever comes first, that it was sent, broke off, or is not held any longer."""
        return weakref.finalize(answer, self.give_back)

    def give_back(self) -> None:
        """There is a turn for another."""
        self._left.release()


class Form(NamedTuple):
    """How a file is written: its type, what stands at its beginning, a passage in it, and the line that says it is not whole."""

    kind: str
    head: bytes
    line: Callable[[StoredPassage, Links], bytes]
    cut: bytes


def whole(index: Index, request: SearchRequest, form: Form, *, links: Links) -> Iterator[bytes]:
    """The file of all that the request finds in `index`. Its first page is found before anything is given; raises what the index raises."""
    generation = index.generation
    first = _page(index, request, offset=0)
    return _written(_pages(index, request, first, generation=generation), form, links=links)


def csv_line(stored: StoredPassage, links: Links) -> bytes:
    """A passage as a row of the CSV file."""
    known, passage = stored.metadata, stored.passage
    cells = (
        f"{stored.letter}#{passage.anchor}",
        known.date,
        known.case_number,
        known.document_number,
        filling.kind_name(known.kind),
        known.administration,
        ", ".join(signer.name for signer in known.signers),
        known.addressee and known.addressee.name,
        known.addressee and known.addressee.party,
        known.asker and known.asker.name,
        known.subject,
        passage.label,
        passage.heading,
        passage.question,
        passage.answer,
        links.letter(stored.letter, anchor=passage.anchor),
        known.inquiry_date,
    )
    return as_csv([[_fitting(cell or "") for cell in cells]])


def _fitting(cell: str) -> str:
    """The cell, or as much of it as a cell holds, with a sign that there is more."""
    units = cell.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * MOST_IN_CELL:
        return cell
    kept = MOST_IN_CELL - len("'…")  # the apostrophe is put before what a spreadsheet would run
    return f"{units[: 2 * kept].decode('utf-16-le', 'ignore')}…"


def json_line(stored: StoredPassage, links: Links) -> bytes:
    """A passage as a line of the JSON Lines file."""
    return encoded(filling.exported(stored, links=links)) + b"\n"


FORMS = {
    "csv": Form("text/csv; charset=utf-8", MARK + as_csv([COLUMNS]), csv_line, as_csv([[CHANGED]])),
    "jsonl": Form("application/jsonl", b"", json_line, encoded({"incomplete": CHANGED}) + b"\n"),
}
"""The files by their ending."""


def _pages(index: Index, request: SearchRequest, first: Results, *, generation: str) -> Iterator[Sequence[Found]]:
    """The passages found, page by page. Raises ChangedError where they would no longer be of one generation."""
    page, offset = first, 0
    while page.found:
        # Asked after the page was found: then the page is of this generation, or the file ends before it.
        if index.generation != generation:
            raise ChangedError(CHANGED)
        yield page.found
        offset += len(page.found)
        if offset >= page.total:
            return
        page = _page(index, request, offset=offset)


def _page(index: Index, request: SearchRequest, *, offset: int) -> Results:
    return index.search(request.words, filters=request.filters, sort=request.sort, offset=offset, limit=PAGE_SIZE)


def _written(pages: Iterator[Sequence[Found]], form: Form, *, links: Links) -> Iterator[bytes]:
    yield form.head
    try:
        for page in pages:
            yield b"".join(form.line(hit.stored, links) for hit in page)
    except ChangedError:
        yield form.cut
        raise
