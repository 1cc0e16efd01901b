"""What a city says of the site itself: how accessible it is, and its colours.

Knows which address gives what; must not know letters, or how colours are made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint
from flask import Response
from flask import redirect
from flask import render_template
from flask import request

from webapp.framing import parse_accent
from webapp.links import Links
from webapp.present.theme import DARK_PAPER
from webapp.present.theme import LIGHT_PAPER
from webapp.present.theme import style_sheet
from webapp.service import service


if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


blueprint = Blueprint("site", __name__)


@blueprint.get("/tilgaengelighed")
def accessibility() -> str:
    """How accessible the page is, how that was tested, and what is known not to be."""
    return render_template("accessibility.html")


@blueprint.get("/was")
def statement() -> ResponseReturnValue:
    """The accessibility statement, under the address the law has people look for it: the organisation's own where the settings name one."""
    return redirect(service().settings.site.accessibility or Links(request.script_root).accessibility())


@blueprint.get("/tema.css")
def theme() -> Response:
    """The colours, made from the one of the settings, or from the one an embedded search is given."""
    answer = Response(style_sheet(parse_accent(request.query_string) or service().settings.site.accent), mimetype="text/css")
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@blueprint.app_context_processor
def paper() -> dict[str, str]:
    """What browsers are to colour their own edge with, so that it goes over into the page."""
    return {"light_paper": LIGHT_PAPER, "dark_paper": DARK_PAPER}
