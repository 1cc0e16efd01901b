"""Every page in every state worth seeing: what axe, narrow windows, the HTML checker, golden pages and pictures all look at.

Knows addresses, and how to get a page into a state; must not know how it is then judged. A new page is one more line in STATES.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from typing import NamedTuple
from urllib.parse import quote_plus

from tests.browser.letters import HOSTILE
from tests.browser.letters import LONG
from tests.browser.sites import BROKEN
from tests.browser.sites import DAMAGED
from tests.browser.sites import DOWN
from tests.browser.sites import EMPTY
from tests.browser.sites import MANY
from tests.browser.sites import MISSING
from tests.browser.sites import SINGLE
from tests.browser.sites import WHOLE
from tests.browser.sites import WITHDRAWN
from webapp.drafts import FIELD
from webapp.drafts import MOST_CHARACTERS


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping

    from playwright.sync_api import Page
    from werkzeug.test import Client
    from werkzeug.test import TestResponse


class State(NamedTuple):
    """A page at `path` of a site, answered with `status`, that holds the text `shows` and so is what it is called.

    `posted` are the fields sent to it, where it is not just asked for; `act` is what is then done there in a browser.
    """

    path: str
    shows: str
    status: int = 200
    posted: Mapping[str, str] | None = None
    act: Callable[[Page], None] | None = None
    site: str = WHOLE

    @property
    def address(self) -> str:
        """The address without the name of the host."""
        return self.site + self.path


def unfold(page: Page) -> None:
    """Open whatever the page has folded."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


def suggest(page: Page, *, text: str) -> None:
    """Type in the search field until something is suggested, and go to the first of it."""
    page.locator("#q").fill("")
    page.locator("#q").press_sequentially(text)
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")


def focus(page: Page, *, selector: str) -> None:
    """Go to an element as with the keyboard, so that one sees where one is."""
    page.keyboard.press("Shift")
    page.locator(selector).first.focus()


def visit(page: Page, host: str, state: State) -> None:
    """Bring the page into the state; `host` is the URL that all sites are under."""
    if state.posted is None:
        page.goto(host + state.address)
    else:
        page.goto(f"{host}/hjaelp")
        with page.expect_navigation():
            page.evaluate(_POST, [host + state.address, dict(state.posted)])
    if state.act:
        state.act(page)


def ask(client: Client, state: State) -> TestResponse:
    """The answer of the state's page, before anything is done there."""
    if state.posted is None:
        return client.get(state.address)
    return client.post(state.address, data=dict(state.posted))


_POST = """([url, fields]) => {
    const form = document.createElement('form');
    Object.assign(form, {method: 'post', action: url, enctype: 'multipart/form-data'});
    for (const [name, value] of Object.entries(fields)) {
        const field = document.createElement('textarea');
        Object.assign(field, {name, value});
        form.append(field);
    }
    document.body.append(form);
    form.submit();
}"""

_DRAFT = "Kære forvaltning\n\nHvor meget mælk drikker skolerne?\nHvornår åbner svømmehallen?\nHvad koster mælk?\n"

