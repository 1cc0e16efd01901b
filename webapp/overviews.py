"""The pages that give an overview: a case, the people, the collection.

Knows which page answers which URL, and what each has to be counted; must not know how anything is found, worded or linked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint
from flask import render_template
from flask import request

from indexer.model import fields
from webapp.links import Links
from webapp.present.overview.case import MOST_PASSAGES
from webapp.present.overview.case import case_page
from webapp.present.overview.case import unknown_case
from webapp.present.overview.collection import collection_page
from webapp.present.overview.people import people_page
from webapp.service import service


if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


blueprint = Blueprint("overviews", __name__)


@blueprint.get("/sag/<path:case_number>")
def case(case_number: str) -> ResponseReturnValue:
    """All letters of a case with their questions, newest first; 404 with cases numbered alike where there is none."""
    index = service().index
    links = Links(request.script_root)
    number = " ".join(case_number.split())
    found = index.search("", filters={fields.CASE: [number]}, sort="newest", limit=MOST_PASSAGES)
    if found.total:
        return render_template("case.html", page=case_page(number, found, links=links))
    cases = index.search("", limit=0, facets=(fields.CASE,)).facets[fields.CASE].values
    return render_template("case_unknown.html", page=unknown_case(number, cases, links=links)), 404


@blueprint.get("/personer")
def people() -> str:
    """Who has signed, asked and been written to, and their parties, with how many answers in which years."""
    page = people_page(service().counting.counted(), links=Links(request.script_root))
    return render_template("people.html", page=page)


@blueprint.get("/om")
def about() -> str:
    """What the collection holds, how well it was read, and what is not in it."""
    index = service().index
    found = index.search("", sort="newest", limit=1)
    page = collection_page(
        index.stamp,
        service().counting.counted(),
        newest=found.found[0].stored.metadata if found.found else None,
        report=index.report,
        links=Links(request.script_root),
    )
    return render_template("about.html", page=page)
