"""A reference to a letter, sent as a file to be saved, and the address that references give.

Knows what the settings or a request call the site, and the types of the files; must not know which letter is asked for, or how a reference
is worded.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import abort
from flask import request
from flask import send_file

from webapp.links import Links
from webapp.present.letter.references import bibtex
from webapp.present.letter.references import ris
from webapp.service import service


if TYPE_CHECKING:
    from flask import Response

    from webapp.present.letter.citation import Cited


FORMS = {"bib": (bibtex, "application/x-bibtex"), "ris": (ris, "application/x-research-info-systems")}
"""The formats of a reference by the ending of its file: how it is written, and its type."""


def send_reference(source: Cited, form: str, *, name: str) -> Response:
    """The reference as a file called `name`; 404 when there is no such form."""
    write, kind = FORMS.get(form) or abort(404)
    response = send_file(BytesIO(write(source)), mimetype=kind, as_attachment=True, download_name=f"{name}.{form}")
    response.content_type = f"{kind}; charset=utf-8"
    return response


def absolute_links() -> Links:
    """Links that lead here from anywhere: under the address of the settings, else by the name this request calls the site.

    If that can be none, they are links within the site.
    """
    return Links(service().settings.site.url or _address() + request.script_root)


def _address() -> str:
    try:
        return request.host_url.rstrip("/") if request.host else ""
    except UnicodeError:  # a host that only looks like one in other letters
        return ""
