"""The pages: search and its suggestions, letter, the letter's own file, its editions, tables, references and likes, drafts, help, health.

Knows which page answers which URL; must not know how anything is found, worded or linked.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING
from typing import Any

from flask import Blueprint
from flask import abort
from flask import jsonify
from flask import redirect
from flask import render_template
from flask import request
from flask import send_file

from indexer.errors import SvarsoegError
from indexer.model.letter import StoredPassage
from webapp.choosing import blueprint as choosing
from webapp.citing import absolute_links
from webapp.citing import send_reference
from webapp.discovery import is_for_browsers
from webapp.discovery import suggested
from webapp.drafts import posted_draft
from webapp.letters import letter_html
from webapp.links import Links
from webapp.originals import WithheldError
from webapp.originals import send_shown
from webapp.overviews import blueprint as overviews
from webapp.params import FACETS
from webapp.params import SearchRequest
from webapp.params import search_pairs
from webapp.parsing import first
from webapp.parsing import is_canonical
from webapp.parsing import parse_search
from webapp.parsing import typed
from webapp.parsing import unused
from webapp.present.letter.citation import cited
from webapp.present.letter.editions import earlier_editions
from webapp.present.letter.page import letter_table
from webapp.present.letter.spreadsheet import spreadsheet
from webapp.present.results.draft import DraftPage
from webapp.present.results.draft import draft_page
from webapp.present.results.draft import similar_page
from webapp.present.results.facets import values_wanted
from webapp.present.results.page import last_page
from webapp.present.results.page import search_page
from webapp.present.results.page import start_page
from webapp.present.results.suggestions import completions
from webapp.security import BRIEFLY
from webapp.service import service
from webapp.withdrawn import current_list
from webapp.withdrawn import is_gone


if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from indexer.model.letter import Letter
    from indexer.model.letter import Passage
    from indexer.model.results import Results
    from webapp.params import Pairs


blueprint = Blueprint("pages", __name__)
blueprint.register_blueprint(overviews)
blueprint.register_blueprint(choosing)

WITHOUT_PARAMETERS = frozenset({
    "pages.similar",
    "pages.draft",
    "pages.answered",
    "pages.help_page",
    "pages.overviews.case",
    "pages.overviews.people",
    "pages.overviews.about",
    "site.accessibility",
})  # fmt: skip
"""The endpoints of pages that use nothing of what follows the `?`, and say so."""


@blueprint.get("/")
def search() -> ResponseReturnValue:
    """The search page: the start page when nothing is asked for. What a form wrote in its own way leads to the URL that links have."""
    parsed = parse_search(request.query_string)
    if not parsed.mistakes and not is_canonical(request.query_string):
        return redirect(Links(request.script_root).search(parsed.request))
    if parsed.request.is_empty:
        return _start(parsed.mistakes)
    return _results(parsed.request, parsed.mistakes)


@blueprint.get("/forslag")
def suggestions() -> Response:
    """How what is typed may go on, for the field's script; nothing where nothing can be searched, since the page then says why."""
    if is_for_browsers(request.query_string):
        return suggested()
    asked = parse_search(request.query_string).request
    try:
        found = service().index.suggestions(typed(request.query_string))
    except SvarsoegError:
        return jsonify(forslag=[])
    shown = completions(found, request=asked, links=Links(request.script_root))
    answer = jsonify(forslag=[{"tekst": each.text, "slags": each.kind, "antal": each.passages, "url": each.url} for each in shown])
    answer.headers["Cache-Control"] = BRIEFLY
    return answer


@blueprint.get("/brev/<letter_id>")
def letter(letter_id: str) -> str:
    """The page of a letter; with a search in its URL, it marks the words and leads back to it."""
    return letter_html(_letter(letter_id))


@blueprint.get("/brev/<letter_id>/original")
def original(letter_id: str) -> Response:
    """The letter's own file, or what is shown instead. The disk is asked for the file the index names; no URL ever reaches it."""
    found = _letter(letter_id)
    return _file(found, found.file)


@blueprint.get("/brev/<letter_id>/udgave/<number>")
def edition(letter_id: str, number: str) -> Response:
    """The file of an earlier edition, as the index names it; the number of the URL is only compared."""
    found = _letter(letter_id)
    file = next((each.file for each in earlier_editions(found) if str(each.number) == number), None) or abort(404)
    return _file(found, file)


@blueprint.get("/brev/<letter_id>/tabel/<number>.csv")
def table(letter_id: str, number: str) -> Response:
    """A table of the letter as CSV, to be saved."""
    found = letter_table(_letter(letter_id), number) or abort(404)
    name = f"{letter_id}-tabel-{number}.csv"
    return send_file(BytesIO(spreadsheet(found)), mimetype="text/csv", as_attachment=True, download_name=name)


