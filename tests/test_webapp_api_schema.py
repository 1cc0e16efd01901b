from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import schemathesis
from hypothesis import HealthCheck
from hypothesis import settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance
from schemathesis.specs.openapi.checks import response_schema_conformance
from schemathesis.specs.openapi.checks import status_code_conformance

from indexer.config import Web
from indexer.rebuild import rebuild
from indexer.search import Index
from tests.corpus_builders import configured
from tests.corpus_builders import letter_text
from tests.corpus_builders import put_letters
from webapp import create_app
from webapp.api.openapi import document
from webapp.links import Links


if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask


CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
"""What every answer is held to. That wrong parameters are answered is meant: they are left out and named."""

KNOWN = {"letter_id": "2018-0000001-1", "anchor": "svar-1", "case_number": "2018-0000001", "name": "aar"}
"""What the index below holds, for the operations that name something."""

AS_IT_IS = {"Accept-Encoding": "identity"}
"""Not compressed: what asks here within one process does not unpack."""

SCHEMA = schemathesis.openapi.from_dict(document(Links("http://localhost")))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The site over a real index of a few letters."""
    folder = tmp_path_factory.mktemp("api")
    config = replace(configured(folder), web=Web(requests_per_minute=0))
    texts = {f"{number}.txt": letter_text(number, topic=topic) for number, topic in enumerate(("nytteindsats", "mælk", "nytteindsats"), 1)}
    put_letters(folder / "corpus", texts)
    rebuild(config)
    with closing(Index(config)) as index:
        yield create_app(config, index=index)


def test_the_description_is_valid() -> None:
    """What describes the API is OpenAPI 3.1, and describes every operation there is."""
    SCHEMA.validate()
    assert SCHEMA.specification.version.startswith("3.1")


def test_every_route_is_described(app: Flask) -> None:
    """Each address under /api/v1/ is in the description, and nothing else."""
    routes = {rule.rule.replace("<path:", "<").replace("<", "{").replace(">", "}") for rule in app.url_map.iter_rules()}
    under = {route for route in routes if route.startswith("/api/v1/")} - {"/api/v1/openapi.json"}
    assert under == set(document(Links("http://localhost"))["paths"])


@SCHEMA.parametrize()
@settings(max_examples=25, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_every_operation_answers_as_described(app: Flask, case: schemathesis.Case) -> None:
    """Whatever is asked, in whatever way, is answered by what is described, and never by an error of ours."""
    case.call_and_validate(checks=CHECKS, app=app, headers=AS_IT_IS)
    if case.path_parameters:
        case.path_parameters = {name: KNOWN[name] for name in case.path_parameters}
        case.call_and_validate(checks=CHECKS, app=app, headers=AS_IT_IS)


FILLED = {
    "/api/v1/search": "items",
    "/api/v1/letters/{letter_id}": "passages",
    "/api/v1/letters/{letter_id}/passages/{anchor}": "passage",
    "/api/v1/letters/{letter_id}/passages/{anchor}/similar": "items",
    "/api/v1/cases/{case_number}": "letters",
    "/api/v1/suggestions": "suggestions",
    "/api/v1/facets/{name}": "facet",
}
"""The field of each operation's answer that holds what it is for."""


@pytest.mark.parametrize("path", FILLED)
def test_what_is_there_is_found(app: Flask, path: str) -> None:
    """Over a real index each operation answers with something when asked for what there is."""
    answer = app.test_client().get(f"{path.format(**KNOWN)}?q={'nyt' if 'suggestions' in path else 'nytteindsats'}")
    assert answer.status_code == 200
    assert answer.get_json()[FILLED[path]]
