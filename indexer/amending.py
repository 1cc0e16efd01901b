"""Letters that are made ready, changed after all by what is known of the others: renamed, withdrawn in part, given editions.

Knows what of a letter has to be made anew when it changes; must not know other letters, files or engines.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.documents import pack
from indexer.documents import repack
from indexer.documents import stored_letter
from indexer.entries import decode_letter
from indexer.model.letter import Remark


if TYPE_CHECKING:
    from collections.abc import Collection

    from indexer.analysis import Analyzer
    from indexer.documents import Prepared
    from indexer.errors import SourceError
    from indexer.model.letter import Letter


def rename(prepared: Prepared, analyzer: Analyzer, *, letter: str, remark: Remark) -> Prepared:
    """The same letter under another id, and with a remark that says so."""
    whole = decode_letter(stored_letter(prepared.document))
    renamed = replace(whole, id=letter, remarks=(*whole.remarks, remark))
    again = pack(renamed, analyzer, cached=prepared.cached, correction=prepared.correction, access=prepared.access)
    return replace(again, hidden=prepared.hidden)


def unrecognised(prepared: Prepared, error: SourceError) -> Prepared:
    """The same letter, whose pictures could not be read, with a remark that says why."""
    letter = unread_remark(decode_letter(stored_letter(prepared.document)), str(error))
    return replace(prepared, remarks=letter.remarks, document=repack(prepared.document, letter), unread=0)


def unread_remark(letter: Letter, why: str) -> Letter:
    """The letter with the remark that its pictures could not be read."""
    return replace(letter, remarks=(*letter.remarks, Remark("ocr_failed", f"Tekstgenkendelsen mislykkedes. {why}")))


def succeed(prepared: Prepared, earlier: tuple[str, ...], *, hiding: Collection[str] = (), unseen: Collection[str] = ()) -> Prepared:
    """The same letter, naming the files of its earlier editions; `hiding` are files in which something is hidden, `unseen` those with pages
    on which there may be what was not read.
    """
    letter = decode_letter(stored_letter(prepared.document))
    hides = (*letter.hides, *(file for file in earlier if file in hiding))
    unread = (*letter.unread, *(file for file in earlier if file in unseen))
    letter = replace(letter, editions=earlier, hides=hides, unread=unread)
    return replace(prepared, document=repack(prepared.document, letter))


def withdraw(prepared: Prepared, analyzer: Analyzer, *, anchors: Collection[str], files: Collection[str]) -> Prepared:
    """The same letter without these passages and without these files of earlier editions.

    With a passage all earlier editions go, which may hold it, and so does whatever else the letter has from the lines of the passage.
    """
    whole = decode_letter(stored_letter(prepared.document))
    left = tuple(passage for passage in whole.passages if passage.anchor not in anchors)
    gone = {
        passage.anchor: sum(other in left for other in whole.passages[:at])
        for at, passage in enumerate(whole.passages)
        if passage.anchor in anchors
    }
    letter = replace(
        whole,
        passages=left,
        remarks=tuple(remark for remark in whole.remarks if remark.passage not in anchors),
        places=tuple(place for place in whole.places if place.passage not in anchors),
        editions=() if anchors else tuple(file for file in whole.editions if file not in files),
        withdrawn=gone,
    )
    again = pack(letter, analyzer, cached=prepared.cached, correction=prepared.correction, access=prepared.access)
    return replace(again, hidden=prepared.hidden)


def anchors_of(prepared: Prepared) -> frozenset[str]:
    """The anchors of the passages of a letter."""
    return frozenset(passage.anchor for passage in decode_letter(stored_letter(prepared.document)).passages)