@blueprint.get("/brev/<letter_id>/henvisning.<form>")
def citation_file(letter_id: str, form: str) -> Response:
    """The reference to a letter, or to the passage at the anchor `svar`, as a file for a reference manager."""
    found = _letter(letter_id)
    anchor = first("svar", request.query_string)
    source = cited(found, _passage(found, anchor) if anchor else None, links=absolute_links())
    return send_reference(source, form, name="-".join(filter(None, (letter_id, anchor))))


@blueprint.get("/brev/<letter_id>/lignende/<anchor>")
def similar(letter_id: str, anchor: str) -> str:
    """The passages of other letters that say much the same as this one."""
    found = _letter(letter_id)
    passage = _passage(found, anchor)
    stored = StoredPassage(found.id, found.file, found.metadata, passage)
    page = similar_page(stored, service().index.similar(f"{found.id}#{anchor}"), links=Links(request.script_root))
    return render_template("similar.html", page=page)


@blueprint.get("/foer")
def draft() -> str:
    """The field to paste an inquiry or a draft in."""
    return render_template("draft.html", page=DraftPage())


@blueprint.post("/foer")
def answered() -> str:
    """Whether what is asked in the posted draft has been answered before. It changes nothing, and nothing of the draft is kept."""
    text = posted_draft()
    found = service().index.answered(text) if text else None
    return render_template("draft.html", page=draft_page(text, found, links=Links(request.script_root)))


@blueprint.get("/hjaelp")
def help_page() -> str:
    """How to search."""
    return render_template("help.html")


@blueprint.get("/healthz")
def health() -> ResponseReturnValue:
    """Whether the service can search, for those who watch it: JSON, 200 or 503. Behind a login it says no more than that."""
    guarded = service().settings.access.mode == "proxy"
    try:
        index = service().index
        stamp = index.stamp
        generation = index.generation
        index.search("", sort="newest", limit=1)  # an engine on other machines may know what is served and yet not be able to search it
    except SvarsoegError as error:
        return jsonify({"status": "unavailable"} | ({} if guarded else {"message": str(error)})), 503
    if guarded:
        return jsonify(status="ok")
    return jsonify(status="ok", generation=generation, built=stamp.built, letters=stamp.letters, passages=stamp.passages)


def site_context() -> dict[str, Any]:
    """What every template may use: the site's settings, the links, the static files' version, the search, what of the URL is not used."""
    found = service()
    return {
        "site": found.settings.site,
        "links": Links(request.script_root),
        "version": found.version,
        "asked": SearchRequest(),
        "kept": (),
        "ignored": unused(request.query_string) if request.endpoint in WITHOUT_PARAMETERS else (),
    }


def _start(mistakes: tuple[str, ...]) -> str:
    index = service().index
    newest = index.search("", sort="newest", limit=1).found
    page = start_page(index.stamp, newest=newest[0].stored.metadata if newest else None)
    return render_template("start.html", page=page, mistakes=mistakes)


def _results(asked: SearchRequest, mistakes: tuple[str, ...]) -> str:
    limits = service().settings.search
    results = _search(asked)
    last = last_page(results.total, limits.page_size)
    if asked.page > last:
        mistakes = (*mistakes, *([f"Der er ingen side {asked.page}; her er den sidste."] if results.total else []))
        asked = asked.at(last)
        results = _search(asked)
    page = search_page(
        results,
        request=asked,
        links=Links(request.script_root),
        page_size=limits.page_size,
        facet_values=limits.facet_values,
        mistakes=mistakes,
        unfiltered=_search(asked.without_filters()).total if asked.filters and not results.total else 0,
    )
    return render_template("search.html", page=page, asked=asked, kept=_kept(asked), outside=absolute_links())


def _search(asked: SearchRequest) -> Results:
    limits = service().settings.search
    size = limits.page_size
    return service().index.search(
        asked.words,
        filters=asked.filters,
        sort=asked.sort,
        offset=(asked.page - 1) * size,
        limit=size,
        facets=tuple(FACETS.values()),
        most_values=values_wanted(limits.facet_values),
        explained=True,
    )


def _kept(asked: SearchRequest) -> Pairs:
    """What a new search in the same field keeps: the filters and the order, not the words and the page."""
    return search_pairs(replace(asked, words="", page=1))


def _letter(letter_id: str) -> Letter:
    found = service().index.letter(letter_id)
    if is_gone(letter_id, found):
        abort(410)
    return found or abort(404)


def _passage(found: Letter, anchor: str) -> Passage:
    return next((each for each in found.passages if each.anchor == anchor), None) or abort(410 if anchor in found.withdrawn else 404)


def _file(found: Letter, file: str) -> Response:
    """A file of the letter; at once no longer when the list names it, or a passage in it, also before the next rebuild."""
    listed = current_list()
    if listed.names(found, file):
        abort(404)
    if listed.touches(found):
        raise WithheldError
    return send_shown(service().settings, found, file)
