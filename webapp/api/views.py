"""The operations of the API, version 1: a search, its facets and suggestions, letters, passages, cases.

Knows which operation answers which URL; must not know how anything is found, or the fields of an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint
from flask import Response
from flask import abort
from flask import current_app
from flask import render_template
from flask import request
from flask import stream_with_context
from werkzeug.exceptions import ServiceUnavailable

from indexer.model import fields
from indexer.model.letter import StoredPassage
from webapp.api import answers
from webapp.api import filling
from webapp.api.asking import SIZE
from webapp.api.asking import read_page
from webapp.api.asking import read_search
from webapp.api.asking import read_size
from webapp.api.asking import unknown
from webapp.api.cursors import Cursor
from webapp.api.cursors import write_cursor
from webapp.api.encoding import encoded
from webapp.api.export import BUSY
from webapp.api.export import BUSY_SECONDS
from webapp.api.export import FORMS
from webapp.api.export import whole
from webapp.api.kinds import BAD_EXPORT
from webapp.api.kinds import KINDS
from webapp.api.kinds import RefusedError
from webapp.api.openapi import document
from webapp.api.problems import refused
from webapp.citing import absolute_links
from webapp.links import Links
from webapp.params import FILTERS
from webapp.params import SearchRequest
from webapp.parsing import FIND
from webapp.parsing import parse_choice
from webapp.parsing import typed
from webapp.present.overview.case import MOST_PASSAGES
from webapp.service import service
from webapp.withdrawn import is_gone


if TYPE_CHECKING:
    from indexer.model.letter import Letter
    from webapp.api.asking import Page


blueprint = Blueprint("api", __name__)
blueprint.register_error_handler(RefusedError, refused)

SIMILAR = 5
"""So many passages like another are given where no number is asked for."""


@blueprint.get("/api")
def docs() -> str:
    """The page that says how the API is used, and what it promises."""
    links, example = Links(request.script_root), SearchRequest(words="skole")
    examples = {
        "search": links.api_search(example, size=5, facets=("aar",)),
        "newest": links.api_search(SearchRequest(sort="newest")),
        "whole": links.export("csv", example),
    }
    return render_template("api.html", kinds=KINDS, base=absolute_links().api(), examples=examples)


@blueprint.get("/api/v1/openapi.json")
def openapi() -> Response:
    """The API described for programs."""
    answer = Response(encoded(document(absolute_links())), mimetype="application/json")
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@blueprint.get("/api/v1/search")
def search() -> Response:
    """One page of what a search finds."""
    index = service().index
    page = read_page(request.query_string, _given())
    generation = index.generation
    first = page.cursor or Cursor(generation, 0)
    results = index.search(
        page.request.words,
        filters=page.request.filters,
        sort=page.request.sort,
        offset=first.offset,
        limit=page.size,
        facets=tuple(FILTERS[name] for name in page.facets),
    )
    links = absolute_links()
    words = results.reading.text if results.reading.changes else page.request.words
    shown = first.offset + len(results.found)
    return _answer(
        answers.SearchAnswer(
            total=results.total,
            items=filling.items(results.found, links=links, words=words),
            nearly=filling.items(results.nearly, links=links, words=words),
            reading=filling.reading(results.reading),
            facets=tuple(filling.facet(name, FILTERS[name], results.facets[FILTERS[name]]) for name in page.facets),
            next=_next(page, Cursor(first.generation, shown)) if results.found and shown < results.total else None,
            changed=first.generation != index.generation,
            mistakes=page.mistakes,
        )
    )


@blueprint.get("/api/v1/letters/<letter_id>")
def letter(letter_id: str) -> Response:
    """A letter whole."""
    return _answer(filling.letter(_letter(letter_id), links=absolute_links(), mistakes=unknown(request.args)))


@blueprint.get("/api/v1/letters/<letter_id>/passages/<anchor>")
def passage(letter_id: str, anchor: str) -> Response:
    """A passage of a letter."""
    found = _passage(letter_id, anchor)
    line = filling.exported(found, links=absolute_links())
    return _answer(answers.PassageAnswer(line.letter, line.metadata, line.passage, unknown(request.args)))


@blueprint.get("/api/v1/letters/<letter_id>/passages/<anchor>/similar")
def similar(letter_id: str, anchor: str) -> Response:
    """Passages of other letters that say much the same."""
    size = read_size(_given(), default=SIMILAR)
    _passage(letter_id, anchor)
    found = service().index.similar(f"{letter_id}#{anchor}", limit=size)
    return _answer(answers.SimilarAnswer(filling.items(found, links=absolute_links()), unknown(request.args, known=(SIZE,))))


@blueprint.get("/api/v1/cases/<path:case_number>")
def case(case_number: str) -> Response:
    """The letters of a case."""
    number = " ".join(case_number.split())
    found = service().index.search("", filters={fields.CASE: [number]}, sort="newest", limit=MOST_PASSAGES)
    if not found.total:
        abort(404)
    return _answer(filling.case(number, found, links=absolute_links(), mistakes=unknown(request.args)))


@blueprint.get("/api/v1/suggestions")
def suggestions() -> Response:
    """How what is typed may go on."""
    links = absolute_links()
    found = service().index.suggestions(typed(request.query_string))
    return _answer(
        answers.SuggestionsAnswer(tuple(filling.suggestion(each, links=links) for each in found), unknown(request.args, known=("q",)))
    )


@blueprint.get("/api/v1/facets/<name>")
def facet(name: str) -> Response:
    """The values of a facet, counted among what a search finds."""
    index_name = FILTERS.get(name) or abort(404)
    asked, mistakes = read_search(request.query_string, besides=(FIND,))
    counted = service().index.search(asked.words, filters=asked.filters, limit=0, facets=(index_name,)).facets[index_name]
    return _answer(answers.FacetAnswer(filling.facet(name, index_name, counted, find=parse_choice(request.query_string).find), mistakes))


@blueprint.get("/api/v1/export.csv", endpoint="export_csv", defaults={"ending": "csv"})
@blueprint.get("/api/v1/export.jsonl", endpoint="export_jsonl", defaults={"ending": "jsonl"})
def export(ending: str) -> Response:
    """All that a search finds, as a file. A part of the URL that cannot be used is refused: nothing in the file could name it."""
    asked, mistakes = read_search(request.query_string)
    if mistakes:
        raise RefusedError(BAD_EXPORT, mistakes=mistakes)
    form, turns = FORMS[ending], current_app.extensions["svarsoeg.exports"]
    if not turns.taken():
        raise ServiceUnavailable(BUSY, retry_after=BUSY_SECONDS)
    answer = Response(content_type=form.kind)
    answer.call_on_close(turns.back(answer))
    answer.response = stream_with_context(whole(service().index, asked, form, links=absolute_links()))
    answer.headers["Content-Disposition"] = f"attachment; filename=svar.{ending}"
    return answer


def _answer(shape: object) -> Response:
    return Response(encoded(shape), mimetype="application/json")


def _given() -> dict[str, list[str]]:
    return dict(request.args.lists())


def _next(page: Page, cursor: Cursor) -> str:
    return absolute_links().api_search(page.request, size=page.size, facets=page.facets, cursor=write_cursor(cursor, search=page.key))


def _letter(letter_id: str) -> Letter:
    found = service().index.letter(letter_id)
    if is_gone(letter_id, found):
        abort(410)
    return found or abort(404)


def _passage(letter_id: str, anchor: str) -> StoredPassage:
    of = _letter(letter_id)
    found = next((each for each in of.passages if each.anchor == anchor), None) or abort(410 if anchor in of.withdrawn else 404)
    return StoredPassage(of.id, of.file, of.metadata, found)
