"""The page of a letter, put together: its text, the words it was found by, its original beside it, the other letters of its case.

Knows what the page is made from and what its URL asks for; must not know which letter is meant, or how anything is found or worded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template
from flask import request

from indexer.model import fields
from webapp.citing import absolute_links
from webapp.links import Links
from webapp.marking import marker
from webapp.originals import shown_as
from webapp.params import search_pairs
from webapp.parsing import parse_letter
from webapp.present.letter.citation import citations
from webapp.present.letter.page import letter_page
from webapp.present.overview.case import PASSAGES_OF_OTHERS
from webapp.present.overview.case import other_letters
from webapp.present.results.cards import known_line
from webapp.service import service
from webapp.withdrawn import current_list


if TYPE_CHECKING:
    from indexer.model.letter import Letter
    from webapp.present.overview.case import OtherLetters


def letter_html(found: Letter) -> str:
    """The page of this letter, as the URL of the request asks for it."""
    parsed = parse_letter(request.query_string)
    asked = parsed.request
    return render_template(
        "letter.html",
        page=letter_page(found, marker=marker(asked.words, index=service().index)) if asked.words else letter_page(found),
        letter=found,
        known=known_line(found.metadata),
        original=parsed.original,
        shown="withheld" if current_list().touches(found) else shown_as(service().settings, found),
        others=_others(found),
        citations=citations(found, links=absolute_links()),
        asked=asked,
        kept=search_pairs(asked.worded("")),
        mistakes=parsed.mistakes,
    )


def _others(found: Letter) -> OtherLetters | None:
    case = found.metadata.case_number
    if not case:
        return None
    passages = service().index.search("", filters={fields.CASE: (case,)}, sort="newest", limit=PASSAGES_OF_OTHERS)
    return other_letters(found, passages, links=Links(request.script_root))
