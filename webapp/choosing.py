"""The page on which the values of one facet are searched and chosen.

Knows what has to be counted for it; must not know how anything is found, worded or linked.
"""

from __future__ import annotations

from flask import Blueprint
from flask import abort
from flask import render_template
from flask import request

from webapp.links import Links
from webapp.params import FILTERS
from webapp.parsing import parse_choice
from webapp.present.results.choice import choice_page
from webapp.service import service


blueprint = Blueprint("choosing", __name__)


@blueprint.get("/vaelg/<name>")
def choose(name: str) -> str:
    """The values of the facet with the parameter `name`, counted among what the search in the URL finds; 404 for no facet."""
    facet = FILTERS.get(name) or abort(404)
    asked = parse_choice(request.query_string)
    counted = service().index.search(asked.request.words, filters=asked.request.filters, limit=0, facets=(facet,)).facets[facet]
    page = choice_page(name, counted, find=asked.find, request=asked.request, links=Links(request.script_root))
    return render_template("choice.html", page=page, mistakes=asked.mistakes, asked=asked.request)
