"""Whoever asks is told what he would be told if the letters he may not see were not there; who may see them meets them everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer.restricted import restricted_id
from tests.access_builders import DRAFT
from tests.access_builders import HR
from tests.access_builders import JURA
from tests.access_builders import LOEN
from tests.access_builders import OPEN_CASE
from tests.access_builders import all_of
from tests.access_builders import asking
from tests.access_builders import grown


if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.access_builders import Sites


LETTERS = [
    f"/brev/{letter}{part}"
    for letter in (HR, LOEN, JURA, "2018-7777777-2", "findes-ikke")
    for part in (
        "",
        "?q=vejbump",
        "?original=1",
        "/original",
        "/udgave/1",
        "/tabel/1.csv",
        "/henvisning.ris",
        "/henvisning.bib?svar=svar-1",
        "/lignende/svar-1",
    )
]
WORDS = [
    "rabarberkvoten",  # in restricted letters alone
    "rabarberkvotn",  # misspelt
    "rabarber kvoten",
    "rabarber*",
    '"i rabarberkvoten"',
    "skjultsagerne vejbump",
    "vejbumb",
    "-rabarberkvoten",
    'direktør:"Hemming Skjultsen"',
    "direktør:skjultsen",
    "direktør:løn",
    "sag:2018-0000016",
    f"sag:{OPEN_CASE}",
    "dok:2018-7777777-2",
    "vejbump",
    "koster",
    "",
]
PAGES = [
    *(f"/?q={words}" for words in WORDS),
    "/?sorter=aeldste&q=koster",
    "/?aar=2017",
    "/?direktoer=Hemming+Skjultsen",
    f"/?sag={OPEN_CASE}",
    "/om",
    "/personer",
    f"/sag/{OPEN_CASE}",
    "/sag/2018-0000016",
    "/sag/2018-00000",
    "/vaelg/direktoer",
    "/vaelg/sag?q=koster",
    "/vaelg/aar?find=2017",
    "/vaelg/bemaerkning",
    *(
        f"/forslag?q={typed}"
        for typed in ("rab", "rabarberkvoten", "Hem", "Skj", "L", "hvor mange borgere er i rab", "2018-", "vej", "lak", "hvor")
    ),
    "/brev/2018-7777777-1",
    "/brev/2018-7777777-1?q=rabarberkvoten",
    "/brev/2018-0000001-1/lignende/svar-1",
    "/brev/2018-7777777-1/lignende/svar-2",
    *LETTERS,
]
FOR_PROGRAMS = [
    "/api/v1/search?q=koster",
    "/api/v1/search?q=rabarberkvoten",
    "/api/v1/search?q=vejbump+ELLER+havnebad",
    f"/api/v1/letters/{HR}",
    f"/api/v1/letters/{HR}/passages/svar-1",
    f"/api/v1/letters/{HR}/passages/svar-1/similar",
    "/api/v1/letters/2018-0000001-1/passages/svar-1/similar",
    f"/api/v1/cases/{OPEN_CASE}",
    "/api/v1/cases/2018-0000016",
    "/api/v1/suggestions?q=rab",
    "/api/v1/facets/direktoer",
    "/api/v1/facets/access",
    "/api/v1/export.csv?q=koster",
    "/api/v1/export.jsonl?q=",
    "/feed.atom?q=vejbump",
    "/feed.json?q=rabarberkvoten",
    "/feed.rss?q=",
    "/indlejret?q=vejbump",
    f"/oembed?url=http%3A%2F%2Flocalhost%2Fbrev%2F{HR}",
]
SECRETS = ("abarber", "skjult", "lakrids", "lukketsen", "honning", "2018-0000014", "2018-0000016", "2018-0000017", "hr/", "jura")
"""What only restricted letters and their folders say, and no test has typed where it is looked for."""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """The same site, asked by an outsider while it has only its open letters, and then given the restricted ones."""
    with grown(tmp_path_factory.mktemp("proxy"), (*PAGES, *FOR_PROGRAMS)) as both:
        assert {status for path, (status, *_) in both.before.items() if path != "/foer"} == {200, 404}
        yield both


@pytest.mark.parametrize("path", [*PAGES, *FOR_PROGRAMS])
def test_an_outsider_is_told_what_he_would_be_told_if_there_were_nothing_else(sites: Sites, path: str) -> None:
    """Whatever is asked, the answer is to the last character the one given before there were restricted letters."""
    for groups in ((), ("X",), ("hr",)):
        assert all_of(asking(sites.app, *groups).get(path)) == sites.before[path]


def test_a_draft_is_answered_from_what_is_seen(sites: Sites) -> None:
    """A draft's question is not answered by a restricted letter, and shares no more with the others for it."""
    assert all_of(asking(sites.app).post("/foer", DRAFT)) == sites.before["/foer"]
    assert HR in asking(sites.app, "A").post("/foer", DRAFT).text


