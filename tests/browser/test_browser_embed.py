from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from bench.embed.host import host_site
from indexer.config import Embed
from indexer.config import Settings
from tests.browser.browsing import at
from tests.browser.browsing import objections
from tests.browser.letters import LETTERS
from tests.browser.sites import PatientIndex
from tests.browser.sites import served
from webapp import create_app


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from wsgiref.types import StartResponse
    from wsgiref.types import WSGIApplication
    from wsgiref.types import WSGIEnvironment

    from playwright.sync_api import Frame
    from playwright.sync_api import Page
    from playwright.sync_api import Route

    from tests.browser.browsing import Visitor


pytestmark = pytest.mark.browser


class Sites(NamedTuple):
    """The origins: Svarsøg, an intranet that may show it, and one that may not; both under a strict policy with Trusted Types."""

    svarsoeg: str
    allowed: str
    refused: str


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """All three, each on a port of its own."""
    late: list[WSGIApplication] = []  # Svarsøg has to know the intranet's port, and the intranet that of Svarsøg

    def svarsoeg_site(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return late[0](environ, start_response)

    with (
        served(svarsoeg_site) as svarsoeg,
        served(host_site(svarsoeg)) as allowed,
        served(host_site(svarsoeg)) as refused,
    ):
        settings = Settings(folder=tmp_path_factory.mktemp("embed"), embed=Embed(origins=(allowed,)))
        late.append(create_app(settings, index=PatientIndex(letters=LETTERS, spelling={"mælkk": "mælk"})))  # type: ignore[arg-type]
        yield Sites(svarsoeg, allowed, refused)


def framed(page: Page) -> Frame:
    """What is in the frame of a page."""
    frame = page.locator("iframe").element_handle().content_frame()
    assert frame
    return frame


def is_whole(page: Page) -> bool:
    """Whether what is in the frame is exactly as high as the room it has, and so never scrolls."""
    room, inside = framed(page).evaluate("[innerHeight, Math.ceil(document.body.getBoundingClientRect().height)]")
    return bool(room == inside > 0)


def wait_until_whole(page: Page) -> int:
    """The height of the frame, as soon as it is as high as what is in it."""
    for _ in range(100):
        if is_whole(page):
            return int(page.locator("iframe").evaluate("frame => frame.offsetHeight"))
        page.evaluate("() => new Promise(requestAnimationFrame)")
    raise AssertionError("the frame never became as high as what is in it")


def cards(page: Page) -> list[str]:
    """The titles the component shows."""
    return page.locator("#svar .title").all_inner_texts()


def test_a_frame_grows_and_shrinks_with_what_is_in_it(window: Page, sites: Sites) -> None:
    """The frame of an allowed site shows answers, and is as high as they are: at once, narrowed, unfolded, and at the next page."""
    page = at(window, f"{sites.allowed}/ramme?q=m%C3%A6lk")
    expect(page.frame_locator("iframe").get_by_role("status")).to_have_text("15 svar")
    first = wait_until_whole(page)
    assert first > 300
    framed(page).get_by_text("Afgræns").first.click()
    unfolded = wait_until_whole(page)
    assert unfolded > first
    framed(page).get_by_text("Afgræns").first.click()
    assert wait_until_whole(page) == first
    page.frame_locator("iframe").get_by_role("link", name="Næste").click()
    expect(page.frame_locator("iframe").locator(".here")).to_have_text("Side 2 af 5")
    wait_until_whole(page)
    assert objections(framed(page)) == []
    link = page.frame_locator("iframe").locator(".title a").first
    expect(link).to_have_accessible_description("Svarene åbner i et nyt vindue.")


def test_a_frame_keeps_how_it_looks_and_opens_letters_beside_it(visitor: Visitor, sites: Sites) -> None:
    """A search in the frame, and a choice in it, keep field, filters and number; an answer opens in a window of its own."""
    page = visitor.open(f"{sites.allowed}/ramme?q=m%C3%A6lk")
    inside = page.frame_locator("iframe")
    inside.get_by_label("Søg i spørgsmål og svar").fill("liter")
    inside.get_by_role("button", name="Søg").click()
    expect(inside.get_by_label("Søg i spørgsmål og svar")).to_have_attribute("value", "liter")
    expect(inside.get_by_text("Afgræns").first).to_be_visible()
    assert "felt=ja&filtre=ja&antal=3" in framed(page).url
    inside.get_by_text("Afgræns").first.click()
    inside.locator(".facets section > ul a").first.click()
    expect(inside.locator(".chips")).to_be_visible()
    assert "felt=ja&filtre=ja&antal=3" in framed(page).url
    with page.expect_popup() as opened:
        inside.locator(".title a").first.click()
    assert opened.value.url.startswith(f"{sites.svarsoeg}/brev/")
    assert page.url.startswith(f"{sites.allowed}/ramme")


def test_no_other_message_makes_a_frame_grow(window: Page, sites: Sites) -> None:
    """A number from anyone but the frame itself, and anything else than a number from it, changes nothing."""
    page = at(window, f"{sites.allowed}/ramme?q=m%C3%A6lk")
    height = wait_until_whole(page)
    page.evaluate("() => { postMessage(4000, '*'); return new Promise(done => addEventListener('message', done, {once: true})); }")
    framed(page).evaluate(f"() => parent.postMessage({{height: 4000}}, '{sites.allowed}')")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    assert page.locator("iframe").evaluate("frame => frame.offsetHeight") == height


def test_a_site_that_is_not_named_gets_nothing(visitor: Visitor, sites: Sites) -> None:
    """There the frame stays empty, the component is not loaded, so its link stays, and no script reads the data."""
    page = visitor.open(f"{sites.refused}/")
    expect(page.get_by_role("link", name="Søg i svarene")).to_be_visible()
    assert page.evaluate("customElements.get('svarsoeg-resultater') === undefined")
    assert page.frames[1].evaluate("document.querySelector('.cards') === null")
    read = f"fetch('{sites.svarsoeg}/api/v1/search?q=m%C3%A6lk').then(() => 'read', () => 'refused')"
    assert page.evaluate(read) == "refused"
    complaints = "\n".join(visitor.complaints)
    assert "frame-ancestors" in complaints
    assert complaints.count("blocked by CORS policy") == 2
    visitor.complaints.clear()


def test_the_component_shows_answers(window: Page, sites: Sites) -> None:
    """Answers with their marks, as headings of the level asked for, in place of the link; nothing the host's policy refuses."""
    page = at(window, f"{sites.allowed}/komponent?q=m%C3%A6lk")
    expect(page.get_by_role("status")).to_have_text("15 svar")
    assert len(cards(page)) == 3
    expect(page.get_by_role("heading", level=2)).to_have_count(3)
    assert {text.casefold() for text in page.locator("#svar mark").all_inner_texts()} == {"mælk"}
    expect(page.get_by_role("link", name="Søg i svarene")).to_be_hidden()
    expect(page.get_by_role("link", name="Se alle 15 svar")).to_have_attribute("href", f"{sites.svarsoeg}/?q=m%C3%A6lk")
    assert objections(page) == []


def test_the_component_says_what_the_words_were_taken_for(window: Page, sites: Sites) -> None:
    """Where no answer has the words as they are written, it says what is shown instead; each link that leaves the page says so."""
    page = at(window, f"{sites.allowed}/komponent?q=m%C3%A6lkk")
    expect(page.get_by_role("status")).to_have_text("15 svar Viser svar for ”mælk”, da ingen svar har ”mælkk”.")
    page.locator("#svar").evaluate("shown => shown.setAttribute('q', 'svømmehal tema')")
    expect(page.get_by_role("status")).to_have_text("1 svar Ingen svar har alle ord; her er dem med de fleste.")
    for link in page.locator("#svar a[target=_blank]").all():
        expect(link).to_have_accessible_description("Svarene åbner i et nyt vindue.")
    page.locator("#svar").evaluate("shown => shown.setAttribute('q', 'findesikke')")
    expect(page.get_by_role("status")).to_have_text("Ingen svar")


def test_text_from_letters_is_only_text(window: Page, sites: Sites) -> None:
    """What a letter says is shown letter by letter, also where it is written like markup."""
    page = at(window, f"{sites.allowed}/komponent?q=script")
    expect(page.get_by_role("status")).to_contain_text("svar")
    page.locator("#svar").evaluate("shown => shown.setAttribute('antal', '20')")
    expect(page.locator("#svar li").nth(0)).to_contain_text("<script")
    assert page.locator("#svar script, #svar img").count() == 0


def test_searching_while_typing_and_by_keyboard(window: Page, sites: Sites) -> None:
    """The field feeds the results as one types, and at Enter at once; from it, Tab leads by the button to the first answer."""
    page = at(window, f"{sites.allowed}/komponent?q=tema")
    expect(page.get_by_role("status")).to_have_text("1 svar")
    field = page.get_by_label("Søg i spørgsmål og svar")
    expect(field).to_have_value("tema")
    field.fill("mælk")
    expect(page.get_by_role("status")).to_have_text("15 svar")
    field.fill("findesikke")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Ingen svar")
    field.fill("tema")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("1 svar")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    link = page.locator("#svar .title a")
    expect(link).to_be_focused()
    assert link.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"


def test_an_earlier_search_never_shows_after_a_later_one(window: Page, sites: Sites) -> None:
    """A search that is overtaken is given up, so a slow answer does not take the place of a newer one."""
    page = at(window, f"{sites.allowed}/komponent?q=tema")
    expect(page.get_by_role("status")).to_have_text("1 svar")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(r"/api/.*q=m%C3%A6lk"), hold)
    page.locator("#svar").evaluate("shown => shown.setAttribute('q', 'mælk')")
    page.wait_for_function("() => document.querySelector('#svar').shadowRoot.querySelector('[aria-busy=true]')")
    with page.expect_event("requestfailed", lambda request: "q=m%C3%A6lk" in request.url):
        page.locator("#svar").evaluate("shown => shown.setAttribute('q', 'findesikke')")
    expect(page.get_by_role("status")).to_have_text("Ingen svar")
    assert len(held) == 1


