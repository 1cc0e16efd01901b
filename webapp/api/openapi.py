"""The API described for programs: OpenAPI 3.1.

Knows the operations and their parameters in words; what an answer may hold is derived from the shapes it is made of. Must not know how
anything is answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Any
from typing import TypeAlias

import msgspec

from webapp.api import answers
from webapp.api.asking import DEFAULT_SIZE
from webapp.api.asking import MOST_ITEMS
from webapp.params import FILTERS
from webapp.params import KINDS
from webapp.params import SORTS


if TYPE_CHECKING:
    from webapp.links import Links


Json: TypeAlias = dict[str, Any]

INFO = {
    "title": "Svarsøg",
    "version": "1",
    "description": (
        "Search the letters in which an administration answers its politicians, one question and answer at a time. Within v1, operations, "
        "parameters and fields are only ever added: readers must ignore fields they do not know. Parameters that are unknown or wrong are "
        "left out and named in `mistakes`."
    ),
}

_WORDS = {"q": "Words, as typed into the search field, with its whole query language."}
_FILTERS = {
    "aar": "A year of four digits, or a period as 2017..2019.",
    "direktoer": "The name of who signed.",
    "modtager": "Who is written to.",
    "parti": "The party of who asked or is written to.",
    "sag": "A case number.",
    "type": "The kind of letter.",
    "forvaltning": "The administration that answers.",
    "bemaerkning": "The code of a remark on how the letter was read.",
    "spoerger": "Who asked.",
}


def document(links: Links) -> Json:
    """The whole description; operations lie under the root of `links`."""
    _, schemas = msgspec.json.schema_components(answers.ANSWERS, ref_template="#/components/schemas/{name}")
    return {
        "openapi": "3.1.0",
        "info": INFO,
        "servers": [{"url": links.root or "/"}],
        "externalDocs": {"url": links.api()},
        "paths": {path: {"get": operation} for path, operation in _operations().items()},
        "components": {"schemas": schemas, "responses": {"Problem": _problem()}},
    }


def _operations() -> dict[str, Json]:
    letter, anchor = _in_path("letter_id", "The id of a letter."), _in_path("anchor", "The anchor of a passage in it, such as svar-1.")
    search, sort = _search(), _one("sorter", "The order; by relevance if left out.", {"type": "string", "enum": list(SORTS)})
    size = {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS}
    pages = [
        _one("antal", "Passages on a page.", {**size, "default": DEFAULT_SIZE}),
        _one("markoer", "The cursor of the page, from `next` of the one before; good for the same search alone.", {"type": "string"}),
        _one("facetter", "The facets to be counted, by their parameters, separated by commas.", _listed(FILTERS)),
    ]
    find = _one("find", "A part of the values looked for.", {"type": "string"})
    name = _in_path("name", "The parameter of a facet.", {"type": "string", "enum": list(FILTERS)})
    return {
        "/api/v1/search": _operation("search", "One page of what a search finds.", "SearchAnswer", *search, sort, *pages),
        "/api/v1/letters/{letter_id}": _operation("letter", "A letter whole.", "LetterAnswer", letter),
        "/api/v1/letters/{letter_id}/passages/{anchor}": _operation("passage", "A passage of a letter.", "PassageAnswer", letter, anchor),
        "/api/v1/letters/{letter_id}/passages/{anchor}/similar": _operation(
            "similar",
            "Passages of other letters that say much the same.",
            "SimilarAnswer",
            letter,
            anchor,
            _one("antal", "So many at most.", {**size, "default": 5}),
        ),
        "/api/v1/cases/{case_number}": _operation(
            "case", "The letters of a case.", "CaseAnswer", _in_path("case_number", "A case number; slashes may stand as they are.")
        ),
        "/api/v1/suggestions": _operation("suggestions", "How what is typed may go on.", "SuggestionsAnswer", _one("q", "What is typed.")),
        "/api/v1/facets/{name}": _operation(
            "facet", "The values of a facet among what a search finds.", "FacetAnswer", name, *search, find
        ),
        "/api/v1/export.csv": _export("exportCsv", "csv", "text/csv", search, sort),
        "/api/v1/export.jsonl": _export("exportJsonLines", "JSON Lines, each an ExportedPassage", "application/jsonl", search, sort),
    }


def _operation(name: str, summary: str, answer: str, *parameters: Json) -> Json:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{answer}"}}}
    return _described(name, summary, content, parameters)


def _export(name: str, form: str, kind: str, search: list[Json], sort: Json) -> Json:
    summary = f"All that a search finds, as {form}. If the index is built anew meanwhile, its last line says so and the connection is cut."
    return _described(name, summary, {kind: {"schema": {"type": "string"}}}, (*search, sort))


def _described(name: str, summary: str, content: Json, parameters: tuple[Json, ...]) -> Json:
    missing = any(each["in"] == "path" for each in parameters)
    gone = any(each["name"] == "letter_id" for each in parameters)
    statuses = ["400", "403", *(["404"] if missing else []), *(["410"] if gone else []), "413", "429", "431", "500", "503"]
    problems = {status: {"$ref": "#/components/responses/Problem"} for status in statuses}
    unchanged = {"304": {"description": "As it was, by its ETag."}, **({"308": {"description": "A slash too many."}} if missing else {})}
    return {
        "operationId": name,
        "summary": summary,
        "parameters": list(parameters),
        "responses": {"200": {"description": "Found.", "content": content}, **unchanged, **problems},
    }


def _problem() -> Json:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": "What went wrong (RFC 9457).", "content": {"application/problem+json": {"schema": schema}}}


def _search() -> list[Json]:
    kinds = {"type": "string", "enum": list(KINDS)}
    several = {name: {"type": "array", "items": kinds if name == "type" else {"type": "string"}} for name in FILTERS}
    return [
        *(_one(name, text) for name, text in _WORDS.items()),
        *(_one(name, f"{text} Repeated: any of them.", several[name]) for name, text in _FILTERS.items()),
        *(_one(name, f"The {end} year of a period.") for name, end in (("fra", "first"), ("til", "last"))),
    ]


def _listed(names: dict[str, str]) -> Json:
    return {"type": "array", "items": {"type": "string", "enum": list(names)}}


def _one(name: str, text: str, schema: Json | None = None) -> Json:
    # An array is repeated, as in aar=2018&aar=2019, unless it is one text with commas.
    style = {"explode": False} if name == "facetter" else {}
    return {"name": name, "in": "query", "description": text, "schema": schema or {"type": "string"}, **style}


def _in_path(name: str, text: str, schema: Json | None = None) -> Json:
    return {"name": name, "in": "path", "required": True, "description": text, "schema": schema or {"type": "string", "minLength": 1}}