@pytest.mark.parametrize(
    ("groups", "seen"), [((), ()), (("A",), (HR,)), (("B",), (LOEN,)), (("A", "C"), (HR, JURA)), (("Ålejæger",), (JURA,))]
)
def test_groups_see_what_is_theirs_and_nothing_else(sites: Sites, groups: tuple[str, ...], seen: tuple[str, ...]) -> None:
    """A member is shown the letters of the groups' folders, not those of a folder inside that names another; all else is 404."""
    asked = asking(sites.app, *groups)
    for letter in (HR, LOEN, JURA):
        status = 200 if letter in seen else 404
        assert [asked.get(f"/brev/{letter}{part}").status_code for part in ("", "/original", "/lignende/svar-1")] == [status] * 3
        assert [asked.get(f"/api/v1/letters/{letter}").status_code] == [status]
    assert [asked.get(f"/brev/{HR}{part}").status_code for part in ("/udgave/1", "/tabel/1.csv")] == [200 if HR in seen else 404] * 2


def test_a_member_meets_the_restricted_letters_everywhere(sites: Sites) -> None:
    """What an outsider is not told is there to be told: in hits, facets, suggestions, spelling, cases, people, likes and counts."""
    member, outsider = asking(sites.app, "A"), asking(sites.app)
    for path, told in {
        "/?q=rabarberkvoten": HR,
        "/?q=rabarberkvotn": HR,
        "/": "",
        "/?q=vejbump": restricted_id("2018-0000015-15", "hr"),
        "/vaelg/direktoer": "Hemming Skjultsen",
        "/forslag?q=rab": "rabarberkvoten",
        "/forslag?q=Hem": "Hemming Skjultsen",
        f"/sag/{OPEN_CASE}": HR,
        "/personer": "Hemming Skjultsen",
        "/om": "",
        "/brev/2018-7777777-1": HR,
        "/brev/2018-0000001-1/lignende/svar-1": "skjult",
        "/api/v1/search?q=koster": "Skjultsen",
        "/feed.atom?q=vejbump": "skjult",
        "/api/v1/export.jsonl?q=rabarberkvoten": HR,
        "/api/v1/export.csv?q=rabarberkvoten": "Skjultsen",
    }.items():
        seen = member.get(path).get_data(as_text=True)
        assert seen != outsider.get(path).get_data(as_text=True), path
        assert told in seen, path


def test_nothing_of_a_hidden_letter_is_in_what_was_not_asked_with_its_words(sites: Sites) -> None:
    """No page whose address does not say it has a word, name, number or folder of a restricted letter."""
    outsider = asking(sites.app)
    for path in (
        "/",
        "/?q=koster",
        "/om",
        "/personer",
        f"/sag/{OPEN_CASE}",
        "/vaelg/sag",
        "/vaelg/direktoer",
        "/forslag?q=hvor",
        "/feed.atom?q=",
    ):
        text = outsider.get(path).text.casefold()
        assert [secret for secret in SECRETS if secret in text] == [], path