def test_the_page_is_told_and_may_decide(visitor: Visitor, sites: Sites) -> None:
    """The page hears what was found and which answer is chosen; unless it says no, that opens in a window of its own."""
    page = visitor.open(f"{sites.allowed}/komponent?q=tema")
    expect(page.get_by_role("status")).to_have_text("1 svar")
    page.evaluate(
        "() => { window.heard = []; for (const name of ['svarsoeg-fundet', 'svarsoeg-valgt']) document.addEventListener(name, event => {"
        " heard.push([name, event.detail]); if (window.refuses) event.preventDefault(); }); }"
    )
    with page.expect_popup() as opened:
        page.locator("#svar .title a").click()
    assert opened.value.url.startswith(f"{sites.svarsoeg}/brev/")
    ((name, detail),) = page.evaluate("heard")
    assert (name, detail["url"]) == ("svarsoeg-valgt", opened.value.url)
    assert re.fullmatch(r"[\w-]+#svar-\w+", detail["id"])
    page.evaluate("window.refuses = true")
    page.locator("#svar .title a").press("Enter")
    page.locator("#svar").evaluate("shown => shown.setAttribute('q', 'mælk')")
    expect(page.get_by_role("status")).to_have_text("15 svar")
    assert [each[0] for each in page.evaluate("heard")] == ["svarsoeg-valgt", "svarsoeg-valgt", "svarsoeg-fundet"]
    assert page.evaluate("heard.at(-1)[1]") == {"total": 15, "q": "mælk"}
    assert len(page.context.pages) == 2


