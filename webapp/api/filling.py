"""What was found -> the shapes of the API's answers.

Knows which value of a letter goes into which field; must not know Flask, or how anything is found.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from indexer.personal import mask_name
from webapp.api import answers
from webapp.api import parts
from webapp.params import SearchRequest
from webapp.params import written
from webapp.present.results.facets import LABELS
from webapp.present.results.facets import value_name


if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.model.letter import Letter
    from indexer.model.letter import Metadata
    from indexer.model.letter import Passage
    from indexer.model.letter import StoredPassage
    from indexer.model.results import Excerpt
    from indexer.model.results import FacetCounts
    from indexer.model.results import Found
    from indexer.model.results import Reading
    from indexer.model.results import Results
    from indexer.suggest import Suggestion
    from webapp.links import Links


MOST_VALUES = 100
"""So many values of a facet are told."""


def item(hit: Found, *, links: Links, words: str = "") -> parts.Item:
    """A passage found; its page marks the words."""
    stored, passage = hit.stored, hit.stored.passage
    return parts.Item(
        id=_key(stored.letter, passage),
        letter=stored.letter,
        anchor=passage.anchor,
        label=passage.label,
        kind=passage.kind,
        heading=passage.heading,
        question=_tokens(hit.question),
        snippet=_tokens(hit.snippet),
        score=hit.score,
        metadata=metadata(stored.metadata),
        url=links.letter(stored.letter, anchor=passage.anchor, request=SearchRequest(words) if words else None),
        api_url=links.api_passage(stored.letter, passage.anchor),
    )


def items(hits: Iterable[Found], *, links: Links, words: str = "") -> tuple[parts.Item, ...]:
    """The passages found, in their order."""
    return tuple(item(hit, links=links, words=words) for hit in hits)


def metadata(of: Metadata) -> parts.Metadata:
    """What is known of a letter, without the addresses of persons."""
    return parts.Metadata(
        kind=of.kind,
        authority=of.authority,
        administration=of.administration,
        addressee=of.addressee.name if of.addressee else None,
        addressee_party=of.addressee.party if of.addressee else None,
        asker=of.asker.name if of.asker else None,
        date=of.date,
        date_source=of.date_source,
        inquiry_date=of.inquiry_date,
        case_number=of.case_number,
        document_number=of.document_number,
        reference=of.reference,
        subject=of.subject,
        signers=tuple(parts.Signer(each.name, each.title, each.role, each.acting) for each in of.signers),
    )


def reading(of: Reading) -> parts.Reading:
    """How the words were understood."""
    changes = tuple(parts.Change(change.typed, change.meant) for change in of.changes)
    return parts.Reading(of.text, of.relaxed, changes, of.proposal or None, tuple(of.ignored))


def facet(name: str, index_name: str, counted: FacetCounts, *, find: str = "") -> parts.Facet:
    """The facet with this parameter; of its values those that have what `find` says."""
    pieces = find.casefold().split()
    found = [(each, value_name(index_name, each.value)) for each in counted.values]
    having = [(each, label) for each, label in found if all(piece in label.casefold() for piece in pieces)]
    return parts.Facet(
        name=name,
        label=LABELS[index_name],
        values=tuple(parts.Value(written(index_name, each.value), label, each.entries) for each, label in having[:MOST_VALUES]),
        total=len(having),
        missing=counted.missing,
    )


def passage(letter: str, of: Passage, *, links: Links) -> parts.Passage:
    """A passage of the letter with this id, whole."""
    return parts.Passage(
        id=_key(letter, of),
        anchor=of.anchor,
        label=of.label,
        kind=of.kind,
        heading=of.heading,
        question=of.question,
        answer=of.answer,
        tables=tuple(parts.Table(table.caption, table.rows, table.footnotes, table.page) for table in of.tables),
        footnotes=of.footnotes,
        page=of.page,
        confidence=of.confidence,
        url=links.letter(letter, anchor=of.anchor),
        api_url=links.api_passage(letter, of.anchor),
        similar_url=links.api_similar(letter, of.anchor),
    )


def letter(of: Letter, *, links: Links, mistakes: tuple[str, ...]) -> answers.LetterAnswer:
    """A letter whole."""
    return answers.LetterAnswer(
        id=of.id,
        file=mask_name(of.file),
        metadata=metadata(of.metadata),
        preamble=of.preamble,
        passages=tuple(passage(of.id, each, links=links) for each in of.passages),
        closing=of.closing,
        appendix=of.appendix,
        needs_ocr=of.needs_ocr,
        remarks=tuple(parts.Remark(remark.code, remark.message, remark.page, remark.passage) for remark in of.remarks),
        url=links.letter(of.id),
        api_url=links.api_letter(of.id),
        original_url=links.original(of.id),
        mistakes=mistakes,
    )


def exported(stored: StoredPassage, *, links: Links) -> answers.ExportedPassage:
    """A passage as a line of an export."""
    return answers.ExportedPassage(stored.letter, metadata(stored.metadata), passage(stored.letter, stored.passage, links=links))


def case(number: str, results: Results, *, links: Links, mistakes: tuple[str, ...]) -> answers.CaseAnswer:
    """A case; `results` are its passages, newest letter first."""
    by_letter = groupby((hit.stored for hit in results.found), key=lambda stored: stored.letter)
    return answers.CaseAnswer(
        case_number=number,
        total=results.total,
        letters=tuple(_letter_in_case(id_, tuple(passages), links=links) for id_, passages in by_letter),
        url=links.case(number),
        search_url=links.api_search(SearchRequest(filters={"case": (number,)}, sort="newest")),
        mistakes=mistakes,
    )


def kind_name(kind: str) -> str:
    """What a kind of letter is called in Danish."""
    return value_name("kind", kind)


def suggestion(of: Suggestion, *, links: Links) -> parts.Suggestion:
    """A search that what is typed may become."""
    request = SearchRequest(words=of.text)
    return parts.Suggestion(of.text, of.kind, of.count, url=links.search(request), api_url=links.api_search(request))


def _letter_in_case(id_: str, passages: tuple[StoredPassage, ...], *, links: Links) -> parts.LetterInCase:
    return parts.LetterInCase(
        id=id_,
        metadata=metadata(passages[0].metadata),
        passages=tuple(_entry(id_, stored.passage, links=links) for stored in passages),
        url=links.letter(id_),
        api_url=links.api_letter(id_),
    )


def _entry(letter_id: str, of: Passage, *, links: Links) -> parts.Entry:
    return parts.Entry(
        id=_key(letter_id, of),
        anchor=of.anchor,
        label=of.label,
        kind=of.kind,
        heading=of.heading,
        question=of.question,
        url=links.letter(letter_id, anchor=of.anchor),
        api_url=links.api_passage(letter_id, of.anchor),
    )


def _tokens(excerpt: Excerpt) -> tuple[parts.Token, ...]:
    return tuple(parts.Token(piece.text, piece.marked) for piece in excerpt)


def _key(letter_id: str, of: Passage) -> str:
    return f"{letter_id}#{of.anchor}"
