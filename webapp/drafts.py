"""A pasted draft out of a request.

Knows how long it may be and how browsers send it; must not know what is done with it. A draft may be personal: it is kept in memory for
as long as it takes to answer, and in no URL, file or log.
"""

from __future__ import annotations

from flask import abort
from flask import request


FIELD = "tekst"
MOST_CHARACTERS = 300_000
MOST_BYTES = 4 * MOST_CHARACTERS + 4096
"""What so many characters take at most in UTF-8, and what a form puts around them."""


def posted_draft() -> str:
    """The text of the form that was posted, without white space around it; 413 when it is too long."""
    request.max_content_length = request.max_form_memory_size = MOST_BYTES
    draft = request.form.get(FIELD, "").replace("\r\n", "\n").strip()
    if len(draft) > MOST_CHARACTERS:
        abort(413)
    return draft