def test_the_link_stays_when_svarsoeg_is_down(visitor: Visitor, sites: Sites) -> None:
    """When the site cannot be reached, a line says so beside the link of the page's own; the next search may succeed."""
    page = visitor.open("about:blank")
    page.route(re.compile(r"/api/"), lambda route: route.abort())
    page.goto(f"{sites.allowed}/komponent?q=m%C3%A6lk")
    expect(page.get_by_role("status")).to_have_text("Svarene kan ikke hentes lige nu.")
    expect(page.get_by_role("link", name="Søg i svarene")).to_be_visible()
    expect(page.locator("#svar .all")).to_be_hidden()
    assert objections(page) == []
    page.unroute_all()
    page.get_by_role("button", name="Søg").click()
    page.get_by_label("Søg i").fill("tema")
    expect(page.get_by_role("status")).to_have_text("1 svar")
    expect(page.get_by_role("link", name="Søg i svarene")).to_be_hidden()
    assert all("ERR_FAILED" in each for each in visitor.complaints)
    visitor.complaints.clear()


def test_a_field_alone_leads_to_svarsoeg(window: Page, sites: Sites) -> None:
    """Where there are no results to feed, what is sent is searched at Svarsøg itself."""
    page = at(window, f"{sites.allowed}/felt")
    page.get_by_label("Søg i spørgsmål og svar").fill("mælk")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{sites.svarsoeg}/?q=m%C3%A6lk")