STATES: dict[str, State] = {
    # The start page
    "start": State("/", "13 breve med"),
    "start-ignored": State("/?foo=1", "”foo” i adressen kendes ikke"),
    "start-empty": State("/", "0 breve med 0 svar", site=EMPTY),
    "start-menu": State("/", "Hovedmenu", act=partial(focus, selector=".site nav a")),
    "start-suggestions": State("/", "data-forslag", act=partial(suggest, text="mælk")),
    # A search that finds
    "results": State("/?q=mælk", "15 svar"),
    "results-page": State("/?q=mælk&sorter=nyeste&side=2", "Side 2 af 5"),
    "results-last-page": State("/?q=mælk&side=99", "Der er ingen side 99"),
    "results-filtered": State("/?q=mælk&aar=2012&aar=2013&type=brev", "Fjern alle"),
    "results-few": State("/?sag=2021-0000077", "2 svar"),
    "results-one": State("/?q=tema", ">1 svar<"),
    "results-note": State("/?type=notat", "BI7"),
    "results-long": State(f"/?modtager={LONG}", f"Modtager: {LONG}"),
    "results-hostile": State(f"/?q={quote_plus(HOSTILE)}", 'value="&lt;script&gt;'),
    "results-ignored": State("/?q=mælk&aar=nitten&type=x&sorter=y&side=z&foo=1", "sorter"),
    "results-unfolded": State("/?q=mælk&sorter=aeldste", "Hvorfor dette svar?", act=unfold),
    "results-suggestions": State("/?q=mælk&type=brev", "data-forslag", act=partial(suggest, text="mælk")),
    "results-many": State("/?q=mælk", "Side 1 af 14", site=MANY),
    "choose": State("/vaelg/modtager?q=mælk", "Find i listen"),
    "choose-chosen": State("/vaelg/aar?aar=2012", "checked"),
    "choose-found": State("/vaelg/direktoer?find=nummer+3", 'role="status"', site=MANY),
    "choose-none": State("/vaelg/sag?find=findesikke", 'role="status"', site=MANY),
    "choose-unknown": State("/vaelg/findesikke", "Siden findes ikke", status=404),
    # A search that finds less, or something else
    "relaxed": State("/?q=svømmehal+tema", "Ingen svar har alle ord"),
    "nearly": State("/?q=mælk+tema", "Andre svar, der har nogle af ordene"),
    "misspelt": State("/?q=mælkk", "da ingen svar har ”mælkk”"),
    "proposal": State("/?q=liter", "Mente du"),
    "none": State("/?q=findesikke", "Det kan hjælpe"),
    "none-filtered": State("/?q=mælk&aar=1999", "uden filtre"),
    "none-empty": State("/?q=mælk", "Ingen svar", site=EMPTY),
    # A letter
    "letter": State("/brev/brev-1", "Åbn originalen"),
    "letter-full": State("/brev/alt?q=mælk#svar-1", "Bemærkninger til læsningen"),
    "letter-unfolded": State("/brev/alt", "<summary>Henvis", act=unfold),
    "letter-note": State("/brev/notat", "BI7"),
    "letter-scan": State("/brev/billede", "Filen er et billede uden tekst"),
    "letter-original": State("/brev/alt?original=1", "<iframe"),
    "similar": State("/brev/alt/lignende/svar-1", "Lignende svar i andre breve"),
    "similar-none": State("/brev/ene/lignende/svar-1", "Ingen svar i andre breve ligner", site=SINGLE),
    # A draft
    "draft": State("/foer", "Henvendelse eller udkast"),
    "draft-answered": State("/foer", "3 spørgsmål i teksten", posted={FIELD: _DRAFT}),
    "draft-one": State("/foer", "1 spørgsmål i teksten", posted={FIELD: "Hvor meget mælk drikker skolerne?"}),
    "draft-nothing": State("/foer", "Intet tidligere svar ligner", posted={FIELD: "Åbner svømmehallen?"}),
    "draft-no-question": State("/foer", 'role="status"', posted={FIELD: f"Kære alle {HOSTILE}"}),
    # Overviews
    "case": State("/sag/2010-0000000", "Vis som søgning"),
    "case-two": State("/sag/2021-0000077", "2 breve"),
    "case-unknown": State("/sag/2010", "Mente du en af disse?", status=404),
    "case-unlike": State(f"/sag/{LONG}", "Sagen findes ikke her", status=404),
    "people": State("/personer", "Vælg et navn"),
    "people-unfolded": State("/personer", "<details>", act=unfold, site=MANY),
    "people-empty": State("/personer", "Brevene nævner ingen personer", site=EMPTY),
    "about": State("/om", "Fordelt på år"),
    "about-unfolded": State("/om", "Vis som tabel", act=unfold),
    "about-many": State("/om", "1985", site=MANY),
    "about-single": State("/om", "2018", site=SINGLE),
    "about-empty": State("/om", "Om samlingen", site=EMPTY),
    "help": State("/hjaelp", "Sådan søger du"),
    "api": State("/api", "Svarene for programmer"),
    "accessibility": State("/tilgaengelighed", "WCAG 2.2"),
    # What has been withdrawn
    "letter-partly-gone": State("/brev/ene", "Et svar er trukket tilbage.", site=WITHDRAWN),
    "letter-gone": State("/brev/vaek", "Brevet er trukket tilbage", status=410, site=WITHDRAWN),
    "original-withheld": State("/brev/ene/original", "Originalen vises ikke", status=403, site=WITHDRAWN),
    # On pages of other sites
    "embedded": State("/indlejret?q=mælk", "Åbn i Svarsøg"),
    "embedded-full": State("/indlejret?q=mælk&felt=ja&filtre=ja&antal=3&aar=2012&aar=2013&farve=c8102e", "Valgte filtre"),
    "embedded-unfolded": State("/indlejret?q=mælk&filtre=ja", "Afgræns", act=unfold),
    "embedded-dark": State("/indlejret?q=mælk&felt=ja&tema=moerk", 'data-tema="moerk"'),
    "embedded-newest": State("/indlejret?antal=1&tema=lys", "Side 1 af"),
    "embedded-none": State("/indlejret?q=findesikke&antal=50&felt=ja", "Prøv færre ord"),
    "embedded-error": State("/indlejret?q=mælk", "Der er ikke noget at søge i endnu", status=503, site=MISSING),
    "embedding": State("/indlejr?q=mælk&type=brev&felt=ja", "Sådan ser rammen ud"),
    # What goes wrong
    "error-404": State("/brev/findesikke", "Siden findes ikke", status=404),
    "error-405": State("/", "Det kan denne side ikke", status=405, posted={}),
    "error-413": State("/foer", "Teksten er for lang", status=413, posted={FIELD: "x" * (MOST_CHARACTERS + 1)}),
    "error-500": State("/", "Der gik noget galt", status=500, site=BROKEN),
    "error-missing": State("/", "Der er ikke noget at søge i endnu", status=503, site=MISSING),
    "error-down": State("/?q=mælk", "Søgningen er midlertidigt nede", status=503, site=DOWN),
    "error-damaged": State("/brev/alt", "Indekset er beskadiget", status=503, site=DAMAGED),
}

NO_PAGE: dict[str, str] = {
    "static": "files of the page",
    "pages.original": "a file",
    "pages.edition": "a file",
    "pages.table": "a file",
    "pages.citation_file": "a file",
    "pages.suggestions": "JSON for the field's script",
    "api.openapi": "JSON for programs",
    "api.search": "JSON for programs",
    "api.letter": "JSON for programs",
    "api.passage": "JSON for programs",
    "api.similar": "JSON for programs",
    "api.case": "JSON for programs",
    "api.suggestions": "JSON for programs",
    "api.facet": "JSON for programs",
    "api.export_csv": "a file",
    "api.export_jsonl": "a file",
    "feeds.as_atom": "a feed",
    "feeds.as_rss": "a feed",
    "feeds.as_json": "a feed",
    "discovery.described": "XML for browsers and other searches",
    "pages.health": "JSON for those who watch the service",
    "robots.robots": "a text for search engines",
    "site.theme": "a style sheet",
    "embedding.tried": "the page of embedding.embedded, for a frame of our own",
    "embedding.component": "a script for pages of other sites",
    "embedding.oembed": "JSON or XML for those who show links",
    "site.statement": "the way to a page",
}
"""The endpoints that answer with something other than a page, each with what it is."""
