"""A letter, or one passage of it -> what a reference to it says, and that as one Danish line.

Knows which facts a reference has and their order; must not know Flask, HTML or the formats of reference managers. What the letter does not
say is left out, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from typing import TYPE_CHECKING

from webapp.present.letter.page import letter_title
from webapp.present.results.cards import dated
from webapp.present.wording.danish import capitalised


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from indexer.model.letter import Letter
    from indexer.model.letter import Metadata
    from indexer.model.letter import Passage
    from indexer.model.letter import Signer
    from webapp.links import Links


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited, each text on one line, "" where it is not known.

    `key` names it among other references; `what` is the kind of text and to whom, as "svar til Åse Ørsted"; `named` what a note itself is
    called, for which nobody asked by letter; `issuers` runs from the
    authority down; `iso` is the day the letter itself bears, `dated` that in Danish or else the day of the inquiry; `details` are the rest,
    as "sag 2018-0000012" and "spørgsmål 1".
    """

    key: str
    title: str
    what: str
    named: str
    issuers: tuple[str, ...]
    authors: tuple[str, ...]
    signatures: tuple[str, ...]
    iso: str
    dated: str
    details: tuple[str, ...]
    url: str


def cited(letter: Letter, passage: Passage | None = None, *, links: Links) -> Cited:
    """What a reference to the letter, or to one passage of it, says; `links` are absolute."""
    metadata = letter.metadata
    anchor = passage.anchor if passage else ""
    return Cited(
        key="-".join(filter(None, (letter.id, anchor))),
        title=letter_title(replace(letter, passages=(passage,)) if passage else letter),
        what=_line(" ".join(_what(metadata))),
        named=f"”{_line(capitalised(metadata.subject))}”" if metadata.kind == "budget_note" and metadata.subject else "",
        issuers=_known(metadata.authority, metadata.administration),
        authors=_known(*(signer.name for signer in metadata.signers)),
        signatures=_known(*map(_signature, metadata.signers)),
        iso=metadata.own_date or "",
        dated=dated(metadata).text if metadata.day else "",
        details=_known(*_details(metadata, passage)),
        url=links.letter(letter.id, anchor=anchor),
    )


def citation(source: Cited) -> str:
    """The reference as one line of plain text."""
    issuer = ", ".join(source.issuers)
    body = ", ".join(filter(None, (source.what, source.named, source.dated, *source.details)))
    sentences = (f"{issuer}: {body}" if issuer else capitalised(body), "; ".join(source.signatures))
    return " ".join((*(f"{sentence.rstrip('.')}." for sentence in sentences if sentence), source.url))


def citations(letter: Letter, *, links: Links) -> dict[str, str]:
    """The reference to the letter, under "", and to each of its passages, under its anchor; `links` are absolute."""
    passages = {passage.anchor: passage for passage in letter.passages}
    return {anchor: citation(cited(letter, passage, links=links)) for anchor, passage in {"": None, **passages}.items()}


def _what(metadata: Metadata) -> Iterator[str]:
    if metadata.kind == "budget_note":
        yield from ("budgetnotat", metadata.reference or "")
    else:
        yield "svar"
    if metadata.addressee:
        yield f"til {metadata.addressee.name}"


def _details(metadata: Metadata, passage: Passage | None) -> Iterator[str]:
    if metadata.case_number:
        yield f"sag {metadata.case_number}"
    if metadata.document_number:
        yield f"dok. {metadata.document_number}"
    if passage and passage.kind == "question_answer" and passage.label:
        yield f"spørgsmål {passage.label}"
    if passage and passage.kind == "section" and passage.heading:
        yield f"afsnittet ”{passage.heading}”"


def _signature(signer: Signer) -> str:
    title = signer.title or ""
    # "Direktør" is a common noun within a sentence; "HR-chef" stays.
    title = title[:1].lower() + title[1:] if title[1:2].islower() else title
    return ", ".join(filter(None, (signer.name, title)))


def _known(*texts: str | None) -> tuple[str, ...]:
    return tuple(_line(text) for text in _given(texts))


def _given(texts: Iterable[str | None]) -> Iterator[str]:
    return (text for text in texts if text and text.strip())


def _line(text: str) -> str:
    return " ".join(text.split())