def test_colours_follow_the_page_and_what_it_says(window: Page, sites: Sites) -> None:
    """The component is dark where its page is, or where it is told to be; the page may give it an accent and style its parts."""
    page = at(window, f"{sites.allowed}/farver?q=m%C3%A6lk")
    expect(page.get_by_role("status")).to_have_count(2)
    expect(page.locator(".green li")).to_have_count(1)
    colour = "node => getComputedStyle(node).color"
    dark, green = page.locator(".dark"), page.locator(".green")
    assert [each.evaluate(colour) for each in (dark, green)] == ["rgb(230, 228, 224)", "rgb(30, 34, 38)"]
    assert green.locator(".title a").evaluate(colour) == "rgb(27, 107, 47)"
    assert green.locator("li").evaluate("card => getComputedStyle(card).borderLeftWidth") == "3px"
    assert objections(page) == []
    page.emulate_media(color_scheme="dark")
    assert [each.evaluate(colour) for each in (dark, green)] == ["rgb(230, 228, 224)"] * 2
    assert objections(page, "color-contrast") == []


@pytest.mark.parametrize(("theme", "paper"), [("lys", "rgb(252, 251, 249)"), ("moerk", "rgb(21, 25, 28)")])
def test_a_frame_is_light_or_dark_as_it_is_told(window: Page, sites: Sites, theme: str, paper: str) -> None:
    """With a theme the frame has it whatever the reader's device says, in the accent it is given, and can be read."""
    page = at(window, f"{sites.svarsoeg}/indlejret?q=m%C3%A6lk&filtre=ja&felt=ja&tema={theme}&farve=c8102e")
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == paper
        assert objections(page, "color-contrast") == []


def test_what_is_to_be_written_is_copied_and_tried(window: Page, sites: Sites) -> None:
    """From a search one comes to what another page needs: a button copies it, and a frame beside it shows how it will look."""
    page = at(window, f"{sites.svarsoeg}/?q=m%C3%A6lk&type=brev")
    page.get_by_role("link", name="Indlejr denne søgning").click()
    page.wait_for_url(f"{sites.svarsoeg}/indlejr?q=m%C3%A6lk&type=brev")
    expect(page.get_by_text(sites.allowed)).to_be_visible()
    wait_until_whole(page)
    page.get_by_label("Tema").select_option("moerk")
    page.get_by_label("Søgefelt").check()
    page.get_by_role("button", name="Vis").click()
    page.wait_for_url(re.compile("tema=moerk"))
    expect(page.frame_locator("iframe").get_by_label("Søg i spørgsmål og svar")).to_have_value("mælk")
    page.evaluate("navigator.clipboard.writeText = async text => { window.copied = text; }")  # no page of ours may read the clipboard
    page.get_by_role("button", name="Kopiér (Ramme)").click()
    expect(page.locator("body > [role=status]")).to_have_text("Kopieret")
    assert f"{sites.svarsoeg}/indlejret?q=m%C3%A6lk&amp;type=brev&amp;felt=ja&amp;tema=moerk" in page.evaluate("copied")
